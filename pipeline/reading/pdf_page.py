"""Reading the marks of a page by pdfium's own calls.

A convenience library would cost more: a page takes about 2 microseconds a character this way, a twentieth of what
pdfplumber needs.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.errors import DamagedFile
from pipeline.reading.model import Box
from pipeline.reading.pdf_marks import Glyph, PageMarks, Upright
from pipeline.reading.pdf_paths import Handle, take_paths

#: how far letters reach above and below their line, parts of their size
ASCENT, DESCENT = 0.89, 0.22
SPACES = frozenset(" \t\u00a0\u2002\u2003\u2009\u202f")
INVISIBLE = frozenset("\u200b\u200c\u200d\ufeff\u2060\r\n\x00")


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document in `data`, closed afterwards; raises `DamagedFile` when it or a page of it cannot be loaded."""
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise DamagedFile from error


def read_page(document: pypdfium2.PdfDocument, index: int) -> PageMarks:
    """The marks of page `index` (from 0)."""
    page = document[index]
    try:
        return _PageReader(page, index + 1).read()
    finally:
        page.close()


class _Run(NamedTuple):
    """What characters of one text object share."""

    number: int
    font: str
    em: float  # the size of its letters, points
    quarter: int | None  # counter-clockwise quarter turns of the text; None for slanted text
    #: where its first letter stands on the baseline, in the page's own space
    origin: tuple[float, float]
    #: it runs exactly along an axis, so that all its letters have one baseline
    level: bool


class _PageReader:
    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self.page = page
        self.text = page.get_textpage()
        self.runs: dict[int, _Run] = {}
        characters = self._characters()
        turns = self._turns(characters)
        self.upright = Upright(_visible_box(page), turns)
        self.turns = turns
        self.characters = characters
        self.marks = PageMarks(number, self.upright)

    def read(self) -> PageMarks:
        self._place_glyphs()
        self._place_typewriting()
        take_paths(self.page, self.marks)
        return self.marks

    def _place_typewriting(self) -> None:
        """Text that was put over the page with a typewriter tool: annotations, no part of the page's own text."""
        for index in range(pdfium.FPDFPage_GetAnnotCount(self.page)):
            note = pdfium.FPDFPage_GetAnnot(self.page, index)
            if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FREETEXT:
                rect = pdfium.FS_RECTF()
                pdfium.FPDFAnnot_GetRect(note, rect)
                box = self.upright.area(rect.left, rect.bottom, rect.right, rect.top)
                self.marks.write(_contents(note), box)
            pdfium.FPDFPage_CloseAnnot(note)

    def _characters(self) -> list[tuple[str, _Run, int]]:
        """Visible text, its run and its index, in the order of the file; spaces are kept for now."""
        found = []
        for index in range(pdfium.FPDFText_CountChars(self.text)):
            handle = pdfium.FPDFText_GetTextObject(self.text, index)
            if not handle:
                continue  # pdfium made this one up from a gap
            code = pdfium.FPDFText_GetUnicode(self.text, index)
            letter = "-" if code in (0x02, 0xFFFE) else chr(code)
            if letter in INVISIBLE:
                continue
            found.append((letter, self._run(handle, index), index))
        return found

    def _run(self, handle: Handle, index: int) -> _Run:
        address = ctypes.addressof(handle.contents)
        run = self.runs.get(address)
        if run is None:
            angle = -math.degrees(pdfium.FPDFText_GetCharAngle(self.text, index))  # pdfium counts clockwise
            quarter = round(angle / 90)
            straight = abs(angle - quarter * 90) < 8
            level = abs(angle - quarter * 90) < 0.01
            turn = quarter % 4 if straight else None
            run = _Run(len(self.runs), _font_name(handle), self._em(index), turn, self._origin(index), level)
            self.runs[address] = run
        return run

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.text, index, x, y)
        return x.value, y.value

    def _em(self, index: int) -> float:
        # Not from the boxes of letters: fonts lie about how far their letters reach up and down.
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.text, index, matrix)
        size = float(pdfium.FPDFText_GetFontSize(self.text, index))
        return max(size * math.hypot(matrix.c, matrix.d), 1.0)

    def _turns(self, characters: list[tuple[str, _Run, int]]) -> int:
        """Clockwise quarter turns that put most of the text upright; the page's own when it has no text."""
        quarters = Counter(run.quarter for _, run, _ in characters if run.quarter is not None)
        if not quarters:
            return int(pdfium.FPDFPage_GetRotation(self.page))
        return quarters.most_common(1)[0][0] or 0

    def _place_glyphs(self) -> None:
        rect = pdfium.FS_RECTF()
        spaced = {run.number for letter, run, _ in self.characters if letter in SPACES}
        space_before = False
        for letter, run, index in self.characters:
            if letter in SPACES:
                space_before = True
                continue
            if run.quarter is None:
                continue  # slanted: a watermark
            pdfium.FPDFText_GetLooseCharBox(self.text, index, rect)
            x0, y0, x1, y1 = self.upright.area(rect.left, rect.bottom, rect.right, rect.top)
            if run.quarter == self.turns:
                baseline = self.upright.point(*(run.origin if run.level else self._origin(index)))[1]
                y0, y1 = baseline - ASCENT * run.em, baseline + DESCENT * run.em
            else:
                baseline = y1
            glyph = Glyph(
                letter, x0, y0, x1, y1, baseline, run.em, run.font, run.number, space_before, run.number in spaced
            )
            self.marks.glyphs.append(glyph)
            space_before = False


def _font_name(text_object: Handle) -> str:
    font = pdfium.FPDFTextObj_GetFont(text_object)
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0) if font else 0
    if not length:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    return name[7:] if name[6:7] == "+" else name


def _contents(note: Handle) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(note, b"Contents", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _visible_box(page: pypdfium2.PdfPage) -> Box:
    media = page.get_mediabox()
    crop = page.get_cropbox()
    box = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else media
