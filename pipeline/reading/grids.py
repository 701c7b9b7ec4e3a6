"""Lists: tables with a header and a row for each person or collective."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.reading import parse, phrases
from pipeline.reading.fields import KINDS
from pipeline.reading.harvest import trimmed
from pipeline.reading.labels import COLUMN_PREFIX, whole_label
from pipeline.reading.model import Cell, Place, Table
from pipeline.reading.raw import Evidence, Raw, cell_fragments

#: Columns without which a table is no list.
NAME_COLUMNS = ("ho_ten", "ten", "ten_chung")
#: Fewer columns are no list that goes on without its header, but a signature or a letterhead.
_LIST_COLUMNS = 3

# "Nam" and "Nữ" head columns, but are values far more often.
_SEX_HEADS = ("nam_sinh_nam", "nam_sinh_nu")
_SEX_HEAD = _SEX_HEADS[0]
_REMARK = re.compile(r"([^()]*)\([^()]*\)")

Row = dict[str, Raw]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A person or collective of a list, with the section of the list it stands in ("" where the list has none)."""

    values: Row
    section: str
    place: Place


@dataclass(slots=True)
class Listing:
    """A table with a header and a row for each person or collective."""

    columns: dict[int, str]
    rows: list[ListRow] = field(default_factory=list)
    #: texts of cells that are not rows: totals, notes
    totals: list[str] = field(default_factory=list)
    #: rows of the table below its header, whatever they hold
    height: int = 0
    #: the section open at its end, for its continuation on another page
    section: str = ""


def is_single(listing: Listing) -> bool:
    """Whether the "list" is only labels above the values of one form."""
    return listing.height == 1 and "stt" not in listing.columns.values()


