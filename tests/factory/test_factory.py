"""The factory keeps its promises: the same form for the same seed, an honest truth, a fair score."""

from __future__ import annotations

import pytest

from tests.factory import WIDE_FROM, kinds, legacy, make
from tests.factory.score import judge, same
from tests.factory.sheet import TD01_FIELDS, TD02_FIELDS


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("seed", [7, WIDE_FROM + 7])
def test_a_seed_always_makes_the_same_form(kind: str, seed: int) -> None:
    assert make(seed, kind) == make(seed, kind)


@pytest.mark.parametrize("kind", kinds())
def test_the_truth_names_every_field_of_the_contract(kind: str) -> None:
    for form in make(11, kind).truth:
        assert set(form["fields"]) >= set(TD01_FIELDS if form["form"] == "TD-01" else TD02_FIELDS)


@pytest.mark.parametrize(
    ("text", "tcvn3", "vni"),
    [
        ("Chiến sĩ thi đua cơ sở", "ChiÕn sÜ thi ®ua c¬ së", "Chieán só thi ñua cô sôû"),
        ("người lao động", "ng\xadêi lao ®éng", "ngöôøi lao ñoäng"),
        ("Mường Khương", "M\xadêng Kh\xad¬ng", "Möôøng Khöông"),
        ("Nguyễn Thị Hoà", "NguyÔn ThÞ Hoµ", "Nguyeãn Thò Hoaø"),
    ],
)
def test_old_encodings_are_those_of_the_domain_reference(text: str, tcvn3: str, vni: str) -> None:
    assert "".join(codes for _font, codes in legacy.tcvn3(text)) == tcvn3
    assert "".join(codes for _font, codes in legacy.vni(text)) == vni


def test_capitals_of_tcvn3_are_small_letters_in_the_capitals_font() -> None:
    assert legacy.tcvn3("GIÁM ĐỐC") == [(".VnTimeH", "gi¸m ®èc")]


@pytest.mark.parametrize(
    ("expected", "got", "equal"),
    [
        ("Phạm Hoà Thử", "PHẠM HÒA THỬ", True),
        ("Sùng Thị Mỷ", "Sùng Thị Mỹ", False),
        ("Phòng Tổ chức - Hành chính", "Phòng Tổ chức Hành chính", True),
        (None, [], True),
        (None, "Nam", False),
        (["LV05", "LV01"], ["LV01", "LV05"], True),
        (["Lao động tiên tiến"], ["LĐTT"], False),
    ],
)
def test_values_are_equal_but_for_case_spaces_and_the_place_of_the_tone(
    expected: object, got: object, equal: bool
) -> None:
    assert same(expected, got) is equal


def test_a_form_that_was_not_read_counts_every_stated_field_as_a_silent_error() -> None:
    sample = make(3, "docx_lines")
    stated = sum(value not in (None, []) for value in sample.truth[0]["fields"].values())

    silent = [verdict for verdict in judge(sample, []) if verdict.silent]

    assert len(silent) == stated + 1  # and the form itself
