"""Receipts for people: one text per file in ``outbox/bien-nhan``, rebuilt from its row whenever that changes."""

from __future__ import annotations

from pathlib import Path

from babel.dates import format_datetime

from pipeline.clock import VIETNAM
from pipeline.files import write_whole
from pipeline.home import home
from pipeline.messages import _
from pipeline.register.models import Submission, SubmissionState

State = SubmissionState

_OUTCOMES = {
    State.RECEIVED: "Received; it is waiting to be read.",
    State.READING: "Received; it is being read.",
    State.REGISTERED: "Entered in the register.",
    State.REVIEW: "Received; a person of the office must look at it first.",
    State.DUPLICATE: "The same content as receipt {first}, byte for byte; it is not entered a second time.",
    State.RETURNED: "Returned.",
}
_NEXT_STEPS = {
    State.RECEIVED: "You need do nothing; this receipt is rewritten when the file has been read.",
    State.READING: "You need do nothing; this receipt is rewritten when the file has been read.",
    State.REGISTERED: "You need do nothing.",
    State.REVIEW: "You need do nothing; the office will ask if something is unclear.",
    State.DUPLICATE: "If you meant to hand in a corrected file, check that it was saved, and hand it in again.",
    State.RETURNED: "Correct it as said above and put it in the inbox again. A copy lies in the folder “_tra-lai”.",
}


def write(submission: Submission) -> None:
    """Write or rewrite the receipt of `submission`; the text is on the disk when this returns."""
    path = _path(submission)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text(submission).encode())


def written(submission: Submission) -> str:
    """The receipt as it lies in the outbox; empty where there is none."""
    try:
        return _path(submission).read_text(encoding="utf-8")
    except OSError:
        return ""


def text(submission: Submission) -> str:
    """What the receipt says: number, time, name, content, unit, outcome, reasons, notes and the next step."""
    state = State(submission.state)
    moment = format_datetime(submission.received_at, "HH:mm 'ngày' dd/MM/yyyy", tzinfo=VIETNAM, locale="vi")
    lines = [
        _("RECEIPT {number}").format(number=submission.receipt),
        "",
        _("Received: {moment}").format(moment=moment),
        _("File: {name}").format(name=submission.name),
        _("Folder: {folder}").format(folder=submission.folder or _("the inbox itself")),
        _("Size: {size} bytes").format(size=submission.file.size),
        _("SHA-256: {sha256}").format(sha256=submission.file_id),
        "",
        _("Outcome: {outcome}").format(outcome=outcome(submission)),
        *(f"- {reason}" for reason in submission.reason.splitlines()),
        *(_("Note: {note}").format(note=note) for note in submission.notes),
        "",
        _("Next: {step}").format(step=_(_NEXT_STEPS[state])),
    ]
    return "\n".join(lines) + "\n"


def outcome(submission: Submission) -> str:
    """One sentence on what became of the file."""
    first = submission.first
    sentence = _(_OUTCOMES[State(submission.state)]).format(first=first.receipt if first else "")
    if first is not None and first.state == State.RETURNED:
        sentence += " " + _("That file was returned: {reason}").format(reason=" ".join(first.reason.split()))
    return sentence


def _path(submission: Submission) -> Path:
    return home().receipts / f"{submission.receipt}.txt"
