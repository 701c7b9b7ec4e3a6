"""What stands on one page of a PDF: glyphs, rules and small shapes, in points of the page as a reader sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.reading.model import Box

#: a filled rectangle thinner than this is a rule that somebody drew as an area, points
THIN = 2.2
#: shapes larger than this are no tick marks, points
SMALL = 24.0
#: the size of letters whose size is not known, points
WRITING = 11.0


class Glyph(NamedTuple):
    """One character as drawn; `run` is the same for characters that were written by one operator."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    em: float
    font: str
    run: int
    space_before: bool
    #: the run knows spaces, so its narrow gaps are letter spacing and not missing spaces
    spaced: bool


class Rule(NamedTuple):
    """A straight line along an axis: at `at`, from `start` to `end` (`start` <= `end`)."""

    at: float
    start: float
    end: float


class Upright:
    """Turns coordinates of the page's own space into points from the top left corner of the page as it is read."""

    def __init__(self, box: Box, turns: int) -> None:
        """`box` is the visible part (x0, y0, x1, y1, origin bottom left), `turns` clockwise quarter turns."""
        self.box, self.turns = box, turns % 4
        across, down = box[2] - box[0], box[3] - box[1]
        self.width, self.height = (down, across) if self.turns % 2 else (across, down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x0, y0, x1, y1 = self.box
        if self.turns == 0:
            return x - x0, y1 - y
        if self.turns == 1:
            return y - y0, x - x0
        if self.turns == 2:
            return x1 - x, y - y0
        return y1 - y, x1 - x

    def area(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box between the lower left and the upper right corner."""
        if self.turns == 0:
            return x0 - self.box[0], self.box[3] - y1, x1 - self.box[0], self.box[3] - y0
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


@dataclass(slots=True)
class PageMarks:
    """Everything found on one page."""

    number: int  # from 1
    upright: Upright
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    #: round outlines that may be radio buttons
    circles: list[Box] = field(default_factory=list)
    #: slanted strokes, curves and filled shapes: what a tick is made of
    ink: list[Box] = field(default_factory=list)
    #: the largest part of the page that one image covers
    image_share: float = 0.0
    _writings: int = 0

    @property
    def width(self) -> float:
        return self.upright.width

    @property
    def height(self) -> float:
        return self.upright.height

    def write(self, text: str, box: Box) -> None:
        """Add `text` as if it were printed in `box`, line by line, on the baseline of what stands left of it."""
        lines = [line.split() for line in text.split("\n") if line.strip()]
        if not lines:
            return
        x0, y0, x1, y1 = box
        pitch = min((y1 - y0) / len(lines), 1.4 * WRITING)
        em = min(WRITING, 0.8 * pitch)
        top = (y0 + y1 - pitch) / 2 if len(lines) == 1 else y0
        first = top + pitch / 2 + 0.35 * em
        first += self._shift(box, first, reach=y1 - y0 if len(lines) == 1 else 0.8 * em)
        self._writings += 1
        for number, words in enumerate(lines):
            self._write_line(words, x0, x1, first + number * pitch, em)

    def _write_line(self, words: list[str], x0: float, x1: float, baseline: float, em: float) -> None:
        step = min((x1 - x0) / (sum(map(len, words)) + len(words)), 0.5 * em)
        top, bottom, x = baseline - 0.8 * em, baseline + 0.2 * em, x0 + 1
        for word in words:
            end = x + len(word) * step
            self.glyphs.append(
                Glyph(word, x, top, end, bottom, baseline, em, "", -self._writings, space_before=True, spaced=True)
            )
            x = end + step

    def _shift(self, box: Box, baseline: float, reach: float) -> float:
        """How far `baseline` is from the nearest one of what is printed left of `box`."""
        beside = {
            glyph.baseline
            for glyph in self.glyphs
            if glyph.x1 < box[0] + 2 and box[1] - 3 < glyph.baseline < box[3] + 3
        }
        shifts = [other - baseline for other in beside if abs(other - baseline) < reach]
        return min(shifts, key=abs, default=0.0)
