"""Nominations as PDF files with a text layer: lines, ruled table, boxes; drawn by reportlab."""

from __future__ import annotations

import io
import re
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.factory.dice import Dice
from tests.factory.sheet import Entry, Registration, Sheet
from tests.factory.wording import MOTTO

_FONTS = {
    "Serif": "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "Serif-Bold": "/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf",
    "Sans": "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
    "Sans-Bold": "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf",
    "Signs": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
}
LEFT, RIGHT, TOP, BOTTOM = 72.0, A4[0] - 50.0, A4[1] - 60.0, 60.0
LAYOUTS = ("lines", "lines", "table", "four columns", "boxes")
_SIGNS = re.compile("([☐☒☑□]+)")
_PAIRS = (
    {"ngay_sinh", "gioi_tinh"},
    {"gioi_tinh", "dan_toc"},
    {"quy", "nam"},
    {"ngay_sinh", "dan_toc"},
    {"dan_toc", "trinh_do"},
    {"chuc_vu", "trinh_do"},
)


def register_fonts() -> None:
    for name, path in _FONTS.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, path))


class Page:
    """A canvas with a pen that knows its line, wraps, and starts pages."""

    def __init__(self, rng: Dice) -> None:
        register_fonts()
        self.out = io.BytesIO()
        self.canvas: Any = Canvas(self.out, pagesize=A4, invariant=1)
        self.family = rng.choice(("Serif", "Serif", "Sans"))
        self.size = rng.choice((11.0, 12.0, 13.0))
        self.y = TOP
        self.pages = 1
        self.numbered = rng.rare(0.6)

    @property
    def leading(self) -> float:
        return self.size * 1.35

    def font(self, *, bold: bool = False) -> str:
        return f"{self.family}-Bold" if bold else self.family

    def width(self, text: str, *, bold: bool = False) -> float:
        parts = _SIGNS.split(text)
        return sum(
            pdfmetrics.stringWidth(p, "Signs" if at % 2 else self.font(bold=bold), self.size)
            for at, p in enumerate(parts)
        )

    def put(self, x: float, text: str, *, bold: bool = False) -> float:
        """Draw `text` on the present line, tick boxes in a font that has them; the x behind it."""
        for at, part in enumerate(_SIGNS.split(text)):
            font = "Signs" if at % 2 else self.font(bold=bold)
            if part:
                self.canvas.setFont(font, self.size)
                self.canvas.drawString(x, self.y, part)
                x += pdfmetrics.stringWidth(part, font, self.size)
        return x

    def wrap(self, text: str, width: float, first: float | None = None, *, bold: bool = False) -> list[str]:
        """Lines of `text` no wider than `width` (`first` for the first one)."""
        lines, line, room = [], "", width if first is None else first
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self.width(longer, bold=bold) > room:
                lines.append(line)
                line, room = word, width
            else:
                line = longer
        return [*lines, line]

    def down(self, lines: float = 1.0) -> None:
        self.y -= self.leading * lines
        if self.y < BOTTOM:
            self.turn()

    def room(self, height: float) -> None:
        if self.y - height < BOTTOM:
            self.turn()

    def turn(self) -> None:
        self.canvas.showPage()
        self.pages += 1
        self.y = TOP
        if self.numbered:
            self.canvas.setFont(self.family, 11)
            self.canvas.drawCentredString(A4[0] / 2, TOP + 25, str(self.pages))

    def centred(self, text: str, left: float = LEFT, right: float = RIGHT, *, bold: bool = False) -> None:
        self.put((left + right - self.width(text, bold=bold)) / 2, text, bold=bold)

    def paragraph(self, text: str, *, left: float = LEFT, right: float = RIGHT, indent: float = 0.0) -> None:
        for at, line in enumerate(self.wrap(text, right - left, right - left - indent)):
            self.put(left + (indent if at == 0 else 0), line)
            self.down()

    def foot(self, text: str) -> None:
        """Draw `text` at the foot of the present page."""
        self.canvas.setFont(self.family, 9)
        self.canvas.drawString(LEFT, 30, text)

    def save(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()


def write(sheet: Sheet, rng: Dice, layout: str = "") -> tuple[bytes, tuple[str, ...]]:
    page = Page(rng)
    traits = add(page, sheet, rng, layout)
    return page.save(), traits


def add(page: Page, sheet: Sheet, rng: Dice, layout: str = "") -> tuple[str, ...]:
    """Draw the whole form, from the present line of `page` on."""
    start = page.pages
    write_head(page, sheet)
    layout = layout or rng.choice(LAYOUTS)
    {"lines": _lines, "table": _table, "four columns": _four_columns, "boxes": _boxes}[layout](page, sheet, rng)
    write_tail(page, sheet)
    return (layout, "two pages") if page.pages > start else (layout,)


def write_head(page: Page, sheet: Sheet | Registration) -> None:
    middle = 260.0
    left = [line for text in sheet.letterhead for line in page.wrap(text, middle - LEFT + 40, bold=True)]
    motto = (*MOTTO, sheet.place_date) if sheet.date_on_top else MOTTO
    for at in range(max(len(left), len(motto))):
        if at < len(left):
            page.centred(left[at], LEFT - 40, middle, bold=True)
        if at < len(motto):
            page.centred(motto[at], middle + 10, RIGHT + 20, bold=at < 2)
        page.down()
    page.down(0.7)
    for text in sheet.title:
        for line in page.wrap(text, RIGHT - LEFT, bold=True):
            page.centred(line, bold=True)
            page.down()
    for text in (sheet.note, sheet.addressee):
        for line in page.wrap(text, RIGHT - LEFT) if text else ():
            page.centred(line)
            page.down()
    page.down(0.5)


def write_tail(page: Page, sheet: Sheet | Registration) -> None:
    page.down(0.5)
    for text in (sheet.opinion, sheet.closing):
        if text:
            page.paragraph(text)
    page.room(page.leading * 8)
    middle = (LEFT + RIGHT) / 2
    if not sheet.date_on_top:
        page.centred(sheet.place_date, middle - 20, RIGHT)
    page.down()
    for at in range(max(len(sheet.left_block), len(sheet.right_block))):
        if at < len(sheet.left_block):
            page.centred(sheet.left_block[at], LEFT, middle - 10, bold=at == 0)
        if at < len(sheet.right_block):
            page.centred(sheet.right_block[at], middle - 10, RIGHT, bold=at == 0)
        page.down()
    page.foot(sheet.footer)


def _label(sheet: Sheet, number: int, *, colon: bool = True) -> str:
    return sheet.heading(sheet.entries[number - 1], number) + (sheet.colon.replace("：", ":") if colon else "")


def _lines(page: Page, sheet: Sheet, rng: Dice) -> None:
    leader, bold, column = rng.choice(("none", "dots", "drawn", "ellipsis", "column")), rng.random() < 0.3, 210.0
    at = 0
    while at < len(sheet.entries):
        entry = sheet.entries[at]
        following = sheet.entries[at + 1] if at + 1 < len(sheet.entries) else None
        if following and {entry.key, following.key} in _PAIRS and leader != "column" and rng.random() < 0.6:
            _one(page, sheet, at + 1, leader, bold, right=300.0)
            _one(page, sheet, at + 2, leader, bold, left=310.0, numbered=False)
            page.down()
            at += 2
            continue
        if entry.long or entry.vertical:
            page.put(LEFT, _label(sheet, at + 1), bold=bold)
            page.down()
            for text in sheet.written(entry):
                page.paragraph(text, indent=rng.choice((0.0, 18.0)))
        else:
            _one(page, sheet, at + 1, leader, bold, column=column)
            page.down()
        at += 1


def _one(
    page: Page,
    sheet: Sheet,
    number: int,
    leader: str,
    bold: bool,
    *,
    left: float = LEFT,
    right: float = RIGHT,
    numbered: bool = True,
    column: float = 210.0,
) -> None:
    entry = sheet.entries[number - 1]
    label = _label(sheet, number) if numbered else entry.label + sheet.colon.replace("：", ":")
    x = page.put(left, label, bold=bold) + 5
    if leader == "column":
        x = max(x, left + column - LEFT + 20)
    text = "; ".join(sheet.written(entry))
    lines = page.wrap(text, right - left - 12, right - x)
    for at, line in enumerate(lines):
        if at:
            page.down()
            x = left + 12
        end = page.put(x, line)
    if leader in {"dots", "ellipsis"}:
        sign = "." if leader == "dots" else "…"
        page.put(end + 2, sign * max(0, int((right - end - 4) / page.width(sign))))
    elif leader == "drawn":
        page.canvas.line(x, page.y - 2, right, page.y - 2)


def cell_lines(page: Page, texts: tuple[str, ...], width: float, *, bold: bool = False) -> list[str]:
    return [line for text in texts for line in page.wrap(text, width - 8, bold=bold)] or [""]


def ruled_row(page: Page, edges: tuple[float, ...], cells: list[list[str]], *, bold: tuple[bool, ...] = ()) -> None:
    """Draw one ruled row; a row too high for the rest of the page goes on on the next, as Word does."""
    cells = [list(cell) for cell in cells]
    while any(cells):
        fit = max(1, int((page.y + page.size - BOTTOM) / page.leading))
        part, cells = [cell[:fit] for cell in cells], [cell[fit:] for cell in cells]
        height = max(1, *(len(cell) for cell in part)) * page.leading + 4
        top = page.y + page.size
        for at, lines in enumerate(part):
            y = page.y
            for line in lines:
                page.put(edges[at] + 4, line, bold=bool(bold) and bold[at])
                page.y -= page.leading
            page.y = y
        for edge in edges:
            page.canvas.line(edge, top, edge, top - height)
        for y in (top, top - height):
            page.canvas.line(edges[0], y, edges[-1], y)
        page.y -= height
        if any(cells) or page.y - page.leading < BOTTOM:
            page.turn()


def _table(page: Page, sheet: Sheet, rng: Dice) -> None:
    colon = rng.random() < 0.5
    middle = rng.choice((190.0, 220.0, 260.0))
    edges = (LEFT, middle, RIGHT)
    for number, entry in enumerate(sheet.entries, 1):
        label = cell_lines(page, (_label(sheet, number, colon=colon),), middle - LEFT)
        ruled_row(page, edges, [label, cell_lines(page, sheet.written(entry), RIGHT - middle)])


def _four_columns(page: Page, sheet: Sheet, rng: Dice) -> None:
    a, b, c = LEFT + 105, (LEFT + RIGHT) / 2, (LEFT + RIGHT) / 2 + 105
    waiting: list[int] = []

    def flush() -> None:
        cells: list[list[str]] = []
        widths = (a - LEFT, b - a, c - b, RIGHT - c) if len(waiting) == 2 else (a - LEFT, RIGHT - a)
        for at, number in enumerate(waiting):
            cells.append(cell_lines(page, (_label(sheet, number, colon=False),), widths[2 * at]))
            cells.append(cell_lines(page, sheet.written(sheet.entries[number - 1]), widths[2 * at + 1]))
        if waiting:
            ruled_row(page, (LEFT, a, b, c, RIGHT) if len(waiting) == 2 else (LEFT, a, RIGHT), cells)
        waiting.clear()

    for number, entry in enumerate(sheet.entries, 1):
        wide = entry.long or entry.vertical or entry.key in {"linh_vuc", "danh_hieu"}
        if wide:
            flush()
        waiting.append(number)
        if wide or len(waiting) == 2:
            flush()
    flush()


def _boxes(page: Page, sheet: Sheet, rng: Dice) -> None:
    """Boxes with a small label in their upper corner, two a row."""
    middle = (LEFT + RIGHT) / 2
    entries = list(enumerate(sheet.entries, 1))
    while entries:
        number, entry = entries.pop(0)
        wide = _wide(entry) or not entries or _wide(entries[0][1])
        group = [(number, entry)] if wide else [(number, entry), entries.pop(0)]
        edges = (LEFT, RIGHT) if wide else (LEFT, middle, RIGHT)
        cells = []
        for at, (n, e) in enumerate(group):
            width = edges[at + 1] - edges[at]
            cells.append(
                [*cell_lines(page, (_label(sheet, n, colon=False),), width), *cell_lines(page, sheet.written(e), width)]
            )
        ruled_row(page, edges, cells)


def _wide(entry: Entry) -> bool:
    return entry.long or entry.vertical or entry.key in {"linh_vuc", "danh_hieu"}
