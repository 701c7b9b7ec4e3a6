"""The five form fields of a document to be signed, and how number and day are written into them.

Number and date are given after the competent person has signed (NĐ 30/2020, Đ15.2), so they are form fields that the
first signature permits to be filled.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping

NUMBER = "SoVanBan"
DAY = "NgayBanHanh"
MONTH = "ThangBanHanh"
#: filled by the clerk, locked by the seal
SLOT_FIELDS = (NUMBER, DAY, MONTH)

CHIEF = "ChuKyNguoiCoThamQuyen"
ORGANISATION = "ChuKyCoQuan"


class Permission(enum.IntEnum):
    """What a signature permits to be done to the document afterwards (DocMDP, ISO 32000-2, 12.8.2.2)."""

    #: nothing but archiving
    NOTHING = 1
    #: filling in forms and signing
    FILL = 2
    #: that, and notes
    ANNOTATE = 3


def number_text(number: int) -> str:
    """The number as printed: below 10 with a zero in front (Phụ lục I, II.3c)."""
    return f"{number:02d}"


def day_text(day: int) -> str:
    """The day as printed: below 10 with a zero in front (Phụ lục I, II.4b)."""
    return f"{day:02d}"


def month_text(month: int) -> str:
    """The month as printed: 1 and 2 with a zero in front, 3 to 9 without (Phụ lục I, II.4b)."""
    return f"{month:02d}" if month <= 2 else str(month)


#: how what belongs into each field is written
WRITTEN: Mapping[str, Callable[[int], str]] = {NUMBER: number_text, DAY: day_text, MONTH: month_text}


def slot_values(number: int, day: dt.date) -> dict[str, str]:
    """What goes into the three fields."""
    return {NUMBER: number_text(number), DAY: day_text(day.day), MONTH: month_text(day.month)}


def split_symbol(symbol: str) -> tuple[int | None, str]:
    """Part "05/QĐ-VPUBND" into 5 and "/QĐ-VPUBND"; the number is None where there is none."""
    match = re.fullmatch(r"(\d*)(/\S+)", symbol)
    if match is None:
        raise ValueError(symbol)
    return (int(match[1]) if match[1] else None), match[2]
