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
from pipeline.errors import DayNotCome, IssuedBefore, NoSuchNumber, NotSignedYet, SealUnsound, YearNeeded
from pipeline.issuing import outbox, wet
from pipeline.issuing.clerk import Clerk, bytes_of, frozen_revision, keep, move, sha256_of
from pipeline.issuing.holding import check_holds
from pipeline.issuing.numbers import enter, take_number
from pipeline.issuing.paper import Facts, Paper, competent, paper_of, series_of
from pipeline.issuing.pending import announcing
from pipeline.issuing.reserving import give_up, reopen, reserved_for
from pipeline.messages import _
from pipeline.register.models import (
    AuditRow,
    Document,
    DocumentState,
    EntryStatus,
    NumberSeries,
    OutgoingEntry,
    Stage,
    StoredFile,
)
from pipeline.register.points import at
from pipeline.register.trusted import seal_picture, time_service, trust_of
from pipeline.signing import Person, Report, Signed, Signer, Trust, Weakness, check_signed, quick_check, validate
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
    #: the line of the book, where the number was reserved and is printed already
    reserved: OutgoingEntry | None

    def symbol(self, number: int) -> str:
        return f"{number_text(number)}/{self.series.symbol}"


#: what else happens with an entry and the facts it prints, in the same transaction
Then = Callable[[OutgoingEntry, Facts], object]


def issue(
    clerk: Clerk,
    document: Document,
    sealer: Signer,
    *,
    current: Facts,
    day: dt.date | None = None,
    then: Then | None = None,
) -> OutgoingEntry:
    """Give `document` the next number, fill in number and `day`, seal it and enter it in the outgoing book.

    Where a number was reserved it is printed with its day already, and the document is only sealed. Of a document
    signed on paper the scan is sealed; whoever issues it writes number and day on the paper.

    `day` is `day_of` the document, `current` are the facts as they would be gathered for it; `then` is done with it in
    the same transaction. Raises `NotSignedYet`,
    `IssuedBefore`, `DayNotCome`, `LawMoved`, `SignerNotInOffice`, `NoSeries`, `DayBeforeLast`, `SealUnsound`, any
    `SigningError`; nothing has changed then.
    """
    with clerk.telling_refusals("issue", document):
        ready = _make_ready(clerk, document, sealer, current, day or day_of(document))
        with announcing(clerk.home) as announce:
            with transaction.atomic():
                entry = _enter(clerk, ready, announce)
                if then is not None:
                    then(entry, ready.paper.facts)
                at("before-commit")
            at("commit")
    outbox.lay_out(clerk, document)
    return entry


def day_of(document: Document) -> dt.date:
    """The day `document` gets if it is issued now: that of its reserved number, otherwise today."""
    reserved = reserved_for(document)
    return reserved.day if reserved else clock.today()


def make_void(
    clerk: Clerk,
    symbol: str,
    why: str,
    year: int | None = None,
    then: Callable[[OutgoingEntry], object] | None = None,
) -> OutgoingEntry:
    """Declare a number void because of `why`: its line stays in the book and the number is never given again.

    A document for which it was only reserved is a draft again; `then` is done with one that was issued, in the same
    transaction. Raises `NoSuchNumber`, `YearNeeded` where several years
    have that number, or `NotWaitingForSignature` where somebody was quicker.
    """
    entry = _line(symbol, year, EntryStatus.ISSUED, EntryStatus.RESERVED)
    with clerk.telling_refusals("void", entry.document), transaction.atomic():
        if entry.status == EntryStatus.RESERVED:
            reopen(clerk, entry.document)
            give_up(clerk, entry.document, why)
        else:
            _withdraw(clerk, entry, why)
            if then is not None:
                then(entry)
    outbox.lay_out(clerk, entry.document)
    entry.refresh_from_db()
    return entry


def _withdraw(clerk: Clerk, entry: OutgoingEntry, why: str) -> None:
    voided = OutgoingEntry.objects.filter(pk=entry.pk, status=EntryStatus.ISSUED)
    if not voided.update(status=EntryStatus.VOID, reason=why):
        raise NoSuchNumber(symbol=entry.symbol)
    move(entry.document, (DocumentState.ISSUED, DocumentState.ARCHIVED), DocumentState.VOID)
    clerk.tell("void", entry.document, symbol=entry.symbol, year=entry.year, why=why)


def _make_ready(clerk: Clerk, document: Document, sealer: Signer, current: Facts, day: dt.date) -> _Ready:
    _refuse_unsigned(document)
    if day > clock.today():
        raise DayNotCome(day=f"{day:%d/%m/%Y}")
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
    return _Ready(
        paper=paper,
        channel=channel,
        series=series_of(paper, channel.symbol),
        day=day,
        moment=moment,
        trust=trust,
        reserved=reserved_for(document),
    )


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
    number = ready.reserved.number if ready.reserved else take_number(ready.series, ready.day)
    pdf, report = _sealed(ready, number)
    announce(sha256_of(pdf))
    clerk.store.put(pdf)
    entry = _issued_line(ready, number, keep(ready.paper.revision, Stage.ISSUED, pdf))
    facts = {"symbol": entry.symbol, "day": f"{entry.day}", "sha256": entry.sha256}
    clerk.tell("issued", document, **facts, revocation_unknown=_unknown(report))
    return entry


def _issued_line(ready: _Ready, number: int, file: StoredFile) -> OutgoingEntry:
    if ready.reserved is None:
        return enter(ready.paper, ready.series, number, ready.day, status=EntryStatus.ISSUED, file=file)
    ready.reserved.status, ready.reserved.file = EntryStatus.ISSUED, file
    ready.reserved.save(update_fields=["status", "file"])
    return ready.reserved


def _unknown(report: Report) -> list[str]:
    """Whose certificates may have been revoked for all that is known here."""
    return [one.holder for one in report.signatures if Weakness.REVOCATION_UNKNOWN in one.weaknesses]


def revocation_unknown(entry: OutgoingEntry) -> list[str]:
    """Of whose certificates it was not known on issue whether they were revoked, as the diary notes."""
    row = AuditRow.objects.filter(subject=f"document:{entry.document.slug}", act="issued").latest("seq")
    holders: list[str] = row.facts["revocation_unknown"]
    return holders


def _sealed(ready: _Ready, number: int) -> tuple[bytes, Report]:
    """The issued PDF and its report, checked as a receiver would: signatures, number and day everywhere, PDF/A."""
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
    return pdf, report


def in_force(symbol: str, year: int | None) -> OutgoingEntry:
    """The line of the book with this number that was issued and is not void; raises `NoSuchNumber`, `YearNeeded`."""
    return _line(symbol, year, EntryStatus.ISSUED)


def _line(symbol: str, year: int | None, *statuses: EntryStatus) -> OutgoingEntry:
    found = OutgoingEntry.objects.filter(symbol=symbol, status__in=statuses).select_related("document")
    entries = list(found.filter(year=year) if year else found)
    if not entries:
        raise NoSuchNumber(symbol=symbol)
    if len(entries) > 1:
        raise YearNeeded(symbol=symbol, years=", ".join(str(entry.year) for entry in entries))
    return entries[0]
