"""The last step of a document's life: issued -> archived, and its package in ``outbox/luu-tru``.

Files go into the store before the transaction and into the package after it; the audit row between them names the hash
of each. What is missing in the outbox is made again from that row.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from pipeline import clock
from pipeline.archive import packages
from pipeline.archive.books import IN_FORCE, facts_of, record_of, require_in_force, rows_since_issue, subject_of
from pipeline.archive.checks import AUDIT, Check, checks_of_ours, of_pdfa, of_store, require
from pipeline.archive.manifest import DATA, DOCX, MANIFEST, PDF, as_bytes, manifest
from pipeline.archive.packages import Package
from pipeline.archive.record import Record
from pipeline.errors import NotFitForArchive
from pipeline.home import Home
from pipeline.law.copies import is_copy
from pipeline.messages import _
from pipeline.register import audit
from pipeline.register.models import AuditRow, Document, DocumentState, StoredFile
from pipeline.register.store import Store

if TYPE_CHECKING:
    from pipeline.signing import Trust

ARCHIVED = "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The archive of one office."""

    home: Home
    trust: Trust
    #: as the diary names whoever archives
    actor: str

    def archive(self, document: Document) -> Path:
        """Bring an issued document into the archive and return its folder; done before, only what is missing is made.

        Raises `NotIssuedYet`, or `NotFitForArchive` where the document is not as it was issued: nothing changes then.
        """
        record = record_of(document)
        known = package_of(self.home, record, document)
        if known is None or known.hashes.get(PDF) != record.pdf:
            self._take_in(document, record)
        return self._lay_out(document, record)

    def waiting(self) -> list[Document]:
        """Documents that are issued and not archived, and those whose package is missing or of before an upgrade."""
        issued = Document.objects.filter(entries__file__isnull=False).order_by("id")
        return [document for document in issued if self._waits(document)]

    def _waits(self, document: Document) -> bool:
        """A copy is kept with what it was copied for and has no package of its own."""
        if is_copy(document.kind):
            return False
        return document.state == DocumentState.ISSUED or self._is_behind(document)

    def sweep(self) -> None:
        """Remove what processes that died left half-made."""
        packages.sweep(self.home.archive)

    def _is_behind(self, document: Document) -> bool:
        record = record_of(document)
        package = package_of(self.home, record, document)
        if package is None:
            return False
        return not package.folder.exists() or (document.state in IN_FORCE and package.hashes.get(PDF) != record.pdf)

    def _take_in(self, document: Document, record: Record) -> None:
        require_in_force(document)
        store = Store(self.home.store)
        require(record, of_store(store, record))
        files = {
            PDF: store.read(record.pdf),
            DOCX: store.read(record.docx),
            DATA: as_bytes(record.facts),
        }
        files[MANIFEST] = self._manifest(document, record, files)
        hashes = {name: store.put(data) for name, data in files.items()}
        with transaction.atomic():
            moved = Document.objects.filter(pk=document.pk, state=document.state).update(state=DocumentState.ARCHIVED)
            if not moved:
                return  # another process was quicker
            for name, sha256 in hashes.items():
                StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": len(files[name])})
            audit.append(self.actor, ARCHIVED, subject_of(document), symbol=record.symbol, files=hashes)
        document.state = DocumentState.ARCHIVED

    def _manifest(self, document: Document, record: Record, files: dict[str, bytes]) -> bytes:
        from pipeline.signing import precheck, validate

        now = clock.now()
        report, pdfa, told = validate(files[PDF], self.trust, at=now), precheck(files[PDF]), rows_since_issue(document)
        of_issue = Check(AUDIT, bool(told), _("the diary does not tell of its issue"))
        require(record, *checks_of_ours(report, record), of_pdfa(pdfa), of_issue)
        return manifest(record, files, report=report, pdfa=pdfa, issue=told[0], archived=now)

    def _lay_out(self, document: Document, record: Record) -> Path:
        """Make the package where it is missing or is an earlier one; one that somebody changed stays for `verify`."""
        package = package_of(self.home, record, document)
        assert package is not None
        if not package.folder.exists() or _is_superseded(document, package):
            packages.write_folder(package.folder, self._stored(record, package))
        return package.folder

    def _stored(self, record: Record, package: Package) -> dict[str, bytes]:
        store = Store(self.home.store)
        try:
            return {name: store.read(sha256) for name, sha256 in package.hashes.items()}
        except FileNotFoundError as missing:
            lost = Path(str(missing.filename)).name
            problem = _("Missing or damaged in the store: {files}.").format(files=lost)
            raise NotFitForArchive(symbol=record.symbol, problem=problem) from missing


def package_of(home: Home, record: Record, document: Document) -> Package | None:
    """Where the package of an archived document lies and what belongs there; None before it is archived."""
    rows = _rows(document)
    if not rows:
        return None
    series = record.series.replace("/", "-")
    folder = home.archive / str(record.year) / series / record.code_number
    return Package(folder=folder, hashes=_hashes(rows[-1]))


def _is_superseded(document: Document, package: Package) -> bool:
    earlier = [_hashes(row) for row in _rows(document)[:-1]]
    return any(not Package(folder=package.folder, hashes=hashes).faults() for hashes in earlier)


def _hashes(row: AuditRow) -> dict[str, str]:
    files = facts_of(row).get("files")
    return files if isinstance(files, dict) else {}


def _rows(document: Document) -> list[AuditRow]:
    """The audit rows of its archiving; a second one when it was upgraded afterwards."""
    return list(AuditRow.objects.filter(subject=subject_of(document), act=ARCHIVED).order_by("seq"))
