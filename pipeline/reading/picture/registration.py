"""Finding our own blank on a picture: its QR code says which sheet it is, its corner squares where every point lies.

The code gives a first idea of where the page lies and which way up; from there the four squares are looked for, the
nearest first. Three squares and the code are enough (a corner may be torn off or covered), two make do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.errors import NoSuchBlank
from pipeline.reading import blanks
from pipeline.reading.blanks import layout, marks
from pipeline.reading.blanks.definition import FORMS, form
from pipeline.reading.blanks.marks import CORNER_SIZE, MM, Mark
from pipeline.reading.blanks.sheet import ZoneKind
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
#: points below a zone its rule is looked for, samples in a third of it, and how many of all must be dark
RULE_BAND, PER_THIRD, RULES_SEEN = (-2.0, 7.0), 14, 0.6
#: darker than this a rule is, on a flattened picture
DARK = 165
#: how far the sides of a page may be out of proportion, seen at a slant
PROPORTION = 0.12
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
    # Of four squares one may be something else, black and square: three of them then fit.
    for some in (squares, *(_without(squares, number) for number in squares if len(squares) == 4)):
        matrix = _fitted(size, some, *known) if len(some) >= 2 else None
        if matrix is not None and _rules_seen(grey, mark, matrix) >= RULES_SEEN:
            return Registration(mark, size, matrix, len(some))
    return None


def _rules_seen(grey: Pixels, mark: Mark, matrix: Points) -> float:
    """The share of the printed rules below the lines of `mark` that is ink where `matrix` has them; 1 for unknown maps.

    Also tells a code that was put on somebody else's form.
    """
    try:
        zones = blanks.zone_map(mark.form, mark.version)["fields"].values()
    except NoSuchBlank:
        return 1.0
    lines = [zone for zone in zones if zone["kind"] == ZoneKind.LINE and zone["page"] == mark.page]
    if not lines:
        return 1.0
    height, width = grey.shape
    along, across = np.meshgrid(np.linspace(0.03, 0.97, 3 * PER_THIRD), np.linspace(*RULE_BAND, 28))
    shares = []
    for zone in lines:
        places = np.column_stack([(zone["x"] + zone["w"] * along).ravel(), (zone["y"] + zone["h"] + across).ravel()])
        x, y = np.rint(_moved(matrix, places)).astype(int).T
        dark = grey[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)] < DARK
        # A bent sheet has its rule at another height in each third.
        shares.append(dark.reshape(len(across), 3, PER_THIRD).mean(axis=2).max(axis=0).mean())
    return float(np.mean(shares))


def _without(squares: dict[int, Points], number: int) -> dict[int, Points]:
    return {other: middle for other, middle in squares.items() if other != number}


def lying(grey: Pixels) -> Iterator[tuple[tuple[float, float], Points]]:
    """Ways our blanks may lie on a picture, by their squares alone, where no code can be read: size and projection.

    At most four quarter turns of each of the two sizes; the words at the foot of the page tell which is right.
    """
    scale = max(grey.shape) / max(layout.A4)
    corners = _outermost(np.array(list(_candidates(grey, scale))), grey.shape)
    if corners is None:
        return
    for name in FORMS:
        size = page_size(name)
        middles = _square_middles(size)
        for turn in range(4):
            here = np.roll(corners, -turn, axis=0)
            if _sides_fit(middles, here):
                matrix = _homography(middles, here, np.ones(4))
                if matrix is not None:
                    yield size, matrix


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
    return np.asarray(_moved(_affine(there, here, _weights(len(there))), point[None])[0], dtype=np.float64)


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


def _moved(matrix: npt.NDArray[Any], points: npt.NDArray[Any]) -> Points:
    projected = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(projected[:, :2] / projected[:, 2:], dtype=np.float64)


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
    """The projection by squares and code; None where they contradict one another.

    Perspective takes four squares: the code is known to a pixel, which grows to a centimetre over the page. Three tell
    a sheet scanned in any way, two one that was not stretched.
    """
    middles = _square_middles(size)
    there = np.concatenate([*paper, middles[list(squares)]])
    here = np.concatenate([*seen, np.array(list(squares.values()))])
    weights = _weights(len(there))
    matrix = _FITS.get(len(squares), _homography)(there, here, weights)
    if matrix is None:
        return None
    off = np.linalg.norm(_moved(np.linalg.inv(matrix), here) - there, axis=1)
    return matrix if float(off.max()) <= MOST_BENT * MM else None


def _affine(there: Points, here: Points, weights: Points) -> Points:
    rows = np.column_stack([there, np.ones(len(there))]) * weights[:, None]
    solved, *_rest = np.linalg.lstsq(rows, here * weights[:, None], rcond=None)
    return np.vstack([solved.T, [0.0, 0.0, 1.0]])


def _similarity(there: Points, here: Points, weights: Points) -> Points:
    x, y = there.T
    one, zero = np.ones(len(x)), np.zeros(len(x))
    rows = np.vstack([np.column_stack([x, -y, one, zero]), np.column_stack([y, x, zero, one])])
    twice = np.concatenate([weights, weights])
    (a, b, c, d), *_rest = np.linalg.lstsq(rows * twice[:, None], here.T.ravel() * twice, rcond=None)
    return np.array([[a, -b, c], [b, a, d], [0.0, 0.0, 1.0]])


_FITS: dict[int, Callable[[Points, Points, Points], Points | None]] = {2: _similarity, 3: _affine}
