"""A unit takes back what it handed in, by a note and before the Council votes (10.3); nothing is deleted."""

from __future__ import annotations

from django.db import transaction

from pipeline import clock
from pipeline.errors import CouncilHasDecided, NothingToWithdraw
from pipeline.programme.counting import withdraw as stop
from pipeline.register import audit
from pipeline.register.models import Form, Nomination, Registration, SessionItem, SessionState, Withdrawal


def withdraw(receipt: str, *, why: str, who: str, rank: int = 1) -> Withdrawal:
    """The form `rank` of the file with this receipt counts no more, because its unit says so.

    It leaves the agendas of sessions that are only planned. Raises `NothingToWithdraw` where the file made no
    nomination or registration that stands, `CouncilHasDecided` after a session has voted about it.
    """
    with transaction.atomic():
        form = Form.objects.filter(submission__receipt=receipt, rank=rank).first()
        nomination = Nomination.objects.filter(form=form, withdrawal=None).first() if form else None
        registration = Registration.objects.filter(form=form, withdrawal=None).first() if form else None
        if form is None or (nomination is None and registration is None):
            raise NothingToWithdraw(receipt=receipt)
        _leave_agendas(receipt, nomination, registration)
        stop(form)
        taken_back = Withdrawal.objects.create(
            nomination=nomination, registration=registration, day=clock.today(), who=who, why=why
        )
        audit.append(who, "withdrawn", f"submission:{receipt}", form=rank)
    return taken_back


def _leave_agendas(receipt: str, nomination: Nomination | None, registration: Registration | None) -> None:
    mine = SessionItem.objects.filter(nomination=nomination) if nomination else SessionItem.objects.none()
    if registration is not None:
        mine = SessionItem.objects.filter(row__registration=registration)
    held = mine.filter(session__state=SessionState.HELD).select_related("session").first()
    if held is not None:
        raise CouncilHasDecided(receipt=receipt, session=held.session.code)
    mine.delete()
