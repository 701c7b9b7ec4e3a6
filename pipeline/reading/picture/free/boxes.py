"""Tick boxes of a page: drawn squares found by their four sides, ticked or not by the ink inside.

A tick of the pen leaves its box and joins it to other strokes, so squares of the size that the page's clean boxes
have are looked for in the ink a second time, by their sides alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reading.model import Box

#: the sides of tick boxes, points
SMALLEST, LARGEST = 5.5, 20.0
#: a side is this near to the edge of its box, a part of the box's width
BAND = 0.2
#: how much of a side must be drawn
DRAWN = 0.88
#: the part of a side that is its corner
CORNER = 0.13
#: how much of a corner is ink, and of a row that the frame lies in: one drawn askew in few dots has steps, and of one
#: that is crossed a row of the cross may have as much
CORNER_INK, FRAME_ROWS = 0.4, (0.6, 0.35)
#: just inside and just outside of its frame a box has this share of ink at most; letters that look square have more
CROSSING = 0.3
#: the part of a box that is its frame, on each side
FRAME = 0.24
#: the share of ink inside: less is an empty box, more is a ticked one, between the two nobody knows
EMPTY, TICKED = 0.04, 0.12
#: the share of ink in a box that was filled with ink, and how much larger or smaller than an empty one it may be
SOLID, ALIKE = 0.75, 0.2
#: of the rows and columns around a box, the part that is ink where they are the border of a cell
BORDER = 0.9
#: how much larger or smaller than the others of its page a box may seem in a photo
UNLIKE = 0.08

Mask = npt.NDArray[np.uint8]
Pixels4 = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class TickBox:
    """A drawn square in points; `ticked` is None where the ink in it tells nothing."""

    box: Box
    ticked: bool | None


def take_boxes(ink: Mask, point: float) -> list[TickBox]:
    """The tick boxes of a page; their ink is taken out of `ink`."""
    squares = list(_clean_squares(ink, point))
    squares += _filled_squares(ink, squares, point)
    squares += _crossed_squares(ink, squares)
    found = [TickBox(_points(square, point), _is_ticked(ink, square)) for square in squares]
    for square in squares:
        _erase(ink, square)
    return found


def _clean_squares(ink: Mask, point: float) -> Iterator[Pixels4]:
    """Components that are squares, whatever is drawn inside."""
    return (square for square in _components(ink, point) if _has_sides(ink, square) and _stands_free(ink, square))


def _components(ink: Mask, point: float) -> Iterator[Pixels4]:
    """Components as large as tick boxes and about as high as wide."""
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for x, y, width, height, _area in stats[1:count]:
        is_square = 0.75 < width / height < 1.33 and SMALLEST * point <= min(width, height)
        if is_square and max(width, height) <= LARGEST * point:
            yield int(x), int(y), int(x + width), int(y + height)


def _filled_squares(ink: Mask, clean: Sequence[Pixels4], point: float) -> list[Pixels4]:
    """Squares inked all over, or but for a rim: of the size of an empty box in their row or column, or they are dots.

    The sign of a list may be such a square, too, and no empty box is like it.
    """
    return [
        square
        for square in _components(ink, point)
        if _is_solid(ink, square)
        and any(_is_beside(square, other) for other in clean)
        and not any(_overlap(square, other) for other in clean)
    ]


def _is_solid(ink: Mask, square: Pixels4) -> bool:
    x0, y0, x1, y1 = square
    free = _ring(ink, (x0 - 2, y0 - 2, x1 + 2, y1 + 2)) <= CROSSING
    return free and float(ink[y0:y1, x0:x1].mean()) > SOLID and _has_sides(ink, square)


def _is_beside(square: Pixels4, other: Pixels4) -> bool:
    """Whether two squares are about of one size and stand in one row or column."""
    size, usual = square[3] - square[1], other[3] - other[1]
    in_line = min(abs(square[0] - other[0]), abs(square[1] - other[1])) < usual / 2
    return in_line and abs(size - usual) < ALIKE * usual


def _has_sides(ink: Mask, square: Pixels4) -> bool:
    x0, y0, x1, y1 = square
    turned = [np.rot90(ink[y0:y1, x0:x1], side) for side in range(4)]
    return all(_drawn(part) >= DRAWN and _has_corner(part) for part in turned)


def _has_corner(part: Mask) -> bool:
    """Whether the upper left corner is drawn, as that of a letter like B is not."""
    size = max(2, round(CORNER * part.shape[0]))
    return float(part[:size, :size].mean()) > CORNER_INK


def _drawn(part: Mask) -> float:
    """How much of the upper side of a box is drawn, by the row near it that has most ink and its neighbours."""
    rows = part[: max(2, round(BAND * part.shape[0]))] > 0
    best = int(np.argmax(rows.sum(axis=1)))
    return float(rows[max(0, best - 1) : best + 2].any(axis=0).mean())


def _stands_free(ink: Mask, square: Pixels4) -> bool:
    """Whether there is white on both sides of the frame, but for strokes that cross it."""
    x0, y0, x1, y1 = square
    if _ring(ink, (x0 - 2, y0 - 2, x1 + 2, y1 + 2)) > CROSSING:
        return False
    widths = {_frame_width(ink, square, share) for share in FRAME_ROWS}
    return any(_ring(ink, (x0 + thick, y0 + thick, x1 - thick, y1 - thick)) <= CROSSING for thick in widths)


def _frame_width(ink: Mask, square: Pixels4, share: float) -> int:
    """How far in from its edge the frame reaches, with its soft edge; `share` of a row of it is ink."""
    x0, y0, x1, y1 = square
    part = ink[y0:y1, x0:x1]
    depth = max(2, round(BAND * (y1 - y0)))
    widths = [int((np.rot90(part, side)[:depth].mean(axis=1) > share).sum()) for side in range(4)]
    return max(widths) + 1


def _ring(ink: Mask, box: Pixels4) -> float:
    """The share of ink along the edge of `box`; all of it where there is no room for one."""
    x0, y0, x1, y1 = box
    if x0 < 0 or y0 < 0 or x1 - x0 < 3 or y1 - y0 < 3:
        return 1.0
    part = ink[y0:y1, x0:x1]
    return float(np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]]).mean())


def _crossed_squares(ink: Mask, clean: list[Pixels4]) -> list[Pixels4]:
    """Squares of the size of `clean` ones whose tick leaves them: in a column or a row with a clean one."""
    if not clean:
        return []
    usual = float(np.median([max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in clean]))
    seen = [
        found
        for lane in _lanes(ink.shape, clean, usual)
        for size in range(round((1 - UNLIKE) * usual), round((1 + UNLIKE) * usual) + 1)
        for found in _frames(ink, lane, size)
    ]
    found: list[Pixels4] = []
    for _score, square in sorted(seen, key=lambda pair: -pair[0]):
        in_line = any(min(abs(square[0] - x), abs(square[1] - y)) < usual / 2 for x, y, _x1, _y1 in clean)
        taken = any(_overlap(square, other) for other in (*clean, *found))
        if in_line and not taken and _stands_free(ink, square):
            found.append(square)
    return [_grown(square, round(UNLIKE * usual / 2)) for square in found]


def _grown(square: Pixels4, by: int) -> Pixels4:
    """A square with the soft edge of its frame, whose size was tried in steps."""
    x0, y0, x1, y1 = square
    return max(0, x0 - by), max(0, y0 - by), x1 + by, y1 + by


def _lanes(shape: tuple[int, ...], clean: Sequence[Pixels4], size: float) -> Iterator[Pixels4]:
    """The rows and columns of a page that `clean` squares stand in."""
    height, width = shape
    for start, end in _joined([(y0 - size, y1 + size) for _x0, y0, _x1, y1 in clean]):
        yield 0, max(0, round(start)), width, min(height, round(end))
    for start, end in _joined([(x0 - size, x1 + size) for x0, _y0, x1, _y1 in clean]):
        yield max(0, round(start)), 0, min(width, round(end)), height


def _joined(stretches: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches that overlap as one."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _frames(ink: Mask, lane: Pixels4, size: int) -> Iterator[tuple[float, Pixels4]]:
    """What may be square frames of `size` in a part of the page, and how much of the weakest side of each is drawn."""
    left, top, right, bottom = lane
    if min(right - left, bottom - top) <= size:
        return
    score = _frame_score(ink[top:bottom, left:right], size)
    best = (score > DRAWN) & (score == cv2.dilate(score, np.ones((size, size), np.uint8)))
    for y, x in np.argwhere(best):
        corner = int(x) + left, int(y) + top
        yield float(score[y, x]), (*corner, corner[0] + size, corner[1] + size)


def _frame_score(ink: Mask, size: int) -> npt.NDArray[np.float32]:
    """For every corner where a square frame of `size` may begin, how much of its weakest side is drawn."""
    near = cv2.dilate(ink, np.ones((3, 3), np.uint8)).astype(np.float32)
    across = cv2.filter2D(near, -1, np.full((1, size), 1 / size, np.float32), anchor=(0, 0), borderType=0)
    down = cv2.filter2D(near, -1, np.full((size, 1), 1 / size, np.float32), anchor=(0, 0), borderType=0)
    score = np.zeros_like(near)
    rest = size - 1
    score[:-rest, :-rest] = np.minimum.reduce(
        [across[:-rest, :-rest], across[rest:, :-rest], down[:-rest, :-rest], down[:-rest, rest:]]
    )
    return score


def _overlap(one: Pixels4, other: Pixels4) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_ticked(ink: Mask, square: Pixels4) -> bool | None:
    x0, y0, x1, y1 = square
    frame = round(FRAME * (x1 - x0))
    share = float(ink[y0 + frame : y1 - frame, x0 + frame : x1 - frame].mean())
    return None if EMPTY <= share <= TICKED else share > TICKED


def _erase(ink: Mask, square: Pixels4) -> None:
    """Take a box out with what is connected to it: a tick is no letter."""
    x0, y0, x1, y1 = square
    side = x1 - x0
    top, left = max(0, y0 - side // 2), max(0, x0 - side // 2)
    part = ink[top : y1 + side // 2, left : x1 + side // 2]
    _count, labels = cv2.connectedComponents(_without_borders(part), connectivity=8)
    touching = np.unique(labels[y0 - top : y1 - top, x0 - left : x1 - left])
    for label in touching[touching > 0]:
        xs = np.flatnonzero((labels == label).any(axis=0)) + left
        # A letter that touches the frame reaches further to one side than any tick does.
        if xs[-1] < x1 + side // 2 - 1 and xs[0] > left:
            part[labels == label] = 0
    ink[y0:y1, x0:x1] = 0


def _without_borders(part: Mask) -> Mask:
    """The ink around a box without the borders of the cell it stands in, which a tick may reach."""
    free = part.copy()
    free[part.mean(axis=1) > BORDER] = 0
    free[:, part.mean(axis=0) > BORDER] = 0
    return free


def _points(square: Pixels4, point: float) -> Box:
    x0, y0, x1, y1 = square
    return x0 / point, y0 / point, x1 / point, y1 / point
