"""Freezing: from here on nobody changes a word; the PDF is ready for the chief's signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pypdfium2
from django.db import transaction

from pipeline import clock
from pipeline.conformity import Severity
from pipeline.errors import DraftClosed, NotArchivable, PresentationWrong, SignerNotPrinted
from pipeline.issuing import outbox
from pipeline.issuing.clerk import Clerk, keep, move
from pipeline.issuing.paper import Paper, competent, paper_of, series_of
from pipeline.register.models import Document, DocumentState, Revision, Stage
from pipeline.signing import PdfaVerdict, Person, Prepared, precheck, prepare
from pipeline.vietnamese.text import match_key

#: faults that the refusal names; the sheet beside the draft has all of them
NAMED_FAULTS = 3


def freeze(clerk: Clerk, revision: Revision, despite: str = "") -> None:
    """Prepare `revision`, the newest of its draft, for signing and lay it out in ``outbox/trinh-ky``.

    `despite` is a person's reason to do so although it contradicts the rules of presentation. Raises
    `PresentationWrong`, `SlotsUncertain` with what to mend in Word, `NoSignerNamed`, `SignerNotInOffice`,
    `SignerNotPrinted`, `NoSeries`, `NotArchivable`, or `DraftClosed` where somebody has frozen or changed the draft
    meanwhile.
    """
    with clerk.telling_refusals("freeze", revision.document):
        errors = check_presentation(revision, despite)
        paper = paper_of(revision)
        pdf = prepared(paper, clerk.store.read(revision.pdf_sha256), clock.today()).pdf
        clerk.store.put(pdf)
        with transaction.atomic():
            close(revision)
            file = keep(revision, Stage.PREPARED, pdf)
            facts = {"revision": revision.number, "sha256": file.sha256}
            clerk.tell("frozen", revision.document, **facts, **overridden(errors, despite))
    outbox.lay_out(clerk, revision.document)


def check_presentation(revision: Revision, despite: str) -> list[str]:
    """The rules that `revision` breaks; raises `PresentationWrong` where it breaks some and nobody says why it may."""
    errors = [fault for fault in revision.faults if fault["severity"] == Severity.ERROR]
    if errors and not despite.strip():
        faults = "; ".join(fault["message"] for fault in errors[:NAMED_FAULTS])
        raise PresentationWrong(document=revision.document.slug, faults=faults)
    return [fault["rule"] for fault in errors]


def overridden(errors: list[str], despite: str) -> dict[str, object]:
    """What the diary notes of a person who froze a paper that breaks rules."""
    return {"despite": despite, "rules": errors} if errors else {}


def prepared(
    paper: Paper, typeset: bytes, day: dt.date, *, check: Callable[[bytes], PdfaVerdict] = precheck
) -> Prepared:
    """The PDF to be signed, of a document that can be signed and numbered on `day` as it stands.

    `check` is `quick_check` where others wait for the register: veraPDF may take its time. Raises what `freeze` raises,
    but for `DraftClosed`.
    """
    ready = prepare(typeset, draft=paper.mark, title=paper.subject)
    _check_printed(competent(paper, day), ready.pdf, paper.document)
    series_of(paper, ready.slots.symbol)
    verdict = check(ready.pdf)
    if not verdict.passed:
        raise NotArchivable(document=paper.document.slug, problem="; ".join(verdict.problems))
    return ready


def close(revision: Revision) -> None:
    """Make the document frozen; raises `DraftClosed` unless `revision` is still what would be frozen.

    Call it inside a transaction.
    """
    document = revision.document
    moved = move(document, (DocumentState.DRAFT,), DocumentState.FROZEN)
    if not moved or document.revisions.latest("number") != revision:
        raise DraftClosed(document=document.slug)


def _check_printed(signer: Person, pdf: bytes, document: Document) -> None:
    """Whoever edits a draft in Word may change the name below the signature; the register would not know."""
    with pypdfium2.PdfDocument(pdf) as pages:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    if match_key(signer.name) not in match_key(text):
        raise SignerNotPrinted(document=document.slug, signer=signer.name)
