"""Filled forms on paper, scanned or photographed, with their truth: ``make(seed, kind, damage) -> Sample``.

The adversary of the readers of pictures. A form is filled in (`own`, `free`, `tables`, hands in `pen`), its pages are
drawn (`leaves`), spoilt as offices and machines spoil them (`damage`) and sent in as some file (`packing`); nothing
here knows how any of it will be read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tests.factory import WIDE_FROM, Sample
from tests.factory.dice import Dice
from tests.factory.lexicon import lexicon


@dataclass(frozen=True)
class Filled:
    """Forms filled in, before a scanner sees them.

    Each layer is a PDF of the same pages, or of none: print and ink, which darken each other where they meet.
    """

    layers: tuple[bytes, ...]
    truth: list[dict[str, Any]]
    traits: tuple[str, ...] = ()


Maker = Callable[[Dice], Filled]

#: kind of paper -> module and function that fill it in
_MAKERS = {
    "own": "own:nomination",
    "own_td01": "own:registration",
    "free": "free:nomination",
    "tables": "free:registration",
    "hand": "own:nomination_by_hand",
    "hand_td01": "own:registration_by_hand",
    "hand_free": "ruled:nomination_by_hand",
}
#: these start LibreOffice, a second or more a piece
_OFFICE_MAKERS = {
    "free_word": "free:nomination_in_word",
    "own_word": "own:nomination_in_word",
    "tables_word": "free:registration_in_word",
}
#: several forms in one file: made of the others
FEEDS = ("feed", "feed_own")
KINDS = (*_MAKERS, *FEEDS)
OFFICE_KINDS = tuple(_OFFICE_MAKERS)


def make(seed: int, kind: str, damage: str = "clean") -> Sample:
    """The paper number `seed` of `kind` with that `damage` (a name of `damage.DAMAGES`): always the same one."""
    from tests.factory.paper import feed, packing
    from tests.factory.paper.damage import scan

    rng = Dice.of(f"paper/{kind}/{damage}/{seed}", wide=seed >= WIDE_FROM)
    if kind in FEEDS:
        stack = feed.stack(rng, damage, own=kind == "feed_own")
        leaves, truth, traits = stack.leaves, stack.truth, stack.traits
    else:
        filled = filled_in(kind, rng)
        leaves, truth, traits = scan(filled.layers, damage, rng), filled.truth, filled.traits
    data, suffix = packing.pack(leaves, rng, photo=damage == "photo")
    known = lexicon(rng, _names(truth), none=0)
    return Sample(f"{kind}.{damage}-{seed}.{suffix}", data, truth, kind, (damage, suffix, *traits), known)


def filled_in(kind: str, rng: Dice) -> Filled:
    """One form of `kind`, not yet scanned."""
    module, function = (_MAKERS | _OFFICE_MAKERS)[kind].split(":")
    maker: Maker = getattr(import_module(f"tests.factory.paper.{module}"), function)
    return maker(rng)


def _names(truth: list[dict[str, Any]]) -> list[str]:
    names = [form["fields"].get(key) for form in truth for key in ("ho_ten", "truong_don_vi")]
    names += [row["ho_ten"] for form in truth for row in form["tables"].get("ca_nhan", [])]
    return [name for name in names if name]
