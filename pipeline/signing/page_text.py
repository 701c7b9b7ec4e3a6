"""The characters of one page with their places, by pdfium's own calls: some 5 ms where pdfplumber needs 170."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.errors import NotPrepared

#: glyphs further apart than this share of their size are two words
WORD_GAP = 0.15
#: baselines closer than this are one line, in points
SAME_LINE = 2.0
#: pdfium may not be used by two threads at once, on whatever documents
_ONE_AT_A_TIME = threading.Lock()
BLANK = frozenset("\u00a0\u2002\u2003\u2009\u202f \t\r\n\x00\u200b\ufeff")


@dataclass(frozen=True, kw_only=True)
class Glyph:
    """One visible character; points, origin at the lower left corner of the page."""

    letter: str
    x0: float
    x1: float
    baseline: float
    size: float
    italic: bool


@dataclass(frozen=True)
class Line:
    """Glyphs on one baseline from left to right, and their text with one blank for each gap."""

    glyphs: tuple[Glyph, ...]

    @functools.cached_property
    def places(self) -> tuple[tuple[str, Glyph | None], ...]:
        """Each character of `text` with its glyph; a blank has none."""
        found: list[tuple[str, Glyph | None]] = []
        before: Glyph | None = None
        for glyph in self.glyphs:
            if before is not None and glyph.x0 - before.x1 > WORD_GAP * glyph.size:
                found.append((" ", None))
            found.append((glyph.letter, glyph))
            before = glyph
        return tuple(found)

    @property
    def text(self) -> str:
        return "".join(letter for letter, _glyph in self.places)

    def glyph(self, index: int) -> Glyph:
        """The glyph of the character `index` of `text`, which must not be a blank."""
        glyph = self.places[index][1]
        assert glyph is not None
        return glyph


@contextlib.contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document in `pdf`, closed afterwards; raises `NotPrepared` when it cannot be loaded."""
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise NotPrepared from error
        try:
            yield document
        finally:
            document.close()


def page_lines(document: pypdfium2.PdfDocument, index: int) -> list[Line]:
    """The lines of page `index` (from 0), from top to bottom."""
    page = document[index]
    try:
        return _lines(_glyphs(page.get_textpage()))
    finally:
        page.close()


def _glyphs(text: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    flags, name = ctypes.c_int(), ctypes.create_string_buffer(200)
    for index in range(pdfium.FPDFText_CountChars(text)):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        # pdfium marks a hyphen at the end of a line so
        letter = "-" if letter in "\x02\ufffe" else letter
        if letter in BLANK or pdfium.FPDFText_IsGenerated(text, index):
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, rect)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetFontInfo(text, index, name, len(name), flags)
        yield Glyph(
            letter=letter,
            x0=rect.left,
            x1=rect.right,
            baseline=y.value,
            size=pdfium.FPDFText_GetFontSize(text, index),
            italic=b"Italic" in name.value,
        )


def _lines(glyphs: Iterator[Glyph]) -> list[Line]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: -one.baseline):
        if rows and rows[-1][0].baseline - glyph.baseline <= SAME_LINE:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [Line(tuple(sorted(row, key=lambda one: one.x0))) for row in rows]