class Grid:
    """A table by grid position."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.at: dict[tuple[int, int], Cell] = {}
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self.at.setdefault((row, column), cell)

    def row(self, number: int) -> list[Cell]:
        """The different cells that touch a row, left to right."""
        return _different(self.at.get((number, column)) for column in range(self.table.columns))

    def starting(self, number: int) -> list[Cell]:
        """The cells whose first row is this one."""
        return [cell for cell in self.row(number) if cell.row == number]

    def right_of(self, cell: Cell) -> list[Cell]:
        """The cells to the right of `cell` in all its rows, in reading order."""
        found = (
            self.at.get((row, column))
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column + cell.column_span, self.table.columns)
        )
        return _different(found)

    def below(self, cell: Cell) -> Cell | None:
        """The cell under the left edge of `cell`."""
        return self.at.get((cell.row + cell.row_span, cell.column))


def _different(cells: Iterator[Cell | None] | Sequence[Cell | None]) -> list[Cell]:
    found: list[Cell] = []
    for cell in cells:
        if cell is not None and not any(cell is known for known in found):
            found.append(cell)
    return found


# Lists


def read_listing(table: Table, before: Listing | None, section: str) -> Listing | None:
    """The list that `table` is, None where it is none.

    A table without a header continues the list `before` when it has as many columns. `section` is what the line above
    the table says ("person", "collective" or "").
    """
    grid = Grid(table)
    header = _find_header(grid)
    if header is None:
        if before is None or not _continues(grid, before):
            return None
        listing, first = Listing(before.columns, section=section or before.section), 0
    else:
        first, columns = header
        listing = Listing(columns, section=section)
    listing.height = table.rows - first
    for number in range(first, table.rows):
        _take_row(grid, number, listing)
    return listing


def _continues(grid: Grid, before: Listing) -> bool:
    if not before.columns or grid.table.columns != max(before.columns) + 1 or grid.table.columns < _LIST_COLUMNS:
        return False
    filled = [cell for cell in grid.starting(0) if cell.text.strip()]
    if 2 * sum(column_key(cell.text) is not None for cell in filled) >= len(filled):
        return False
    name = next((column for column, key in before.columns.items() if key in NAME_COLUMNS), None)
    first = grid.at.get((0, name)) if name is not None else None
    return first is not None and bool(first.text.strip()) and whole_label(first.text) is None


def _find_header(grid: Grid) -> tuple[int, dict[int, str]] | None:
    """The number of the first row below the header, and the field of each column."""
    for number in range(min(grid.table.rows, 40)):
        depth = _header_depth(grid, number)
        if depth:
            columns = _columns(grid, number, depth)
            names = [grid.at.get((number + depth, column)) for column, key in columns.items() if key in NAME_COLUMNS]
            if any(_is_other_header(grid, below, columns) for below in range(number + depth, grid.table.rows)):
                return None
            if names and not any(below is not None and _is_label(below.text) for below in names):
                return number + depth, columns
    return None


def _is_other_header(grid: Grid, number: int, columns: dict[int, str]) -> bool:
    """Whether a row holds labels of other fields than the header: rows of labels and of values alternate in a form."""
    filled = [cell for cell in grid.starting(number) if cell.text.strip()]
    keys = [whole_label(cell.text) for cell in filled]
    return len(keys) > 1 and None not in keys and not set(keys) & set(columns.values())


def _is_label(text: str) -> bool:
    return column_key(text) is not None and _section(text) is None


def _header_depth(grid: Grid, number: int) -> int:
    """How many rows the header that begins in this row has; 0 where none begins."""
    cells = grid.starting(number)
    filled = [cell for cell in cells if cell.text.strip()]
    known = [cell for cell in filled if (column_key(cell.text) or _SEX_HEAD) not in _SEX_HEADS]
    if any(cell.text.rstrip().endswith((":", "：")) for cell in known):
        return 0  # columns are headed without a colon
    if len(known) < 2 or len(known) < 0.5 * len(filled) or len(filled) < 0.6 * len(cells):
        return 0
    if not any((column_key(cell.text) or "") in NAME_COLUMNS for cell in known):
        return 0
    if _is_pair_row(cells, known):
        return 0
    depth = max(cell.row_span for cell in filled)
    while number + depth < grid.table.rows and depth < 3 and _is_subheader(grid, number + depth):
        depth += 1
    return depth


def _is_pair_row(cells: list[Cell], known: list[Cell]) -> bool:
    """Whether labels and values, or empty places for values, alternate in the row, which then is no header."""
    return len(cells) == 2 * len(known) and all((cell in known) == (index % 2 == 0) for index, cell in enumerate(cells))


def _is_subheader(grid: Grid, number: int) -> bool:
    filled = [cell for cell in grid.starting(number) if cell.text.strip()]
    if not filled or any(column_key(cell.text) in NAME_COLUMNS for cell in filled):
        return False
    return all(column_key(cell.text) or parse.titles(cell.text) for cell in filled)


def column_key(text: str) -> str | None:
    """The field a column of this head holds, None for words that head no known column."""
    plain = " ".join(text.split())
    key = whole_label(plain, columns=True)
    if key is None and (remark := _REMARK.fullmatch(plain)):
        key = whole_label(remark[1], columns=True)
    return key.removeprefix(COLUMN_PREFIX) if key and key != "truong_don_vi" else None


def _columns(grid: Grid, number: int, depth: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for column in range(grid.table.columns):
        cells = _different([grid.at.get((row, column)) for row in range(number, number + depth)])
        keys = [key for cell in cells if (key := column_key(cell.text))]
        under_title = _title_column(cells) if len(cells) > 1 or not keys else None
        key = under_title or (keys[-1] if keys else None)
        if key in ("nam_sinh_nam", "nam_sinh_nu") and "ngay_sinh" not in keys and "gioi_tinh" not in keys:
            key = "tick." + ("Nam" if key == "nam_sinh_nam" else "Nữ") if len(keys) == 1 else key
        is_same_head = column > 0 and cells and cells[-1] is grid.at.get((number + depth - 1, column - 1))
        if key and (key not in found.values() or (key in NAME_COLUMNS and is_same_head)):
            found[column] = key
    return found


def _title_column(cells: list[Cell]) -> str | None:
    """A column headed by a title is ticked where the title is registered: its key is "title." and the title."""
    text = cells[-1].text.strip() if cells else ""
    return f"title.{text}" if text and parse.titles(text) else None


def _take_row(grid: Grid, number: int, listing: Listing) -> None:
    cells = grid.starting(number)
    filled = [cell for cell in cells if cell.text.strip() or cell.uncomputed]
    if not filled or _is_numbering(filled) or _is_header_again(filled):
        return
    text = " ".join(cell.text.strip() for cell in filled if not is_ordinal(cell.text))
    section = _section(text) if len(filled) <= 2 else None
    if section:
        listing.section = section
        return
    if _is_total(filled):
        listing.totals.append(text)
        return
    values = _row_values(grid, number, listing)
    name = next((values[key] for key in NAME_COLUMNS if key in values and values[key].text), None)
    if name is not None or _is_person_without_name(values):
        listing.rows.append(ListRow(values, listing.section, filled[0].place))


def _row_values(grid: Grid, number: int, listing: Listing) -> Row:
    values: Row = {}
    for column, key in listing.columns.items():
        cell = grid.at.get((number, column))
        if cell is None or key == "stt" or cell.column < column:
            continue
        raw = cell_raw(key, cell, Evidence.COLUMN)
        # A head over two columns: the name is parted into them, given name last.
        before = values[key].fragments if key in values else ()
        values[key] = replace(raw, fragments=(*before, *raw.fragments))
    return values


def _is_person_without_name(values: Row) -> bool:
    told = [key for key, raw in values.items() if raw.text and not raw.uncomputed and key in KINDS]
    return len(told) >= 3


def _is_numbering(filled: list[Cell]) -> bool:
    """The row "(1) (2) (3)" under a header, or one that holds only its own number."""
    return all(is_ordinal(cell.text) for cell in filled) and not any(cell.uncomputed for cell in filled)


def is_ordinal(text: str) -> bool:
    """Whether a cell holds nothing but the number of its row."""
    bare = text.strip().strip("().")
    return (bare.isdigit() and len(bare) <= 3) or (len(bare) == 1 and bare.isalpha()) or bare in ("II", "III", "IV")


def _is_header_again(filled: list[Cell]) -> bool:
    keys = [column_key(cell.text) for cell in filled]
    return (
        len(filled) >= 2
        and sum(key is not None for key in keys) > len(keys) / 2
        and any(key in NAME_COLUMNS or key == "stt" for key in keys)
    )


def _section(text: str) -> str | None:
    for key in ("person", "collective"):
        matched = phrases.begins_with("section", key, text)
        if matched and len(phrases.words(text)) <= matched + 8 and not _is_unit_name(text, matched):
            return key
    return None


def _is_unit_name(text: str, matched: int) -> bool:
    """ "Tập thể Phòng Tổng hợp" is a collective, not the head of a section."""
    rest = phrases.words(text)[matched:]
    return bool(rest) and phrases.leading("letterhead", "unit_words", rest) > 0 and not text.isupper()


def section_of_line(text: str) -> str | None:
    """The section of a list that a line above a table announces."""
    return _section(text.strip(" :;."))


def _is_total(filled: list[Cell]) -> bool:
    first = next((cell.text for cell in filled if not is_ordinal(cell.text)), "")
    return phrases.begins_with("section", "total", first) > 0


def cell_raw(key: str, cell: Cell, evidence: Evidence) -> Raw:
    """What a cell says about a field."""
    fragments = tuple(kept for fragment in cell_fragments(cell) if (kept := trimmed(fragment, prose=True)))
    return Raw(key=key, fragments=fragments, evidence=evidence, uncomputed=cell.uncomputed, typed=cell.raw)
