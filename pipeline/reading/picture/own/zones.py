"""What was written into the zones of a sheet of ours: lines of words cut out of it, ink counted in boxes.

The blank prints nothing inside its zones, only rules close to their edges (`blanks.layout`). A pen or a typewriter
strays over them, so crops reach a little further than the zone and the rules are taken out of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reading.model import Box
from pipeline.reading.picture.own import crossings
from pipeline.reading.picture.own.crossings import Mask, Place, is_passing, is_ringed
from pipeline.reading.picture.page import cleaning
from pipeline.reading.picture.page.sources import Pixels
from pipeline.reading.picture.page.upright import PIXELS_PER_POINT, Sheet

#: points a crop reaches beyond its zone, left, up, right, down: as far as nothing but a rule is printed
LINE_REACH, LINES_REACH = (3.0, 1.5, 6.0, 6.0), (1.3, 5.0, 1.3, 5.0)
#: points from a zone's edge within which the rule beside it is looked for: outside and inside
RULE_OUTSIDE, RULE_INSIDE = 5.5, 1.5
#: points of a rule looked at in one piece, how much of such a piece must be ink, how many pieces make a rule
PIECE, PIECE_INK, PIECES = 11.0, 0.7, 0.4
#: the thickest rule in points, with what a scanner adds to it
THICK = 1.6
#: the smallest letter: height in points, and its area in square points
LETTER_HEIGHT, LETTER_AREA = 3.6, 1.2
#: a speck in square points
SPECK = 0.35
#: shades at which a dot may come apart from the figure around it, by how soft the picture is
DARK = (70, 95, 120)
#: shades lighter than the darkest ink of a zone: no ink of the same pen or machine, but a stamp
LIGHTER = 60
#: shades that may be pale writing where nothing darker is, and how many letters it must have to be no stain
FAINT, FAINT_LETTERS = 212, 3
#: taller than any letter, points
STREAK = 13.5
#: thinner than any stroke of a pen, points
HAIR = 0.5
#: of the height of letters, how far from one a mark or a stop may lie
NEAR = 0.55
#: of half a letter's height, what is closer to the line below belongs to it; letters a line has for one such mark
TIGHT, MARKED = 1.0, 4
#: points of white around a crop; with less, Tesseract reads short lines badly, "210)2)5]" for 2025
WHITE = 6.0
#: of the inside of a box, ink that is none
EMPTY = 0.035
#: how far a box may lie from where the map has it, points: sheets in photos are bent
SNAP = 6.5
#: how much of a frame must be ink; a place a pixel further off must fit this much better
FRAMED, FAR = 0.6, 0.004


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """One line of writing: shades of grey, dark on light, and its place on the page in points."""

    pixels: Pixels
    box: Box
    #: ink: True where something is written, of the same size
    ink: Mask


@dataclass(frozen=True, slots=True)
class Tick:
    """What is in a tick box: the share of its inside that is ink, and whether that may be something else's ink."""

    ink: float
    stray: bool = False
    #: nothing is in it, and a ring is around it
    ringed: bool = False


