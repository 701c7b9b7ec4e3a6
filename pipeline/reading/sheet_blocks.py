"""From the rows of a sheet to blocks: lists by their header rows, the lines above and below them, labels and values."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.reading import phrases
from pipeline.reading.forms import machine_line, title_form
from pipeline.reading.labels import COLUMN_PREFIX, find_labels, whole_label
from pipeline.reading.lines import role_of
from pipeline.reading.model import Block, Cell, Line, Place, Table

_NAMES = frozenset({"ho_ten", COLUMN_PREFIX + "ten", COLUMN_PREFIX + "ten_chung"})
#: a signature leaves this many rows between the role and the name at most
_SIGNATURE_ROWS = 8


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that holds anything: its number from 0 and its filled cells from left to right."""

    number: int
    cells: tuple[Cell, ...]


def sheet_blocks(rows: Sequence[SheetRow], sheet: str) -> list[Block]:
    """The blocks of one sheet in reading order."""
    starts = [index for index, row in enumerate(rows) if _is_header(row, rows[index + 1 : index + 4])]
    blocks = _loose(rows[: starts[0]] if starts else rows, sheet)
    for start, end in itertools.pairwise([*starts, len(rows)]):
        length = _list_length(rows[start:end])
        blocks.append(_table(rows[start : start + length], sheet))
        blocks += _loose(rows[start + length : end], sheet)
    return blocks


def holds_form(blocks: Sequence[Block]) -> bool:
    """Whether a sheet has the title of a form, a list of people or collectives, or labels with their values."""
    return any(map(_is_of_form, blocks))


def _is_of_form(block: Block) -> bool:
    if isinstance(block, Line):
        return title_form(block.text) is not None
    return isinstance(block, Table) and (block.rows > 3 or _names_somebody(block))


def _names_somebody(table: Table) -> bool:
    """Whether a table is a list with a name in it: one of a single row tells as much as one of a hundred."""
    header, *below = (
        SheetRow(row, tuple(cell for cell in table.cells if cell.row == row)) for row in range(table.rows)
    )
    columns = {cell.column for cell in header.cells if _column_key(cell) in _NAMES}
    return _is_header(header, below[:3]) and any(cell.column in columns for row in below for cell in row.cells)


# Lists


def _is_header(row: SheetRow, below: Sequence[SheetRow]) -> bool:
    """Whether the cells of a row are the labels of columns, one of them that of a name."""
    keys = [_column_key(cell) for cell in row.cells]
    known = [key for key in keys if key]
    place = next((index for index, key in enumerate(keys) if key in _NAMES), None)
    if place is None or len(known) < 2 or 2 * len(known) < len(keys):
        return False
    has_value_beside = place + 1 < len(keys) and keys[place + 1] is None
    return not (has_value_beside and _label_below(row.cells[place], below))


def _label_below(name: Cell, below: Sequence[SheetRow]) -> bool:
    """Whether labels stand below one another, with their values beside them."""
    under = next((cell for row in below for cell in row.cells if cell.column == name.column), None)
    return under is not None and _column_key(under) is not None


def _column_key(cell: Cell) -> str | None:
    text = cell.text.replace("\n", " ").strip()
    return whole_label(text, columns=True) or whole_label(text.partition("(")[0], columns=True)


def _list_length(rows: Sequence[SheetRow]) -> int:
    """How many of `rows`, the first of which is a header, belong to the list."""
    last = max(index for index, row in enumerate(rows) if index == 0 or len(row.cells) > 2)
    while last + 1 < len(rows) and _goes_on(rows[0], rows[last], rows[last + 1]):
        last += 1
    return last + 1


def _goes_on(header: SheetRow, last: SheetRow, row: SheetRow) -> bool:
    """Whether a row of one or two cells below the list still is a part of it: it has a number, or is the total."""
    if row.number > last.number + 1:
        return False
    first = row.cells[0]
    numbered = first.column == header.cells[0].column and first.text.strip(" .").isdigit()
    return numbered or phrases.begins_with("section", "total", first.text) > 0


def _table(rows: Sequence[SheetRow], sheet: str) -> Table:
    """`rows` as a table; empty rows and columns of the sheet are closed up."""
    row_of = {row.number: index for index, row in enumerate(rows)}
    columns = sorted({cell.column for row in rows for cell in row.cells})
    column_of = {column: index for index, column in enumerate(columns)}
    cells = tuple(
        replace(
            cell,
            row=row_of[cell.row],
            column=column_of[cell.column],
            row_span=_covered(row_of, cell.row, cell.row_span),
            column_span=_covered(column_of, cell.column, cell.column_span),
        )
        for row in rows
        for cell in row.cells
    )
    return Table(cells=cells, rows=len(rows), columns=len(columns), place=Place(sheet=sheet))


def _covered(index_of: dict[int, int], start: int, span: int) -> int:
    return sum(start <= number < start + span for number in index_of)


# What stands outside of lists


def _loose(rows: Sequence[SheetRow], sheet: str) -> list[Block]:
    blocks: list[Block] = []
    index = 0
    while index < len(rows):
        labelled = _while_labelled(rows[index:])
        beside = 0 if labelled else _while_beside(rows[index:])
        if labelled:
            blocks.append(_table(rows[index : index + labelled], sheet))
        elif beside:
            blocks.append(_side_by_side(rows[index : index + beside], sheet))
        else:
            blocks += _lines(rows[index])
        index += labelled or beside or 1
    return blocks


def _lines(row: SheetRow) -> list[Line]:
    return [line for cell in row.cells for line in cell.lines]


def _while_labelled(rows: Sequence[SheetRow]) -> int:
    """How many rows from the first on hold labels with their values in other cells."""
    return sum(1 for _row in itertools.takewhile(_is_labelled, rows))


def _is_labelled(row: SheetRow) -> bool:
    if len(row.cells) < 2 or all(role_of(cell.text.strip()) for cell in row.cells):
        return False  # "NGƯỜI LẬP BIỂU" and "THỦ TRƯỞNG ĐƠN VỊ" beside one another sign
    return any(_is_label(cell) for cell in row.cells)


def _is_label(cell: Cell) -> bool:
    text = cell.text.strip()
    return whole_label(text) is not None or (bool(find_labels(text)) and text.endswith(":"))


def _while_beside(rows: Sequence[SheetRow]) -> int:
    """How many rows from the first on are two columns beside one another, a letterhead or signatures."""
    if len(rows[0].cells) != 2:
        return 0
    anchors = [cell.column for cell in rows[0].cells]
    count = 1
    for before, row in itertools.pairwise(rows):
        fits = all(cell.column in anchors and not _crosses(cell, anchors[1]) for cell in row.cells)
        is_foot = any(machine_line(cell.text) for cell in row.cells)
        if not fits or is_foot or row.number - before.number > _SIGNATURE_ROWS or _is_labelled(row):
            break
        count += 1
    return count


def _crosses(cell: Cell, column: int) -> bool:
    return cell.column < column < cell.column + cell.column_span


def _side_by_side(rows: Sequence[SheetRow], sheet: str) -> Table:
    anchors = [cell.column for cell in rows[0].cells]
    cells = tuple(
        Cell(
            lines=tuple(line for row in rows for cell in row.cells if cell.column == anchor for line in cell.lines),
            row=0,
            column=index,
            place=rows[0].cells[index].place,
        )
        for index, anchor in enumerate(anchors)
    )
    return Table(cells=cells, rows=1, columns=2, place=Place(sheet=sheet))
