"""Pages as pictures: rows x columns x (blue, green, red), eight bits, white paper, with the dots an inch they have."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Leaf:
    """One side of a sheet as a machine saw it."""

    pixels: Pixels
    dpi: int
    #: bits a dot: 24, 8 or 1
    depth: int = 24

    def with_pixels(self, pixels: Pixels) -> Leaf:
        return replace(self, pixels=pixels)

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])


def drawn(layers: Sequence[bytes], dpi: int) -> list[Leaf]:
    """The pages of PDF `layers` on top of one another."""
    first, *others = (_pages(layer, dpi) for layer in layers)
    pages = list(first)
    for other in others:
        for at, page in enumerate(other):
            pages[at] = np.minimum(pages[at], page)
    return [Leaf(page, dpi) for page in pages]


@functools.lru_cache(maxsize=3)
def _pages(pdf: bytes, dpi: int) -> tuple[Pixels, ...]:
    """Drawn once for a blank that many samples fill in."""
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(np.array(page.render(scale=dpi / 72).to_numpy()[:, :, :3]) for page in document)


def blank_leaf(like: Leaf) -> Leaf:
    """White paper of the size of `like`."""
    return like.with_pixels(np.full_like(like.pixels, 255))


def one_file(leaves: Sequence[Leaf]) -> list[Leaf]:
    """`leaves` as one run of a machine keeps them: all with the bits of the richest."""
    depth = max(leaf.depth for leaf in leaves)
    return [replace(leaf, depth=depth) for leaf in leaves]
