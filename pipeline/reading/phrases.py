"""What a line is, told by how it begins: a title, a role above a signature, a closing sentence (`phrases.toml`)."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from pipeline.reading.labels import fold_letters, numbering_end, toned_words

TABLE = Path(__file__).with_name("phrases.toml")

Words = tuple[str, ...]


@functools.cache
def _table() -> dict[str, dict[str, dict[str, list[Words]]]]:
    """Section -> key -> first word -> phrases beginning with it, longest first."""
    with TABLE.open("rb") as stream:
        sections = tomllib.load(stream)
    return {section: {key: _by_first_word(texts) for key, texts in keys.items()} for section, keys in sections.items()}


def _by_first_word(texts: list[str]) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    for text in texts:
        for phrase in {words(text), words(fold_letters(text))}:  # as written, and for texts without tones
            found.setdefault(phrase[0], []).append(phrase)
    for phrases in found.values():
        phrases.sort(key=len, reverse=True)
    return found


def words(text: str) -> Words:
    """The words phrases are compared by: with their tones ("Cổng" is not "Cộng"), whatever the case and spelling."""
    return toned_words(text)


def begins_with(section: str, key: str, text: str) -> int:
    """How many words of the start of `text`, numbering aside, are a phrase of this kind; 0 for none."""
    return leading(section, key, words(text[numbering_end(text) :]))


def leading(section: str, key: str, spoken: Words) -> int:
    """As `begins_with`, for words already taken apart."""
    if not spoken:
        return 0
    for phrase in _table()[section][key].get(spoken[0], ()):
        if spoken[: len(phrase)] == phrase:
            return len(phrase)
    return 0


def is_phrase(section: str, key: str, text: str) -> bool:
    """Whether `text` is a phrase of this kind and nothing more."""
    spoken = words(text)
    return bool(spoken) and leading(section, key, spoken) == len(spoken)
