"""Ruled grids: which rules of a page belong together and which cells they enclose."""

from __future__ import annotations

import bisect
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.reading.model import Box
from pipeline.reading.pdf_marks import Rule

#: rules that end this near to one another meet, points
TOUCH = 2.5
#: parallel rules this near to one another are one (double lines), points
SAME = 3.0


@dataclass(frozen=True, slots=True)
class GridCell:
    """One enclosed cell and the grid positions it covers, counted from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True)
class Grid:
    """Cells enclosed by one connected set of rules, in reading order."""

    cells: tuple[GridCell, ...]
    #: where the columns and rows begin and end
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def box(self) -> Box:
        """The outer border."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """The cell around a point; None outside the grid and where its border is open."""
        position = bisect.bisect(self.ys, y) - 1, bisect.bisect(self.xs, x) - 1
        return self._positions.get(position)

    @functools.cached_property
    def _positions(self) -> dict[tuple[int, int], GridCell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }


def find_grids(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Grid]:
    """The grids that `horizontal` and `vertical` rules draw, from the top of the page down."""
    rows, columns = _joined(horizontal), _joined(vertical)
    grids = [grid for group in _groups(rows, columns) if (grid := _grid(*group)) is not None]
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Collinear rules that touch, made one; what is shorter than a tick box side is left out."""
    lanes: list[list[Rule]] = []
    for rule in sorted(rules):
        if lanes and rule.at - lanes[-1][-1].at <= 0.8:
            lanes[-1].append(rule)
        else:
            lanes.append([rule])
    joined = [part for lane in lanes for part in _join_lane(lane)]
    return [rule for rule in joined if rule.end - rule.start > 4.0]


def _join_lane(lane: list[Rule]) -> list[Rule]:
    parts: list[Rule] = []
    for rule in sorted(lane, key=lambda rule: rule.start):
        if parts and rule.start <= parts[-1].end + 1.5:
            parts[-1] = parts[-1]._replace(end=max(parts[-1].end, rule.end))
        else:
            parts.append(rule)
    return parts


def _groups(rows: list[Rule], columns: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch one another, directly or by others."""
    parent = list(range(len(rows) + len(columns)))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if (
                row.start - TOUCH <= column.at <= row.end + TOUCH
                and column.start - TOUCH <= row.at <= column.end + TOUCH
            ):
                parent[_root(parent, i)] = _root(parent, len(rows) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, row in enumerate(rows):
        groups[_root(parent, i)][0].append(row)
    for j, column in enumerate(columns):
        groups[_root(parent, len(rows) + j)][1].append(column)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _root(parent: list[int], item: int) -> int:
    while parent[item] != item:
        parent[item] = parent[parent[item]]
        item = parent[item]
    return item


def _grid(rows: list[Rule], columns: list[Rule]) -> Grid | None:
    columns = columns + _open_sides(rows, columns)
    ys, xs = _levels(rule.at for rule in rows), _levels(rule.at for rule in columns)
    if len(ys) < 2 or len(xs) < 2:
        return None
    cells = _cells(_regions(xs, ys, rows, columns), xs, ys)
    if not cells:
        return None
    return Grid(tuple(cells), tuple(xs), tuple(ys))


def _open_sides(rows: list[Rule], columns: list[Rule]) -> list[Rule]:
    """The sides that a table without a left and right border leaves to the eye."""
    top, bottom = min(rule.at for rule in rows), max(rule.at for rule in rows)
    left, right = min(rule.at for rule in columns), max(rule.at for rule in columns)
    sides = []
    starts = [rule.start for rule in rows if rule.start < left - 12]
    ends = [rule.end for rule in rows if rule.end > right + 12]
    if len(starts) >= 2 and max(starts) - min(starts) < SAME:
        sides.append(Rule(min(starts), top, bottom))
    if len(ends) >= 2 and max(ends) - min(ends) < SAME:
        sides.append(Rule(max(ends), top, bottom))
    return sides


def _levels(values: Iterable[float]) -> list[float]:
    """Distinct positions, near ones taken together."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > SAME:
            levels.append(value)
    return levels


def _regions(xs: list[float], ys: list[float], rows: list[Rule], columns: list[Rule]) -> list[list[tuple[int, int]]]:
    """Grid positions (row, column) not parted by a rule, taken together; those open to the outside are left out.

    A ring of positions around the grid stands for the outside.
    """
    high, wide = len(ys) + 1, len(xs) + 1
    parent = list(range(high * wide))
    for row in range(high):
        for column in range(wide):
            here = row * wide + column
            if column + 1 < wide and not _divided(columns, xs, column, _stretch(ys, row)):
                parent[_root(parent, here)] = _root(parent, here + 1)
            if row + 1 < high and not _divided(rows, ys, row, _stretch(xs, column)):
                parent[_root(parent, here)] = _root(parent, here + wide)
    outside = _root(parent, 0)
    regions: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in range(1, high - 1):
        for column in range(1, wide - 1):
            root = _root(parent, row * wide + column)
            if root != outside:
                regions[root].append((row - 1, column - 1))
    return list(regions.values())


def _stretch(levels: list[float], position: int) -> tuple[float, float] | None:
    """From where to where a position of the ringed grid reaches; None in the ring."""
    if 0 < position < len(levels):
        return levels[position - 1], levels[position]
    return None


def _divided(rules: list[Rule], levels: list[float], level: int, stretch: tuple[float, float] | None) -> bool:
    """Whether a rule at `levels[level]` parts the two positions beside it along `stretch`."""
    if stretch is None:
        return False
    start, end = stretch
    at = levels[level]
    slack = min(TOUCH, (end - start) / 4)
    return any(
        -0.5 <= rule.at - at <= SAME + 0.5 and rule.start <= start + slack + 1.5 and rule.end >= end - slack - 1.5
        for rule in rules
    )


def _cells(regions: list[list[tuple[int, int]]], xs: list[float], ys: list[float]) -> list[GridCell]:
    cells = []
    for region in regions:
        top, bottom = min(row for row, _ in region), max(row for row, _ in region)
        left, right = min(column for _, column in region), max(column for _, column in region)
        box = xs[left], ys[top], xs[right + 1], ys[bottom + 1]
        cells.append(GridCell(top, left, bottom - top + 1, right - left + 1, box))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))
