"""Each rule of the pack: a document that keeps it, and one that breaks it."""

from __future__ import annotations

import pytest

from pipeline.conformity import Register, Result, Status, check
from pipeline.conformity.rulebook import packs
from tests.factory.official import Official, official_docx
from tests.factory.rule_cases import CASES, DECISION, ISSUED, LETTER, PLAN, TODAY, UNANSWERED, Case


def verdicts(document: Official, rule: str, stage: str, register: Register | None) -> list[Result]:
    report = check(official_docx(document), stage=stage, register=register, today=TODAY)
    return [result for result in report.results if result.rule.id == rule]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_conforming_document_keeps_the_rule(case: Case) -> None:
    results = verdicts(case.good, case.rule, case.stage, case.register)

    assert [result.status for result in results] == [case.good_status]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_spoiled_document_breaks_the_rule(case: Case) -> None:
    results = verdicts(case.bad, case.rule, case.stage, case.bad_register or case.register)

    assert {result.status for result in results} == {case.status}
    assert any(case.found in result.found for result in results), [result.found for result in results]


def test_every_rule_of_the_pack_has_a_case() -> None:
    assert {case.rule for case in CASES} | UNANSWERED.keys() == packs()[0].rules.keys()


@pytest.mark.parametrize("rule", UNANSWERED)
def test_what_a_word_file_does_not_tell_is_never_a_pass(rule: str) -> None:
    results = verdicts(ISSUED, rule, "issued", None)

    assert [result.status for result in results] == [UNANSWERED[rule]]


@pytest.mark.parametrize("document", [PLAN, DECISION, LETTER], ids=["plan", "decision", "letter"])
def test_a_conforming_document_breaks_nothing(document: Official) -> None:
    report = check(official_docx(document), today=TODAY)

    assert report.of(Status.FAIL, Status.REVIEW) == []
