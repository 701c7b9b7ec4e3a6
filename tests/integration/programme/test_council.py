"""The Council: agendas from rounds, votes counted once, results that never change afterwards."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook
from pypdf import PdfReader

from pipeline.cli.main import cli
from pipeline.errors import (
    NoCouncil,
    NoSuchMember,
    NotNominated,
    QuorumNotMet,
    SessionClosed,
    TallyWrong,
    TitleNotForSubject,
    VotesDoNotAddUp,
    VotesMissing,
)
from pipeline.home import Home
from pipeline.programme.agenda_pack import agenda_pack
from pipeline.programme.council import (
    Absence,
    Count,
    appoint,
    close,
    introduce,
    members_on,
    plan_session,
)
from pipeline.programme.counting import count_what_is_clear
from pipeline.programme.recording import record
from pipeline.programme.tally import read_tally, write_tally
from pipeline.programme.voting import Ballots
from pipeline.register.models import (
    AuditRow,
    Award,
    CouncilRole,
    Form,
    Person,
    Round,
    Session,
    SessionItem,
    SessionState,
    Submission,
    Title,
    Unit,
)
from pipeline.screening.screen import screen_again
from tests.integration.conftest import nomination, registration

pytestmark = pytest.mark.django_db

DAY = dt.date(2022, 9, 28)
CLERK = "Vàng Văn Mẫu"
STAFF = ("CB01", "CB02", "CB04", "CB09", "CB13", "CB17", "CB07")

HandIn = Callable[..., Submission]


@pytest.fixture
def council(example_office: Home) -> list[Person]:
    """Seven members, the last of them the secretary."""
    roles = [CouncilRole.CHAIR, CouncilRole.VICE_CHAIR, *[CouncilRole.MEMBER] * 4, CouncilRole.SECRETARY]
    people = [Person.objects.get(staff_id=staff_id) for staff_id in STAFF]
    for person, role in zip(people, roles, strict=True):
        appoint(person, role, since=dt.date(2022, 1, 1), symbol="07/QĐ-VPUBND", who=CLERK)
    return people


@pytest.fixture
def quarter(hand_in: HandIn, council: list[Person]) -> Round:
    """Two valid nominees in Q3/2022."""
    for changes in ({}, {"don_vi": "Phòng Kinh tế", "ho_ten": "Tẩn Láo Mẫu", "ngay_sinh": "1991-08-16"}):
        submission = hand_in()
        record(submission, nomination(**changes))
        count_what_is_clear(submission)
    return Round.objects.get(code="Q3/2022")


@pytest.fixture
def session(quarter: Round) -> Session:
    return plan_session(quarter, day=DAY, place="Phòng họp số 2", who=CLERK)


ALL_AGREE = Count(Ballots(7, 7, 7), {1: (7, 0), 2: (7, 0)})


def test_members_stand_in_their_order_on_their_days(council: list[Person]) -> None:
    assert [member.person.staff_id for member in members_on(DAY)] == list(STAFF)
    assert members_on(dt.date(2021, 12, 31)) == []


def test_a_new_decision_ends_the_membership_of_before(council: list[Person]) -> None:
    appoint(council[1], CouncilRole.CHAIR, since=dt.date(2023, 1, 1), symbol="02/QĐ-VPUBND", who=CLERK)

    roles = {year: [m.role for m in members_on(dt.date(year, 6, 1)) if m.person == council[1]] for year in (2022, 2023)}
    assert roles == {2022: ["pho_chu_tich"], 2023: ["chu_tich"]}


def test_the_agenda_holds_the_valid_nominees_in_the_order_of_units(session: Session) -> None:
    items = session.items.all()

    assert [(item.rank, item.name, item.title.code, item.unit.code) for item in items] == [
        (1, "Giàng A Thử", "GK", "TH"),
        (2, "Tẩn Láo Mẫu", "GK", "KT"),
    ]


def test_a_yearly_agenda_holds_each_title_registered(hand_in: HandIn, council: list[Person]) -> None:
    submission = hand_in()
    people = [{"ho_ten": "Giàng A Thử", "danh_hieu": ["Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Giấy khen"]}]
    units = [{"ten": "Phòng Tổng hợp", "danh_hieu": ["Tập thể lao động tiên tiến"]}]
    record(submission, registration(people, units))
    count_what_is_clear(submission)

    session = plan_session(Round.objects.get(code="2022"), day=dt.date(2022, 12, 20), place="-", who=CLERK)

    found = sorted((item.name, item.title.code, item.collective) for item in session.items.all())
    assert found == [
        ("Giàng A Thử", "CSTDCS", False),
        ("Giàng A Thử", "LDTT", False),
        ("Phòng Tổng hợp", "TTLDTT", True),
    ]


def test_without_members_there_is_no_session(example_office: Home) -> None:
    with pytest.raises(NoCouncil, match="28/09/2022"):
        plan_session(None, day=DAY, place="-", who=CLERK)


def test_the_council_itself_introduces_leaders_and_collectives(session: Session) -> None:
    leader, unit = Person.objects.get(staff_id="CB03"), Unit.objects.get(code="TH")

    introduce(session, Title.objects.get(code="GK"), leader, "Chỉ đạo cải cách hành chính", who=CLERK)
    introduce(session, Title.objects.get(code="TTLDTT"), unit, "Dẫn đầu phong trào", who=CLERK)

    assert [(item.rank, item.name) for item in session.items.all()][2:] == [
        (3, "Hoàng Thị Minh Họa"),
        (4, "Phòng Tổng hợp"),
    ]
    with pytest.raises(TitleNotForSubject, match="Tập thể lao động tiên tiến"):
        introduce(session, Title.objects.get(code="TTLDTT"), leader, "", who=CLERK)


def test_closing_decides_each_item_by_the_rule_of_the_day(session: Session) -> None:
    close(session, Count(Ballots(7, 7, 7), {1: (5, 2), 2: (4, 3)}), ends="10 giờ 30", who=CLERK)

    assert [item.passed for item in session.items.all()] == [True, False]
    assert [item.name for item in SessionItem.objects.granted(session.round)] == ["Giàng A Thử"]
    row = AuditRow.objects.get(act="session-closed")
    assert row.facts == {"results": {"1": True, "2": False}, "members": 7}


def test_a_member_who_is_voted_about_keeps_out(session: Session, council: list[Person]) -> None:
    introduce(session, Title.objects.get(code="GK"), council[3], "Sáng kiến", who=CLERK)

    close(session, Count(Ballots(7, 7, 7), {1: (7, 0), 2: (7, 0), 3: (6, 0)}), who=CLERK)

    assert session.items.get(rank=3).passed is True


def test_absent_members_are_kept_with_their_reason(session: Session) -> None:
    absent = {"CB09": Absence("đi công tác"), "CB13": Absence("ốm", written=True)}

    close(session, Count(Ballots(6, 6, 6), {1: (6, 0), 2: (4, 2)}, absent), who=CLERK)

    kept = {each.member.person.staff_id: each for each in session.attendance.all()}
    assert (kept["CB09"].present, kept["CB09"].reason) == (False, "đi công tác")
    assert kept["CB13"].written_opinion
    assert [item.passed for item in session.items.all()] == [True, False]


@pytest.mark.parametrize(
    ("count", "error"),
    [
        (Count(Ballots(8, 8, 8), {1: (8, 0), 2: (8, 0)}), VotesDoNotAddUp),
        (Count(Ballots(7, 7, 6), {1: (7, 0), 2: (6, 0)}), VotesDoNotAddUp),
        (Count(Ballots(7, 7, 7), {1: (7, 0)}), VotesMissing),
        (Count(Ballots(7, 7, 7), {1: (7, 0), 2: (7, 0), 3: (7, 0)}), NotNominated),
        (Count(Ballots(7, 7, 7), {1: (7, 0), 2: (7, 0)}, {"CB99": Absence("")}), NoSuchMember),
        (Count(Ballots(4, 4, 4), {1: (4, 0), 2: (4, 0)}, {s: Absence("bận") for s in STAFF[1:4]}), QuorumNotMet),
    ],
    ids=["more ballots than members", "more votes than ballots", "one forgotten", "a stranger", "no member", "too few"],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    session: Session, count: Count, error: type[Exception]
) -> None:
    with pytest.raises(error):
        close(session, count, who=CLERK)

    session.refresh_from_db()
    assert (session.state, session.valid) == (SessionState.PLANNED, None)
    assert not session.attendance.exists()
    assert not session.items.exclude(agree=None).exists()


def test_a_closed_session_never_changes(session: Session) -> None:
    close(session, ALL_AGREE, who=CLERK)

    with pytest.raises(SessionClosed):
        close(session, ALL_AGREE, who=CLERK)
    with pytest.raises(SessionClosed):
        introduce(session, Title.objects.get(code="GK"), Person.objects.get(staff_id="CB03"), "", who=CLERK)


def test_the_database_itself_refuses_ballots_that_do_not_add_up(session: Session) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(issued=3, returned=4, valid=4)


def test_nobody_stands_twice_on_an_agenda(session: Session) -> None:
    item = session.items.get(rank=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        introduce(session, item.title, item.person, "nữa", who=CLERK)
    assert SessionItem.objects.count() == 2


# By commands, as a clerk works


@pytest.fixture
def run(example_office: Home, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command for the example office; what it says."""
    example_office.database.touch()

    def call(*words: str) -> str:
        cli.main(list(words), standalone_mode=False)
        return capsys.readouterr().out

    return call


