"""Amounts in figures and words (domain reference 6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.money import figures, from_words, in_words, parse_figures

VECTORS = [
    (450_000, "Bốn trăm năm mươi nghìn đồng"),
    (540_000, "Năm trăm bốn mươi nghìn đồng"),
    (702_000, "Bảy trăm linh hai nghìn đồng"),
    (710_000, "Bảy trăm mười nghìn đồng"),
    (894_000, "Tám trăm chín mươi tư nghìn đồng"),
    (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
    (1_080_000, "Một triệu không trăm tám mươi nghìn đồng"),
    (1_404_000, "Một triệu bốn trăm linh bốn nghìn đồng"),
    (1_410_000, "Một triệu bốn trăm mười nghìn đồng"),
    (1_490_000, "Một triệu bốn trăm chín mươi nghìn đồng"),
    (2_235_000, "Hai triệu hai trăm ba mươi lăm nghìn đồng"),
    (2_530_000, "Hai triệu năm trăm ba mươi nghìn đồng"),
    (15_000_000, "Mười lăm triệu đồng"),
    (21_000_000, "Hai mươi mốt triệu đồng"),
    (24_000_000, "Hai mươi tư triệu đồng"),
    (55_000_000, "Năm mươi lăm triệu đồng"),
    (101_005, "Một trăm linh một nghìn không trăm linh năm đồng"),
    (1_015_000_000, "Một tỷ không trăm mười lăm triệu đồng"),
    (0, "Không đồng"),
    (11, "Mười một đồng"),
    (1_000_000_001, "Một tỷ không trăm linh một đồng"),
    (10**18, "Một tỷ tỷ đồng"),
    (2 * 10**18 + 5 * 10**9, "Hai tỷ không trăm linh năm tỷ đồng"),
]


@pytest.mark.parametrize(("amount", "words"), VECTORS)
def test_amounts_are_written_in_words(amount, words):
    assert in_words(amount) == words


@given(st.integers(min_value=0, max_value=10**30))
def test_words_lead_back_to_the_amount(amount):
    assert from_words(in_words(amount)) == amount


@given(st.integers(min_value=0, max_value=10**15))
def test_figures_with_their_unit_lead_back_to_the_amount(amount):
    assert parse_figures(f"{figures(amount)} đồng") == amount


def test_every_amount_below_two_thousand_has_words_of_its_own():
    assert len({in_words(amount) for amount in range(2000)}) == 2000


def test_another_unit_can_be_counted():
    assert in_words(3, unit="cá nhân") == "Ba cá nhân"


def test_a_negative_amount_has_no_words():
    with pytest.raises(ValueError, match="negative"):
        in_words(-1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("một triệu bốn trăm mười ngàn đồng chẵn./.", 1_410_000),
        ("Bảy trăm lẻ hai nghìn đồng", 702_000),
        ("Hai mươi bốn triệu đồng", 24_000_000),
        ("Bẩy trăm mười nghìn đồng", 710_000),
        ("MỘT TỈ ĐỒNG", 10**9),
        ("Mười lăm", 15),
    ],
)
def test_other_spellings_are_understood(text, amount):
    assert from_words(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đồng",
        "Giấy khen",
        "một triệu tám mươi nghìn đồng",  # lacks "không trăm"
        "một hai ba",
        "mươi trăm",
        "nghìn đồng",
        "ba nghìn hai triệu",
        "một trăm không đồng",
        "mười mười đồng",
        "một trăm lẽ hai đồng",
    ],
)
def test_words_that_are_no_amount_are_none(text):
    assert from_words(text) is None


def test_figures_have_dots():
    assert [figures(amount) for amount in (0, 999, 1_410_000)] == ["0", "999", "1.410.000"]


@pytest.mark.parametrize(
    "text",
    [
        "1410000",
        "1.410.000",
        "1,410,000",
        "1 410 000",
        "1.410.000đ",
        "1.410.000 đồng",
        "1.410.000 VNĐ",
        "1,41 triệu",
        "1410 nghìn đồng",
        "1.41 triệu đồng",
        "1.410.000\u00a0đồng.",
    ],
)
def test_figures_are_read(text):
    assert parse_figures(text) == 1_410_000


@pytest.mark.parametrize(
    "text",
    ["1.410", "450,000", "1.41.000", "1.410,000", "14100.000", "", "-5", "0,3", "1,4100001 triệu", "1.410 nghìn"],
)
def test_ambiguous_or_broken_figures_are_none(text):
    assert parse_figures(text) is None
