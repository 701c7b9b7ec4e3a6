"""Names of people: sorting, honorifics, case, plausibility (domain reference 10.2).

A name is never taken apart for its meaning: Giàng A Mẫu, Tẩn Láo Mẫu and H'Mây do not follow family, middle, given.
Only sorting looks at the last word, as Vietnamese lists do.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from pipeline.vietnamese.text import TONES, nfc, split_tone

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, 1)}

_HONORIFICS = (
    r"ông\s*/\s*bà", r"ông\s*\(\s*bà\s*\)", r"ông", r"bà", r"đ\s*/\s*c", r"đồng\s+chí", r"đc\.", r"anh", r"chị",
    r"pgs\.?\s*ts\.?", r"gs\.?\s*ts\.?", r"ts\.", r"th\.?\s*s\.?", r"bs\.?", r"cn\.", r"ks\.",
)  # fmt: skip
_HONORIFIC = re.compile(rf"(?:(?:{'|'.join(_HONORIFICS)})\s*[:.,]?(?:\s+|(?<=[.:,/])))+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHES = "'\u2019\u2018`\u00b4\u02bc"
_PLAUSIBLE_WORD = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}-][^\W\d_]+)*")

SortKey = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


@functools.lru_cache(maxsize=1 << 14)
def sort_key(name: str) -> SortKey:
    """Key for sorting people as Vietnamese lists do: by given name (the last word), then by the words from the front.

    Letters decide before tones, in the order of the Vietnamese alphabet and of its tones (ngang, huyền, hỏi, ngã, sắc,
    nặng). Neither Python nor CLDR (which has no order by given name) sorts so.
    """
    words = nfc(name).lower().split()
    return tuple(_word_key(word) for word in words[-1:] + words[:-1])


def split_honorific(text: str) -> tuple[str, str]:
    """Part "Đ/c Giàng A Mẫu" into ("Đ/c", "Giàng A Mẫu"); the honorific is "" where there is none.

    What is left must be a name of two words, so that the person called "Anh Thơ" keeps both.
    """
    plain = " ".join(nfc(text).split())
    match = _HONORIFIC.match(plain)
    if not match or len(plain[match.end() :].split()) < 2:
        return "", plain
    return match[0].strip(" :,"), plain[match.end() :]


def proper_case(name: str) -> str:
    """A name written in capitals as it is usually written; other names are returned as they are, spaces apart.

    "NGUYỄN VĂN THỬ" -> "Nguyễn Văn Thử", "H'MÂY NIÊ" -> "H'Mây Niê". Show the result to a person: some
    families write particles small.
    """
    plain = " ".join(nfc(name).split())
    if plain != plain.upper():
        return plain
    return _WORD.sub(lambda word: word[0].capitalize(), plain)


def is_plausible(name: str) -> bool:
    """Whether this can be a person's name: two words or more, letters only (apostrophe and hyphen inside a word)."""
    words = nfc(name).split()
    return len(words) >= 2 and all(_PLAUSIBLE_WORD.fullmatch(word) for word in words)


def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    bare, tone = split_tone(word)
    letters = tuple(_RANK[letter] for letter in map(_latin, bare) if letter in _RANK)
    return letters, tuple(TONES.index(mark) + 1 for mark in tone)


def _latin(letter: str) -> str:
    """A letter of the alphabet as it is, a foreign one without its marks (ç as c)."""
    return letter if letter in _RANK else unicodedata.normalize("NFD", letter)[0]
