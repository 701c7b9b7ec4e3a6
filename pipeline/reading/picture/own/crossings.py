"""Telling a tick from what merely crosses its box: a signature, a line struck through, the tick of the box beside it.

A stroke is followed out of the box. Frames and the rules of a table would lead it astray, so they are taken out of the
picture first, and strokes that cross them are joined again over the gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reading.picture.page.upright import PIXELS_PER_POINT

Mask = npt.NDArray[np.bool_]
Place = tuple[slice, slice]  # rows, columns

#: points from a box ticks and crosses end within, and within which they end on one side of two
STRAY, THROUGH = 14.0, 7.5
#: the same of what lies close together, and how much is looked at around a box
MORE, AROUND = 22.0, 24.0
#: of what a stroke has in a box, what it may have in another; and of all of it, what a mark has in its own box at least
BESIDE, AT_HOME = 0.5, 0.25
#: points cut off a box's inside on each side: its frame; and what of the frame lies outside of the box
FRAME, OUTSIDE = 1.5, 1.0
#: a straight run this long, in points, is the rule of a table; half the height its ragged edges add to it
RULE, RAGGED = 14.0, 0.5
#: points over which a stroke is joined where a frame or a rule was taken out
GAP = 1.5
#: points from a box a ring around it stays within, but for the words at its right
RING = 14.0
#: pixels of a stroke in a box that are no more than a touch, and square points of dirt
TOUCH, SPECK = 6, 0.35


@dataclass(frozen=True, slots=True)
class _Box:
    """A tick box in a window of the page: where it lies, what is inside of its frame, and what its frame covers."""

    place: Place
    inside: Place
    outside: Place

    @classmethod
    def of(cls, place: Place, window: Place) -> _Box:
        outside = _grown(place, round(OUTSIDE * PIXELS_PER_POINT))
        return cls(*(_within(each, window) for each in (place, inner(place), outside)))


def inner(place: Place) -> Place:
    """The inside of a box without its frame."""
    return _grown(place, -round(FRAME * PIXELS_PER_POINT))


def is_passing(ink: Mask, place: Place, frames: Sequence[Place]) -> bool:
    """Whether what is in the box at `place` of the page's `ink` comes from elsewhere; `frames` are all boxes found."""
    window = _grown(place, round(AROUND * PIXELS_PER_POINT))
    near = [_Box.of(frame, window) for frame in frames if _overlap(frame, window)]
    strokes = _strokes(ink[window], near)
    this = _Box.of(place, window)
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(strokes.astype(np.uint8), connectivity=8)
    here = _counted(labels, this, len(stats))
    beside = [_counted(labels, box, len(stats)) for box in near if box != this]
    others = np.max([np.zeros_like(here), *beside], axis=0)
    mine = [int(number) for number in np.flatnonzero(here > TOUCH)]
    if any(_is_far(stats[number], this) or others[number] > BESIDE * here[number] for number in mine):
        return True
    # Marks of other boxes belong to these; what else lies close by belongs together, as the letters of a stamp do.
    elsewhere = others > np.maximum(here, AT_HOME * stats[:, cv2.CC_STAT_AREA])
    return _is_part_of_more(strokes & ~elsewhere[labels], this)


def without_frames(ink: Mask, frames: Sequence[Place]) -> Mask:
    """The page's `ink` without boxes and what is in them."""
    plain = ink.copy()
    for frame in frames:
        plain[_grown(frame, round(OUTSIDE * PIXELS_PER_POINT))] = False
    return plain


def is_ringed(ink: Mask, place: Place, frames: Sequence[Place], plain: Mask) -> bool:
    """Whether a ring was drawn around the box at `place`, as some choose between options, and nothing put into it.

    `plain` is the page without its boxes: where nothing is left of one, there is no ring.
    """
    reach = round(RING * PIXELS_PER_POINT)
    if plain[place[0], max(0, place[1].start - reach) : place[1].start].sum() <= TOUCH:
        return False
    window = _grown(place, round(AROUND * PIXELS_PER_POINT))
    strokes = _strokes(ink[window], [_Box.of(frame, window) for frame in frames if _overlap(frame, window)])
    _count, _labels, stats, _middles = cv2.connectedComponentsWithStats(strokes.astype(np.uint8), connectivity=8)
    this = _Box.of(place, window)
    return any(min(_reach(each, this)) > 0 and max(_reach(each, this)[:3]) <= RING for each in stats[1:])


