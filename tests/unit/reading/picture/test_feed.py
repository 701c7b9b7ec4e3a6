"""Sheets of our blanks parted into copies of their form, however they lay in the feeder."""

from __future__ import annotations

import pytest

from pipeline.reading.blanks import Mark
from pipeline.reading.lists import Lists
from pipeline.reading.model import Lexicon
from pipeline.reading.picture.feed import copies, forms_of_own
from pipeline.reading.picture.own.sheet import OwnPage


def _pages(numbers: str) -> list[OwnPage]:
    return [OwnPage(Mark("TD-01", 1, int(number)), at) for at, number in enumerate(numbers, 1)]


@pytest.mark.parametrize(
    ("fed", "parted"),
    [
        ("12", [[1, 2]]),
        ("21", [[2, 1]]),
        ("1212", [[1, 2], [3, 4]]),
        ("2121", [[2, 1], [4, 3]]),
        ("1221", [[1, 2], [4, 3]]),
        ("112", [[1], [2, 3]]),
        ("122", [[1, 2], [3]]),
        ("212", [[1], [2, 3]]),
        ("1", [[1]]),
        ("", []),
    ],
)
def test_copies_are_whole_and_in_order(fed: str, parted: list[list[int]]) -> None:
    assert [[page.number for page in copy] for copy in copies(_pages(fed))] == parted


def test_what_stands_on_a_missing_sheet_is_asked_for() -> None:
    [form] = forms_of_own(_pages("1"), Lists(Lexicon()))

    assert {key for key, value in form.fields.items() if value.review} == {"chi_tieu", "ngay_ky", "truong_don_vi"}
    assert any("2" in finding.message for finding in form.findings if finding.rule == "R-FORM-04")


def test_sheets_beside_one_that_lacks_its_fellow_may_be_mixed_up() -> None:
    _alone, pair = forms_of_own(_pages("212"), Lists(Lexicon()))

    assert pair.pages == (2, 3)
    assert pair.fields["truong_don_vi"].review
    assert any(finding.rule == "R-FORM-04" for finding in pair.findings)


def test_whole_forms_need_no_such_question() -> None:
    forms = forms_of_own(_pages("1221"), Lists(Lexicon()))

    assert not any(finding.rule == "R-FORM-04" for form in forms for finding in form.findings)
