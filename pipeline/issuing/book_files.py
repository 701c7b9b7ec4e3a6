"""The outgoing book as a workbook and as a PDF to be printed and bound (NĐ 30/2020, Đ16.2b)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Literal
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)

from pipeline.issuing.book import COLUMNS, TITLE, DiaryHead, Volume
from pipeline.reading.blanks.fonts import Style, font
from pipeline.vietnamese.dates import short_date

MM = 72 / 25.4
#: of the ten columns, in millimetres; together they fill A4 across between the margins
WIDTHS = (30, 19, 57, 27, 38, 22, 14, 17, 16, 22)
#: of the heads of the diary: day, row, hash
DIARY_WIDTHS = (24, 20, 130)
#: the left margin is for binding (Phụ lục I, I.3)
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, 5 * MM, 20 * MM, 15 * MM
SIZE, LEADING = 9.5, 1.2
COVER, LINES = "cover", "lines"


def workbook(volumes: Sequence[Volume]) -> bytes:
    """A sheet for each volume: heading, the ten columns and their numbers, then the lines."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for volume in volumes:
        _fill_sheet(book.create_sheet(f"{volume.year} {volume.series}".replace("/", "-")[:31]), volume)
    if not volumes:
        book.create_sheet(TITLE)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill_sheet(sheet: Worksheet, volume: Volume) -> None:
    for line in (*_heading(volume), ""):
        sheet.append([line])
    sheet.append(list(COLUMNS))
    sheet.append(_column_numbers())
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


class _Book(BaseDocTemplate):
    """Covers without a number, then lines whose pages are numbered anew in every volume."""

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, pagesize=landscape(A4), title=TITLE, lang="vi", invariant=1)
        width, height = self.pagesize
        frame = Frame(LEFT, BOTTOM, width - LEFT - RIGHT, height - TOP - BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates(
            [
                PageTemplate(COVER, [frame], onPage=self._begin_volume),
                PageTemplate(LINES, [frame], onPage=self._number_page),
            ]
        )

    def _begin_volume(self, _canvas: Canvas, _document: BaseDocTemplate) -> None:
        self._cover = self.page

    def _number_page(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        """In the middle of the upper margin (Phụ lục I, I.7)."""
        canvas.setFont(font(Style.REGULAR).fontName, 13)
        width, height = self.pagesize
        canvas.drawCentredString((LEFT + width - RIGHT) / 2, height - 13 * MM, str(self.page - self._cover))


def printed(volumes: Sequence[Volume], heads: Sequence[DiaryHead] = ()) -> bytes:
    """Every volume with its cover, and behind its lines the heads of the diary on the days of its year."""
    stream = io.BytesIO()
    _Book(stream).build(list(_story(volumes, heads)))
    return stream.getvalue()


def _story(volumes: Sequence[Volume], heads: Sequence[DiaryHead]) -> Iterator[Flowable]:
    title, line = _style(18, Style.BOLD, centred=True), _style(14, Style.REGULAR, centred=True)
    for volume in volumes:
        yield Spacer(0, 45 * MM)
        for text in _heading(volume):
            yield Paragraph(escape(text), title if text == TITLE else line)
            yield Spacer(0, 6 * MM)
        yield NextPageTemplate(LINES)
        yield PageBreak()
        yield _table(volume)
        yield from _diary([head for head in heads if head.day.year == volume.year])
        yield NextPageTemplate(COVER)
        yield PageBreak()
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


def _column_numbers() -> list[str]:
    return [f"({number})" for number in range(1, len(COLUMNS) + 1)]


def _table(volume: Volume) -> Flowable:
    head, number = _style(SIZE, Style.BOLD, centred=True), _style(SIZE, Style.REGULAR, centred=True)
    cell = _style(SIZE, Style.REGULAR)
    rows = [
        [Paragraph(text, head) for text in COLUMNS],
        [Paragraph(text, number) for text in _column_numbers()],
        *([Paragraph(escape(text), cell) for text in row] for row in volume.rows()),
    ]
    look = _look()
    look.add("VALIGN", (0, 0), (-1, 1), "MIDDLE")
    look.add("VALIGN", (0, 2), (-1, -1), "TOP")
    return LongTable(rows, colWidths=[width * MM for width in WIDTHS], repeatRows=2, style=look)


def _diary(heads: Sequence[DiaryHead]) -> Iterator[Flowable]:
    """To be compared with the diary by whoever doubts it (`vanthu verify` compares with the last one by itself)."""
    if not heads:
        return
    head, cell = _style(SIZE, Style.BOLD), _style(SIZE, Style.REGULAR)
    rows = [[Paragraph(text, head) for text in ("Ngày", "Dòng", "Mã băm SHA-256 của dòng cuối trong ngày")]]
    rows += [[Paragraph(text, cell) for text in (short_date(one.day), str(one.seq), one.hash)] for one in heads]
    yield Spacer(0, 6 * MM)
    yield Paragraph("Nhật ký của chương trình, các bản ký chốt trong năm", head)
    yield Spacer(0, 2 * MM)
    yield LongTable(rows, colWidths=[width * MM for width in DIARY_WIDTHS], repeatRows=1, style=_look(), hAlign="LEFT")


def _look() -> TableStyle:
    return TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
    )


def _style(size: float, style: Style, *, centred: bool = False) -> ParagraphStyle:
    name = font(style).fontName
    side: Literal[0, 1] = 1 if centred else 0  # reportlab's TA_LEFT and TA_CENTER
    return ParagraphStyle(name, fontName=name, fontSize=size, leading=size * LEADING, alignment=side)
