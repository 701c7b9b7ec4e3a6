"""Making the paper white: shadows, grey or yellow paper and red stamps go, ink stays (design/reading.md, 4)."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.reading.picture.page.sources import Picture, Pixels

#: the paper's own shade is judged on a picture this much smaller, by the median of a square of so many of its pixels:
#: 17 mm at 300 dots an inch, more than any letter and less than the reach of a shadow
SHRINK, SQUARE = 8, 25
#: paper is handed on this bright
PAPER = 235
#: by how much, and over how many pixels, edges are made steeper
SHARPER, SOFTNESS = 1.2, 2.0
#: a background darker than this is no paper: the table under a photo, the lid of the scanner
DARKEST_PAPER = 48


def flattened(picture: Picture) -> Pixels:
    """The picture in shades of grey, its paper evenly white: the red channel divided by its background."""
    red = picture.red
    if is_two_valued(red):
        return red
    height, width = red.shape
    small = cv2.resize(red, (max(1, width // SHRINK), max(1, height // SHRINK)), interpolation=cv2.INTER_AREA)
    paper = np.maximum(cv2.medianBlur(small, SQUARE), DARKEST_PAPER)
    background = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(red, background, scale=PAPER), dtype=np.uint8)


def reduced(grey: Pixels, scale: float) -> Pixels:
    """The picture `scale` times as large, never larger than it is."""
    scale = min(1.0, scale)
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def sharpened(grey: Pixels) -> Pixels:
    """The picture with steeper edges: tones run together in soft ones."""
    soft = grey.astype(np.float32)
    steep = soft * (1 + SHARPER) - SHARPER * cv2.GaussianBlur(soft, (0, 0), SOFTNESS)
    return np.asarray(np.clip(steep, 0, 255), dtype=np.uint8)


def is_two_valued(grey: Pixels) -> bool:
    """Whether a picture has one bit per dot, or nearly so."""
    sample = grey[::7, ::5]
    return float(np.mean((sample > 8) & (sample < 247))) < 0.002


def ink(grey: Pixels) -> Pixels:
    """255 where there is ink on a flattened picture, else 0."""
    level, _mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    # Otsu's level splits the noise of an empty picture; ink is clearly darker than paper.
    level = min(max(level, 96.0), 190.0)
    return np.asarray(cv2.threshold(grey, level, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
