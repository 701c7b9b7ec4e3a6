"""The code lists: titles and forms of commendation, and the fields of emulation of each plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.errors import RuleFileBroken
from pipeline.law import own
from pipeline.law.files import DATA, Entry
from pipeline.messages import _
from pipeline.vietnamese.text import match_key

#: names of the files of plans
PLANS = "plan-*.toml"


class Kind(StrEnum):
    """The two families of the law."""

    TITLE = "danh_hieu"
    COMMENDATION = "hinh_thuc"


class Subject(StrEnum):
    """Who can hold a title."""

    PERSON = "ca_nhan"
    COLLECTIVE = "tap_the"


class Authority(StrEnum):
    """Who decides (domain reference 4.3). Only the first may be decided by the Office itself."""

    CHIEF_OF_OFFICE = "chanh_van_phong"
    PROVINCE_CHAIR = "chu_tich_ubnd_tinh"
    PRIME_MINISTER = "thu_tuong"
    GOVERNMENT = "chinh_phu"
    STATE_PRESIDENT = "chu_tich_nuoc"
    OTHER_BODY = "co_quan_khac"


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Entry):
    """An emulation title or a form of commendation."""

    code: str
    #: the full name, as documents print it
    name: str
    abbreviation: str
    #: the name in the law, where it differs from `name`
    law_name: str | None = None
    #: other ways units write it
    aliases: tuple[str, ...]
    kind: Kind
    subjects: frozenset[Subject]
    decided_by: Authority

    @property
    def key(self) -> str:
        return self.code

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write it, the full name first."""
        given = (self.name, self.law_name, self.abbreviation, *self.aliases)
        return tuple(dict.fromkeys(spelling for spelling in given if spelling))


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulationField(Entry):
    """One of a plan's fields of emulation (lĩnh vực)."""

    code: str
    #: short, as lists print it after the code
    label: str
    #: the plan's own sentence, letter for letter
    wording: str
    #: the names in quotation marks in `wording`; LV06 has none, LV11 two
    movements: tuple[str, ...]
    #: what units write instead; weak evidence only
    keywords: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class TitleFile:
    """The sections of ``titles.toml``."""

    title: tuple[Title, ...]


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The sections of a plan's file."""

    field: tuple[EmulationField, ...]


@own.cached
def titles() -> tuple[Title, ...]:
    """All titles and forms of commendation, in the order lists print them."""
    return title_file().title


@own.cached
def title_file() -> TitleFile:
    """The file of titles and forms of commendation."""
    return read_titles(DATA / "titles.toml")


@own.cached
def emulation_fields() -> tuple[EmulationField, ...]:
    """The fields of all plans, in the plans' order; ask ``day in field.period`` for those of a day."""
    return tuple(field for path in own.files(PLANS) for field in read_plan(path))


def title(code: str) -> Title:
    """The title with this code; `KeyError` when there is none."""
    return _titles_by_code()[code]


def emulation_field(code: str) -> EmulationField:
    """The field with this code; `KeyError` when there is none."""
    return _fields_by_code()[code]


def read_titles(path: Path) -> TitleFile:
    """Read and check a file of titles; raises `RuleFileBroken`, also when one spelling names two titles."""
    file = own.read(path, TitleFile)
    owners = Counter(key for entry in file.title for key in {match_key(spelling) for spelling in entry.spellings})
    for entry in file.title:
        for spelling in entry.spellings:
            if owners[match_key(spelling)] > 1:
                problem = _("“{spelling}” names two titles").format(spelling=spelling)
                raise RuleFileBroken(file=path.name, entry=entry.code, problem=problem)
    return file


def read_plan(path: Path) -> tuple[EmulationField, ...]:
    """Read and check the fields of a plan; raises `RuleFileBroken`, also when the wording lacks a movement's name."""
    found = own.read(path, PlanFile).field
    for entry in found:
        for movement in entry.movements:
            if f"“{movement}”" not in entry.wording:
                problem = _("the wording lacks the movement “{movement}”").format(movement=movement)
                raise RuleFileBroken(file=path.name, entry=entry.code, problem=problem)
    return found


@own.cached
def _titles_by_code() -> dict[str, Title]:
    return {entry.code: entry for entry in titles()}


@own.cached
def _fields_by_code() -> dict[str, EmulationField]:
    return {entry.code: entry for entry in emulation_fields()}
