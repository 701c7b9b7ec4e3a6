"""What the register knew of a window by a day, read once, as plain rows to be counted in memory.

Every table is counted from the same rows, so no two tables can disagree about what they count; the number of queries
does not depend on how much there is. What was given back never counted; what was taken back or replaced later than the
day still counts on it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from pipeline.programme.statistics.window import Window
from pipeline.register.models import (
    Appointment,
    Award,
    Dissemination,
    EmulationField,
    Exemplar,
    ExemplarStage,
    FollowUp,
    Nomination,
    NominationState,
    Person,
    Publication,
    Registration,
    RegistrationRow,
    Round,
    RoundKind,
    SessionItem,
    SessionState,
    Title,
    Unit,
)

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Human:
    """What is counted of a person; "" where it is not known."""

    gender: str
    ethnic: str
    post: str


@dataclass(frozen=True, slots=True)
class Introduced:
    """Somebody a unit introduced in a quarter."""

    round: int
    unit: int
    person: int | None
    name: str
    received: dt.date
    in_review: bool
    fields: Codes
    who: Human


@dataclass(frozen=True, slots=True)
class Registered:
    """A person or collective in the registration of a unit that counts."""

    round: int
    unit: int
    received: dt.date
    collective: bool
    person: int | None
    name: str
    fields: Codes


@dataclass(frozen=True, slots=True)
class Chosen:
    """An award the Council granted in a closed session."""

    round: int | None
    unit: int
    collective: bool
    name: str
    title: str
    fields: Codes
    who: Human | None


@dataclass(frozen=True, slots=True)
class Awarded:
    """An award of a decision that is in force."""

    round: int | None
    #: of the recipient; None where the register does not know it
    unit: int | None
    collective: bool
    name: str
    title: str
    #: the year it is for, and the day it was decided
    year: int
    day: dt.date
    money: int
    fields: Codes
    who: Human | None


@dataclass(frozen=True, slots=True)
class Stage:
    """An exemplar entered one of the four stages."""

    exemplar: int
    stage: str
    day: dt.date
    collective: bool
    fields: Codes


@dataclass(frozen=True, slots=True)
class Told:
    """A unit explained the plan to its staff."""

    unit: int
    attendance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All of a window, in the order lists print it."""

    window: Window
    #: the quarters its tables show
    quarters: list[Round]
    #: of every body: a form may come from a unit of before a merger
    units: list[Unit]
    fields: list[EmulationField]
    titles: list[Title]
    #: people on the staff of each unit on the last day
    staff: dict[int, int]
    introduced: list[Introduced]
    registered: list[Registered]
    #: day the registration of a unit (by round and unit) came in
    registrations: dict[tuple[int, int], dt.date]
    chosen: list[Chosen]
    awarded: list[Awarded]
    stages: list[Stage]
    #: dissemination of the plan, publications about exemplars and looks at how they fare
    told: list[Told]
    publications: int
    follow_ups: int
    #: ids of the rounds counted in the window, and of those shown beside it
    counted: frozenset[int]


def snapshot(window: Window) -> Snapshot:
    """Read the register once."""
    rounds = [each for each in Round.objects.filter(plan=window.plan) if window.shows(each)]
    ids = [each.pk for each in rounds]
    people = _People(window)
    forms = _forms(ids, window)
    introduced, registered = _introduced(ids, window, people), _registered(ids, forms)
    known = _Fields(introduced, registered)
    return Snapshot(
        window=window,
        quarters=[each for each in rounds if each.kind == RoundKind.QUARTERLY],
        units=list(Unit.objects.all()),
        fields=list(EmulationField.objects.filter(plan=window.plan)),
        titles=list(Title.objects.all()),
        staff=people.staff(min(window.last, window.on)),
        introduced=introduced,
        registered=registered,
        registrations={(row.round, row.unit): row.received for row in forms},
        chosen=_chosen(ids, window, known, people),
        awarded=_awarded(ids, window, known, people),
        stages=_stages(window),
        told=[Told(*row) for row in _within(Dissemination, window, "plan").values_list("unit", "attendance")],
        publications=_within(Publication, window, "exemplar__plan").count(),
        follow_ups=_within(FollowUp, window, "exemplar__plan").count(),
        counted=frozenset(each.pk for each in rounds if window.holds(each)),
    )


