"""Rows of a table that was drawn without rules, its labels set in the middle of the height of their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading.labels import whole_label
from pipeline.reading.pdf_layout import VisualLine, Word

#: lines of one cell follow one another within this many heights of a line; rows stand further apart
CELL_PITCH = 1.3
#: beginnings of the lines of one column differ by less than this, points
FLUSH = 2.5


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
    value_at = max(line.segments()[-1].box[0] for line in row)
    labels, values = [], []
    for line in row:
        *before, last = line.segments()
        is_value = abs(last.box[0] - value_at) < FLUSH
        if len(before) > is_value or (not is_value and last.box[2] > value_at - FLUSH):
            return None
        labels += before if is_value else [last]
        values += [last] if is_value else []
    label = VisualLine(tuple(_spaced(labels))) if labels else None
    if label is None or whole_label(label.text) is None or not _is_flush(labels):
        return None
    first, *rest = values
    *words, end = label.words
    return [VisualLine((*words, replace(end, after="\t"), *first.words)), *rest]


def _spaced(parts: Sequence[VisualLine]) -> list[Word]:
    return [
        replace(word, after=word.after or " ") if word is part.words[-1] else word
        for part in parts
        for word in part.words
    ]


def _is_flush(parts: Sequence[VisualLine]) -> bool:
    begins = [part.box[0] for part in parts]
    return max(begins) - min(begins) < FLUSH
