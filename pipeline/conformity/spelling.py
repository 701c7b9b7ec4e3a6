"""Names in running text: finding them in whatever capitals they are written, and where sentences begin."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.conformity.model import Paragraph
from pipeline.vietnamese.text import TONES, split_tone

DATA = Path(__file__).parent / "data" / "names.toml"

#: abbreviations whose full stop ends no sentence
ABBREVIATIONS = frozenset(
    {
        "tp", "tt", "tx", "ts", "ths", "pgs", "gs", "ks", "cn", "bs", "đ/c", "tr", "st", "gđ", "pgđ", "pct", "ct",
        "ubnd", "tw", "tư", "vv", "v.v", "q", "p", "th", "bt", "qs", "km", "kt", "tl", "tm", "tuq", "số",
    }
)  # fmt: skip
_SENTENCE_START = re.compile(r"(?:^|[.?!…:;]\s+|[“\"(\[]\s*|[-–•+]\s+|\d\.\s+|[a-zđ]\)\s+|/\s*)$")


@dataclass(frozen=True, slots=True)
class Names:
    """The lists of ``names.toml``."""

    provinces: tuple[str, ...]
    surnames: tuple[str, ...]
    by_rule: dict[str, tuple[str, ...]]


@functools.cache
def names() -> Names:
    """The lists, read once."""
    document = tomllib.loads(DATA.read_text("utf-8"))
    by_rule = {rule: tuple(listed) for rule, listed in document["names"].items()}
    return Names(tuple(document["provinces"]), tuple(document["surnames"]), by_rule)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name in a text: as written, as it ought to be, and whether a sentence begins with it."""

    written: str
    right: str
    paragraph: Paragraph
    at_start: bool

    @property
    def is_right(self) -> bool:
        """Whether the capitals are right; at the beginning of a sentence the first letter is a capital anyway."""
        written, right = _letters(self.written), _letters(self.right)
        return written == right or (self.at_start and written == right[:1].upper() + right[1:])


def occurrences(paragraphs: Sequence[Paragraph], right_forms: Sequence[str]) -> Iterator[Occurrence]:
    """Every place where one of the names is written, the longest name first; lines in capitals are left out."""
    pattern, by_key = _compiled(tuple(right_forms))
    for paragraph in paragraphs:
        text = unicodedata.normalize("NFC", paragraph.text)
        if not text or text.upper() == text:
            continue
        for match in pattern.finditer(text.lower()):  # much faster than looking for both cases
            written, right = text[match.start() : match.end()], by_key[_key(match[0])]
            if right.isupper() or not written.isupper():
                yield Occurrence(written, right, paragraph, starts_sentence(text, match.start()))


def starts_sentence(text: str, place: int) -> bool:
    """Whether what stands at `place` begins a sentence, a list item, a quotation or a bracket."""
    return bool(_SENTENCE_START.search(text[:place]))


@functools.lru_cache(maxsize=64)
def _compiled(right_forms: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    ordered = sorted(right_forms, key=len, reverse=True)
    spelled = "|".join(_tolerant(name) for name in ordered)
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)"), {_key(name): name for name in ordered}


def _tolerant(name: str) -> str:
    """A pattern for a name in small letters, with either tone placement, with or without its dashes and commas."""
    pieces = re.split(r"(\W+)", name)
    gaps = {True: r"(?:\s*[-–,]\s*|\s+)", False: r"\s+"}
    return "".join(
        gaps[bool(piece.strip())] if place % 2 else _either_tone(piece) for place, piece in enumerate(pieces)
    )


def _either_tone(word: str) -> str:
    bare, tone = split_tone(word.lower())
    for pair in ("oa", "oe", "uy"):
        if tone and bare.endswith(pair) and not bare.endswith("quy"):
            stem = bare.removesuffix(pair)
            first, second = pair
            one = unicodedata.normalize("NFC", first + tone) + second
            two = first + unicodedata.normalize("NFC", second + tone)
            return f"{re.escape(stem)}(?:{one}|{two})"
    return re.escape(word.lower())


def _key(text: str) -> str:
    words = re.findall(r"\w+", text.lower())
    return " ".join("".join(split_tone(word)[::-1]) for word in words)


def _letters(text: str) -> str:
    """The words alone, without tones: what is compared is capitals."""
    return " ".join(_without_tone(word) for word in re.findall(r"\w+", text))


def _without_tone(word: str) -> str:
    """A word without its tone, capitals kept."""
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(sign for sign in decomposed if sign not in TONES))
