"""Which rule files there are, and how each is read: for people who look at the rules, add to them or confirm them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import NoSuchRule
from pipeline.law import basis, codes, conditions, council, money, own, screening, statistics, workdays
from pipeline.law.files import Entry, entries

_SAID_APART = frozenset(field.name for field in dataclasses.fields(Entry))

#: name of the rule file -> what its sections are, and how it is read
_KINDS: dict[str, tuple[type[Any], Callable[[], Any]]] = {
    "basis.toml": (basis.BasisRules, basis.basis_rules),
    "conditions.toml": (conditions.ConditionFile, conditions.condition_rules),
    "council.toml": (council.CouncilRules, council.council_rules),
    "holidays.toml": (workdays.HolidayFile, workdays.holiday_table),
    "money.toml": (money.MoneyRules, money.money_rules),
    "screening.toml": (screening.RuleFile, screening.screening_rules),
    "statistics.toml": (statistics.StatisticsRules, statistics.statistics_rules),
    "titles.toml": (codes.TitleFile, codes.title_file),
}


def matters() -> Iterator[tuple[str, Entry]]:
    """Every entry of every rule file, with the file's name."""
    for name, (_kind, read) in _KINDS.items():
        for entry in entries(read()):
            yield name, entry
    for path in own.files(codes.PLANS):
        for entry in codes.read_plan(path):
            yield path.name, entry


def kind_of(name: str) -> type[Any]:
    """The sections of the rule file called `name`; raises `NoSuchRule` for a name of none."""
    if Path(name).match(codes.PLANS):
        return codes.PlanFile
    if name not in _KINDS:
        raise NoSuchRule(file=name, key=", ".join((*_KINDS, codes.PLANS)), day="-")
    return _KINDS[name][0]


def read_matter(name: str) -> object:
    """The rule file called `name`, with what the office added and confirmed."""
    if Path(name).match(codes.PLANS):
        return codes.PlanFile(next(codes.read_plan(path) for path in own.files(codes.PLANS) if path.name == name))
    return _KINDS[name][1]()


def values_of(entry: Entry) -> str:
    """What an entry says beside its dates and its source, on one line for a clerk."""
    told = [field for field in dataclasses.fields(entry) if field.name not in _SAID_APART]
    values = ((field.name, getattr(entry, field.name)) for field in told if getattr(entry, field.name) != field.default)
    return "; ".join(f"{name} = {_plain(value)}" for name, value in values if value != entry.key)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, tuple | frozenset):
        ordered = value if isinstance(value, tuple) else sorted(value)
        return ", ".join(_plain(one) for one in ordered)
    return str(value)
