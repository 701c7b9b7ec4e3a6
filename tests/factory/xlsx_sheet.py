"""One nomination typed into a workbook: labels in one column, values beside them."""

from __future__ import annotations

from tests.factory.dice import Dice
from tests.factory.sheet import Sheet
from tests.factory.xlsx import new_book


def write(sheet: Sheet, rng: Dice) -> tuple[bytes, tuple[str, ...]]:
    book = new_book(rng, rng.choice(("Sheet1", "Phiếu", "TD-02")))
    for line in sheet.letterhead:
        book.line(line, 2, merge=False)
    book.row += rng.choice((0, 1))
    for line in sheet.title:
        book.line(line, 4, merge=rng.random() < 0.7, bold=True)
    if sheet.addressee:
        book.line(sheet.addressee, 4)
    book.row += 1
    first, colon = rng.choice((1, 1, 2)), rng.random() < 0.5
    wide = rng.random() < 0.3  # values in merged cells
    for number, entry in enumerate(sheet.entries, 1):
        book.sheet.cell(book.row, first, sheet.heading(entry, number) + (sheet.colon if colon else ""))
        value = entry.when if entry.when and rng.random() < 0.5 else "\n".join(sheet.written(entry)) or None
        cell = book.sheet.cell(book.row, first + 1, value)
        if entry.when:
            cell.number_format = "dd/mm/yyyy"
        if wide:
            book.sheet.merge_cells(start_row=book.row, start_column=first + 1, end_row=book.row, end_column=first + 3)
        book.row += 1
    book.row += 1
    book.sheet.cell(book.row, 3, sheet.place_date or None)
    for offset, line in enumerate(sheet.right_block, 1):
        book.sheet.cell(book.row + offset, 3, line or None)
    for offset, line in enumerate(sheet.left_block, 1):
        book.sheet.cell(book.row + offset, 1, line or None)
    if sheet.footer:
        book.sheet.cell(book.row + 8, 1, sheet.footer)
    return book.bytes(), ("label beside value", *(("merged values",) if wide else ()))
