"""When a row of a list may be believed to say no more than was read of it.

A column whose head was not recognised, a row that was not told from another one and a cell that gave no value leave
`null` behind, as an empty cell does. So what stands in the table and is nobody's value puts the row it stands in under
review, and a row of which nothing was read becomes one for a person to fill in.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.messages import _
from pipeline.reading import ticks
from pipeline.reading.fields import COLLECTIVE_COLUMNS, COLLECTIVE_EXTRAS, KINDS, PERSON_COLUMNS, PERSON_EXTRAS
from pipeline.reading.forms import FormPart
from pipeline.reading.grids import NAME_COLUMNS, Grid, column_key, section_of_line
from pipeline.reading.labels import COLUMN_PREFIX, fold_letters, whole_label
from pipeline.reading.lines import is_closing, is_signature
from pipeline.reading.model import ABSENT, Cell, Line, Place, Table, Value
from pipeline.reading.picture.free.marks import UNREAD
from pipeline.reading.picture.free.witness import holds
from pipeline.reading.picture.words.trust import doubted

Values = dict[str, Value]
Tables = Mapping[str, Sequence[Values]]

#: fewer letters and figures are dirt, or the number of a row
FEW_SIGNS = 3
#: a row in which fewer cells are filled heads a part of the list, or counts it
FILLED = 2
#: fewer columns are no list
LIST_COLUMNS = 3
#: in a column of more rows with boxes than these, a number of boxes that only one of them has is not believed
LONE_ROWS = 3
#: how many rows the head of a list may have
HEAD_ROWS = 2
_COLUMNS = {"ca_nhan": PERSON_COLUMNS, "tap_the": COLLECTIVE_COLUMNS}
_EXTRAS = {"ca_nhan": PERSON_EXTRAS, "tap_the": COLLECTIVE_EXTRAS}
#: what an empty box of a column of boxes says
NOTHING = "Không"
#: the column that tells the lists apart
_NAMES = {"ca_nhan": "ho_ten", "tap_the": "ten"}
_SECTIONS = {"person": "ca_nhan", "collective": "tap_the"}


def with_missing_rows(tables: Tables, part: FormPart) -> dict[str, list[Values]]:
    """`tables` with the values under review that may be there and were not found, and the rows nothing was read of."""
    lists = list(_lists(part))
    found = {
        name: [_with_missing(row, lists) for row in rows if not _is_blank(row, lists)] for name, rows in tables.items()
    }
    for each in lists:
        for name, row in each.unread(tables):
            found[name] = sorted([*found[name], row], key=_level)
    for name, place in (*_headings_alone(part), *_heads_alone(part)):
        if not found[name]:
            found[name] = [_empty_row(_COLUMNS[name], {}, place)]
    if not any(found.values()):  # a registration of nobody is a list that was not seen
        found["ca_nhan"] = [_empty_row(PERSON_COLUMNS, {}, part.blocks[0].place)]
    return found


def _headings_alone(part: FormPart) -> Iterator[tuple[str, Place]]:
    """The headings of parts of the list that words follow and no table: its borders were not seen."""
    heading: tuple[str, Place] | None = None
    for block in part.blocks:
        if isinstance(block, Table) and block.columns >= LIST_COLUMNS:
            heading = None
        elif isinstance(block, Line):
            name = _SECTIONS.get(section_of_line(block.text.strip(" _—-|")) or "")
            if name is not None:
                heading = name, block.place
            elif heading is not None and sum(map(str.isalpha, block.text)) >= FEW_SIGNS and not _ends_list(block.text):
                yield heading
                heading = None


def _is_blank(values: Values, lists: Iterable[_List]) -> bool:
    """Whether nothing is written in the row of `values`: boxes left empty, which say "Không", name nobody.

    A row without any place is looked for again (`_List.unread`).
    """
    if any(value.value not in (None, NOTHING) for value in values.values()):
        return False
    if not any(True for _place in _places(values)):
        return not any(value.review for value in values.values())
    rows = [(each, number) for each in lists if (number := each.row_of(values)) is not None]
    return bool(rows) and not any(_is_filled(cell) for each, number in rows for cell in each.grid.starting(number))


def _heads_alone(part: FormPart) -> Iterator[tuple[str, Place]]:
    """The heads of columns that stand in no cell of a table: its borders were not seen, or some of them."""
    for block in part.blocks:
        if isinstance(block, Line):
            keys = {column_key(head) for head in block.text.split("\t")} - {None}
            for name, column in _NAMES.items():
                if column in keys and len(keys) >= FILLED:
                    yield name, block.place


def _ends_list(text: str) -> bool:
    return is_closing(text) or is_signature(text)


def _lists(part: FormPart) -> Iterator[_List]:
    """The lists of a form; one without a head of its own goes on with the columns of the one before it."""
    before: _List | None = None
    for block in part.blocks:
        if isinstance(block, Table) and block.columns >= LIST_COLUMNS:
            heads: Mapping[int, str] = _heads(block)
            if len(heads) < FILLED and before is not None and before.grid.table.columns == block.columns:
                heads = before.heads  # "Đảng viên" as a remark heads no column
            if heads or before is not None:
                before = _List(Grid(block), heads)
                yield before


def _heads(table: Table) -> dict[int, str]:
    """What each column holds, by the labels at its head."""
    found: dict[int, str] = {}
    for cell in table.cells:
        key = whole_label(cell.text, columns=True) if cell.row < HEAD_ROWS else None
        if key is not None:
            found.setdefault(cell.column, key.removeprefix(COLUMN_PREFIX))
    return found


@dataclass(frozen=True)
class _List:
    """A table of persons or collectives; `heads` are the fields of those columns whose head was recognised."""

    grid: Grid
    heads: Mapping[int, str]

    def row_of(self, values: Values) -> int | None:
        """In which row of the table `values` stand."""
        places = list(_places(values))
        return next((cell.row for cell in self.grid.table.cells if _holds_one(cell, places)), None)

    def unboxed_fields(self, number: int) -> set[str]:
        """The fields of a row whose cells have lost a box, so that an option beside those read may be ticked."""
        cells = (cell for cell in self.grid.starting(number) if cell.column in self.heads and self.lacks_boxes(cell))
        return {key for cell in cells for key in self._fields_in(cell.column)}

    def open_fields(self, number: int, values: Values) -> set[str]:
        """The fields a row may have beside `values`: those of cells that no value was read of."""
        places = list(_places(values))
        found = set(NAME_COLUMNS)
        for cell in self.grid.starting(number):
            if (_is_filled(cell) and not _holds_one(cell, places)) or self.lacks_boxes(cell):
                found |= self._fields_in(cell.column)
        return found

    def lacks_boxes(self, cell: Cell) -> bool:
        """Whether a cell has fewer boxes than others of its column, where the same options are printed in each row.

        A cross over its frame, or whose frame a fax has lost, is a letter among the words.
        """
        boxes = _count_boxes(cell)
        return boxes > 0 and boxes < self._boxes_in.get(cell.column, 0)

    @functools.cached_property
    def _boxes_in(self) -> dict[int, int]:
        """How many boxes the cells of each column have; of those with most, one that is alone may be dirt."""
        columns = {cell.column for cell in self.grid.table.cells}
        counts = {
            at: sorted(boxes for cell in self.grid.table.cells if cell.column == at and (boxes := _count_boxes(cell)))
            for at in columns
        }
        return {at: found[-2] if len(found) > LONE_ROWS else found[-1] for at, found in counts.items() if found}

    def _fields_in(self, column: int) -> set[str]:
        """What may stand in a column: anything where its head is not known, nothing of ours where that is not ours."""
        head = self.heads.get(column)
        keys = set(KINDS) if head is None else {*head.split("+")}
        return keys & set(KINDS)

    def unread(self, tables: Tables) -> Iterator[tuple[str, Values]]:
        """The rows no value was read of, empty and under review, each with the table it belongs to."""
        ours = {*NAME_COLUMNS, *PERSON_COLUMNS, "stt"}  # with nothing but the numbers of rows known, it may be any list
        if self.heads and not set(self.heads.values()) & ours:
            return
        known = {
            number: name for name, rows in tables.items() for row in rows if (number := self.row_of(row)) is not None
        }
        name = "ca_nhan"
        for number in range(min(known, default=1), self.grid.table.rows):
            cells = [cell for cell in self.grid.starting(number) if _is_filled(cell)]
            name = known.get(number) or _section(cells) or name
            if number not in known and len(cells) >= FILLED and 2 * sum(map(_is_head, cells)) < len(cells):
                places = {key: cell.place for cell in cells for key in self._fields_in(cell.column)}
                yield name, _empty_row({*_COLUMNS[name], *self._extras(name)}, places, cells[0].place)

    def _extras(self, name: str) -> set[str]:
        """The fields rows of this list have and others have not."""
        return {key for head in self.heads.values() for key in head.split("+")} & set(_EXTRAS[name])


def _empty_row(keys: Iterable[str], places: Mapping[str, Place], place: Place) -> Values:
    """A row of a table under review, its values to be looked for in `places`, else at `place`."""
    why = _("Something near here could not be read.")
    return {key: doubted(replace(ABSENT, source=places.get(key, place), text=""), why) for key in keys}


def _with_missing(values: Values, lists: Iterable[_List]) -> Values:
    why = _("This entry was not found on the paper; please look again.")
    for each in lists:
        number = each.row_of(values)
        if number is not None:
            keys, unboxed = each.open_fields(number, values), each.unboxed_fields(number)
            values = {
                key: doubted(value, why) if key in keys and value.value is None and not value.review else value
                for key, value in values.items()
            }
            unclear = _("It is not clear which option is ticked.")
            return {
                key: doubted(value, unclear) if key in unboxed and not value.review else value
                for key, value in values.items()
            }
    return values


def _places(values: Values) -> Iterator[Place]:
    return (value.source for value in values.values() if value.source is not None and value.source.box is not None)


def _holds_one(cell: Cell, places: Iterable[Place]) -> bool:
    box = cell.place.box
    return box is not None and any(
        place.page == cell.place.page and place.box is not None and holds(box, place.box) for place in places
    )


def _is_filled(cell: Cell) -> bool:
    """Whether a cell says something; "Không" says that there is nothing, and so do boxes that are all empty."""
    if ticks.OFF in cell.text and ticks.ON not in cell.text and not _words_before_boxes(cell.text):
        return UNREAD in cell.text
    return UNREAD in cell.text or (
        sum(map(str.isalnum, cell.text)) >= FEW_SIGNS and not fold_letters(cell.text).startswith("khong")
    )


def _count_boxes(cell: Cell) -> int:
    text = ticks.level(cell.text)
    return text.count(ticks.ON) + text.count(ticks.OFF)


def _words_before_boxes(text: str) -> bool:
    return sum(map(str.isalnum, text.partition(ticks.OFF)[0])) >= FEW_SIGNS


def _is_head(cell: Cell) -> bool:
    return whole_label(cell.text, columns=True) is not None


def _section(cells: Sequence[Cell]) -> str | None:
    """The table that a row with nothing but the heading of a part begins."""
    text = cells[-1].text.partition("\t")[0].strip(" _—-|") if cells else ""
    return _SECTIONS.get(section_of_line(text) or "")


def _level(values: Values) -> tuple[int, float]:
    """How far down the form a row stands."""
    levels = [(place.page or 0, place.box[1]) for place in _places(values) if place.box is not None]
    return min(levels, default=(0, 0.0))
