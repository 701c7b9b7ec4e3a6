"""Telling figures written with a pen from printed ones: a machine makes all of them equally tall."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

#: how much taller the taller figures are than the shorter ones; printed ones differ by a twentieth, torn ones by more
UNEVEN = 0.22
#: of the tallest, what is no stop or dash; and how few tell nothing
TALL, FEW = 0.55, 4


def is_by_hand(ink: npt.NDArray[np.bool_]) -> bool:
    """Whether the figures in `ink` (no letters among them) were written with a pen, as far as their heights tell."""
    _count, _labels, stats, _middles = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    tall = heights[heights >= TALL * heights.max()] if len(heights) else heights
    if len(tall) < FEW:
        return False
    shorter, taller = np.percentile(tall, (20, 80))
    return bool(taller > (1 + UNEVEN) * shorter)
