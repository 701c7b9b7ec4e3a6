"""How heavy each screening rule weighs, by the day a form was received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.law import own
from pipeline.law.files import DATA, Entry, Evidence


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

    @property
    def key(self) -> str:
        return self.code

    @property
    def weight(self) -> Severity:
        """What a finding of it does: a rule nobody has verified never blocks."""
        unsure = self.severity is Severity.ERROR and self.evidence is not Evidence.VERIFIED
        return Severity.WARN if unsure else self.severity


@dataclass(frozen=True, slots=True)
class RuleFile:
    """The sections of ``screening.toml``."""

    rule: tuple[ScreeningRule, ...]


@own.cached
def screening_rules() -> RuleFile:
    """All screening rules, those no longer in force too."""
    return own.read(DATA / "screening.toml", RuleFile)


def rules_on(day: date) -> dict[str, ScreeningRule]:
    """The rules in force on `day`, by their code."""
    return {rule.code: rule for rule in screening_rules().rule if day in rule.period}