def filled(path: Path, votes: dict[int, tuple[object, object]], ballots: tuple[object, ...] = (7, 7, 7)) -> None:
    """Fill the sheet as a clerk does in Excel."""
    book = load_workbook(path)
    sheet = book["Kiểm phiếu"]
    for row, number in zip((3, 4, 5), ballots, strict=True):
        sheet.cell(row, 2, number)
    for rank, (agree, disagree) in votes.items():
        sheet.cell(7 + rank, 4, agree)
        sheet.cell(7 + rank, 5, disagree)
    book.save(path)


def test_a_session_from_plan_to_result_by_commands(run: Callable[..., str], quarter: Round, tmp_path: Path) -> None:
    sheet = tmp_path / "kiem-phieu.xlsx"

    said = run("council", "plan", "--round", "Q3/2022", "--day", "2022-09-28", "--place", "Phòng họp số 2")
    assert said == "Phiên họp HD-2022-09-28: 2 trường hợp trong danh sách xét.\n"
    run("council", "introduce", "HD-2022-09-28", "--person", "CB03", "--title", "GK", "--why", "Chỉ đạo")
    run("council", "sheet", "HD-2022-09-28", str(sheet))
    filled(sheet, {1: (7, 0), 2: (4, 3), 3: (5, 2)})
    said = run("council", "close", "HD-2022-09-28", str(sheet), "--who", CLERK)

    assert "1. Giàng A Thử – Giấy khen của Chánh Văn phòng UBND tỉnh  7/0 (100%): đạt" in said
    assert "2. Tẩn Láo Mẫu – Giấy khen của Chánh Văn phòng UBND tỉnh  4/3 (57,14%): không đạt" in said
    told = json.loads(run("council", "show", "HD-2022-09-28", "--json"))
    assert told["counts"] == {"members": 7, "present": 7, "written": 0}
    assert [item["passed"] for item in told["items"]] == [True, False, True]
    assert json.loads(run("council", "list", "--json"))["sessions"][0]["passed"] == 2


