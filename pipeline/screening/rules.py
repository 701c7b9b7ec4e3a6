"""The rules themselves: each looks at one case and says what is wrong, or nothing.

Which rules hold, and how heavy they weigh, is dated data (`pipeline/law/data/screening.toml`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from pipeline.messages import _
from pipeline.register.models import (
    Form,
    Nomination,
    NominationState,
    Registration,
    returned_forms,
)

#: how long before and after its quarter a nomination is still signed without wonder (domain reference 10.3)
SIGNING_GRACE = dt.timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Case:
    """A form with all that rules need to look at."""

    form: Form
    values: dict[str, Any]
    received: dt.date
    nomination: Nomination | None
    registration: Registration | None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule found: a sentence for people and the values compared."""

    message: str
    evidence: dict[str, Any]


Rule = Callable[[Case], Iterator[Remark]]


def unknown_unit(case: Case) -> Iterator[Remark]:
    """R-UNIT-01: the form names no unit of the office, nor did the folder."""
    if case.form.unit is None:
        written = case.values.get("don_vi") or case.form.submission.folder
        message = _("The unit “{unit}” is not on the office's list.") if written else _("The form names no unit.")
        yield Remark(message.format(unit=written), {"don_vi": written})


def outside_rounds(case: Case) -> Iterator[Remark]:
    """R-ROUND-01: the quarter or year on the form is no round of a plan (REQ-030)."""
    if case.form.unit is None or case.nomination or case.registration:
        return
    quarter, year = case.values.get("quy"), case.values.get("nam")
    message = _("The period on the form (quarter {quarter}, year {year}) is no round of the plan.")
    yield Remark(message.format(quarter=quarter or "…", year=year or "…"), {"quy": quarter, "nam": year})


def second_nominee(case: Case) -> Iterator[Remark]:
    """R-ONE-01: the unit introduced somebody else in this quarter already; the unit must choose."""
    for other in _siblings(case):
        if not _same_person(case.nomination, other):
            message = _("{unit} already introduced {name} in {round}; the unit must choose one person.")
            facts = {"unit": other.unit.name, "name": other.name, "round": other.round.code}
            yield Remark(message.format(**facts), {"other_receipt": other.form.submission.receipt})


def newer_version(case: Case) -> Iterator[Remark]:
    """R-DUP-02: the same form came before with other bytes; the newer one counts when a person says so."""
    for other in _siblings(case):
        if _same_person(case.nomination, other):
            yield _version_remark(other.form)
    for registration in _other_registrations(case):
        yield _version_remark(registration.form)


def _version_remark(earlier: Form) -> Remark:
    receipt = earlier.submission.receipt
    message = _("This is a newer version of the form with receipt {receipt}; confirm which one counts.")
    return Remark(message.format(receipt=receipt), {"other_receipt": receipt})


def _siblings(case: Case) -> list[Nomination]:
    if case.nomination is None:
        return []
    same = Nomination.objects.filter(round=case.nomination.round, unit=case.nomination.unit)
    counted = same.exclude(pk=case.nomination.pk).exclude(state=NominationState.WITHDRAWN)
    return list(counted.select_related("form__submission", "unit", "round"))


def _other_registrations(case: Case) -> list[Registration]:
    """Registrations of the same unit and round that count, or came before and may yet."""
    if case.registration is None:
        return []
    mine = case.registration
    same = Registration.objects.filter(round=mine.round, unit=mine.unit, replaced_by=None).exclude(pk=mine.pk)
    earlier = same.filter(Q(counts=True) | Q(form__lt=mine.form_id))
    return list(earlier.exclude(form__in=returned_forms(Form.objects.all())).select_related("form__submission"))


def _same_person(one: Nomination | None, other: Nomination) -> bool:
    if one is None:
        return False
    if one.person_id and other.person_id:
        return one.person_id == other.person_id
    return one.name == other.name


def quarter_and_signing(case: Case) -> Iterator[Remark]:
    """R-QUY-01: signed long before or after the quarter the form is for."""
    signed = _whole_date(case.values.get("ngay_ky"))
    if case.nomination is None or signed is None:
        return
    round_ = case.nomination.round
    if not round_.first_day <= signed <= round_.last_day + SIGNING_GRACE:
        message = _("The form is for {round} but was signed on {day}; check the quarter.")
        facts = {"round": round_.code, "day": signed.strftime("%d/%m/%Y")}
        yield Remark(message.format(**facts), {"ngay_ky": signed.isoformat()})


def _whole_date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def late(case: Case) -> Iterator[Remark]:
    """R-LATE-01: received after the due day; accepted and marked."""
    entry = case.nomination or case.registration
    if entry is not None and case.received > entry.round.due:
        message = _("Received on {day}, after the due day {due}.")
        facts = {"day": case.received.strftime("%d/%m/%Y"), "due": entry.round.due.strftime("%d/%m/%Y")}
        yield Remark(message.format(**facts), {"due": entry.round.due.isoformat()})


def no_field(case: Case) -> Iterator[Remark]:
    """R-LV-01: no field of emulation, or one not valid in the quarter."""
    if case.nomination is None:
        return
    fields = list(case.nomination.fields.all())
    if not fields:
        yield Remark(_("The form names no field of emulation."), {})
    day = case.nomination.round.last_day
    for field in fields:
        if field.valid_from > day or (field.valid_to and field.valid_to < day):
            message = _("The field {code} is not valid in {round}.")
            yield Remark(message.format(code=field.code, round=case.nomination.round.code), {"code": field.code})


def office_leader(case: Case) -> Iterator[Remark]:
    """R-LEAD: leaders of the office are introduced by the Council, not by a unit (plan III, REQ-025)."""
    if case.nomination is None or case.nomination.person is None:
        return
    posts = case.nomination.person.appointments.on(case.nomination.round.last_day)
    if any(not post.unit.nominates for post in posts.select_related("unit")):
        message = _("{name} is a leader of the office; the Council introduces leaders.")
        yield Remark(message.format(name=case.nomination.name), {})


def not_on_staff_list(case: Case) -> Iterator[Remark]:
    """R-NAME-01: the name is not on the staff list letter for letter, or does not tell one person from another."""
    if case.nomination is not None and case.nomination.name and case.nomination.person is None:
        message = _("“{name}” is not on the staff list of the office, or fits more than one person; confirm who it is.")
        yield Remark(message.format(name=case.nomination.name), {"ho_ten": case.nomination.name})


RULES: dict[str, Rule] = {
    "R-UNIT-01": unknown_unit,
    "R-ROUND-01": outside_rounds,
    "R-ONE-01": second_nominee,
    "R-DUP-02": newer_version,
    "R-QUY-01": quarter_and_signing,
    "R-LATE-01": late,
    "R-LV-01": no_field,
    "R-LEAD": office_leader,
    "R-NAME-01": not_on_staff_list,
}
