"""The chief's part: sign a frozen document, take back one that was signed elsewhere, or refuse it with a reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from pipeline import clock
from pipeline.errors import NotWaitingForSignature
from pipeline.issuing import outbox
from pipeline.issuing.clerk import Clerk, bytes_of, frozen_revision, keep, move, sha256_of
from pipeline.issuing.paper import competent, paper_of
from pipeline.issuing.pending import announcing
from pipeline.issuing.reserving import give_up, reserved_for
from pipeline.register.models import Document, DocumentState, Revision, Stage
from pipeline.register.trusted import signature_picture, time_service, trust_of
from pipeline.signing import Signed, Signer, accept_returned, accept_rewritten, certify, check_signed


def sign(clerk: Clerk, document: Document, signer: Signer) -> None:
    """Sign `document` with the key of the person it names, who must be in office today.

    Raises `NotWaitingForSignature`, `SignerNotInOffice`, `KeyTrouble`, `PictureUnusable`, `TimestampTrouble`, or
    `ChiefSignatureInvalid` where the office trusts nobody who answers for the certificate.
    """
    with clerk.telling_refusals("sign", document):
        revision = _waiting(document)
        name = competent(paper_of(revision), clock.today())
        at = clock.now()
        certified = certify(
            bytes_of(clerk, revision, Stage.PREPARED),
            signer,
            at=at,
            expected=name,
            picture=signature_picture(clerk.home, name.name),
            timestamps=time_service(),
        )
        record(clerk, revision, check_signed(certified, trust_of(clerk.home), at=at, expected=name))
    outbox.lay_out(clerk, document)


def check_returned(clerk: Clerk, document: Document, returned: bytes) -> tuple[Revision, Signed]:
    """Make sure that `returned` is what was sent, signed by the right person in office; `record` it then.

    A document with its number printed may have been saved anew by the tool that signed it, if it is the same otherwise.

    Raises `NotWaitingForSignature`, `SignerNotInOffice`, `ForbidsFilling` or the `ReturnedRefused` that names the
    reason.
    """
    with clerk.telling_refusals("return", document):
        revision = _waiting(document)
        person = competent(paper_of(revision), clock.today())
        sent = bytes_of(clerk, revision, Stage.PREPARED)
        saved_anew = not returned.startswith(sent) and reserved_for(document) is not None
        accept = accept_rewritten if saved_anew else accept_returned
        return revision, accept(sent, returned, person, trust_of(clerk.home), at=clock.now())


def record(clerk: Clerk, revision: Revision, signed: Signed) -> None:
    """Make the document signed; raises `NotWaitingForSignature` where somebody was quicker, whose bytes alone stay."""
    document = revision.document
    with announcing(clerk.home) as announce:
        announce(sha256_of(signed.pdf))
        clerk.store.put(signed.pdf)
        with transaction.atomic():
            moved = move(document, (DocumentState.FROZEN,), DocumentState.SIGNED)
            if not moved or frozen_revision(document) != revision:
                raise NotWaitingForSignature(document=document.slug)
            file = keep(revision, Stage.SIGNED, signed.pdf)
            facts = {"certificate": signed.chief.fingerprint, "day": f"{_day_of(signed)}"}
            clerk.tell("signed", document, revision=revision.number, sha256=file.sha256, **facts)


def _day_of(signed: Signed) -> dt.date:
    """When the chief signed as the signature says it, from which the deadline is counted; never a day to come."""
    at = signed.chief.stamped or signed.chief.claimed or clock.now()
    return min(at.astimezone(clock.VIETNAM).date(), clock.today())


def refuse(clerk: Clerk, document: Document, why: str) -> None:
    """Send a document back because of `why`, so that it is drafted anew; also one that is signed and can not be issued.

    A number reserved for it is void, for the same reason.

    Raises `NotWaitingForSignature`.
    """
    with clerk.telling_refusals("refuse", document), transaction.atomic():
        if not move(document, (DocumentState.FROZEN, DocumentState.SIGNED), DocumentState.REFUSED):
            raise NotWaitingForSignature(document=document.slug)
        clerk.tell("refused", document, why=why)
        give_up(clerk, document, why)
    outbox.lay_out(clerk, document)


def _waiting(document: Document) -> Revision:
    document.refresh_from_db(fields=["state"])
    if document.state != DocumentState.FROZEN:
        raise NotWaitingForSignature(document=document.slug)
    return frozen_revision(document)
