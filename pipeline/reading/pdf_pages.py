"""Pages put together: page numbers and running feet left out, tables that run over a page made whole."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading import parse
from pipeline.reading.forms import machine_line, title_form
from pipeline.reading.labels import Head, find_labels, whole_label
from pipeline.reading.lines import role_of
from pipeline.reading.model import Block, Box, Cell, Control, Line, Place, Span, Table
from pipeline.reading.pdf_blocks import Laid
from pipeline.reading.pdf_marks import PageMarks

#: where page numbers stand, and how high running feet may stand, parts of the page's height
NUMBER_ZONE, FOOT_REACH = 0.09, 0.14
#: columns of the two halves of a table begin this near to one another, points
SAME_COLUMN = 5.0
#: signatures of one form at most, with what stands between a role and its name
SIGNERS = 4
NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)

_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?\d{1,3}(?:\s*[/|]\s*\d{1,3})?[-–—\s]*", re.IGNORECASE)
#: what stands between a role and its name: "(Ký, ghi rõ họ tên)"
_HINT = re.compile(r"\([^()]*\)")
_DIGITS = re.compile(r"\d+")


def joined_pages(pages: Sequence[tuple[PageMarks, Sequence[Laid]]], controls: Sequence[Control]) -> tuple[Block, ...]:
    """The blocks of all pages in one row.

    Running feet stand once, behind the last page of their form, and so do its `controls`, not to part its text.
    """
    running = _running_feet(pages)
    body: list[Laid] = []
    behind: dict[str, Laid] = {}
    for marks, blocks in pages:
        if any(title_form(_line_text(laid)) for laid in blocks):
            body, behind = [*body, *behind.values()], {}
        kept = [laid for laid in blocks if not _is_page_number(laid, marks)]
        feet = [laid for laid in kept if _masked(laid) in running]
        body = _appended(body, [laid for laid in kept if _masked(laid) not in running])
        behind |= {_masked(laid): laid for laid in reversed(feet)} | behind
        own = [control for control in controls if control.place.page == marks.number]
        behind |= {f"{marks.number}/{index}": Laid(control, NOWHERE) for index, control in enumerate(own)}
    return tuple(laid.block for laid in [*body, *behind.values()])


def _running_feet(pages: Sequence[tuple[PageMarks, Sequence[Laid]]]) -> set[str]:
    """The last lines of pages that stand on several pages, digits aside, and the machine-readable lines of blanks."""
    last = Counter(
        _masked(blocks[-1]) for marks, blocks in pages if blocks and blocks[-1].box[1] > (1 - FOOT_REACH) * marks.height
    )
    machine = {_masked(laid) for _marks, blocks in pages for laid in blocks if machine_line(_line_text(laid))}
    return {text for text, count in last.items() if text and count > 1} | machine


def _line_text(laid: Laid) -> str:
    return laid.block.text if isinstance(laid.block, Line) else ""


def _masked(laid: Laid) -> str:
    return _DIGITS.sub("0", _line_text(laid))


def _is_page_number(laid: Laid, marks: PageMarks) -> bool:
    at_edge = laid.box[3] < NUMBER_ZONE * marks.height or laid.box[1] > (1 - NUMBER_ZONE) * marks.height
    return at_edge and _PAGE_NUMBER.fullmatch(_line_text(laid)) is not None


def _appended(body: Sequence[Laid], page: Sequence[Laid]) -> list[Laid]:
    """`body` and `page`, the last table of one and the first of the other joined when they are one table."""
    names = list(itertools.takewhile(_is_names, page[:SIGNERS]))
    signature = _signature(body[-1]) if body and names else None
    if signature is not None:
        return [*body[:-1], _with_lines(signature, names), *page[len(names) :]]
    columns = _columns_of(body[-1], page[0]) if body and page else None
    if columns is None:
        return [*body, *page]
    first, second = body[-1].block, page[0].block
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    whole = replace(body[-1], block=_one_table(first, _in_columns(second, columns)))
    return [*body[:-1], whole, *page[1:]]


def _is_names(laid: Laid) -> bool:
    """Whether a block has nothing but what belongs below the roles of signers: names, and hints in brackets."""
    texts = [part.text.strip() for part in _pieces(laid)]
    return bool(texts) and all(parse.looks_like_name(text) or _HINT.fullmatch(text) for text in texts)


def _signature(last: Laid) -> Laid | None:
    """The last block of a page as a table of two columns, if it is the roles of two signers side by side."""
    if isinstance(last.block, Table):
        return last if not last.xs and (last.block.rows, last.block.columns) == (1, 2) else None
    parts = _parts(last.block) if isinstance(last.block, Line) else []
    if len(parts) != 2 or not any(role_of(part.text.strip()) for part in parts):
        return None
    cells = tuple(Cell(lines=(part,), row=0, column=column, place=part.place) for column, part in enumerate(parts))
    return replace(last, block=Table(cells=cells, rows=1, columns=2, place=last.block.place))


def _with_lines(columns: Laid, page: Sequence[Laid]) -> Laid:
    """`columns` with every part of the lines of `page` below the column it stands under."""
    assert isinstance(columns.block, Table)
    cells = list(columns.block.cells)
    for part in (part for laid in page for part in _pieces(laid)):
        index = min(range(len(cells)), key=lambda number: abs(_middle(cells[number].place) - _middle(part.place)))
        cells[index] = replace(cells[index], lines=(*cells[index].lines, part))
    return replace(columns, block=replace(columns.block, cells=tuple(cells)))


def _pieces(laid: Laid) -> list[Line]:
    """The pieces between tabs of a line or of the lines of a table without rules."""
    if isinstance(laid.block, Table):
        return [] if laid.xs else [line for cell in laid.block.cells for line in cell.lines]
    return _parts(laid.block) if isinstance(laid.block, Line) else []


def _parts(line: Line) -> list[Line]:
    """The pieces of a line between its tabs."""
    groups: list[list[Span]] = [[]]
    for span in line.spans:
        groups[-1].append(replace(span, text=span.text.rstrip("\t")))
        if span.text.endswith("\t"):
            groups.append([])
    return [Line(spans=tuple(group), place=group[0].place) for group in groups if group]


def _middle(place: Place) -> float:
    return (place.box[0] + place.box[2]) / 2 if place.box else 0.0


def _columns_of(first: Laid, second: Laid) -> list[int] | None:
    """Which column of `first` each border of `second` is, where the two are parts of one table."""
    if len(first.xs) < 2 or len(second.xs) < 2:
        return None
    nearest = [min(range(len(first.xs)), key=lambda index: abs(first.xs[index] - x)) for x in second.xs]
    fits = all(abs(first.xs[index] - x) < SAME_COLUMN for index, x in zip(nearest, second.xs, strict=True))
    reaches = nearest[0] == 0 and nearest[-1] == len(first.xs) - 1
    return nearest if fits and reaches and len(set(nearest)) == len(nearest) else None


def _in_columns(table: Table, columns: Sequence[int]) -> Table:
    """`table` with its columns counted as in the table it continues: a part of a table may lack some borders."""
    cells = tuple(
        replace(
            cell,
            column=columns[cell.column],
            column_span=columns[cell.column + cell.column_span] - columns[cell.column],
        )
        for cell in table.cells
    )
    return replace(table, cells=cells, columns=columns[-1])


def _one_table(first: Table, second: Table) -> Table:
    rows = _rows(second)
    skipped = _repeated_rows(_rows(first), rows)
    cells = list(first.cells)
    shift = first.rows - skipped
    rest = [cell for cell in second.cells if cell.row >= skipped]
    if _goes_on(_rows(first)[-1:], rows[skipped : skipped + 1]):
        cells = [_longer(cell, rest, skipped) if cell.row + cell.row_span == first.rows else cell for cell in cells]
        rest = [cell for cell in rest if cell.row > skipped]
        shift -= 1
    cells += [replace(cell, row=cell.row + shift) for cell in rest]
    return replace(first, cells=tuple(cells), rows=second.rows + shift)


def _rows(table: Table) -> list[list[Cell]]:
    return [[cell for cell in table.cells if cell.row == row] for row in range(table.rows)]


def _repeated_rows(first: list[list[Cell]], second: list[list[Cell]]) -> int:
    """How many rows at the head of the second half repeat the head of the first."""
    count = 0
    for above, below in zip(first, second[:-1], strict=False):
        words = [cell.text for cell in below]
        if not any(words) or [cell.text for cell in above] != words:
            break
        count += 1
    return count


def _goes_on(last: list[list[Cell]], following: list[list[Cell]]) -> bool:
    """Whether the first row of the second half is the rest of the last row of the first.

    Then it has no beginning, or its first cell ends the label that the last row began, or none of its cells begins
    with a label although all of the last row do.
    """
    if not last or not following or [cell.column for cell in last[0]] != [cell.column for cell in following[0]]:
        return False
    begun, texts = [cell.text for cell in last[0]], [cell.text for cell in following[0]]
    if not texts or not any(texts) or not begun[0]:
        return False
    label = whole_label(f"{begun[0]} {texts[0]}".replace("\n", " "))
    ends_label = label is not None and whole_label(texts[0]) is None
    boxes = all(map(_begins_with_label, filter(None, begun))) and not any(map(_begins_with_label, texts))
    return not texts[0] or ends_label or boxes or _is_one_text(last[0], following[0])


def _is_one_text(last: list[Cell], following: list[Cell]) -> bool:
    """Whether both rows are boxes of one width and neither begins with a label, nor is words over a box."""
    cells = [*last, *following]
    alone = len(cells) == 2 and all(cell.column_span == 1 for cell in cells)
    return alone and _are_as_wide(*cells) and not any(_begins_with_label(cell.text) for cell in cells)


def _are_as_wide(first: Cell, second: Cell) -> bool:
    a, b = first.place.box or NOWHERE, second.place.box or NOWHERE
    return abs(a[0] - b[0]) < SAME_COLUMN and abs(a[2] - b[2]) < SAME_COLUMN


def _begins_with_label(text: str) -> bool:
    labels = find_labels(text.partition("\n")[0])
    return bool(labels) and labels[0].head is Head.START


def _longer(cell: Cell, rest: list[Cell], row: int) -> Cell:
    more = [line for other in rest if other.row == row and other.column == cell.column for line in other.lines]
    return replace(cell, lines=(*cell.lines, *more))