def _counted(labels: npt.NDArray[Any], box: _Box, count: int) -> npt.NDArray[np.intp]:
    """How many pixels of each stroke lie inside of a box."""
    counts = np.bincount(labels[box.inside].ravel(), minlength=count)
    counts[0] = 0
    return counts


def _is_far(stroke: npt.NDArray[np.int32], box: _Box) -> bool:
    """Whether a stroke goes on where ticks have ended, to one side or to both."""
    above, below, left, right = _reach(stroke, box)
    return max(above, below, left, right) >= STRAY or min(above, below) >= THROUGH or min(left, right) >= THROUGH


def _is_part_of_more(strokes: Mask, box: _Box) -> bool:
    """Whether what is in a box belongs with ink further away, the words at its right left aside."""
    joined = cv2.dilate(strokes.astype(np.uint8), _square(GAP))
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    within = np.bincount(labels[box.inside][strokes[box.inside]], minlength=len(stats))
    return any(max(_reach(stats[number], box)[:3]) >= MORE for number in np.flatnonzero(within > TOUCH))


def _reach(stroke: npt.NDArray[np.int32], box: _Box) -> tuple[float, float, float, float]:
    """Points by which ink goes beyond a box: above, below, to the left and to the right."""
    x, y, width, height = (int(value) for value in stroke[:4])
    rows, columns = box.place
    over = rows.start - y, y + height - rows.stop, columns.start - x, x + width - columns.stop
    above, below, left, right = (each / PIXELS_PER_POINT for each in over)
    return above, below, left, right


def _strokes(ink: Mask, boxes: Sequence[_Box]) -> Mask:
    """The strokes of a pen in `ink`, whole over the frames and rules they cross."""
    printed = _rules(ink, [box.inside for box in boxes])
    for box in boxes:
        inside = printed[box.inside].copy()
        printed[box.outside] = True
        printed[box.inside] = inside
    plain = _without_specks(ink & ~printed)
    near = cv2.dilate(plain.astype(np.uint8), _square(GAP)) > 0
    return np.asarray(plain | (ink & printed & near), dtype=np.bool_)


def _rules(ink: Mask, insides: Sequence[Place]) -> Mask:
    """The straight lines in `ink`, level or upright, that run through no box."""
    long, ragged = round(RULE * PIXELS_PER_POINT), 2 * round(RAGGED * PIXELS_PER_POINT) + 1
    drawn = ink.astype(np.uint8)
    rules = np.zeros_like(ink)
    for run, edges in (((1, long), (ragged, 1)), ((long, 1), (1, ragged))):
        runs = cv2.dilate(cv2.morphologyEx(drawn, cv2.MORPH_OPEN, np.ones(run, np.uint8)), np.ones(edges, np.uint8))
        _count, labels = cv2.connectedComponents(runs)
        struck = np.unique(np.concatenate([labels[inside].ravel() for inside in insides]))
        rules |= (runs > 0) & ~np.isin(labels, struck)
    return rules


def _without_specks(ink: Mask) -> Mask:
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= SPECK * PIXELS_PER_POINT**2
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.bool_)


def _square(reach: float) -> npt.NDArray[np.uint8]:
    side = 2 * round(reach * PIXELS_PER_POINT) + 1
    return np.ones((side, side), np.uint8)


def _grown(place: Place, reach: int) -> Place:
    rows, columns = (slice(max(0, each.start - reach), each.stop + reach) for each in place)
    return rows, columns


def _within(place: Place, window: Place) -> Place:
    """Where `place` is in `window`, as far as it is."""
    rows, columns = (
        slice(max(0, each.start - over.start), max(0, min(each.stop, over.stop) - over.start))
        for each, over in zip(place, window, strict=True)
    )
    return rows, columns


def _overlap(place: Place, window: Place) -> bool:
    return all(each.start < over.stop and over.start < each.stop for each, over in zip(place, window, strict=True))
