"""Drawing small PDF pages for the tests of the readers, and looking at the blocks they become."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.model import Content, Control, Line, Table

FONT, BOLD = "Serif", "Serif-Bold"
_FILES = {FONT: "LiberationSerif-Regular.ttf", BOLD: "LiberationSerif-Bold.ttf"}


def canvas(size: tuple[float, float] = A4) -> tuple[io.BytesIO, Any]:
    """A page to draw on, with a font that has the Vietnamese letters; `finished` turns it into bytes."""
    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, f"/usr/share/fonts/truetype/liberation2/{file}"))
    out = io.BytesIO()
    page = Canvas(out, pagesize=size, invariant=1)
    page.setFont(FONT, 12)
    return out, page


def finished(out: io.BytesIO, page: Any) -> bytes:
    page.save()
    return out.getvalue()


def written(*lines: tuple[float, float, str], size: tuple[float, float] = A4) -> bytes:
    """A page with each (x, y, text) drawn by itself, y from the bottom."""
    out, page = canvas(size)
    for x, y, text in lines:
        page.drawString(x, y, text)
    return finished(out, page)


def ruled(page: Any, xs: Sequence[float], ys: Sequence[float]) -> None:
    """A full grid of lines."""
    for x in xs:
        page.line(x, ys[0], x, ys[-1])
    for y in ys:
        page.line(xs[0], y, xs[-1], y)


def edited(data: bytes, change: Any) -> bytes:
    """`data` after `change(writer)`."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def fields(writer: PdfWriter) -> dict[str, DictionaryObject]:
    """The widgets of the first page by their names."""
    widgets = [item.get_object() for item in writer.pages[0]["/Annots"]]
    return {str(one.get("/T", number)): one for number, one in enumerate(widgets)}


def texts(content: Content) -> list[str]:
    """The lines outside of tables."""
    return [block.text for block in content.blocks if isinstance(block, Line)]


def tables(content: Content) -> list[list[list[str]]]:
    """Each table as rows of the texts of the cells that begin in them."""
    found = [block for block in content.blocks if isinstance(block, Table)]
    return [[[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)] for table in found]


def controls(content: Content) -> list[Control]:
    return [block for block in content.blocks if isinstance(block, Control)]
