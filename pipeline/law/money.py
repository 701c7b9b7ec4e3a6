"""Reward money: base salary × multiple, rounded, by the day the decision is issued (domain reference 5).

All amounts are whole đồng and all multiples whole tenths: there is no fraction anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from pipeline.errors import NoRuleForDay
from pipeline.law import own
from pipeline.law.codes import Subject
from pipeline.law.files import DATA, AnEntry, Entry, Evidence, weakest
from pipeline.messages import _
from pipeline.vietnamese.dates import short_date

_TEN_THOUSAND = 10_000


class Rounding(StrEnum):
    """How the product becomes the amount paid; the mode used belongs in the audit record of the decision."""

    CEIL_10K = "ceil_10k"  # up to the next ten thousand, the reading of the decrees
    NEAREST_10K = "nearest_10k"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseSalary(Entry):
    """Mức lương cơ sở: đồng a month."""

    dong: int

    @property
    def key(self) -> str:
        return "base_salary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Entry):
    """How many tenths of the base salary an award brings."""

    award: str
    subject: Subject
    tenths: int

    @property
    def key(self) -> str:
        return f"{self.award} {self.subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingRule(Entry):
    """The rounding the law asks for."""

    mode: Rounding

    @property
    def key(self) -> str:
        return "rounding"


@dataclass(frozen=True, slots=True)
class Reward:
    """An amount of money and how it came about."""

    #: base × multiple, before rounding
    raw: int
    #: what is paid
    amount: int
    #: the base salary used
    base: int
    #: tenths of the base salary: 3 means 0,3
    tenths: int
    rounding: Rounding
    #: where base, multiple and rounding are written
    law: tuple[str, ...]
    #: the weakest evidence among them
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class MoneyRules:
    """The sections of ``money.toml``."""

    base_salary: tuple[BaseSalary, ...]
    multiple: tuple[Multiple, ...]
    rounding: tuple[RoundingRule, ...]


def base_salary(on: date) -> BaseSalary:
    """The base salary in force on this day; raises `NoRuleForDay`."""
    return _in_force(money_rules().base_salary, on, _("the base salary"))


def reward(award_code: str, subject: Subject, on: date, rounding: Rounding | None = None) -> Reward:
    """The money that goes with an award decided `on` this day.

    `rounding` is the mode the law asks for unless the accountant's is given. Raises `NoRuleForDay` where no multiple is
    known, also for an award the subject cannot hold.
    """
    base = base_salary(on)
    wanted = [rule for rule in money_rules().multiple if (rule.award, rule.subject) == (award_code, subject)]
    multiple = _in_force(wanted, on, _("the reward for {award} ({subject})").format(award=award_code, subject=subject))
    rule = _in_force(money_rules().rounding, on, _("the rounding of reward money"))
    raw = base.dong * multiple.tenths // 10
    mode = rounding or rule.mode
    used: tuple[Entry, ...] = (base, multiple, rule) if rounding is None else (base, multiple)
    return Reward(
        raw=raw,
        amount=_rounded(raw, mode),
        base=base.dong,
        tenths=multiple.tenths,
        rounding=mode,
        law=tuple(entry.source for entry in used),
        evidence=weakest(entry.evidence for entry in used),
    )


def read_money(path: Path) -> MoneyRules:
    """Read and check a file of money rules; raises `RuleFileBroken`."""
    return own.read(path, MoneyRules)


def _in_force(rules: Sequence[AnEntry], on: date, what: str) -> AnEntry:
    for rule in rules:
        if on in rule.period:
            return rule
    raise NoRuleForDay(what=what, day=short_date(on))


def _rounded(raw: int, mode: Rounding) -> int:
    match mode:
        case Rounding.CEIL_10K:
            return -(-raw // _TEN_THOUSAND) * _TEN_THOUSAND
        case Rounding.NEAREST_10K:
            return (raw + _TEN_THOUSAND // 2) // _TEN_THOUSAND * _TEN_THOUSAND
        case Rounding.NONE:
            return raw


@own.cached
def money_rules() -> MoneyRules:
    """All rules about money, those no longer in force too."""
    return read_money(DATA / "money.toml")
