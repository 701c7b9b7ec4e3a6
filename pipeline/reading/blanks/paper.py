"""The laid-out pages as a PDF made for print: what stands on the paper, without anything to click."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.reading.blanks import marks
from pipeline.reading.blanks.fonts import font
from pipeline.reading.blanks.sheet import Drawing, Frame, Rule, Sheet, Text

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def printed(sheets: Sequence[Sheet], title: str) -> bytes:
    """The PDF of `sheets`; the same bytes every time."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, pageCompression=1, lang="vi")
    canvas.setTitle(title)
    canvas.setCreator("vanthu")
    canvas.setAuthor("")
    canvas.setSubject("")
    for sheet in sheets:
        canvas.setPageSize((sheet.width, sheet.height))
        _marks(canvas, sheet)
        for drawing in sheet.drawings:
            _draw(canvas, sheet.height, drawing)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _marks(canvas: Canvas, sheet: Sheet) -> None:
    for square in marks.corner_squares(sheet.width, sheet.height):
        _fill(canvas, sheet.height, square)
    x0, y0, _x1, _y1 = marks.qr_box(sheet.width, sheet.mark)
    for row, modules in enumerate(marks.qr_matrix(sheet.mark)):
        for column, dark in enumerate(modules):
            if dark:
                x, y = x0 + column * marks.QR_MODULE, y0 + row * marks.QR_MODULE
                _fill(canvas, sheet.height, (x, y, x + marks.QR_MODULE, y + marks.QR_MODULE))


def _fill(canvas: Canvas, height: float, box: marks.Box) -> None:
    x0, y0, x1, y1 = box
    canvas.rect(x0, height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)


def _draw(canvas: Canvas, height: float, drawing: Drawing) -> None:
    match drawing:
        case Text():
            _write(canvas, height, drawing)
        case Rule(x0, y0, x1, y1, thickness):
            canvas.setLineWidth(thickness)
            canvas.line(x0, height - y0, x1, height - y1)
        case Frame((x0, y0, x1, y1), thickness):
            canvas.setLineWidth(thickness)
            canvas.rect(x0, height - y1, x1 - x0, y1 - y0)


def _write(canvas: Canvas, height: float, text: Text) -> None:
    canvas.setFont(font(text.style).fontName, text.size)
    canvas.setFillGray(text.grey)
    canvas.drawString(text.left, height - text.y, text.text)
    canvas.setFillGray(0)
