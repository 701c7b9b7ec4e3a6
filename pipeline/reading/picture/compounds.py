"""Which of two look-alike syllables stands here, told by the syllable beside it: "tổ chức", not "tố chức".

Recognisers confuse the tones on top of â, ê, ô and ă, which are five pixels wide in a scan; people read them by the
word they belong to, and so does this page (`compounds.toml`).
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from pipeline.reading.picture.agreement import bare
from pipeline.reading.raw import Token
from pipeline.vietnamese.syllables import is_syllable
from pipeline.vietnamese.text import fold, match_key, nfc, split_tone

TABLE = Path(__file__).with_name("compounds.toml")

_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
#: letters that carry a mark below the tone
_MARKED = "âêôăơư"
#: after these the next word is no neighbour
_PAUSE = re.compile(r"[.,;:!?)\]”\"]$")


def mended(tokens: Sequence[Token]) -> list[Token]:
    """The words of a text, each one that is known beside its neighbours marked so, others mended where one fits.

    Mended is a tone only: of 24 that all ways of reading gave alike and that fitted no neighbour, 24 were misread.
    """
    words = [match_key(bare(token.text)) for token in tokens]
    found = []
    for at, token in enumerate(tokens):
        before = words[at - 1] if at and not _PAUSE.search(tokens[at - 1].text) else ""
        after = words[at + 1] if at + 1 < len(words) and not _PAUSE.search(token.text) else ""
        found.append(_mended(token, before, after))
    return found


def _mended(token: Token, before: str, after: str) -> Token:
    word = bare(token.text)
    read = [bare(other) for other in token.others]
    if _fits(word, before, after):
        rivals = [other for other in read if _fits(other, before, after)]
        return replace(token, known=True, others=tuple(rivals))
    fitting = [other for other in read if _fits(other, before, after)]
    if len(set(map(match_key, fitting))) == 1:
        return replace(token, text=token.text.replace(word, _cased(fitting[0], word)), known=True, others=())
    if read:
        return token
    fitting = [other for other in (*_tones_of(word), *_letters_of(word)) if _fits(other, before, after)]
    if len(fitting) == 1:
        return replace(token, text=token.text.replace(word, _cased(fitting[0], word)), known=True)
    # The neighbour knows these letters with other marks: a mark may have been lost.
    return replace(token, others=tuple(sorted(_fitting_twins(word, before, after))))


def _fitting_twins(word: str, before: str, after: str) -> frozenset[str]:
    """The words a neighbour knows that differ from `word` in their marks only."""
    plain = _letters(word)
    return _followers().get((before, plain), frozenset()) | _forerunners().get((plain, after), frozenset())


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word.lower()


def _fits(word: str, before: str, after: str) -> bool:
    key = match_key(word)
    return bool(key) and ((before, key) in _pairs() or (key, after) in _pairs())


def _tones_of(word: str) -> list[str]:
    """The syllables that differ from `word` in its tone only."""
    letters, tone = split_tone(word.lower())
    at = next((index for index, letter in enumerate(letters) if letter in _MARKED), None)
    if at is None:
        return []
    spelt = (nfc(letters[: at + 1] + other + letters[at + 1 :]) for other in _TONES if other != tone)
    return [each for each in spelt if is_syllable(each)]


def _letters_of(word: str) -> list[str]:
    """The syllable a typewriter's l was meant for, which looks like t and 1 in its slab."""
    lower = word.lower()
    if lower[:1] not in ("t", "l", "1"):
        return []
    return [each for each in ("l" + lower[1:], "t" + lower[1:]) if each != lower and is_syllable(each)]


@functools.cache
def _followers() -> dict[tuple[str, str], frozenset[str]]:
    """By a word and the bare letters of the one behind it: that one."""
    return _grouped(((match_key(one), _letters(other)), other) for one, other in _words())


@functools.cache
def _forerunners() -> dict[tuple[str, str], frozenset[str]]:
    return _grouped(((_letters(one), match_key(other)), one) for one, other in _words())


def _letters(word: str) -> str:
    """The bare letters of a word."""
    return "".join(letter for letter in fold(word) if letter.isascii())


def _grouped(entries: Iterable[tuple[tuple[str, str], str]]) -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for key, word in entries:
        found.setdefault(key, set()).add(word)
    return {key: frozenset(words) for key, words in found.items()}


@functools.cache
def _pairs() -> frozenset[tuple[str, str]]:
    return frozenset((match_key(one), match_key(other)) for one, other in _words())


@functools.cache
def _words() -> tuple[tuple[str, str], ...]:
    """Every two syllables that stand side by side in the table."""
    with TABLE.open("rb") as stream:
        text = tomllib.load(stream)["words"]
    words = (word.split() for word in text.replace("\n", ",").split(","))
    return tuple(pair for word in words for pair in pairwise(word))
