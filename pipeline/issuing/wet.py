"""Signed by hand: the scan of a printed copy finds its document by the marks, and a person confirms the signature.

A machine cannot see whether a signature is real, so a scan alone never signs anything. One without a readable mark
waits for a person too, as long as printed copies are about; who confirms it says which document it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from pipeline import clock
from pipeline.errors import (
    DateDiffers,
    FileRefused,
    NotPrepared,
    NotWaitingForSignature,
    NumberDiffers,
    ScanIncomplete,
    ScanOfAnother,
    ScanUnreadable,
)
from pipeline.issuing.clerk import Clerk, bytes_of, frozen_revision, move
from pipeline.issuing.marks import SLIP, mark_of, marks_of_ours, read_marks
from pipeline.issuing.paper import Paper, competent, paper_of
from pipeline.messages import _
from pipeline.reading.scans import Scan, is_pdf, read_scan
from pipeline.register.models import (
    AuditRow,
    Document,
    DocumentState,
    PaperScan,
    Revision,
    Stage,
    StageFile,
    Submission,
)
from pipeline.signing.fields import number_text, split_symbol

if TYPE_CHECKING:
    from pipeline.signing import Signer
    from pipeline.signing.xmp import Facts


def wanted(marks: tuple[str, ...]) -> bool:
    """Whether a scan with these marks may be a paper signed by hand: it has marks, or printed copies are about."""
    return bool(marks_of_ours(marks)) or _copies_about()


def queue(submission: Submission, marks: tuple[str, ...]) -> str:
    """Note that `submission` is a scan and return the sentence that tells a person what to do.

    Call it inside the transaction that sends the submission to review.
    """
    ours = marks_of_ours(marks)
    PaperScan.objects.create(submission=submission, marks=ours)
    marked = read_marks(ours)
    if marked.revision is None:
        return _strange() if ours else _unread(submission.receipt)
    sentence = _(
        "The scan bears the marks of {document}, revision {revision}, pages {pages}. A person must confirm the "
        'signature on the paper: look at it, then run "vanthu sign {document} --paper {receipt}".'
    )
    slug, pages = marked.revision.document.slug, ", ".join(map(_page_word, marked.pages))
    return sentence.format(document=slug, revision=marked.revision.number, pages=pages, receipt=submission.receipt)


def confirm(clerk: Clerk, document: Document, scan: PaperScan) -> None:
    """Make `document` signed on paper: the person at work has seen the signature on `scan`.

    Call it inside the transaction that settles the submission. Raises `NotWaitingForSignature`, `ScanOfAnother`,
    `ScanIncomplete`, `SignerNotInOffice`.
    """
    assert transaction.get_connection().in_atomic_block
    revision = _waiting(document)
    receipt = scan.submission.receipt
    if scan.marks and read_marks(scan.marks).revision != revision:
        raise ScanOfAnother(receipt=receipt, document=document.slug)
    if scan.marks and read_marks(scan.marks).pages == (SLIP,):
        raise ScanIncomplete(receipt=receipt)
    person = competent(paper_of(revision), clock.today())
    if not move(document, (DocumentState.FROZEN,), DocumentState.SIGNED):
        raise NotWaitingForSignature(document=document.slug)
    StageFile.objects.create(revision=revision, stage=Stage.ON_PAPER, file=scan.submission.file)
    facts = {
        "revision": revision.number,
        "sha256": scan.submission.file_id,
        "signer": person.name,
        "day": f"{clock.today()}",
    }
    clerk.tell("signed", document, channel="paper", receipt=receipt, **facts)


def signed_on_paper(revision: Revision) -> bool:
    """Whether the signature on this revision is one of ink."""
    return StageFile.objects.filter(revision=revision, stage=Stage.ON_PAPER).exists()


def printed_facts(clerk: Clerk, paper: Paper) -> Facts:
    """What is printed of symbol and date, as the metadata of the frozen PDF have it."""
    from pipeline.signing.validation import read_form

    _fields, facts = read_form(bytes_of(clerk, paper.revision, Stage.PREPARED))
    return facts


def sealing(
    clerk: Clerk, paper: Paper, printed: Facts, sealer: Signer, *, day: dt.date, at: dt.datetime
) -> Callable[[int], bytes]:
    """What makes the sealed scan once the number is known; all that needs no number is done here.

    The routing slip stays inside the office: it is left out, as far as its mark can be read.

    Raises `ScanUnreadable`, `DateDiffers`; what it returns raises `NumberDiffers`, `KeyTrouble` or
    `TimestampTrouble`.
    """
    from pipeline.issuing.corner import corner
    from pipeline.register.trusted import time_service
    from pipeline.signing import Person
    from pipeline.signing.scans import seal_scan

    if not day.isoformat().startswith(printed.issued):
        raise DateDiffers(day=f"{day:%d/%m/%Y}", printed="/".join(reversed(printed.issued.split("-"))))
    before, symbol = split_symbol(printed.symbol)
    scan = bytes_of(clerk, paper.revision, Stage.ON_PAPER)
    read = read_scan(scan) or Scan(pages=0, marks=())
    slip = [page for mark, page in zip(read.marks, read.where, strict=True) if mark == mark_of(paper.revision, SLIP)]
    try:
        pictures = _pictures(scan, read, slip)
    except (NotPrepared, FileRefused) as fault:
        raise ScanUnreadable(receipt=_receipt(paper.revision)) from fault

    def sealed(number: int) -> bytes:
        if before not in (None, number):
            raise NumberDiffers(number=number_text(number), printed=number_text(before or 0))
        facts = replace(printed, symbol=number_text(number) + symbol, issued=day.isoformat())
        label = corner(f"Số: {facts.symbol}, ngày {day:%d/%m/%Y}", paper.body.name, at)
        return seal_scan(
            pictures,
            label,
            facts,
            sealer=sealer,
            at=at,
            expected=Person(name=paper.body.name),
            timestamps=time_service(),
        )

    return sealed


def _pictures(scan: bytes, read: Scan, slip: Collection[int]) -> list[bytes]:
    """The pages to be kept, upright; raises `NotPrepared` or `FileRefused` where one cannot be drawn."""
    from pipeline.signing.scans import page_picture, page_pictures

    if is_pdf(scan):
        return page_pictures(scan, turned=read.turned, without=slip)

    from PIL import Image

    from pipeline.reading.picture.page.sources import pictures

    pages = ((page.number - 1, page) for page in pictures(scan))
    return [
        page_picture(Image.fromarray(page.pixels), page.dpi, turned=number in read.turned)
        for number, page in pages
        if number not in slip
    ]


def _strange() -> str:
    return _(
        "The marks on the scan are not those of one document waiting for a signature as it was frozen last. Look at it "
        "and return it."
    )


def _unread(receipt: str) -> str:
    return _(
        "The scan bears no mark that could be read. If it is a document signed by hand: look at it, then run "
        '"vanthu sign ID --paper {receipt}"; otherwise return it.'
    ).format(receipt=receipt)


def _copies_about() -> bool:
    frozen = Document.objects.filter(state=DocumentState.FROZEN).values_list("slug", flat=True)
    return AuditRow.objects.filter(act="printed", subject__in=[f"document:{slug}" for slug in frozen]).exists()


def _page_word(page: int) -> str:
    return _("routing slip") if page == SLIP else str(page)


def _waiting(document: Document) -> Revision:
    document.refresh_from_db(fields=["state"])
    if document.state != DocumentState.FROZEN:
        raise NotWaitingForSignature(document=document.slug)
    return frozen_revision(document)


def _receipt(revision: Revision) -> str:
    file = StageFile.objects.get(revision=revision, stage=Stage.ON_PAPER).file
    return Submission.objects.filter(file=file, scan__isnull=False).values_list("receipt", flat=True).first() or ""
