"""Electronic copies the office makes: of its own documents, of others' signed files, and of scanned paper.

A copy is numbered in one series for all three forms (NĐ 30/2020, Phụ lục I, phần II) and stands in the outgoing book
like any other document. The number is part of its bytes, so they are written inside the transaction as in `act`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from pipeline import clock
from pipeline.errors import (
    CopyNotProvided,
    CopySourceUnfit,
    NoSeries,
    NoSuchNumber,
    PagesNeeded,
    SealUnsound,
    VanthuError,
)
from pipeline.issuing import outbox
from pipeline.issuing.act import in_force
from pipeline.issuing.clerk import Clerk, sha256_of
from pipeline.issuing.corner import corner
from pipeline.issuing.numbers import take_number
from pipeline.issuing.pending import announcing
from pipeline.law.copies import CopyForm, copy_form
from pipeline.messages import _
from pipeline.register import audit
from pipeline.register.models import (
    Body,
    Document,
    DocumentState,
    EntryStatus,
    NumberSeries,
    OutgoingEntry,
    Plan,
    StoredFile,
)
from pipeline.register.trusted import time_service, trust_of
from pipeline.signing import HttpTimestamps, Person, Report, Signer, Trust, Verdict, quick_check, validate
from pipeline.signing.copying import check_scan, copy_pages, sign_copy
from pipeline.signing.fields import Permission, number_text
from pipeline.signing.xmp import Facts
from pipeline.vietnamese.text import nfc

#: the form whose abbreviation names the series of all of them
SERIES_FORM = "sao_y"
#: who keeps the file copy
KEPT_BY = "VT"
LONGEST_SUBJECT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is copied; it is kept in the store and never changed."""

    pdf: bytes
    #: what it is about, in one line
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """All that needs no number."""

    source: Source
    pages: tuple[int, ...] | None
    form: CopyForm
    plan: Plan
    series: NumberSeries
    sealer: Signer
    at: dt.datetime
    trust: Trust
    timestamps: HttpTimestamps | None
    corner: bytes
    #: of PDF/A, where the source keeps to it
    pdfa: str

    @property
    def body(self) -> Body:
        return self.plan.body

    @property
    def subject(self) -> str:
        """As the book has it: form, what was copied, and of an extract the pages."""
        of_pages = f"trang {_ranges(self.pages)} của " if self.pages else ""
        return f"{self.form.words} {of_pages}{self.source.subject}"[:LONGEST_SUBJECT]

    def symbol(self, number: int) -> str:
        return f"{number_text(number)}/{self.form.abbreviation}-{self.body.abbreviation}"


def of_symbol(clerk: Clerk, symbol: str, year: int | None = None) -> Source:
    """The document issued under this number; raises `NoSuchNumber`, `YearNeeded`."""
    entry = in_force(symbol, year)
    subject = f"{entry.subject} (số {entry.symbol} ngày {entry.day:%d/%m/%Y})"
    return Source(pdf=clerk.store.read(entry.sha256), subject=subject)


def of_file(path: Path) -> Source:
    """A file at hand, called by its name; raises `NoSuchNumber` for one of ours whose number is void."""
    pdf = path.read_bytes()
    known = Q(file_id=sha256_of(pdf)) | Q(document__revisions__stages__file_id=sha256_of(pdf))
    ours = OutgoingEntry.objects.filter(known, file__isnull=False, status=EntryStatus.VOID).first()
    if ours is not None:
        raise NoSuchNumber(symbol=ours.symbol)
    return Source(pdf=pdf, subject=nfc(path.stem.encode("utf-8", "replace").decode()))


def make_copy(clerk: Clerk, source: Source, kind: str, pages: tuple[int, ...] | None, sealer: Signer) -> OutgoingEntry:
    """Copy `source` (all of it, or the `pages` of an extract), sign the copy as the organisation and enter it.

    Raises `PagesNeeded`, `NoSuchPages`, `CopyNotProvided`, `CopySourceUnfit`, `NoSeries`, `KeyTrouble`,
    `TimestampTrouble`, `DayBeforeLast` or `SealUnsound`; no number is used then, and the diary has one row.
    """
    try:
        ready = _make_ready(clerk, source, kind, pages, sealer)
        clerk.store.put(source.pdf)
        with announcing(clerk.home) as announce, transaction.atomic():
            entry = _enter(clerk, ready, announce)
    except VanthuError as refusal:
        audit.append(clerk.name, "copy-refused", "copy", reason=refusal.code, kind=kind, source=sha256_of(source.pdf))
        raise
    outbox.lay_out(clerk, entry.document)
    return entry


