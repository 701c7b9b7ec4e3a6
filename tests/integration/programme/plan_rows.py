"""Rows of a plan made directly in the register: quick to make, and each with the day it came in."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from pipeline.clock import VIETNAM
from pipeline.register.models import (
    Award,
    EmulationField,
    Form,
    Nomination,
    NominationState,
    Person,
    Registration,
    RegistrationRow,
    Round,
    Session,
    SessionItem,
    SessionState,
    StoredFile,
    Submission,
    SubmissionState,
    Title,
    Unit,
)

_numbers = itertools.count(1)


def form(kind: str, unit: Unit, day: str) -> Form:
    """A form of a unit that came in on `day` (ISO)."""
    number = next(_numbers)
    submission = Submission.objects.create(
        receipt=f"BN-H{number}",
        file=StoredFile.objects.create(sha256=f"{number:064x}", size=1),
        name_bytes=b"phieu.docx",
        name="phieu.docx",
        received_at=dt.datetime.combine(dt.date.fromisoformat(day), dt.time(9), VIETNAM),
        state=SubmissionState.REGISTERED,
    )
    return Form.objects.create(submission=submission, rank=1, kind=kind, unit=unit)


def introduce(code: str, unit: str, staff_id: str, day: str, fields: tuple[str, ...] = ("LV05",), **more: Any) -> Any:
    """A valid nomination of somebody on the staff list."""
    person, of = Person.objects.get(staff_id=staff_id), Unit.objects.get(code=unit)
    made = Nomination.objects.create(
        round=Round.objects.get(code=code),
        unit=of,
        form=form("TD-02", of, day),
        person=person,
        name=person.full_name,
        **{"state": NominationState.VALID, **more},
    )
    made.fields.set(EmulationField.objects.filter(code__in=fields))
    return made


def register(year: str, unit: str, day: str, rows: dict[str, tuple[str, ...]], *, counts: bool = True) -> Registration:
    """A yearly registration: staff ids with the fields they are registered for."""
    of = Unit.objects.get(code=unit)
    made = Registration.objects.create(
        round=Round.objects.get(code=year), unit=of, form=form("TD-01", of, day), counts=counts
    )
    for rank, (staff_id, fields) in enumerate(rows.items(), start=1):
        person = Person.objects.get(staff_id=staff_id)
        row = RegistrationRow.objects.create(
            registration=made, rank=rank, collective=False, name=person.full_name, person=person
        )
        row.fields.set(EmulationField.objects.filter(code__in=fields))
    return made


def hold(code: str, day: str, passed: Sequence[Nomination], failed: Sequence[Nomination] = ()) -> Session:
    """A closed session about a quarter, and who got the Giấy khen in it."""
    session = Session.objects.create(
        code=f"HD-{day}",
        round=Round.objects.get(code=code),
        day=dt.date.fromisoformat(day),
        place="Phòng họp số 2",
        state=SessionState.HELD,
        issued=7,
        returned=7,
        valid=7,
    )
    for rank, nomination in enumerate([*passed, *failed], start=1):
        SessionItem.objects.create(
            session=session,
            rank=rank,
            title=Title.objects.get(code="GK"),
            year=session.round.year if session.round else session.day.year,
            person=nomination.person,
            unit=nomination.unit,
            name=nomination.name,
            nomination=nomination,
            passed=nomination in passed,
        )
    return session


def reward(staff_id: str, title: str, day: str, money: int, *, year: int | None = None, **more: Any) -> Award:
    """An award of a decision to somebody on the staff list."""
    person = Person.objects.get(staff_id=staff_id)
    appointment = person.appointments.select_related("unit").first()
    assert appointment is not None
    given = {"of_unit": appointment.unit, "symbol": "05/QĐ-VPUBND", **more}
    decided = dt.date.fromisoformat(day)
    return Award.objects.create(
        name=person.full_name,
        person=person,
        title=Title.objects.get(code=title),
        year=year or decided.year,
        day=decided,
        money=money,
        **given,
    )
