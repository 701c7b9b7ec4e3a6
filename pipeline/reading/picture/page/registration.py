"""Finding our own blank on a picture: its QR code says which sheet it is, its corner squares where every point lies.

The code gives a first idea of where the page lies and which way up; from there the four squares are looked for, the
nearest first. Three squares and the code are enough (a corner may be torn off or covered), two make do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reading.blanks import layout, marks
from pipeline.reading.blanks.definition import FORMS, form
from pipeline.reading.blanks.marks import CORNER_SIZE, MM, Mark
from pipeline.reading.picture.page import cleaning
from pipeline.reading.picture.page.bending import Bend, bend_of, rules_seen
from pipeline.reading.picture.page.projection import Points, affine, fit, homography, moved, similarity, weights
from pipeline.reading.picture.page.sources import Pixels

#: dots a millimetre a page is searched for squares at (100 dots an inch)
SEARCH = 4.0
#: how far from where it should be a square is looked for: millimetres, and part of its distance from what is known
LEEWAY, LEEWAY_SHARE = 6.0, 0.13
#: what a filled square fills of its upright box when it lies askew by up to 45 degrees, and its sides' ratio
LEAST_FILLED, LEAST_RATIO = 0.45, 0.6
#: of its right size, measured as a side
SIZES = (0.55, 1.6)
#: how many of the rules must be seen; where four squares and the code fit to so many millimetres, as faxes lose rules;
#: and where there is nothing more to look for
RULES_ALONE, RULES_OF_FAXES, RULES_ALL = 0.75, 0.25, 0.92
WELL = 0.8
#: how many of what may be the same corner are tried
OTHERS = 3
#: how far the sides of a page may be out of proportion, seen at a slant
PROPORTION = 0.12
#: how much larger or smaller than its paper a page is printed or scanned
STRETCHED = 0.08
#: millimetres the places of all marks may differ from a flat sheet's, more in a photo of a curled one
MOST_BENT = 4.0
#: while it is not known which sheet it is
NO_MARK = Mark("", 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """A sheet of ours found: what it is, and how its points become pixels of the picture."""

    mark: Mark
    #: page width and height, points
    size: tuple[float, float]
    #: 3 x 3, from points of the page to pixels of the picture
    matrix: Points
    #: how many of the four squares were seen
    squares: int
    #: how the sheet is bent between them; None for a flat one
    bend: Bend | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """A QR code on a picture; `corners` in pixels, clockwise from its own top-left."""

    text: str
    corners: Points


def find_codes(grey: Pixels) -> list[Code]:
    """Every QR code of the picture, ours or not."""
    import zxingcpp

    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [Code(each.text, _corners(each.position)) for each in found if each.valid]


def _corners(position: Any) -> Points:  # noqa: ANN401 - zxing-cpp has no types
    around = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return np.array([(point.x, point.y) for point in around], dtype=np.float64)


def register(grey: Pixels, code: Code) -> Registration | None:
    """The sheet of ours with the code `code`; None for a code of somebody else, and where the sheet is too damaged."""
    mark = Mark.of_payload(code.text)
    if mark is None or mark.form not in FORMS:
        return None
    size = page_size(mark.form)
    x0, y0, x1, y1 = marks.qr_box(size[0], mark)
    known = [np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])], [code.corners]
    best: tuple[float, Registration | None] = 0.0, None
    for squares in _choices(_find_squares(grey, size, *known)):
        matrix, off = _fitted(size, squares, *known) if len(squares) >= 2 else (None, 0.0)
        if matrix is None or off > MOST_BENT * MM:
            continue
        seen, found = bent(grey, Registration(mark, size, matrix, len(squares)))
        fits_well = len(squares) == 4 and off <= WELL * MM
        beyond = seen - (RULES_OF_FAXES if fits_well else RULES_ALONE)
        best = max(best, (beyond, found), key=lambda each: each[0])
        if seen >= RULES_ALL:
            break
    return best[1]


def bent(grey: Pixels, flat: Registration) -> tuple[float, Registration]:
    """How much of the rules of a sheet is seen, and the sheet with its bend, where that shows more of them."""
    seen = rules_seen(grey, flat.mark, flat.matrix)
    bend = bend_of(grey, flat.mark, flat.matrix, flat.size) if flat.squares == 4 else None
    if bend is None:
        return seen, flat
    more = rules_seen(grey, flat.mark, flat.matrix, bend)
    return (more, replace(flat, bend=bend)) if more >= seen else (seen, flat)


def _choices(near: dict[int, list[Points]]) -> Iterator[dict[int, Points]]:
    """Which squares may be the corners: of each the nearest; one of them another one; where there are four, three."""
    nearest = {number: found[0] for number, found in near.items()}
    yield nearest
    for number, found in near.items():
        yield from ({**nearest, number: other} for other in found[1:OTHERS])
    if len(nearest) == 4:
        yield from ({other: nearest[other] for other in nearest if other != number} for number in nearest)


def lying(grey: Pixels) -> Iterator[Registration]:
    """Ways our blanks may lie on a picture, by their squares alone, where no code can be read; without a mark.

    At most four quarter turns of each of the two sizes; the words at the foot of the page tell which is right. Where a
    side of the page is cut off, two squares are left, and the rules have to be seen as well.
    """
    scale = max(grey.shape) / max(layout.A4)
    candidates = np.array(list(_candidates(grey, scale))).reshape(-1, 2)
    yield from _by_corners(candidates, grey.shape)
    for name in FORMS:
        for matrix in _by_pairs(candidates, scale, page_size(name)):
            if any(rules_seen(grey, mark, matrix) >= RULES_ALONE for mark in _sheets(name)):
                yield Registration(NO_MARK, page_size(name), matrix, 2)


def _sheets(name: str) -> list[Mark]:
    """The sheets of a form as it is printed now."""
    return [Mark(name, form(name).version, page) for page in range(1, len(form(name).pages) + 1)]


def _by_pairs(candidates: Points, scale: float, size: tuple[float, float]) -> Iterator[Points]:
    """Ways a page may lie of which two neighbouring squares are seen, as large as a scanner has it."""
    middles = _square_middles(size)
    for one, other in permutations(range(len(candidates)), 2):
        here = candidates[[one, other]]
        for number in range(4):
            there = middles[[number, (number + 1) % 4]]
            stretch = np.linalg.norm(here[1] - here[0]) / np.linalg.norm(there[1] - there[0]) / scale
            if abs(stretch - 1) <= STRETCHED:
                yield similarity(there, here, np.ones(2))


def _by_corners(candidates: Points, shape: tuple[int, ...]) -> Iterator[Registration]:
    corners = _outermost(candidates, shape)
    if corners is None:
        return
    for name in FORMS:
        size = page_size(name)
        middles = _square_middles(size)
        for turn in range(4):
            here = np.roll(corners, -turn, axis=0)
            if _sides_fit(middles, here):
                matrix = homography(middles, here, np.ones(4))
                if matrix is not None:
                    yield Registration(NO_MARK, size, matrix, 4)


def _outermost(middles: Points, shape: tuple[int, ...]) -> Points | None:
    """Of all that could be squares, those nearest to the corners of the picture, clockwise; None for too few."""
    if len(middles) < 4:
        return None
    height, width = shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    nearest = [int(np.argmin(np.linalg.norm(middles - corner, axis=1))) for corner in corners]
    return middles[nearest] if len(set(nearest)) == 4 else None


def _sides_fit(there: Points, here: Points) -> bool:
    """Whether four points lie about like the squares of a page: across and down in the same proportion."""
    across, down = (
        np.linalg.norm(points[1] - points[0]) / np.linalg.norm(points[2] - points[1]) for points in (there, here)
    )
    return abs(float(across / down) - 1) < PROPORTION


def page_size(name: str) -> tuple[float, float]:
    """Width and height of a form of ours, points."""
    short, long = layout.A4
    return (long, short) if form(name).landscape else (short, long)


# The squares


def _find_squares(
    grey: Pixels, size: tuple[float, float], paper: list[Points], seen: list[Points]
) -> dict[int, list[Points]]:
    """What may be the corner squares, by their number clockwise from the top left: pixels of their middles.

    The nearest to where each should be comes first.
    """
    scale = _pixels_per_point(paper[0], seen[0])
    candidates = list(_candidates(grey, scale))
    middles = _square_middles(size)
    paper, seen = list(paper), list(seen)
    found: dict[int, list[Points]] = {}
    for number in sorted(range(4), key=lambda each: float(np.linalg.norm(middles[each] - paper[0].mean(axis=0)))):
        guess = _guessed(paper, seen, middles[number])
        reach = _nearest(np.concatenate(paper), middles[number])
        leeway = (LEEWAY * MM + LEEWAY_SHARE * reach) * scale
        near = [each for each in candidates if np.linalg.norm(each - guess) <= leeway]
        if near:
            found[number] = sorted(near, key=lambda each: float(np.linalg.norm(each - guess)))
            paper.append(middles[number][None])
            seen.append(found[number][0][None])
    return found


def _square_middles(size: tuple[float, float]) -> Points:
    return np.array([((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in marks.corner_squares(*size)])


def _pixels_per_point(paper: Points, seen: Points) -> float:
    return float(np.sqrt(cv2.contourArea(seen.astype(np.float32)) / cv2.contourArea(paper.astype(np.float32))))


def _nearest(points: Points, to: Points) -> float:
    return float(np.linalg.norm(points - to, axis=1).min())


def _guessed(paper: Sequence[Points], seen: Sequence[Points], point: Points) -> Points:
    """Where `point` should lie by what was seen so far, perspective left aside: the code is too small to tell it."""
    there, here = np.concatenate(paper), np.concatenate(seen)
    return np.asarray(moved(affine(there, here, weights(len(there), 4)), point[None])[0], dtype=np.float64)


def _candidates(grey: Pixels, scale: float) -> Iterator[Points]:
    """Middles of everything that could be a corner square, `scale` pixels being a point of the page."""
    shrink = SEARCH / (scale * MM)
    height, width = grey.shape
    small = cleaning.reduced(grey, shrink)
    side = CORNER_SIZE * scale * min(1.0, shrink)
    # Whatever crosses a square, a fold or a scratch, is closed; whatever touches it, a line of the pen, is cut off.
    solid = cv2.morphologyEx(cleaning.ink(small), cv2.MORPH_CLOSE, _round(side * 0.12))
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, _round(side * 0.4))
    count, _labels, stats, middles = cv2.connectedComponentsWithStats(solid)
    back = np.array([width / small.shape[1], height / small.shape[0]])
    for number in range(1, count):
        if _is_square(stats[number], side):
            # Pixels are counted by their middles here and by their edges there.
            yield (middles[number] + 0.5) * back - 0.5


def _round(size: float) -> npt.NDArray[Any]:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(1, round(size)), max(1, round(size))))


def _is_square(stats: npt.NDArray[Any], side: float) -> bool:
    _x, _y, width, height, area = (int(value) for value in stats)
    if not SIZES[0] * side <= np.sqrt(area) <= SIZES[1] * side:
        return False
    return min(width, height) >= LEAST_RATIO * max(width, height) and area >= LEAST_FILLED * width * height


def _fitted(
    size: tuple[float, float], squares: dict[int, Points], paper: list[Points], seen: list[Points]
) -> tuple[Points | None, float]:
    """The projection by squares and code, and by how many points they contradict it at most."""
    middles = _square_middles(size)
    there = np.concatenate([*paper, middles[list(squares)]])
    here = np.concatenate([*seen, np.array(list(squares.values()))])
    matrix = fit(len(squares), there, here)
    if matrix is None:
        return None, 0.0
    off = np.linalg.norm(moved(np.linalg.inv(matrix), here) - there, axis=1)
    return matrix, float(off.max())
