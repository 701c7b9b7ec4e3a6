"""From the marks of one page to its blocks in reading order."""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.reading import ticks
from pipeline.reading.labels import Head, Tail, find_labels, whole_label
from pipeline.reading.model import Block, Box, Cell, Line, Place, Span, Table
from pipeline.reading.pdf_columns import SideBySide, side_by_side
from pipeline.reading.pdf_grid import Grid, GridCell, find_grids
from pipeline.reading.pdf_layout import VisualLine, union, unspaced, visual_lines, without_doubles
from pipeline.reading.pdf_marks import Glyph, PageMarks
from pipeline.reading.pdf_paragraphs import whole_cell_lines, whole_headings, whole_lines
from pipeline.reading.pdf_rows import labels_first
from pipeline.reading.pdf_strikes import without_struck
from pipeline.reading.pdf_ticks import with_tick_signs

#: a label stands at most this far left of its box, points
LABEL_REACH = 260.0
#: a label stands at most this far above its box, points
LABEL_ABOVE = 16.0
#: running feet stand nearer to the edge than any margin in use, a part of the page's height
FOOT_ZONE = 0.06

Lines = Sequence[VisualLine]


@dataclass(frozen=True, slots=True)
class Laid:
    """A block and where it stands; `xs` are the borders of the columns of a ruled table or of a box."""

    block: Block
    box: Box
    xs: tuple[float, ...] = ()


def page_blocks(marks: PageMarks) -> list[Laid]:
    """The blocks of one page, top down: ruled tables, boxed values with their labels, lines."""
    written = without_struck(without_doubles(marks.glyphs), marks.horizontal)
    glyphs, grids = with_tick_signs(marks, written, find_grids(marks.horizontal, marks.vertical))
    glyphs, grids = _without_combs(glyphs, _outer_and_inner(grids))
    free, filled = _filled(glyphs, grids)
    lines: Lines = visual_lines(free)
    laid: list[Laid] = []
    for grid, texts in filled:
        lines, found = _laid_grid(grid, texts, lines, marks.number)
        laid += found
    parted_at = [*sorted(found.box[1] for found in laid), (1 - FOOT_ZONE) * marks.height]
    laid += _laid_lines(lines, parted_at, marks)
    return sorted(laid, key=lambda found: (round(found.box[1]), found.box[0]))


# Ruled grids


def _laid_grid(grid: Grid, texts: Texts, free: Lines, page: int) -> tuple[Lines, list[Laid]]:
    """The free lines without the labels of boxes, and what a grid is: a table, options, or boxes with their labels."""
    if len(grid.cells) == 1:
        left, boxed = _boxed(grid.box, texts[grid.cells[0]], free, page)
        return left, [boxed]
    names = _names_above(grid, texts, free)
    if names:
        contents = [_Part(texts[cell], cell.box) for cell in grid.cells]
        for name in names:
            free = _without(free, name)
        return free, [_laid_parts([[_Part([name], name.box) for name in names], contents], page)]
    table = Laid(_table(grid, texts, page), grid.box, grid.xs)
    return free, _options(table) or [table]


def _outer_and_inner(grids: Sequence[Grid]) -> list[Grid]:
    """`grids` without frames around other grids and without boxes inside the cells of a table."""

    def superfluous(grid: Grid) -> bool:
        others = [other for other in grids if other is not grid]
        if len(grid.cells) > 1:
            return False
        return any(
            _holds(grid.box, other.box) or (len(other.cells) > 1 and _holds(other.box, grid.box)) for other in others
        )

    return [grid for grid in grids if not superfluous(grid)]


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] - 1 <= inner[0] and outer[1] - 1 <= inner[1] and outer[2] + 1 >= inner[2] and outer[3] + 1 >= inner[3]
    )


