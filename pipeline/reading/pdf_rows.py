"""Rows of a table that was drawn without rules, its labels set in the middle of the height of their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading.labels import whole_label
from pipeline.reading.pdf_layout import VisualLine, Word, union

#: lines of one cell follow one another within this many heights of a line; rows stand further apart
CELL_PITCH = 1.3
#: beginnings of the lines of one column differ by less than this, points
FLUSH = 2.5
#: how far a label may be from the middle of its value, parts of the height of a line
OFF_MIDDLE = 0.3


def labels_first(lines: Sequence[VisualLine]) -> list[VisualLine]:
    """`lines` with each label that stands between the lines of its value put before them, itself in one line."""
    found: list[VisualLine] = []
    for row in _rows(lines):
        found += _label_first(row) or row
    return found


def _rows(lines: Sequence[VisualLine]) -> list[list[VisualLine]]:
    rows: list[list[VisualLine]] = []
    for line in lines:
        height = line.words[0].box[3] - line.words[0].box[1]
        if rows and line.words[0].box[3] - rows[-1][-1].words[0].box[3] < CELL_PITCH * height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _label_first(row: Sequence[VisualLine]) -> list[VisualLine] | None:
    """The lines of a row of two cells, label first; None where they are no such row."""
    if len(row) < 2:
        return None
    value_at = max(line.words[0].box[0] for line in row)
    parted = [_parted(line, value_at) for line in row]
    labels = [label for label, _value in parted if label.words]
    values = [value for _label, value in parted if value.words]
    if not labels or not (_is_cell(labels) and _is_cell(values) and _is_middle(labels, values)):
        return None
    *words, end = _spaced(labels)
    if whole_label(VisualLine((*words, end)).text) is None:
        return None
    first, *rest = values
    return [VisualLine((*words, replace(end, after="\t"), *first.words)), *rest]


def _parted(line: VisualLine, at: float) -> tuple[VisualLine, VisualLine]:
    """What stands left of `at` and what begins there or right of it."""
    left = tuple(word for word in line.words if word.box[0] < at - FLUSH)
    if left:
        left = (*left[:-1], replace(left[-1], after=""))
    return VisualLine(left), VisualLine(line.words[len(left) :])


def _is_cell(lines: Sequence[VisualLine]) -> bool:
    """Whether `lines` begin below one another and none is parted by a wide gap."""
    begins = [line.box[0] for line in lines]
    return max(begins) - min(begins) < FLUSH and all(len(line.segments()) == 1 for line in lines)


def _is_middle(labels: Sequence[VisualLine], values: Sequence[VisualLine]) -> bool:
    """Whether the label stands at half the height of its value."""
    (_, top, _, bottom), (_, above, _, below) = (union(line.box for line in lines) for lines in (labels, values))
    height = labels[0].box[3] - labels[0].box[1]
    return abs((top + bottom) - (above + below)) / 2 < OFF_MIDDLE * height


def _spaced(parts: Sequence[VisualLine]) -> list[Word]:
    return [
        replace(word, after=word.after or " ") if word is part.words[-1] else word
        for part in parts
        for word in part.words
    ]
