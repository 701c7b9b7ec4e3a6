"""Telling what was written with a pen from print: a machine makes equal figures equally tall and sets them on a line.

Typewriters do not keep to a line either; but all their letters are equally wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

#: how much taller the taller figures are than the shorter ones; printed ones differ by a twentieth, torn ones by more
UNEVEN = 0.22
#: of the tallest, what is no stop or dash; and how few tell nothing
TALL, FEW = 0.55, 4
#: of the narrower of two parts, what the other covers of it that stands above or below it
ABOVE = 0.5
#: of the usual height of a line's letters: what is a letter at least and at most, how wide one is, and how far off the
#: line its foot stands that belongs on it
LETTER, WIDEST, ON_LINE = (0.6, 1.9), 1.6, 0.15
#: fewer letters in a line, fewer lines on a sheet tell nothing
FEW_LETTERS, FEW_LINES = 5, 3
#: how far the feet of letters stand from their line (root of the mean square, in heights), and the same with one bit a
#: dot. Printed sheets: 0.013-0.022, 0.031 on faxes; by neat hands that keep to lines 0.018-0.064, one in twenty below
UNSTEADY, UNSTEADY_BITS = 0.024, 0.034
#: how regular the places of letters are: on a typewriter 0.59-0.98 of 1, else 0.03-0.30
TYPED = 0.45
#: steps of the search for the width of a typewriter's letters, in heights
PITCHES = np.arange(0.5, 1.6, 0.004)


def is_by_hand(ink: Mask) -> bool:
    """Whether the figures in `ink` (no letters among them) were written with a pen, as far as their heights tell."""
    heights = _whole_heights(ink)
    tall = heights[heights >= TALL * heights.max()] if len(heights) else heights
    if len(tall) < FEW:
        return False
    shorter, taller = np.percentile(tall, (20, 80))
    return bool(taller > (1 + UNEVEN) * shorter)


def _whole_heights(ink: Mask) -> Numbers:
    """The heights of all figures, torn ones whole again: parts that stand above one another belong together."""
    _count, _labels, stats, _middles = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    whole: list[list[int]] = []  # left, right, top, bottom
    for left, top, width, height, _area in sorted(stats[1:].tolist()):
        last = whole[-1] if whole else None
        if last is not None and min(last[1], left + width) - left > ABOVE * min(width, last[1] - last[0]):
            last[1:] = max(last[1], left + width), min(last[2], top), max(last[3], top + height)
        else:
            whole.append([left, left + width, top, top + height])
    return np.array([bottom - top for _left, _right, top, bottom in whole], dtype=np.float64)


def is_sheet_by_hand(inks: Sequence[Mask], *, two_valued: bool = False) -> bool:
    """Whether a pen wrote the lines of a sheet, each given by its ink; `two_valued` if scanned with one bit a dot."""
    lines = [line for ink in inks if (line := _Line.of(ink)) is not None]
    unsteady = [off for line in lines if (off := line.unsteadiness()) is not None]
    if len(unsteady) < FEW_LINES or float(np.median(unsteady)) <= (UNSTEADY_BITS if two_valued else UNSTEADY):
        return False
    return _regularity(lines) < TYPED


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """The letters of a line: the middle and the foot of each, and their usual height, pixels."""

    middles: Numbers
    feet: Numbers
    height: float

    @classmethod
    def of(cls, ink: Mask) -> _Line | None:
        _count, _labels, stats, _middles = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
        lefts, tops, widths, heights = (stats[1:, column].astype(np.float64) for column in range(4))
        if not len(heights):
            return None
        usual = float(np.median(heights[heights >= 0.4 * heights.max()]))
        letters = (heights >= LETTER[0] * usual) & (heights <= LETTER[1] * usual) & (widths <= WIDEST * usual)
        if letters.sum() < FEW_LETTERS:
            return None
        return cls((lefts + widths / 2)[letters], (tops + heights)[letters], usual)

    def unsteadiness(self) -> float | None:
        """How far the feet of the letters stand from a straight line, in heights; those far below it are descenders."""
        one, other = np.triu_indices(len(self.middles), 1)
        apart = self.middles[other] - self.middles[one]
        wide = np.abs(apart) > 2 * self.height
        slope = float(np.median((self.feet[other] - self.feet[one])[wide] / apart[wide])) if wide.any() else 0.0
        level = float(np.median(self.feet - slope * self.middles))
        for _again in range(2):
            off = self.feet - slope * self.middles - level
            on_line = np.abs(off) < ON_LINE * self.height
            if on_line.sum() < FEW_LETTERS - 1:
                return None
            slope, level = np.polyfit(self.middles[on_line], self.feet[on_line], 1)
        off = self.feet - slope * self.middles - level
        kept = off[np.abs(off) < ON_LINE * self.height]
        return float(np.sqrt(np.mean(kept**2))) / self.height if len(kept) else None


def _regularity(lines: Sequence[_Line]) -> float:
    """How well the middles of all letters keep to columns of one width: 1 where they do, about 0 by chance."""
    height = float(np.median([line.height for line in lines]))
    letters = sum(len(line.middles) for line in lines)
    kept = np.zeros(len(PITCHES))
    for line in lines:
        count = len(line.middles)
        together = np.abs(np.exp(2j * np.pi * line.middles[:, None] / (PITCHES * height)).sum(axis=0)) ** 2
        # By chance the square of the sum of `count` arrows is `count` long.
        kept += np.maximum(0, together - count) / (count - 1)
    return float(kept.max() / letters)
