"""Other offices' blanks, printed with dotted lines or as a table and filled in by hand."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from reportlab.lib.pagesizes import A4

from tests.factory.dice import Dice
from tests.factory.nomination import random_sheet
from tests.factory.paper import Filled
from tests.factory.paper.pen import Pen, hand
from tests.factory.pdf_text import LEFT, RIGHT, Page, write_head
from tests.factory.sheet import Entry, Sheet

#: points between the lines of a blank made for a pen
PITCH = 24.0
BOX = 11.0
#: sentences of achievements a person writes by hand
SENTENCES = 3


class Blank(Page):
    """A printed page and the pen that fills it in; both turn together."""

    def __init__(self, rng: Dice) -> None:
        super().__init__(rng)
        self.rng = rng
        self.pen = Pen(rng, hand(rng), A4)
        self.numbered = False
        self.in_letterhead = False

    @property
    def leading(self) -> float:
        return self.size * 1.35 if self.in_letterhead else PITCH

    def turn(self) -> None:
        super().turn()
        self.pen.turn_page()

    def dots(self, left: float, right: float) -> None:
        if right > left + 6:
            self.put(left, "." * int((right - left) / self.width(".")))

    def answer(self, left: float, right: float, text: str) -> None:
        """`text` by hand between `left` and `right` on the present line."""
        top = A4[1] - self.y - PITCH * 0.8
        self.pen.write((left, top, right, A4[1] - self.y + 2), text)

    def box(self, x: float, *, on: bool) -> float:
        """A printed tick box at `x`, ticked by hand; the x behind it."""
        self.canvas.rect(x, self.y - 1.5, BOX, BOX)
        if on:
            bottom = A4[1] - self.y + 1.5
            self.pen.mark((x, bottom - BOX, x + BOX, bottom))
        return x + BOX


def nomination_by_hand(rng: Dice) -> Filled:
    sheet, blank = random_sheet(rng), Blank(rng)
    sheet = replace(sheet, entries=tuple(_short(entry) for entry in sheet.entries))
    layout = rng.choice((_dotted, _dotted, _table))
    with_period = _without_period(sheet, rng)
    _head(blank, with_period, sheet)
    layout(blank, sheet)
    _foot(blank, sheet)
    traits = (layout.__name__.strip("_"), blank.pen.style.face, *sheet.traits)
    return Filled((blank.save(), blank.pen.save()), [sheet.truth()], traits)


def _short(entry: Entry) -> Entry:
    """`entry` with no more prose than somebody writes with a pen."""
    if not entry.long or not entry.texts:
        return entry
    prose = " ".join(text.lstrip("-+ ") for text in entry.texts)
    text = " ".join(re.split(r"(?<=[.!?]) (?=[A-ZĐÂÊÔƠƯ])", prose)[:SENTENCES])
    return replace(entry, texts=(text,), says=dict.fromkeys(entry.says, text))


def _without_period(sheet: Sheet, rng: Dice) -> Sheet:
    """The printed title, half the time with the quarter and the year left to the pen."""
    if "quy" not in sheet.says or rng.random() < 0.5:
        return sheet
    name = re.split(r"\s*,?\s*QUÝ", sheet.title[0], maxsplit=1, flags=re.IGNORECASE)[0]
    return replace(sheet, title=(name,))


def _head(blank: Blank, printed: Sheet, sheet: Sheet) -> None:
    blank.in_letterhead = True
    write_head(blank, replace(printed, date_on_top=False))
    blank.in_letterhead = False
    if printed.title == sheet.title:
        return
    x = blank.put(LEFT + 110, "QUÝ ", bold=True)
    blank.dots(x, x + 50)
    blank.answer(x, x + 50, ("", "I", "II", "III", "IV")[sheet.says["quy"]])
    x = blank.put(x + 55, "NĂM ", bold=True)
    blank.dots(x, x + 70)
    blank.answer(x, x + 70, str(sheet.says["nam"]))
    blank.down()


def _dotted(blank: Blank, sheet: Sheet) -> None:
    for number, entry in enumerate(sheet.entries, 1):
        x = blank.put(LEFT, sheet.heading(entry, number) + sheet.colon.replace("：", ":")) + 4
        if entry.ticks:
            _ticks(blank, entry, x, RIGHT)
        else:
            _written(blank, "; ".join(entry.texts), x, RIGHT, spare=2 if entry.long else 0)
        blank.down()


def _ticks(blank: Blank, entry: Entry, x: float, right: float, left: float = LEFT + 15) -> None:
    """Boxes behind one another, or one below the other, wrapped at `right`."""
    for at, tick in enumerate(entry.ticks):
        if at and (entry.vertical or x + BOX + blank.width(tick.label) + 25 > right):
            blank.down(0.8)
            x = left
        x = blank.box(x + 8, on=tick.on)
        x = blank.put(x + 4, tick.label) + 8


def _written(blank: Blank, text: str, x: float, right: float, *, spare: int) -> None:
    """`text` by hand over dots, on as many lines as it takes and `spare` empty ones."""
    for at, line in enumerate([*_lines(blank, text, x, right), *[""] * spare]):
        if at:
            blank.down()
            x = LEFT
        blank.dots(x, right)
        if line:
            blank.answer(x, right, line)


def _lines(blank: Blank, text: str, x: float, right: float) -> list[str]:
    """`text` in lines, the first of which begins at `x`."""
    size = blank.pen.style.size
    first, *rest = blank.pen.wrapped(text, right - x - 18, size)
    return [first, *(blank.pen.wrapped(" ".join(rest), right - LEFT - 18, size) if rest else [])]


def _table(blank: Blank, sheet: Sheet) -> None:
    middle = LEFT + 150.0
    for number, entry in enumerate(sheet.entries, 1):
        labels = blank.wrap(sheet.heading(entry, number), middle - LEFT - 8)
        size = blank.pen.style.size
        written = blank.pen.wrapped("; ".join(entry.texts), RIGHT - middle - 20, size) if entry.texts else []
        label_rows = math.ceil(len(labels) * blank.size * 1.15 / PITCH)
        rows = max(1, label_rows, len(entry.ticks), 0 if entry.ticks else len(written))
        blank.room(rows * PITCH + 10)
        top = blank.y + PITCH * 0.75
        _label(blank, labels)
        start = blank.y
        if entry.ticks:
            for tick in entry.ticks:
                blank.put(blank.box(middle + 6, on=tick.on) + 4, tick.label)
                blank.y -= PITCH
        else:
            for line in written:
                blank.answer(middle + 3, RIGHT, line)
                blank.y -= PITCH
        blank.y = start - rows * PITCH
        for x in (LEFT, middle, RIGHT):
            blank.canvas.line(x, top, x, blank.y + PITCH * 0.75)
        for y in (top, blank.y + PITCH * 0.75):
            blank.canvas.line(LEFT, y, RIGHT, y)


def _label(blank: Blank, labels: list[str]) -> None:
    y = blank.y
    for line in labels:
        blank.put(LEFT + 4, line)
        blank.y -= blank.size * 1.15
    blank.y = y


def _foot(blank: Blank, sheet: Sheet) -> None:
    blank.room(PITCH * 6)
    blank.down(0.5)
    middle = (LEFT + RIGHT) / 2
    _date(blank, sheet.says.get("ngay_ky"), middle - 30)
    for text in (text for text in sheet.right_block[:2] if text):
        blank.centred(text, middle - 10, RIGHT, bold=text.isupper())
        blank.down(0.7)
    blank.down(1.6)
    head: Any = sheet.says.get("truong_don_vi")
    if head:
        blank.answer(middle + 40, RIGHT, head)
    blank.foot(sheet.footer)


def _date(blank: Blank, iso: str | None, x: float) -> None:
    """`…, ngày … tháng … năm …`, printed, its numbers by hand."""
    numbers = iso.split("-")[::-1] if iso else ("", "", "")
    x = blank.put(x, "Lào Cai, ngày ")
    for number, words, room in zip(numbers, (" tháng ", " năm ", ""), (26, 26, 40), strict=True):
        blank.dots(x, x + room)
        if number:
            blank.answer(x - 1, x + room + 3, number)
        x = blank.put(x + room, words)
    blank.down()
