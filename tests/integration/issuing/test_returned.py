"""A document signed elsewhere comes back through the inbox: accepted, or returned with the reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.issuing.clerk import Clerk
from pipeline.issuing.sent import sent_out
from pipeline.reading.model import FileReading
from pipeline.register.models import AuditRow, Document, Stage, StageFile, Submission
from pipeline.signing import Signer
from pipeline.signing.fields import CHIEF as CHIEF_FIELD
from tests.integration.issuing.conftest import SLUG
from tests.integration.signing.acts import resaved, signed_anywhere, signed_in
from tests.integration.signing.conftest import SIGNED_AT

HandIn = Callable[..., Submission]


def unread(_path: Path) -> FileReading:
    raise AssertionError("a document that comes back is not read as a form")


def sent(clerk: Clerk) -> bytes:
    return (clerk.home.outbox / "trinh-ky" / f"{SLUG}.pdf").read_bytes()


def test_a_returned_document_signed_by_the_right_person_is_signed(
    clerk: Clerk, frozen: Document, chief: Signer, sealer: Signer, hand_in: HandIn
) -> None:
    returned = signed_in(sent(clerk), CHIEF_FIELD, chief, SIGNED_AT)
    submission = hand_in(returned)

    assert flow.advance(submission.pk, unread) == "registered"

    assert clerk.store.read(StageFile.objects.get(stage=Stage.SIGNED).file_id) == returned
    receipt = (clerk.home.receipts / f"{submission.receipt}.txt").read_text(encoding="utf-8")
    assert SLUG in receipt
    assert not (clerk.home.outbox / "trinh-ky" / f"{SLUG}.pdf").exists()
    assert flow.issue(clerk, SLUG, sealer).number == 1


def wrong_signer(pdf: bytes, another: Signer, _chief: Signer) -> bytes:
    return signed_in(pdf, CHIEF_FIELD, another, SIGNED_AT)


def saved_anew(pdf: bytes, _another: Signer, chief: Signer) -> bytes:
    return resaved(signed_in(pdf, CHIEF_FIELD, chief, SIGNED_AT))


def unsigned(pdf: bytes, _another: Signer, _chief: Signer) -> bytes:
    return pdf


def signed_twice(pdf: bytes, another: Signer, chief: Signer) -> bytes:
    return signed_anywhere(signed_in(pdf, CHIEF_FIELD, chief, SIGNED_AT), another)


@pytest.mark.parametrize(
    ("meddle", "code"),
    [
        (wrong_signer, "ReturnedByAnother"),
        (saved_anew, "NotTheFileSent"),
        (unsigned, "ReturnedUnsigned"),
        (signed_twice, "ReturnedSignedTwice"),
    ],
)
def test_anything_else_is_returned_with_the_reason_and_goes_on_waiting(
    clerk: Clerk,
    frozen: Document,
    another: Signer,
    chief: Signer,
    hand_in: HandIn,
    meddle: Callable[[bytes, Signer, Signer], bytes],
    code: str,
) -> None:
    submission = hand_in(meddle(sent(clerk), another, chief))

    assert flow.advance(submission.pk, unread) == "returned"

    submission.refresh_from_db()
    frozen.refresh_from_db()
    assert (submission.reason_code, frozen.state) == (code, "frozen")
    assert "Hãy" in submission.reason or "Vui lòng" in submission.reason
    assert [row.facts["reason"] for row in AuditRow.objects.filter(act="return-refused")] == [code]
    assert (clerk.home.returned / "phieu.docx.txt").exists()


def test_a_document_that_is_not_waiting_is_returned(clerk: Clerk, signed: Document, hand_in: HandIn) -> None:
    certified = clerk.store.read(StageFile.objects.get(stage=Stage.SIGNED).file_id)
    submission = hand_in(certified)

    assert flow.advance(submission.pk, unread) == "returned"

    submission.refresh_from_db()
    assert submission.reason_code == "NotWaitingForSignature"


def test_other_files_are_not_taken_for_documents(clerk: Clerk, frozen: Document, tmp_path: Path) -> None:
    contents = (b"", b"%PDF-1.7\nno mark", b"<vanthu:maDuThao>2022-q3-qd-giay-khen/1</vanthu:maDuThao>", sent(clerk))
    found = []
    for number, data in enumerate(contents):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        found.append(sent_out(path))

    assert found == [None, None, None, frozen]
