"""The diary's head, signed and kept outside the database, betrays what the chain alone cannot."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
from django.db import connection
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from pipeline.archive import detached
from pipeline.archive.anchors import Anchors
from pipeline.errors import CertificateExpired, WrongHolder
from pipeline.register import audit
from pipeline.register.models import AuditHead, AuditRow
from pipeline.signing import Signer, Trust, open_pkcs12
from tests.factory.authority import PIN, Authority
from tests.integration.archive.conftest import NOW, OFFICE, SIGNED_AT, Desk, without_triggers

pytestmark = pytest.mark.django_db

DAY = NOW.date()


@pytest.fixture
def anchors(desk: Desk) -> Anchors:
    for number in range(5):
        audit.append("thử", "received", f"submission:{number}")
    return Anchors(home=desk.home)


@pytest.fixture
def anchor(anchors: Anchors, sealer: Signer) -> Path:
    return anchors.drop(DAY, sealer, at=NOW)


def cut_off(last: int) -> None:
    """Remove the rows after `last` and move the head back, so that the chain by itself is whole again."""
    without_triggers("DELETE FROM register_auditrow WHERE seq > %s", last)
    AuditHead.objects.update(seq=last, hash=AuditRow.objects.get(seq=last).hash)
    assert audit.verify().ok


def test_an_anchor_lies_outside_the_database_with_its_signature(anchor: Path, desk: Desk) -> None:
    head = AuditHead.objects.get()

    assert anchor.parent == desk.home.outbox / "luu-tru" / "nhat-ky" / "2022"
    assert json.loads(anchor.read_text()) == {"day": "2022-09-19", "seq": head.seq, "hash": head.hash}
    assert anchor.with_suffix(".p7s").stat().st_size > 1000


def test_the_last_head_of_each_day_is_told_for_the_printed_book(anchors: Anchors, sealer: Signer) -> None:
    tomorrow = dt.timedelta(days=1)
    anchors.drop(DAY, sealer, at=NOW)
    audit.append("thử", "received", "submission:later")
    last = anchors.drop(DAY, sealer, at=NOW)
    audit.append("thử", "received", "submission:tomorrow")
    damaged = anchors.drop(DAY + tomorrow, sealer, at=NOW + tomorrow)
    damaged.write_text("{")

    (head,) = anchors.heads()

    assert head.as_bytes() == last.read_bytes()


def test_an_untouched_diary_agrees_with_its_anchor(desk: Desk, anchor: Path) -> None:
    diary = desk.verifier.diary()

    assert (diary.ok, diary.anchored, diary.broken_at) == (True, DAY, None)
    assert diary.rows == AuditRow.objects.count()


def test_a_diary_that_grew_since_agrees_with_its_anchor(desk: Desk, anchor: Path) -> None:
    audit.append("thử", "received", "submission:later")

    assert desk.verifier.diary().ok


def test_a_diary_never_anchored_is_whole_and_says_so(desk: Desk) -> None:
    diary = desk.verifier.diary()

    assert (diary.ok, diary.anchored) == (True, None)


def test_a_cut_tail_is_found_and_its_first_row_named(desk: Desk, anchor: Path) -> None:
    cut_off(3)

    diary = desk.verifier.diary()

    assert (diary.ok, diary.broken_at) == (False, 4)
    assert "bị cắt bớt" in diary.detail


def test_a_tail_written_anew_is_found(desk: Desk, anchor: Path) -> None:
    last = AuditRow.objects.count()
    cut_off(last - 1)
    audit.append("ai đó", "received", "submission:forged")

    diary = desk.verifier.diary()

    assert (diary.ok, diary.broken_at) == (False, last)
    assert "bị viết lại" in diary.detail


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE register_auditrow SET actor = 'ai đó' WHERE seq = 3", 3),
        ("DELETE FROM register_auditrow WHERE seq = 2", 2),
        ("UPDATE register_auditrow SET facts = 'null' WHERE seq = 4", 4),
        ("UPDATE register_auditrow SET at = '2022-01-01 00:00:00' WHERE seq = 4", 4),
    ],
    ids=["edited", "removed", "emptied", "dated back"],
)
def test_an_edited_or_removed_row_is_named(desk: Desk, anchor: Path, statement: str, broken_at: int) -> None:
    without_triggers(statement)

    diary = desk.verifier.diary()

    assert (diary.ok, diary.broken_at) == (False, broken_at)


def test_a_time_that_is_none_is_named(desk: Desk, anchor: Path) -> None:
    nonsense = "x" if connection.vendor == "sqlite" else "epoch"  # PostgreSQL takes nothing but times

    without_triggers("UPDATE register_auditrow SET at = %s WHERE seq = 3", nonsense)

    assert desk.verifier.diary().broken_at == 3


def test_an_inserted_row_is_named(desk: Desk, anchor: Path) -> None:
    rows = AuditRow.objects.count()
    AuditRow.objects.create(seq=rows + 1, at=NOW, actor="ai đó", act="x", subject="y", previous="0" * 64, hash="0" * 64)

    assert desk.verifier.diary().broken_at == rows + 1


def test_a_forged_anchor_is_found(desk: Desk, anchor: Path) -> None:
    cut_off(3)
    head = AuditHead.objects.get()
    anchor.write_text(json.dumps({"day": "2022-09-19", "hash": head.hash, "seq": head.seq}))

    diary = desk.verifier.diary()

    assert not diary.ok
    assert anchor.name in diary.detail


def test_nobody_but_the_office_can_anchor(desk: Desk, anchors: Anchors, stranger: Signer) -> None:
    with pytest.raises(WrongHolder, match="Giàng A Mẫu"):
        anchors.drop(DAY, stranger, at=NOW)

    assert desk.verifier.diary().anchored is None


def test_an_anchor_signed_by_somebody_else_does_not_count(desk: Desk, anchor: Path, stranger: Signer) -> None:
    anchor.with_suffix(".p7s").write_bytes(detached.sign(anchor.read_bytes(), stranger))

    assert "Giàng A Mẫu" in desk.verifier.diary().detail


def test_an_anchor_by_an_office_nobody_vouches_for_does_not_count(desk: Desk, anchors: Anchors) -> None:
    impostor = open_pkcs12(Authority("Tổ chức lạ").certify(OFFICE).p12(), PIN)
    anchors.drop(DAY, impostor, at=NOW)

    assert "không được tin cậy" in desk.verifier.diary().detail


def test_an_anchor_by_a_revoked_key_does_not_count(desk: Desk, anchors: Anchors, authority: Authority) -> None:
    stolen = authority.certify(OFFICE)
    anchors.drop(DAY, open_pkcs12(stolen.p12(), PIN), at=NOW)
    since = dataclasses.replace(desk.trust, revocations=(authority.revocations(stolen, at=SIGNED_AT),))

    assert desk.verifier.diary().ok
    assert "thu hồi" in Desk(desk.home, since).verifier.diary().detail


@pytest.mark.parametrize("rubbish", [b"", b"\x30\x03\x02\x01\x00", b"not a signature"], ids=["empty", "DER", "text"])
def test_a_damaged_signature_is_no_crash(desk: Desk, anchor: Path, rubbish: bytes) -> None:
    anchor.with_suffix(".p7s").write_bytes(rubbish)

    assert "chữ ký bị hỏng" in desk.verifier.diary().detail


@pytest.mark.parametrize("rubbish", ["", "[]", '{"day": "x"}', '{"day": 5, "seq": 1, "hash": ""}'])
def test_a_damaged_anchor_is_no_crash(desk: Desk, anchor: Path, rubbish: str) -> None:
    anchor.write_text(rubbish)

    diary = desk.verifier.diary()

    assert not diary.ok
    assert anchor.name in diary.detail


def test_an_anchor_without_its_signature_does_not_count(desk: Desk, anchor: Path) -> None:
    anchor.with_suffix(".p7s").unlink()

    assert "không có chữ ký" in desk.verifier.diary().detail


def test_the_head_anchored_already_is_not_anchored_again(anchors: Anchors, anchor: Path, sealer: Signer) -> None:
    assert anchors.drop(DAY, sealer, at=NOW) == anchor


def test_the_last_anchor_counts(desk: Desk, anchors: Anchors, anchor: Path, sealer: Signer) -> None:
    audit.append("thử", "received", "submission:next")
    anchors.drop(DAY + dt.timedelta(days=1), sealer, at=NOW)

    cut_off(AuditRow.objects.count() - 1)

    assert not desk.verifier.diary().ok


def test_an_anchor_may_carry_a_trusted_time(
    desk: Desk, anchors: Anchors, sealer: Signer, timestamps: DummyTimeStamper
) -> None:
    plain = anchors.drop(DAY, sealer, at=NOW).with_suffix(".p7s").stat().st_size
    audit.append("thử", "received", "submission:next")

    stamped = anchors.drop(DAY, sealer, at=NOW, timestamps=timestamps).with_suffix(".p7s").stat().st_size

    assert stamped > plain + 1000
    assert desk.verifier.diary().ok


def test_an_expired_key_anchors_nothing(anchors: Anchors, authority: Authority, desk: Desk, trust: Trust) -> None:
    until = dt.datetime(2021, 1, 1, tzinfo=NOW.tzinfo)
    expired = open_pkcs12(authority.certify(OFFICE, until=until).p12(), PIN)

    with pytest.raises(CertificateExpired):
        anchors.drop(DAY, expired, at=NOW)

    assert list(desk.home.archive.rglob("*.json")) == []
