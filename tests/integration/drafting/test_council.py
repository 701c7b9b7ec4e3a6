"""Papers of a session and decisions from its results: they all say the same, and nobody else is in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pipeline import flow
from pipeline.drafting.authority import cap_faults
from pipeline.drafting.drafts import Changes, order
from pipeline.drafting.kinds import find_kind
from pipeline.errors import NotGranted, NotYetGranted, TitleNotOurs
from pipeline.flow import Sitting
from pipeline.home import Home
from pipeline.law import council, own
from pipeline.programme.council import Absence, Count, appoint, close, introduce, plan_session
from pipeline.programme.voting import Ballots
from pipeline.register.models import CouncilRole, Person, Round, Session, Title, Unit
from tests.integration.drafting import office

pytestmark = pytest.mark.django_db

DAY = dt.date(2022, 9, 28)
MEMBERS = ("CB01", "CB02", "CB04", "CB09", "CB13")


@pytest.fixture
def session(office_home: Home) -> Session:
    """Three nominees and a collective; the third person and nobody else fails."""
    office.set_up()
    office.nominate(3)
    roles = [CouncilRole.CHAIR, CouncilRole.VICE_CHAIR, CouncilRole.MEMBER, CouncilRole.MEMBER, CouncilRole.SECRETARY]
    for staff_id, role in zip(MEMBERS, roles, strict=True):
        person = Person.objects.get(staff_id=staff_id)
        appoint(person, role, since=dt.date(2022, 1, 1), symbol="07/QĐ-VPUBND", who="thử")
    round_ = Round.objects.get(code="Q3/2022")
    session = plan_session(round_, day=DAY, place="Phòng họp số 2", begins="08 giờ 00 phút", who="thử")
    introduce(session, Title.objects.get(code="GK"), Unit.objects.get(code="TH"), "Dẫn đầu", who="thử")
    introduce(session, Title.objects.get(code="BK_TINH"), Unit.objects.get(code="KT"), "Hai năm liền", who="thử")
    votes = {1: (4, 0), 2: (4, 0), 3: (3, 1), 4: (4, 0), 5: (4, 0)}
    absent = {"CB13": Absence("đi công tác")}
    close(session, Count(Ballots(4, 4, 4), votes, absent), ends="10 giờ 30 phút", who="thử")
    session.refresh_from_db()
    return session


def facts(kind: str, session: Session, *, authority: str = "", **data: Any) -> dict[str, Any]:
    found = find_kind(kind)
    about = None if found.confers else Sitting(session, authority)
    occasion = flow.occasion_of(found, session.round, DAY, sitting=about)
    return dict(order(found, occasion, Changes(data=data)).facts)


def test_the_minutes_say_who_was_there_what_was_voted_and_what_is_proposed(session: Session) -> None:
    found = facts("bien_ban", session)

    assert (found["tong_tv"], found["co_mat"], found["so_vang"]) == ("05", "04", "01")
    assert found["vang"] == [{"ho_ten": "Bùi Quốc Mẫu", "ly_do": "đi công tác"}]
    assert found["chu_tri"] == {"chuc_danh": "Ông", "ho_ten": "Phan Quốc Nghĩa"}
    assert [row["ket_qua"] for row in found["ket_qua"]] == ["Đạt", "Đạt", "Không đạt", "Đạt", "Đạt"]
    assert [row["ty_le"] for row in found["ket_qua"]] == ["80", "80", "60", "80", "80"]
    assert found["ket_luan"] == (
        "đề nghị Chánh Văn phòng tặng Giấy khen của Chánh Văn phòng UBND tỉnh cho 01 tập thể, 02 cá nhân; "
        "đề nghị Chủ tịch UBND tỉnh tặng Bằng khen của Chủ tịch UBND tỉnh cho 01 tập thể"
    )
    assert found["hinh_thuc_bo_phieu"] == "bỏ phiếu kín"
    assert found["bat_dau"] == "08 giờ 00 phút, ngày 28 tháng 9 năm 2022"


def test_the_ballot_lists_the_agenda(session: Session) -> None:
    found = facts("phieu_bau", session)

    assert [row["stt"] for row in found["ung_vien"]] == ["1", "2", "3", "4", "5"]
    assert found["ung_vien"][3]["ten"] == "Phòng Tổng hợp"
    assert found["trich_yeu"] == "Cá nhân điển hình tiêu biểu quý III năm 2022"


def test_the_decision_holds_whom_the_council_granted_it_and_nobody_else(session: Session) -> None:
    found = facts("qd_giay_khen", session)

    granted = {item.name for item in session.items.filter(title__code="GK", passed=True, collective=False)}
    assert {row["ho_ten"] for row in found["ca_nhan"]} == granted
    assert [row["ten"] for row in found["tap_the"]] == ["Phòng Tổng hợp"]
    assert (found["so_ca_nhan"], found["so_tap_the"]) == ("02", "01")
    # 2 x 450.000 for people, 900.000 for a collective by the base salary of 2022
    assert found["tong_tien"] == "1.800.000"


def test_what_a_higher_authority_decides_goes_up_by_a_proposal(session: Session) -> None:
    found = facts("to_trinh", session)

    assert [row["ten"] for row in found["danh_sach"]] == ["Phòng Kinh tế"]
    assert found["so_de_nghi"] == "01"
    assert "Chủ tịch UBND tỉnh" in found["kinh_gui"][0]


def test_a_proposal_to_an_authority_that_decides_nothing_of_it_is_empty_and_says_so(session: Session) -> None:
    found = facts("to_trinh", session, authority="thu_tuong")

    assert found["danh_sach"] == []
    assert any("không thông qua" in note for note in found["luu_y"])


def test_nobody_the_council_did_not_grant_it_gets_into_a_decision(session: Session) -> None:
    failed = session.items.get(rank=3).name

    with pytest.raises(NotGranted, match=failed):
        facts("qd_giay_khen", session, ca_nhan=[{"ho_ten": failed, "tien": "450.000"}])


def test_a_title_of_a_higher_authority_is_refused_with_the_way_to_go(session: Session) -> None:
    part = {"ky_hieu": "A", "ten": "Chiến sĩ thi đua cấp tỉnh", "danh_sach": [{"ho_ten": "Giàng A Thử"}]}
    kind = find_kind("qd_danh_hieu")
    occasion = flow.occasion_of(kind, None, DAY)

    with pytest.raises(TitleNotOurs, match="to_trinh"):
        order(kind, occasion, Changes(data={"muc_danh_hieu": [part]}))


def test_without_the_council_a_draft_says_so_and_an_office_may_forbid_it(office_home: Home, tmp_path: Any) -> None:
    office.set_up()
    office.nominate(1)
    kind = find_kind("qd_giay_khen")
    occasion = flow.occasion_of(kind, Round.objects.get(code="Q3/2022"), DAY)
    assert any("R-VOTE-01" in note for note in order(kind, occasion).facts["luu_y"])

    own.use(tmp_path)
    try:
        given = own.Confirmation("council.toml", "R-VOTE-01", dt.date(2021, 9, 1), "Trần Thị Ví Dụ", DAY)
        own.confirm("council.toml", council.council_rules(), given)
        with pytest.raises(NotYetGranted, match="Q3/2022"):
            order(kind, occasion)
    finally:
        own.use(None)


def test_more_fighters_than_the_law_allows_are_a_fault_that_freezing_asks_about() -> None:
    def part(name: str, people: range) -> dict[str, Any]:
        return {"ten": name, "danh_sach": [{"ho_ten": f"Người thứ {number}"} for number in people]}

    facts = {"muc_danh_hieu": [part("Chiến sĩ thi đua cơ sở", range(2)), part("Lao động tiên tiến", range(13))]}

    (fault,) = cap_faults(facts, dt.date(2022, 12, 30))

    assert (fault["rule"], fault["severity"]) == ("R-CSTDCS-CAP", "E")
    assert "2 CSTDCS trên 13 LDTT; 15% chỉ cho phép 1" in fault["message"]
    assert cap_faults(facts, dt.date(2024, 12, 30)) == []
