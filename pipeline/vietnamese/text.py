"""Three normal forms of Vietnamese text: for keeping, for searching, for matching.

`nfc` is what the program stores and prints. `fold` is what a person types into a search box. `match_key` is what two
spellings of the same words have in common. Only `nfc` keeps the meaning: the other two are for finding candidates,
never for identity and never for printing.

Text in a legacy encoding (`pipeline.vietnamese.legacy`) must be decoded before any of these: there U+00AD is a letter
and U+00D0 is another one than here.
"""

from __future__ import annotations

import functools
import re
import unicodedata

# Spaces that are not U+0020 (tab and line feed are layout and stay), line separators, characters without width.
_ODD_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_BREAKS = "\u000b\u000c\u0085\u2028\u2029"
_NO_WIDTH = "\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
# Icelandic eth and African D look like Đ in every font; keyboards and OCR produce them.
_LOOK_ALIKES = {"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"}

_REPAIRS = str.maketrans(
    dict.fromkeys(_ODD_SPACES, " ") | dict.fromkeys(_LINE_BREAKS, "\n") | dict.fromkeys(_NO_WIDTH, "") | _LOOK_ALIKES
)
_NEEDS_REPAIR = re.compile(f"[{_ODD_SPACES}{_LINE_BREAKS}{_NO_WIDTH}{''.join(_LOOK_ALIKES)}]")

_MARKS = re.compile("[\u0300-\u036f]+")

#: The five tone marks as combining characters: huyền, hỏi, ngã, sắc, nặng (the order of a Vietnamese dictionary).
TONES = "\u0300\u0309\u0303\u0301\u0323"

_TONE_OF = {unicodedata.normalize("NFC", vowel + tone): tone for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in TONES}
_WITHOUT_TONE = str.maketrans(
    {
        letter: unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace(tone, ""))
        for letter, tone in _TONE_OF.items()
    }
)
# In a key the tone stands behind its word. The combining mark itself would melt into a last consonant (c + sắc = ć).
_TONE_SIGN = str.maketrans(TONES, "\u02cb\u02c0\u02dc\u02ca\u02f3")

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_QUOTES = "'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2032\u2033`\u00b4\u02bc"
_LEVEL = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_QUOTES, '"'))
_AROUND_DASH = re.compile(r" *- *")
_WORD = re.compile(r"[^\W\d_]+")
# The syllables in which i and y are the same sound, so that both spellings are met: kỹ/kĩ, lý/lí, sỹ/sĩ, quý/quí.
# Everywhere else (tai/tay, thúi/thúy, ý/í) the two letters make different words.
_SAME_SOUND_Y = re.compile(r"(?:[hklmstv]|qu)y|quy(?:nh|t)")


def nfc(text: str) -> str:
    """`text` as the program keeps it: composed letters, Đ for its look-alikes, plain spaces, nothing of zero width.

    U+00AD stays: in TCVN3 it is the letter ư, see `pipeline.vietnamese.legacy`.
    """
    if text.isascii() and "\u000b" not in text and "\u000c" not in text:
        return text
    if _NEEDS_REPAIR.search(text):
        text = text.translate(_REPAIRS)
    return unicodedata.normalize("NFC", text)


@functools.lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """`text` for searching: without marks, đ as d, lower case, single spaces. "Nguyễn  Thị HOÀ" -> "nguyen thi hoa"."""
    letters = _MARKS.sub("", unicodedata.normalize("NFD", nfc(text).lower()))
    return " ".join(letters.replace("đ", "d").split())


@functools.lru_cache(maxsize=1 << 16)
def match_key(text: str) -> str:
    """What all correct spellings of the same words share; for comparing, never for printing.

    Levelled: old and new tone placement (hòa/hoà), i and y where they sound alike (kỹ/kĩ), case, dashes, quotation
    marks, spaces. Kept: every tone and every letter, so "Lù" and "Lử" stay two names.
    """
    level = nfc(text).lower().translate(_LEVEL)
    return _WORD.sub(_word_key, _AROUND_DASH.sub("-", " ".join(level.split())))


def split_tone(word: str) -> tuple[str, str]:
    """Take the tone off a composed word: "thủy" -> ("thuy", "\\u0309"). The tone is "" where there is none."""
    return word.translate(_WITHOUT_TONE), "".join(_TONE_OF.get(letter, "") for letter in word)


def _word_key(match: re.Match[str]) -> str:
    return _spelling_key(match[0])


@functools.lru_cache(maxsize=1 << 14)
def _spelling_key(word: str) -> str:
    bare, tone = split_tone(word)
    if _SAME_SOUND_Y.fullmatch(bare):
        bare = bare.replace("y", "i")
    return bare + tone.translate(_TONE_SIGN)
