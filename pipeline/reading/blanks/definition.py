"""What a form of ours consists of, read from `forms/*.toml`: the one description behind Word file, PDF and zone map."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Literal

from pipeline.errors import NoSuchBlank
from pipeline.law.codes import EmulationField, Title

#: which list options come from
Source = Literal["fields", "titles"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be ticked: its permanent code, the words beside the box, `short` where room is scarce."""

    code: str
    label: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists a blank is printed from. `units` and `posts` only suggest; anything else may still be written."""

    fields: Sequence[EmulationField]
    titles: Sequence[Title]
    units: Sequence[str] = ()
    posts: Sequence[str] = ()

    def options(self, source: Source, codes: Sequence[str] = ()) -> tuple[Option, ...]:
        """The options of a list in the order of `codes`, all of them when no codes are given."""
        if source == "fields":
            options = {entry.code: Option(entry.code, entry.label, entry.code) for entry in self.fields}
        else:
            options = {entry.code: Option(entry.code, entry.name, entry.abbreviation) for entry in self.titles}
        return tuple(options[code] for code in codes or options)


class _Labelled:
    """Something with a printed label, often numbered: `2. Họ và tên`, `C. Nội dung`."""

    __slots__ = ()
    label: str

    @property
    def name(self) -> str:
        """What a person calls it, without the number."""
        return re.sub(r"^\w+\. ", "", self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(_Labelled):
    """One thing to fill in: words on a line, or boxes to tick where it has options."""

    key: str
    label: str
    #: millimetres of the line or table it takes; one entry of a line has none and takes the rest
    width: float | None = None
    hint: str = ""
    control: Literal["text", "date"] = "text"
    suggest: Literal["units", "posts"] | None = None
    #: codes; without a list they are their own labels
    options: tuple[str, ...] = ()
    source: Source | None = None

    def choices(self, lists: Lists) -> tuple[Option, ...]:
        """What may be ticked; nothing for a line of text."""
        if self.source:
            return lists.options(self.source, self.options)
        return tuple(Option(code, code, code) for code in self.options)

    def suggestions(self, lists: Lists) -> Sequence[str]:
        """What a list on the screen offers; nothing when the office gave no list."""
        return {"units": lists.units, "posts": lists.posts, None: ()}[self.suggest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line with one or more entries side by side."""

    type: Literal["row"]
    fields: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks(_Labelled):
    """A heading with boxes to tick below it, filled column by column."""

    type: Literal["ticks"]
    key: str
    label: str
    remark: str
    source: Source
    options: tuple[str, ...] = ()
    columns: int = 2
    #: print the code before the words (`LV05 - Cải cách hành chính`, domain 2.1)
    numbered: bool = False

    def choices(self, lists: Lists) -> tuple[Option, ...]:
        """The boxes in print order."""
        options = lists.options(self.source, self.options)
        if not self.numbered:
            return options
        return tuple(replace(option, label=f"{option.code} - {option.label}") for option in options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(_Labelled):
    """A heading with a frame for several handwritten lines below it."""

    type: Literal["lines"]
    key: str
    label: str
    remark: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table with numbered rows; row 3 of `ca_nhan` has the keys `ca_nhan[3].ho_ten` and so on."""

    type: Literal["grid"]
    key: str
    label: str
    rows: int
    columns: tuple[Entry, ...]

    def legend(self, lists: Lists) -> str:
        """What the short heads of its tick columns stand for."""
        options = [option for column in self.columns for option in column.choices(lists)]
        return "; ".join(f"{option.short}: {option.label}" for option in options if option.short != option.label) + "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The signature block at the right, with advice on filling in at the left."""

    type: Literal["sign"]
    date: str
    date_label: str
    post: str
    remark: str
    key: str
    label: str
    note: tuple[str, ...]


Block = Row | Ticks | Lines | Grid | Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on one page, from the top down."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of ours; `version` names its layout and is printed on it."""

    form: str
    version: int
    landscape: bool
    superior: str
    body: str
    title: str
    addressee: str
    footer: tuple[str, ...]
    period: tuple[Entry, ...]
    pages: tuple[Page, ...]


#: forms we publish
FORMS = ("TD-01", "TD-02")


@functools.cache
def form(name: str) -> Form:
    """The description of form `name` ("TD-02"); raises `NoSuchBlank`."""
    from pydantic import TypeAdapter

    if name not in FORMS:
        raise NoSuchBlank(form=name, known=", ".join(FORMS))
    text = resources.files(__package__).joinpath("forms", f"{name.lower()}.toml").read_text("utf-8")
    return TypeAdapter(Form).validate_python(tomllib.loads(text))
