"""Several forms in one file, as an automatic feeder takes them: turned sheets, empty ones, separators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.factory.dice import Dice
from tests.factory.paper import damage, filled_in
from tests.factory.paper.leaves import Leaf, blank_leaf, drawn


@dataclass(frozen=True)
class Stack:
    """The pages of one feed and the forms among them, in order."""

    leaves: list[Leaf]
    truth: list[dict[str, Any]]
    traits: tuple[str, ...]


def stack(rng: Dice, name: str, *, own: bool) -> Stack:
    """Two to four forms, each page with the damage called `name`."""
    leaves: list[Leaf] = []
    truth: list[dict[str, Any]] = []
    traits: list[str] = []
    for _ in range(rng.choice((2, 2, 3, 4))):
        kind = rng.choice(("own", "own", "own_td01") if own else ("own", "free", "free", "tables"))
        filled = filled_in(kind, rng)
        pages = drawn(filled.layers, 200)
        if kind == "own_td01" and rng.random() < 0.3:
            pages.reverse()
            traits.append("pages swapped")
        leaves += [_fed(page, name, rng, traits) for page in pages]
        truth += filled.truth
        if rng.random() < 0.3:
            leaves.append(damage.machine(blank_leaf(leaves[-1]), rng))
            traits.append("blank page")
    depth = 1 if all(leaf.depth == 1 for leaf in leaves) else 24
    return Stack([Leaf(leaf.pixels, leaf.dpi, depth) for leaf in leaves], truth, tuple(traits))


def _fed(page: Leaf, name: str, rng: Dice, traits: list[str]) -> Leaf:
    way = rng.choices((damage.slightly_skewed, damage.upside_down, damage.sideways), (80, 14, 6))[0]
    if way is not damage.slightly_skewed:
        traits.append(way.__name__)
    return damage.spoilt(way(page, rng), name, rng)
