"""Amounts of money in figures and in words, both ways (domain reference 6).

Own code, because num2words leaves out "không trăm" (1.080.000) and vietnam_number writes "lẽ" for "lẻ".
Words are the northern, official ones: "linh", "nghìn", "tỷ"; reading accepts "lẻ", "ngàn" and "tỉ" as well.
"""

from __future__ import annotations

import re

from pipeline.vietnamese.text import nfc

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
#: the groups of three digits within a billion; every billion of billions says "tỷ" again
_SCALES = ("", "nghìn", "triệu")
_BILLION = 10**9

_VALUES = {word: value for value, word in enumerate(_DIGITS)} | {
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
    "bẩy": 7,
}
_ONES_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_FILLERS = {"linh", "lẻ"}
_SCALE_VALUES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6}
_CLOSING = re.compile(r"\s*(?:\(?đồng\)?|vnđ|đ)?(?:\s+chẵn)?[\s./]*$")

_UNIT = r"\s*(?:đồng|vnđ|vnd|đ)?"
_PLAIN_FIGURES = re.compile(rf"(\d+){_UNIT}")
_GROUPED_FIGURES = re.compile(rf"(\d{{1,3}}(?:([.,\s])\d{{3}})(?:\2\d{{3}})*){_UNIT}")
_SCALED_FIGURES = re.compile(rf"(\d+)(?:[,.](\d{{1,9}}))?\s*(nghìn|ngàn|triệu|tỷ|tỉ){_UNIT}")
_POWERS = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}


def figures(amount: int) -> str:
    """ "1.410.000": thousands parted by dots."""
    return f"{amount:,}".replace(",", ".")


def in_words(amount: int, unit: str = "đồng") -> str:
    """ "Một triệu bốn trăm mười nghìn đồng"; `amount` from 0 up, as large as one likes."""
    if amount < 0:
        raise ValueError("an amount in words cannot be negative")
    words = " ".join([*(_whole(amount) or ["không"]), unit]).strip()
    return words[0].upper() + words[1:]


def from_words(text: str) -> int | None:
    """Read an amount in words; None where the words are no amount, so that a wrong reading cannot pass for one."""
    words = _CLOSING.sub("", nfc(text).lower()).replace("tỉ", "tỷ").split()
    if not words:
        return None
    value = _value(words)
    return value if value is not None and _same_amount(value, words) else None


def parse_figures(text: str) -> int | None:
    """Read "1410000", "1.410.000", "1,410,000 đồng", "1.410.000đ", "1,41 triệu"; None where it could mean two things.

    A lone "1.410" is ambiguous (1410, or 1,41 million in short) unless đồng is named.
    """
    plain = nfc(text).strip().lower().rstrip(" .;")
    if match := _PLAIN_FIGURES.fullmatch(plain):
        return int(match[1])
    if match := _SCALED_FIGURES.fullmatch(plain):
        return _scaled(match[1], match[2] or "", match[3])
    if match := _GROUPED_FIGURES.fullmatch(plain):
        digits = re.sub(r"\D", "", match[1])
        certain = len(digits) > 6 or plain != match[1]
        return int(digits) if certain else None
    return None


def _whole(amount: int) -> list[str]:
    """The words of `amount`, none for zero; billions first, then the groups below them."""
    billions, rest = divmod(amount, _BILLION)
    words = [*_whole(billions), "tỷ"] if billions else []
    for place in (2, 1, 0):
        group = rest // 1000**place % 1000
        if group:
            words += [*_group(group, full=bool(words)), _SCALES[place]]
    return [word for word in words if word]


def _group(value: int, *, full: bool) -> list[str]:
    """The words of 1 to 999; a group that is not the first says its zero hundred too (`full`)."""
    hundreds, below = divmod(value, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    tens, ones = divmod(below, 10)
    if tens == 0:
        return words + ([*(["linh"] if words else []), _DIGITS[ones]] if ones else [])
    if tens == 1:
        return words + ["mười"] + ([{5: "lăm"}.get(ones, _DIGITS[ones])] if ones else [])
    return [*words, _DIGITS[tens], "mươi", *([_ONES_AFTER_TENS.get(ones, _DIGITS[ones])] if ones else [])]


def _value(words: list[str]) -> int | None:
    """Add up `words` from left to right, generously; `_same_amount` judges the result."""
    total = millions = group = 0
    for word in words:
        if word in _VALUES:
            group += _VALUES[word]
        elif word == "trăm":
            group *= 100
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += group % 10 * 9
        elif word in _SCALE_VALUES:
            millions, group = millions + group * _SCALE_VALUES[word], 0
        elif word == "tỷ":
            total, millions, group = (total + millions + group) * _BILLION, 0, 0
        elif word not in _FILLERS:
            return None
    return total + millions + group


def _same_amount(value: int, words: list[str]) -> bool:
    """Whether `words` is a way to write `value`: the writer's words, up to the spellings readers accept."""
    return _levelled(_whole(value) or ["không"]) == _levelled(words)


def _levelled(words: list[str]) -> list[object]:
    """Spellings made equal: "linh" and "lẻ", "nghìn" and "ngàn", "mốt" and "một", "tư" and "bốn" …"""
    return [_VALUES.get(word, "linh" if word in _FILLERS else _SCALE_VALUES.get(word, word)) for word in words]


def _scaled(whole: str, fraction: str, scale: str) -> int | None:
    power = _POWERS[scale]
    # Three digits after the mark may be a group of thousands: "1.410 nghìn" is 1410 or 1.410.000.
    if len(fraction) == 3 or len(fraction) > power:
        return None
    return int(whole + fraction.ljust(power, "0"))
