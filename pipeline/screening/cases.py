"""What the rules look at: forms with all that is known around them, gathered by a fixed number of queries.

One form or ten thousand cost the same number of queries, so that a whole plan can be looked through at once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from pipeline.law.conditions import Candidate
from pipeline.register.models import (
    Appointment,
    Award,
    Form,
    Hold,
    Nomination,
    NominationState,
    Person,
    Registration,
    SubmissionState,
    Unit,
    returned_forms,
)
from pipeline.register.values import FormValues, values_of
from pipeline.screening.likeness import LikeText, like_texts


@dataclass(frozen=True, slots=True)
class Other:
    """Another nomination, as far as rules compare with it."""

    pk: int
    round_id: int
    round: str
    unit_id: int
    unit: str
    person_id: int | None
    name: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Version:
    """Another registration of the same unit and round."""

    pk: int
    form_id: int
    counts: bool
    receipt: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post somebody held for a time."""

    unit_id: int
    #: whether the unit introduces people; the leaders of the office do not
    nominates: bool
    first: dt.date
    last: dt.date | None

    def held_on(self, day: dt.date) -> bool:
        """Whether it was held on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Case:
    """A form with all that rules need to look at."""

    form: Form
    values: FormValues
    received: dt.date
    nomination: Nomination | None
    registration: Registration | None
    #: other nominations of the same unit and round, withdrawn ones left out
    siblings: tuple[Other, ...] = ()
    #: nominations of the same person, by whomever and whenever
    of_person: tuple[Other, ...] = ()
    #: other registrations of the same unit and round that count, or came before and may yet
    versions: tuple[Version, ...] = ()
    posts: tuple[Post, ...] = ()
    holds: tuple[Hold, ...] = ()
    like: tuple[LikeText, ...] = ()
    #: the units a unit that is no more became
    successors: tuple[str, ...] = ()
    #: what is known of the people of a registration, by the id of the row
    candidates: dict[int, Candidate] = field(default_factory=dict)


def load_cases(forms: QuerySet[Form]) -> list[Case]:
    """The cases of `forms`, in their order."""
    return _Loader(forms).cases()


class _Loader:
    def __init__(self, forms: QuerySet[Form]) -> None:
        self._forms = list(forms.select_related("submission").prefetch_related("unit"))
        self._values = values_of(forms)
        nominations = Nomination.objects.filter(form__in=forms).select_related("person")
        nominations = nominations.prefetch_related("round", "unit", "fields", "titles")
        self._nominations = {row.form_id: row for row in nominations}
        registrations = Registration.objects.filter(form__in=forms).select_related("round", "unit")
        wanted = registrations.prefetch_related("rows__titles", "rows__person")
        self._registrations = {row.form_id: row for row in wanted}
        self._others = _others(self._nominations.values())
        self._versions = _versions(self._registrations.values())
        self._posts = _posts(self._people())
        self._holds = _holds(self._people())
        self._awards = _awards(self._people())
        self._like = like_texts(forms)
        self._successors = _successors({form.unit_id for form in self._forms if form.unit_id})

    def _people(self) -> set[int]:
        nominated = {row.person_id for row in self._nominations.values()}
        registered = {row.person_id for registration in self._registrations.values() for row in registration.rows.all()}
        return {number for number in nominated | registered if number is not None}

    def cases(self) -> list[Case]:
        return [self._case(form) for form in self._forms]

    def _case(self, form: Form) -> Case:
        nomination, registration = self._nominations.get(form.pk), self._registrations.get(form.pk)
        person = nomination.person_id if nomination else None
        return Case(
            form=form,
            values=self._values.get(form.pk, FormValues()),
            received=timezone.localdate(form.submission.received_at),
            nomination=nomination,
            registration=registration,
            siblings=self._siblings(nomination),
            of_person=self._of_person(nomination),
            versions=self._earlier(registration),
            posts=self._posts.get(person or 0, ()),
            holds=self._holds.get(person or 0, ()),
            like=tuple(self._like.get(nomination.pk, ())) if nomination else (),
            successors=self._successors.get(form.unit_id or 0, ()),
            candidates=self._candidates(registration),
        )

    def _siblings(self, nomination: Nomination | None) -> tuple[Other, ...]:
        if nomination is None:
            return ()
        same = self._others.by_unit.get((nomination.round_id, nomination.unit_id), ())
        return tuple(other for other in same if other.pk != nomination.pk)

    def _of_person(self, nomination: Nomination | None) -> tuple[Other, ...]:
        if nomination is None or nomination.person_id is None:
            return ()
        return tuple(other for other in self._others.by_person[nomination.person_id] if other.pk != nomination.pk)

    def _earlier(self, registration: Registration | None) -> tuple[Version, ...]:
        if registration is None:
            return ()
        same = self._versions.get((registration.round_id, registration.unit_id), ())
        others = (other for other in same if other.pk != registration.pk)
        return tuple(other for other in others if other.counts or other.form_id < registration.form_id)

    def _candidates(self, registration: Registration | None) -> dict[int, Candidate]:
        if registration is None:
            return {}
        people = {row.pk: row.person for row in registration.rows.all() if row.person is not None}
        return {row: self._candidate(person, registration) for row, person in people.items()}

    def _candidate(self, person: Person, registration: Registration) -> Candidate:
        year, day = registration.round.year, registration.round.last_day
        first = min((post.first for post in self._posts.get(person.pk, ())), default=None)
        return Candidate(
            year=year,
            titles={code: frozenset(years) for code, years in self._awards.get(person.pk, {}).items()},
            months=None if first is None else (day.year - first.year) * 12 + day.month - first.month + (first.day == 1),
        )


@dataclass(frozen=True, slots=True)
class _Others:
    by_unit: dict[tuple[int, int], list[Other]]
    by_person: dict[int, list[Other]]


def _others(nominations: Iterable[Nomination]) -> _Others:
    """All nominations that stand beside those looked at: of their rounds, and of their people in other rounds."""
    nominations = list(nominations)
    found = _Others(defaultdict(list), defaultdict(list))
    rounds = {row.round_id for row in nominations}
    people = {row.person_id for row in nominations if row.person_id is not None}
    counted = Nomination.objects.exclude(state=NominationState.WITHDRAWN)
    columns = ("round__code", "unit_id", "unit__name", "person_id", "name", "form__submission__receipt")
    beside = counted.filter(round__in=rounds) | counted.filter(person__in=people)
    for row in beside.order_by("pk").values_list("pk", "round_id", *columns):
        other = Other(*row)
        found.by_unit[other.round_id, other.unit_id].append(other)
        if other.person_id is not None:
            found.by_person[other.person_id].append(other)
    return found


def _versions(registrations: Iterable[Registration]) -> dict[tuple[int, int], list[Version]]:
    rounds = {row.round_id for row in registrations}
    given_back = returned_forms(Form.objects.filter(registration__round__in=rounds))
    rows = Registration.objects.filter(round__in=rounds, replaced_by=None).exclude(form__in=given_back)
    rows = rows.exclude(form__submission__state=SubmissionState.RETURNED).order_by("pk")
    found = defaultdict(list)
    columns = ("pk", "form_id", "counts", "form__submission__receipt")
    for round_, unit, *rest in rows.values_list("round_id", "unit_id", *columns):
        found[round_, unit].append(Version(*rest))
    return found


def _posts(people: set[int]) -> dict[int, tuple[Post, ...]]:
    found: dict[int, list[Post]] = defaultdict(list)
    columns = ("unit_id", "unit__nominates", "valid_from", "valid_to")
    for person, *rest in Appointment.objects.filter(person__in=people).values_list("person_id", *columns):
        found[person].append(Post(*rest))
    return {person: tuple(posts) for person, posts in found.items()}


def _holds(people: set[int]) -> dict[int, tuple[Hold, ...]]:
    found: dict[int, list[Hold]] = defaultdict(list)
    for hold in Hold.objects.filter(person__in=people):
        assert hold.person_id is not None
        found[hold.person_id].append(hold)
    return {person: tuple(holds) for person, holds in found.items()}


def _awards(people: set[int]) -> dict[int, dict[str, set[int]]]:
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    standing = Award.objects.filter(person__in=people, revoked_on=None)
    for person, code, year in standing.values_list("person_id", "title__code", "year"):
        assert person is not None
        found[person][code].add(year)
    return found


def _successors(units: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for unit in Unit.objects.filter(pk__in=units, successions__isnull=False).prefetch_related("successions__successor"):
        found[unit.pk] = [succession.successor.name for succession in unit.successions.all()]
    return {unit: tuple(names) for unit, names in found.items()}


def plain(value: Any) -> str:  # noqa: ANN401 - as typed by the field
    """A field's value as text; "" where the form says nothing."""
    return "" if value is None else str(value)
