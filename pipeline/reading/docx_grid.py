"""The geometry of a Word table: its rows and cells, wherever controls and changes wrap them, spans and merges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.reading.docx_controls import ControlState, read_control
from pipeline.reading.docx_fonts import W

if TYPE_CHECKING:
    from lxml.etree import _Element

# Containers that only mark up what is inside them.
_WRAPPERS = ("customXml", "smartTag", "ins", "moveTo", "bdo", "dir", "sdtContent")
TRANSPARENT = frozenset(f"{W}{name}" for name in _WRAPPERS)


def table_rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table, top to bottom."""
    for element in table:
        if element.tag == f"{W}tr":
            yield element
        elif element.tag == f"{W}sdt":
            content = element.find(f"{W}sdtContent")
            if content is not None:
                yield from table_rows(content)
        elif element.tag in TRANSPARENT:
            yield from table_rows(element)


def row_cells(row: _Element, states: tuple[ControlState, ...] = ()) -> Iterator[tuple[_Element, list[ControlState]]]:
    """The cells of a row, each with the content controls around it."""
    for element in row:
        if element.tag == f"{W}tc":
            yield element, list(states)
        elif element.tag == f"{W}sdt":
            content = element.find(f"{W}sdtContent")
            if content is not None:
                yield from row_cells(content, (*states, read_control(element)))
        elif element.tag in TRANSPARENT:
            yield from row_cells(element, states)


def is_frame(rows: list[_Element]) -> bool:
    """Whether a table only frames other tables, or one text: a single cell, or a single row that holds tables."""
    if len(rows) != 1:
        return False
    cells = [cell for cell, _states in row_cells(rows[0])]
    return len(cells) == 1 or any(_holds_table(cell) for cell in cells)


def is_framing_row(row: _Element) -> bool:
    """Whether a row is one cell around other tables: the page goes on inside it."""
    cells = [cell for cell, _states in row_cells(row)]
    return len(cells) == 1 and _holds_table(cells[0])


def _holds_table(cell: _Element) -> bool:
    return any(True for _inner in cell.iter(f"{W}tbl"))


def grid_span(cell: _Element) -> int:
    """How many grid columns a cell covers."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return max(1, int(span.get(f"{W}val", "1"))) if span is not None else 1


def grid_before(row: _Element) -> int:
    """How many grid columns a row leaves free on its left."""
    skipped = row.find(f"{W}trPr/{W}gridBefore")
    return int(skipped.get(f"{W}val", "0")) if skipped is not None else 0


def vertical_merge(cell: _Element) -> str | None:
    """ "restart" for the first of vertically merged cells, "continue" for those below it, None for others."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge.get(f"{W}val", "continue") if merge is not None else None
