"""The rules printed on a sheet of ours: whether it lies where its marks say, and how a curled one is bent.

A sheet that was rolled, folded or photographed on its way down has its four corners where they should be and its lines
up to half a line higher or lower between them. The rules below the lines tell by how much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import NoSuchBlank
from pipeline.reading import blanks
from pipeline.reading.blanks.marks import CORNER_SIZE, Mark, corner_squares
from pipeline.reading.blanks.sheet import ZoneKind
from pipeline.reading.picture.page.projection import Points, moved
from pipeline.reading.picture.page.sources import Pixels

#: points below a zone its rule is looked for, samples in a third of it
RULE_BAND, PER_THIRD = (-2.0, 7.0), 14
#: darker than this a rule is, on a flattened picture
DARK = 165
#: points from a zone to the rule below it, in forms and in tables; and to the frame around a longer text
BELOW, AROUND = 1.7, 1.4
#: points of a rule looked at in one piece, and samples of it; how far off it may lie, and the step of the search
PIECE, SAMPLES, FARTHEST, STEP = 12.0, 8, 12.0, 0.4
#: of a piece, what must be dark; points a rule is thick at most
DRAWN, THICK = 0.7, 3.0
#: pieces that tell enough, as many as are looked at or twice that, and what share must agree within how many points
PLENTY, ENOUGH, AGREEING, CLOSE = 100, 24, 0.6, 1.2
#: points by which no sheet is bent enough to matter
FLAT = 1.2
#: across a page a curl is a polynomial of this degree
DEGREE = 7
#: beside all pieces, how much it weighs that a curve is high, and that it moves a corner square
IDLE, STILL = 0.005, 0.1

Coefficients = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """How much lower than on a flat sheet things lie, in points: a curve across the page that changes down it."""

    #: 2 x (DEGREE + 1): of the curve, and of its change from the middle of the page to the foot
    curve: Coefficients
    #: page width and height, points
    size: tuple[float, float]

    def lowered(self, points: Points) -> Points:
        """Where `points` of the flat sheet lie on the bent one."""
        return np.column_stack([points[:, 0], points[:, 1] + _terms(points, self.size) @ self.curve.ravel()])

    def heights(self, x: npt.NDArray[Any], y: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """The same for all crossings of columns `x` and rows `y`: how far down they lie, rows by columns."""
        across, down = 2 * x / self.size[0] - 1, 2 * y / self.size[1] - 1
        level, change = (np.polynomial.chebyshev.chebval(across, row) for row in self.curve)
        return np.asarray(y[:, None] + level + down[:, None] * change)


def rules_seen(grey: Pixels, mark: Mark, matrix: Points, bend: Bend | None = None) -> float:
    """The share of the printed rules below the lines of `mark` that is ink where `matrix` has them; 1 for unknown maps.

    Also tells a code that was put on somebody else's form.
    """
    zones = _zones(mark)
    lines = [zone for zone in zones if zone["kind"] == ZoneKind.LINE]
    if not lines:
        return 1.0
    along, across = np.meshgrid(np.linspace(0.03, 0.97, 3 * PER_THIRD), np.linspace(*RULE_BAND, 28))
    shares = []
    for zone in lines:
        places = np.column_stack([(zone["x"] + zone["w"] * along).ravel(), (zone["y"] + zone["h"] + across).ravel()])
        dark = _is_dark(grey, matrix, places if bend is None else bend.lowered(places))
        # A bent sheet has its rule at another height in each third.
        shares.append(dark.reshape(len(across), 3, PER_THIRD).mean(axis=2).max(axis=0).mean())
    return float(np.mean(shares))


def bend_of(grey: Pixels, mark: Mark, matrix: Points, size: tuple[float, float]) -> Bend | None:
    """How the sheet `mark` is bent that lies on the picture as `matrix` says; None for a flat one and too few rules."""
    pieces = _pieces(mark)
    pieces = pieces[:: max(1, len(pieces) // PLENTY)]
    if len(pieces) < ENOUGH:
        return None
    offsets = _offsets(grey, matrix, pieces)
    seen = ~np.isnan(offsets)
    if seen.sum() < ENOUGH:
        return None
    middles = np.column_stack([pieces[seen, :2].mean(axis=1), pieces[seen, 2]])
    corners = np.array([box[:2] for box in corner_squares(*size)]) + CORNER_SIZE / 2
    curve = _fitted(_terms(middles, size), offsets[seen], _terms(corners, size))
    off = np.abs(_terms(middles, size) @ curve - offsets[seen])
    lift = np.abs(_terms(middles, size) @ curve).max()
    if (off <= CLOSE).mean() < AGREEING or not FLAT < lift <= FARTHEST:
        return None
    return Bend(curve.reshape(2, DEGREE + 1), size)


def _zones(mark: Mark) -> list[dict[str, Any]]:
    """The zones of a sheet; none where its map is not known."""
    try:
        zones = blanks.zone_map(mark.form, mark.version)["fields"].values()
    except NoSuchBlank:
        return []
    return [zone for zone in zones if zone["page"] == mark.page]


def _is_dark(grey: Pixels, matrix: Points, places: Points) -> npt.NDArray[np.bool_]:
    """Whether there is ink at `places` of the sheet."""
    height, width = grey.shape
    x, y = np.rint(moved(matrix, places)).astype(int).T
    return np.asarray(grey[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)] < DARK, dtype=np.bool_)


def _pieces(mark: Mark) -> npt.NDArray[np.float64]:
    """The rules of a sheet in pieces: left, right and height, points."""
    rules = []
    for zone in _zones(mark):
        left, right, top, foot = zone["x"], zone["x"] + zone["w"], zone["y"], zone["y"] + zone["h"]
        if zone["kind"] == ZoneKind.LINE:
            rules.append((left, right, foot + BELOW))
        elif zone["kind"] == ZoneKind.MULTI:
            rules += [(left, right, top - AROUND), (left, right, foot + AROUND)]
    return np.array(
        [(start, start + PIECE, y) for left, right, y in rules for start in np.arange(left, right - PIECE, PIECE)]
    ).reshape(-1, 3)


def _offsets(grey: Pixels, matrix: Points, pieces: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Points by which each piece of a rule lies lower than it should; NaN where no rule is seen."""
    steps = np.arange(-FARTHEST, FARTHEST + STEP, STEP)
    x = pieces[:, :1] + np.linspace(0, 1, SAMPLES) * (pieces[:, 1:2] - pieces[:, :1])
    places = np.empty((len(pieces), len(steps), SAMPLES, 2))
    places[..., 0] = x[:, None, :]
    places[..., 1] = pieces[:, 2, None, None] + steps[None, :, None]
    dark = _is_dark(grey, matrix, places.reshape(-1, 2)).reshape(places.shape[:3])
    # A piece that is not level has its ends on the steps above and below.
    dark[:, 1:-1] |= dark[:, :-2] | dark[:, 2:]
    shares = dark.mean(axis=2)
    return np.array([_offset(steps, share) for share in shares])


