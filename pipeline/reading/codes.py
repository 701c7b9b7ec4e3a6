"""Finding emulation fields and titles in a text by the office's code lists (`pipeline.law.codes`).

Lists are matched by whole words, longest spelling first, so "Tập thể lao động tiên tiến" is never read as "Lao động
tiên tiến" and the quoted name of a movement wins over a keyword inside it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.law import codes as law
from pipeline.reading.labels import fold_letters

_WORD = re.compile(r"[^\W_]+")
_FIELD_CODE = re.compile(r"\bLV\s?-?\s?(\d{1,2})\b", re.IGNORECASE)

#: Words around a title or field that change nothing.
_NOISE = frozenset(
    [
        "danh",
        "hieu",
        "hinh",
        "thuc",
        "va",
        "hoac",
        "dang",
        "ky",
        "de",
        "nghi",
        "tang",
        "lao",
        "cai",
        "tinh",
        "nam",
        "la",
        "linh",
        "vuc",
        "phong",
        "trao",
        "thi",
        "dua",
        "dien",
        "hinh",
        "tien",
        "tien",
        "trong",
        "ve",
        "cuoc",
        "van",
        "dong",
        "giai",
        "doan",
        "tren",
        "dia",
        "ban",
        "cua",
        "cac",
        "thuoc",
        "so",
    ]
)


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of a list found in a text: its code, and the words it was found by as they stand there."""

    code: str
    start: int  # letters
    end: int
    weak: bool = False  # by keyword only


@dataclass(frozen=True, slots=True)
class Matches:
    """All entries found in a text, and the words that belong to none."""

    found: tuple[Found, ...]
    strange: tuple[str, ...]

    @property
    def codes(self) -> list[str]:
        """The different codes, in the order of the text."""
        return list(dict.fromkeys(entry.code for entry in self.found))


Phrases = dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]


def field_matches(text: str) -> Matches:
    """The emulation fields `text` names: by code, movement, wording, label or keyword."""
    scanned = _scan(_FIELD_CODE.sub(lambda code: " " * len(code[0]), text), _field_phrases())
    by_code = [
        Found(code, match.start(), match.end())
        for match in _FIELD_CODE.finditer(text)
        if (code := f"LV{int(match[1]):02d}") in _field_codes()
    ]
    found = sorted((*by_code, *scanned.found), key=lambda entry: entry.start)
    return Matches(tuple(found), scanned.strange)


def title_matches(text: str, extra: tuple[str, ...] = ()) -> Matches:
    """The titles `text` names; `extra` are titles of the office's own list, whose code is their own wording."""
    return _scan(text, _title_phrases(extra))


@functools.lru_cache(maxsize=64)
def title_wording(titles: tuple[str, ...]) -> dict[str, str]:
    """Code -> the office's own wording of it."""
    wording: dict[str, str] = {}
    for title in titles:
        matches = title_matches(title)
        code = matches.codes[0] if len(matches.codes) == 1 and not matches.strange else title
        wording.setdefault(code, title)
    return wording


def full_title(code: str) -> str:
    """The full name of a title, or the code itself where it is the office's own wording."""
    try:
        return law.title(code).name
    except KeyError:
        return code


def vocabulary_matches(text: str) -> list[str]:
    """The fields whose own words cover all significant words of `text`; weaker than `field_matches`."""
    spoken = {word for word in _words(text) if word not in _NOISE and not word.isdigit()}
    if len(spoken) < 2:
        return []
    return [code for code, vocabulary in _field_vocabulary().items() if spoken <= vocabulary]


def _words(text: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(_folded(text))]


def _folded(text: str) -> str:
    # "Chiến sỹ" is "chiến sĩ": i and y are one letter here.
    return fold_letters(text).replace("y", "i")


@functools.cache
def _field_codes() -> frozenset[str]:
    return frozenset(entry.code for entry in law.emulation_fields())


@functools.cache
def _field_vocabulary() -> dict[str, frozenset[str]]:
    return {
        entry.code: frozenset(_words(" ".join((entry.wording, entry.label, *entry.keywords))))
        for entry in law.emulation_fields()
    }


@functools.cache
def _field_phrases() -> Phrases:
    entries: list[tuple[str, str, bool]] = []
    for entry in law.emulation_fields():
        entries += ((text, entry.code, False) for text in (*entry.movements, entry.wording, entry.label))
        entries += ((text, entry.code, True) for text in entry.keywords)
    return _index(entries)


@functools.lru_cache(maxsize=64)
def _title_phrases(extra: tuple[str, ...]) -> Phrases:
    entries = [(spelling, title.code, False) for title in law.titles() for spelling in title.spellings]
    own = title_wording(extra) if extra else {}
    return _index([*entries, *((wording, code, False) for code, wording in own.items())])


def _index(entries: Iterable[tuple[str, str, bool]]) -> Phrases:
    found: dict[str, dict[tuple[str, ...], tuple[str, bool]]] = {}
    for text, code, weak in entries:
        words = tuple(_words(text))
        found.setdefault(words[0], {}).setdefault(words, (code, weak))
    return {
        first: tuple((words, *found[first][words]) for words in sorted(found[first], key=len, reverse=True))
        for first in found
    }


def _scan(text: str, phrases: Phrases) -> Matches:
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(_folded(text))]
    plain = tuple(word for word, _start, _end in words)
    found: list[Found] = []
    strange: list[str] = []
    position = 0
    while position < len(words):
        for phrase, code, weak in phrases.get(plain[position], ()):
            if plain[position : position + len(phrase)] == phrase:
                found.append(Found(code, words[position][1], words[position + len(phrase) - 1][2], weak))
                position += len(phrase)
                break
        else:
            word = plain[position]
            if word not in _NOISE and not word.isdigit():
                strange.append(text[words[position][1] : words[position][2]])
            position += 1
    return Matches(tuple(found), tuple(strange))
