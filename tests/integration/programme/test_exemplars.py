"""Exemplars live through four stages over years; units take forms back, and explain the plan to their staff."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest

from pipeline import flow
from pipeline.cli.main import cli
from pipeline.drafting.drafts import order
from pipeline.drafting.kinds import find_kind
from pipeline.errors import CouncilHasDecided, FieldNeeded, NothingToWithdraw, StageOutOfOrder
from pipeline.home import Home
from pipeline.programme import exemplars
from pipeline.programme.council import Count, appoint, close, plan_session
from pipeline.programme.counting import count_what_is_clear
from pipeline.programme.recording import record
from pipeline.programme.voting import Ballots
from pipeline.programme.withdrawals import withdraw
from pipeline.register.models import (
    CouncilRole,
    EmulationField,
    Exemplar,
    ExemplarStep,
    NominationState,
    Person,
    Plan,
    Round,
    Session,
    Submission,
    Unit,
)
from tests.integration.conftest import nomination

pytestmark = pytest.mark.django_db

CLERK = "Vàng Văn Mẫu"
DAY = dt.date(2022, 9, 28)

HandIn = Callable[..., Submission]


@pytest.fixture
def session(hand_in: HandIn) -> Session:
    """A session about one nominee, with one member."""
    submission = hand_in()
    record(submission, nomination())
    count_what_is_clear(submission)
    chair = Person.objects.get(staff_id="CB01")
    appoint(chair, CouncilRole.CHAIR, since=dt.date(2022, 1, 1), symbol="07/QĐ-VPUBND", who=CLERK)
    return plan_session(Round.objects.get(code="Q3/2022"), day=DAY, place="-", who=CLERK)


@pytest.fixture
def exemplar(session: Session) -> Exemplar:
    held = close(session, Count(Ballots(1, 1, 1), {1: (1, 0)}), who=CLERK)
    (found,) = exemplars.discover_granted(Plan.objects.get(), held.items.filter(passed=True), who=CLERK)
    return found


def test_whom_the_council_grants_an_award_becomes_an_exemplar_with_the_fields_of_the_form(exemplar: Exemplar) -> None:
    assert exemplars.name_of(exemplar) == "Giàng A Thử"
    assert [field.code for field in exemplar.fields.all()] == ["LV05"]
    assert [(stage.stage, stage.day) for stage in exemplar.stages.all()] == [("phat_hien", DAY)]


def test_a_later_year_finds_the_same_exemplar(exemplar: Exemplar) -> None:
    again = exemplars.discover(
        exemplar.plan,
        exemplar.person,
        exemplar.unit,
        day=dt.date(2023, 6, 1),
        fields=EmulationField.objects.filter(code="LV06"),
        who=CLERK,
    )

    assert again == exemplar
    assert {field.code for field in again.fields.all()} == {"LV05", "LV06"}
    assert again.since == DAY


def test_an_exemplar_is_all_round_or_of_a_field(exemplar: Exemplar) -> None:
    unit = Unit.objects.get(code="KT")

    with pytest.raises(FieldNeeded):
        exemplars.discover(exemplar.plan, unit, unit, day=DAY, who=CLERK)
    assert exemplars.discover(exemplar.plan, unit, unit, day=DAY, all_round=True, who=CLERK).scope == "toan_dien"


def test_the_stages_follow_one_another(exemplar: Exemplar) -> None:
    with pytest.raises(StageOutOfOrder, match="phat_hien"):
        exemplars.enter_stage(exemplar, ExemplarStep.REPLICATED, day=DAY, who=CLERK)
    for step in (ExemplarStep.NURTURED, ExemplarStep.SUMMED_UP, ExemplarStep.REPLICATED):
        exemplars.enter_stage(exemplar, step, day=DAY, who=CLERK)
    with pytest.raises(StageOutOfOrder):
        exemplars.enter_stage(exemplar, ExemplarStep.NURTURED, day=DAY, who=CLERK)

    assert [stage.stage for stage in exemplar.stages.all()] == ["phat_hien", "boi_duong", "tong_ket", "nhan_rong"]


def test_the_text_for_the_news_says_who_and_what_others_can_learn(exemplar: Exemplar) -> None:
    exemplar.good_practice = "Trình ký trong ngày."

    text = exemplars.news_text(exemplar)

    assert text.splitlines()[0] == "Gương điển hình tiên tiến: Giàng A Thử, Phòng Tổng hợp"
    assert "Cải cách hành chính" in text
    assert text.endswith("Trình ký trong ngày.\n")


def test_a_form_is_withdrawn_before_the_council_votes_and_leaves_the_agenda(session: Session) -> None:
    item = session.items.get()

    withdrawal = withdraw("BN-1", why="đơn vị đề nghị", who=CLERK)

    assert (withdrawal.why, withdrawal.day) == ("đơn vị đề nghị", dt.date(2022, 9, 19))
    assert item.nomination is not None
    item.nomination.refresh_from_db()
    assert item.nomination.state == NominationState.WITHDRAWN
    assert not session.items.exists()
    with pytest.raises(NothingToWithdraw):
        withdraw("BN-1", why="nữa", who=CLERK)


def test_after_the_vote_nothing_is_withdrawn_by_a_note(exemplar: Exemplar) -> None:
    with pytest.raises(CouncilHasDecided, match="HD-2022-09-28"):
        withdraw("BN-1", why="đơn vị đề nghị", who=CLERK)


def test_units_that_have_not_explained_the_plan_are_known(example_office: Home) -> None:
    plan = Plan.objects.get()
    before = exemplars.not_disseminated(plan, DAY)

    exemplars.disseminate(plan, Unit.objects.get(code="TH"), day=DAY, form="họp phòng", attendance=12, who=CLERK)

    after = exemplars.not_disseminated(plan, DAY)
    assert len(before) == 11
    assert {unit.code for unit in before} - {unit.code for unit in after} == {"TH"}
    assert len(exemplars.not_disseminated(plan, dt.date(2022, 9, 1))) == 11


def test_late_units_and_nobody_else_are_reminded_from_the_next_working_day_on(
    hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = hand_in()
    record(submission, nomination())
    count_what_is_clear(submission)
    reports = {day: _asked(monkeypatch, day) for day in ("2022-09-20", "2022-09-21", "2022-10-31", "2022-11-15")}

    assert {day: "cv_don_doc" in kinds for day, kinds in reports.items()} == {
        "2022-09-20": False,
        "2022-09-21": True,
        "2022-10-31": True,
        "2022-11-15": False,
    }
    kind, round_ = find_kind("cv_don_doc"), Round.objects.get(code="Q3/2022")
    facts = order(kind, flow.occasion_of(kind, round_, DAY)).facts
    assert "Phòng Tổng hợp" not in facts["don_vi_chua_nop"]
    assert len(facts["don_vi_chua_nop"]) == 10


def _asked(monkeypatch: pytest.MonkeyPatch, today: str) -> set[str]:
    from pipeline.programme.rounds import round_report

    monkeypatch.setenv("VANTHU_TODAY", today)
    return {kind.key for kind in flow._asked_for(round_report(Round.objects.get(code="Q3/2022")))}


@pytest.fixture
def run(example_office: Home, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    example_office.database.touch()

    def call(*words: str) -> str:
        cli.main(list(words), standalone_mode=False)
        return capsys.readouterr().out

    return call


def test_an_exemplar_by_commands(run: Callable[..., str], exemplar: Exemplar) -> None:
    number = str(exemplar.pk)

    run("exemplar", "stage", number, "boi_duong", "--note", "tập huấn")
    run("exemplar", "note", number, "làm tốt", "--difficulty", "thiếu thiết bị", "--measure", "cấp máy")
    run("exemplar", "publish", number, "--outlet", "Cổng Thông tin điện tử", "--title", "Gương sáng")
    assert "Trình ký trong ngày." in run("exemplar", "news", number, "--practice", "Trình ký trong ngày.")

    (row,) = json.loads(run("exemplar", "list", "--json"))["exemplars"]
    assert (row["stages"], row["follow_ups"], row["publications"]) == (["phat_hien", "boi_duong"], 1, 1)


def test_rounds_withdrawal_and_dissemination_by_commands(run: Callable[..., str], session: Session) -> None:
    rounds = {row["round"]: row for row in json.loads(run("rounds", "--json"))["rounds"]}
    assert len([code for code in rounds if code.startswith("Q")]) == 15
    assert [rounds[code]["state"] for code in ("Q2/2022", "Q3/2022", "Q4/2022")] == ["closed", "open", "coming"]

    assert "đã rút" in run("withdraw", "BN-1", "--why", "đơn vị đề nghị")
    run("disseminate", "TH", "--attendance", "12")
    assert "TH  " not in run("disseminate")
