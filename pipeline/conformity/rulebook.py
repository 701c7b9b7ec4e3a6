"""The packs of rules in ``data/``: which holds on a day, and what each rule says."""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.errors import NoRuleForDay, RuleFileBroken
from pipeline.law.files import Evidence
from pipeline.vietnamese.text import fold

DATA = Path(__file__).parent / "data"


class Severity(StrEnum):
    """What breaking a rule means."""

    ERROR = "E"  # contradicts the decree
    WARNING = "W"  # departs from a model form, or from itself
    INFO = "I"  # typography and habit
    REVIEW = "R"  # only a person can tell


class Fix(StrEnum):
    """Whether a correction may be made without asking."""

    SAFE = "safe"
    ASK = "ask"
    NONE = "none"


class Stage(StrEnum):
    """Where a document stands: number and day may be blank until it is issued."""

    DRAFT = "draft"
    SIGNED = "signed"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a pack."""

    id: str
    severity: Severity
    fix: Fix
    basis: str
    title: str
    allowed: str
    remedy: str
    evidence: Evidence = Evidence.VERIFIED
    stages: frozenset[Stage] = frozenset(Stage)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def clause(self) -> str:
        """Where it is written, in words."""
        return clause(self.basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of document and its abbreviation."""

    code: str
    name: str
    #: whether the abbreviation stands in the symbol
    symbol: bool = True
    copy: bool = False


@dataclass(frozen=True)
class Pack:
    """The rules that hold from a day on."""

    id: str
    title: str
    start: dt.date
    end: dt.date | None
    kinds: tuple[Kind, ...]
    rules: dict[str, Rule]

    def holds_on(self, day: dt.date) -> bool:
        """Whether documents of that day follow it."""
        return self.start <= day and (self.end is None or day <= self.end)

    def kind(self, code: str) -> Kind | None:
        """The kind with this abbreviation, exactly."""
        return next((kind for kind in self.kinds if kind.code == code), None)

    def kind_named(self, words: str) -> Kind | None:
        """The kind with this name, in any case, spaced out or not."""
        return self._by_name.get(fold(words).replace(" ", ""))

    @functools.cached_property
    def _by_name(self) -> dict[str, Kind]:
        return {fold(kind.name).replace(" ", ""): kind for kind in self.kinds if not kind.copy}


def pack_on(day: dt.date) -> Pack:
    """The pack for documents of that day; raises `NoRuleForDay`."""
    for pack in packs():
        if pack.holds_on(day):
            return pack
    raise NoRuleForDay(what="NĐ 30/2020/NĐ-CP", day=f"{day:%d/%m/%Y}")


@functools.cache
def packs() -> tuple[Pack, ...]:
    """All packs, the newest first."""
    found = [read_pack(path) for path in DATA.glob("*.toml") if path.name != "names.toml"]
    return tuple(sorted(found, key=lambda pack: pack.start, reverse=True))


def read_pack(path: Path) -> Pack:
    """Read and check a pack; raises `RuleFileBroken` naming the entry."""
    entry = "pack"
    try:
        document = tomllib.loads(path.read_text("utf-8"))
        head = document["pack"]
        kinds = []
        for entry_document in document["kind"]:
            entry = str(entry_document.get("code"))
            kinds.append(Kind(**entry_document))
        rules = {}
        for entry_document in document["rule"]:
            entry = str(entry_document.get("id"))
            if entry in rules:
                raise ValueError(entry)
            rules[entry] = _rule(entry_document)
        return Pack(head["id"], head["title"], head["from"], head.get("to"), tuple(kinds), rules)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as trouble:
        raise RuleFileBroken(file=path.name, entry=entry, problem=str(trouble)) from trouble


def _rule(entry: dict[str, Any]) -> Rule:
    typed = {
        "severity": Severity(entry["severity"]),
        "fix": Fix(entry["fix"]),
        "evidence": Evidence(entry.get("evidence", Evidence.VERIFIED)),
        "stages": frozenset(map(Stage, entry.get("stages", Stage))),
    }
    return Rule(**{**entry, **typed})


_PART_ONE = re.compile(r"(IV|V|I{1,3})(?:\.(\d+)(\w)?)?")
_PART_TWO = re.compile(r"P2\.(I{1,2})(?:\.(\d+))?")
_APPENDIX = re.compile(r"PL(\d)(?:\.P(\d))?(?:\.([IVX]+))?(?:\.(\d+)(\w)?)?")
_MODEL = re.compile(r"PL3-M([\d.]+)")
_ARTICLE = re.compile(r"Đ(\d+)(?:\.(\d+))?")
_ROMAN_PARTS = {"1": "I", "2": "II"}


def clause(basis: str) -> str:  # noqa: PLR0911  one return for each part of the decree
    """ "II.9d" -> "Phụ lục I, phần I, mục II, khoản 9, điểm d"."""
    if basis in {"H", "P"}:
        return "Thông lệ trình bày (Nghị định không quy định)"
    if match := _MODEL.fullmatch(basis):
        return f"Phụ lục III, mẫu {match[1]}"
    if match := _ARTICLE.fullmatch(basis):
        return f"Điều {match[1]}" + (f", khoản {match[2]}" if match[2] else "")
    if match := _PART_TWO.fullmatch(basis):
        return f"Phụ lục I, phần II, mục {match[1]}" + (f", khoản {match[2]}" if match[2] else "")
    if match := _APPENDIX.fullmatch(basis):
        number = ["", "I", "II", "III", "IV", "V", "VI"][int(match[1])]
        return f"Phụ lục {number}" + _tail(_ROMAN_PARTS.get(match[2] or ""), *match.groups()[2:])
    if match := _PART_ONE.fullmatch(basis):
        return "Phụ lục I" + _tail("I", *match.groups())
    return basis


def _tail(part: str | None, section: str | None, item: str | None, letter: str | None) -> str:
    pieces = (("phần", part), ("mục", section), ("khoản", item), ("điểm", letter))
    return "".join(f", {word} {number}" for word, number in pieces if number)