def test_the_pack_tells_members_what_speaks_for_and_against_each(session: Session) -> None:
    person = Person.objects.get(full_name="Giàng A Thử")
    title = Title.objects.get(code="CSTDCS")
    Award.objects.create(person=person, title=title, year=2021, symbol="05/QĐ-VPUBND", day=dt.date(2021, 12, 30))
    screen_again(Form.objects.all())
    introduce(session, Title.objects.get(code="GK"), Unit.objects.get(code="TH"), "Dẫn đầu phong trào", who=CLERK)

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(agenda_pack(session))).pages]

    assert len(pages) == 4
    assert "Giàng A Thử" in pages[0]
    assert "Thành tích: Rút ngắn thời gian trình ký" in " ".join(pages[1].split())
    assert "Năm 2021: Chiến sĩ thi đua cơ sở (số 05/QĐ-VPUBND ngày 30/12/2021)" in " ".join(pages[1].split())
    assert "R-DUP-03" in pages[2]
    assert "Do Hội đồng giới thiệu. Dẫn đầu phong trào" in " ".join(pages[3].split())


def test_a_cell_that_is_no_number_is_named(session: Session, tmp_path: Path) -> None:
    sheet = tmp_path / "kiem-phieu.xlsx"
    write_tally(session, sheet)
    filled(sheet, {1: (7, 0), 2: ("bảy", 0)})

    with pytest.raises(TallyWrong, match="D9"):
        read_tally(session, sheet)


def test_the_sheet_of_another_session_is_refused(session: Session, tmp_path: Path) -> None:
    sheet = tmp_path / "kiem-phieu.xlsx"
    write_tally(session, sheet)
    other = plan_session(None, day=dt.date(2022, 10, 3), place="-", who=CLERK)

    with pytest.raises(TallyWrong, match=session.code):
        read_tally(other, sheet)
