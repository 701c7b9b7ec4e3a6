"""The outgoing book as a workbook and as a PDF to be printed and bound (NĐ 30/2020, Đ16.2b)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from pipeline.issuing.book import COLUMNS, TITLE, Volume
from pipeline.reading.blanks.fonts import Style, font

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Flowable

MM = 72 / 25.4
#: of the ten columns, in millimetres; together they fill A4 across between the margins
WIDTHS = (26, 20, 60, 27, 38, 22, 14, 17, 16, 22)
#: the left margin is for binding (Phụ lục I, I.3)
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, 5 * MM, 20 * MM, 15 * MM
SIZE, LEADING = 9.5, 1.2


def workbook(volumes: Sequence[Volume]) -> bytes:
    """A sheet for each volume: heading, the ten columns and their numbers, then the lines."""
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    for volume in volumes:
        _fill_sheet(book.create_sheet(f"{volume.year} {volume.series}".replace("/", "-")[:31]), volume)
    if not volumes:
        book.create_sheet(TITLE.title())
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill_sheet(sheet: Worksheet, volume: Volume) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for line in (*_heading(volume), ""):
        sheet.append([line])
    sheet.append(list(COLUMNS))
    sheet.append([f"({number})" for number in range(1, len(COLUMNS) + 1)])
    head = len(_heading(volume)) + 3
    for row in volume.rows():
        sheet.append(list(row))
    for cells in sheet.iter_rows(min_row=head - 1):
        for cell in cells:
            cell.font = Font(name="Times New Roman", size=12, bold=cell.row == head - 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"  # nobody's words are a formula
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width * 0.6
    sheet.print_title_rows = f"{head - 1}:{head}"
    sheet.page_setup.orientation = "landscape"


def printed(volumes: Sequence[Volume]) -> bytes:
    """Every volume with its cover, its pages numbered from 1."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    for style in (Style.REGULAR, Style.BOLD):
        font(style)
    stream = io.BytesIO()
    width, height = landscape(A4)
    document = BaseDocTemplate(stream, pagesize=(width, height), title=TITLE, lang="vi", invariant=1)
    frame = Frame(LEFT, BOTTOM, width - LEFT - RIGHT, height - TOP - BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=_number_page)])
    document.build(list(_story(volumes)))
    return stream.getvalue()


def _story(volumes: Sequence[Volume]) -> Iterator[Flowable]:
    from reportlab.platypus import PageBreak, Paragraph, Spacer

    title, line = _style(18, Style.BOLD, centred=True), _style(14, Style.REGULAR, centred=True)
    for place, volume in enumerate(volumes):
        if place:
            yield PageBreak()
        yield Spacer(0, 45 * MM)
        for text in _heading(volume):
            yield Paragraph(_escaped(text), title if text == TITLE else line)
            yield Spacer(0, 6 * MM)
        yield PageBreak()
        yield _table(volume)
    if not volumes:
        yield Paragraph(TITLE, title)


def _heading(volume: Volume) -> tuple[str, ...]:
    """What cover and first page say."""
    return (
        volume.body.letterhead_parent,
        volume.body.letterhead_name,
        TITLE,
        f"Năm: {volume.year}",
        f"Hệ thống số: {volume.series}",
        volume.span,
        "Quyển số: 01",
    )


def _table(volume: Volume) -> Flowable:
    from reportlab.lib import colors
    from reportlab.platypus import LongTable, Paragraph, TableStyle

    head, cell = _style(SIZE, Style.BOLD, centred=True), _style(SIZE, Style.REGULAR)
    numbers = [f"({number})" for number in range(1, len(COLUMNS) + 1)]
    rows = [
        [Paragraph(text, head) for text in COLUMNS],
        [Paragraph(text, _style(SIZE, Style.REGULAR, centred=True)) for text in numbers],
        *([Paragraph(_escaped(text), cell) for text in row] for row in volume.rows()),
    ]
    look = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("VALIGN", (0, 0), (-1, 1), "MIDDLE"),
            ("VALIGN", (0, 2), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return LongTable(rows, colWidths=[width * MM for width in WIDTHS], repeatRows=2, style=look)


def _style(size: float, style: Style, *, centred: bool = False) -> ParagraphStyle:
    from reportlab.lib.styles import ParagraphStyle

    name = font(style).fontName
    side: Literal[0, 1] = 1 if centred else 0  # reportlab's TA_LEFT and TA_CENTER
    return ParagraphStyle(name, fontName=name, fontSize=size, leading=size * LEADING, alignment=side)


def _escaped(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(text)


def _number_page(canvas: Canvas, document: BaseDocTemplate) -> None:
    """In the middle of the upper margin (Phụ lục I, I.7)."""
    canvas.setFont(font(Style.REGULAR).fontName, 13)
    width, height = document.pagesize
    canvas.drawCentredString((LEFT + width - RIGHT) / 2, height - 13 * MM, str(document.page))
