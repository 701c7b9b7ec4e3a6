"""Which entry of a closed list a recognised text means: one clear hit, or none."""

from __future__ import annotations

import functools
import re
import unicodedata

from pipeline.reading.labels import fold_letters
from pipeline.vietnamese.text import match_key

Entries = tuple[str, ...]

#: of 100: how alike a text and an entry must be, and how much more than the next entry
ALIKE, APART = 88.0, 5.0
_WORDS = re.compile(r"[^\W_]+")


def near_entry(text: str, entries: Entries) -> str | None:
    """The entry that `text` is, recognised with small faults; None where no entry or more than one may be meant.

    Tones may differ in any word, letters in a few; figures and the number of words must be the same.
    """
    from rapidfuzz import fuzz, process

    wanted = _key(text)
    found = process.extract(wanted, _keys(entries), scorer=fuzz.ratio, score_cutoff=ALIKE - APART, limit=3)
    fitting = [(score, entries[index]) for key, score, index in found if _is_comparable(wanted, key)]
    if not fitting or fitting[0][0] < ALIKE:
        return None
    return fitting[0][1] if len(found) < 2 or fitting[0][0] - _second(found, fitting[0][0]) >= APART else None


def _second(found: list[tuple[str, float, int]], best: float) -> float:
    return max((score for _key, score, _index in found[1:]), default=0.0) if found[0][1] == best else best


def twins(name: str, names: Entries) -> list[str]:
    """The entries that have the letters of `name`, whatever their tones and marks."""
    wanted = fold_letters(match_key(name))
    return [other for other in names if fold_letters(match_key(other)) == wanted]


def _is_comparable(text: str, key: str) -> bool:
    words, others = text.split(), key.split()
    return len(words) == len(others) and [w for w in words if w.isdigit()] == [w for w in others if w.isdigit()]


@functools.lru_cache(maxsize=64)
def _keys(entries: Entries) -> tuple[str, ...]:
    return tuple(map(_key, entries))


def _key(text: str) -> str:
    """Words in small letters, their marks as letters of their own: "ổ" and "ố" differ by one of three."""
    return unicodedata.normalize("NFD", " ".join(_WORDS.findall(match_key(unicodedata.normalize("NFC", text)))))