@dataclass(frozen=True, slots=True)
class _Post:
    unit: int
    name: str
    start: dt.date
    end: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


class _People:
    """Staff and posts by day, from two queries."""

    def __init__(self, window: Window) -> None:
        rows = _values(Person, "pk", "full_name", "gender", "ethnic_group")
        self._people: dict[int, tuple[str, str, str]] = {pk: (name, sex, ethnic) for pk, name, sex, ethnic in rows}
        self._posts: dict[int, list[_Post]] = defaultdict(list)
        appointments = Appointment.objects.filter(valid_from__lte=window.on)
        for person, *post in appointments.values_list("person", "unit", "post", "valid_from", "valid_to"):
            self._posts[person].append(_Post(*post))

    def staff(self, day: dt.date) -> dict[int, int]:
        """Appointments of each unit on `day`."""
        counts: dict[int, int] = defaultdict(int)
        for post in (post for posts in self._posts.values() for post in posts):
            counts[post.unit] += post.holds(day)
        return dict(counts)

    def name(self, person: int | None) -> str:
        """As the staff list has it."""
        return self._people.get(person or 0, ("", "", ""))[0]

    def unit(self, person: int | None, day: dt.date) -> int | None:
        """Where a person worked on `day`."""
        post = self._post(person, day)
        return post.unit if post else None

    def of(self, person: int | None, day: dt.date, said: Human | None = None) -> Human:
        """A person on `day`; what the register does not know is as `said` on the form."""
        _name, gender, ethnic = self._people.get(person or 0, ("", "", ""))
        post, given = self._post(person, day), said or Human("", "", "")
        return Human(gender or given.gender, ethnic or given.ethnic, given.post or (post.name if post else ""))

    def _post(self, person: int | None, day: dt.date) -> _Post | None:
        return next((post for post in self._posts.get(person or 0, ()) if post.holds(day)), None)


class _Fields:
    """In which fields somebody was introduced or registered in a round, by person or by name."""

    def __init__(self, introduced: Iterable[Introduced], registered: Iterable[Registered]) -> None:
        self._known: dict[tuple[int, int | None, str], set[str]] = defaultdict(set)
        rows: list[Introduced | Registered] = [*introduced, *registered]
        for row in rows:
            self._known[self._key(row.round, row.person, row.name)].update(row.fields)

    def of(self, round_: int | None, person: int | None, name: str) -> Codes:
        """Sorted codes; none where nobody said."""
        return tuple(sorted(self._known.get(self._key(round_ or 0, person, name), ())))

    @staticmethod
    def _key(round_: int, person: int | None, name: str) -> tuple[int, int | None, str]:
        return round_, person, "" if person else name


def _values(model: type[Model], *columns: str) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = model._default_manager.values_list(*columns)
    return rows


def _coded(through: QuerySet[Any], owner: str) -> dict[int, Codes]:
    """The codes of the fields of each owner, from the table between them."""
    found: dict[int, list[str]] = defaultdict(list)
    for pk, code in through.values_list(owner, "emulationfield__code"):
        found[pk].append(code)
    return {pk: tuple(sorted(codes)) for pk, codes in found.items()}


# Forms


def _introduced(rounds: list[int], window: Window, people: _People) -> list[Introduced]:
    fields = _coded(Nomination.fields.through.objects.filter(nomination__round__in=rounds), "nomination_id")
    columns = ("round", "unit", "person", "name", "gender", "ethnic_group", "post", "state")
    times = ("form__submission__received_at", "replaced_by__form__submission__received_at", "withdrawal__day")
    found = []
    rows = Nomination.objects.filter(round__in=rounds).order_by("unit__rank", "id")
    for pk, round_, unit, person, name, gender, ethnic, post, state, *days in rows.values_list("pk", *columns, *times):
        received, replaced, withdrawn = map(_day, days)
        assert received is not None
        if received > window.on or not _stood(state != NominationState.WITHDRAWN, replaced, withdrawn, window.on):
            continue
        said = Human(gender, ethnic, post)
        who = people.of(person, received, said)
        in_review = state == NominationState.IN_REVIEW
        codes = fields.get(pk, ())
        found.append(Introduced(round_, unit, person, name, received, in_review, codes, who))
    return found


