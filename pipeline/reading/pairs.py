"""Labels beside or above their values in a table, and the table of earlier awards."""

from __future__ import annotations

from dataclasses import replace

from pipeline.reading import parse, ticks
from pipeline.reading.fields import Kind
from pipeline.reading.grids import NAME_COLUMNS, Grid, column_key, is_ordinal
from pipeline.reading.harvest import CHOICES, Harvest, kind_of, trimmed
from pipeline.reading.labels import Head, Tail, find_labels, strip_leaders, whole_label
from pipeline.reading.lines import role_of
from pipeline.reading.model import Cell, Table
from pipeline.reading.raw import Evidence, Fragment, Raw, cell_fragments, whole

_MAX_HEAD = 60
_HISTORY_WORDS = ("quyet dinh", "so qd", "co quan ban hanh")


def read_pairs(table: Table, harvest: Harvest) -> list[Cell]:
    """Give `harvest` every labelled value of the table; returns the cells that belong to no label."""
    grid = Grid(table)
    keys = {index: _pair_label(grid, cell) for index, cell in enumerate(table.cells) if cell.text.strip()}
    used: set[int] = set()
    for index, cell in enumerate(table.cells):
        key = keys.get(index)
        if key is None or index in used:
            continue
        values = _values_of(grid, cell, keys)
        used |= {index, *values}
        evidence = Evidence.LABEL if whole_label(cell.text) else Evidence.LOOSE
        _emit_pair(key, evidence, [table.cells[value] for value in values], harvest)
    free = [cell for index, cell in enumerate(table.cells) if index not in used]
    return _read_inline(free, harvest)


def _pair_label(grid: Grid, cell: Cell) -> str | None:
    key = whole_label(cell.text) or _loose_label(cell.text)
    if key is not None and role_of(cell.text.strip().partition("\n")[0]):
        # The head of a signature, unless a name stands beside it.
        beside = grid.right_of(cell)
        return key if beside and _is_somebody(beside[0].text.strip()) else None
    return key


def _is_somebody(text: str) -> bool:
    """Whether a text is a person's name; "TRƯỞNG PHÒNG" only has the shape of one."""
    return parse.looks_like_name(text) and role_of(text) is None


def _loose_label(text: str) -> str | None:
    """The label a short cell begins with when only a few small words follow: "Chức vụ đang giữ"."""
    plain = text.strip()
    labels = [] if "\n" in plain else find_labels(plain)
    if not labels or labels[0].head is not Head.START or len(plain) > _MAX_HEAD:
        return None
    rest = plain[labels[0].end :].strip(" :：")
    is_small = rest == rest.lower() or plain == plain.upper()
    return labels[0].key if is_small and 0 < len(rest.split()) <= 5 and not any(map(str.isdigit, rest)) else None


def _values_of(grid: Grid, cell: Cell, keys: dict[int, str | None]) -> list[int]:
    index = {id(other): number for number, other in enumerate(grid.table.cells)}
    beside: list[int] = []
    for other in grid.right_of(cell):
        number = index[id(other)]
        if keys.get(number) is not None or _bears_label(other.text):
            break
        beside.append(number)
    if beside:
        return beside
    below = grid.below(cell)
    if below is not None and keys.get(index[id(below)]) is None and not _bears_label(below.text):
        return [index[id(below)]]
    return []


def _bears_label(text: str) -> bool:
    """Whether a cell begins with a label of its own, its value behind or below it."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    labels = find_labels(first)
    if not labels or labels[0].head is not Head.START:
        return False
    return (labels[0].tail >= Tail.LEADER and not labels[0].loose) or labels[0].tail is Tail.END


def _emit_pair(key: str, evidence: Evidence, cells: list[Cell], harvest: Harvest) -> None:
    harvest.close()
    if key.startswith("other."):
        return
    fragments = _marked_options(cells) if kind_of(key) in CHOICES else ()
    for cell in () if fragments else cells:
        choice = kind_of(key) in CHOICES
        kept = (trimmed(part, prose=True, choice=choice) for part in cell_fragments(cell))
        fragments += tuple(part for part in kept if part)
    if kind_of(key) is not Kind.LONG and len(cells) > 1 and len(fragments) > 1:
        fragments = (_in_one_line(fragments),)
    harvest.raws.append(
        Raw(
            key=key,
            fragments=fragments,
            evidence=evidence,
            uncomputed=any(cell.uncomputed for cell in cells),
            typed=cells[0].raw if len(cells) == 1 else None,
        )
    )


def _marked_options(cells: list[Cell]) -> tuple[Fragment, ...]:
    """Options and their marks in cells of their own, as lines "☒ option"; nothing where the cells are no such pairs."""
    marks = [ticks.mark(cell.text) for cell in cells]
    options, signs = cells[0::2], marks[1::2]
    if marks and marks[0] is not None:  # the marks stand first
        options, signs = cells[1::2], marks[0::2]
    if len(options) < 2 or len(options) != len(signs) or None in signs:
        return ()
    parts = [next(iter(cell_fragments(option)), None) for option in options]
    return tuple(
        replace(part, text=f"{sign} {option.text.strip()}")
        for part, option, sign in zip(parts, options, signs, strict=True)
        if part is not None
    )


def _in_one_line(fragments: tuple[Fragment, ...]) -> Fragment:
    first = fragments[0]
    text = "   ".join(fragment.text for fragment in fragments)
    return Fragment(text, first.place, any(part.guessed for part in fragments), any(part.legacy for part in fragments))


def _read_inline(cells: list[Cell], harvest: Harvest) -> list[Cell]:
    """Read cells that hold their label themselves; what is left belongs to nothing."""
    free: list[Cell] = []
    harvest.close()
    for cell in cells:
        before = len(harvest.raws), len(harvest.rest)
        for line in cell.lines:
            harvest.line(line, in_cell=True)
        harvest.end_cell()
        of_others = _bears_label(cell.text) and not role_of(cell.text.strip().partition("\n")[0])
        if len(harvest.raws) == before[0] and not of_others:
            del harvest.rest[before[1] :]
            free.append(cell)
    return free


def history_fragments(table: Table) -> tuple[Fragment, ...] | None:
    """The rows of a table of earlier awards (year, form, decision), a line each; None where it is another table."""
    grid = Grid(table)
    heads = [parse.folded(cell.text) for cell in grid.starting(0)]
    named = any(words in head for head in heads for words in _HISTORY_WORDS)
    if not named or max(map(len, heads)) > _MAX_HEAD or any(column_key(head) in NAME_COLUMNS for head in heads):
        return None
    rows = (grid.starting(number) for number in range(1, table.rows))
    return tuple(line for row in rows if (line := _row_line(row)))


def _row_line(cells: list[Cell]) -> Fragment | None:
    texts = [text for cell in cells if (text := strip_leaders(cell.text.replace("\n", " ")))]
    if not texts or all(is_ordinal(text) for text in texts):
        return None
    first = next(line for cell in cells for line in cell.lines if line.text.strip())
    fragment = whole(first)
    return Fragment("; ".join(texts), cells[0].place, fragment.guessed, fragment.legacy)
