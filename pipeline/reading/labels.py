"""Finding labels in a line of text, tolerantly: "1) HO VA TEN ......" is the label of `ho_ten`.

The labels themselves are data (`labels.toml`). A label is found by its words; what stands before and after it says
how sure that is (`Head`, `Tail`), and the readers of fields decide which combinations they believe.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from pipeline.vietnamese.text import match_key

TABLE = Path(__file__).with_name("labels.toml")

#: Keys of labels whose value is not ours.
OTHER_PERSON = "other.person"
OTHER_VALUE = "other.value"
COLUMN_PREFIX = "column."

_WORD = re.compile(r"[^\W_]+|#")
_TONED_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+|#")  # a matching key keeps the tones as marks of their own
# What may stand between the words of a label. A stop or semicolon ends one label, unless the label itself holds it.
_GAP = re.compile(r"[ \n]?[,/\-–—()&'’]{0,3}[ \n]?")
_WIDE_GAP = re.compile(r"[ \n]?[,./;\-–—()&'’]{0,3}[ \n]?")
_COLON = ":：∶﹕︰"
_NUMBERING = re.compile(
    r"\s*(?:[-–—+*•●▪◦■➢✓§]\s*)?(?:\(?(?:\d{1,2}|[ivxIVX]{1,4}|[a-zđA-HĐ])\s*[.)\-–/:]\s*)*(?:[-–—+*•]\s*)?"
)
_HINT = re.compile(r"\s*[(\[](?!\s*[xXvV]?\s*[)\]])[^)\]:]{0,80}[)\]](?:\s*\(?\d\)?(?=\s*[:：]))?")
_FOOTNOTE = re.compile(r"\s*(?:\(\d\)|[*¹²³]+)")
_MORE_WORDS = re.compile(r"(?: [^\W\d_A-ZĐ][^\W\d_]*[,/]?){1,5}\s?(?:\([^)]*\)\s?)?[:：]")
_LEADERS = ".…·_‥⋯․"
_BLANKS = " \t\n\r\xa0"
_ONE_STOP = re.compile(rf"[.·‥․](?!\s?[{_LEADERS}])")  # ends a sentence, where dots to write on are several
# The number of a label that stands behind leaders or a gap: "Mông .... 5. "
_NUMBER_BEHIND_GAP = re.compile(r"(?:\t|\s\s|[.…_]{2}\s{0,2})\d{1,2}[.)]\s*$")
_LEADER_START = re.compile(r"\s*(?:(?:[.…·_‥⋯․]\s?){2,}|…|_)")


class Head(IntEnum):
    """What stands before a label."""

    START = 3  # it begins the line or cell, numbering aside
    GAP = 2  # a tab, several spaces or the leaders of the value before
    STOP = 1  # a comma, semicolon or bracket
    WORD = 0  # ordinary words


class Tail(IntEnum):
    """What stands after a label."""

    COLON = 4
    LEADER = 3  # dots or underscores to write on, or a tab
    END = 2  # nothing: it ends the line or cell
    GAP = 1  # several spaces
    NONE = 0  # the next word follows at once


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a text: `start` to `end` are its words, `value_start` is where what it labels may begin."""

    key: str
    start: int
    end: int
    value_start: int
    head: Head
    tail: Tail
    #: what stands before it at the head of the line: "1" for a number, a bullet as it is, "" for nothing
    mark: str
    capital: bool
    #: other words stand between the label and its colon, so it may mean something else
    loose: bool = False


@dataclass(frozen=True, slots=True)
class _Alias:
    words: tuple[str, ...]
    key: str
    text: str  # as the table writes it
    toned: tuple[str, ...]
    gap: re.Pattern[str]


@functools.cache
def _tables() -> dict[str, dict[str, list[str]]]:
    with TABLE.open("rb") as stream:
        return tomllib.load(stream)


def spoken_name(key: str) -> str:
    """What people call a field: "don_vi_cong_tac" -> "Đơn vị công tác"; `KeyError` for a key no form has."""
    tables = _tables()
    return (tables["field"].get(key) or tables["column"][key])[0]


