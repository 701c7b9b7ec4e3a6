"""Projections from points of a page to pixels of its picture, as 3 x 3 matrices, fitted to points seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]  # n x 2: x, y


def fit(squares: int, there: Points, here: Points) -> Points | None:
    """The projection that takes `there` to `here`, the corners of the code first, then so many squares.

    Perspective takes four squares: the code is known to a pixel, which grows to a centimetre over the page. Three tell
    a sheet scanned in any way, two one that was not stretched.
    """
    return _FITS.get(squares, homography)(there, here, weights(len(there), len(there) - squares))


def weights(count: int, corners: int) -> Points:
    """The middles of squares are known better than the `corners` of the code, which come first."""
    return np.array([1.0] * corners + [10.0] * (count - corners))


def homography(there: Points, here: Points, weights: Points) -> Points | None:
    """The flat projection that fits best (normalised direct linear transform with weights)."""
    to_unit, from_unit = _unit(there), _unit(here)
    a, b = moved(to_unit, there), moved(from_unit, here)
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


def moved(matrix: npt.NDArray[Any], points: npt.NDArray[Any]) -> Points:
    projected = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(projected[:, :2] / projected[:, 2:], dtype=np.float64)


def affine(there: Points, here: Points, weights: Points) -> Points:
    rows = np.column_stack([there, np.ones(len(there))]) * weights[:, None]
    solved, *_rest = np.linalg.lstsq(rows, here * weights[:, None], rcond=None)
    return np.vstack([solved.T, [0.0, 0.0, 1.0]])


def similarity(there: Points, here: Points, weights: Points) -> Points:
    x, y = there.T
    one, zero = np.ones(len(x)), np.zeros(len(x))
    rows = np.vstack([np.column_stack([x, -y, one, zero]), np.column_stack([y, x, zero, one])])
    twice = np.concatenate([weights, weights])
    (a, b, c, d), *_rest = np.linalg.lstsq(rows * twice[:, None], here.T.ravel() * twice, rcond=None)
    return np.array([[a, -b, c], [b, a, d], [0.0, 0.0, 1.0]])


_FITS: dict[int, Callable[[Points, Points, Points], Points | None]] = {2: similarity, 3: affine}