def _without_combs(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[list[Glyph], list[Grid]]:
    """Boxes for one letter each become running text: every letter is made as wide as its box."""
    combs = [grid for grid in grids if _is_comb(grid, glyphs)]
    moved = list(glyphs)
    for comb in combs:
        for index, glyph in enumerate(moved):
            tooth = comb.cell_at(*_middle(glyph))
            if tooth is not None:
                moved[index] = glyph._replace(x0=tooth.box[0], x1=tooth.box[2])
    return moved, [grid for grid in grids if grid not in combs]


def _is_comb(grid: Grid, glyphs: Sequence[Glyph]) -> bool:
    height = grid.ys[-1] - grid.ys[0]
    widest = max(end - start for start, end in itertools.pairwise(grid.xs))
    if len(grid.ys) != 2 or len(grid.cells) < 2 or height > 40 or widest > 1.6 * height:
        return False
    teeth = [tooth for glyph in glyphs if (tooth := grid.cell_at(*_middle(glyph))) is not None]
    return bool(teeth) and len(teeth) == len({tooth.column for tooth in teeth})


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2


def _center(word: Sequence[Glyph]) -> tuple[float, float]:
    return (word[0].x0 + word[-1].x1) / 2, (word[0].y0 + word[0].y1) / 2


Texts = dict[GridCell, Lines]


def _filled(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[list[Glyph], list[tuple[Grid, Texts]]]:
    """The glyphs outside all grids, and for each grid the lines of its cells.

    A frame around a whole section of a form is no field: what stands in it is outside too.
    """
    free: list[Glyph] = []
    inside: dict[int, dict[GridCell, list[Glyph]]] = defaultdict(lambda: defaultdict(list))
    for word in unspaced(glyphs):
        x, y = _center(word)
        home = next(((i, cell) for i, grid in enumerate(grids) if (cell := grid.cell_at(x, y)) is not None), None)
        if home is None:
            free += word
        else:
            inside[home[0]][home[1]] += word
    filled = []
    for index, grid in enumerate(grids):
        texts: Texts = {
            cell: whole_cell_lines(visual_lines(inside[index].get(cell, ())), cell.box) for cell in grid.cells
        }
        if len(grid.cells) == 1 and _is_section(texts[grid.cells[0]]):
            free += inside[index][grid.cells[0]]
        else:
            filled.append((grid, texts))
    return free, filled


def _is_section(lines: Lines) -> bool:
    return sum(_is_labelled(line.text) for line in lines) > 1


def _is_labelled(text: str) -> bool:
    """Whether a line begins with a label; a colon alone tells nothing: "Kết quả: đạt 98%" is a part of an answer."""
    labels = find_labels(text)
    return bool(labels) and labels[0].head is Head.START and labels[0].tail >= Tail.LEADER


def _table(grid: Grid, texts: Texts, page: int) -> Table:
    """`grid` with its texts; the empty room around a table within a cell is no cell."""
    cells = [
        Cell(
            lines=tuple(line.on_page(page) for line in texts[cell]),
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            place=Place(page=page, box=cell.box),
        )
        for cell in grid.cells
        if texts[cell] or not any(other is not cell and _holds(cell.box, other.box) for other in grid.cells)
    ]
    return Table(
        cells=tuple(cells), rows=len(grid.ys) - 1, columns=len(grid.xs) - 1, place=Place(page=page, box=grid.box)
    )


def _options(laid: Laid) -> list[Laid]:
    """The rows of a table of options and marks as lines "☒ option"; nothing where it is another table."""
    assert isinstance(laid.block, Table)
    marked = [(cell, ticks.mark(cell.text)) for cell in laid.block.cells]
    rows = [sorted(marked[at : at + 2], key=lambda pair: pair[1] is None) for at in range(0, len(marked), 2)]
    signs, options = [row[0][1] for row in rows], [row[-1] for row in rows]
    is_list = laid.block.columns == 2 and len(marked) == 2 * laid.block.rows and len(rows) > 1
    if not is_list or None in signs or ticks.ON not in signs or any(sign is not None for _cell, sign in options):
        return []
    return [_option(cell, sign or ticks.OFF) for (cell, _none), sign in zip(options, signs, strict=True)]


def _option(cell: Cell, sign: str) -> Laid:
    words = [span for line in cell.lines for span in (*line.spans, Span(text=" ", place=line.place))]
    box = union(line.place.box for line in cell.lines if line.place.box)
    return Laid(Line(spans=(Span(text=f"{sign} ", place=cell.place), *words[:-1]), place=cell.lines[0].place), box)


# Single boxes with their labels


def _boxed(box: Box, inside: Lines, free: Lines, page: int) -> tuple[Lines, Laid]:
    """The free lines without the label of a box, and the table of that label and what the box holds."""
    beside = _nearest([part for part in _segments(free) if _is_beside(part, box)], side=2)
    above = None if beside else _nearest([part for part in _segments(free) if _is_above(part, box)], side=3)
    label = beside or above
    content = _Part(inside, box)
    if label is None:
        return free, replace(_laid_parts([[content]], page), xs=(box[0], box[2]))
    name = _Part([label], label.box)
    if beside:
        return _without(free, label), _laid_parts([[name, content]], page)
    return _without(free, label), replace(_laid_parts([[name], [content]], page), xs=(box[0], box[2]))


def _names_above(grid: Grid, texts: Texts, free: Lines) -> list[VisualLine]:
    """The labels above the boxes of a row that touch one another, one for each; nothing where it is another table."""
    above = [line for line in free if -4 < grid.box[1] - line.box[3] < LABEL_ABOVE]
    holds_labels = any(lines and whole_label(lines[0].text) for lines in texts.values())
    if len(grid.ys) != 2 or holds_labels or not above:
        return []
    names = [_within(max(above, key=lambda line: line.box[3]), cell.box) for cell in grid.cells]
    whole = [name for name in names if name is not None]
    return whole if len(whole) == len(names) and any(whole_label(name.text) for name in whole) else []


def _within(line: VisualLine, box: Box) -> VisualLine | None:
    """The words of a line over or in the width of a box; None where there are none or a wide gap parts them."""
    words = [word for word in line.words if box[0] < (word.box[0] + word.box[2]) / 2 < box[2]]
    if not words or any(word.after == "\t" for word in words[:-1]):
        return None
    return VisualLine((*words[:-1], replace(words[-1], after="")))


@dataclass(frozen=True, slots=True)
class _Part:
    """What becomes one cell of a table that was not drawn as one."""

    lines: Lines
    box: Box


def _segments(lines: Lines) -> list[VisualLine]:
    return [part for line in lines for part in line.segments()]


def _nearest(parts: Lines, side: int) -> VisualLine | None:
    return max(parts, key=lambda part: part.box[side], default=None)


def _is_beside(part: VisualLine, box: Box) -> bool:
    x1, middle = part.box[2], (part.box[1] + part.box[3]) / 2
    return box[1] - 3 < middle < box[3] + 3 and -3 < box[0] - x1 < LABEL_REACH


def _is_above(part: VisualLine, box: Box) -> bool:
    is_named = any(map(str.isalpha, part.text))  # over the first box of a page stands the number of the page
    return is_named and -4 < box[1] - part.box[3] < LABEL_ABOVE and box[0] - 15 < part.box[0] < box[2]


def _without(lines: Lines, part: VisualLine) -> list[VisualLine]:
    taken = {word.box for word in part.words}
    left = [VisualLine(tuple(word for word in line.words if word.box not in taken)) for line in lines]
    return [line for line in left if line.words]


def _laid_parts(rows: Sequence[Sequence[_Part]], page: int) -> Laid:
    cells = [
        Cell(
            lines=tuple(line.on_page(page) for line in part.lines),
            row=row,
            column=column,
            place=Place(page=page, box=part.box),
        )
        for row, parts in enumerate(rows)
        for column, part in enumerate(parts)
    ]
    box = union(part.box for parts in rows for part in parts)
    columns = max(len(parts) for parts in rows)
    return Laid(Table(cells=tuple(cells), rows=len(rows), columns=columns, place=Place(page=page, box=box)), box)


# Lines


def _laid_lines(lines: Lines, parted_at: Sequence[float], marks: PageMarks) -> list[Laid]:
    """Lines and columns of lines; none of them reaches past one of the heights `parted_at`: tables, the page's foot."""
    groups: dict[int, list[VisualLine]] = defaultdict(list)
    for line in lines:
        groups[bisect.bisect(parted_at, line.box[1])].append(line)
    laid = []
    for is_line, found in itertools.groupby(_in_columns(groups), key=lambda one: isinstance(one, VisualLine)):
        if is_line:
            lines = whole_headings([one for one in found if isinstance(one, VisualLine)])
            whole = whole_lines(lines, marks.width)
            laid += [Laid(line.on_page(marks.number), line.box) for line in whole]
        else:
            columns = [one for one in found if isinstance(one, SideBySide)]
            laid += [_laid_parts([[_column(one.left), _column(one.right)]], marks.number) for one in columns]
    return laid


def _in_columns(groups: dict[int, list[VisualLine]]) -> list[VisualLine | SideBySide]:
    return [found for _place, group in sorted(groups.items()) for found in side_by_side(labels_first(group))]


def _column(lines: Lines) -> _Part:
    return _Part(whole_headings(lines), union(line.box for line in lines))