@functools.cache
def _aliases() -> dict[str, tuple[_Alias, ...]]:
    """All labels by their first folded word, longest first."""
    tables = _tables()
    prefixes = {"field": "", "column": COLUMN_PREFIX, "other": "other."}
    found: dict[str, dict[tuple[tuple[str, ...], bool], _Alias]] = {}
    for section, prefix in prefixes.items():
        for key, texts in tables[section].items():
            for text in texts:
                words = tuple(match[0] for match in _WORD.finditer(fold_letters(text)))
                alias = _alias(words, prefix + key, text)
                found.setdefault(words[0], {}).setdefault((words, section == "column"), alias)
    return {
        first: tuple(sorted(by_words.values(), key=lambda alias: -len(alias.words)))
        for first, by_words in found.items()
    }


def _alias(words: tuple[str, ...], key: str, text: str) -> _Alias:
    return _Alias(words, key, text, toned_words(text), _WIDE_GAP if ";" in text or "." in text else _GAP)


def toned_words(text: str) -> tuple[str, ...]:
    """The words of `text` with their tones, whatever the case, the spelling and the punctuation."""
    return tuple(_TONED_WORD.findall(match_key(text)))


class _Folding(dict[int, str]):
    """A translation table that takes marks off letters, filled as letters are met; every letter stays one letter."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = unicodedata.normalize("NFD", letter.lower())[0]
        self[code] = folded = {"đ": "d", "ð": "d"}.get(base, base)
        return folded


_FOLDING = _Folding()


def fold_letters(text: str) -> str:
    """NFC `text` without marks and in lower case, with every letter still in its place."""
    return text.translate(_FOLDING)


def find_labels(text: str, *, columns: bool = False) -> list[Label]:
    """All labels in `text`, left to right, not overlapping; those that only head columns where `columns` is set."""
    folded = fold_letters(text)
    words = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(folded)]
    found: list[Label] = []
    position = 0
    while position < len(words):
        alias = _match_at(folded, text, words, position, columns=columns)
        if alias is None:
            position += 1
            continue
        last = position + len(alias.words) - 1
        label = _label(text, alias.key, words[position][0], words[last][1])
        found.append(label)
        position = last + 1
        while position < len(words) and words[position][0] < label.value_start:
            position += 1  # a remark in brackets: "Giới tính (Nam/Nữ):"
    return found


def whole_label(text: str, *, columns: bool = False) -> str | None:
    """The key of the label that `text` consists of, hints, numbering and colon aside, or None."""
    labels = find_labels(text, columns=columns)
    if not labels or labels[0].head is not Head.START:
        return None
    rest = text[labels[0].value_start :]
    return labels[0].key if not strip_leaders(rest) else None


def ends_label(key: str, text: str) -> bool:
    """Whether `text` is nothing but a label of field `key`, or the last words of one: "tiêu biểu trong quý"."""
    words = tuple(match[0] for match in _WORD.finditer(fold_letters(text)))
    return bool(words) and any(
        alias.key == key and alias.words[-len(words) :] == words for same in _aliases().values() for alias in same
    )


def is_long_label(text: str, label: Label) -> bool:
    """Whether a label is four words and more before a capital, which no sentence begins with."""
    value = text[label.end :].lstrip()
    return text[label.start : label.end].count(" ") >= 3 and value[:1].isupper() and value[1:2].islower()


def numbering_end(text: str) -> int:
    """Where the text begins after spaces, a bullet and a number."""
    match = _NUMBERING.match(text)
    return match.end() if match else 0


def strip_leaders(text: str) -> str:
    """`text` without the dots and lines to write on at its ends; "" when there is nothing else."""
    return text.strip(_LEADERS + _BLANKS + _COLON + "-–—|")


def without_lines(text: str) -> str:
    """As `strip_leaders`, for prose: a bullet before it and the full stop behind it stay."""
    if not strip_leaders(text):
        return ""
    kept = text.lstrip(_LEADERS + _BLANKS)
    body = kept.rstrip(_LEADERS + _BLANKS)
    return body + kept[len(body)] if _ONE_STOP.match(kept, len(body)) else body


def without_next_number(text: str) -> str:
    """`text` without the number of the label that follows it: "Mông    4." -> "Mông"."""
    bare = text.rstrip()
    last = re.split(r"[\s…_]|\.(?=.)", bare)[-1]
    is_number = last and numbering_end(last) == len(last) and last[-1] in ".)-/"
    return bare[: -len(last)] if is_number else text


def starts_with_leader(text: str) -> bool:
    """Whether `text` begins with dots or a line to write on."""
    return _LEADER_START.match(text) is not None


def _match_at(
    folded: str, text: str, words: list[tuple[int, int, str]], position: int, *, columns: bool
) -> _Alias | None:
    for alias in _aliases().get(words[position][2], ()):
        last = position + len(alias.words)
        if last > len(words) or (alias.key.startswith(COLUMN_PREFIX) and not columns):
            continue
        if all(
            words[position + step][2] == word
            and (step == 0 or alias.gap.fullmatch(folded, words[position + step - 1][1], words[position + step][0]))
            for step, word in enumerate(alias.words)
        ) and _is_said(alias, text, words[position][0], words[last - 1][1]):
            return alias
    return None


def _is_said(alias: _Alias, text: str, start: int, end: int) -> bool:
    said = text[start:end]
    # "Thành tích Trong quý IV, …": the capital begins the value, unless a colon says that the label goes on.
    goes_on = start <= numbering_end(text) and text[end:].lstrip(" \t")[:1] in tuple(_COLON)
    if _begins_anew(said, alias.text) and not goes_on:
        return False
    return _tones_allow(alias, said)


def _begins_anew(said: str, written: str) -> bool:
    """Whether a word of the label has a capital that the table's own writing of it has not."""
    words = said.split()
    usual = {fold_letters(word) for word in written.split() if word.istitle()}
    return any(
        word.istitle()
        and fold_letters(word) not in usual
        and (before[0].islower() or (len(before) > 1 and before.isupper()))
        for before, word in itertools.pairwise(words)
    )


