"""Yearly registrations in Word, workbooks and text PDFs: two tables, or one table with section rows."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT

from tests.factory import docx_frame, docx_kit, pdf_text
from tests.factory.dice import Dice
from tests.factory.docx_kit import Ink, fill_cell
from tests.factory.lists import TITLES
from tests.factory.sheet import Registration, Row
from tests.factory.xlsx import Book, new_book

_SECTIONS = (
    ("A", "CÁ NHÂN", "B", "TẬP THỂ"),
    ("I", "Cá nhân", "II", "Tập thể"),
    ("I.", "Danh sách cá nhân", "II.", "Danh sách tập thể"),
)
#: the one heading that serves both kinds of row in a single table
_SHARED = {"ho_ten": ("Họ và tên/Tên tập thể", "Họ và tên cá nhân, tên tập thể", "Họ tên cá nhân/Tập thể")}

Grid = list[list[str]]


def grid(registration: Registration, rng: Dice) -> tuple[Grid, tuple[str, ...]]:
    """Everything in one table: a header, section rows (one cell), data rows."""
    keys = [key for key, _ in registration.people_columns]
    header = [
        rng.choice(_SHARED["ho_ten"]) if key == "ho_ten" and registration.units else words
        for key, words in registration.people_columns
    ]
    sections = rng.choice(_SECTIONS)
    parts = [(sections[1], registration.people), (sections[3], registration.units)]
    if rng.random() < 0.3 and registration.units:
        parts.reverse()
    rows: Grid = [header]
    for letter, (words, part) in zip((sections[0], sections[2]), parts, strict=True):
        if not part:
            continue
        rows.append([f"{letter.rstrip('.')}. {words}"] if rng.random() < 0.5 else [letter.rstrip("."), words])
        rows += [_shared_cells(row, keys) for row in part]
    return rows, ("one table with sections",)


def _shared_cells(row: Row, keys: list[str]) -> list[str]:
    return [row.cells.get(key, row.cells.get("ten", "") if key == "ho_ten" else "") for key in keys]


def _honest(registration: Registration) -> None:
    """One table has one set of columns: a collective's field of emulation needs a column of the people's."""
    columns = {key for key, _ in registration.people_columns}
    for row in registration.units:
        if "linh_vuc" not in columns or "linh_vuc" not in row.cells:
            row.says["linh_vuc"] = None


def docx(
    registration: Registration, rng: Dice, ink: Ink, *, one_table: bool | None = None
) -> tuple[bytes, tuple[str, ...]]:
    document = docx_kit.new_document(ink)
    if rng.random() < 0.5:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    docx_frame.write_head(document, ink, registration)
    if registration.unit_line:
        ink.write(document.add_paragraph(), registration.unit_line)
    if one_table if one_table is not None else rng.random() < 0.4:
        _honest(registration)
        rows, traits = grid(registration, rng)
        _docx_table(document, ink, rows)
    else:
        traits = ("two tables",)
        _docx_two_tables(document, registration, rng, ink)
    if registration.summary:
        ink.write(document.add_paragraph(), registration.summary)
    docx_frame.write_tail(document, ink, registration)
    return docx_kit.save(document), traits


def _docx_two_tables(document: Any, registration: Registration, rng: Dice, ink: Ink) -> None:
    sections = rng.choice(_SECTIONS)
    parts = [
        (sections[1], registration.people_columns, registration.people),
        (sections[3], registration.units_columns, registration.units),
    ]
    if rng.random() < 0.25:
        parts.reverse()
    for letter, (words, columns, rows) in zip((sections[0], sections[2]), parts, strict=True):
        if not rows:
            continue
        ink.write(document.add_paragraph(), f"{letter.rstrip('.')}. {words}", bold=True)
        if "danh_hieu" in dict(columns) and rng.rare(0.25):
            _docx_matrix(document, ink, columns, rows)
            continue
        table: Grid = [[words for _, words in columns], *[[row.cells[key] for key, _ in columns] for row in rows]]
        if len(rows) > 6 and rng.random() < 0.25:
            table.insert(len(table) - 3, table[0])  # the header repeated by hand where the page breaks
        _docx_table(document, ink, table)


def _docx_matrix(document: Any, ink: Ink, columns: tuple[tuple[str, str], ...], rows: tuple[Row, ...]) -> None:
    """A table with a column for every title and an X where it is registered, under a heading of two rows."""
    offered = [full for full, _ in TITLES.values() if any(full in (row.says.get("danh_hieu") or ()) for row in rows)]
    spread = [(key, words, offered if key == "danh_hieu" and offered else [""]) for key, words in columns]
    width = sum(len(subs) for _, _, subs in spread)
    table = document.add_table(rows=2, cols=width)
    table.style = "Table Grid"
    at = 0
    for _, words, subs in spread:
        last = table.cell(0 if len(subs) > 1 or subs[0] else 1, at + len(subs) - 1)
        fill_cell(table.cell(0, at).merge(last), ink, [words], bold=True, centre=True)
        for offset, sub in enumerate(subs):
            if sub:
                fill_cell(table.cell(1, at + offset), ink, [sub], bold=True, centre=True)
        at += len(subs)
    for row in rows:
        cells, at = table.add_row().cells, 0
        for key, _, subs in spread:
            chosen = row.says.get("danh_hieu") or ()
            for sub in subs:
                fill_cell(cells[at], ink, ["X" if sub in chosen else ""] if sub else row.cells[key].split("\n"))
                at += 1


def _docx_table(document: Any, ink: Ink, rows: Grid) -> None:
    width = len(rows[0])
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    for at, row in enumerate(rows):
        cells = table.add_row().cells
        if len(row) == 1 and width > 1:
            fill_cell(cells[0].merge(cells[-1]), ink, row, bold=True)
            continue
        if len(row) == 2 and width > 2:
            fill_cell(cells[0], ink, [row[0]], bold=True)
            fill_cell(cells[1].merge(cells[-1]), ink, [row[1]], bold=True)
            continue
        for cell, text in zip(cells, row, strict=True):
            fill_cell(cell, ink, text.split("\n"), bold=at == 0)


def xlsx(registration: Registration, rng: Dice) -> tuple[bytes, tuple[str, ...]]:
    book = new_book(rng, rng.choice(("Sheet1", "Đăng ký", "TD01")))
    width = len(registration.people_columns)
    for line in registration.letterhead:
        book.line(line, 3, merge=False)
    if rng.random() < 0.5:
        book.row += 1
    for line in registration.title:
        book.line(line, width, bold=True)
    if registration.unit_line:
        book.line(registration.unit_line, width, merge=False)
    book.row += rng.choice((0, 1))
    if rng.random() < 0.5:
        _honest(registration)
        rows, traits = grid(registration, rng)
        _xlsx_rows(book, rows, width)
    else:
        traits = ("two tables",)
        for words, columns, part in (
            ("I. CÁ NHÂN", registration.people_columns, registration.people),
            ("II. TẬP THỂ", registration.units_columns, registration.units),
        ):
            if part:
                book.line(words, width, merge=False, bold=True)
                _xlsx_rows(
                    book, [[w for _, w in columns], *[[row.cells[key] for key, _ in columns] for row in part]], width
                )
                book.row += rng.choice((0, 1))
    if registration.summary:
        book.line(registration.summary, width, merge=False)
    _xlsx_foot(book, registration, width)
    return book.bytes(), traits


def _xlsx_rows(book: Book, rows: Grid, width: int) -> None:
    for row in rows:
        for at, text in enumerate(row, 1):
            number = at == 1 and text.isdigit()
            book.sheet.cell(book.row, at, int(text) if number else text or None)
        if len(row) == 1:
            book.sheet.merge_cells(start_row=book.row, start_column=1, end_row=book.row, end_column=width)
        book.row += 1


def _xlsx_foot(book: Book, registration: Registration, width: int) -> None:
    right = max(3, width - 2)
    book.sheet.cell(book.row, right, registration.place_date or None)
    for offset, line in enumerate(registration.right_block, 1):
        book.sheet.cell(book.row + offset, right, line or None)
    for offset, line in enumerate(registration.left_block, 1):
        book.sheet.cell(book.row + offset, 1, line or None)


def pdf(registration: Registration, rng: Dice) -> tuple[bytes, tuple[str, ...]]:
    page = pdf_text.Page(rng)
    page.size = 10.0
    pdf_text.write_head(page, registration)
    if registration.unit_line:
        page.paragraph(registration.unit_line)
    if rng.random() < 0.5:
        _honest(registration)
        rows, traits = grid(registration, rng)
        _pdf_table(page, rows)
    else:
        traits = ("two tables",)
        for words, columns, part in (
            ("I. CÁ NHÂN", registration.people_columns, registration.people),
            ("II. TẬP THỂ", registration.units_columns, registration.units),
        ):
            if part:
                page.put(pdf_text.LEFT, words, bold=True)
                page.down(1.5)
                _pdf_table(page, [[w for _, w in columns], *[[row.cells[key] for key, _ in columns] for row in part]])
                page.down()
    if registration.summary:
        page.down(0.5)
        page.paragraph(registration.summary)
    pdf_text.write_tail(page, registration)
    return page.save(), traits


def _pdf_table(page: pdf_text.Page, rows: Grid) -> None:
    width = len(rows[0])
    left, right = pdf_text.LEFT - 30, pdf_text.RIGHT + 15
    heavy = [0.4 if words in {"STT", "TT"} else 1.0 for words in rows[0]]
    unit = (right - left) / sum(heavy)
    edges = [left]
    for weight in heavy:
        edges.append(edges[-1] + weight * unit)
    for at, row in enumerate(rows):
        if len(row) == 1:
            cuts: tuple[float, ...] = (left, right)
        elif len(row) == 2 and width > 2:
            cuts = (left, edges[1], right)
        else:
            cuts = tuple(edges)
        cells = [
            pdf_text.cell_lines(page, tuple(text.split("\n")), cuts[n + 1] - cuts[n], bold=at == 0)
            for n, text in enumerate(row)
        ]
        pdf_text.ruled_row(page, cuts, cells, bold=(at == 0,) * len(cells))
