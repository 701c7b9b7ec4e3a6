"""Which entry of a closed list a recognised text means: one clear hit, or none."""

from __future__ import annotations

import functools
import re
import unicodedata

from pipeline.law import codes as law
from pipeline.reading.labels import fold_letters
from pipeline.vietnamese.text import match_key, nfc

Entries = tuple[str, ...]

#: of 100: how alike a text and an entry must be, and how much more than the next entry that means something else
ALIKE, APART = 88.0, 5.0
#: abbreviations of several words
_CAPITALS = re.compile(r"\b[A-ZĐ]{4,8}\b")
_WORDS = re.compile(r"[^\W_]+")


def near_entry(text: str, entries: Entries, meanings: Entries | None = None) -> str | None:
    """The entry that `text` is, recognised with small faults; None where no entry or more than one may be meant.

    Tones may differ in any word, letters in a few; figures and the number of words must be the same. Where several
    `entries` mean the same, `meanings` says so, entry by entry, and is what is returned.
    """
    from rapidfuzz import fuzz, process

    means = meanings or entries
    wanted = _key(text)
    found = process.extract(wanted, _keys(entries), scorer=fuzz.ratio, score_cutoff=ALIKE - APART, limit=8)
    fitting = [(score, means[index]) for key, score, index in found if _is_comparable(wanted, key)]
    if not fitting or fitting[0][0] < ALIKE:
        return None
    best, meaning = fitting[0]
    rivals = [score for _key_, score, index in found if means[index] != meaning]
    return None if rivals and best - max(rivals) < APART else meaning


def titled(text: str) -> str:
    """`text` with the abbreviations of titles in it that have one wrong letter: "TILĐTT" is "TTLĐTT"."""
    return _CAPITALS.sub(lambda word: _abbreviation(word[0]), text)


def _abbreviation(word: str) -> str:
    """The only abbreviation that differs from `word` in one letter; `word` where there is none, or several."""
    known = _abbreviations()
    alike = [each for each in known if len(each) == len(word) and sum(map(str.__ne__, each, word)) == 1]
    return alike[0] if len(alike) == 1 and word not in known else word


@functools.cache
def _abbreviations() -> frozenset[str]:
    return frozenset(text for title in law.titles() for text in title.spellings if _CAPITALS.fullmatch(text))


def twins(name: str, names: Entries) -> list[str]:
    """The entries that have the letters of `name`, whatever their tones and marks."""
    return [other for other in names if _letters(other) == _letters(name)]


def _letters(name: str) -> str:
    return fold_letters(" ".join(nfc(name).split()))


def _is_comparable(text: str, key: str) -> bool:
    words, others = text.split(), key.split()
    return len(words) == len(others) and [w for w in words if w.isdigit()] == [w for w in others if w.isdigit()]


@functools.lru_cache(maxsize=64)
def _keys(entries: Entries) -> tuple[str, ...]:
    return tuple(map(_key, entries))


def _key(text: str) -> str:
    """Words in small letters, their marks as letters of their own: "ổ" and "ố" differ by one of three."""
    return unicodedata.normalize("NFD", " ".join(_WORDS.findall(match_key(unicodedata.normalize("NFC", text)))))


@functools.cache
def field_names() -> tuple[Entries, Entries]:
    """Every spelling of the fields of emulation, and the code each means."""
    pairs = [
        (text, entry.code)
        for entry in law.emulation_fields()
        for text in dict.fromkeys((*entry.movements, entry.wording, entry.label))
    ]
    return tuple(text for text, _code in pairs), tuple(code for _text, code in pairs)


@functools.cache
def title_names() -> tuple[Entries, Entries]:
    """Every spelling of the titles, and the full name each means."""
    pairs = [(text, title.name) for title in law.titles() for text in title.spellings]
    return tuple(text for text, _name in pairs), tuple(name for _text, name in pairs)
