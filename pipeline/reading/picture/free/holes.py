"""Tables whose borders are not as they were drawn: leaning, so that each row has its own, or broken in places.

A border that leans is made one again, and words that stand where no cell was closed go back into the table.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.reading.model import Box, Cell, Line, Place, Span, Table
from pipeline.reading.pdf_blocks import Laid

#: how far words may stand out of their table, points
LEEWAY = 2.0
#: how far a border may lean from the head of a table to its foot, points
LEAN = 14.0


def upright(laid: Laid) -> Laid:
    """A table whose borders stand for one another where they are near and no cell lies between them."""
    if not laid.xs or not isinstance(laid.block, Table):
        return laid
    ends = [(cell.column, cell.column + cell.column_span) for cell in laid.block.cells]
    borders: list[list[int]] = [[0]]
    for at in range(1, len(laid.xs)):
        first = borders[-1][0]
        is_column = any(first <= start and end == at for start, end in ends)
        if is_column or laid.xs[at] - laid.xs[first] > LEAN:
            borders.append([at])
        else:
            borders[-1].append(at)
    number = {at: index for index, border in enumerate(borders) for at in border}
    cells = tuple(
        replace(cell, column=number[start], column_span=number[end] - number[start])
        for cell, (start, end) in zip(laid.block.cells, ends, strict=True)
    )
    xs = tuple(sum(laid.xs[at] for at in border) / len(border) for border in borders)
    return replace(laid, block=replace(laid.block, cells=cells, columns=len(xs) - 1), xs=xs)


def without_holes(laid: Sequence[Laid]) -> list[Laid]:
    """The blocks of a page, lines that stand where a ruled table has no cell as cells of it."""
    found = list(laid)
    for table in laid:
        if table.xs and isinstance(table.block, Table):
            lines = [each for each in found if _is_within(each, table.box)]
            cells = dict[tuple[int, int], Cell]()
            taken = [each for each in lines if _take(each.block, table, cells)]
            if taken:
                whole = replace(table.block, cells=_in_order([*table.block.cells, *cells.values()]))
                found = [replace(each, block=whole) if each is table else each for each in found if each not in taken]
    return found


def _is_within(laid: Laid, table: Box) -> bool:
    x0, y0, x1, y1 = laid.box
    inside = table[0] - LEEWAY < x0 and x1 < table[2] + LEEWAY and table[1] - LEEWAY < y0 and y1 < table[3] + LEEWAY
    return inside and isinstance(laid.block, Line)


def _take(line: object, laid: Laid, cells: dict[tuple[int, int], Cell]) -> bool:
    """Put the words of `line` into `cells` of the table; not a word of it where one stands in a cell that was seen."""
    assert isinstance(line, Line)
    assert isinstance(laid.block, Table)
    seen = {at for cell in laid.block.cells for at in _covered(cell)}
    rows = _rows(laid.block)
    parts = {at: list(spans) for at, spans in groupby(line.spans, lambda span: _position(span, laid.xs, rows))}
    if None in parts or seen & set(parts):
        return False
    for at, spans in parts.items():
        assert at is not None
        part = Line(spans=(*spans[:-1], replace(spans[-1], text=spans[-1].text.rstrip("\t"))), place=_place(spans))
        above = cells[at].lines if at in cells else ()
        row, column = at
        box = laid.xs[column], rows[row][0], laid.xs[column + 1], rows[row][1]
        place = replace(line.place, box=box)
        cells[at] = Cell(lines=(*above, part), row=row, column=column, place=place)
    return True


def _position(span: Span, xs: Sequence[float], rows: Mapping[int, tuple[float, float]]) -> tuple[int, int] | None:
    box = span.place.box
    if box is None:
        return None
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    column = bisect.bisect(xs, x) - 1
    row = next((number for number, (top, bottom) in rows.items() if top <= y <= bottom), None)
    return (row, column) if row is not None and 0 <= column < len(xs) - 1 else None


def _rows(table: Table) -> dict[int, tuple[float, float]]:
    """Where each row stands: as its own cells do, else between the rows above and below."""
    rows = {
        cell.row: (cell.place.box[1], cell.place.box[3])
        for cell in table.cells
        if cell.row_span == 1 and cell.place.box is not None
    }
    between = {
        row: (rows[row - 1][1], rows[row + 1][0])
        for row in range(table.rows)
        if row not in rows and row - 1 in rows and row + 1 in rows
    }
    return rows | between


def _covered(cell: Cell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.row_span):
        for column in range(cell.column, cell.column + cell.column_span):
            yield row, column


def _place(spans: Sequence[Span]) -> Place:
    boxes = [span.place.box for span in spans if span.place.box is not None]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return replace(spans[0].place, box=(min(x0), min(y0), max(x1), max(y1)))


def _in_order(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
