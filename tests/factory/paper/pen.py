"""Words and marks put on paper: typed, printed from the screen, or written by hand, as vector drawings on a canvas.

Lengths are points, origin top-left as in zone maps. A hand is a font whose letters are moved, turned and slanted one by
one, with a pen of some width; it does not keep to boxes and lines as closely as a machine.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.factory.dice import Dice

_HANDS = Path(__file__).parents[2] / "data" / "fonts"
_LIBERATION = Path("/usr/share/fonts/truetype/liberation2")
_FILES = {
    "Serif": _LIBERATION / "LiberationSerif-Regular.ttf",
    "Sans": _LIBERATION / "LiberationSans-Regular.ttf",
    "Typewriter": _LIBERATION / "LiberationMono-Regular.ttf",
    "PatrickHand": _HANDS / "PatrickHand.ttf",
    "Mali": _HANDS / "Mali.ttf",
    "Pangolin": _HANDS / "Pangolin.ttf",
    "PlaypenSans": _HANDS / "PlaypenSans-Light.ttf",
}
HANDS = ("PatrickHand", "Mali", "Pangolin", "PlaypenSans")
BLACK, BLUE, DARK_BLUE = (0.08, 0.08, 0.1), (0.12, 0.2, 0.62), (0.1, 0.12, 0.4)

Box = tuple[float, float, float, float]  # left, top, right, bottom


def font(name: str) -> str:
    """`name`, known to reportlab."""
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(_FILES[name])))
    return name


@dataclass(frozen=True)
class Style:
    """How somebody writes: face, size in points, colour; the rest is zero for a machine."""

    face: str
    size: float
    colour: tuple[float, float, float]
    jitter: float = 0.0  # of a letter's place, in sizes
    turn: float = 0.0  # degrees a letter may lean more or less than the others
    slant: float = 0.0  # degrees all letters lean
    drift: float = 0.0  # rise of the line, in degrees
    stroke: float = 0.0  # points the pen adds to the letters
    over: float = 0.0  # points a mark may leave its box

    @property
    def by_hand(self) -> bool:
        return self.over > 0


def screen(rng: Dice) -> Style:
    """Filled in on the screen, then printed."""
    return Style(font(rng.choice(("Serif", "Serif", "Serif", "Sans"))), rng.choice((11.0, 12.0, 12.0, 13.0)), BLACK)


def typewriter(rng: Dice) -> Style:
    return Style(
        font("Typewriter"), rng.choice((10.0, 11.0)), BLACK, jitter=0.02, drift=rng.uniform(-0.15, 0.15), stroke=0.15
    )


def hand(rng: Dice) -> Style:
    """Somebody's neat block hand."""
    face = font(rng.choice(HANDS))
    size = rng.uniform(12.5, 16.0) * {"PatrickHand": 1.1, "PlaypenSans": 0.85}.get(face, 0.95)
    return Style(
        face,
        size,
        rng.choice((BLUE, BLUE, DARK_BLUE, BLACK)),
        jitter=rng.uniform(0.015, 0.045),
        turn=rng.uniform(1.0, 4.0),
        slant=rng.uniform(-3.0, 10.0),
        drift=rng.uniform(-0.7, 0.7),
        stroke=rng.uniform(0.05, 0.5),
        over=rng.uniform(0.5, 4.5),
    )


