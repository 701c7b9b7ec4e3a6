"""Freezing: from here on nobody changes a word; the PDF is ready for the chief's signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pypdfium2
from django.db import transaction

from pipeline import clock
from pipeline.errors import DraftClosed, NotArchivable, SignerNotPrinted
from pipeline.issuing import outbox
from pipeline.issuing.clerk import Clerk, keep, move
from pipeline.issuing.paper import Paper, competent, paper_of, series_of
from pipeline.register.models import Document, DocumentState, Revision, Stage
from pipeline.signing import PdfaVerdict, Person, Prepared, precheck, prepare
from pipeline.vietnamese.text import match_key


def freeze(clerk: Clerk, revision: Revision) -> None:
    """Prepare `revision`, the newest of its draft, for signing and lay it out in ``outbox/trinh-ky``.

    Raises `SlotsUncertain` with what to mend in Word, `NoSignerNamed`, `SignerNotInOffice`, `SignerNotPrinted`,
    `NoSeries`, `NotArchivable`, or `DraftClosed` where somebody has frozen or changed the draft meanwhile.
    """
    with clerk.telling_refusals("freeze", revision.document):
        paper = paper_of(revision)
        pdf = prepared(paper, clerk.store.read(revision.pdf_sha256), clock.today()).pdf
        clerk.store.put(pdf)
        with transaction.atomic():
            close(revision)
            file = keep(revision, Stage.PREPARED, pdf)
            clerk.tell("frozen", revision.document, revision=revision.number, sha256=file.sha256)
    outbox.lay_out(clerk, revision.document)


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
