"""From the rows of the register to records: the line of the outgoing book, the revision it prints, its audit row."""

from __future__ import annotations

from typing import Any

from pipeline.archive.record import Record
from pipeline.errors import NotIssuedYet
from pipeline.register.models import Appointment, AuditRow, Document, DocumentState, OutgoingEntry, Revision, Stage

#: how the diary names the act of issuing
ISSUED = "issued"
#: the states of documents whose number holds
IN_FORCE = (DocumentState.ISSUED, DocumentState.ARCHIVED)


def record_of(document: Document) -> Record:
    """What the archive knows of an issued `document`; raises `NotIssuedYet`."""
    issued = OutgoingEntry.objects.filter(document=document, file__isnull=False)
    entry = issued.select_related("series__body").first()
    if entry is None:
        raise NotIssuedYet(document=document.slug)
    revision = _issued_revision(entry)
    body = entry.series.body
    return Record(
        slug=document.slug,
        series=entry.series.key,
        year=entry.year,
        number=entry.number,
        symbol=entry.symbol,
        day=entry.day,
        subject=entry.subject,
        signer=entry.signer,
        signer_post=_post_of(entry),
        body=body.name,
        place=body.place,
        recipients=tuple(entry.recipients),
        pdf=entry.sha256,
        docx=revision.docx_sha256 if revision else "",
        facts=revision.facts if revision else {},
        on_paper=revision is not None and revision.stages.filter(stage=Stage.ON_PAPER).exists(),
    )


def require_in_force(document: Document) -> None:
    """Raise `NotIssuedYet` unless the document is issued and its number was not declared void."""
    if document.state not in IN_FORCE:
        raise NotIssuedYet(document=document.slug)


def rows_since_issue(document: Document) -> list[AuditRow]:
    """What the diary tells of it from its issue on, that row first; empty where it does not tell of the issue."""
    rows = list(AuditRow.objects.filter(subject=subject_of(document)).order_by("seq"))
    acts = [row.act for row in rows]
    return rows[acts.index(ISSUED) :] if ISSUED in acts else []


def facts_of(row: AuditRow) -> dict[str, Any]:
    """What a row tells; somebody who tampers may have left anything there."""
    return row.facts if isinstance(row.facts, dict) else {}


def subject_of(document: Document) -> str:
    """How the diary names a document."""
    return f"document:{document.slug}"


def _issued_revision(entry: OutgoingEntry) -> Revision | None:
    """The revision that was issued; None where somebody removed it from the register."""
    return Revision.objects.filter(document_id=entry.document_id, stages__stage=Stage.ISSUED).first()


def _post_of(entry: OutgoingEntry) -> str:
    """The post its signer held on its day; "" where the register does not know."""
    posts = Appointment.objects.on(entry.day).filter(person__full_name=entry.signer).exclude(signs_as="")
    post = posts.order_by("rank").first()
    return post.post if post else ""