class Pen:
    """Draws on pages of one size."""

    def __init__(self, rng: Dice, style: Style, page: tuple[float, float]) -> None:
        self.rng, self.style, self.page = rng, style, page
        self._out = io.BytesIO()
        self.canvas: Any = Canvas(self._out, pagesize=page, invariant=1)

    def turn_page(self) -> None:
        self.canvas.showPage()

    def save(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()

    def width(self, text: str, size: float) -> float:
        return pdfmetrics.stringWidth(text, self.style.face, size)

    def write(self, box: Box, text: str) -> None:
        """One line on the rule at the foot of `box`, smaller where it would not fit."""
        left, _top, right, bottom = box
        room = right - left - 4
        size = min(self.style.size, self.style.size * room / max(1.0, self.width(text, self.style.size)) * 0.97)
        lift = self.rng.uniform(1.0, 6.0) if self.style.by_hand else self.rng.choice((3.0, 4.0, 5.0, 7.0, 8.5))
        x = left + min(self.rng.uniform(1, 14), max(1.0, room - self.width(text, size)))
        slip = text[: max(2, len(text) // 3)]
        if self.style.by_hand and self.rng.rare(0.04) and self.width(slip + "  " + text, size) < room - 14:
            x = self._struck_out(x, bottom - lift, slip, size)
        self._line(x, bottom - lift, text, size)

    def _struck_out(self, x: float, y: float, slip: str, size: float) -> float:
        """A `slip` of the pen with a line through it; the x where to begin anew."""
        self._line(x, y, slip, size)
        end = x + self.width(slip, size) * 1.06
        middle = y - size * 0.28
        for _ in range(self.rng.choice((1, 2, 3))):
            self._stroke(
                [(x - 1, middle + self.rng.uniform(-2, 2)), (end + 1, middle + self.rng.uniform(-2, 2))],
                self.rng.uniform(0.8, 1.5),
            )
        return end + size * 0.5

    def lines(self, box: Box, text: str, pitch: float) -> str:
        """`text` wrapped into `box` line by line; what of it found room, its paragraphs parted by line breaks."""
        left, top, right, bottom = box
        size = min(self.style.size, pitch * 0.72)
        y, written = top + pitch * 0.72, []
        for paragraph in text.split("\n"):
            placed = []
            for line in self.wrapped(paragraph, right - left - 8, size):
                if y > bottom - 2:
                    break
                self._line(left + self.rng.uniform(2, 4), y, line, size)
                placed.append(line)
                y += pitch
            if placed:
                written.append(" ".join(placed))
        return "\n".join(written)

    def wrapped(self, text: str, width: float, size: float) -> list[str]:
        lines, line = [], ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self.width(longer, size) * 1.04 > width:
                lines.append(line)
                line = word
            else:
                line = longer
        return [*lines, line]

    def _line(self, x: float, y: float, text: str, size: float) -> None:
        """`text` from `x` on the baseline `y` (from the top), letter by letter unless a machine prints it."""
        style, canvas, rng = self.style, self.canvas, self.rng
        canvas.setFillColorRGB(*style.colour)
        canvas.setStrokeColorRGB(*style.colour)
        canvas.setLineWidth(style.stroke)
        if not style.jitter:
            canvas.setFont(style.face, size)
            canvas.drawString(x, self.page[1] - y, text)
            return
        rise, start = math.tan(math.radians(style.drift)), x
        for letter in text:
            gap = rng.uniform(0.85, 1.3) if letter == " " and style.by_hand else 1.0
            if letter != " ":
                self._letter(x, self.page[1] - y + (x - start) * rise, letter, size)
            x += self.width(letter, size) * gap + (rng.uniform(-0.01, 0.03) * size if style.by_hand else 0)

    def _letter(self, x: float, y: float, letter: str, size: float) -> None:
        style, canvas, rng = self.style, self.canvas, self.rng
        canvas.saveState()
        canvas.translate(x + rng.gauss(0, style.jitter * size * 0.3), y + rng.gauss(0, style.jitter * size))
        canvas.rotate(rng.gauss(0, style.turn / 2))
        canvas.skew(0, style.slant)
        text = canvas.beginText(0, 0)
        text.setFont(style.face, size * (1 + rng.gauss(0, style.jitter / 2)))
        text.setTextRenderMode(2 if style.stroke else 0)
        text.textOut(letter)
        canvas.drawText(text)
        canvas.restoreState()

    # Marks

    def mark(self, box: Box) -> None:
        """Tick `box`: a cross or a tick by hand, a cross or an X from a machine."""
        if not self.style.by_hand:
            self._machine_mark(box)
        elif self.rng.random() < 0.65:
            self._cross(box)
        else:
            self._tick(box)

    def _machine_mark(self, box: Box) -> None:
        left, top, right, bottom = box
        way = (
            "letter"
            if self.style.face == "Typewriter"
            else self.rng.choices(("cross", "letter", "full"), (75, 20, 5))[0]
        )
        if way == "cross":
            self._stroke([(left + 2.5, bottom - 2.5), (right - 2.5, top + 2.5)], 1.2)
            self._stroke([(left + 2.5, top + 2.5), (right - 2.5, bottom - 2.5)], 1.2)
        elif way == "full":
            self._stroke([(left + 3, (top + bottom) / 2), (right - 3, (top + bottom) / 2)], bottom - top - 5)
        else:
            letter, size = self.rng.choice("xX"), self.style.size
            loose = 2 if self.style.jitter else 0.5
            x = (left + right - self.width(letter, size)) / 2 + self.rng.uniform(-loose, loose)
            self._line(x, bottom - 3 + self.rng.uniform(-loose, loose * 0.75), letter, size)

    def _cross(self, box: Box) -> None:
        left, top, right, bottom = self._loose(box)
        width = self.rng.uniform(0.7, 1.6)
        self._stroke([(left, bottom), self._near_middle(box), (right, top)], width)
        self._stroke([(left, top), self._near_middle(box), (right, bottom)], width)

    def _tick(self, box: Box) -> None:
        left, top, right, bottom = self._loose(box)
        elbow = (left + (right - left) * self.rng.uniform(0.3, 0.45), bottom)
        start = (left, top + (bottom - top) * self.rng.uniform(0.4, 0.65))
        width = self.rng.uniform(0.8, 1.7)
        self._stroke([start, elbow], width)
        self._stroke([elbow, (right + self.rng.uniform(0, self.style.over), top)], width)

    def _loose(self, box: Box) -> Box:
        """The box as a hand aims at it: a little inside, or beyond its frame."""
        left, top, right, bottom = box
        out = [self.rng.uniform(-3.0, self.style.over) for _ in range(4)]
        return (left - out[0], top - out[1], right + out[2], bottom + out[3])

    def _near_middle(self, box: Box) -> tuple[float, float]:
        left, top, right, bottom = box
        return (left + right) / 2 + self.rng.gauss(0, 0.8), (top + bottom) / 2 + self.rng.gauss(0, 0.8)

    def _stroke(self, points: list[tuple[float, float]], width: float) -> None:
        path = self.canvas.beginPath()
        path.moveTo(points[0][0], self.page[1] - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.page[1] - y)
        self.canvas.setStrokeColorRGB(*self.style.colour)
        self.canvas.setLineWidth(width)
        self.canvas.setLineCap(1)
        self.canvas.setLineJoin(1)
        self.canvas.drawPath(path)
