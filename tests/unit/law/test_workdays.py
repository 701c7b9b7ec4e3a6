"""The next working day knows weekends, holidays, days off in lieu and Saturdays worked in exchange."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.law import own
from pipeline.law.files import DATA, Evidence
from pipeline.law.workdays import FILE, SATURDAY, holiday_table, is_working_day, next_working_day


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2022-09-19", "2022-09-20"),  # Monday
        ("2022-09-16", "2022-09-19"),  # Friday
        ("2022-09-17", "2022-09-19"),  # Saturday
        ("2022-08-31", "2022-09-05"),  # Quốc khánh on Thursday and Friday
        ("2022-01-28", "2022-02-07"),  # Tết
        ("2022-04-29", "2022-05-04"),  # 30/4 and 1/5 on a weekend: two days off in lieu
        ("2022-12-30", "2023-01-03"),  # across the year
        ("2024-05-03", "2024-05-04"),  # a Saturday worked in exchange
        ("2026-02-13", "2026-02-23"),
    ],
)
def test_the_next_working_day(day: str, following: str) -> None:
    assert next_working_day(dt.date.fromisoformat(day)).day == dt.date.fromisoformat(following)


@pytest.mark.parametrize("year", range(2021, 2027))
def test_every_year_of_the_table_has_its_holidays(year: int) -> None:
    codes = {entry.code for entry in holiday_table().holiday if entry.period.start.year == year}

    assert codes >= {"tet-duong-lich", "tet-nguyen-dan", "gio-to", "quoc-khanh"}
    for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
        assert not is_working_day(dt.date(year, month, day))


def test_days_worked_in_exchange_are_on_a_weekend_and_holidays_hold_a_weekday() -> None:
    assert all(entry.period.start.weekday() >= SATURDAY for entry in holiday_table().worked)
    for entry in holiday_table().holiday:
        assert entry.period.end is not None
        days = (entry.period.end - entry.period.start).days + 1
        assert any((entry.period.start + dt.timedelta(days=n)).weekday() < SATURDAY for n in range(days)), entry.name


def test_how_sure_the_table_is_goes_with_the_day() -> None:
    assert next_working_day(dt.date(2022, 9, 19)).evidence is Evidence.MEMORY
    assert next_working_day(dt.date(2031, 9, 19)).evidence is Evidence.ASSUMED


def test_an_office_adds_the_holidays_of_a_year_itself(tmp_path: Path) -> None:
    entry = '[[holiday]]\ncode = "quoc-khanh"\nname = "Quốc khánh"\nfrom = 2027-09-02\nto = 2027-09-03\n'
    (tmp_path / FILE.name).write_text(entry + 'source = "thông báo"\nevidence = "verified"\n', "utf-8")
    assert is_working_day(dt.date(2027, 9, 2))

    own.use(tmp_path)
    try:
        following = next_working_day(dt.date(2027, 9, 1))
    finally:
        own.use(None)

    assert (following.day, following.evidence) == (dt.date(2027, 9, 6), Evidence.VERIFIED)
    assert FILE.parent == DATA
