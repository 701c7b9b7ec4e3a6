"""The plan of the office: every flaw of its wording is found, and nothing false beside them."""

from __future__ import annotations

import json

import pytest

from pipeline.conformity import FileReport, Status, check
from pipeline.home import CHECKOUT
from pipeline.templating import Template

TEMPLATES = CHECKOUT / "templates" / "kehoach"


def plan(name: str) -> FileReport:
    facts = json.loads((TEMPLATES / "ke-hoach.json").read_text("utf-8"))
    return check(Template(TEMPLATES / f"{name}.docx").render(facts))


def test_the_plan_word_for_word_shows_its_flaws_and_no_others() -> None:
    found = {(result.rule.id, result.found) for result in plan("ke-hoach-nguyen-van").of(Status.FAIL, Status.REVIEW)}

    assert found == {
        ("TYP-SENTENCE", "“…n tiến giai đoạn 2021 - 2025. Văn phòng UBND tỉnh ”"),
        ("ND30-PL2.V.6", "“chỉ thị số …”"),
        ("ND30-PL2.IV.1b", "“Bộ chính trị”"),
        ("ND30-PL2.IV.1a", "“Hội đồng thi đua khen thưởng”"),
        ("ND30-V.6b-NUM-DOT", "“1.4”"),
        ("TYP-RANGE-STYLE", "“2021 - 2025” × 10, “2021-2025” × 5"),
        ("TYP-VARIANTS", "“hàng năm”"),
        ("TYP-VARIANTS", "“phòng, ban đơn vị”"),
        ("TYP-VARIANTS", "“Tổ chức Hành chính”"),
        ("TYP-MISSING-WORD", "“thuộc nghiêm túc”"),
    }


def test_the_corrected_plan_has_none() -> None:
    assert plan("ke-hoach").of(Status.FAIL, Status.REVIEW) == []


@pytest.mark.parametrize("rule", ["ND30-II.3c-NO-SYNTAX", "ND30-II.4b-DATE-REAL"])
def test_number_and_day_may_be_blank_in_a_draft_only(rule: str) -> None:
    facts = json.loads((TEMPLATES / "ke-hoach.json").read_text("utf-8"))
    docx = Template(TEMPLATES / "ke-hoach.docx").render(facts)

    verdicts = {
        stage: {result.status for result in check(docx, stage=stage).results if result.rule.id == rule}
        for stage in ("draft", "issued")
    }

    assert Status.FAIL not in verdicts["draft"]
    assert verdicts["issued"] == {Status.FAIL}
