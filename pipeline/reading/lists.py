"""The office's lists, made ready for looking things up. They help to read; nothing is ever bent onto them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipeline.reading import codes
from pipeline.reading.labels import fold_letters, toned_words
from pipeline.reading.model import Lexicon

_WORD = re.compile(r"[^\W_]+")
_UNIT_KIND = re.compile(r"^(?:p(?:hòng)?|ban|tt|trung tâm)\b\.?\s*", re.IGNORECASE)


def _words_key(text: str) -> str:
    """Words with their tones, without punctuation: "Phòng Tổ chức - Hành chính" = "phòng tổ chức hành chính"."""
    return " ".join(toned_words(text))


@functools.lru_cache(maxsize=256)
def _by_words(entries: tuple[str, ...]) -> dict[str, str]:
    return {_words_key(entry): entry for entry in reversed(entries)}


@functools.lru_cache(maxsize=256)
def _by_initials(entries: tuple[str, ...]) -> dict[str, str]:
    """Abbreviations that name one entry only: "TCHC" and "P TCHC" for "Phòng Tổ chức - Hành chính"."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        whole = "".join(word[0] for word in _WORD.findall(fold_letters(entry)))
        rest = "".join(word[0] for word in _WORD.findall(fold_letters(_UNIT_KIND.sub("", entry))))
        for initials in {whole, rest}:
            if len(initials) >= 2:
                found.setdefault(initials, set()).add(entry)
    return {initials: next(iter(names)) for initials, names in found.items() if len(names) == 1}


@dataclass(frozen=True, slots=True)
class Lists:
    """Looks up units, posts and titles in the wording of the office."""

    lexicon: Lexicon

    def unit(self, text: str) -> str:
        """The office's wording of a unit, `text` where it is not on the list."""
        return self._unit(text) or self._unit(text.partition(",")[0]) or text

    def _unit(self, text: str) -> str | None:
        units = self.lexicon.units
        found = _by_words(units).get(_words_key(text))
        if found or not units:
            return found
        if text.isascii():
            folded = {_words_key(fold_letters(unit)): unit for unit in units}
            if unit := folded.get(_words_key(text)):
                return unit
        bare = _UNIT_KIND.sub("", text).strip()
        return _by_initials(units).get(fold_letters("".join(_WORD.findall(bare)))) if bare.isupper() else None

    def knows_unit(self, text: str) -> bool:
        """Whether `text` is on the list of units."""
        return self._unit(text) is not None

    def post(self, text: str) -> str:
        """The office's wording of a post, `text` where it is not on the list."""
        return _by_words(self.lexicon.posts).get(_words_key(text), text)

    def titles(self, text: str) -> tuple[list[str], tuple[str, ...]]:
        """The titles in `text` in full, in the office's wording, and the words that are no title."""
        text = " ".join(text.split())
        own = tuple(self.lexicon.titles)
        matches = codes.title_matches(text, own)
        wording = codes.title_wording(own)
        names = [
            wording.get(entry.code) or _as_written(text[entry.start : entry.end], entry.code) for entry in matches.found
        ]
        return list(dict.fromkeys(names)), matches.strange


def _as_written(text: str, code: str) -> str:
    """The full name of a title; one that was written in full, if shorter than the law has it, stays ("Giấy khen")."""
    full = codes.full_title(code)
    return text if _words_key(full).startswith(_words_key(text)) else full
