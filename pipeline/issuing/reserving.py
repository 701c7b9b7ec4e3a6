"""Number first: a number is reserved for a draft and printed in it before the chief signs (NĐ 30/2020, Đ15.3).

For signing tools that cannot sign a document with blanks to be filled in afterwards. The number is taken as in `act`:
in the transaction that holds the bytes it is printed in, so whatever fails uses none. From then on it is given. Either
the document is issued under it, or the number is void with its reason, and stands in the outgoing book all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from pipeline import clock
from pipeline.errors import DayNotReservable, DraftClosed, NotWaitingForSignature, NumberReserved
from pipeline.issuing import outbox
from pipeline.issuing.clerk import Clerk, frozen_revision, keep, move, sha256_of
from pipeline.issuing.freezing import check_presentation, close, overridden, prepared
from pipeline.issuing.holding import check_holds
from pipeline.issuing.numbers import enter, take_number
from pipeline.issuing.paper import Facts, paper_of, series_of
from pipeline.issuing.pending import announcing
from pipeline.register.models import (
    Document,
    DocumentState,
    EntryStatus,
    NumberSeries,
    OutgoingEntry,
    Revision,
    Stage,
)
from pipeline.register.points import at
from pipeline.signing import print_numbering, quick_check

#: a slip of the finger must not close a series for months: no later number may have an earlier day
LONGEST_AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """All that needs no number."""

    revision: Revision
    typeset: bytes
    series: NumberSeries
    day: dt.date
    #: what the diary notes of a paper frozen although it breaks rules of presentation
    overridden: dict[str, object]


def reserved_for(document: Document) -> OutgoingEntry | None:
    """The number that is printed in `document`, which is not issued yet."""
    return OutgoingEntry.objects.filter(document=document, status=EntryStatus.RESERVED).first()


def check_open(document: Document) -> None:
    """Raise `NumberReserved` where a number is reserved for `document` already: somebody clicked twice."""
    entry = reserved_for(document)
    if entry is not None:
        raise NumberReserved(document=document.slug, symbol=entry.symbol, day=f"{entry.day:%d/%m/%Y}")


def reserve(clerk: Clerk, revision: Revision, *, current: Facts, day: dt.date, despite: str = "") -> OutgoingEntry:
    """Give `revision` the next number of its series for `day`, print both in it, and lay it out to be signed.

    `revision` is the newest of a draft, or the one that waits for a signature without a number. `current` are the facts
    as they would be gathered for `day`. Raises `NumberReserved`, `DayNotReservable`, `DayBeforeLast`, `LawMoved`,
    `NumberTooLong`, `DateDiffers`, or what `freeze` raises; nothing has changed then.
    """
    with clerk.telling_refusals("reserve", revision.document):
        check_open(revision.document)
        ready = _make_ready(clerk, revision, current, day, despite)
        with announcing(clerk.home) as announce:
            with transaction.atomic():
                entry = _enter(clerk, ready, announce)
                at("before-commit")
            at("commit")
    outbox.lay_out(clerk, revision.document)
    return entry


def give_up(clerk: Clerk, document: Document, why: str) -> None:
    """Make void the number reserved for `document`, if there is one; its line stays in the book.

    Call it inside the transaction that takes the document away from where it was to be signed and issued.
    """
    assert transaction.get_connection().in_atomic_block
    entry = reserved_for(document)
    if entry is not None:
        OutgoingEntry.objects.filter(pk=entry.pk).update(status=EntryStatus.VOID, reason=why)
        clerk.tell("void", document, symbol=entry.symbol, year=entry.year, why=why)


def reopen(clerk: Clerk, document: Document) -> Revision:
    """Make a document that is frozen or signed a draft again: a revision of the same words, for one is frozen once.

    Call it inside a transaction. Raises `NotWaitingForSignature`.
    """
    if not move(document, (DocumentState.FROZEN, DocumentState.SIGNED), DocumentState.DRAFT):
        raise NotWaitingForSignature(document=document.slug)
    again = frozen_revision(document)
    again.pk, again.number = None, again.number + 1
    again.difference = ""
    again.save(force_insert=True)
    clerk.tell("reopened", document, revision=again.number)
    return again


def _make_ready(clerk: Clerk, revision: Revision, current: Facts, day: dt.date, despite: str) -> _Ready:
    # Whoever froze it without a number has answered for what it breaks already.
    frozen = revision.document.state == DocumentState.FROZEN
    answered = {} if frozen else overridden(check_presentation(revision, despite), despite)
    today = clock.today()
    if not today <= day <= today + LONGEST_AHEAD:
        raise DayNotReservable(day=f"{day:%d/%m/%Y}", last=f"{today + LONGEST_AHEAD:%d/%m/%Y}")
    paper = paper_of(revision)
    check_holds(paper.facts, current, day)
    typeset = clerk.store.read(revision.pdf_sha256)
    series = series_of(paper, prepared(paper, typeset, day).slots.symbol)
    return _Ready(revision=revision, typeset=typeset, series=series, day=day, overridden=answered)


def _enter(clerk: Clerk, ready: _Ready, announce: Callable[[str], None]) -> OutgoingEntry:
    """Everything that happens while the register is ours."""
    document = ready.revision.document
    revision = _closed(clerk, ready.revision)
    paper = paper_of(revision)
    number = take_number(ready.series, ready.day)
    numbered = print_numbering(ready.typeset, number, ready.day)
    pdf = prepared(paper, numbered, ready.day, check=quick_check).pdf
    announce(sha256_of(pdf))
    clerk.store.put(pdf)
    keep(revision, Stage.PREPARED, pdf)
    entry = enter(paper, ready.series, number, ready.day, status=EntryStatus.RESERVED)
    facts = {"revision": revision.number, "sha256": sha256_of(pdf), **ready.overridden}
    clerk.tell("reserved", document, symbol=entry.symbol, day=f"{entry.day}", **facts)
    return entry


def _closed(clerk: Clerk, revision: Revision) -> Revision:
    """The revision that is frozen now: `revision`, or the same words anew where they were frozen without a number."""
    document = revision.document
    document.refresh_from_db(fields=["state"])
    if document.state == DocumentState.FROZEN:
        check_open(document)
        if frozen_revision(document) != revision:
            raise DraftClosed(document=document.slug)
        revision = reopen(clerk, document)
    close(revision)
    return revision