def _stood(stands: bool, replaced: dt.date | None, withdrawn: dt.date | None, on: dt.date) -> bool:
    """Whether a form counted on the day `on`: it does now, or what ended that came later."""
    ended = [day for day in (replaced, withdrawn) if day is not None]
    return stands or (bool(ended) and min(ended) > on)


@dataclass(frozen=True, slots=True)
class _Form:
    pk: int
    round: int
    unit: int
    received: dt.date


def _forms(rounds: list[int], window: Window) -> list[_Form]:
    """The registrations that counted on the day."""
    times = ("form__submission__received_at", "replaced_by__form__submission__received_at", "withdrawal__day")
    found = []
    for pk, round_, unit, counts, *days in Registration.objects.filter(round__in=rounds).values_list(
        "pk", "round", "unit", "counts", *times
    ):
        received, replaced, withdrawn = map(_day, days)
        assert received is not None
        if received <= window.on and _stood(counts, replaced, withdrawn, window.on):
            found.append(_Form(pk, round_, unit, received))
    return found


def _registered(rounds: list[int], counting: list[_Form]) -> list[Registered]:
    forms = {form.pk: form for form in counting}
    through = RegistrationRow.fields.through.objects.filter(registrationrow__registration__round__in=rounds)
    fields = _coded(through, "registrationrow_id")
    rows = RegistrationRow.objects.filter(registration__round__in=rounds)
    return [
        Registered(form.round, form.unit, form.received, collective, person, name, fields.get(pk, ()))
        for pk, registration, collective, person, name in rows.values_list(
            "pk", "registration", "collective", "person", "name"
        )
        if (form := forms.get(registration))
    ]


def _day(value: dt.datetime | dt.date | None) -> dt.date | None:
    return timezone.localdate(value) if isinstance(value, dt.datetime) else value


# Results


def _chosen(rounds: list[int], window: Window, known: _Fields, people: _People) -> list[Chosen]:
    held = SessionItem.objects.filter(session__state=SessionState.HELD, passed=True, session__day__lte=window.on)
    columns = ("session__round", "session__day", "unit", "collective", "person", "name", "title__code")
    return [
        Chosen(
            round_,
            unit,
            collective,
            name,
            title,
            known.of(round_, person, name),
            None if collective else people.of(person, day),
        )
        for round_, day, unit, collective, person, name, title in held.values_list(*columns)
        if _belongs(round_, day, rounds, window)
    ]


def _awarded(rounds: list[int], window: Window, known: _Fields, people: _People) -> list[Awarded]:
    columns = ("person", "unit", "of_unit", "name", "title__code", "year", "day", "money", "revoked_on")
    units = dict(_values(Unit, "pk", "name"))
    found = []
    rows = Award.objects.filter(day__lte=window.on).values_list(*columns, "entry__document__round")
    for person, unit, of_unit, name, title, year, day, money, revoked, round_ in rows:
        if (revoked and revoked <= window.on) or not _belongs(round_, day, rounds, window):
            continue
        who = None if unit else people.of(person, day)
        whose = of_unit or unit or people.unit(person, day)
        called = name or units.get(unit) or people.name(person)
        fields = known.of(round_, person, called)
        found.append(Awarded(round_, whose, bool(unit), called, title, year, day, money, fields, who))
    return found


def _belongs(round_: int | None, day: dt.date, rounds: list[int], window: Window) -> bool:
    """Whether a result is of the window: of one of its rounds, or, about none, of one of its days."""
    return round_ in rounds if round_ else window.since <= day <= window.last


def _stages(window: Window) -> list[Stage]:
    fields = _coded(Exemplar.fields.through.objects.filter(exemplar__plan=window.plan), "exemplar_id")
    reached = ExemplarStage.objects.filter(exemplar__plan=window.plan, day__lte=min(window.on, window.last))
    return [
        Stage(exemplar, stage, day, person is None, fields.get(exemplar, ()))
        for exemplar, stage, day, person in reached.values_list("exemplar", "stage", "day", "exemplar__person")
    ]


def _within(model: type[Model], window: Window, plan: str) -> QuerySet[Any]:
    """What a log of the plan holds of the days of the window."""
    days = {"day__gte": window.first, "day__lte": min(window.last, window.on)}
    found: QuerySet[Any] = model._default_manager.filter(**{plan: window.plan}, **days)
    return found
