"""Everything a form says, field by field, before any of it is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.reading import parse, ticks
from pipeline.reading.codes import field_matches
from pipeline.reading.fields import KINDS, Kind
from pipeline.reading.forms import NOMINATION, FormPart
from pipeline.reading.grids import Listing, ListRow, is_single, read_listing, section_of_line
from pipeline.reading.harvest import Harvest, kind_of
from pipeline.reading.hints import without_hints
from pipeline.reading.labels import fold_letters, whole_label
from pipeline.reading.lines import is_unit
from pipeline.reading.model import Block, Control, ControlKind, Line, Table
from pipeline.reading.pairs import history_fragments, read_pairs
from pipeline.reading.raw import Evidence, Fragment, Raw, cell_fragments, whole
from pipeline.reading.signature import letterhead_unit, signer, signing_dates

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# "linh_vuc=LV05", "DanhHieu_BK_TINH", "gioi_tinh.Nam"
_OPTION = re.compile(r"(?P<field>gioi_?tinh|linh_?vuc|danh_?hieu|hinh_?thuc)[=_.:\-/ ]+(?P<option>.+)", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_FIELD_NAMES = {key.replace("_", ""): key for key in KINDS}
_LAST_COMMA = re.compile(r"[,;](?=[^,;]*$)")
_FIRST_DASH = re.compile(r"\s[-–—]\s")


@dataclass(slots=True)
class Gathered:
    """All that was found on one form."""

    raws: dict[str, list[Raw]] = field(default_factory=dict)
    listings: list[Listing] = field(default_factory=list)

    @property
    def rows(self) -> list[ListRow]:
        """The rows of all lists, in order."""
        return [row for listing in self.listings for row in listing.rows]

    @property
    def totals(self) -> list[str]:
        """The lines of lists that count their rows."""
        return [total for listing in self.listings for total in listing.totals]

    def add(self, raw: Raw) -> None:
        """Keep `raw` without printed hints, in its parts where its label names two fields."""
        for part in parted(without_hints(raw)):
            self.raws.setdefault(part.key, []).append(part)


def gather(part: FormPart) -> Gathered:
    """Collect the raw values and lists of one form."""
    found = Gathered()
    collector = _Collector(found, part)
    for block in part.blocks:
        collector.take(block)
    collector.finish()
    _from_title(part, found)
    for raw in found.raws.get("quy", []):
        quarter = parse.quarter(raw.text)
        if quarter and quarter.year:  # "Quý: III/2023"
            found.add(replace(raw, key="nam", typed=quarter.year))
    return found


class _Collector:
    """Walks the blocks of a form; `loose` is what belongs to no label: letterhead, signature, notes."""

    def __init__(self, found: Gathered, part: FormPart) -> None:
        self._found = found
        self._part = part
        self._harvest = Harvest()
        self._loose: list[Block] = []
        self._head: list[Block] | None = None
        self._checks: dict[str, list[Control]] = {}
        self._section = ""

    def take(self, block: Block) -> None:
        if isinstance(block, Line):
            self._line(block)
        elif isinstance(block, Control):
            self._control(block)
        else:
            self._table(block)

    def finish(self) -> None:
        self._harvest.close()
        self._flush()
        for raw in self._harvest.raws:
            self._found.add(raw)
        for key, controls in self._checks.items():
            self._found.add(_check_raw(key, controls))
        for raw in signing_dates(self._loose):
            self._found.add(raw)
        unit = letterhead_unit(self._head if self._head is not None else self._loose)
        name = signer(self._loose)
        for end in (unit, name):
            if end is not None:
                self._found.add(end)

    def _line(self, line: Line) -> None:
        if self._is_title(line):
            self._harvest.close()
            self._flush()
            self._head = list(self._loose) if self._head is None else self._head
            return
        if self._part.machine and line.text.lstrip().upper().startswith("MẪU"):
            return
        self._section = section_of_line(line.text) or self._section
        self._harvest.line(line)
        self._flush()

    def _is_title(self, line: Line) -> bool:
        text = line.text.strip()
        return bool(text) and bool(self._part.title) and text in self._part.title and len(text) > 8

    def _flush(self) -> None:
        self._loose += self._harvest.rest
        self._harvest.rest.clear()

    def _table(self, table: Table) -> None:
        before = self._found.listings[-1] if self._found.listings else None
        listing = read_listing(table, before, self._section)
        if listing is not None and not (self._part.form == NOMINATION and is_single(listing)):
            self._harvest.close()
            self._found.listings.append(listing)
            self._section = ""
            return
        history = history_fragments(table)
        if history is not None:
            self._harvest.close()
            self._found.add(Raw(key="khen_thuong_da_co", fragments=history, evidence=Evidence.COLUMN))
            return
        if self._is_value_of_open(table):
            self._harvest.add(tuple(part for cell in table.cells for part in cell_fragments(cell)))
            return
        free = read_pairs(table, self._harvest)
        self._flush()
        if free:
            self._loose.append(replace(table, cells=tuple(free)))

    def _is_value_of_open(self, table: Table) -> bool:
        key = self._harvest.open_key
        return (
            key is not None
            and kind_of(key) is Kind.LONG
            and table.columns == 1
            and not any(whole_label(cell.text) for cell in table.cells)
        )

    def _control(self, control: Control) -> None:
        key, option = control_target(control)
        if key is None:
            return
        if control.kind is ControlKind.CHECK:
            if option:
                self._checks.setdefault(key, []).append(replace(control, option=option))
            return
        fragments = (Fragment(control.value, control.place, control.guessed, control.legacy),) if control.value else ()
        self._found.add(Raw(key=key, fragments=fragments, evidence=Evidence.CONTROL, typed=control.stored or None))


def _from_title(part: FormPart, found: Gathered) -> None:
    if part.title_line is not None:
        place = whole(part.title_line).place
        guessed = any(span.guessed for span in part.title_line.spans)
        for key, value in (("quy", parse.quarter_in(part.title)), ("nam", parse.year_in(part.title))):
            if value is not None:
                fragment = Fragment(part.title, place, guessed)
                found.add(Raw(key=key, fragments=(fragment,), evidence=Evidence.TITLE, typed=value))
    for key in ("don_vi", "quy", "nam"):
        if key in part.machine:
            text = part.machine[key]
            line = part.title_line.place if part.title_line else None
            if line is not None:
                found.add(Raw(key=key, fragments=(Fragment(text, line),), evidence=Evidence.MACHINE))


# Controls


def control_target(control: Control) -> tuple[str | None, str]:
    """The field a control fills, by its name, else its title, else the words beside it; and what a check is for."""
    is_check = control.kind is ControlKind.CHECK
    for text in (control.name, control.title, control.label):
        if is_check and parse.sex(text):
            return "gioi_tinh", text  # "Nam" is a field ("Năm") only where it can hold a year
        key, option = _named_field(text, check=is_check)
        if key and key.startswith("other."):
            return None, ""
        if key:
            return key, control.option or option
    if is_check:
        for text in (control.option, control.title, control.label, control.name):
            key = _field_of_option(text)
            if key:
                return key, text
    return None, ""


def _named_field(text: str, *, check: bool) -> tuple[str | None, str]:
    """ "HoTen" -> ho_ten; for a check also "linh_vuc=LV05" and "GioiTinh_Nam" -> (field, option)."""
    if not text.strip():
        return None, ""
    name = _NOT_WORD.sub("_", fold_letters(_CAMEL.sub("_", text))).strip("_")
    bare = name.replace("_", "")
    if bare in _FIELD_NAMES:
        return _FIELD_NAMES[bare], ""
    key = whole_label(text) or whole_label(name.replace("_", " "))
    if key or not check:
        return key, ""
    match = _OPTION.fullmatch(text.strip())
    if match is None:
        return None, ""
    return _named_field(match["field"], check=False)[0], "" if match["option"].isdigit() else match["option"]


def _field_of_option(text: str) -> str | None:
    if parse.sex(text):
        return "gioi_tinh"
    if parse.titles(text):
        return "danh_hieu"
    return "linh_vuc" if field_matches(text).found else None


def _check_raw(key: str, controls: list[Control]) -> Raw:
    text = " ".join(f"{ticks.ON if control.value else ticks.OFF} {control.option}" for control in controls)
    on = next((control for control in controls if control.value), controls[0])
    return Raw(key=key, fragments=(Fragment(text, on.place),), evidence=Evidence.CONTROL)


# Labels of two fields


def parted(raw: Raw) -> list[Raw]:
    """`raw` as it is, or as two where its label names two fields ("Chức vụ, đơn vị công tác")."""
    first, _plus, second = raw.key.partition("+")
    if not second:
        return [raw]
    text = raw.text.replace("\n", " ")
    match = _LAST_COMMA.search(text) or _FIRST_DASH.search(text)
    if match is None or (second == "don_vi_cong_tac" and not is_unit(text[match.end() :].lstrip())):
        return [_with_text(raw, first, text), replace(raw, key=second, fragments=())]
    return [_with_text(raw, first, text[: match.start()]), _with_text(raw, second, text[match.end() :])]


def _with_text(raw: Raw, key: str, text: str) -> Raw:
    fragments = tuple(replace(fragment, text=text.strip()) for fragment in raw.fragments[:1]) if text.strip() else ()
    return replace(raw, key=key, fragments=fragments)
