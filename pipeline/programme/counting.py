"""Which form counts: at most one nomination and one registration of a unit in a round. Nothing is deleted.

A form that takes the place of another remembers it, so that the other counts again when the newer one is taken back.
"""

from __future__ import annotations

from pipeline.register.models import (
    Form,
    Nomination,
    NominationState,
    Registration,
    Round,
    Submission,
    open_doubts,
    open_findings,
    returned_forms,
)


def count_what_is_clear(submission: Submission) -> None:
    """Let every form count about which nothing is open any more, and none that a person gave back."""
    forms = submission.forms.all()
    given_back = set(returned_forms(forms).values_list("pk", flat=True))
    open_ = {*open_doubts(forms).values_list("form", flat=True), *open_findings(forms).values_list("form", flat=True)}
    for form in forms:
        if form.pk in given_back:
            withdraw(form)
        elif form.pk not in open_:
            _let_count(form)


def withdraw(form: Form) -> None:
    """The form does not count and will not; whatever it replaced counts again."""
    stop_counting(form)
    Nomination.objects.filter(form=form).update(state=NominationState.WITHDRAWN)


def stop_counting(form: Form) -> None:
    """Take back that the form counts, or that another took its place; whatever it replaced counts again."""
    for nomination in Nomination.objects.filter(form=form):
        Nomination.objects.filter(pk=nomination.pk).update(state=NominationState.IN_REVIEW, replaced_by=None)
        counted = nomination.state == NominationState.VALID
        _hand_back(nomination, counted=counted, restored={"state": NominationState.VALID})
    for registration in Registration.objects.filter(form=form):
        Registration.objects.filter(pk=registration.pk).update(counts=False, replaced_by=None)
        _hand_back(registration, counted=registration.counts, restored={"counts": True})


def round_of(form: Form) -> Round | None:
    """The round in which the form counts; None where it does not."""
    nomination = Nomination.objects.filter(form=form, state=NominationState.VALID).select_related("round").first()
    registration = Registration.objects.filter(form=form, counts=True).select_related("round").first()
    counting = nomination or registration
    return counting.round if counting else None


def _hand_back(leaving: Nomination | Registration, *, counted: bool, restored: dict[str, object]) -> None:
    """What `leaving` replaced counts again, or is replaced by what replaced `leaving`."""
    if counted:
        leaving.replaces.update(replaced_by=None, **restored)
    else:
        leaving.replaces.update(replaced_by=leaving.replaced_by)


def _let_count(form: Form) -> None:
    for nomination in Nomination.objects.filter(form=form, state=NominationState.IN_REVIEW).exclude(name=""):
        same = Nomination.objects.filter(round=nomination.round, unit=nomination.unit, state=NominationState.VALID)
        same.update(state=NominationState.WITHDRAWN, replaced_by=nomination)
        nomination.state = NominationState.VALID
        nomination.save(update_fields=["state"])
    for registration in Registration.objects.filter(form=form, counts=False, replaced_by=None):
        counted = Registration.objects.filter(round=registration.round, unit=registration.unit, counts=True)
        counted.update(counts=False, replaced_by=registration)
        registration.counts = True
        registration.save(update_fields=["counts"])
