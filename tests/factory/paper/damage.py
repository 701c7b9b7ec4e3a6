"""What happens to a sheet between the desk and the file: drawn, crooked, creased, stamped, shaded, squeezed.

`scan` draws the pages and applies the effects of one of `DAMAGES`, in the order they happen in an office: on the
paper first, then in the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from tests.factory.dice import Dice
from tests.factory.paper import ink, photo
from tests.factory.paper.leaves import Leaf, Pixels, drawn, one_file

Effect = Callable[[Leaf, Dice], Leaf]


def scan(layers: Sequence[bytes], damage: str, rng: Dice) -> list[Leaf]:
    """The pages of PDF `layers` with that `damage`."""
    dpi = rng.choice(_DPI.get(damage, (200, 300, 300)))
    pages = drawn(layers, dpi)
    return one_file([spoilt(leaf, damage, rng, last=at == len(pages)) for at, leaf in enumerate(pages, 1)])


def spoilt(leaf: Leaf, damage: str, rng: Dice, *, last: bool = True) -> Leaf:
    """`leaf` with that `damage`; only the `last` page of a form is signed."""
    for effect in DAMAGES[damage]:
        if last or effect not in (signed, stamped):
            leaf = effect(leaf, rng)
    return leaf


def noise_of(rng: Dice) -> np.random.Generator:
    """A fast source of noise that follows from `rng`."""
    return np.random.default_rng(rng.getrandbits(64))


# On the paper


def fitted(leaf: Leaf, rng: Dice) -> Leaf:
    """Printed a little smaller, as "fit to page" does; only some printers."""
    if rng.random() > 0.3:
        return leaf
    scale = rng.uniform(0.94, 0.985)
    shift = ((1 - scale) * leaf.width / 2, (1 - scale) * leaf.height / 2)
    return leaf.with_pixels(_moved(leaf.pixels, np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])))


def creased(leaf: Leaf, rng: Dice) -> Leaf:
    """Folded once or twice; toner cracks off along the fold."""
    pixels, source = leaf.pixels.copy(), noise_of(rng)
    places = rng.sample([(0, 1 / 3), (0, 2 / 3), (0, 1 / 2), (1, 1 / 2)], rng.choice((1, 2, 2)))
    for axis, share in places:
        length, across = (leaf.width, leaf.height) if axis == 0 else (leaf.height, leaf.width)
        at = int(across * (share + rng.uniform(-0.03, 0.03)))
        path = (
            at
            + np.cumsum(source.normal(0, 0.25, length)).astype(int)
            + (np.arange(length) * rng.gauss(0, 0.003)).astype(int)
        )
        crack = leaf.dpi * rng.uniform(0.003, 0.012)
        widths = np.abs(source.normal(0, crack, length)).astype(int)
        for offset in range(-4, 5):
            rows = np.clip(path + offset, 0, across - 1)
            shade = 255 if abs(offset) <= 1 else 225
            hit = np.flatnonzero(widths >= abs(offset))
            spot = (rows[hit], hit) if axis == 0 else (hit, rows[hit])
            dark = pixels[spot].max(axis=1) < 140
            pixels[spot] = np.where(
                dark[:, None], 205 + source.integers(0, 50, (len(hit), 1)), np.minimum(pixels[spot], shade)
            )
    return leaf.with_pixels(pixels)


def stamped(leaf: Leaf, rng: Dice) -> Leaf:
    """A round red stamp over the signature block, where offices put it: over a third of the signature, at its left."""
    x, y = ink.signature_place(leaf)
    return ink.stamp(leaf, rng, x - leaf.dpi * rng.uniform(0.3, 1.0), y - leaf.dpi * rng.uniform(-0.1, 0.7))


def stamped_on_fields(leaf: Leaf, rng: Dice) -> Leaf:
    return ink.stamp(leaf, rng, leaf.width * rng.uniform(0.2, 0.8), leaf.height * rng.uniform(0.15, 0.6))


def signed(leaf: Leaf, rng: Dice) -> Leaf:
    """Strokes of a signature over the signature block, sometimes across the name below it."""
    x, y = ink.signature_place(leaf)
    return ink.signature(leaf, rng, x + leaf.dpi * rng.uniform(-0.3, 0.3), y - leaf.dpi * rng.uniform(0.05, 0.6))


# In the machine


def skewed(leaf: Leaf, rng: Dice) -> Leaf:
    return _turned(leaf, rng.choice((-1, 1)) * rng.uniform(0.5, 3.0))


def slightly_skewed(leaf: Leaf, rng: Dice) -> Leaf:
    return _turned(leaf, rng.gauss(0, 0.4))


def upside_down(leaf: Leaf, rng: Dice) -> Leaf:
    return leaf.with_pixels(np.ascontiguousarray(np.rot90(leaf.pixels, 2)))


def sideways(leaf: Leaf, rng: Dice) -> Leaf:
    return leaf.with_pixels(np.ascontiguousarray(np.rot90(leaf.pixels, rng.choice((1, 3)))))


def noisy(leaf: Leaf, rng: Dice) -> Leaf:
    """Grain, dust and lines of a dirty glass."""
    pixels = grain(leaf.pixels, rng, rng.uniform(5, 16))
    source = noise_of(rng)
    count = rng.randint(100, 1500)
    rows, columns = source.integers(2, leaf.height - 2, count), source.integers(2, leaf.width - 2, count)
    for row, column in zip(rows, columns, strict=True):
        size = int(source.integers(1, 3))
        pixels[row : row + size, column : column + size] = source.integers(0, 150)
    if rng.random() < 0.4:
        column = rng.randint(0, leaf.width - 3)
        pixels[:, column : column + rng.choice((1, 2))] //= 2
    return leaf.with_pixels(pixels)


def grey(leaf: Leaf, rng: Dice) -> Leaf:
    """Grey or yellowish paper under an uneven lamp, print less than black."""
    base = np.array([rng.uniform(150, 215)] * 3) + np.array([rng.uniform(-18, 0), 0, rng.uniform(0, 8)])
    rows = np.linspace(rng.uniform(-30, 0), rng.uniform(-10, 15), leaf.height, dtype=np.float32)[:, None]
    columns = np.linspace(rng.uniform(-45, 10), rng.uniform(-25, 10), leaf.width, dtype=np.float32)[None, :]
    light = rows + columns
    black = rng.uniform(15, 70)
    out = np.empty_like(leaf.pixels)
    for channel in range(3):
        share = leaf.pixels[:, :, channel].astype(np.float32) / 255
        out[:, :, channel] = np.clip(black + share * (base[channel] - black + light), 0, 255)
    return leaf.with_pixels(grain(out, rng, 4))


def faxed(leaf: Leaf, rng: Dice) -> Leaf:
    """One bit a dot, letters eaten or fat, specks."""
    plain = cv2.cvtColor(leaf.pixels, cv2.COLOR_BGR2GRAY)
    plain = cv2.GaussianBlur(plain, (0, 0), rng.uniform(0.4, 0.9))
    source = noise_of(rng)
    plain = plain.astype(np.float32) + source.standard_normal(plain.shape, dtype=np.float32) * rng.uniform(4, 22)
    bits = np.where(plain > rng.uniform(115, 185), 255, 0).astype(np.uint8)
    specks = source.random(bits.shape, dtype=np.float32) < rng.uniform(0.00005, 0.0008)
    bits[specks] = 0
    return Leaf(cv2.cvtColor(bits, cv2.COLOR_GRAY2BGR), leaf.dpi, depth=1)


def edged(leaf: Leaf, rng: Dice) -> Leaf:
    """The dark edge of an open lid or of a sheet laid crooked on the glass."""
    pixels = leaf.pixels.copy()
    for turn in rng.sample(range(4), rng.choice((1, 2))):
        side = np.rot90(pixels, turn)
        side[: int(leaf.dpi * rng.uniform(0.02, 0.12))] = rng.randint(10, 90)
    return leaf.with_pixels(pixels)


def cut_off(leaf: Leaf, rng: Dice) -> Leaf:
    """Laid beyond the edge of the glass: a side, and with it two corners, is missing."""
    pixels, turn = leaf.pixels.copy(), rng.randint(0, 3)
    side = np.rot90(pixels, turn)
    lost = int(leaf.dpi * rng.uniform(0.36, 0.55))
    side[:-lost] = side[lost:].copy()
    side[-lost:] = 255
    return leaf.with_pixels(pixels)


def machine(leaf: Leaf, rng: Dice) -> Leaf:
    """What even a good scanner does: a soft edge, a little grain, colour or shades of grey."""
    pixels = grain(cv2.GaussianBlur(leaf.pixels, (0, 0), rng.uniform(0.4, 0.8)), rng, rng.uniform(0.5, 3))
    if rng.random() < 0.5:
        plain = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
        return Leaf(cv2.cvtColor(plain, cv2.COLOR_GRAY2BGR), leaf.dpi, depth=8)
    return leaf.with_pixels(pixels)


def squeezed(leaf: Leaf, rng: Dice) -> Leaf:
    """Through JPEG of quality 40 to 70."""
    _done, data = cv2.imencode(".jpg", leaf.pixels, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(40, 70)])
    return leaf.with_pixels(cv2.imdecode(data, cv2.IMREAD_COLOR))


def grain(pixels: Pixels, rng: Dice, amount: float) -> Pixels:
    """`pixels` with noise, the same in all colours."""
    noise = noise_of(rng).standard_normal(pixels.shape[:2], dtype=np.float32) * amount
    return np.clip(pixels + noise[:, :, None], 0, 255).astype(np.uint8)


def _turned(leaf: Leaf, degrees: float) -> Leaf:
    matrix = cv2.getRotationMatrix2D((leaf.width / 2, leaf.height / 2), degrees, 1)
    return leaf.with_pixels(_moved(leaf.pixels, matrix))


def _moved(pixels: Pixels, matrix: np.ndarray) -> Pixels:
    height, width = pixels.shape[:2]
    return cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))


def several(leaf: Leaf, rng: Dice) -> Leaf:
    """Two to four of the others, in their order."""
    on_paper = [effect for effect in (creased, stamped, stamped_on_fields, signed) if rng.random() < 0.45]
    in_machine = [effect for effect in (grey, noisy, edged) if rng.random() < 0.45]
    turn = rng.choices((slightly_skewed, skewed, upside_down, sideways), (40, 40, 10, 10))[0]
    last = rng.choices((squeezed, faxed, machine), (60, 15, 25))[0]
    for effect in (fitted, *on_paper, turn, *in_machine, last):
        leaf = effect(leaf, rng)
    return leaf


DAMAGES: dict[str, tuple[Effect, ...]] = {
    "clean": (fitted, machine),
    "skew": (fitted, skewed, machine),
    "rot180": (slightly_skewed, upside_down, machine),
    "rot90": (slightly_skewed, sideways, machine),
    "noise": (slightly_skewed, noisy, squeezed),
    "grey": (slightly_skewed, grey),
    "fold": (creased, slightly_skewed, machine),
    "stamp": (signed, stamped, slightly_skewed, machine),
    "stamp_fields": (stamped_on_fields, slightly_skewed, machine),
    "signature": (signed, slightly_skewed, machine),
    "fax": (slightly_skewed, faxed),
    "photo": (signed, photo.photographed),
    "low": (slightly_skewed, machine, squeezed),
    "high": (slightly_skewed, machine),
    "cut": (slightly_skewed, cut_off, machine),
    "combined": (several,),
}
_DPI = {"low": (150,), "high": (600,), "fax": (200, 204, 300), "clean": (200, 300), "photo": (200, 250, 300)}
