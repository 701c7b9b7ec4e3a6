"""Telling handwriting from print by the ink alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def is_by_hand(lines: Sequence[npt.NDArray[np.bool_]]) -> bool:
    """Whether the ink of these lines was written with a pen."""
    return False
