"""Corrected copies: the form is mended, the text is the same, nothing else suffers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.conformity import Status, check
from pipeline.conformity.docx import read_docx
from pipeline.conformity.fixing import FIXERS, fix
from pipeline.conformity.rulebook import Fix, packs
from pipeline.errors import CannotBeCorrected
from tests.factory.official import Official, official_docx, text
from tests.factory.rule_cases import CASES, PLAN, TODAY, Case

MENDED = [case for case in CASES if case.rule in FIXERS]
#: what cannot be mended without touching the text or losing something
NOT_MENDED = {
    "ND30-II.5b-TYPE-FORM",  # small letters
    "ND30-II.7đ-TITLE-FORM",
    "ND30-III.1b-ANNEX-LABEL",
    "ND30-III.1b-ANNEX-TITLE",
    "ND30-III.1c-ANNEX-INFO",  # a missing line
    "ND30-II.5b-CV-VV",  # a colon
    "ND30-V.6b-ROMAN-HEAD",  # a wrong number
    "ND30-II.6đ-MUC",
}


@pytest.mark.parametrize("case", MENDED, ids=lambda case: case.rule)
def test_a_safe_correction_mends_its_rule_and_nothing_else_suffers(case: Case) -> None:
    spoiled = official_docx(case.bad)

    fixed = fix(spoiled, check=lambda docx: check(docx, stage=case.stage, today=TODAY))

    before = {result.rule.id for result in fixed.before.of(Status.FAIL)}
    after = {result.rule.id for result in fixed.after.of(Status.FAIL)}
    assert after <= before
    assert (case.rule in after) == (case.rule in NOT_MENDED)
    assert words(fixed.docx) == words(spoiled)


def words(docx: bytes) -> list[str]:
    return [paragraph.raw for paragraph in read_docx(docx).everything() if paragraph.raw]


def test_everything_safe_is_mended_at_once() -> None:
    page = replace(PLAN.page, top=15, left=20)
    poor = replace(PLAN, page=page, content=tuple(replace(block, font="Arial", before=0) for block in PLAN.content))

    fixed = fix(official_docx(poor), check=lambda docx: check(docx, today=TODAY))

    assert fixed.after.errors == []
    assert {"ND30-I.3-MARGIN-TOP", "ND30-I.3-MARGIN-LEFT", "ND30-I.4-FONT", "ND30-II.6e-PARA-GAP"} <= set(fixed.applied)


def test_a_conforming_document_comes_back_as_it_is() -> None:
    docx = official_docx(PLAN)

    assert fix(docx, check=lambda data: check(data, today=TODAY)).docx == docx


def test_what_is_wrong_in_the_words_is_left_to_a_person() -> None:
    odd = replace(PLAN, content=(*PLAN.content, text("Ở tháng 09 năm 2022.", size=12)))

    fixed = fix(official_docx(odd), check=lambda docx: check(docx, today=TODAY))

    assert fixed.applied == ("ND30-II.6e-SIZE",)
    assert "tháng 09" in "".join(words(fixed.docx))


def test_a_pdf_cannot_be_corrected() -> None:
    with pytest.raises(CannotBeCorrected):
        fix(b"%PDF-1.7", check=check)


def test_only_rules_called_safe_are_corrected() -> None:
    rules = packs()[0].rules

    assert {rules[rule].fix for rule in FIXERS} == {Fix.SAFE}


def test_the_file_given_is_not_changed() -> None:
    docx = official_docx(replace(PLAN, page=replace(Official().page, left=25)))
    copy = bytes(docx)

    fix(docx, check=check)

    assert docx == copy