def _tones_allow(alias: _Alias, text: str) -> bool:
    """Tones may be missing altogether, not be others: "Sính ngày" is no label, "SINH NGAY" is one.

    One word without its tones is too little to go by: "Nam" (man) is not "Năm" (year), "Ba" (three) not "Bà".
    """
    return (len(alias.words) > 1 and text.isascii()) or alias.toned == toned_words(text)


def _label(text: str, key: str, start: int, end: int) -> Label:
    number_end = numbering_end(text)
    value_start, tail, loose = _tail(text, start, end)
    return Label(
        key=key,
        start=start,
        end=end,
        value_start=value_start,
        head=_head(text, start, number_end),
        tail=tail,
        mark=_mark(text[:start]) if start == number_end else "",
        capital=text[start].isupper(),
        loose=loose,
    )


def _mark(before: str) -> str:
    bare = before.strip()
    return "1" if any(letter.isalnum() for letter in bare) else bare[:1]


def _head(text: str, start: int, number_end: int) -> Head:
    if start <= number_end or not text[:start].strip(" \t“\"'"):
        return Head.START
    before = text[:start]
    if before.endswith(("\t", "  ")) or before.rstrip().endswith(("..", "…", "_", "☐", "☒", "|")):
        return Head.GAP
    if _NUMBER_BEHIND_GAP.search(before[-12:]):
        return Head.GAP
    return Head.STOP if before.rstrip().endswith((",", ";", ".", ")", "-", "–", "/")) else Head.WORD


def _tail(text: str, start: int, end: int) -> tuple[int, Tail, bool]:
    position = end
    if text[position : position + 1] == ")" and "(" in text[start:end]:
        position += 1  # the bracket of "Ông (bà)"
    for pattern in (_HINT, _FOOTNOTE):
        match = pattern.match(text, position)
        if match:
            position = match.end()
    rest = text[position:]
    bare = rest.lstrip(" \t")
    if bare[:1] and bare[0] in _COLON:
        return position + len(rest) - len(bare) + 1, Tail.COLON, False
    if not bare:
        return position, Tail.END, False
    if starts_with_leader(rest) or "\t" in rest[: len(rest) - len(bare)]:
        return position, Tail.LEADER, False
    more = _MORE_WORDS.match(text, position)
    if more:
        return more.end(), Tail.COLON, True
    return position, Tail.GAP if rest.startswith("  ") else Tail.NONE, False
