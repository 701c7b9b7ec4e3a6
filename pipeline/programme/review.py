"""People decide what waits: values, findings and forms. Every decision is a row of its own and can be taken back.

Nothing here teaches a reader anything: a decision holds for the one value it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.clock import VIETNAM
from pipeline.errors import AlreadyDecided, NoSuchMatter, NothingRead, NothingToUndo, ReasonMissing
from pipeline.messages import _
from pipeline.programme.entering import typed_value
from pipeline.programme.matters import Target, find
from pipeline.reading.labels import spoken_name
from pipeline.register.models import (
    Decision,
    DecisionKind,
    FieldReading,
    Finding,
    Form,
    Submission,
)

Kind = DecisionKind
#: what can be said about what
_KINDS: dict[type[Target], tuple[DecisionKind, ...]] = {
    FieldReading: (Kind.ACCEPTED, Kind.CORRECTED, Kind.UNREADABLE, Kind.UNDONE),
    Finding: (Kind.RESOLVED, Kind.UNDONE),
    Form: (Kind.RETURNED, Kind.UNDONE),
}


@dataclass(frozen=True, slots=True)
class Act:
    """What a person says about the thing at `address` (`programme.matters`)."""

    kind: DecisionKind
    address: str
    #: the value, as typed, where the kind is `CORRECTED`
    text: str = ""
    #: the reason; must be given where the kind is `RESOLVED` or `RETURNED`
    note: str = ""


def decide(submission: Submission, acts: Sequence[Act], who: str) -> list[Decision]:
    """Write down what `who` says. Call inside the transaction that holds the lock on `submission`.

    Raises `NoSuchMatter`, `FormNotNamed`, `ValueRefused`, `ReasonMissing`, `NothingRead`, `AlreadyDecided` where
    somebody was quicker, and `NothingToUndo`.
    """
    return [_write(target, act, who) for act in acts for target in find(submission, act.address)]


def returns(submission: Submission) -> list[str]:
    """A sentence for each form of `submission` that a person gave back."""
    kept = Decision.objects.standing().filter(kind=Kind.RETURNED, form__submission=submission)
    message = _("Form {rank} was returned: {why}")
    return [
        message.format(rank=decision.form.rank, why=decision.note)
        for decision in kept.select_related("form").order_by("form__rank")
    ]


def _write(target: Target, act: Act, who: str) -> Decision:
    if act.kind not in _KINDS[type(target)]:
        raise NoSuchMatter(address=act.address)
    form = target if isinstance(target, Form) else target.form
    standing = _standing(target)
    if act.kind is Kind.UNDONE:
        return _undo(standing, act, who)
    if standing is not None:
        at = standing.at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
        raise AlreadyDecided(what=act.address, who=standing.who, at=at)
    if act.kind in (Kind.RESOLVED, Kind.RETURNED) and not act.note.strip():
        raise ReasonMissing
    if isinstance(target, FieldReading):
        return _about_value(target, act, who)
    about = target if isinstance(target, Finding) else None
    return Decision.objects.create(form=form, finding=about, kind=act.kind, who=who, note=act.note)


def _standing(target: Target) -> Decision | None:
    decisions = target.decisions.standing()
    return (decisions.filter(kind=Kind.RETURNED) if isinstance(target, Form) else decisions).first()


def _about_value(reading: FieldReading, act: Act, who: str) -> Decision:
    value = _decided_value(reading, act)
    kind = act.kind
    if kind is Kind.CORRECTED and value == reading.value:
        kind = Kind.ACCEPTED
    return Decision.objects.create(
        form=reading.form, reading=reading, kind=kind, before=reading.value, after=value, who=who, note=act.note
    )


def _decided_value(reading: FieldReading, act: Act) -> Any:  # noqa: ANN401 - as typed by the field
    if act.kind is Kind.CORRECTED:
        return typed_value(reading.key, act.text)
    if act.kind is Kind.UNREADABLE:
        return None
    if reading.value is None:
        raise NothingRead(field=spoken_name(reading.key))
    return reading.value


def _undo(standing: Decision | None, act: Act, who: str) -> Decision:
    if standing is None:
        raise NothingToUndo(what=act.address)
    return Decision.objects.create(
        form=standing.form,
        reading=standing.reading,
        finding=standing.finding,
        kind=Kind.UNDONE,
        before=standing.after,
        after=standing.before,
        who=who,
        note=act.note,
        undoes=standing,
    )
