"""Each rule finds what it is for and is silent about a clean form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.law.screening import rules_on
from pipeline.programme.recording import record
from pipeline.reading.model import ReadingFinding
from pipeline.register.models import (
    Award,
    Finding,
    Form,
    Hold,
    Person,
    Submission,
    Title,
    Unit,
    UnitSuccession,
    open_findings,
)
from pipeline.screening.rules import RULES
from pipeline.screening.screen import screen, screen_again
from tests.integration.conftest import RECEIVED, nomination, registration

HandIn = Callable[..., Submission]


@pytest.fixture
def found(hand_in: HandIn) -> Callable[..., set[str]]:
    """Record a nomination and return the rules that find something in it."""

    def rules(*, received: Any = RECEIVED, **changes: Any) -> set[str]:
        submission = hand_in()
        Submission.objects.filter(pk=submission.pk).update(received_at=received)
        submission.refresh_from_db()
        (form,) = record(submission, nomination(**changes))
        return {finding.rule for finding in screen(form, [])}

    return rules


Found = Callable[..., set[str]]


def test_a_clean_form_has_no_finding(found: Found) -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("R-UNIT-01", {"don_vi": "Phòng Không Có Thật"}),
        ("R-UNIT-01", {"don_vi": None}),
        ("R-ROUND-01", {"nam": 2031}),
        ("R-ROUND-01", {"quy": None}),
        ("R-QUY-01", {"ngay_ky": "2022-03-16"}),
        ("R-QUY-01", {"ngay_ky": "2022-12-30"}),
        ("R-LV-01", {"linh_vuc": []}),
        ("R-NAME-01", {"ho_ten": "Người Không Có Trong Danh Sách"}),
        ("R-LEAD", {"ho_ten": "Hoàng Thị Minh Họa", "ngay_sinh": "1975-08-25"}),
        ("R-LATE-01", {"received": RECEIVED.replace(day=21)}),
    ],
)
def test_a_rule_finds_what_it_is_for(found: Found, rule: str, changes: dict[str, Any]) -> None:
    assert rule in found(**changes)


@pytest.mark.parametrize("signed", ["2022-07-01", "2022-09-30", "2022-10-20", "2022", None])
def test_a_signature_in_or_soon_after_the_quarter_is_no_wonder(found: Found, signed: str | None) -> None:
    assert "R-QUY-01" not in found(ngay_ky=signed)


def test_a_second_nominee_is_a_conflict_and_a_newer_version_a_question(found: Found) -> None:
    found()

    assert found(ho_ten="Trần Thị Ví Dụ", ngay_sinh="1987-10-21", thanh_tich="Soạn sổ tay.") == {"R-ONE-01"}
    assert "R-DUP-02" in found()


def test_a_second_registration_is_a_newer_version(hand_in: HandIn) -> None:
    rules = []
    for _time in range(2):
        (form,) = record(hand_in(), registration([{"ho_ten": "Nông Văn Thử"}], ngay_ky="2022-01-20"))
        rules.append({finding.rule for finding in screen(form, [])})

    assert rules == [{"R-LATE-01"}, {"R-LATE-01", "R-DUP-02"}]


def test_being_late_needs_nobody(hand_in: HandIn) -> None:
    (form,) = record(hand_in(), registration([{"ho_ten": "Nông Văn Thử"}]))

    assert [finding.rule for finding in screen(form, [])] == ["R-LATE-01"]

    assert not open_findings(Form.objects.all()).exists()


def test_what_reading_found_is_kept(hand_in: HandIn) -> None:
    (form,) = record(hand_in(), nomination())

    (finding,) = screen(form, [ReadingFinding(rule="R-FORM-02", severity="warn", message="Thiếu chức vụ.")])

    assert (finding.rule, finding.severity, finding.message) == ("R-FORM-02", "warn", "Thiếu chức vụ.")
    assert finding.form == form


def test_every_rule_is_in_the_dated_data_and_every_entry_has_its_rule() -> None:
    assert set(rules_on(RECEIVED.date())) == set(RULES)


LONG = (
    "Chủ trì xây dựng sổ tay trình ký điện tử, rút ngắn thời gian xử lý văn bản từ ba ngày xuống còn một ngày, "
    "hướng dẫn mười hai đơn vị sử dụng, không để văn bản nào quá hạn trong cả quý và được Lãnh đạo Văn phòng biểu dương"
)


def test_an_achievement_copied_from_another_person_is_shown_with_both_texts(hand_in: HandIn) -> None:
    record_and_screen = _recorder(hand_in)
    record_and_screen(don_vi="Phòng Kinh tế", ho_ten="Tẩn Láo Mẫu", ngay_sinh="1991-08-16", thanh_tich=LONG)

    findings = record_and_screen(thanh_tich=LONG.replace("biểu dương", "khen ngợi"))

    (copied,) = [finding for finding in findings if finding.rule == "R-DUP-03"]
    assert "Tẩn Láo Mẫu (Phòng Kinh tế, Q3/2022, biên nhận BN-1)" in copied.message
    assert copied.evidence["other_text"] == LONG
    assert 85 <= copied.evidence["percent"] < 100


def test_texts_of_the_same_subject_in_other_words_are_not_copies(hand_in: HandIn) -> None:
    record_and_screen = _recorder(hand_in)
    record_and_screen(don_vi="Phòng Kinh tế", ho_ten="Tẩn Láo Mẫu", ngay_sinh="1991-08-16", thanh_tich=LONG)

    findings = record_and_screen(thanh_tich=LONG[:100] + " và nhiều việc khác nữa mà phòng giao trong quý này.")

    assert [finding for finding in findings if finding.rule == "R-DUP-03"] == []


def test_a_person_two_units_introduce_is_one_person_with_an_owner(hand_in: HandIn) -> None:
    record_and_screen = _recorder(hand_in)
    record_and_screen()

    (finding,) = record_and_screen(don_vi="Phòng Kinh tế", thanh_tich="Việc khác hẳn.")

    assert finding.rule == "R-ONE-02"
    assert "được Phòng Tổng hợp giới thiệu trong Q3/2022; cuối đợt người này thuộc Phòng Tổng hợp" in finding.message


def test_a_person_introduced_before_is_worth_knowing_only(hand_in: HandIn) -> None:
    record_and_screen = _recorder(hand_in)
    record_and_screen(quy=2, ngay_ky="2022-06-16", thanh_tich="Việc của quý trước.")

    (finding,) = record_and_screen()

    assert (finding.rule, finding.severity) == ("R-AGAIN-01", "info")
    assert "Q2/2022" in finding.message


@pytest.mark.parametrize(
    ("text", "found_it"),
    [
        ("Ngày 05/3/2022 hoàn thành cổng dịch vụ.", True),
        ("Ngày 05/3/2022 bắt đầu, ngày 20 tháng 8 năm 2022 hoàn thành.", False),
        ("Hoàn thành trong quý.", False),
    ],
)
def test_an_achievement_of_other_days_belongs_to_another_quarter(found: Found, text: str, found_it: bool) -> None:
    assert ("R-QUY-01" in found(thanh_tich=text)) is found_it


@pytest.mark.parametrize(
    ("said", "found_it"),
    [("Không", False), ("Không có.", False), (None, False), ("không bị kỷ luật", False), ("Khiển trách tháng 5", True)],
)
def test_words_about_discipline_hold_a_nomination_up(found: Found, said: str | None, found_it: bool) -> None:
    assert ("R-HOLD" in found(ky_luat=said)) is found_it


def test_a_complaint_in_the_register_holds_a_nomination_up(hand_in: HandIn) -> None:
    person = Person.objects.get(full_name="Giàng A Thử")
    Hold.objects.create(person=person, kind="DONTHU", valid_from="2022-08-01")

    (finding,) = _recorder(hand_in)()

    # what was known of the law before 2024 is from memory: it warns and does not block
    assert (finding.rule, finding.severity) == ("R-HOLD", "warn")


def test_a_collective_is_the_councils_matter(found: Found, hand_in: HandIn) -> None:
    assert "R-COLL" in found(ho_ten="Phòng Tổng hợp")

    (form,) = record(hand_in(), registration([], [{"ten": "Phòng Tổng hợp", "dien_hinh": "Có"}]))
    assert "R-COLL" in {finding.rule for finding in screen(form, [])}


def test_registering_targets_for_the_own_collective_is_the_units_right(hand_in: HandIn) -> None:
    (form,) = record(
        hand_in(), registration([], [{"ten": "Phòng Tổng hợp", "danh_hieu": ["Tập thể lao động tiên tiến"]}])
    )

    assert "R-COLL" not in {finding.rule for finding in screen(form, [])}


def test_a_unit_that_is_no_more_names_what_it_became(hand_in: HandIn) -> None:
    old, new = Unit.objects.get(code="TH"), Unit.objects.get(code="KT")
    Unit.objects.filter(pk=old.pk).update(valid_to="2022-03-31")
    UnitSuccession.objects.create(predecessor=old, successor=new, kind="nhap", day="2022-04-01")

    findings = _recorder(hand_in)()

    (gone,) = [finding for finding in findings if finding.rule == "R-UNIT-01"]
    assert "Phòng Tổng hợp" in gone.message
    assert "đơn vị kế thừa: Phòng Kinh tế" in gone.message


def test_three_years_without_a_gap_are_asked_for_when_a_unit_registers(hand_in: HandIn) -> None:
    person = Person.objects.get(full_name="Giàng A Thử")
    title = Title.objects.get(code="CSTDCS")
    for year in (2019, 2021):
        Award.objects.create(person=person, title=title, year=year, symbol=f"0{year - 2018}/QĐ", day=f"{year}-12-30")
    row = {"ho_ten": "Giàng A Thử", "danh_hieu": ["Chiến sĩ thi đua cấp tỉnh"]}

    (form,) = record(hand_in(), registration([row]))
    (finding,) = [finding for finding in screen(form, []) if finding.rule == "R-PRIOR-3"]

    assert finding.severity == "info"
    assert "cần CSTDCS: 2019, 2020, 2021, hiện có CSTDCS: 2019, 2021" in finding.message


def test_screening_again_takes_findings_away_and_brings_them_back_with_their_answer(hand_in: HandIn) -> None:
    _recorder(hand_in)()
    forms = Form.objects.all()
    person = Person.objects.get(full_name="Giàng A Thử")

    hold = Hold.objects.create(person=person, kind="DONTHU", valid_from="2022-08-01")
    screen_again(forms)
    assert [finding.rule for finding in open_findings(forms)] == ["R-HOLD"]
    hold.delete()
    screen_again(forms)
    assert not open_findings(forms).exists()
    Hold.objects.create(person=person, kind="DONTHU", valid_from="2022-08-01")
    screen_again(forms)
    assert Finding.objects.filter(rule="R-HOLD").count() == 1
    assert [finding.rule for finding in open_findings(forms)] == ["R-HOLD"]


def test_many_forms_cost_as_many_queries_as_one(hand_in: HandIn, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        record(hand_in(), nomination(quy=1 + number % 4, nam=2022 + number // 4, thanh_tich=f"{LONG} {number}"))

    with django_assert_max_num_queries(40):
        screen_again(Form.objects.all())

    assert Finding.objects.filter(rule="R-AGAIN-01").count() == 8


def _recorder(hand_in: HandIn) -> Callable[..., list[Finding]]:
    def record_and_screen(**changes: Any) -> list[Finding]:
        (form,) = record(hand_in(), nomination(**changes))
        return screen(form, [])

    return record_and_screen
