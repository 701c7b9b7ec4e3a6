"""How well a syllable stands between its neighbours, told by words of the language.

`compounds.toml` holds the words of offices, and words that stand beside any other; `dictionary.toml` those of a
dictionary, whose accidental neighbours count for less. Neighbours are given as `key`s, "" where there is none.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.vietnamese.text import fold, match_key

OFFICE, DICTIONARY = Path(__file__).with_name("compounds.toml"), Path(__file__).with_name("dictionary.toml")
#: stands for any figure: "ngày #"
FIGURE = "#"

Pairs = frozenset[tuple[str, str]]
Groups = dict[tuple[str, str], frozenset[str]]


class Standing(IntEnum):
    """What speaks for a syllable where it stands, least first."""

    STRANGE = 0  # nothing
    COMMON = 1  # it stands beside any other
    LIKELY = 2  # with a neighbour whose marks may be misread it is a word of offices
    PAIRED = 3  # with a neighbour it is a word of the dictionary
    USUAL = 4  # offices often write it beside such a common word: "hộ dân", "dẫn các"
    OFFICIAL = 5  # with a neighbour it is a word of offices: "nhân dân"


def key(word: str) -> str:
    """What `word` is as a neighbour."""
    return FIGURE if any(map(str.isdigit, word)) else match_key(word)


def standing(word: str, before: str, after: str) -> Standing:
    """What speaks for `word` between its neighbours."""
    this = match_key(word)
    if not this:
        return Standing.STRANGE
    sides = {before: (before, this), after: (this, after)}
    beside = [neighbour for neighbour, pair in sides.items() if pair in _pairs()]
    if beside:
        return (
            Standing.USUAL
            if all(neighbour in _common() or neighbour == FIGURE for neighbour in beside)
            else Standing.OFFICIAL
        )
    if any(pair in _spelt() for pair in sides.values()):
        return Standing.PAIRED
    if _is_likely(this, before, after):
        return Standing.LIKELY
    return Standing.COMMON if this in _common() else Standing.STRANGE


def _is_likely(this: str, before: str, after: str) -> bool:
    """Whether `this` is a word of offices with a neighbour that other marks would make the other half of it."""
    behind, ahead = _likely()
    return (before not in _common() and (_letters(before), this) in behind) or (
        after not in _common() and (this, _letters(after)) in ahead
    )


def twins(word: str, before: str, after: str) -> dict[str, Standing]:
    """What differs from `word` in its marks only and may stand here, and what speaks for it."""
    letters = _letters(word)
    found = {*_by_letters().get(letters, ())} - {match_key(word)}
    return {
        spelt: stands
        for this in found
        if (stands := standing(spelt := _spellings()[this], before, after)) is not Standing.STRANGE
    }


def others(word: str, before: str, after: str) -> tuple[str, str]:
    """The neighbours with which `word` is no word of the dictionary; "" in the place of those with which it is."""
    this = match_key(word)
    return "" if (before, this) in _spelt() else before, "" if (this, after) in _spelt() else after


def near(word: str, before: str, after: str) -> frozenset[str]:
    """The words of offices that stand here and are one letter away from `word`: "lao" where "leo động" was read."""
    beside = {*_behind().get(before, ()), *_ahead().get(after, ())} if FIGURE not in (before, after) else set()
    return frozenset(other for other in beside if _is_near(_letters(word), _letters(other)))


def _is_near(one: str, other: str) -> bool:
    """Whether two words of letters differ in one letter; the shortest have none to spare."""
    if len(one) == len(other):
        return len(one) > 2 and sum(map(str.__ne__, one, other)) == 1
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return len(shorter) > 1 and any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def is_word(word: str) -> bool:
    """Whether `word` is in one of the tables, by itself or as part of a word."""
    return match_key(word) in _spellings()


def is_usual(word: str) -> bool:
    """Whether `word` is so usual that another one with its letters is rather this one, misread."""
    return match_key(word) in _usual()


def is_abbreviation(word: str) -> bool:
    """Whether `word` is an abbreviation or a foreign word that offices use, or made of such: "VNPT-iOffice"."""
    return bool(word) and all(part in _abbreviations() for part in word.split("-"))


def begins(name: str, words: Sequence[str]) -> bool:
    """Whether `words` begin as the "posts" or the "teams" of offices are called."""
    keys = tuple(map(match_key, words[:3]))
    return any(keys[:count] in _heads(name) for count in (1, 2, 3))


@functools.cache
def _heads(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(match_key, head.split())) for head in _listed(name))


@functools.cache
def _letters(word: str) -> str:
    """The bare letters of a word."""
    return "".join(letter for letter in fold(word) if letter.isascii())


@functools.cache
def _pairs() -> Pairs:
    return frozenset((match_key(one), match_key(other)) for one, other in _office_words())


@functools.cache
def _spelt() -> Pairs:
    return frozenset((match_key(one), match_key(other)) for one, other in _dictionary_words())


@functools.cache
def _likely() -> tuple[Pairs, Pairs]:
    """The words of offices with the bare letters of the first or of the second syllable."""
    words = _office_words()
    return (
        frozenset((_letters(one), match_key(other)) for one, other in words if one != FIGURE),
        frozenset((match_key(one), _letters(other)) for one, other in words if other != FIGURE),
    )


@functools.cache
def _behind() -> dict[str, frozenset[str]]:
    """By a word that is not common: those behind it in words of offices."""
    return _grouped((match_key(one), other) for one, other in _office_words() if match_key(one) not in _common())


@functools.cache
def _ahead() -> dict[str, frozenset[str]]:
    return _grouped((match_key(other), one) for one, other in _office_words() if match_key(other) not in _common())


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for this, word in pairs:
        found.setdefault(this, set()).add(word)
    return {this: frozenset(words) for this, words in found.items()}


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(map(match_key, _listed("common")))


@functools.cache
def _usual() -> frozenset[str]:
    return frozenset(map(match_key, _listed("usual")))


@functools.cache
def _spellings() -> dict[str, str]:
    """Every syllable of the tables, by its key."""
    paired = (word for pair in (*_dictionary_words(), *_office_words()) for word in pair)
    return {match_key(word): word for word in (*_dictionary()["singles"].split(), *paired, *_listed("common"))}


@functools.cache
def _by_letters() -> dict[str, frozenset[str]]:
    return _grouped((_letters(word), this) for this, word in _spellings().items())


@functools.cache
def _abbreviations() -> frozenset[str]:
    return frozenset(_listed("abbreviations"))


@functools.cache
def _office_words() -> tuple[tuple[str, str], ...]:
    """Every two syllables side by side in the words of offices."""
    return tuple(pair for words in _listed("words") for pair in pairwise(words.split()))


@functools.cache
def _dictionary_words() -> tuple[tuple[str, str], ...]:
    followers: dict[str, str] = _dictionary()["followers"]
    return tuple((word, other) for word, others in followers.items() for other in others.split())


def _listed(name: str) -> list[str]:
    """What the table of offices lists under `name`, parted by commas and lines."""
    return [entry.strip() for entry in _office()[name].replace("\n", ",").split(",") if entry.strip()]


@functools.cache
def _office() -> dict[str, Any]:
    with OFFICE.open("rb") as stream:
        return tomllib.load(stream)


@functools.cache
def _dictionary() -> dict[str, Any]:
    with DICTIONARY.open("rb") as stream:
        return tomllib.load(stream)
