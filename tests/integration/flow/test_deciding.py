"""People decide about values and findings: what holds afterwards, what is kept, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from pipeline import flow
from pipeline.errors import (
    AlreadyDecided,
    DecisionFixed,
    FormNotNamed,
    NoSuchMatter,
    NothingRead,
    NothingToUndo,
    NotInReview,
    ReasonMissing,
    ValueRefused,
)
from pipeline.home import Home
from pipeline.programme.matters import open_matters
from pipeline.programme.review import Act
from pipeline.programme.rounds import round_report
from pipeline.reading.model import Value
from pipeline.register import audit
from pipeline.register.models import (
    AuditRow,
    Decision,
    DecisionKind,
    Document,
    FieldReading,
    Finding,
    Nomination,
    Plan,
    Registration,
    Round,
    Submission,
    SubmissionState,
)
from tests.integration.conftest import registration
from tests.integration.flow.conftest import CLERK, Wait, doubt, feed

Kind, State = DecisionKind, SubmissionState


def decide(submission: Submission, kind: DecisionKind, address: str, text: str = "", note: str = "") -> str:
    return flow.decide(submission.receipt, [Act(kind, address, text, note)], CLERK).value


def nominee() -> Nomination:
    return Nomination.objects.select_related("person").get()


def test_the_last_doubt_accepted_registers_the_form(doubtful: Submission, example_office: Home) -> None:
    assert nominee().state == "cho_ra_soat"

    assert decide(doubtful, Kind.ACCEPTED, "ngay_sinh") == State.REGISTERED

    assert nominee().state == "hop_le"
    receipt = (example_office.receipts / f"{doubtful.receipt}.txt").read_text(encoding="utf-8")
    assert "Đã vào sổ" in receipt
    assert "chữ số mờ" not in receipt


def test_a_corrected_value_is_what_the_nomination_says_and_the_reading_stays(wait: Wait) -> None:
    submission = wait(ho_ten=doubt("Giàng A Thứ"))
    assert nominee().person is None

    assert decide(submission, Kind.CORRECTED, "ho_ten", "Giàng A Thử") == State.REGISTERED

    assert nominee().person is not None
    assert (nominee().name, nominee().person.full_name) == ("Giàng A Thử", "Giàng A Thử")  # type: ignore[union-attr]
    assert FieldReading.objects.get(key="ho_ten").value == "Giàng A Thứ"
    (decision,) = Decision.objects.all()
    assert (decision.kind, decision.before, decision.after, decision.who) == (
        "corrected",
        "Giàng A Thứ",
        "Giàng A Thử",
        CLERK,
    )


def test_writing_what_was_read_is_accepting_it(doubtful: Submission) -> None:
    decide(doubtful, Kind.CORRECTED, "ngay_sinh", "17/02/1989")

    assert Decision.objects.get().kind == "accepted"


def test_a_unit_corrected_gives_the_form_its_unit_and_answers_the_rule(wait: Wait) -> None:
    submission = wait(don_vi=doubt("Phòng Tông hop"))
    assert Finding.objects.filter(rule="R-UNIT-01", gone_at=None).exists()

    assert decide(submission, Kind.CORRECTED, "don_vi", "TH") == State.REGISTERED

    assert nominee().unit.code == "TH"
    assert not Finding.objects.filter(rule="R-UNIT-01", gone_at=None).exists()


def test_a_quarter_corrected_moves_the_nomination_to_its_round(wait: Wait) -> None:
    submission = wait(quy=doubt(2))

    decide(submission, Kind.CORRECTED, "quy", "Quý III")

    assert nominee().round.code == "Q3/2022"


def test_a_correction_may_raise_a_new_question(wait: Wait) -> None:
    submission = wait(ngay_ky=doubt("2022-09-16"))

    assert decide(submission, Kind.CORRECTED, "ngay_ky", "16/3/2022") == State.REVIEW

    assert [matter.address for matter in open_matters(submission)] == ["R-QUY-01"]
    submission.refresh_from_db()
    assert "16/03/2022" in submission.reason


def test_a_value_nobody_doubted_can_be_corrected_too(doubtful: Submission) -> None:
    assert decide(doubtful, Kind.CORRECTED, "chuc_vu", "Phó Trưởng phòng") == State.REVIEW

    assert nominee().post == "Phó Trưởng phòng"


def test_an_unreadable_value_is_nothing_and_asked_for_where_the_form_needs_it(wait: Wait) -> None:
    submission = wait(chuc_vu=doubt("Chuyen uien"))

    assert decide(submission, Kind.UNREADABLE, "chuc_vu") == State.REVIEW
    assert nominee().post == ""
    assert [matter.address for matter in open_matters(submission)] == ["R-FORM-02"]

    assert decide(submission, Kind.RESOLVED, "R-FORM-02", note="đơn vị sẽ bổ sung") == State.REGISTERED


def test_a_finding_is_resolved_with_its_reason(wait: Wait) -> None:
    submission = wait(linh_vuc=[])

    with pytest.raises(ReasonMissing):
        decide(submission, Kind.RESOLVED, "R-LV-01")
    assert decide(submission, Kind.RESOLVED, "R-LV-01", note="đã hỏi đơn vị") == State.REGISTERED

    decision = Decision.objects.get()
    assert (decision.finding.rule, decision.note, decision.who) == ("R-LV-01", "đã hỏi đơn vị", CLERK)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("ngay_sinh", "31/9/1989"),
        ("ngay_sinh", "17/2/89"),
        ("ngay_sinh", "hôm qua"),
        ("ngay_ky", "tháng 9 năm 2022"),
        ("quy", "5"),
        ("nam", "22"),
        ("linh_vuc", "LV12"),
        ("linh_vuc", "trồng hoa"),
        ("danh_hieu", "Huy hiệu vàng"),
        ("don_vi", "Phòng Không Có Thật"),
        ("dan_toc", "Mông Cổ"),
        ("gioi_tinh", "khác"),
        ("ho_ten", "Thử"),
    ],
)
def test_a_typed_value_that_cannot_be_is_refused_with_a_sentence(doubtful: Submission, key: str, typed: str) -> None:
    with pytest.raises(ValueRefused) as refusal:
        decide(doubtful, Kind.CORRECTED, key, typed)

    assert refusal.value.message.endswith("ghi lại giá trị.")
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("ngay_sinh", "17.2.1989", "1989-02-17"),
        ("ngay_sinh", "1989", "1989"),
        ("ho_ten", "TRẦN THỊ VÍ DỤ", "Trần Thị Ví Dụ"),
        ("ho_ten", "Ly\u0301 Thi\u0323 Thu\u031b\u0309", "Lý Thị Thử"),
        ("linh_vuc", "LV05; LV06", ["LV05", "LV06"]),
        ("danh_hieu", "CSTĐCS", ["Chiến sĩ thi đua cơ sở"]),
        ("quy", "IV", 4),
        ("dan_toc", "H'Mông", "Mông"),
        ("thanh_tich", "Dòng một\nDòng hai", "Dòng một\nDòng hai"),
        ("gioi_tinh", "", None),
    ],
)
def test_a_typed_value_is_kept_as_reading_would_keep_it(doubtful: Submission, key: str, typed: str, kept: Any) -> None:
    decide(doubtful, Kind.CORRECTED, key, typed)

    assert Decision.objects.get(reading__key=key).after == kept


def test_nothing_read_cannot_be_accepted(wait: Wait) -> None:
    submission = wait(ngay_sinh=doubt(None))

    with pytest.raises(NothingRead):
        decide(submission, Kind.ACCEPTED, "ngay_sinh")


def test_all_acts_hold_or_none(wait: Wait) -> None:
    submission = wait(ngay_sinh=doubt("1989-02-17"), chuc_vu=doubt("Chuyên viên"))

    acts = [Act(Kind.ACCEPTED, "ngay_sinh"), Act(Kind.CORRECTED, "quy", "9")]
    with pytest.raises(ValueRefused):
        flow.decide(submission.receipt, acts, CLERK)

    assert not Decision.objects.exists()
    assert len(open_matters(submission)) == 2


def test_who_comes_second_is_told_who_was_first(wait: Wait) -> None:
    submission = wait(ngay_sinh=doubt("1989-02-17"), chuc_vu=doubt("Chuyên viên"))
    decide(submission, Kind.ACCEPTED, "ngay_sinh")

    with pytest.raises(AlreadyDecided) as refusal:
        flow.decide(submission.receipt, [Act(Kind.CORRECTED, "ngay_sinh", "1990")], "người khác")

    assert CLERK in refusal.value.message


def test_undoing_is_a_decision_of_its_own_and_opens_the_question_again(doubtful: Submission) -> None:
    decide(doubtful, Kind.CORRECTED, "ngay_sinh", "1989")
    assert nominee().birth == "1989"

    assert decide(doubtful, Kind.UNDONE, "ngay_sinh") == State.REVIEW

    assert (nominee().birth, nominee().state) == ("1989-02-17", "cho_ra_soat")
    first, second = Decision.objects.all()
    assert (second.kind, second.undoes, second.before, second.after) == ("undone", first, "1989", "1989-02-17")
    with pytest.raises(NothingToUndo):
        decide(doubtful, Kind.UNDONE, "ngay_sinh")
    assert decide(doubtful, Kind.ACCEPTED, "ngay_sinh") == State.REGISTERED


def test_undone_a_correction_brings_back_what_the_rule_said(wait: Wait) -> None:
    submission = wait(don_vi=doubt("Phòng Tông hop"))
    decide(submission, Kind.CORRECTED, "don_vi", "TH")

    decide(submission, Kind.UNDONE, "don_vi")

    assert {matter.address for matter in open_matters(submission)} == {"don_vi", "R-UNIT-01"}
    assert Finding.objects.filter(rule="R-UNIT-01").count() == 1


def test_decisions_refuse_to_be_changed_or_deleted(doubtful: Submission) -> None:
    decide(doubtful, Kind.ACCEPTED, "ngay_sinh")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.update(who="ai đó")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.all().delete()


def test_a_document_past_its_draft_holds_its_form_fast(doubtful: Submission) -> None:
    decide(doubtful, Kind.ACCEPTED, "ngay_sinh")
    round_ = Round.objects.get(code="Q3/2022")
    paper = Document.objects.create(
        kind="qd_giay_khen", plan=Plan.objects.get(), round=round_, slug="2022-q3-qd-giay-khen", state="frozen"
    )

    Document.objects.create(kind="cv_don_doc", plan=paper.plan, round=round_, slug="don-doc", state="issued")
    with pytest.raises(DecisionFixed, match="2022-q3-qd-giay-khen"):
        decide(doubtful, Kind.UNDONE, "ngay_sinh")

    Document.objects.filter(pk=paper.pk).update(state="refused")
    assert decide(doubtful, Kind.UNDONE, "ngay_sinh") == State.REVIEW


def test_an_accepted_second_nominee_takes_the_place_of_the_first_until_undone(wait: Wait) -> None:
    wait()
    second = wait(ho_ten="Trần Thị Ví Dụ", ngay_sinh="1987-10-21", don_vi="Phòng Tổng hợp")
    rule = next(matter.address for matter in open_matters(second) if matter.address == "R-ONE-01")
    states = Nomination.objects.order_by("id").values_list("state", flat=True)

    for matter in open_matters(second):
        decide(second, Kind.RESOLVED, matter.address, note="đơn vị chọn")
    assert list(states.all()) == ["rut", "hop_le"]

    decide(second, Kind.UNDONE, rule)
    assert list(states.all()) == ["hop_le", "cho_ra_soat"]


def test_a_newer_registration_counts_when_a_person_says_so(wait: Wait) -> None:
    first = wait(registration([{"ho_ten": "Nông Văn Thử"}]))
    second = wait(registration([{"ho_ten": "Nông Văn Thử", "chuc_vu": doubt("Chuyên viên")}]))
    counts = Registration.objects.order_by("id").values_list("counts", flat=True)
    assert list(counts.all()) == [True, False]

    decide(second, Kind.ACCEPTED, "ca_nhan.1.chuc_vu")
    decide(second, Kind.RESOLVED, "R-DUP-02", note="bản sửa")

    assert list(counts.all()) == [False, True]
    assert Registration.objects.get(form__submission=first).replaced_by is not None


def test_a_cell_is_corrected_by_its_row(wait: Wait) -> None:
    people = [{"ho_ten": "Nông Văn Thử"}, {"ho_ten": doubt("Giàng A Thứ"), "danh_hieu": ["Lao động tiên tiến"]}]
    submission = wait(registration(people))

    decide(submission, Kind.CORRECTED, "ca_nhan.2.ho_ten", "Giàng A Thử")

    assert [row.name for row in Registration.objects.get().rows.all()] == ["Nông Văn Thử", "Giàng A Thử"]


@pytest.mark.parametrize("address", ["khong_co", "2:ngay_sinh", "ca_nhan.1.ho_ten", "R-ONE-01", "R-X", "", "…"])
def test_an_address_that_names_nothing_is_refused(doubtful: Submission, address: str) -> None:
    with pytest.raises(NoSuchMatter):
        decide(doubtful, Kind.UNREADABLE, address)


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (Kind.ACCEPTED, "R-LV-01"),
        (Kind.UNREADABLE, "1"),
        (Kind.RESOLVED, "ngay_sinh"),
        (Kind.RETURNED, "ngay_sinh"),
        (Kind.RESOLVED, "1"),
    ],
)
def test_what_does_not_fit_the_thing_is_refused(wait: Wait, kind: DecisionKind, address: str) -> None:
    submission = wait(ngay_sinh=doubt("1989-02-17"), linh_vuc=[])

    with pytest.raises(NoSuchMatter):
        decide(submission, kind, address, note="vì vậy")


def test_each_form_of_a_feed_counts_as_soon_as_it_is_clear(wait: Wait) -> None:
    submission = wait(
        feed(
            {"don_vi": "KT", "ho_ten": "Nông Văn Thử", "ngay_sinh": None},
            {"don_vi": "NC", "ho_ten": "Giàng A Thử", "ngay_sinh": doubt("1989")},
        )
    )
    first, second = Nomination.objects.order_by("id")
    with pytest.raises(FormNotNamed):
        decide(submission, Kind.ACCEPTED, "ngay_sinh")

    for matter in open_matters(submission):
        kind = Kind.RESOLVED if matter.address.startswith(("1:R", "2:R")) else Kind.ACCEPTED
        last = decide(submission, kind, matter.address, note="đã xem")
        if matter.form.rank == 1:
            assert last == State.REVIEW
    first.refresh_from_db()
    second.refresh_from_db()
    assert (last, first.state, second.state) == (State.REGISTERED, "hop_le", "hop_le")


def test_one_form_of_a_feed_goes_back_and_the_others_stay(wait: Wait, example_office: Home) -> None:
    submission = wait(feed({}, {"don_vi": "NC", "ngay_sinh": doubt("1989")}))

    for matter in open_matters(submission):
        if matter.form.rank == 1:
            decide(submission, Kind.RESOLVED, matter.address, note="đã xem")
    assert decide(submission, Kind.RETURNED, "2", note="thiếu chữ ký") == State.REGISTERED

    assert sorted(Nomination.objects.values_list("unit__code", "state")) == [("NC", "rut"), ("TH", "hop_le")]
    receipt = (example_office.receipts / f"{submission.receipt}.txt").read_text(encoding="utf-8")
    assert "thiếu chữ ký" in receipt
    assert "NC" not in round_report(Round.objects.get(code="Q3/2022")).handed_in

    assert decide(submission, Kind.UNDONE, "2") == State.REVIEW


def test_the_only_form_given_back_returns_the_file(doubtful: Submission, example_office: Home) -> None:
    assert decide(doubtful, Kind.RETURNED, "1", note="thiếu chữ ký") == State.RETURNED

    assert "thiếu chữ ký" in (example_office.returned / "phieu.docx.txt").read_text(encoding="utf-8")
    with pytest.raises(NotInReview):
        decide(doubtful, Kind.UNDONE, "1")


def test_a_returned_file_no_longer_counts_as_handed_in(doubtful: Submission, wait: Wait) -> None:
    yearly = wait(registration([{"ho_ten": doubt("Nông Văn Thử")}]))

    assert flow.give_back(doubtful.receipt, CLERK, "thiếu chữ ký") == State.RETURNED
    assert flow.give_back(yearly.receipt, CLERK, "thiếu dấu") == State.RETURNED

    assert round_report(Round.objects.get(code="Q3/2022")).handed_in == []
    assert round_report(Round.objects.get(code="2022")).handed_in == []
    with pytest.raises(NotInReview):
        flow.give_back(doubtful.receipt, CLERK, "lần nữa")


def test_returning_needs_a_reason(doubtful: Submission) -> None:
    with pytest.raises(ReasonMissing):
        flow.give_back(doubtful.receipt, CLERK, "  ")


def test_every_act_leaves_a_row_in_the_diary_without_personal_data(wait: Wait, example_office: Home) -> None:
    submission = wait(ho_ten=doubt("Giàng A Thứ"))

    decide(submission, Kind.CORRECTED, "ho_ten", "Giàng A Thử", note="theo danh sách")
    decide(submission, Kind.UNDONE, "ho_ten")

    told = AuditRow.objects.filter(act="decided", subject=f"submission:{submission.receipt}")
    assert [(row.actor, row.facts["kind"], row.facts["about"]) for row in told] == [
        (CLERK, "corrected", "1:ho_ten"),
        (CLERK, "undone", "1:ho_ten"),
    ]
    assert "Giàng" not in json.dumps([row.facts for row in AuditRow.objects.all()], ensure_ascii=False)
    assert not Path(example_office.log).exists() or "Giàng" not in example_office.log.read_text(encoding="utf-8")
    assert audit.verify().ok


def test_each_thing_a_rule_finds_is_resolved_by_itself(wait: Wait) -> None:
    wait(ho_ten="Trần Thị Ví Dụ", ngay_sinh="1987-10-21", thanh_tich=None)
    wait(ho_ten="Nguyễn Văn Thử", ngay_sinh=None, thanh_tich=None)
    third = wait()
    addresses = [matter.address for matter in open_matters(third)]
    assert addresses[:2] == ["R-ONE-01.1", "R-ONE-01.2"]

    decide(third, Kind.RESOLVED, "R-ONE-01.2", note="đã hỏi")
    assert [matter.address for matter in open_matters(third)] == ["R-ONE-01.1"]
    with pytest.raises(AlreadyDecided):
        decide(third, Kind.RESOLVED, "R-ONE-01", note="cả hai")
    assert decide(third, Kind.RESOLVED, "R-ONE-01.1", note="đã hỏi") == State.REGISTERED
    assert [row.facts["about"] for row in AuditRow.objects.filter(act="decided")] == ["1:R-ONE-01.2", "1:R-ONE-01.1"]
    with pytest.raises(NoSuchMatter):
        decide(third, Kind.UNDONE, "R-ONE-01.3")


@pytest.mark.parametrize(
    ("key", "value", "offered"),
    [
        ("ho_ten", doubt("Giang A Thứ"), ["Giàng A Thử"]),
        ("ho_ten", doubt("Giàng A Thử (."), ["Giàng A Thử"]),
        ("ho_ten", doubt("Giàng A Thừa"), []),
        ("don_vi", doubt("Phòng Tông họp"), ["Phòng Tổng hợp"]),
        ("ngay_sinh", doubt("1989-02-17", "chữ số mờ", "1989-02-11", "1989-02-17"), ["1989-02-11"]),
    ],
)
def test_a_person_is_offered_what_the_value_may_be(wait: Wait, key: str, value: Value, offered: list[str]) -> None:
    submission = wait(**{key: value})

    matter = next(matter for matter in open_matters(submission) if matter.address == key)

    assert matter.candidates[:1] == offered
    assert matter.as_json()["candidates"] == matter.candidates
