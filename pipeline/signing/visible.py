"""What the appearances of signature fields show: number and day of most real documents are such fields.

Offices let their signing tool put number and day on the page as signatures of their own, so the text of the page still
says "Số:      /TTr-…". Each appearance is made a page of its own and read with pdfium.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from pipeline.errors import NotPrepared
from pipeline.signing.page_text import Glyph, Line, opened, page_lines
from pipeline.signing.report import Numbering, VisibleText

#: a number on the page is short; what is longer is the block that names the signer
LONGEST_NUMBER = 8
#: by how much a visible signature may lie off the line it belongs to, in points
OFF_LINE = 20.0
#: and how far right of its word
OFF_WORD = 80.0
#: what stands before each figure; the figure itself may be printed, and is then behind the word
WORDS = {
    "number": re.compile(r"Số\s*:\s*(?P<printed>\d*)"),
    "day": re.compile(r"ngày\s*(?P<printed>\d*)(?=.*năm)"),
    "month": re.compile(r"tháng\s*(?P<printed>\d*)(?=.*năm)"),
}


def read_visible(pdf: bytes) -> tuple[VisibleText, ...]:
    """The text each visible signature of `pdf` shows; empty when nothing can be read."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            widgets = list(_widgets(document))
            texts = _texts([appearance for _place, appearance in widgets])
    except (pikepdf.PdfError, pikepdf.PasswordError, NotPrepared, ValueError, TypeError, KeyError, AttributeError):
        return ()
    return tuple(
        VisibleText(field=field, page=page, box=box, text=text)
        for ((field, page, box), _appearance), text in zip(widgets, texts, strict=True)
        if text
    )


def read_numbering(pdf: bytes, visible: tuple[VisibleText, ...]) -> Numbering:
    """Number, day and month of `pdf`: printed behind `Số:`, `ngày`, `tháng`, or `visible` beside these words."""
    short = [one for one in visible if len(one.text) <= LONGEST_NUMBER and re.search(r"\d", one.text)]
    if not short:
        return Numbering()
    with opened(pdf) as document:
        lines = page_lines(document, short[0].page)
    here = [one for one in short if one.page == short[0].page]
    return Numbering(**{name: _beside(lines, pattern, here) for name, pattern in WORDS.items()})


def _beside(lines: list[Line], word: re.Pattern[str], candidates: list[VisibleText]) -> str:
    """What is printed behind `word`, or else the text of the nearest candidate on its right; "" for neither."""
    for line in lines:
        match = word.search(line.text)
        if match is None:
            continue
        if match["printed"]:
            return match["printed"]
        end = line.glyph(match.start() + len(match[0].rstrip()) - 1)
        near = [(_gap(end, one), one.text) for one in candidates if _is_right_of(end, one)]
        if near:
            return min(near)[1]
    return ""


def _gap(word: Glyph, text: VisibleText) -> float:
    return abs(text.box[0] - word.x1)


def _is_right_of(word: Glyph, text: VisibleText) -> bool:
    """Whether `text` stands on the line of `word` and, with its middle, right of it."""
    x0, y0, x1, y1 = text.box
    return abs((y0 + y1) / 2 - word.baseline) < OFF_LINE and (x0 + x1) / 2 > word.x1 and _gap(word, text) < OFF_WORD


Place = tuple[str, int, tuple[float, float, float, float]]


def _widgets(document: pikepdf.Pdf) -> Iterator[tuple[Place, pikepdf.Object]]:
    """Every filled signature field that is seen on a page, and its appearance."""
    for index, page in enumerate(document.pages):
        widgets: Any = page.obj.get("/Annots", [])
        for widget in widgets:
            field = widget if "/FT" in widget else widget.get("/Parent", widget)
            appearance = widget.get("/AP", {}).get("/N")
            if field.get("/FT") == Name.Sig and "/V" in field and isinstance(appearance, pikepdf.Stream):
                x0, y0, x1, y1 = (float(edge) for edge in widget.Rect)
                box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                if box[2] - box[0] > 1 and box[3] - box[1] > 1:
                    yield (str(field.get("/T", "")), index, box), appearance


def _texts(appearances: list[pikepdf.Object]) -> list[str]:
    """The text of each appearance, its lines joined by blanks."""
    if not appearances:
        return []
    with pikepdf.new() as sheet:
        for appearance in appearances:
            page = sheet.add_blank_page(page_size=(400, 400))
            form = sheet.copy_foreign(appearance)
            form.BBox = form.get("/BBox", Array([0, 0, 400, 400]))
            page.obj.Resources = Dictionary(XObject=Dictionary(A=form))
            page.obj.MediaBox = form.BBox
            page.obj.Contents = sheet.make_stream(b"/A Do")
        stream = io.BytesIO()
        sheet.save(stream)
    with opened(stream.getvalue()) as document:
        return [" ".join(line.text for line in page_lines(document, index)) for index in range(len(appearances))]
