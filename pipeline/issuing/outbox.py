"""What people see of documents on their way: ``trinh-ky`` waits for the chief, ``phat-hanh`` has been issued.

Everything here follows from the register's rows and can be laid out again at any time.
"""

from __future__ import annotations

from pathlib import Path

from django.db.models import Q

from pipeline.files import write_whole
from pipeline.home import Home
from pipeline.issuing import pending
from pipeline.issuing.clerk import Clerk, bytes_of, frozen_revision
from pipeline.register.models import Document, DocumentState, OutgoingEntry, Stage, StageFile

OUT = (DocumentState.ISSUED, DocumentState.ARCHIVED)


def to_sign(home: Home, document: Document) -> Path:
    """Where a document lies while it waits for the chief's signature."""
    return home.outbox / "trinh-ky" / f"{document.slug}.pdf"


def issued(home: Home, entry: OutgoingEntry) -> Path:
    """Where an issued document lies; a symbol holds a slash, a file name must not."""
    return home.outbox / "phat-hanh" / str(entry.year) / f"{entry.symbol.replace('/', '-')}.pdf"


def shown(home: Home, document: Document, stage: StageFile) -> Path | None:
    """Where people find the PDF of a stage, if the document is at that stage now."""
    entry = document.entry
    if stage.stage == Stage.PREPARED and document.state == DocumentState.FROZEN:
        return to_sign(home, document)
    return issued(home, entry) if entry and stage.file_id == entry.file_id and document.state in OUT else None


def lay_out(clerk: Clerk, document: Document) -> None:
    """Make the folders show the state of `document`: its file where it belongs, and nowhere else."""
    document.refresh_from_db(fields=["state"])
    waiting = to_sign(clerk.home, document)
    if document.state == DocumentState.FROZEN:
        _put(waiting, bytes_of(clerk, frozen_revision(document), Stage.PREPARED))
    else:
        waiting.unlink(missing_ok=True)
    entry = document.entry
    if entry and entry.file_id and document.state in OUT:
        _put(issued(clerk.home, entry), clerk.store.read(entry.sha256))
    elif entry:
        issued(clerk.home, entry).unlink(missing_ok=True)


def restore(clerk: Clerk) -> None:
    """Make up for what dead processes left: nothing half-written or half-issued in the store, files in folders."""
    clerk.store.sweep()
    pending.sweep(clerk.home)
    lying = {path.stem for path in (clerk.home.outbox / "trinh-ky").glob("*.pdf")}
    for document in Document.objects.filter(Q(state=DocumentState.FROZEN) | Q(slug__in=lying)):
        if (document.slug in lying) != (document.state == DocumentState.FROZEN):
            lay_out(clerk, document)
    for entry in OutgoingEntry.objects.filter(file__isnull=False).select_related("document", "file"):
        wanted = entry.file.size if entry.file and entry.document.state in OUT else None
        if _size(issued(clerk.home, entry)) != wanted:
            lay_out(clerk, entry.document)


def _size(path: Path) -> int | None:
    """In bytes, by which a file of before an archive timestamp is known; None where there is none."""
    return path.stat().st_size if path.exists() else None


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != data:
        write_whole(path, data)
