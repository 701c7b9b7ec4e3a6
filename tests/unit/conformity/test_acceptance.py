"""The examples by which the rules were agreed upon (domain reference, section 10): exactly these faults, no others."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from pipeline.conformity import Status, check
from tests.factory.official import LONG, Official, Page, Par, basis, centred, official_docx, text
from tests.factory.rule_cases import DECISION, ISSUED, LETTER, PLAN, TODAY, dated, listed, numbered


def faults(document: Official, stage: str | None = None) -> set[str]:
    report = check(official_docx(document), stage=stage, today=TODAY)
    return {result.rule.id for result in report.of(Status.FAIL)}


def test_the_plan_keeps_every_rule_as_a_draft_and_when_it_is_issued() -> None:
    assert faults(PLAN) == set()
    assert faults(ISSUED, "issued") == set()


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (dated("Lào Cai, ngày     tháng 09 năm 2022"), "ND30-II.4b-DATE-PAD"),
        (
            replace(PLAN, label=Par("Nơi nhận:", size=12, bold=True, italic=True, underline=True)),
            "ND30-II.9d-NN-NOUNDERLINE",
        ),
        (listed("- Lãnh đạo Văn phòng;", "- Lưu: VT, TCHC;"), "ND30-II.9d-NN-LUU-END"),
        (replace(PLAN, page=Page(top=19)), "ND30-I.3-MARGIN-TOP"),
    ],
)
def test_one_fault_breaks_one_rule(document: Official, rule: str) -> None:
    assert faults(document) == {rule}


def test_a_number_below_ten_without_its_zero() -> None:
    assert faults(replace(ISSUED, number=centred("Số: 5/KH-VPUBND")), "issued") == {"ND30-II.3c-NO-ZERO"}


def test_a_number_typed_into_a_draft_needs_its_zero_too() -> None:
    assert faults(numbered("Số: 5/KH-VPUBND"), "draft") == {"ND30-II.3c-NO-ZERO"}


def test_a_year_in_the_number_of_a_plan_is_a_fault_and_makes_it_no_normative_document() -> None:
    assert faults(numbered("Số: 12/2022/KH-VPUBND")) == {"ND30-II.3c-NO-SYNTAX"}


def test_a_year_of_two_digits_is_a_fault_and_no_day_of_antiquity() -> None:
    assert faults(dated("Lào Cai, ngày 15 tháng 9 năm 22")) == {"ND30-II.4b-DATE-REAL"}


def test_the_motto_may_be_spelt_the_other_way() -> None:
    assert faults(replace(PLAN, motto=centred("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True))) == set()


def test_a_full_stop_behind_an_abbreviation_wants_no_space() -> None:
    assert faults(listed("- Chủ tịch, PCT.UBND tỉnh;", "- Lưu: VT, TH.Mẫu.")) == set()


def test_a_single_addressee_stands_on_the_line_of_the_greeting() -> None:
    apart = (Par("Kính gửi:", size=14, first=30), Par("Sở Nội vụ tỉnh Lào Cai", size=14, left=40))

    assert faults(replace(LETTER, greeting=apart)) == {"ND30-II.9d-KG-ONE"}


def test_an_addressee_whose_dash_was_forgotten_is_an_addressee_all_the_same() -> None:
    lines = ("Kính gửi:", "- Sở Nội vụ;", "Sở Tài chính;", "- Sở Tư pháp.")
    greeting = tuple(Par(line, size=14, left=30) for line in lines)

    assert faults(replace(LETTER, greeting=greeting)) == {"ND30-II.9d-KG-MANY"}


def test_a_type_with_a_mark_missing_is_misspelt() -> None:
    assert faults(replace(PLAN, type=centred("KẾ HOACH", 14, bold=True, before=12))) == {"ND30-II.5b-TYPE-PRESENT"}


def regulations(*lines: Par) -> Official:
    """The decision with a quy chế behind it."""
    head = (
        centred("QUY CHẾ", 14, bold=True),
        centred("Làm việc của Hội đồng", 14, bold=True),
        centred("(Ban hành kèm theo Quyết định số      /QĐ-VPUBND ngày      tháng 9 năm 2022)", 14, italic=True),
    )
    restarted = replace(DECISION.page, start=1)
    return replace(DECISION, annexes=((restarted, (*head, *lines)),))


@pytest.mark.parametrize(
    ("chapter", "second", "rules"),
    [
        ("Chương II", "Điều 2", set()),
        ("Chương 2", "Điều 2", {"ND30-II.6đ-PHAN-CHUONG"}),
        ("Chương II", "Điều 3", {"ND30-II.6đ-DIEU-SEQ"}),
    ],
)
def test_regulations_issued_with_a_decision_count_their_own_articles(
    chapter: str, second: str, rules: set[str]
) -> None:
    issued = regulations(
        centred("Chương I", 14, bold=True),
        centred("QUY ĐỊNH CHUNG", 14, bold=True),
        text("Điều 1. Phạm vi", bold=True),
        text(f"{LONG}."),
        centred(chapter, 14, bold=True),
        centred("TỔ CHỨC THỰC HIỆN", 14, bold=True),
        text(f"{second}. Hiệu lực", bold=True),
        text(f"{LONG}./."),
    )

    assert faults(issued) == rules


def test_a_letter_that_calls_itself_one() -> None:
    named = replace(numbered("Số: 12/CV-VPUBND", LETTER), type=centred("CÔNG VĂN", 14, bold=True, before=6))

    assert faults(named) == {"ND30-II.5b-CV-NOTYPE", "ND30-II.3b-CV-SYMBOL"}


def test_a_decision_with_a_wrong_last_basis_and_points_without_d_with_stroke() -> None:
    points = tuple(text(f"{letter}) {LONG};") for letter in "abcde")
    wrong = replace(
        DECISION,
        bases=(*DECISION.bases[:-1], basis("Theo đề nghị của Trưởng phòng Tổ chức - Hành chính;")),
        content=(DECISION.content[0], *points, DECISION.content[1]),
    )

    assert faults(wrong) == {"ND30-II.6a-CANCU-LAST", "ND30-II.6đ-DIEM-ALPHABET"}


def test_a_document_in_decomposed_letters_is_understood() -> None:
    assert PLAN.number
    assert PLAN.label
    decomposed = replace(
        PLAN,
        number=replace(PLAN.number, text=unicodedata.normalize("NFD", PLAN.number.text)),
        label=replace(PLAN.label, text=unicodedata.normalize("NFD", PLAN.label.text)),
    )

    assert faults(decomposed) == {"TYP-NFC"}
