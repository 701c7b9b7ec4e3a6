"""A person settles a form that waits: what was doubtful counts from now on, and who said so is kept with it."""

from __future__ import annotations

from django.utils import timezone

from pipeline.law.screening import Severity
from pipeline.register.models import FieldReading, Finding, Nomination, NominationState, Registration, Submission


def accept(submission: Submission, who: str, why: str) -> None:
    """Let every form of `submission` count as it was read. Call inside the transaction that registers it.

    Where another form of the same unit and round counted so far, this one takes its place; the other is kept as
    withdrawn, or as not counting.
    """
    now = timezone.now()
    doubts = FieldReading.objects.filter(form__submission=submission, review=True, decided_at=None)
    doubts.update(decided_by=who, decided_at=now)
    open_findings = Finding.objects.filter(submission=submission, resolved_at=None).exclude(severity=Severity.INFO)
    open_findings.update(resolved_by=who, resolved_at=now, resolution=why)
    for nomination in Nomination.objects.filter(form__submission=submission, state=NominationState.IN_REVIEW):
        _let_nominate(nomination)
    for registration in Registration.objects.filter(form__submission=submission, counts=False):
        _let_count(registration)


def _let_nominate(nomination: Nomination) -> None:
    same = Nomination.objects.filter(round=nomination.round, unit=nomination.unit, state=NominationState.VALID)
    same.update(state=NominationState.WITHDRAWN)
    nomination.state = NominationState.VALID
    nomination.save(update_fields=["state"])


def _let_count(registration: Registration) -> None:
    Registration.objects.filter(round=registration.round, unit=registration.unit).update(counts=False)
    registration.counts = True
    registration.save(update_fields=["counts"])
