"""Finding our own blank on a picture: its QR code says which sheet it is, its corner squares where every point lies.

The code gives a first idea of where the page lies and which way up; from there the four squares are looked for, the
nearest first. Three squares and the code are enough (a corner may be torn off or covered), two make do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reading.blanks import layout, marks
from pipeline.reading.blanks.definition import FORMS, form
from pipeline.reading.blanks.marks import CORNER_SIZE, MM, Mark
from pipeline.reading.picture import cleaning
from pipeline.reading.picture.sources import Pixels

Points = npt.NDArray[np.float64]  # n x 2: x, y

#: dots a millimetre a page is searched for squares at (100 dots an inch)
SEARCH = 4.0
#: how far from where it should be a square is looked for: millimetres, and part of its distance from what is known
LEEWAY, LEEWAY_SHARE = 6.0, 0.13
#: what a filled square fills of its upright box when it lies askew by up to 45 degrees, and its sides' ratio
LEAST_FILLED, LEAST_RATIO = 0.45, 0.6
#: of its right size, measured as a side
SIZES = (0.55, 1.6)
#: millimetres the places of all marks may differ from a flat sheet's, more in a photo of a curled one
MOST_BENT = 4.0


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
    squares = _find_squares(grey, size, *known)
    if len(squares) < 2:
        return None
    matrix = _fitted(size, squares, *known)
    return None if matrix is None else Registration(mark, size, matrix, len(squares))


def page_size(name: str) -> tuple[float, float]:
    """Width and height of a form of ours, points."""
    short, long = layout.A4
    return (long, short) if form(name).landscape else (short, long)


# The squares


def _find_squares(
    grey: Pixels, size: tuple[float, float], paper: list[Points], seen: list[Points]
) -> dict[int, Points]:
    """The corner squares found, by their number clockwise from the top left: pixels of their middles."""
    scale = _pixels_per_point(paper[0], seen[0])
    candidates = list(_candidates(grey, scale))
    middles = _square_middles(size)
    paper, seen = list(paper), list(seen)
    found: dict[int, Points] = {}
    for number in sorted(range(4), key=lambda each: float(np.linalg.norm(middles[each] - paper[0].mean(axis=0)))):
        guess = _guessed(paper, seen, middles[number])
        reach = _nearest(np.concatenate(paper), middles[number])
        leeway = (LEEWAY * MM + LEEWAY_SHARE * reach) * scale
        near = [each for each in candidates if np.linalg.norm(each - guess) <= leeway]
        if near:
            found[number] = min(near, key=lambda each: float(np.linalg.norm(each - guess)))
            paper.append(middles[number][None])
            seen.append(found[number][None])
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
    weights = _weights(len(there))[:, None]
    rows = np.column_stack([there, np.ones(len(there))]) * weights
    matrix, *_rest = np.linalg.lstsq(rows, here * weights, rcond=None)
    return np.asarray(np.append(point, 1.0) @ matrix)


def _weights(count: int) -> Points:
    """The middles of squares are known better than the corners of the code, the first four points."""
    return np.array([1.0] * 4 + [10.0] * (count - 4))


def _homography(there: Points, here: Points, weights: Points) -> Points | None:
    """The flat projection that fits best (normalised direct linear transform with weights)."""
    to_unit, from_unit = _unit(there), _unit(here)
    a, b = _moved(to_unit, there), _moved(from_unit, here)
    zero, one = np.zeros(len(a)), np.ones(len(a))
    x, y, u, v = a[:, 0], a[:, 1], b[:, 0], b[:, 1]
    upper = np.column_stack([x, y, one, zero, zero, zero, -u * x, -u * y, -u]) * weights[:, None]
    lower = np.column_stack([zero, zero, zero, x, y, one, -v * x, -v * y, -v]) * weights[:, None]
    solution = np.linalg.svd(np.vstack([upper, lower]))[2][-1].reshape(3, 3)
    matrix = np.linalg.inv(from_unit) @ solution @ to_unit
    return None if abs(matrix[2, 2]) < 1e-12 else np.asarray(matrix / matrix[2, 2])


def _unit(points: Points) -> Points:
    """Moves points to the origin and to a mean distance of 1, for numbers that do not run apart."""
    middle = points.mean(axis=0)
    spread = float(np.linalg.norm(points - middle, axis=1).mean()) or 1.0
    return np.array([[1 / spread, 0, -middle[0] / spread], [0, 1 / spread, -middle[1] / spread], [0, 0, 1]])


def _moved(matrix: Points, points: Points) -> Points:
    projected = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(projected[:, :2] / projected[:, 2:])


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
) -> Points | None:
    """The projection by squares and code; None where they contradict one another."""
    middles = _square_middles(size)
    there = np.concatenate([*paper, middles[list(squares)]])
    here = np.concatenate([*seen, np.array(list(squares.values()))])
    matrix = _homography(there, here, _weights(len(there)))
    if matrix is None:
        return None
    off = np.linalg.norm(_moved(np.asarray(np.linalg.inv(matrix), dtype=np.float64), here) - there, axis=1)
    return matrix if float(off.max()) <= MOST_BENT * MM else None
