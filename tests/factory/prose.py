"""Achievements as units write them, full of words that are labels and values elsewhere on the form."""

from __future__ import annotations

from tests.factory.dice import Dice
from tests.factory.lists import WORDS

_OPENERS: list[str] = WORDS["openers"]["sentences"]
_BODIES: list[str] = WORDS["bodies"]["sentences"]
_CLOSERS: list[str] = WORDS["closers"]["sentences"]
_TASKS: list[str] = WORDS["tasks"]["sentences"]
_IDEAS: list[str] = WORDS["ideas"]["sentences"]


def _fill(rng: Dice, sentence: str, quarter: int, year: int) -> str:
    roman = ("I", "II", "III", "IV")[quarter - 1]
    month = quarter * 3 - rng.randint(0, 2)
    return sentence.format(q=roman, y=year, py=year - 1, n=rng.randint(102, 980), m=rng.randint(12, 90), mo=month)


def achievements(rng: Dice, quarter: int, year: int, paragraphs: int | None = None) -> tuple[str, ...]:
    """The paragraphs of one achievement text, 1 to 5 of them."""
    count = paragraphs or rng.choice((1, 1, 2, 3, 4, 5))
    sentences = [rng.choice(_OPENERS), *rng.sample(_BODIES, rng.randint(count, count + 3)), rng.choice(_CLOSERS)]
    filled = [_fill(rng, sentence, quarter, year) for sentence in sentences]
    groups: list[list[str]] = [[] for _ in range(count)]
    for at, sentence in enumerate(filled):
        groups[at * count // len(filled)].append(sentence)
    mark = rng.choice(("", "- ", "+ ")) if count > 1 else ""
    return tuple(mark + " ".join(group) for group in groups if group)


def task(rng: Dice) -> str:
    return rng.choice(_TASKS)


def idea(rng: Dice) -> str:
    return rng.choice(_IDEAS)
