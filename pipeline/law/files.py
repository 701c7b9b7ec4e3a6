"""The dated data files of the law: one TOML file per matter in `pipeline/law/data/`, checked whole when it is read.

Every entry says from when to when it holds (``from``, ``to``, both days included), where it is written (``source``) and
how sure we are (``evidence``). A clerk can read the files; a new regulation is a new entry, never a change of code.
What an office adds or confirms itself is `pipeline.law.own`'s business.
"""

from __future__ import annotations

import dataclasses
import itertools
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from pipeline.errors import RuleFileBroken
from pipeline.messages import _

if TYPE_CHECKING:
    from pydantic import ConfigDict, ValidationError
    from pydantic_core import ErrorDetails

DATA = Path(__file__).parent / "data"


class Evidence(StrEnum):
    """How sure we are of an entry. Only what is verified may block anything."""

    VERIFIED = "verified"  # seen in a public source
    SECONDARY = "secondary"  # seen in weak secondary sources only
    MEMORY = "memory"  # known, not looked up
    ASSUMED = "assumed"  # our own default where the sources are silent
    UNVERIFIED = "unverified"  # announced or partly seen; not to be printed


def weakest(marks: Iterable[Evidence]) -> Evidence:
    """The mark of what rests on several entries."""
    return max(marks, key=list(Evidence).index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """First and last day of validity, both included; without `to` there is no end in sight."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(_("it ends before it begins"))

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.start in other or other.start in self


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry of every file carries."""

    __pydantic_config__: ClassVar[ConfigDict] = {"extra": "forbid"}

    period: Period
    #: the article, decision or page it is written in
    source: str
    evidence: Evidence
    #: the administrator who compared the entry with the official text, and when
    confirmed_by: str = ""
    confirmed_on: date | None = None

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise ValueError(_("the source is missing"))

    @property
    def key(self) -> str:
        """What the entry is about: of entries with one key, one at most holds on a day."""
        raise NotImplementedError

    @property
    def exclusive(self) -> bool:
        """Whether another entry with the same key may not hold on the same day."""
        return True

    def confirmed(self, by: str, on: date) -> Self:
        """This entry as a named person vouches for it; from now on it may block."""
        return dataclasses.replace(self, evidence=Evidence.VERIFIED, confirmed_by=by, confirmed_on=on)


File = TypeVar("File")
AnEntry = TypeVar("AnEntry", bound=Entry)


def load(path: Path, kind: type[File]) -> File:
    """Read the TOML file at `path` into the dataclass `kind`, whose fields are the file's sections.

    Raises `RuleFileBroken` naming the file and the entry when anything is missing, misspelt or of the wrong type.
    """
    from pydantic import TypeAdapter, ValidationError

    document = _document(path)
    known = {section.name for section in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for name in set(document) - known:
        raise RuleFileBroken(file=path.name, entry=name, problem=_("{key} is not known here").format(key=name))
    sections = {name: _with_periods(document.get(name, ())) for name in known}
    try:
        return TypeAdapter(kind).validate_python(sections)
    except ValidationError as trouble:
        raise _broken(path, document, trouble) from trouble


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise RuleFileBroken(file=path.name, entry="-", problem=str(trouble)) from trouble


def entries(file: object) -> Iterator[Entry]:
    """All entries of a file that was read, section by section."""
    for section in dataclasses.fields(file):  # type: ignore[arg-type]
        yield from getattr(file, section.name)


def forbid_overlaps(path: Path, file: object) -> None:
    """Raise `RuleFileBroken` when two entries of one section with one key hold on the same day."""
    for section in dataclasses.fields(file):  # type: ignore[arg-type]
        _forbid_overlaps(path, getattr(file, section.name))


def _forbid_overlaps(path: Path, section: Iterable[Entry]) -> None:
    groups = defaultdict(list)
    for entry in section:
        if entry.exclusive:
            groups[entry.key].append(entry.period)
    for key, periods in groups.items():
        ordered = sorted(periods, key=lambda period: period.start)
        for earlier, later in itertools.pairwise(ordered):
            if earlier.overlaps(later):
                problem = _("two entries hold on {day}").format(day=later.start)
                raise RuleFileBroken(file=path.name, entry=key, problem=problem)


def _with_periods(section: object) -> object:
    """Gather ``from`` and ``to`` of each entry into its `Period`."""
    if not isinstance(section, list):
        return section
    return [_with_period(entry) if isinstance(entry, dict) else entry for entry in section]


def _with_period(entry: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in entry.items() if name not in {"from", "to"}}
    if "from" in entry:
        rest["period"] = {"start": entry["from"], "end": entry.get("to")}
    return rest


def _broken(path: Path, document: dict[str, Any], trouble: ValidationError) -> RuleFileBroken:
    first = trouble.errors()[0]
    return RuleFileBroken(file=path.name, entry=_entry_name(document, first["loc"]), problem=_problem(first))


def _problem(error: ErrorDetails) -> str:
    """Say in Vietnamese what pydantic found."""
    key = str(error["loc"][-1])
    match error["type"]:
        case "missing":
            return _("{key} is missing").format(key="from" if key == "period" else key)
        case "unexpected_keyword_argument":
            return _("{key} is not known here").format(key=key)
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return _("{key} has the wrong value ({value})").format(key=key, value=error["input"])


def _entry_name(document: dict[str, Any], place: tuple[int | str, ...]) -> str:
    """The code or number of the entry at `place`, or its section and position."""
    match place:
        case (str() as section, int() as position, *_rest) if isinstance(document[section][position], dict):
            entry = document[section][position]
            names = [str(entry[key]) for key in ("code", "award", "number") if key in entry]
            return names[0] if names else f"{section} {position + 1}"
        case _:
            return ".".join(str(part) for part in place)
