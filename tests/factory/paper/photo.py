"""A sheet photographed on a table with a phone."""

from __future__ import annotations

import cv2
import numpy as np

from tests.factory.dice import Dice
from tests.factory.paper.leaves import Leaf, Pixels


def photographed(leaf: Leaf, rng: Dice) -> Leaf:
    """Curled, in perspective, on a table, half in the shadow of the phone; a little soft and grainy."""
    source = np.random.default_rng(rng.getrandbits(64))
    page = _curled(leaf.pixels, rng)
    height, width = page.shape[:2]
    margin = rng.uniform(0.04, 0.14)
    size = (int(width * (1 + 2 * margin)), int(height * (1 + 2 * margin)))
    corners = _seen_corners(rng, width, height, margin)
    table = _table(rng, source, size)
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners)
    seen = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA)
    where = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    share = where[:, :, None].astype(np.float32) / 255
    soft = cv2.GaussianBlur(where, (0, 0), leaf.dpi / 20)[:, :, None].astype(np.float32) / 255
    picture = (table * (1 - 0.45 * soft)) * (1 - share) + seen * share
    picture *= _light(rng, size)[:, :, None]
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.1))
    picture += source.standard_normal(picture.shape[:2], dtype=np.float32)[:, :, None] * rng.uniform(2, 6)
    tint = np.array([rng.uniform(0.86, 1.0), rng.uniform(0.94, 1.0), 1.0], np.float32)
    return leaf.with_pixels(np.clip(picture * tint, 0, 255).astype(np.uint8))


def _curled(pixels: Pixels, rng: Dice) -> Pixels:
    """The page bent like a sheet that was rolled or lay in a folder: lines rise and fall by up to two millimetres."""
    height, width = pixels.shape[:2]
    depth = rng.uniform(0, 0.006) * height
    phase, waves = rng.uniform(0, 6.28), rng.uniform(0.4, 1.1)
    xs = np.arange(width, dtype=np.float32)
    shift = (np.sin(phase + waves * 2 * np.pi * xs / width) * depth).astype(np.float32)
    lift = np.linspace(rng.uniform(0.2, 1), rng.uniform(0.2, 1), height, dtype=np.float32)[:, None]
    rows = np.arange(height, dtype=np.float32)[:, None] + shift[None, :] * lift
    columns = np.broadcast_to(xs, rows.shape).copy()
    return cv2.remap(pixels, columns, rows, cv2.INTER_LINEAR, borderValue=(250, 250, 250))


def _seen_corners(rng: Dice, width: int, height: int, margin: float) -> np.ndarray:
    """Where the corners of the page lie in the picture: turned and in perspective."""
    tilt = 0.045
    corners = [
        (
            margin + (0 if at in (0, 3) else 1) + rng.uniform(-tilt, tilt),
            margin + (0 if at < 2 else 1) + rng.uniform(-tilt, tilt),
        )
        for at in range(4)
    ]
    points = np.array([(x * width, y * height) for x, y in corners], np.float32)
    low, high = np.array([8, 8]), np.array([width * (1 + 2 * margin) - 8, height * (1 + 2 * margin) - 8])
    return np.clip(points, low, high).astype(np.float32)


def _table(rng: Dice, source: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Wood, cloth or a dark desk."""
    colour = rng.choice(((60, 90, 130), (45, 60, 80), (110, 115, 120), (35, 35, 40), (140, 160, 175)))
    grain = source.normal(0, 1, (size[1] // 40 + 2, size[0] // 4 + 2)).astype(np.float32)
    if rng.random() < 0.5:
        grain = grain[:, : size[0] // 40 + 2]
    texture = cv2.resize(grain, size, interpolation=cv2.INTER_CUBIC) * rng.uniform(4, 14)
    return np.clip(np.array(colour, np.float32) + texture[:, :, None], 0, 255)


def _light(rng: Dice, size: tuple[int, int]) -> np.ndarray:
    """Brightness over the picture: a lamp on one side, and often the soft-edged shadow of a hand or a phone."""
    width, height = size
    across = np.linspace(rng.uniform(0.7, 1), rng.uniform(0.7, 1), width, dtype=np.float32)[None, :]
    down = np.linspace(rng.uniform(0.75, 1), rng.uniform(0.75, 1), height, dtype=np.float32)[:, None]
    light = across * down
    if rng.random() < 0.6:
        shade = np.ones((height // 8, width // 8), np.float32)
        middle = (rng.uniform(-0.1, 1.1) * width / 8, rng.uniform(0.3, 1.1) * height / 8)
        radii = (rng.uniform(0.2, 0.6) * width / 8, rng.uniform(0.2, 0.5) * height / 8)
        axes = (int(radii[0]), int(radii[1]))
        cv2.ellipse(
            shade, (int(middle[0]), int(middle[1])), axes, rng.uniform(0, 180), 0, 360, rng.uniform(0.5, 0.8), -1
        )
        shade = cv2.GaussianBlur(shade, (0, 0), rng.uniform(4, 16))
        light = light * cv2.resize(shade, size, interpolation=cv2.INTER_LINEAR)
    return light
