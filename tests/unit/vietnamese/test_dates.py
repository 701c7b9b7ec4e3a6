"""Dates and quarters (domain reference 10.5, layout reference 1.7)."""

from datetime import date

import pytest

from pipeline.vietnamese.dates import (
    DateFlag,
    PartialDate,
    Quarter,
    excel_date,
    long_date,
    parse_date,
    parse_quarter,
    roman,
    short_date,
)


@pytest.mark.parametrize(
    "text",
    [
        "05/9/2021",
        "5/9/2021",
        "05/09/2021",
        "05-09-2021",
        "05.9.2021",
        "5 - 9 - 2021",
        "5 9 2021",
        "2021-09-05",
        "ngày 05 tháng 9 năm 2021",
        "ngày 5 tháng chín năm 2021",
        "Ngày 05 tháng 09 năm 2021.",
        "Lào Cai, ngày 05 tháng 9 năm 2021",
        "ngày..05..tháng…9…năm 2021",
        "ngày 05/9/2021",
        "Sinh ngày 05/9/2021",
        "ngày mùng 5 tháng 9 năm 2021",
        "nga\u0300y 05\u00a0tha\u0301ng 9 na\u0306m 2021",
    ],
)
def test_a_whole_day_is_read_day_first(text):
    assert parse_date(text) == PartialDate(2021, 9, 5)


@pytest.mark.parametrize(
    "text", ["tháng 9/2021", "9/2021", "09-2021", "tháng 9 năm 2021", "tháng chín năm 2021", "T9/2021"]
)
def test_a_month_stays_a_month(text):
    found = parse_date(text)

    assert found == PartialDate(2021, 9)
    assert found.iso() == "2021-09"
    assert found.exact() is None


def test_the_month_called_five_is_not_the_word_year():
    assert parse_date("ngày 19 tháng năm năm 2021").iso() == "2021-05-19"


@pytest.mark.parametrize(("word", "month"), [("một", 1), ("mười", 10), ("mười một", 11), ("mười hai", 12), ("tư", 4)])
def test_months_are_read_as_words(word, month):
    assert parse_date(f"ngày 9 tháng {word} năm 2022") == PartialDate(2022, month, 9)


@pytest.mark.parametrize("text", ["1985", "năm 1985", "Sinh năm 1985"])
def test_a_year_stays_a_year(text):
    assert parse_date(text).iso() == "1985"


@pytest.mark.parametrize(
    "text", ["ngày   tháng 9 năm 2021", "ngày ..... tháng 9 năm 2021", ".../9/2021", "__/9/2021", "ngày     /9/2021"]
)
def test_a_blank_day_is_a_month_with_a_flag(text):
    assert parse_date(text) == PartialDate(2021, 9, flags=frozenset({DateFlag.BLANK_DAY}))


@pytest.mark.parametrize("text", ["ngày   tháng   năm 2021", "…/…/2021"])
def test_blank_day_and_month_leave_the_year(text):
    assert parse_date(text) == PartialDate(2021, flags=frozenset({DateFlag.BLANK_DAY}))


@pytest.mark.parametrize("text", ["15/13/2021", "31/9/2021", "29/02/2021", "00/9/2021", "13/2021", "05/9/0021"])
def test_an_impossible_date_is_flagged_and_has_no_iso_form(text):
    found = parse_date(text)

    assert not found.valid
    assert found.iso() is None
    assert found.exact() is None


def test_a_leap_day_exists():
    assert parse_date("29/02/2024").exact() == date(2024, 2, 29)


def test_a_year_of_two_digits_is_flagged():
    assert parse_date("05/9/21") == PartialDate(2021, 9, 5, frozenset({DateFlag.SHORT_YEAR}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".../.../....",
        "năm học 2021-2022",
        "2021-2022",
        "336/KH-UBND",
        "Quý III/2022",
        "85",
        "05/9",
        "ngày 5 tháng 9",
        "không",
        "05/9/19B8",
    ],
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


def test_long_leaders_are_read_quickly():
    assert parse_date("ngày" + "." * 20_000 + "tháng" + " " * 20_000 + "x") is None


def test_excel_serials_count_from_1900_or_1904():
    assert excel_date(44444) == date(2021, 9, 5)
    assert excel_date(42982, system_1904=True) == date(2021, 9, 5)


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2021, 2, 5), "ngày 05 tháng 02 năm 2021", "05/02/2021"),
        (date(2021, 8, 26), "ngày 26 tháng 8 năm 2021", "26/8/2021"),
        (date(2026, 10, 9), "ngày 09 tháng 10 năm 2026", "09/10/2026"),
        (date(2024, 1, 15), "ngày 15 tháng 01 năm 2024", "15/01/2024"),
    ],
)
def test_dates_are_padded_as_the_decree_wants(day, long, short):
    assert long_date(day) == long
    assert short_date(day) == short
    assert parse_date(long).exact() == parse_date(short).exact() == day


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("Quý III/2022", Quarter(3, 2022)),
        ("quý 3 năm 2022", Quarter(3, 2022)),
        ("Q3-2022", Quarter(3, 2022)),
        ("QUÝ III/NĂM 2023", Quarter(3, 2023)),
        ("Quí IV, năm 2021", Quarter(4, 2021)),
        ("I", Quarter(1)),
        ("1", Quarter(1)),
        ("Q1", Quarter(1)),
        ("một", Quarter(1)),
        ("nhất", Quarter(1)),
        ("Quý II", Quarter(2)),
        ("quý tư", Quarter(4)),
        ("04", Quarter(4)),
    ],
)
def test_quarters_are_read(text, quarter):
    assert parse_quarter(text) == quarter


@pytest.mark.parametrize("text", ["", "V", "5", "năm 2022", "IIII", "quý", "Quý …/2022"])
def test_what_is_no_quarter_is_none(text):
    assert parse_quarter(text) is None


def test_roman_numerals():
    assert [roman(number) for number in (1, 4, 9, 14, 39)] == ["I", "IV", "IX", "XIV", "XXXIX"]
    with pytest.raises(ValueError, match="0"):
        roman(0)