def _make_ready(clerk: Clerk, source: Source, kind: str, pages: tuple[int, ...] | None, sealer: Signer) -> _Ready:
    at, trust = clock.now(), trust_of(clerk.home)
    form = copy_form(kind, at.date())
    if form.extract != bool(pages):
        raise PagesNeeded
    _check_source(source.pdf, form, validate(source.pdf, trust, at=at))
    plan = Plan.objects.select_related("body").latest("period_from")
    sealer.check(at, Person(name=plan.body.name))
    return _Ready(
        source=source,
        pages=pages,
        form=form,
        plan=plan,
        series=_series_of(plan.body, at.date()),
        sealer=sealer,
        at=at.replace(microsecond=0),
        trust=trust,
        timestamps=time_service(),
        corner=corner(form.words, plan.body.name, at),
        pdfa="2B" if quick_check(source.pdf).passed else "",
    )


def _check_source(pdf: bytes, form: CopyForm, report: Report) -> None:
    """An electronic document has signatures that hold; anything else must be the scan of a paper one."""
    if report.fault is not None:
        raise CopySourceUnfit(problem=report.fault)
    if not report.signatures:
        check_scan(pdf)
        return
    for signature in report.signatures:
        if signature.verdict not in (Verdict.VALID, Verdict.NOT_TRUSTED):
            raise CopySourceUnfit(problem=signature.detail)
    if not form.of_electronic:
        raise CopyNotProvided(form=form.words)


def _series_of(body: Body, day: dt.date) -> NumberSeries:
    """The one series of all copies; raises `NoSeries`."""
    symbol = f"{copy_form(SERIES_FORM, day).abbreviation}-{body.abbreviation}"
    series = NumberSeries.objects.filter(body=body, symbol=symbol).first()
    if series is None:
        raise NoSeries(symbol=symbol)
    return series


def _enter(clerk: Clerk, ready: _Ready, announce: Callable[[str], None]) -> OutgoingEntry:
    """Everything that happens while the register is ours."""
    day = ready.at.date()
    number = take_number(ready.series, day)
    pdf = _signed(ready, number)
    announce(sha256_of(pdf))
    clerk.store.put(pdf)
    document = Document.objects.create(
        kind=ready.form.key,
        plan=ready.plan,
        state=DocumentState.ISSUED,
        title=ready.subject,
        slug=f"{ready.form.key.replace('_', '-')}-{day.year}-{number_text(number)}",
    )
    entry = OutgoingEntry.objects.create(
        document=document,
        series=ready.series,
        year=day.year,
        number=number,
        symbol=ready.symbol(number),
        day=day,
        subject=ready.subject,
        signer=ready.body.short_name[:100],
        kept_by=KEPT_BY,
        file=_stored(pdf),
    )
    source = _stored(ready.source.pdf)
    clerk.tell(
        "issued",
        document,
        symbol=entry.symbol,
        day=f"{day}",
        sha256=entry.file_id,
        source=source.sha256,
        pages=ready.pages,
    )
    return entry


def _signed(ready: _Ready, number: int) -> bytes:
    """The copy, checked as a receiver would."""
    symbol, day = ready.symbol(number), ready.at.date().isoformat()
    facts = Facts(title=ready.subject, symbol=symbol, issued=day, pdfa=ready.pdfa)
    pdf = sign_copy(
        copy_pages(ready.source.pdf, ready.pages, ready.corner, facts),
        ready.sealer,
        at=ready.at,
        expected=Person(name=ready.body.name),
        timestamps=ready.timestamps,
    )
    report = validate(pdf, ready.trust, at=ready.at)
    seal = report.organisation
    if seal is None or seal.verdict is not Verdict.VALID or seal.permission is not Permission.NOTHING:
        raise SealUnsound(problem=(seal.detail if seal else "") or report.fault or "?")
    if report.metadata != facts:
        raise SealUnsound(problem=_("number and day do not agree"))
    return pdf


def _ranges(pages: tuple[int, ...]) -> str:
    """Pages as people write them: "1-3, 5"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _stored(pdf: bytes) -> StoredFile:
    file, _new = StoredFile.objects.get_or_create(sha256=sha256_of(pdf), defaults={"size": len(pdf)})
    return file
