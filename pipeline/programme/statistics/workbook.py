"""Grids written to Excel: a sheet each, every total a formula, so that a reader sees where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.programme.statistics.grids import Grid

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: rows of the title, of a blank and of the head stand above the first row of a grid
FIRST_ROW = 4
_NARROW, _WIDE, _WIDEST = 9, 14, 46


def write_workbook(grids: Sequence[Grid], about: str, path: Path) -> None:
    """Write one sheet a grid; `about` (the period and the day) stands in each sheet's second line."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        _write(book.create_sheet(grid.name), grid, about)
    book.save(path)


def _write(sheet: Worksheet, grid: Grid, about: str) -> None:
    sheet.append([f"{grid.name}. {grid.title}"])
    sheet.append([about])
    sheet.append(list(grid.head))
    for number, row in enumerate(grid.rows, start=FIRST_ROW):
        sheet.append(_with_sum_across(grid, list(row), number))
    if grid.total:
        last = FIRST_ROW + len(grid.rows) - 1
        sheet.append([_sum(column, last) if column in grid.summed else cell for column, cell in enumerate(grid.total)])
    if grid.note:
        sheet.append([grid.note])
    _dress(sheet, grid)


def _with_sum_across(grid: Grid, row: list[Any], number: int) -> list[Any]:
    if grid.across is not None:
        first, last, column = grid.across
        row[column] = f"=SUM({_letter(first)}{number}:{_letter(last)}{number})"
    return row


def _sum(column: int, last: int) -> Any:  # noqa: ANN401 - a formula, or nothing to add up
    return f"=SUM({_letter(column)}{FIRST_ROW}:{_letter(column)}{last})" if last >= FIRST_ROW else 0


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)


def _dress(sheet: Worksheet, grid: Grid) -> None:
    """Bold heads and totals, columns as wide as their words, the head always in sight."""
    from openpyxl.styles import Alignment, Font

    bold = Font(bold=True)
    closing = FIRST_ROW + len(grid.rows)
    for row in (1, FIRST_ROW - 1, *([closing] if grid.total else [])):
        for column in range(len(grid.head)):
            sheet.cell(row, column + 1).font = bold
    for column, head in enumerate(grid.head):
        sheet.cell(FIRST_ROW - 1, column + 1).alignment = Alignment(wrap_text=True, vertical="center")
        words = max((len(str(row[column])) for row in grid.rows), default=0)
        wide = _NARROW if len(head) < _NARROW else _WIDE
        sheet.column_dimensions[_letter(column)].width = min(max(wide, words + 2), _WIDEST)
        for row in range(FIRST_ROW, closing + 1):
            if isinstance(sheet.cell(row, column + 1).value, int):
                sheet.cell(row, column + 1).number_format = "#,##0"
    sheet.freeze_panes = f"A{FIRST_ROW}"
