"""What stands on one page of a PDF: glyphs, rules and small shapes, in points of the page as a reader sees it.

pdfium's own calls are used instead of a convenience library: a page costs about 2 microseconds a character this way,
a twentieth of what pdfplumber needs.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.reading.model import Box

#: a filled rectangle thinner than this is a rule that somebody drew as an area, points
THIN = 2.2
#: shapes larger than this are no tick marks, points
SMALL = 24.0
#: the size of letters whose size is not known, points
WRITING = 11.0


class Glyph(NamedTuple):
    """One character as drawn; `run` is the same for characters that were written by one operator."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    em: float
    font: str
    run: int
    space_before: bool
    #: the run knows spaces, so its narrow gaps are letter spacing and not missing spaces
    spaced: bool


class Rule(NamedTuple):
    """A straight line along an axis: at `at`, from `start` to `end` (`start` <= `end`)."""

    at: float
    start: float
    end: float


class Upright:
    """Turns coordinates of the page's own space into points from the top left corner of the page as it is read."""

    def __init__(self, box: Box, turns: int) -> None:
        """`box` is the visible part (x0, y0, x1, y1, origin bottom left), `turns` clockwise quarter turns."""
        self.box, self.turns = box, turns % 4
        across, down = box[2] - box[0], box[3] - box[1]
        self.width, self.height = (down, across) if self.turns % 2 else (across, down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x0, y0, x1, y1 = self.box
        if self.turns == 0:
            return x - x0, y1 - y
        if self.turns == 1:
            return y - y0, x - x0
        if self.turns == 2:
            return x1 - x, y - y0
        return y1 - y, x1 - x

    def area(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box between the lower left and the upper right corner."""
        if self.turns == 0:
            return x0 - self.box[0], self.box[3] - y1, x1 - self.box[0], self.box[3] - y0
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


@dataclass(slots=True)
class PageMarks:
    """Everything found on one page."""

    number: int  # from 1
    upright: Upright
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    #: round outlines that may be radio buttons
    circles: list[Box] = field(default_factory=list)
    #: slanted strokes, curves and filled shapes: what a tick is made of
    ink: list[Box] = field(default_factory=list)
    #: the largest part of the page that one image covers
    image_share: float = 0.0
    _writings: int = 0

    @property
    def width(self) -> float:
        return self.upright.width

    @property
    def height(self) -> float:
        return self.upright.height

    def write(self, text: str, box: Box) -> None:
        """Add `text` as if it were printed in `box`, line by line, on the baseline of what stands left of it."""
        lines = [line.split() for line in text.split("\n") if line.strip()]
        if not lines:
            return
        x0, y0, x1, y1 = box
        pitch = min((y1 - y0) / len(lines), 1.4 * WRITING)
        em = min(WRITING, 0.8 * pitch)
        top = (y0 + y1 - pitch) / 2 if len(lines) == 1 else y0
        first = top + pitch / 2 + 0.35 * em
        first += self._shift(box, first, reach=y1 - y0 if len(lines) == 1 else 0.8 * em)
        self._writings += 1
        for number, words in enumerate(lines):
            self._write_line(words, x0, x1, first + number * pitch, em)

    def _write_line(self, words: list[str], x0: float, x1: float, baseline: float, em: float) -> None:
        step = min((x1 - x0) / (sum(map(len, words)) + len(words)), 0.5 * em)
        top, bottom, x = baseline - 0.8 * em, baseline + 0.2 * em, x0 + 1
        for word in words:
            end = x + len(word) * step
            self.glyphs.append(
                Glyph(word, x, top, end, bottom, baseline, em, "", -self._writings, space_before=True, spaced=True)
            )
            x = end + step

    def _shift(self, box: Box, baseline: float, reach: float) -> float:
        """How far `baseline` is from the nearest one of what is printed left of `box`."""
        beside = {
            glyph.baseline
            for glyph in self.glyphs
            if glyph.x1 < box[0] + 2 and box[1] - 3 < glyph.baseline < box[3] + 3
        }
        shifts = [other - baseline for other in beside if abs(other - baseline) < reach]
        return min(shifts, key=abs, default=0.0)


#: a pointer of pdfium, whose bindings carry no types
Handle: TypeAlias = "ctypes._Pointer[ctypes.Structure]"
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
NO_BREAK = str.maketrans({"\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\t": " "})
INVISIBLE = frozenset("\u200b\u200c\u200d\ufeff\u2060\r\n\x00")


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document in `data`, closed afterwards; raises `pypdfium2.PdfiumError` when it is no readable PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


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
    quarter: int | None  # counter-clockwise quarter turns of the text; None for slanted text


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
        _PathReader(self.marks, self.upright).read(self.page)
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
            run = _Run(len(self.runs), _font_name(handle), quarter % 4 if straight else None)
            self.runs[address] = run
        return run

    def _turns(self, characters: list[tuple[str, _Run, int]]) -> int:
        """Clockwise quarter turns that put most of the text upright; the page's own when it has no text."""
        quarters = Counter(run.quarter for _, run, _ in characters if run.quarter is not None)
        if not quarters:
            return int(pdfium.FPDFPage_GetRotation(self.page))
        return quarters.most_common(1)[0][0] or 0

    def _place_glyphs(self) -> None:
        rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        spaced = {run.number for letter, run, _ in self.characters if letter.translate(NO_BREAK) == " "}
        space_before = False
        for letter, run, index in self.characters:
            if letter.translate(NO_BREAK) == " ":
                space_before = True
                continue
            if run.quarter is None:
                continue  # slanted: a watermark
            pdfium.FPDFText_GetLooseCharBox(self.text, index, rect)
            pdfium.FPDFText_GetCharOrigin(self.text, index, x, y)
            x0, y0, x1, y1 = self.upright.area(rect.left, rect.bottom, rect.right, rect.top)
            baseline = self.upright.point(x.value, y.value)[1]
            if run.quarter != self.turns:
                baseline = y1
            em = (y1 - y0) / 1.11 if y1 - y0 > 1 else 10.0
            glyph = Glyph(
                letter, x0, y0, x1, y1, baseline, em, run.font, run.number, space_before, run.number in spaced
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


class _PathReader:
    """Sorts the drawn paths of a page into rules, circles and ink."""

    def __init__(self, marks: PageMarks, upright: Upright) -> None:
        self.marks, self.upright = marks, upright

    def read(self, page: pypdfium2.PdfPage) -> None:
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            self._take(pdfium.FPDFPage_GetObject(page, index), IDENTITY, depth=0)

    def _take(self, item: Handle, outer: Matrix, depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, _times(_matrix(item), outer))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._image(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
            inner = _times(_matrix(item), outer)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._take(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _image(self, item: Handle, outer: Matrix) -> None:
        a, b, c, d, e, f = _times(_matrix(item), outer)
        corners = [self.upright.point(e + a * i + c * j, f + b * i + d * j) for i in (0, 1) for j in (0, 1)]
        width = _clip(max(x for x, _ in corners), self.marks.width) - _clip(
            min(x for x, _ in corners), self.marks.width
        )
        height = _clip(max(y for _, y in corners), self.marks.height) - _clip(
            min(y for _, y in corners), self.marks.height
        )
        self.marks.image_share = max(self.marks.image_share, width * height / (self.marks.width * self.marks.height))

    def _path(self, item: Handle, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not (fill.value or stroke.value):
            return
        for corners, curved in self._outlines(item, matrix):
            self._outline(corners, curved=curved, filled=bool(fill.value), stroked=bool(stroke.value))

    def _outlines(self, item: Handle, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Each subpath as its corners (closed ones end where they began) and whether it has curves."""
        a, b, c, d, e, f = matrix
        corners: list[tuple[float, float]] = []
        curved = False
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(pdfium.FPDFPath_CountSegments(item)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.upright.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(corners) > 1:
                    yield corners, curved
                corners, curved = [], False
            curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
            corners.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                corners.append(corners[0])
        if len(corners) > 1:
            yield corners, curved

    def _outline(self, corners: list[tuple[float, float]], *, curved: bool, filled: bool, stroked: bool) -> None:
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = min(xs), min(ys), max(xs), max(ys)
        width, height = box[2] - box[0], box[3] - box[1]
        if curved:
            self._curved(box, filled=filled)
        elif width <= THIN and height > THIN:
            self.marks.vertical.append(Rule((box[0] + box[2]) / 2, box[1], box[3]))
        elif height <= THIN and width > THIN:
            self.marks.horizontal.append(Rule((box[1] + box[3]) / 2, box[0], box[2]))
        elif stroked:
            self._sides(corners, box)
        elif max(width, height) < SMALL:
            self.marks.ink.append(box)

    def _curved(self, box: Box, *, filled: bool) -> None:
        width, height = box[2] - box[0], box[3] - box[1]
        if max(width, height) >= SMALL:
            return
        if not filled and min(width, height) > 5 and 0.8 < width / height < 1.25:
            self.marks.circles.append(box)
        else:
            self.marks.ink.append(box)

    def _sides(self, corners: list[tuple[float, float]], box: Box) -> None:
        slanted = False
        for (ax, ay), (bx, by) in itertools.pairwise(corners):
            if abs(ay - by) < 0.7 and abs(ax - bx) > THIN:
                self.marks.horizontal.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) < 0.7 and abs(ay - by) > THIN:
                self.marks.vertical.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))
            else:
                slanted = slanted or math.dist((ax, ay), (bx, by)) > THIN
        if slanted and max(box[2] - box[0], box[3] - box[1]) < SMALL:
            self.marks.ink.append(box)


def _matrix(item: Handle) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _clip(value: float, upper: float) -> float:
    return min(max(value, 0.0), upper)
