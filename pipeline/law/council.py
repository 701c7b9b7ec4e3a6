"""How the Council votes: quorum, thresholds, what counts as the whole (domain reference 4.4), from ``council.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.errors import NoRuleForDay
from pipeline.law import own
from pipeline.law.files import DATA, AnEntry, Entry
from pipeline.law.screening import ScreeningRule


class Denominator(StrEnum):
    """Of whom a share of the votes is taken."""

    ALL = "total"  # all members, absent ones too
    PRESENT = "present"


class Ballot(StrEnum):
    """How a vote is taken."""

    SECRET = "kin"  # noqa: S105 - a secret ballot
    OPEN = "cong_khai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Entry):
    """How many must agree that an award is given: `numerator` of `denominator` parts of all, or of those present."""

    awards: frozenset[str]
    numerator: int
    parts: int
    of: Denominator
    ballot: Ballot
    #: whether an absent member gives a written opinion that counts as a vote
    absent_written: bool

    @property
    def key(self) -> str:
        return " ".join(sorted(self.awards))

    def least(self, members: int) -> int:
        """The fewest agreeing votes that suffice when `members` is the whole: 2/3 of 7 -> 5."""
        return -(-members * self.numerator // self.parts)

    def passed(self, agree: int, members: int) -> bool:
        """Whether `agree` votes of `members` suffice."""
        return agree * self.parts >= self.numerator * members


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum(Entry):
    """How many members must be there."""

    numerator: int
    parts: int

    @property
    def key(self) -> str:
        return "quorum"

    def met(self, present: int, members: int) -> bool:
        """Whether `present` of `members` may decide."""
        return present * self.parts >= self.numerator * members


@dataclass(frozen=True, slots=True)
class CouncilRules:
    """The sections of ``council.toml``."""

    quorum: tuple[Quorum, ...]
    rule: tuple[ScreeningRule, ...]
    threshold: tuple[Threshold, ...]


@own.cached
def council_rules() -> CouncilRules:
    """All rules of voting, those no longer in force too."""
    return own.read(DATA / "council.toml", CouncilRules)


def threshold(award: str, day: date) -> Threshold:
    """The threshold for `award` in a session held on `day`; raises `NoRuleForDay`."""
    return _in_force([rule for rule in council_rules().threshold if award in rule.awards], day, award)


def quorum(day: date) -> Quorum:
    """The quorum of a session held on `day`; raises `NoRuleForDay`."""
    return _in_force(council_rules().quorum, day, "quorum")


def session_needed(day: date) -> ScreeningRule:
    """The rule on decisions without a result of the Council (R-VOTE-01) on `day`; raises `NoRuleForDay`."""
    return _in_force(council_rules().rule, day, "R-VOTE-01")


def _in_force(rules: Sequence[AnEntry], day: date, what: str) -> AnEntry:
    for rule in rules:
        if day in rule.period:
            return rule
    raise NoRuleForDay(what=what, day=f"{day:%d/%m/%Y}")
