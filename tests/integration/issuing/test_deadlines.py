"""A signed document must be issued by the next working day; who looks at the account is told."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pipeline import flow
from pipeline.cli.main import cli
from pipeline.issuing import chief as chiefs_part
from pipeline.issuing.clerk import Clerk
from pipeline.issuing.deadlines import deadlines
from pipeline.law.files import Evidence
from pipeline.register import audit
from pipeline.register.models import AuditRow, Document
from pipeline.signing import Signer, certify
from tests.factory.authority import VIETNAM

pytestmark = pytest.mark.django_db


def test_the_deadline_is_the_next_working_day_after_the_signature(signed: Document) -> None:
    (deadline,) = deadlines()

    assert (deadline.document, deadline.signed) == (signed, dt.date(2022, 9, 19))
    assert (deadline.by.day, deadline.by.evidence) == (dt.date(2022, 9, 20), Evidence.MEMORY)


def test_a_friday_and_holidays_move_it(
    clerk: Clerk, frozen: Document, chief: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANTHU_TODAY", "2022-08-31")

    chiefs_part.sign(clerk, frozen, chief)

    assert [deadline.by.day for deadline in deadlines()] == [dt.date(2022, 9, 5)]


def test_a_file_signed_elsewhere_counts_from_the_day_it_was_signed(
    clerk: Clerk, frozen: Document, chief: Signer
) -> None:
    sent = (clerk.home.outbox / "trinh-ky" / f"{frozen.slug}.pdf").read_bytes()
    friday = dt.datetime(2022, 9, 16, 16, 0, tzinfo=VIETNAM)

    chiefs_part.record(clerk, *chiefs_part.check_returned(clerk, frozen, certify(sent, chief, at=friday)))

    assert [(one.signed, one.by.day) for one in deadlines()] == [(dt.date(2022, 9, 16), dt.date(2022, 9, 19))]


def test_a_signature_that_claims_a_day_to_come_counts_from_today(clerk: Clerk, frozen: Document, chief: Signer) -> None:
    sent = (clerk.home.outbox / "trinh-ky" / f"{frozen.slug}.pdf").read_bytes()
    tomorrow = dt.datetime(2022, 9, 20, 8, 0, tzinfo=VIETNAM)

    chiefs_part.record(clerk, *chiefs_part.check_returned(clerk, frozen, certify(sent, chief, at=tomorrow)))

    assert [one.signed for one in deadlines()] == [dt.date(2022, 9, 19)]


def test_a_row_of_before_the_day_was_told_is_no_crash(frozen: Document) -> None:
    Document.objects.update(state="signed")
    audit.append("thử", "signed", f"document:{frozen.slug}")

    (deadline,) = deadlines()

    assert deadline.signed == AuditRow.objects.latest("seq").at.astimezone(VIETNAM).date()


def test_what_is_issued_has_no_deadline_any_more(clerk: Clerk, signed: Document, sealer: Signer) -> None:
    flow.issue(clerk, signed.slug, sealer)

    assert deadlines() == []


@pytest.mark.parametrize(
    ("today", "code", "said"),
    [
        ("2022-09-19", 0, "đã ký: hãy phát hành và gửi đi chậm nhất ngày 20/9/2022"),
        ("2022-09-20", 1, "đã ký: hãy phát hành và gửi đi chậm nhất ngày 20/9/2022"),
        ("2022-09-21", 1, "QUÁ HẠN"),
    ],
    ids=["a day ahead", "the last day", "late"],
)
def test_the_account_tells_of_it(
    signed: Document,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    clerk: Clerk,
    today: str,
    code: int,
    said: str,
) -> None:
    clerk.home.database.touch()
    monkeypatch.setenv("VANTHU_TODAY", today)
    monkeypatch.setenv("COLUMNS", "200")

    in_words = cli.main(["status"], standalone_mode=False), capsys.readouterr().out
    as_json = cli.main(["status", "--json"], standalone_mode=False), json.loads(capsys.readouterr().out)

    assert (in_words[0] or 0, as_json[0] or 0) == (code, code)
    assert said in in_words[1]
    assert "Lịch nghỉ lễ năm ấy chưa được đối chiếu" in in_words[1]
    (told,) = as_json[1]["deadlines"]
    assert (told["document"], told["by"], told["late"]) == (signed.slug, "2022-09-20", today > "2022-09-20")
