"""The blank as a Word file: the same entries in the same order, filled in on the screen through content controls."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.reading.blanks import controls
from pipeline.reading.blanks.definition import Block, Entry, Form, Grid, Lines, Lists, Row, Sign, Ticks
from pipeline.reading.blanks.keys import Key
from pipeline.reading.blanks.marks import footer_line

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

FACE = "Times New Roman"
NO_BREAK = "\N{NO-BREAK SPACE}"
MARGIN = 18.0  # millimetres, left and right
EPOCH = dt.datetime(2021, 9, 16, tzinfo=dt.UTC)  # nothing in the file tells when it was made


def document(form: Form, lists: Lists, plan: str) -> bytes:
    """The .docx of `form`; the same bytes every time."""
    from docx import Document
    from docx.enum.text import WD_BREAK

    word = Document()
    _set_up(word, form)
    _head(word, form)
    for number, page in enumerate(form.pages):
        if number:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for block in page.blocks:
            _block(word, block, lists)
    footer = word.sections[0].footer.paragraphs[0]
    _write(footer, footer_line(form.form, form.version, plan, form.footer), size=9)
    stream = io.BytesIO()
    word.save(stream)
    return _timeless(stream.getvalue())


def _block(word: Document, block: Block, lists: Lists) -> None:
    match block:
        case Row():
            _row(word, block, lists)
        case Ticks():
            _ticks(word, block, lists)
        case Lines():
            _lines(word, block)
        case Grid():
            _grid(word, block, lists)
        case Sign():
            _sign(word, block)


# The page


def _set_up(word: Document, form: Form) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if form.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(13)
    section.footer_distance = Mm(8)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(12)
    normal.element.rPr.rFonts.set(f"{{{controls.W}}}eastAsia", FACE)
    normal.paragraph_format.space_after = Pt(0)
    placeholder = word.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    placeholder.font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    _describe(word, form.title)


def _describe(word: Document, title: str) -> None:
    properties = word.core_properties
    properties.title, properties.language = title, "vi-VN"
    properties.author = properties.comments = ""
    properties.created = properties.modified = EPOCH.replace(tzinfo=None)


def _head(word: Document, form: Form) -> None:
    """Letterhead and national motto side by side, then title, period and addressee."""
    left, right = _borderless(word, [0.38, 0.62]).rows[0].cells
    _write(_centred(left.paragraphs[0]), form.superior)
    _write(_centred(left.add_paragraph()), form.body, bold=True)
    _write(_centred(right.paragraphs[0]), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    _write(_centred(right.add_paragraph()), "Độc lập - Tự do - Hạnh phúc", bold=True, size=13)
    _write(_centred(_spaced(word.add_paragraph(), 12)), form.title, bold=True, size=14)
    period = _centred(word.add_paragraph())
    for entry in form.period:
        _write(period, f"{entry.label} ", bold=True, size=14)
        period._p.append(controls.text(Key(field=entry.key), entry.name, hint=entry.hint))
        _write(period, "  ")
    _write(_centred(_spaced(word.add_paragraph(), 6)), f"Kính gửi: {form.addressee}")


# Blocks


def _row(word: Document, row: Row, lists: Lists) -> None:
    paragraph = _spaced(word.add_paragraph(), 5)
    for number, entry in enumerate(row.fields):
        _write(paragraph, f"{'     ' * bool(number)}{entry.label}: ")
        options = entry.choices(lists)
        for option in options:
            key = Key(field=entry.key, option=option.code)
            paragraph._p.append(controls.check(key, f"{entry.name}: {option.label}"))
            _write(paragraph, f" {option.label}   ")
        if not options:
            paragraph._p.append(_control(Key(field=entry.key), entry, entry.suggestions(lists)))


def _control(key: Key, entry: Entry, suggestions: Sequence[str]) -> _Element:
    if entry.control == "date":
        return controls.day(key, entry.name, hint=entry.hint)
    if suggestions:
        return controls.choice(key, entry.name, suggestions, hint=entry.hint)
    return controls.text(key, entry.name, hint=entry.hint)


def _heading(word: Document, label: str, remark: str) -> None:
    paragraph = _spaced(word.add_paragraph(), 5)
    _write(paragraph, f"{label} ")
    _write(paragraph, f"({remark})", italic=True, size=11)
    _write(paragraph, ":")


def _ticks(word: Document, ticks: Ticks, lists: Lists) -> None:
    """Boxes in columns, filled downwards."""
    _heading(word, ticks.label, ticks.remark)
    options = ticks.choices(lists)
    rows = -(-len(options) // ticks.columns)
    table = _borderless(word, [1 / ticks.columns] * ticks.columns, rows)
    for number, option in enumerate(options):
        paragraph = table.cell(number % rows, number // rows).paragraphs[0]
        title = f"{ticks.name}: {option.label}"
        paragraph._p.append(controls.check(Key(field=ticks.key, option=option.code), title))
        _write(paragraph, f" {option.label}", size=11)


def _lines(word: Document, block: Lines) -> None:
    from docx.shared import Mm

    _heading(word, block.label, block.remark)
    table = word.add_table(1, 1, style="Table Grid")
    table.rows[0].height = Mm(block.lines * 6)
    table.cell(0, 0).paragraphs[0]._p.append(controls.text(Key(field=block.key), block.name, lines=True))


def _grid(word: Document, grid: Grid, lists: Lists) -> None:
    """A ruled table; unlike on paper the boxes of a cell carry their words beside them, so a cell can be read alone."""
    _write(_spaced(word.add_paragraph(), 6), grid.label, bold=True)
    table = word.add_table(grid.rows + 1, len(grid.columns) + 1, style="Table Grid")
    _widen(table, [9.0, *(column.width or 0 for column in grid.columns)])
    _set_cell_margins(table)
    for cell, label in zip(table.rows[0].cells, ["STT", *(column.label for column in grid.columns)], strict=True):
        _write(_centred(cell.paragraphs[0]), label, bold=True, size=10)
    for row, cells in enumerate((row.cells for row in table.rows[1:]), start=1):
        _write(_centred(cells[0].paragraphs[0]), str(row), size=10)
        for cell, column in zip(cells[1:], grid.columns, strict=True):
            key = Key(table=grid.key, row=row, field=column.key)
            _grid_cell(cell.paragraphs[0], key, column, lists)
    _write(word.add_paragraph(), grid.legend(lists), italic=True, size=8)


def _grid_cell(paragraph: Paragraph, key: Key, column: Entry, lists: Lists) -> None:
    title = f"{key.row}. {column.label}"
    options = column.choices(lists)
    for option in options:
        paragraph._p.append(controls.check(replace(key, option=option.code), f"{title}: {option.label}", size=9))
        if len(options) == 1:
            continue  # the head of the column says what a lone box is for
        # The words keep to their box, the line breaks between them.
        _write(paragraph, f"{NO_BREAK}{option.short.replace(' ', NO_BREAK)} ", size=8)
    if not options:
        paragraph._p.append(_control(key, column, column.suggestions(lists)))


def _sign(word: Document, block: Sign) -> None:
    """The signature block in the right half; the advice of the printed form is about pen and paper."""
    word.add_paragraph()  # two tables in a row would become one
    right = _borderless(word, [0.5, 0.5]).cell(0, 1)
    signed = _centred(right.paragraphs[0])
    _write(signed, f"{block.date_label}: ")
    signed._p.append(controls.day(Key(field=block.date), block.date_label))
    _write(_centred(right.add_paragraph()), block.post, bold=True)
    _write(_centred(_spaced(right.add_paragraph(), 0, after=48)), block.remark, italic=True, size=11)
    name = _centred(right.add_paragraph())
    name._p.append(controls.text(Key(field=block.key), block.label))


# Words and tables


def _write(
    paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float | None = None
) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    run.font.size = Pt(size) if size else None


def _centred(paragraph: Paragraph) -> Paragraph:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _spaced(paragraph: Paragraph, before: float, after: float | None = None) -> Paragraph:
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = None if after is None else Pt(after)
    return paragraph


def _borderless(word: Document, shares: Sequence[float], rows: int = 1) -> Table:
    from docx.shared import Mm

    width = (word.sections[0].page_width or 0) / Mm(1) - 2 * MARGIN
    table: Table = word.add_table(rows, len(shares))
    _widen(table, [share * width for share in shares])
    return table


def _widen(table: Table, millimetres: Sequence[float]) -> None:
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, millimetres, strict=True):
            cell.width = Mm(width)


def _set_cell_margins(table: Table) -> None:
    """Leave the cells with boxes all of their width."""
    from docx.oxml import parse_xml

    margins = "".join(f'<w:{side} w:w="30" w:type="dxa"/>' for side in ("left", "right"))
    # The schema wants the margins before the last property, the look.
    table._tbl.tblPr[-1].addprevious(parse_xml(f'<w:tblCellMar xmlns:w="{controls.W}">{margins}</w:tblCellMar>'))


def _timeless(docx: bytes) -> bytes:
    """`docx` packed again with one fixed time, so that equal content is equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            stamped = zipfile.ZipInfo(entry.filename, EPOCH.timetuple()[:6])
            new.writestr(stamped, old.read(entry), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