def _offset(steps: npt.NDArray[np.float64], shares: npt.NDArray[np.float64]) -> float:
    """Where in a column the rule is: the only thin line in it."""
    drawn = np.flatnonzero(shares >= DRAWN)
    if not len(drawn) or (drawn[-1] - drawn[0]) * STEP > THICK:
        return float("nan")
    return float(np.average(steps[drawn], weights=shares[drawn]))


def _terms(points: Points, size: tuple[float, float]) -> npt.NDArray[np.float64]:
    """Chebyshev polynomials of x up to `DEGREE`, and the same times y, counted from the middle of the page."""
    x, y = (2 * points[:, axis] / size[axis] - 1 for axis in (0, 1))
    curves = np.polynomial.chebyshev.chebvander(x, DEGREE)
    return np.hstack([curves, curves * y[:, None]])


def _fitted(
    terms: npt.NDArray[np.float64], offsets: npt.NDArray[np.float64], still: npt.NDArray[np.float64]
) -> Coefficients:
    """The curve nearest to most offsets, which leaves four points still; what lies far from it counts less and less."""
    trusted: npt.NDArray[np.float64] = np.ones(len(offsets))
    curve: npt.NDArray[np.float64] = np.zeros(terms.shape[1])
    # Where no rule is, the curve stays as low as it can.
    idle = len(offsets) * (IDLE * np.eye(terms.shape[1]) + STILL * still.T @ still)
    for reach in (6.0, 4.0, 2.5, 1.5, 1.5):
        curve = np.asarray(np.linalg.solve(terms.T @ (trusted[:, None] * terms) + idle, terms.T @ (trusted * offsets)))
        trusted = np.asarray(np.clip(1 - ((terms @ curve - offsets) / reach) ** 2, 0, 1) ** 2)
    return curve
