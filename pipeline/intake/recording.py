"""The receipt row: one transaction that makes a file received, or a duplicate of one received before."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from pipeline.errors import RegisterTrouble
from pipeline.intake.names import shown
from pipeline.messages import _
from pipeline.register import audit
from pipeline.register.models import CopiedFile, StoredFile, Submission, SubmissionState
from pipeline.register.points import at
from pipeline.register.store import Stored

ACTOR = "vanthu"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known about a file before it is read. `name` and `folder` are as `os.fsdecode` makes them."""

    receipt: str
    folder: str
    name: str
    at: dt.datetime
    notes: Sequence[str] = ()
    #: path below the inbox, for a file that was taken by copy because it cannot be removed
    copied_from: str | None = None


def record(arrival: Arrival, stored: Stored) -> Submission:
    """Write the row of `arrival`, or return the one that is there already under this receipt number.

    Raises `RegisterTrouble` where the database does not answer; then nothing was written.
    """
    with register_answers():
        try:
            with transaction.atomic():
                row = _row_of(arrival.receipt) or _insert(arrival, stored)
                at("before-commit")
        except IntegrityError:
            # Another claimer wrote this receipt between our look and our insert.
            row = Submission.objects.get(receipt=arrival.receipt)
    at("commit")
    return row


@contextmanager
def register_answers() -> Iterator[None]:
    """Turn the silence of the database (locked, gone, full disk) into `RegisterTrouble`."""
    try:
        yield
    except (OperationalError, InterfaceError) as trouble:
        raise RegisterTrouble(cause=trouble) from trouble


def _row_of(receipt: str) -> Submission | None:
    return Submission.objects.filter(receipt=receipt).first()


def _insert(arrival: Arrival, stored: Stored) -> Submission:
    file = StoredFile(sha256=stored.sha256, size=stored.size)
    StoredFile.objects.bulk_create([file], ignore_conflicts=True)  # whoever came first with these bytes
    first = Submission.objects.filter(file_id=stored.sha256).order_by("id").first()
    row = Submission.objects.create(
        receipt=arrival.receipt,
        file=file,
        name_bytes=os.fsencode(arrival.name),
        name=shown(arrival.name),
        folder=shown(arrival.folder),
        received_at=arrival.at,
        state=SubmissionState.DUPLICATE if first else SubmissionState.RECEIVED,
        first=first,
        notes=[*arrival.notes, *_note_on_earlier(arrival)],
    )
    if arrival.copied_from is not None:
        CopiedFile.objects.create(path=os.fsencode(arrival.copied_from), stamp=stored.stamp.text, submission=row)
    audit.append(ACTOR, row.state, f"submission:{row.receipt}", sha256=stored.sha256, size=stored.size)
    return row


def _note_on_earlier(arrival: Arrival) -> list[str]:
    """A file of the same name and folder that was returned is what this one corrects."""
    returned = Submission.objects.filter(state=SubmissionState.RETURNED)
    same = returned.filter(name=shown(arrival.name), folder=shown(arrival.folder)).order_by("id").last()
    return [_("It replaces the file returned with receipt {receipt}.").format(receipt=same.receipt)] if same else []
