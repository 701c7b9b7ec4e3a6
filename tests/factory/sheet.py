"""A filled form before it has a medium: what is printed, what was filled in, and what it therefore states.

The truth is what a careful clerk would say the paper states, in the terms of contract §1; a field that is not on the
paper, or is there and blank, has no value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

TD02_FIELDS = (
    "don_vi",
    "quy",
    "nam",
    "ho_ten",
    "ngay_sinh",
    "gioi_tinh",
    "dan_toc",
    "chuc_vu",
    "don_vi_cong_tac",
    "trinh_do",
    "linh_vuc",
    "danh_hieu",
    "thanh_tich",
    "ngay_ky",
    "truong_don_vi",
)
TD01_FIELDS = ("don_vi", "nam", "ngay_ky", "truong_don_vi")


@dataclass(frozen=True)
class Tick:
    label: str
    on: bool
    code: str


@dataclass(frozen=True)
class TickStyle:
    """Signs of an empty and a ticked box; private-use letters U+E0xx stand for Wingdings character xx."""

    off: str
    on: str
    after: bool = False  # the box stands behind its word

    def write(self, ticks: tuple[Tick, ...], gap: str = "    ") -> str:
        parts = []
        for tick in ticks:
            sign = self.on if tick.on else self.off
            parts.append(f"{tick.label} {sign}" if self.after else f"{sign} {tick.label}")
        return gap.join(parts)


@dataclass(frozen=True)
class Entry:
    """One printed label and what stands behind it."""

    key: str  # contract field, or the name of an extra field the contract does not know
    label: str
    texts: tuple[str, ...] = ()  # paragraphs; none = left blank
    ticks: tuple[Tick, ...] = ()
    says: dict[str, Any] = field(default_factory=dict)
    when: date | None = None  # the value as a real date, for media that have such
    vertical: bool = False  # tick boxes one below the other

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def long(self) -> bool:
        return self.key in {"thanh_tich", "tac_dung"}


@dataclass(frozen=True)
class Sheet:
    letterhead: tuple[str, ...]
    title: tuple[str, ...]
    note: str
    addressee: str
    entries: tuple[Entry, ...]
    closing: str
    place_date: str
    left_block: tuple[str, ...]
    right_block: tuple[str, ...]
    footer: str
    ticks: TickStyle
    numbering: str  # "{}. ", "{}) ", … or ""
    colon: str
    #: what heading, date line and signature block state
    says: dict[str, Any]
    traits: tuple[str, ...] = ()
    date_on_top: bool = False  # the date line stands under the motto, as in letters
    opinion: str = ""  # a line of the unit's opinion behind the fields

    def truth(self) -> dict[str, Any]:
        """The one TD-02 this sheet states."""
        fields: dict[str, Any] = dict.fromkeys(TD02_FIELDS)
        for says in (self.says, *(entry.says for entry in self.entries)):
            fields.update({key: value for key, value in says.items() if value is not None})
        return {"form": "TD-02", "fields": fields, "tables": {}}

    def written(self, entry: Entry) -> tuple[str, ...]:
        """The paragraphs of an entry, its tick boxes as signs."""
        if not entry.ticks:
            return entry.texts
        if entry.vertical:
            return tuple(self.ticks.write((tick,)) for tick in entry.ticks)
        return (self.ticks.write(entry.ticks),)

    def heading(self, entry: Entry, number: int) -> str:
        """The printed label with its number, without its colon."""
        return self.numbering.format(number) + entry.label


@dataclass(frozen=True)
class Row:
    """A line of a yearly registration: what each column says and means."""

    cells: dict[str, str]
    says: dict[str, Any]


@dataclass(frozen=True)
class Registration:
    """A yearly registration of a unit (TD-01) before it has a medium."""

    letterhead: tuple[str, ...]
    title: tuple[str, ...]
    addressee: str
    unit_line: str
    people: tuple[Row, ...]
    people_columns: tuple[tuple[str, str], ...]  # (key, printed heading)
    units: tuple[Row, ...]
    units_columns: tuple[tuple[str, str], ...]
    summary: str
    place_date: str
    left_block: tuple[str, ...]
    right_block: tuple[str, ...]
    says: dict[str, Any]
    traits: tuple[str, ...] = ()
    date_on_top: bool = False
    note: str = ""
    closing: str = ""
    footer: str = ""
    opinion: str = ""

    def truth(self) -> dict[str, Any]:
        fields: dict[str, Any] = dict.fromkeys(TD01_FIELDS)
        fields.update(self.says)
        tables = {"ca_nhan": [row.says for row in self.people], "tap_the": [row.says for row in self.units]}
        return {"form": "TD-01", "fields": fields, "tables": tables}
