"""The random source of one sample, and how far its hand strays from the everyday."""

from __future__ import annotations

from random import Random


class Dice(Random):
    """A seeded `Random`; `wide` also allows wordings and layouts that are rarer, though real."""

    wide: bool

    @classmethod
    def of(cls, name: str, *, wide: bool) -> Dice:
        dice = cls(name)
        dice.wide = wide
        return dice

    def rare(self, chance: float) -> bool:
        """True with `chance` among wide samples, never among the others (and then without a throw)."""
        return self.wide and self.random() < chance
