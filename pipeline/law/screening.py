"""How heavy each screening rule weighs, by the day a form was received."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.law.files import DATA, Entry, forbid_overlaps, load


class Severity(StrEnum):
    """What a rule's finding does."""

    ERROR = "error"  # blocks until a person resolves it
    WARN = "warn"  # a person looks and gives a reason
    INFO = "info"  # shown only


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRule(Entry):
    """One rule, while it holds."""

    code: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class _RuleFile:
    rule: tuple[ScreeningRule, ...]


@functools.cache
def _rules() -> tuple[ScreeningRule, ...]:
    path = DATA / "screening.toml"
    rules = load(path, _RuleFile).rule
    forbid_overlaps(path, rules, key=lambda rule: rule.code)
    return rules


def rules_on(day: date) -> dict[str, ScreeningRule]:
    """The rules in force on `day`, by their code."""
    return {rule.code: rule for rule in _rules() if day in rule.period}
