"""A decision that is issued enters everybody it rewards into the golden book, and one made void takes them out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline import flow
from pipeline.cli.main import cli
from pipeline.drafting.drafts import order
from pipeline.drafting.kinds import find_kind, find_round
from pipeline.errors import NotInGoldenBook, SealUnsound
from pipeline.issuing.clerk import Clerk
from pipeline.programme import golden_book
from pipeline.register.models import AuditRow, Award, Document, GoldenCounter
from pipeline.signing import Signer
from tests.integration.drafting import office

pytestmark = pytest.mark.django_db

CLERK = "Vàng Văn Mẫu"


def printed(document: Document) -> list[dict[str, Any]]:
    revision = document.revisions.latest("number")
    rows: list[dict[str, Any]] = revision.facts["ca_nhan"]
    return rows


@pytest.fixture
def awarded(clerk: Clerk, signed: Document, sealer: Signer) -> Document:
    flow.issue(clerk, signed.slug, sealer)
    return signed


def test_everybody_of_the_decision_stands_in_the_book_in_its_order(awarded: Document) -> None:
    awards = list(Award.objects.order_by("golden_number"))

    assert [award.name for award in awards] == [row["ho_ten"] for row in printed(awarded)]
    assert [(award.golden_year, award.golden_number) for award in awards] == [(2022, n) for n in range(1, 6)]
    assert {award.symbol for award in awards} == {"01/QĐ-VPUBND"}
    assert {(award.title.code, award.year, award.money) for award in awards} == {("GK", 2022, 450_000)}
    assert [award.of_unit.name for award in awards if award.of_unit] == [row["don_vi"] for row in printed(awarded)]


def test_an_issue_that_fails_uses_no_line(
    clerk: Clerk, signed: Document, sealer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise SealUnsound(problem="thử")

    monkeypatch.setattr(golden_book, "_award", fail)
    with pytest.raises(SealUnsound):
        flow.issue(clerk, signed.slug, sealer)

    assert not Award.objects.exists()
    assert not GoldenCounter.objects.exists()
    assert Document.objects.get(pk=signed.pk).state == "signed"


def test_the_certificates_carry_the_decisions_number_and_each_their_line(awarded: Document) -> None:
    kind = find_kind("giay_khen")
    occasion = flow.occasion_of(kind, find_round(kind, office.QUARTER), office.DAY)

    facts = order(kind, occasion).facts

    assert (facts["so"], facts["ngay"], facts["thang"], facts["nam"]) == ("01", "19", "9", "2022")
    assert [row["so_vang"] for row in facts["nguoi_nhan"]] == ["01", "02", "03", "04", "05"]
    assert [row["ten"] for row in facts["nguoi_nhan"]] == [row["ho_ten"] for row in printed(awarded)]


def test_a_decision_made_void_takes_its_awards_with_it_and_their_numbers_stay_used(
    clerk: Clerk, awarded: Document
) -> None:
    flow.make_void(clerk, "01/QĐ-VPUBND", "ban hành nhầm")

    assert not Award.objects.filter(revoked_on=None).exists()
    assert {award.revoked_why for award in Award.objects.all()} == {"ban hành nhầm"}
    assert GoldenCounter.objects.get(year=2022).last == 5


def test_one_award_taken_back_stays_in_the_book_with_its_reason(awarded: Document) -> None:
    award = golden_book.take_back(2022, 3, why="khai không đúng", who=CLERK)

    assert (award.revoked_on, award.revoked_why) == (dt.date(2022, 9, 19), "khai không đúng")
    assert Award.objects.filter(revoked_on=None).count() == 4
    row = AuditRow.objects.get(act="award-revoked")
    assert row.facts == {"why": "khai không đúng", "money": 450_000}
    for number in (3, 9):
        with pytest.raises(NotInGoldenBook, match=f"{number:02d}/2022"):
            golden_book.take_back(2022, number, why="nữa", who=CLERK)


@pytest.fixture
def run(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    clerk.home.database.touch()

    def call(*words: str) -> str:
        cli.main(list(words), standalone_mode=False)
        return capsys.readouterr().out

    return call


def test_a_clerk_lists_hands_over_and_takes_back_by_command(
    run: Callable[..., str], awarded: Document, tmp_path: Path
) -> None:
    name = printed(awarded)[0]["ho_ten"]

    assert run("awards", "hand-over", "01/2022") == f"{name}: đã trao ngày 19/09/2022.\n"
    assert "450.000 đồng" in run("awards", "revoke", "02/2022", "--why", "khai không đúng")
    found = json.loads(run("awards", "list", "--year", "2022", "--json"))["awards"]
    assert [(row["number"], row["handed_over"], row["revoked"]) for row in found[:2]] == [
        (1, "2022-09-19", None),
        (2, None, "2022-09-19"),
    ]
    assert f"01/2022  {name} – Giấy khen của Chánh Văn phòng UBND tỉnh  (01/QĐ-VPUBND)" in run("awards", "list")


def test_the_printed_book_has_the_eight_columns(run: Callable[..., str], awarded: Document, tmp_path: Path) -> None:
    path = tmp_path / "so-vang.xlsx"

    run("awards", "list", "--xlsx", str(path))

    sheet = load_workbook(path).active
    assert [cell.value for cell in sheet[1]][:4] == ["Số", "Số, ngày quyết định", "Tên", "Đơn vị"]
    assert sheet.max_row == 6
    assert [sheet["A2"].value, sheet["B2"].value, sheet["F2"].value] == ["01/2022", "01/QĐ-VPUBND, 19/09/2022", 450_000]
