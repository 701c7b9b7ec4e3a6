"""Stamps and signatures: what is put on a form by hand after it was filled in. Places are dots from the top left."""

from __future__ import annotations

import math

import cv2
import numpy as np

from tests.factory.dice import Dice
from tests.factory.paper.leaves import Leaf, Pixels

_TEXT = "VAN PHONG UY BAN NHAN DAN TINH * "


def signature_place(leaf: Leaf) -> tuple[float, float]:
    """The middle of the room for the signature: above the last line of the right half."""
    right = leaf.pixels[:, leaf.width // 2 : int(leaf.width * 0.9), 1]
    foot = int(leaf.height * 0.955)  # a footer and corner marks lie below
    inked = np.flatnonzero((right[:foot] < 128).sum(axis=1) > leaf.dpi * 0.02)
    last = int(inked[-1]) if len(inked) else foot
    return leaf.width * 0.72, last - leaf.dpi * 0.45


def stamp(leaf: Leaf, rng: Dice, x: float, y: float) -> Leaf:
    """A round red stamp of 36 mm, pressed unevenly."""
    radius = int(leaf.dpi * rng.uniform(16, 18.5) / 25.4)
    side = 2 * radius + 8
    plate = np.zeros((side, side), np.uint8)
    centre = (side // 2, side // 2)
    thick = max(2, leaf.dpi // 75)
    cv2.circle(plate, centre, radius, 255, thick, cv2.LINE_AA)
    cv2.circle(plate, centre, int(radius * 0.93), 255, max(1, thick // 3), cv2.LINE_AA)
    cv2.circle(plate, centre, int(radius * 0.62), 255, max(1, thick // 2), cv2.LINE_AA)
    _round_text(plate, centre, radius * 0.7, radius * 0.3)
    _star(plate, centre, radius * 0.35)
    plate = _turned(plate, rng.uniform(-25, 25))
    source = np.random.default_rng(rng.getrandbits(64))
    patchy = cv2.resize(source.uniform(0.55, 1, (9, 9)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    strength = plate.astype(np.float32) / 255 * patchy * rng.uniform(0.6, 0.95)
    strength *= source.random((side, side)) > rng.uniform(0.02, 0.15)
    return leaf.with_pixels(_inked(leaf.pixels, strength, (int(x), int(y)), (60, 40, 205)))


def signature(leaf: Leaf, rng: Dice, x: float, y: float) -> Leaf:
    """A scrawl some 5 cm wide in blue or black ink."""
    wide, high = leaf.dpi * rng.uniform(1.2, 2.4), leaf.dpi * rng.uniform(0.3, 0.7)
    side = (int(high * 2.4), int(wide * 1.3))
    plate = np.zeros(side, np.uint8)
    points = [
        (
            wide * (0.1 + at / 11) + rng.gauss(0, wide * 0.05),
            high * 1.2 + rng.uniform(-1, 1) * high * (0.9 if at % 3 else 0.4),
        )
        for at in range(11)
    ]
    curve = _smooth(points)
    cv2.polylines(plate, [curve], False, 255, max(2, int(leaf.dpi * rng.uniform(0.008, 0.018))), cv2.LINE_AA)
    if rng.random() < 0.5:  # a flourish below
        ends = [(wide * 0.1, high * 1.7), (wide * 0.6, high * rng.uniform(1.5, 2.1)), (wide * 1.2, high * 1.4)]
        cv2.polylines(plate, [_smooth(ends)], False, 255, max(2, int(leaf.dpi * 0.01)), cv2.LINE_AA)
    colour = rng.choice(((150, 50, 30), (140, 40, 20), (40, 35, 35)))
    strength = plate.astype(np.float32) / 255 * rng.uniform(0.75, 1)
    return leaf.with_pixels(_inked(leaf.pixels, strength, (int(x), int(y)), colour))


def _inked(pixels: Pixels, strength: np.ndarray, middle: tuple[int, int], colour: tuple[int, int, int]) -> Pixels:
    """`pixels` darkened towards `colour` where there is ink; ink lets print shine through, as on paper."""
    height, width = strength.shape
    left, top = middle[0] - width // 2, middle[1] - height // 2
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(pixels.shape[1], left + width), min(pixels.shape[0], top + height)
    if x0 >= x1 or y0 >= y1:
        return pixels
    out = pixels.copy()
    part = strength[y0 - top : y1 - top, x0 - left : x1 - left, None]
    filtered = 1 - part * (1 - np.array(colour, np.float32) / 255)
    out[y0:y1, x0:x1] = (out[y0:y1, x0:x1] * filtered).astype(np.uint8)
    return out


def _round_text(plate: Pixels, centre: tuple[int, int], radius: float, size: float) -> None:
    scale, thick = size / 32, max(1, int(size / 14))
    for at, letter in enumerate(_TEXT):
        angle = 2 * math.pi * at / len(_TEXT) - math.pi / 2
        cell = np.zeros((int(size * 1.6), int(size * 1.6)), np.uint8)
        cv2.putText(
            cell, letter, (int(size * 0.3), int(size * 1.2)), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA
        )
        cell = _turned(cell, -math.degrees(angle) - 90)
        x, y = int(centre[0] + radius * math.cos(angle)), int(centre[1] + radius * math.sin(angle))
        half = cell.shape[0] // 2
        part = plate[y - half : y - half + cell.shape[0], x - half : x - half + cell.shape[1]]
        np.maximum(part, cell[: part.shape[0], : part.shape[1]], out=part)


def _star(plate: Pixels, centre: tuple[int, int], radius: float) -> None:
    points = []
    for at in range(10):
        reach = radius if at % 2 == 0 else radius * 0.4
        angle = math.pi * at / 5 - math.pi / 2
        points.append((centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)))
    cv2.fillPoly(plate, [np.array(points, np.int32)], 255, cv2.LINE_AA)


def _turned(plate: Pixels, degrees: float) -> Pixels:
    height, width = plate.shape
    return cv2.warpAffine(plate, cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1), (width, height))


def _smooth(points: list[tuple[float, float]]) -> np.ndarray:
    """A curve through the middles between `points` (quadratic Bézier pieces)."""
    spots = np.array(points, np.float32)
    middles = (spots[:-1] + spots[1:]) / 2
    steps = np.linspace(0, 1, 16, dtype=np.float32)[:, None]
    pieces = [
        (1 - steps) ** 2 * middles[at] + 2 * steps * (1 - steps) * spots[at + 1] + steps**2 * middles[at + 1]
        for at in range(len(middles) - 1)
    ]
    return np.concatenate(pieces).astype(np.int32) if pieces else spots.astype(np.int32)
