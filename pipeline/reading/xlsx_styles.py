"""What the styles of a workbook say about a cell: whether its number is a date, and in which font its text is set."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

# ECMA-376 part 1, 18.8.30: the built-in formats that show dates, those for East Asia included (18–21, 45–47: times).
_BUILT_IN_DATES = dict.fromkeys((14, 15, 16, 22, *range(27, 32), 34, 35, 36, *range(50, 59)), "dd/mm/yyyy")
_BUILT_IN_MONTHS = {17: "mm/yyyy"}
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]')
_EPOCH, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_LAST_SERIAL = 2_958_465  # 31/12/9999


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell shows what it holds."""

    code: str  # the number format, reduced to what it shows
    font: str | None


class Styles:
    """The cell styles of one workbook."""

    def __init__(self, root: _Element | None, *, from_1904: bool) -> None:
        self._epoch = _EPOCH_1904 if from_1904 else _EPOCH
        self._cells: list[Style] = [] if root is None else _cell_styles(root)

    def of(self, index: int) -> Style:
        """The style that a cell names."""
        return self._cells[index] if index < len(self._cells) else Style("", None)

    def shown(self, number: float, style: Style) -> tuple[str, dt.date | float | None]:
        """The text a number is shown as, and the date or number behind it; None where less is shown than stored."""
        if not {"y", "d"} & set(style.code) or not 0 < number <= _LAST_SERIAL:
            return _number_text(number, style.code), number
        # Serial 60 is 29/2/1900, a day that never was: earlier ones are one day off in the 1900 system.
        lost = 1 if self._epoch is _EPOCH and number < 60 else 0
        date = self._epoch + dt.timedelta(days=int(number) + lost)
        if "d" in style.code:
            return date.strftime("%d/%m/") + f"{date.year:04}", date
        return (f"{date:%m}/{date.year:04}" if "m" in style.code else f"{date.year:04}"), None


def _number_text(number: float, code: str) -> str:
    if number == int(number) and abs(number) < 1e15:
        whole = str(int(number))
        return whole.zfill(len(code)) if code and not code.strip("0") else whole
    return format(number, ".15g")


def _cell_styles(root: _Element) -> list[Style]:
    codes = {element.get("numFmtId", ""): _reduced(element.get("formatCode", "")) for element in root.iter("{*}numFmt")}
    fonts = [_font_name(element) for element in root.iterfind("{*}fonts/{*}font")]
    styles = []
    for element in root.iterfind("{*}cellXfs/{*}xf"):
        number, font = element.get("numFmtId", "0"), int(element.get("fontId", "0"))
        code = codes.get(number) or _BUILT_IN_DATES.get(int(number)) or _BUILT_IN_MONTHS.get(int(number), "")
        styles.append(Style(code, fonts[font] if font < len(fonts) else None))
    return styles


def _font_name(font: _Element) -> str | None:
    name = font.find("{*}name")
    return name.get("val") if name is not None else None


def _reduced(code: str) -> str:
    """The first section of a format code without texts, colours and fillers; "" for a format of plain numbers."""
    first = _NOT_CODE.sub("", code).split(";")[0].lower()
    if "general" in first or "standard" in first:
        return ""
    return first
