"""``vanthu verify``: whether what was issued is still what it was, and whether the diary is whole (contract §6).

Nothing is mended here. Compared are the outgoing book, the store, the package in the outbox, the signed bytes and the
audit chain: somebody who wants to change a document unseen has to change all of them, and own two keys.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.archive.anchors import Anchors
from pipeline.archive.archiving import package_of
from pipeline.archive.books import facts_of, record_of, rows_since_issue
from pipeline.archive.checks import (
    AUDIT,
    MANIFEST,
    PDFA,
    SHA256,
    Check,
    checks_of_copy,
    checks_of_others,
    checks_of_ours,
    is_sound,
    of_copy_in_store,
    of_pdfa,
    of_store,
)
from pipeline.archive.manifest import MANIFEST as MANIFEST_FILE
from pipeline.archive.manifest import PDF, signature_as_json
from pipeline.archive.packages import Package
from pipeline.archive.record import Record
from pipeline.home import Home
from pipeline.law.copies import is_copy
from pipeline.messages import _
from pipeline.register import audit
from pipeline.register.models import Document, EntryStatus, OutgoingEntry
from pipeline.register.store import Store

if TYPE_CHECKING:
    from pipeline.signing import Report, Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One document or file: everything that was looked at."""

    id: str
    checks: tuple[Check, ...]
    report: Report | None = None

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """As in contract §6, with the signatures in full."""
        signatures = [signature_as_json(one) for one in self.report.signatures] if self.report else []
        checks = [check.as_json() for check in self.checks]
        return {"id": self.id, "ok": self.ok, "checks": checks, "signatures": signatures}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedDiary:
    """The audit chain, by itself and against the last anchor."""

    rows: int
    anchored: dt.date | None
    #: the first row that is not as it was written
    broken_at: int | None
    detail: str

    @property
    def ok(self) -> bool:
        return not self.detail

    def as_json(self) -> dict[str, Any]:
        anchored = self.anchored.isoformat() if self.anchored else None
        found = {"broken_at": self.broken_at, "detail": self.detail}
        return {"ok": self.ok, "rows": self.rows, "anchored": anchored, **found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """Looks at what one office has issued."""

    home: Home
    trust: Trust
    at: dt.datetime

    def documents(self) -> Iterator[Verified]:
        """Every document that was issued, void ones included, in the order of the outgoing book."""
        for entry in OutgoingEntry.objects.filter(file__isnull=False).select_related("document"):
            yield self.document(entry.document)

    def document(self, document: Document) -> Verified:
        """One issued document; raises `NotIssuedYet`."""
        from pipeline.signing import validate

        record = record_of(document)
        if is_copy(document.kind):
            return self._copy(record, document)
        store = Store(self.home.store)
        checks, report = [of_store(store, record)], None
        if checks[0].ok:
            pdf = store.read(record.pdf)
            report = validate(pdf, self.trust, at=self.at)
            checks = [*checks_of_ours(report, record), *checks, _of_pdfa(pdf)]
        checks += [*self._of_package(record, document), _of_audit(record, document)]
        return Verified(id=document.slug, checks=tuple(checks), report=report)

    def _copy(self, record: Record, document: Document) -> Verified:
        """A copy has neither source in Word nor chief's signature, and need not be PDF/A: it may be of a scan."""
        from pipeline.signing import validate

        store = Store(self.home.store)
        checks, report = [of_copy_in_store(store, record)], None
        if checks[0].ok:
            report = validate(store.read(record.pdf), self.trust, at=self.at)
            checks = [*checks_of_copy(report, record), *checks]
        return Verified(id=document.slug, checks=(*checks, _of_audit(record, document)), report=report)

    def diary(self) -> VerifiedDiary:
        """The whole chain and its last anchor."""
        chain = audit.verify()
        anchor = Anchors(home=self.home).compare(self.trust, at=self.at)
        broken = [row for row in (chain.broken_at, anchor.broken_at) if row is not None]
        told = _("Row {row} of the diary is not as it was written.").format(row=chain.broken_at)
        detail = [told] if chain.broken_at is not None else []
        return VerifiedDiary(
            rows=chain.rows,
            anchored=anchor.day,
            broken_at=min(broken, default=None),
            detail=" ".join([*detail, *([anchor.problem] if anchor.problem else [])]),
        )

    def _of_package(self, record: Record, document: Document) -> Iterator[Check]:
        """Nothing before the document is archived."""
        package = package_of(self.home, record, document)
        if package is None:
            return
        faults = package.faults() or _disagreements(record, package)
        if faults:
            sentence = _("The package {folder} is not as it was archived: {faults}.")
            place = package.folder.relative_to(self.home.archive)
            yield Check(MANIFEST, False, sentence.format(folder=place, faults="; ".join(faults)))
        else:
            yield Check(MANIFEST, True, _("The package is as it was archived."))

    def file(self, name: str, pdf: bytes) -> Verified:
        """Any file, compared with the outgoing book where that has its number."""
        verified = verify_file(name, pdf, self.trust, at=self.at)
        entry = _entry_of(verified.report) if verified.report else None
        if entry is None:
            return verified
        return dataclasses.replace(verified, checks=(*verified.checks, self._against_book(entry, pdf)))

    def _against_book(self, entry: OutgoingEntry, pdf: bytes) -> Check:
        """A copy sent out before archive timestamps were added is the beginning of what the register has."""
        store = Store(self.home.store)
        if entry.status == EntryStatus.VOID:
            sentence = _("The number {symbol} was declared void: {reason}")
            return Check(SHA256, False, sentence.format(symbol=entry.symbol, reason=entry.reason))
        if entry.file_id is None:
            sentence = _("The number {symbol} is only reserved: the document is not issued yet.")
            return Check(SHA256, False, sentence.format(symbol=entry.symbol))
        if is_sound(store, entry.file_id) and store.read(entry.file_id).startswith(pdf):
            return Check(SHA256, True, _("It is the file this office issued."))
        return Check(
            SHA256, False, _("This office issued another file under the number {symbol}.").format(symbol=entry.symbol)
        )


def verify_file(name: str, pdf: bytes, trust: Trust, *, at: dt.datetime) -> Verified:
    """Any PDF: one prepared by this program is looked at as such, of others the signatures are reported."""
    from pipeline.signing import validate

    report = validate(pdf, trust, at=at)
    checks = [*checks_of_ours(report, None), _of_pdfa(pdf)] if report.has_slots else checks_of_others(report)
    return Verified(id=name, checks=tuple(checks), report=report)


def _entry_of(report: Report) -> OutgoingEntry | None:
    """The line of the outgoing book with the number the file bears."""
    try:
        day = dt.date.fromisoformat(report.metadata.issued)
    except ValueError:
        return None
    return OutgoingEntry.objects.filter(symbol=report.metadata.symbol, day=day).first()


def _of_pdfa(pdf: bytes) -> Check:
    from pipeline.signing import precheck

    try:
        return of_pdfa(precheck(pdf))
    except Exception:  # a foreign file may be broken in any way, which must not stop the report on the next one
        return Check(PDFA, False, _("It cannot be checked for PDF/A: the file is damaged."))


def _of_audit(record: Record, document: Document) -> Check:
    """Whether the diary tells of the issue under this number, and of exactly these bytes."""
    rows = rows_since_issue(document)
    if not rows:
        return Check(AUDIT, False, _("The diary does not tell of its issue."))
    issue, known = rows[0], [facts_of(row).get("sha256") for row in rows]
    if facts_of(issue).get("symbol") != record.symbol or record.pdf not in known:
        sentence = _("Row {row} of the diary tells of other bytes or another number.")
        return Check(AUDIT, False, sentence.format(row=issue.seq))
    return Check(AUDIT, True, _("Row {row} of the diary tells of its issue.").format(row=issue.seq))


def _disagreements(record: Record, package: Package) -> list[str]:
    """Where an untouched package and the register say different things."""
    if MANIFEST_FILE not in package.hashes:
        return [_("the diary does not tell what belongs there")]
    parts = json.loads((package.folder / MANIFEST_FILE).read_bytes())
    said = (parts["series"], parts["year"], parts["number"], parts["symbol"], parts["date"])
    wanted = (record.series, record.year, record.number, record.symbol, record.day.isoformat())
    if said != wanted or package.hashes[PDF] != record.pdf:
        return [_("it tells of other bytes or another number than the outgoing book")]
    return []
