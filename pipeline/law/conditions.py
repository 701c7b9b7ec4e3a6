"""Conditions of titles and commendations, by the day a dossier was received (domain reference 4.2, 4.5, 4.9).

    for failure in failures(award, candidate, on=day): failure.rule.code, failure.found, failure.wanted

Plain values in, plain values out: who the candidate is, and where what is said about them stands, is the caller's
business. Counting is done in whole numbers only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self

from pipeline.law import own
from pipeline.law.files import DATA, Entry, Evidence
from pipeline.law.screening import Severity
from pipeline.messages import _

#: ratings from best to worst (domain reference 2.3)
RATINGS = ("HTXS", "HTT", "HT", "KHT")
#: disciplines from lightest to heaviest (domain reference 2.4)
DISCIPLINES = ("KHIENTRACH", "CANHCAO", "HALUONG", "GIANGCHUC", "CACHCHUC", "BUOCTHOIVIEC")


class Stage(StrEnum):
    """The moments a condition is looked at."""

    REGISTRATION = "registration"
    COUNCIL = "council"
    DECISION = "decision"


class ConditionKind(StrEnum):
    """What a condition asks for; the head of ``conditions.toml`` says it in words."""

    RATING_MIN = "rating_min"
    NEEDS = "needs"
    PRIOR = "prior"
    SERVICE_MIN = "service_min"
    CLEAN = "clean"
    SHARE_MAX = "share_max"
    SHARE_MIN = "share_min"
    HAS_ONE = "has_one"


class ShareRounding(StrEnum):
    """How a share of people becomes a number of people."""

    FLOOR = "floor"
    HALF_UP = "half_up"


_NEEDED = {
    ConditionKind.RATING_MIN: ("rating",),
    ConditionKind.NEEDS: ("needs",),
    ConditionKind.PRIOR: ("of", "years"),
    ConditionKind.SERVICE_MIN: ("months",),
    ConditionKind.CLEAN: ("from_discipline",),
    ConditionKind.SHARE_MAX: ("percent", "of", "rounding"),
    ConditionKind.SHARE_MIN: ("percent", "of"),
    ConditionKind.HAS_ONE: ("of",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Entry):
    """One condition, while it holds. Which of the values it has depends on its kind."""

    code: str
    awards: frozenset[str]
    kind: ConditionKind
    severity: Mapping[Stage, Severity]
    enabled: bool = True
    rating: str = ""
    needs: tuple[tuple[str, ...], ...] = ()
    of: str = ""
    years: int = 0
    months: int = 0
    percent: int = 0
    more_than: bool = False
    rounding: ShareRounding | None = None
    from_discipline: str = ""

    def __post_init__(self) -> None:
        super(Condition, self).__post_init__()
        for name in _NEEDED[self.kind]:
            if not getattr(self, name):
                raise ValueError(_("{key} is missing").format(key=name))

    @property
    def key(self) -> str:
        return self.code

    def confirmed(self, by: str, on: date) -> Self:
        """As for every entry; a condition somebody vouches for is asked from now on."""
        return replace(super(Condition, self).confirmed(by, on), enabled=True)

    def weight(self, stage: Stage) -> Severity:
        """What failing it does at `stage`: a condition nobody has verified never blocks."""
        severity = self.severity[stage]
        unsure = severity is Severity.ERROR and self.evidence is not Evidence.VERIFIED
        return Severity.WARN if unsure else severity


@dataclass(frozen=True, slots=True)
class ConditionFile:
    """The sections of ``conditions.toml``."""

    condition: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is known of a person in the year asked about; None where nobody has said."""

    year: int
    rating: str | None = None
    #: what is proven: "sang_kien", "khoa_hoc" …; the rating need not be repeated
    claims: frozenset[str] = frozenset()
    #: years in which each title was awarded, by its code; only what a decision proves
    titles: Mapping[str, frozenset[int]] = field(default_factory=dict)
    months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collective:
    """What is known of a collective in the year asked about."""

    members: int
    #: members with a title, or with a rating or better, by its code ("LDTT", "HT")
    with_: Mapping[str, int]
    #: the heaviest discipline of a member in the year, "" for none
    discipline: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A condition that is not met, or about which nothing is known."""

    rule: Condition
    #: what was found, as a short Vietnamese phrase
    found: str
    wanted: str


@own.cached
def condition_rules() -> ConditionFile:
    """All conditions, those no longer in force too."""
    return own.read(DATA / "conditions.toml", ConditionFile)


def conditions_on(award: str, day: date) -> list[Condition]:
    """What `award` asks for when the dossier was received on `day`."""
    rules = condition_rules().condition
    return [rule for rule in rules if rule.enabled and award in rule.awards and day in rule.period]


def failures(award: str, candidate: Candidate | Collective, *, on: date) -> Iterator[Failure]:
    """The conditions of `award` that `candidate` does not meet, with the values compared.

    A share of all those awarded is no matter of one candidate: `most_allowed` answers that.
    """
    for rule in conditions_on(award, on):
        verdict = _judge(rule, candidate)
        if verdict is not None:
            yield Failure(rule, *verdict)


def most_allowed(award: str, awarded: Mapping[str, int], *, on: date) -> tuple[Condition, int] | None:
    """The rule that caps how many may have `award`, and that number; None where no law caps it.

    `awarded` counts those with each title in the office: {"LDTT": 47} -> 7 CSTDCS at 15 in a hundred.
    """
    for rule in conditions_on(award, on):
        if rule.kind is ConditionKind.SHARE_MAX:
            return rule, share_of(awarded.get(rule.of, 0), rule.percent, rule.rounding or ShareRounding.FLOOR)
    return None


def share_of(count: int, percent: int, rounding: ShareRounding) -> int:
    """`percent` in a hundred of `count` people, in whole people."""
    return (count * percent + (50 if rounding is ShareRounding.HALF_UP else 0)) // 100


# One test for each kind: what was found and what is wanted where it fails, None where it holds

Verdict = tuple[str, str] | None


def _judge(rule: Condition, candidate: Candidate | Collective) -> Verdict:
    if isinstance(candidate, Candidate):
        of_person = _OF_PERSON.get(rule.kind)
        return of_person(rule, candidate) if of_person else None
    of_collective = _OF_COLLECTIVE.get(rule.kind)
    return of_collective(rule, candidate) if of_collective else None


def _rating(rule: Condition, who: Candidate) -> Verdict:
    if who.rating is not None and RATINGS.index(who.rating) <= RATINGS.index(rule.rating):
        return None
    return who.rating or _("no rating"), _("{rating} or better").format(rating=rule.rating)


def _needs(rule: Condition, who: Candidate) -> Verdict:
    proven = set(who.claims)
    if who.rating is not None:
        proven |= set(RATINGS[RATINGS.index(who.rating) :]) - {"KHT"}
    missing = [group for group in rule.needs if not proven.intersection(group)]
    if not missing:
        return None
    wanted = "; ".join(_(" or ").join(group) for group in missing)
    return ", ".join(sorted(proven)) or _("nothing proven"), wanted


def _prior(rule: Condition, who: Candidate) -> Verdict:
    wanted = range(who.year - rule.years, who.year)
    awarded = who.titles.get(rule.of, frozenset())
    if awarded.issuperset(wanted):
        return None
    found = ", ".join(map(str, sorted(awarded))) or _("none")
    return f"{rule.of}: {found}", f"{rule.of}: {', '.join(map(str, wanted))}"


def _service(rule: Condition, who: Candidate) -> Verdict:
    if who.months is None or who.months >= rule.months:
        return None
    return _("{months} months").format(months=who.months), _("{months} months").format(months=rule.months)


def _clean(rule: Condition, who: Collective) -> Verdict:
    if not who.discipline or DISCIPLINES.index(who.discipline) < DISCIPLINES.index(rule.from_discipline):
        return None
    return who.discipline, _("nobody disciplined from {discipline} up").format(discipline=rule.from_discipline)


def _share(rule: Condition, who: Collective) -> Verdict:
    have = who.with_.get(rule.of, 0)
    enough = have * 100 > rule.percent * who.members if rule.more_than else have * 100 >= rule.percent * who.members
    if who.members and enough:
        return None
    sign = ">" if rule.more_than else "≥"
    return f"{have}/{who.members} {rule.of}", f"{sign} {rule.percent}% {rule.of}"


def _has_one(rule: Condition, who: Collective) -> Verdict:
    return None if who.with_.get(rule.of, 0) else (f"0 {rule.of}", f"1 {rule.of}")


_OF_PERSON = {
    ConditionKind.RATING_MIN: _rating,
    ConditionKind.NEEDS: _needs,
    ConditionKind.PRIOR: _prior,
    ConditionKind.SERVICE_MIN: _service,
}
_OF_COLLECTIVE = {
    ConditionKind.CLEAN: _clean,
    ConditionKind.SHARE_MIN: _share,
    ConditionKind.HAS_ONE: _has_one,
}