class Zones:
    """The zones of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._grey = sheet.grey
        self._ink = cleaning.ink(sheet.grey) > 0
        self._two_valued = sheet.two_valued

    def line(self, zone: Box) -> Crop | None:
        """The line written in `zone` (points); None where nothing is."""
        window = self._window(zone, LINE_REACH)
        return self._crop(window, self._writing(zone, window, self._ink)) or self._faint_line(zone, window)

    def _faint_line(self, zone: Box, window: Place) -> Crop | None:
        """A line too pale to be ink by the measure of the page (a pencil, a worn ribbon), not to be lost as empty."""
        ink = self._writing(zone, window, self._grey < FAINT)
        letters = sum(height >= LETTER_HEIGHT * PIXELS_PER_POINT for _top, height in _bodies(ink))
        return self._crop(window, ink) if letters >= FAINT_LETTERS else None

    def lines(self, zone: Box) -> list[Crop]:
        """The lines written in a larger `zone`, from the top."""
        window = self._window(zone, LINES_REACH)
        ink = self._writing(zone, window, self._ink)
        top, left = window[0].start, window[1]
        found = (self._crop((slice(top + rows.start, top + rows.stop), left), ink[rows]) for rows in _rows_of_text(ink))
        return [crop for crop in found if crop is not None]

    def ticks(self, zones: Sequence[Box]) -> list[Tick | None]:
        """What is in the tick boxes at `zones`; None for those whose frame cannot be found."""
        found = [self._frame(zone) for zone in zones]
        frames = [place for place in found if place is not None]
        plain = crossings.without_frames(self._ink, frames)
        return [None if place is None else self._tick(place, frames, plain) for place in found]

    def _frame(self, zone: Box) -> Place | None:
        """Rows and columns of the box that the map has at `zone`."""
        rows, columns = self._window(zone, (SNAP,) * 4)
        width, height = (round((zone[i + 2] - zone[i]) * PIXELS_PER_POINT) for i in (0, 1))
        found = _frame(self._ink[rows, columns], width, height)
        if found is None:
            return None
        x, y = columns.start + found[0], rows.start + found[1]
        return slice(y, y + height), slice(x, x + width)

    def _tick(self, place: Place, frames: Sequence[Place], plain: Mask) -> Tick:
        inner = crossings.inner(place)
        inside = self._ink[inner]
        share = float(inside.mean())
        if share < EMPTY:
            return Tick(share, ringed=is_ringed(self._ink, place, frames, plain))
        stray = _is_faint(inside, self._grey[inner], self._grey[place]) or is_passing(self._ink, place, frames)
        return Tick(share, stray)

    def _writing(self, zone: Box, window: Place, page: Mask) -> Mask:
        """The ink of `page` in `window` that was written into `zone`."""
        ink = page[window].copy()
        inside = self._inside(zone, window)
        _erase_rules(ink, inside, broken=self._two_valued)
        written = np.flatnonzero(ink.any(axis=0))
        if len(written):
            part = slice(None), slice(int(written[0]), int(written[-1]) + 1)
            dark = _dark_ink(ink[part], self._grey[window][part], inside[1], inside[3])
            ink[part] = _writing(dark, inside[1], inside[3])
        return ink

    def _window(self, zone: Box, reach: tuple[float, float, float, float]) -> Place:
        height, width = self._grey.shape
        x0, y0 = (max(0, round((zone[i] - reach[i]) * PIXELS_PER_POINT)) for i in (0, 1))
        x1 = min(width, round((zone[2] + reach[2]) * PIXELS_PER_POINT))
        y1 = min(height, round((zone[3] + reach[3]) * PIXELS_PER_POINT))
        return slice(y0, y1), slice(x0, x1)

    def _inside(self, zone: Box, window: Place) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the zone in its window."""
        rows, columns = window
        left, right = (round(zone[i] * PIXELS_PER_POINT) - columns.start for i in (0, 2))
        top, bottom = (round(zone[i] * PIXELS_PER_POINT) - rows.start for i in (1, 3))
        return left, top, right, bottom

    def _crop(self, window: Place, ink: Mask) -> Crop | None:
        """The part of `window` around its `ink`, with nothing else in it."""
        inner = _around(ink)
        if inner is None:
            return None
        ink[inner] = _without_far_specks(ink[inner])
        inner = _around(ink) or inner
        white = round(WHITE * PIXELS_PER_POINT)
        kept = ink[inner]
        grey = self._grey[window][inner].copy()
        # The soft edges of letters stay, the rules and neighbours go.
        near = cv2.dilate(kept.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        grey[~near | _dots_in_zeros(grey)] = cleaning.PAPER
        pixels = cv2.copyMakeBorder(grey, white, white, white, white, cv2.BORDER_CONSTANT, value=(cleaning.PAPER,))
        x0, y0 = window[1].start + inner[1].start, window[0].start + inner[0].start
        box = (x0, y0, x0 + kept.shape[1], y0 + kept.shape[0])
        points = tuple(round(edge / PIXELS_PER_POINT, 1) for edge in box)
        return Crop(np.asarray(pixels, dtype=np.uint8), (points[0], points[1], points[2], points[3]), kept)


def _around(ink: Mask) -> Place | None:
    """The rows and columns that hold all `ink`; None where there is none."""
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _dark_ink(ink: Mask, grey: Pixels, top: int, bottom: int) -> Mask:
    """The ink without what is clearly lighter than the darkest of it: stamps, where the picture has no colour.

    `top` and `bottom` are the first and last row of the zone; what hangs in from the line above may be any shade.
    """
    written = ink.copy()
    written[:top] = written[bottom:] = False
    if not written.any():
        return ink
    darkest = float(np.percentile(grey[written], 10))
    strong = (ink & (grey < darkest + LIGHTER)).astype(np.uint8)
    return np.asarray(ink & (cv2.dilate(strong, np.ones((5, 5), np.uint8)) > 0), dtype=np.bool_)


def _erase_rules(ink: Mask, inside: tuple[int, int, int, int], *, broken: bool) -> None:
    """Take out the rules that run along the edges of a zone, whose inside is given as left, top, right, bottom."""
    left, top, right, bottom = inside
    outside, within = round(RULE_OUTSIDE * PIXELS_PER_POINT), round(RULE_INSIDE * PIXELS_PER_POINT)
    _erase_rule(ink, top - outside, top + within, broken=broken)
    _erase_rule(ink, bottom - within, bottom + outside, broken=broken)
    _erase_rule(ink.T, left - outside, left + within, broken=broken)
    _erase_rule(ink.T, right - within, right + outside, broken=broken)


def _erase_rule(ink: Mask, start: int, end: int, *, broken: bool) -> None:
    """Take out the rule that lies between two rows, where there is one; strokes that cross it stay.

    A `broken` rule, of one bit a dot, is whole only when three rows are seen as one.
    """
    start, end = max(0, start), min(ink.shape[0], end)
    piece = round(PIECE * PIXELS_PER_POINT)
    count = ink.shape[1] // piece
    if end - start < 2 or count < 1:
        return
    band = ink[start:end, : count * piece]
    if broken:
        band = cv2.dilate(band.astype(np.uint8), np.ones((3, 1), np.uint8)) > 0
    share = band.reshape(end - start, count, piece).mean(axis=2)
    seen = np.flatnonzero(share.max(axis=0) >= PIECE_INK)
    if len(seen) < PIECES * count:
        return
    # The middle of the thickness, not its darkest row.
    weights = np.where(share[:, seen] >= PIECE_INK, share[:, seen], 0)
    at = start + (weights * np.arange(end - start)[:, None]).sum(axis=0) / weights.sum(axis=0)
    middles = (seen + 0.5) * piece
    close = np.abs(at - np.median(at)) <= 2 * THICK * PIXELS_PER_POINT
    slope, offset = np.polyfit(middles[close], at[close], 1) if close.sum() > 1 else (0.0, float(at[close][0]))
    columns = np.arange(ink.shape[1])
    _erase_line(ink, columns, slope * columns + offset)


def _erase_line(ink: Mask, columns: npt.NDArray[np.intp], rows: npt.NDArray[np.float64]) -> None:
    half = round(THICK * PIXELS_PER_POINT / 2)
    height = ink.shape[0]
    middle = np.rint(rows).astype(int)
    above = np.clip(middle - half - 1, 0, height - 1)
    below = np.clip(middle + half + 1, 0, height - 1)
    crossed = ink[above, columns] & ink[below, columns]
    for offset in range(-half, half + 1):
        row = np.clip(middle + offset, 0, height - 1)
        ink[row[~crossed], columns[~crossed]] = False


def _writing(ink: Mask, top: int, bottom: int) -> Mask:
    """The ink without specks and streaks of the scanner, and without what only hangs in from above or below.

    `top` and `bottom` are the first and last row of the zone. Nothing is left where there is no letter.
    """
    _count, labels, stats, middles = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    point = PIXELS_PER_POINT
    heights, widths, areas = (stats[:, each] for each in (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_AREA))
    at_top, at_bottom = stats[:, cv2.CC_STAT_TOP] == 0, stats[:, cv2.CC_STAT_TOP] + heights == ink.shape[0]
    hanging = (at_top | at_bottom) & ((middles[:, 1] < top) | (middles[:, 1] > bottom))
    streaks = (heights > STREAK * point) & (heights > 5 * widths)
    streaks |= (widths <= HAIR * point) & (heights > LETTER_HEIGHT * point)
    kept = (areas >= SPECK * point**2) & ~hanging & ~streaks
    letters = kept & (heights >= LETTER_HEIGHT * point) & (areas >= LETTER_AREA * point**2)
    kept[0] = letters[0] = False
    return np.asarray(kept[labels] if letters.any() else np.zeros_like(ink), dtype=np.bool_)


def _without_far_specks(ink: Mask) -> Mask:
    """A line without specks that lie further from its letters than marks and stops do: they make it look taller."""
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    large = heights >= LETTER_HEIGHT * PIXELS_PER_POINT
    large[0] = False
    if not large.any():
        return ink
    reach = round(NEAR * float(np.median(heights[large])))
    near = cv2.dilate(large[labels].astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    kept = np.zeros(len(stats), np.bool_)
    kept[np.unique(labels[near > 0])] = True
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.bool_)


def _rows_of_text(ink: Mask) -> Iterator[slice]:
    """Where the lines of a text lie, from the top; marks above letters belong to the line below them."""
    bodies = [(top + height // 4, top + height - height // 4) for top, height in _bodies(ink)]
    cores = np.zeros(ink.shape[0], np.int32)
    for top, bottom in bodies:
        cores[top:bottom] += 1
    lines = _with_marks(list(_runs(cores > 0)), bodies)
    if not lines:
        return
    profile = ink.sum(axis=1)
    ends = [_parting(profile, upper.stop, lower.start) for upper, lower in pairwise(lines)]
    margin = lines[0].stop - lines[0].start + lines[-1].stop - lines[-1].start  # about a line's height
    bounds = [max(0, lines[0].start - margin), *ends, min(len(profile), lines[-1].stop + margin)]
    yield from (slice(start, end) for start, end in pairwise(bounds))


def _with_marks(runs: Sequence[slice], bodies: Sequence[tuple[int, int]]) -> list[slice]:
    """The lines among `runs` of rows with letters: marks as tall as letters are no line above that of their letters.

    Cores of letters keep half a letter's height free between two lines, however tightly those are set.
    """
    near = TIGHT * float(np.median([bottom - top for top, bottom in bodies] or [0]))
    counts = [sum(run.start <= top < run.stop for top, _bottom in bodies) for run in runs]
    lines: list[slice] = []
    start: int | None = None
    for number, run in enumerate(runs):
        start = run.start if start is None else start
        below = runs[number + 1] if number + 1 < len(runs) else None
        if below and below.start - run.stop < near and counts[number] * MARKED < counts[number + 1]:
            continue
        lines.append(slice(start, run.stop))
        start = None
    return lines


def _bodies(ink: Mask) -> list[tuple[int, int]]:
    """Top and height of everything about as tall as a letter, without marks, points and what runs over two lines."""
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return []
    ink = ink[:, columns[0] : columns[-1] + 1]
    _count, _labels, stats, _middles = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    tall = heights[heights >= LETTER_HEIGHT * PIXELS_PER_POINT]
    usual = float(np.median(tall)) if len(tall) else 0.0
    return [
        (int(top), int(height))
        for top, height in zip(stats[1:, cv2.CC_STAT_TOP], heights, strict=True)
        if 0.6 * usual <= height <= 1.9 * usual
    ]


def _parting(profile: npt.NDArray[np.int_], start: int, end: int) -> int:
    """The row with the least ink between two lines, the one in the middle of several."""
    between = profile[start:end]
    least = np.flatnonzero(between == between.min())
    return start + int(least[len(least) // 2])


def _runs(mask: Mask) -> Iterator[slice]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    yield from (slice(int(start), int(end)) for start, end in edges.reshape(-1, 2))


def _dots_in_zeros(grey: Pixels) -> Mask:
    """The dots typewriters put into a zero, which is else taken for a 9 or a 6: ink inside a hole of other ink."""
    found = np.zeros(grey.shape, np.uint8)
    for level in DARK:
        dark = (grey < level).astype(np.uint8)
        outlines, tree = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        holes = [outline for outline, node in zip(outlines, tree[0], strict=True) if node[3] >= 0] if outlines else []
        for hole in holes:
            x, y, width, height = cv2.boundingRect(hole)
            inside = np.zeros((height, width), np.uint8)
            cv2.drawContours(inside, [hole], -1, 1, cv2.FILLED, offset=(-x, -y))
            # The outline of a hole runs on the ink around it, which is no dot.
            cv2.drawContours(inside, [hole], -1, 0, 1, offset=(-x, -y))
            part = slice(y, y + height), slice(x, x + width)
            if (inside & dark[part]).any():
                found[part] |= inside
    return found > 0


def _is_faint(inside: Mask, grey: Pixels, frame: Pixels) -> bool:
    """Whether the ink in a box is much lighter than its frame: a stamp, in a picture without colour."""
    return float(np.percentile(grey[inside], 25)) > float(np.percentile(frame, 5)) + LIGHTER


def _frame(ink: Mask, width: int, height: int) -> tuple[int, int] | None:
    """Left and top of a frame of that size in `ink`, the nearest to the middle of several that fit as well."""
    # A frame that is a little askew or bent still covers a line three times as thick.
    thick = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32)
    line = np.zeros((height, width), np.float32)
    line[0], line[-1], line[:, 0], line[:, -1] = 1, 1, 1, 1
    fit = cv2.matchTemplate(thick, line, cv2.TM_CCORR) / line.sum()
    rows, columns = np.indices(fit.shape)
    off = np.hypot(columns - (fit.shape[1] - 1) / 2, rows - (fit.shape[0] - 1) / 2)
    y, x = np.unravel_index(int(np.argmax(fit - FAR * off)), fit.shape)
    return (int(x), int(y)) if fit[y, x] >= FRAMED else None
