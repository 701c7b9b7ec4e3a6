"""How those on an agenda stand by the conditions of what they are proposed for, before the Council votes (9).

Nothing is decided here: members see what is met, what is not, and what nobody has proven yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.law.codes import Kind
from pipeline.law.conditions import DISCIPLINES, RATINGS, Candidate, Collective, Stage, failures, most_allowed
from pipeline.law.screening import Severity
from pipeline.messages import _
from pipeline.register.models import Appointment, Award, Hold, Initiative, Person, Rating, Session, SessionItem
from pipeline.vietnamese.text import match_key

#: a title for which another one is a condition of the same year
FIGHTER, WORKER = "CSTDCS", "LDTT"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A condition that is not met, or not proven."""

    rule: str
    severity: Severity
    sentence: str


def doubts_about(item: SessionItem) -> list[Doubt]:
    """The conditions of the item's title that whoever it is about does not meet."""
    candidate = _collective(item) if item.collective else _person(item)
    if candidate is None:
        return []
    unmet = failures(item.title.code, candidate, on=item.session.day)
    message = _("wanted {wanted}, found {found} ({law})")
    found = [
        Doubt(
            failure.rule.code,
            failure.rule.weight(Stage.COUNCIL),
            message.format(wanted=failure.wanted, found=failure.found, law=failure.rule.source),
        )
        for failure in unmet
    ]
    return [*found, *_used_before(item), *_paid_twice(item)]


def cap_doubt(session: Session) -> Doubt | None:
    """The law's cap on base-level fighters, where more are proposed than those who work well allow (4.5)."""
    named = {code: set(_names(session, code)) for code in (FIGHTER, WORKER)}
    good = len(named[FIGHTER] | named[WORKER])
    cap = most_allowed(FIGHTER, {WORKER: good}, on=session.day)
    if cap is None or len(named[FIGHTER]) <= cap[1]:
        return None
    rule, most = cap
    message = _("{count} {award} proposed of {of} {base}; {percent}% allow {most} ({law})")
    facts = {"count": len(named[FIGHTER]), "award": FIGHTER, "of": good, "base": WORKER, "percent": rule.percent}
    return Doubt(rule.code, rule.weight(Stage.COUNCIL), message.format(most=most, law=rule.source, **facts))


def _names(session: Session, code: str) -> Iterator[str]:
    yield from session.items.filter(title__code=code, collective=False).values_list("name", flat=True)


def _person(item: SessionItem) -> Candidate | None:
    person = item.person
    if person is None:
        return None
    years: dict[str, set[int]] = {}
    for award in Award.objects.filter(person=person, revoked_on=None).select_related("title"):
        years.setdefault(award.title.code, set()).add(award.year)
    return Candidate(
        year=item.year,
        rating=_rating(person, item.year),
        claims=frozenset(Initiative.objects.filter(person=person, year=item.year).values_list("kind", flat=True)),
        titles={code: frozenset(found) for code, found in years.items()},
        months=_months(person, item),
    )


def _rating(person: Person, year: int) -> str | None:
    found: str | None = Rating.objects.filter(person=person, year=year).values_list("code", flat=True).first()
    return found


def _months(person: Person, item: SessionItem) -> int | None:
    begun = Appointment.objects.filter(person=person).order_by("valid_from").values_list("valid_from", flat=True)
    first: dt.date | None = begun.first()
    if first is None:
        return None
    return (item.year - first.year) * 12 + 12 - first.month + (first.day == 1)


def _collective(item: SessionItem) -> Collective:
    """The unit's members on the day, and what the same session proposes for them."""
    members = list(Appointment.objects.on(item.session.day).filter(unit=item.unit).values_list("person_id", flat=True))
    proposed = item.session.items.filter(person__in=members, collective=False)
    fighters = set(proposed.filter(title__code=FIGHTER).values_list("person_id", flat=True))
    workers = set(proposed.filter(title__code=WORKER).values_list("person_id", flat=True)) | fighters
    ratings = list(Rating.objects.filter(person__in=members, year=item.year).values_list("code", flat=True))
    at_least = {code: sum(rating in RATINGS[: RATINGS.index(code) + 1] for rating in ratings) for code in RATINGS[:-1]}
    return Collective(
        members=len(members),
        with_={WORKER: len(workers), FIGHTER: len(fighters), **at_least},
        discipline=_heaviest(members, item.year),
    )


def _heaviest(members: list[int], year: int) -> str:
    kinds = Hold.objects.filter(person__in=members, valid_from__year=year, kind__in=DISCIPLINES)
    return max(kinds.values_list("kind", flat=True), key=DISCIPLINES.index, default="")


def _used_before(item: SessionItem) -> Iterator[Doubt]:
    """R-SK-REUSE: an initiative that has won a title already does not count again for a Bằng khen."""
    if item.title.code != "BK_TINH" or item.person is None:
        return
    for initiative in Initiative.objects.filter(person=item.person, used_for__isnull=False):
        sentence = _("the initiative “{name}” was used for an earlier award").format(name=initiative.name)
        yield Doubt("R-SK-REUSE", Severity.WARN, sentence)


def _paid_twice(item: SessionItem) -> Iterator[Doubt]:
    """R-MONEY-02: two commendations for one achievement; the law gives one (5.4)."""
    if item.title.kind != Kind.COMMENDATION or item.person is None or not item.reason:
        return
    earlier = Award.objects.filter(person=item.person, title__kind=Kind.COMMENDATION, revoked_on=None)
    for award in earlier.select_related("title"):
        if match_key(award.reason) == match_key(item.reason):
            sentence = _("the same achievement was commended by {symbol} ({title})")
            yield Doubt("R-MONEY-02", Severity.WARN, sentence.format(symbol=award.symbol, title=award.title.name))
