"""Several forms in one file, as an automatic feeder takes them: turned sheets, empty ones, separators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2

from tests.factory.dice import Dice
from tests.factory.paper import damage, filled_in
from tests.factory.paper.leaves import Leaf, blank_leaf, drawn, one_file


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
        between = rng.choices(("nothing", "blank page", "separator"), (60, 25, 15))[0]
        if between != "nothing":
            sheet = separator(rng, leaves[-1]) if between == "separator" else blank_leaf(leaves[-1])
            leaves.append(damage.machine(sheet, rng))
            traits.append(between)
    return Stack(one_file(leaves), truth, tuple(traits))


def separator(rng: Dice, like: Leaf) -> Leaf:
    """The sheet offices lay between papers: a few large words, or the bars a scanner's program looks for."""
    page = blank_leaf(like)
    if rng.random() < 0.5:
        for at in range(5):
            top = int(page.height * (0.3 + 0.07 * at))
            page.pixels[top : top + page.height // (25 if at % 2 else 50), page.width // 8 : page.width * 7 // 8] = 0
    else:
        at = (page.width // 8, page.height // 2)
        cv2.putText(page.pixels, "TACH HO SO", at, cv2.FONT_HERSHEY_SIMPLEX, page.width / 300, (0, 0, 0), 8)
    return page


def _fed(page: Leaf, name: str, rng: Dice, traits: list[str]) -> Leaf:
    way = rng.choices((damage.slightly_skewed, damage.upside_down, damage.sideways), (80, 14, 6))[0]
    if way is not damage.slightly_skewed:
        traits.append(way.__name__)
    return damage.spoilt(way(page, rng), name, rng)
