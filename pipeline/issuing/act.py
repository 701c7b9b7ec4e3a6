"""The act of issuing: number, day and seal together, or nothing; and making a number void.

The number is part of the bytes, so this is the one step that writes its file inside the transaction. Whatever needs no
number is done before it begins, for it holds the register; whatever fails rolls it back, and no number is used. A crash
between file and commit leaves bytes in the store that no row knows; `pending` finds them.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from pipeline import clock
from pipeline.errors import IssuedBefore, NoSuchNumber, NotSignedYet, SealUnsound, YearNeeded
from pipeline.issuing import outbox, wet
from pipeline.issuing.clerk import Clerk, bytes_of, frozen_revision, keep, move, sha256_of
from pipeline.issuing.holding import check_holds
from pipeline.issuing.numbers import take_number
from pipeline.issuing.paper import Facts, Paper, competent, paper_of, series_of
from pipeline.issuing.pending import announcing
from pipeline.messages import _
from pipeline.register.models import Document, DocumentState, EntryStatus, NumberSeries, OutgoingEntry, Stage
from pipeline.register.points import at
from pipeline.register.trusted import seal_picture, time_service, trust_of
from pipeline.signing import Person, Report, Signed, Signer, Trust, check_signed, quick_check, validate
from pipeline.signing import issue as fill_and_seal
from pipeline.signing.fields import number_text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """How a document was signed decides how it is sealed."""

    #: what is printed after the number, "/QĐ-VPUBND"
    symbol: str
    #: makes the issued PDF of a number
    seal: Callable[[int], bytes]
    #: whether its signatures are those that must be there
    sound: Callable[[Report], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """All that needs no number."""

    paper: Paper
    channel: _Channel
    series: NumberSeries
    day: dt.date
    moment: dt.datetime
    trust: Trust

    def symbol(self, number: int) -> str:
        return f"{number_text(number)}/{self.series.symbol}"


def issue(
    clerk: Clerk, document: Document, sealer: Signer, *, current: Facts, day: dt.date | None = None
) -> OutgoingEntry:
    """Give `document` the next number, fill in number and `day` (today), seal it and enter it in the outgoing book.

    Of a document signed on paper the scan is sealed; whoever issues it writes number and day on the paper.

    `current` are the facts as they would be gathered for that day. Raises `NotSignedYet`, `IssuedBefore`, `LawMoved`,
    `SignerNotInOffice`, `NoSeries`, `DayBeforeLast`, `SealUnsound`, any `SigningError`; nothing has changed then.
    """
    with clerk.telling_refusals("issue", document):
        ready = _make_ready(clerk, document, sealer, current, day or clock.today())
        with announcing(clerk.home) as announce:
            with transaction.atomic():
                entry = _enter(clerk, ready, announce)
                at("before-commit")
            at("commit")
    outbox.lay_out(clerk, document)
    return entry


def make_void(clerk: Clerk, symbol: str, why: str, year: int | None = None) -> OutgoingEntry:
    """Declare a number void because of `why`: its line stays in the book and the number is never given again.

    Raises `NoSuchNumber`, or `YearNeeded` where several years have that number.
    """
    entry = in_force(symbol, year)
    with clerk.telling_refusals("void", entry.document), transaction.atomic():
        voided = OutgoingEntry.objects.filter(pk=entry.pk, status=EntryStatus.ISSUED)
        if not voided.update(status=EntryStatus.VOID, reason=why):
            raise NoSuchNumber(symbol=symbol)
        move(entry.document, (DocumentState.ISSUED, DocumentState.ARCHIVED), DocumentState.VOID)
        clerk.tell("void", entry.document, symbol=entry.symbol, year=entry.year, why=why)
    outbox.lay_out(clerk, entry.document)
    entry.refresh_from_db()
    return entry


def _make_ready(clerk: Clerk, document: Document, sealer: Signer, current: Facts, day: dt.date) -> _Ready:
    _refuse_unsigned(document)
    paper = paper_of(frozen_revision(document))
    check_holds(paper.facts, current, day)
    moment, trust = clock.now(), trust_of(clerk.home)
    sealer.check(moment, Person(name=paper.body.name))
    signer = competent(paper, day)
    if wet.signed_on_paper(paper.revision):
        channel = _on_paper(clerk, paper, sealer, day, moment)
    else:
        certified = bytes_of(clerk, paper.revision, Stage.SIGNED)
        channel = _digital(clerk, check_signed(certified, trust, at=moment, expected=signer), sealer, day, moment)
    series = series_of(paper, channel.symbol)
    return _Ready(paper=paper, channel=channel, series=series, day=day, moment=moment, trust=trust)


def _digital(clerk: Clerk, signed: Signed, sealer: Signer, day: dt.date, moment: dt.datetime) -> _Channel:
    seal = functools.partial(
        fill_and_seal,
        signed,
        day=day,
        sealer=sealer,
        at=moment,
        picture=seal_picture(clerk.home),
        timestamps=time_service(),
    )
    return _Channel(symbol=signed.symbol, seal=lambda number: seal(number=number), sound=lambda report: report.ok)


def _on_paper(clerk: Clerk, paper: Paper, sealer: Signer, day: dt.date, moment: dt.datetime) -> _Channel:
    printed = wet.printed_facts(clerk, paper)
    seal = wet.sealing(clerk, paper, printed, sealer, day=day, at=moment)
    return _Channel(symbol=printed.symbol, seal=seal, sound=lambda report: report.sealed_only)


def _refuse_unsigned(document: Document) -> None:
    document.refresh_from_db(fields=["state"])
    if document.state == DocumentState.SIGNED:
        return
    entry = document.entry
    if entry is not None and entry.file_id:
        raise IssuedBefore(document=document.slug, symbol=entry.symbol)
    raise NotSignedYet(document=document.slug)


def _enter(clerk: Clerk, ready: _Ready, announce: Callable[[str], None]) -> OutgoingEntry:
    """Everything that happens while the register is ours."""
    document = ready.paper.document
    if not move(document, (DocumentState.SIGNED,), DocumentState.ISSUED):
        _refuse_unsigned(document)
        raise NotSignedYet(document=document.slug)
    if frozen_revision(document) != ready.paper.revision:
        raise NotSignedYet(document=document.slug)
    number = take_number(ready.series, ready.day)
    pdf = _sealed(ready, number)
    announce(sha256_of(pdf))
    clerk.store.put(pdf)
    entry = OutgoingEntry.objects.create(
        document=document,
        series=ready.series,
        year=ready.day.year,
        number=number,
        symbol=ready.symbol(number),
        day=ready.day,
        subject=ready.paper.subject,
        signer=ready.paper.signer,
        recipients=ready.paper.recipients,
        kept_by=ready.paper.kept_by,
        file=keep(ready.paper.revision, Stage.ISSUED, pdf),
    )
    clerk.tell("issued", document, symbol=entry.symbol, day=f"{entry.day}", sha256=entry.file_id)
    return entry


def _sealed(ready: _Ready, number: int) -> bytes:
    """The issued PDF, checked as a receiver would: its signatures, number and day in fields and metadata, PDF/A."""
    pdf = ready.channel.seal(number)
    report = validate(pdf, ready.trust, at=ready.moment)
    if not ready.channel.sound(report):
        details = [one.detail for one in report.signatures if one.detail]
        raise SealUnsound(problem="; ".join(details) or report.fault or _("number and day do not agree"))
    if (report.metadata.symbol, report.metadata.issued) != (ready.symbol(number), f"{ready.day}"):
        raise SealUnsound(problem=_("number and day do not agree"))
    verdict = quick_check(pdf)
    if not verdict.passed:
        raise SealUnsound(problem="; ".join(verdict.problems))
    return pdf


def in_force(symbol: str, year: int | None) -> OutgoingEntry:
    """The line of the book with this number that is not void; raises `NoSuchNumber`, `YearNeeded`."""
    found = OutgoingEntry.objects.filter(symbol=symbol, status=EntryStatus.ISSUED).select_related("document")
    entries = list(found.filter(year=year) if year else found)
    if not entries:
        raise NoSuchNumber(symbol=symbol)
    if len(entries) > 1:
        raise YearNeeded(symbol=symbol, years=", ".join(str(entry.year) for entry in entries))
    return entries[0]
