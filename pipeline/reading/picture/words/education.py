"""What people write about their education, mended by the words it is always written with (`education.toml`)."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from pipeline.reading.labels import fold_letters

TABLE = Path(__file__).with_name("education.toml")
_WORDS = re.compile(r"[^\W_]+")
_SIGN_FOR_SPACE = re.compile(r"[^\W\d_]{2}[.,;:][^\W\d_]{2}")


def spelt(text: str) -> tuple[str, bool]:
    """`text` with the marks of the phrases in it, in its own capitals, and whether it holds nothing else."""
    words = [(match.start(), match.end(), fold_letters(match[0])) for match in _WORDS.finditer(text)]
    found, whole, position = text, bool(words), 0
    while position < len(words):
        phrase = _phrase_at([word for _start, _end, word in words[position:]])
        if not phrase:
            whole, position = False, position + 1
            continue
        for (start, end, _word), written in zip(words[position:], phrase, strict=False):
            found = found[:start] + _cased(written, text[start:end]) + found[end:]
        position += len(phrase)
    return found, whole


def may_be(text: str) -> bool:
    """Whether `text` begins with one of the phrases, and lacks no dash; else it may be the value of another label."""
    words = [fold_letters(match[0]) for match in _WORDS.finditer(text)]
    return bool(words) and bool(_phrase_at(words)) and not may_lack_sign(text)


def may_lack_sign(text: str) -> bool:
    """Whether two subjects in capitals stand as if they were one: "Văn thư Lưu trữ" for "Văn thư - Lưu trữ".

    Recognition loses dashes between words, and makes signs of the dots words stand on: "Thạc sĩ,Quản lý công".
    """
    if _SIGN_FOR_SPACE.search(text):
        return True
    words = [(match[0][:1].isupper(), fold_letters(match[0])) for match in _WORDS.finditer(text)]
    for position in range(len(words)):
        phrase = tuple(map(fold_letters, _phrase_at([word for _capital, word in words[position:]])))
        for part in range(1, len(phrase)):
            if words[position + part][0] and _is_phrase(phrase[:part]) and _is_phrase(phrase[part:]):
                return f"{phrase[part - 1]} {phrase[part]}" in fold_letters(text)
    return False


def _is_phrase(letters: tuple[str, ...]) -> bool:
    return any(other == letters for other, _phrase in _phrases().get(letters[0], ()))


def _cased(written: str, like: str) -> str:
    """`written`, as long as `like` and with its capitals."""
    pairs = zip(written, like, strict=True)
    return "".join(letter.upper() if other.isupper() else letter.lower() for letter, other in pairs)


def _phrase_at(folded: list[str]) -> tuple[str, ...]:
    """The longest phrase that begins here, in its own words; () for none."""
    for letters, phrase in _phrases().get(folded[0], ()):
        if tuple(folded[: len(letters)]) == letters:
            return phrase
    return ()


@functools.cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Phrases by their first word without marks, longest first: without marks, and as written."""
    with TABLE.open("rb") as stream:
        table = tomllib.load(stream)
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for text in (*table["levels"], *table["subjects"]):
        phrase = tuple(_WORDS.findall(text))
        letters = tuple(map(fold_letters, phrase))
        found.setdefault(letters[0], []).append((letters, phrase))
    for phrases in found.values():
        phrases.sort(key=lambda pair: -len(pair[0]))
    return found
