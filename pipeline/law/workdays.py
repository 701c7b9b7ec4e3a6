"""Working days, by the table of public holidays in ``data/holidays.toml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline.law.files import DATA, Entry, Evidence, weakest
from pipeline.law.own import cached, read

FILE = DATA / "holidays.toml"
SATURDAY = 5
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Entry):
    """Days off, or days worked in exchange; its period are those days."""

    code: str
    name: str

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class HolidayFile:
    """The sections of ``holidays.toml``."""

    holiday: tuple[Holiday, ...]
    worked: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDay:
    """A day counted, and how sure the table is of its year: `ASSUMED` where it has nothing for it but weekends."""

    day: dt.date
    evidence: Evidence


def next_working_day(day: dt.date) -> WorkingDay:
    """The first day after `day` on which offices work."""
    found = day + DAY
    while not is_working_day(found):
        found += DAY
    return WorkingDay(day=found, evidence=_evidence(day.year, found.year))


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday without holidays, and the Saturdays worked in exchange."""
    table = holiday_table()
    if any(day in entry.period for entry in table.worked):
        return True
    return day.weekday() < SATURDAY and not any(day in entry.period for entry in table.holiday)


def _evidence(*years: int) -> Evidence:
    holidays = holiday_table().holiday
    of_years = [[entry.evidence for entry in holidays if entry.period.start.year == year] for year in years]
    return weakest(mark for marks in of_years for mark in marks or [Evidence.ASSUMED])


@cached
def holiday_table() -> HolidayFile:
    """All days off and worked in exchange."""
    return read(FILE, HolidayFile)
