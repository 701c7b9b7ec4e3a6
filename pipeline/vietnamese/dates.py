"""Dates and quarters as Vietnamese offices write them, read and written.

The day always comes first. What a form does not say stays unknown: a date may be a whole day, a month or only a year,
and a day that does not exist is reported, never bent to the next one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pipeline.vietnamese.text import nfc


class DateFlag(StrEnum):
    """Why a person should look at a date."""

    BLANK_DAY = "ngay_trong"  # the place for the day (or day and month) was left empty
    SHORT_YEAR = "nam_hai_chu_so"  # two digits were read as 20xx; a birth year needs a person
    INVALID = "khong_hop_le"  # no such day in any calendar


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it was written: `month` and `day` are None where the text does not say them."""

    year: int
    month: int | None = None
    day: int | None = None
    flags: frozenset[DateFlag] = frozenset()

    @property
    def valid(self) -> bool:
        """False for 31/9 and month 13; the numbers are then those written."""
        return DateFlag.INVALID not in self.flags

    def iso(self) -> str | None:
        """ISO 8601 as far as known ("2021-09-05", "2021-09", "2021"); None for an impossible date."""
        if not self.valid:
            return None
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    def exact(self) -> date | None:
        """The day itself; None unless it is written in full and exists."""
        if not self.valid or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


_WORDS = ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"]
_MONTH_WORDS = {word: number for number, word in enumerate(_WORDS, 1)} | {"bốn": 4, "bẩy": 7}
_LEADERS = re.compile(r"(?:[\s_…]|\.{2,})+")

_DAY = r"(?P<day>\d{1,2})"
_MONTH = rf"(?P<month>\d{{1,2}}|{'|'.join(sorted(_MONTH_WORDS, key=len, reverse=True))})"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_FULL_YEAR = r"(?P<year>\d{4})"
_SEPARATOR = r" ?[-./ ] ?"
_LABEL = r"(?:sinh )?(?:ngày )?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # "Lào Cai, ngày 05 tháng 9 năm 2021", also with the day or the month left blank
        rf"(?:[^\d,]*, ?)?(?:sinh )?ngày ?(?:mùng |mồng )?{_DAY}? ?tháng ?{_MONTH}? ?năm ?{_YEAR}",
        rf"{_LABEL}{_DAY}{_SEPARATOR}(?P<month>\d{{1,2}}){_SEPARATOR}{_YEAR}",
        # "…/9/2021" and "…/…/2021"
        rf"{_LABEL}(?P<day>) ?/ ?(?P<month>\d{{1,2}})? ?/ ?{_YEAR}",
        rf"{_FULL_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})",
        rf"(?:sinh )?(?:tháng ?|t)?{_MONTH}(?: ?[-./] ?| ?năm ?){_FULL_YEAR}",
        rf"(?:sinh )?(?:năm )?{_FULL_YEAR}",
    )
)
_PLACES_FOR_A_DAY = _FORMS[0], _FORMS[2]

_EXCEL_EPOCH = {False: date(1899, 12, 30), True: date(1904, 1, 1)}

_QUARTERS = {
    **dict.fromkeys(("i", "1", "01", "một", "nhất"), 1),
    **dict.fromkeys(("ii", "2", "02", "hai", "nhì"), 2),
    **dict.fromkeys(("iii", "3", "03", "ba"), 3),
    **dict.fromkeys(("iv", "4", "04", "bốn", "tư"), 4),
}
_QUARTER = re.compile(
    rf"(?:qu[ýí] ?(?:thứ )?|q ?)?(?P<quarter>{'|'.join(sorted(_QUARTERS, key=len, reverse=True))})"
    r"(?:(?: ?[-/.,] ?| )(?:năm ?)?(?P<year>\d{4}))?"
)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def parse_date(text: str) -> PartialDate | None:
    """Read a text that is a date, or a place and a date; None when it is neither.

    A date that cannot be is returned with `DateFlag.INVALID`; a year of two digits is read as 20xx and flagged.
    """
    plain = _plain(text)
    for form in _FORMS:
        if match := form.fullmatch(plain):
            return _checked(match.groupdict(), asked_for_day=form in _PLACES_FOR_A_DAY)
    return None


def excel_date(serial: int, *, system_1904: bool = False) -> date:
    """The day Excel stores as `serial`; `system_1904` for workbooks that count from 1904 (old Macintosh files)."""
    return _EXCEL_EPOCH[system_1904] + timedelta(days=serial)


def long_date(day: date) -> str:
    """ "ngày 05 tháng 9 năm 2021": days below 10 and months 1 and 2 are padded, no others (NĐ 30/2020, II.4b)."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def short_date(day: date) -> str:
    """ "05/9/2021", padded like the long form (the decree leaves dates inside the text open)."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter, 1 to 4, and its year where the text names one."""

    number: int
    year: int | None = None


def parse_quarter(text: str) -> Quarter | None:
    """Read "Quý III/2022", "quý 3 năm 2022", "Q3-2022", "QUÝ III/NĂM 2023", "nhất", "4"; None when it is no quarter."""
    match = _QUARTER.fullmatch(_plain(text))
    if not match:
        return None
    year = match["year"]
    return Quarter(_QUARTERS[match["quarter"]], int(year) if year else None)


def roman(number: int) -> str:
    """Roman numeral of 1 to 39, for quarters and the parts of a document."""
    if not 1 <= number <= 39:
        raise ValueError(f"no Roman numeral for {number} here")
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


def _plain(text: str) -> str:
    return _LEADERS.sub(" ", nfc(text).lower()).strip(" .;,:")


def _checked(written: dict[str, str | None], *, asked_for_day: bool) -> PartialDate:
    digits = written["year"] or ""  # every form has a year
    short = len(digits) == 2
    year, month, day = int(digits) + 2000 * short, _number(written.get("month")), _number(written.get("day"))
    flags = {
        DateFlag.SHORT_YEAR: short,
        DateFlag.BLANK_DAY: asked_for_day and day is None,
        DateFlag.INVALID: not _exists(year, month, day),
    }
    return PartialDate(year, month, day, frozenset(flag for flag, raised in flags.items() if raised))


def _number(written: str | None) -> int | None:
    if not written:
        return None
    return _MONTH_WORDS.get(written) or int(written)


def _exists(year: int, month: int | None, day: int | None) -> bool:
    if not 1900 <= year <= 2100 or (day is not None and month is None):
        return False
    if month is None:
        return True
    return 1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year, month)[1])
