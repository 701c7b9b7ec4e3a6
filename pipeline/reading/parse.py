"""Understanding one value: text in, a value or None out. Nothing here knows where the text came from."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from pipeline.reading import codes, ticks
from pipeline.reading.labels import fold_letters
from pipeline.vietnamese.dates import PartialDate, Quarter, parse_date, parse_quarter
from pipeline.vietnamese.text import fold, match_key

PEOPLES = Path(__file__).with_name("peoples.toml")

_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‘\-.][^\W\d_]*)*")
_MIN_NAME_WORDS, _MAX_NAME_WORDS = 2, 7
#: No date, with its place or with words behind it, is longer; patterns are not tried on longer texts.
_LONGEST_DATE = 160
_YEAR = re.compile(r"(?:năm\s*)?((?:19|20)\d\d)", re.IGNORECASE)
_BIRTH_TAIL = re.compile(r"\s*(?:\((?:\d+ tuổi|[^)]{0,30})\)|tại .*)$", re.IGNORECASE)
# The first and the last month have names of their own.
_MONTH_NAMES = {"giêng": "tháng 1", "chạp": "tháng 12"}
_MONTH_NAME = re.compile(r"tháng (giêng|chạp)", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"\s*\(?(?:(?P<place>[^\W\d_]+\.?(?:[ \-]+[^\W\d_]+\.?){0,5}|[.…_ ]+)\s*(?P<comma>,?))?\s*"
    r"ngày(?P<day>[\s.…_]*\d{0,2}[\s.…_]*)tháng(?P<month>[\s.…_]*\d{0,2}[\s.…_]*)năm(?P<year>[\s.…_]*\d{0,4}[\s.…_]*)\)?\s*",
    re.IGNORECASE,
)
_SHORT_DATE_LINE = re.compile(
    r"\s*\(?(?:[^\W\d_]+\.?(?:[ \-]+[^\W\d_]+\.?){0,4}\s*,\s*(?:ngày\s*)?|ngày\s*)"
    r"(\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4})\s*\)?\s*",
    re.IGNORECASE,
)
_SEX_WORDS = re.compile(r"(?<!\w)(nam|nu)(?!\w)")
_QUARTER_IN_TITLE = re.compile(
    r"(?:qu[ýíy]\s*(?:thứ\s*)?[:\-]?\s*|\bq(?=[1-4iv]))(?P<quarter>[ivIV]{1,3}|[1-4]|0[1-4]|một|hai|ba|bốn|tư|nhất)\b(?P<rest>.{0,24})",
    re.IGNORECASE,
)
_YEAR_BY_NAME = re.compile(r"năm\s*[:\-]?\s*((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_YEAR_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def looks_like_name(text: str) -> bool:
    """Whether `text` has the shape of a person's name with capitals: "Giàng A Mẫu", "NGUYỄN VĂN THỬ"."""
    name = strip_honorific(text)
    return is_name(name) and all(word[0].isupper() for word in name.split())


def is_name(text: str) -> bool:
    """Whether `text` is two to seven words of letters."""
    words = text.split()
    return _MIN_NAME_WORDS <= len(words) <= _MAX_NAME_WORDS and all(_NAME_WORD.fullmatch(word) for word in words)


def strip_honorific(text: str) -> str:
    """A name without "Ông", "Đ/c", "ThS." before it."""
    from pipeline.vietnamese.names import split_honorific

    return split_honorific(text)[1]


def date(text: str) -> PartialDate | None:
    """The date `text` consists of."""
    if len(text) > _LONGEST_DATE:
        return None
    plain = _MONTH_NAME.sub(lambda name: _MONTH_NAMES[name[1].lower()], _BIRTH_TAIL.sub("", text.strip(" .,;")))
    return parse_date(plain) or (parse_date(f"ngày {plain}") if "tháng" in plain else None)


def is_date(text: str) -> bool:
    """Whether `text` is a date, or a year."""
    return date(text) is not None


def place_and_date(text: str) -> PartialDate | None:
    """The date of a line like "Lào Cai, ngày 16 tháng 9 năm 2022" that says nothing else.

    A date nobody filled in has the year 0.
    """
    if len(text) > _LONGEST_DATE:
        return None
    match = _DATE_LINE.fullmatch(text)
    if match and _is_place(match["place"], has_comma=bool(match["comma"])):
        digits = {part: re.sub(r"\D", "", match[part] or "") for part in ("day", "month", "year")}
        if len(digits["year"]) == 4:
            written = f"ngày {digits['day']} tháng {digits['month']} năm {digits['year']}"
            return parse_date(written) or PartialDate(0)
        return PartialDate(0)
    short = _SHORT_DATE_LINE.fullmatch(text)
    return parse_date(short[1]) if short else None


def _is_place(place: str | None, *, has_comma: bool) -> bool:
    """Whether words before a date are a place: capitals throughout where no comma follows, and no "Sinh"."""
    if not place or has_comma or not place.strip(" .…_"):
        return True
    words = place.split()
    return all(word[0].isupper() for word in words) and words[0].lower() not in ("sinh", "ngày", "từ", "vào")


def sex(text: str) -> str | None:
    """Nam or Nữ from words: "nam", "Nữ", "Ông", "Bà"."""
    word = match_key(text.strip(" .,;:()"))
    return {"nam": "Nam", match_key("nữ"): "Nữ", "nu": "Nữ"}.get(word)


def is_sex(text: str) -> bool:
    """Whether `text` is a sex, as a word or as boxes."""
    return sex(text) is not None or (ticks.has_ticks(text) and sex_boxes_start(text) is not None)


def sex_boxes_start(text: str) -> int | None:
    """Where the first of the two boxes "Nam" and "Nữ" begins; None where they do not both stand in `text`."""
    folded = fold_letters(text)
    found = list(_SEX_WORDS.finditer(folded))
    if len({match[0] for match in found}) < 2:
        return None
    start = found[0].start()
    before = text[:start].rstrip()
    while before and (before[-1] in "[]()xXvV" or before[-1] in ticks.SIGNS):
        start = len(before) - 1
        before = before[:-1].rstrip()
    return start


def people(text: str) -> str | None:
    """The people (dân tộc) by its official name: "H'Mông" -> "Mông", "Dao (Dao Đỏ)" -> "Dao"."""
    known = _peoples()
    plain = text.strip(" .,;:")
    for candidate in (plain, plain.partition("(")[0].strip()):
        name = known.get(match_key(candidate)) or known.get(
            match_key(candidate.removeprefix("Dân tộc ").removeprefix("dân tộc "))
        )
        if name:
            return name
    return None


def is_people(text: str) -> bool:
    """Whether `text` names one of the peoples of Viet Nam."""
    return people(text) is not None


@functools.cache
def peoples() -> tuple[str, ...]:
    """Every spelling of the peoples of Viet Nam that is known."""
    with PEOPLES.open("rb") as stream:
        table = tomllib.load(stream)["people"]
    return tuple(spelling for name, others in table.items() for spelling in (name, *others))


@functools.cache
def _peoples() -> dict[str, str]:
    with PEOPLES.open("rb") as stream:
        table = tomllib.load(stream)["people"]
    return {match_key(spelling): name for name, others in table.items() for spelling in (name, *others)}


def quarter(text: str) -> Quarter | None:
    """The quarter `text` consists of."""
    return parse_quarter(text)


def is_quarter(text: str) -> bool:
    """Whether `text` is a quarter."""
    return parse_quarter(text) is not None


def quarter_in(title: str) -> int | None:
    """The quarter a title names: "… QUÝ III/NĂM 2023" -> 3."""
    match = _QUARTER_IN_TITLE.search(title)
    found = parse_quarter(match["quarter"]) if match else None
    return found.number if found else None


def year_in(title: str) -> int | None:
    """The year a title names: behind the quarter, else behind "năm"."""
    quarter_match = _QUARTER_IN_TITLE.search(title)
    match = _YEAR_IN_TITLE.search(quarter_match["rest"]) if quarter_match else _YEAR_BY_NAME.search(title)
    return int(match[1]) if match else None


def year(text: str) -> int | None:
    """The year `text` consists of."""
    match = _YEAR.fullmatch(text.strip(" .,;:/"))
    return int(match[1]) if match else None


def is_year(text: str) -> bool:
    """Whether `text` is a year."""
    return year(text) is not None


def folded(text: str) -> str:
    """Text without marks and case."""
    return fold(text)


def titles(text: str) -> bool:
    """Whether `text` is a title, in full or abbreviated, and nothing else."""
    matches = codes.title_matches(text)
    return bool(matches.found) and not matches.strange


def marked_sex(text: str) -> str | None:
    """The sex with a cross behind it where both words are printed: "Nam …x… Nữ ……" -> "Nam"."""
    folded = fold_letters(text)
    marked = {match[1] for match in re.finditer(r"(?<!\w)(nam|nu)\s*[:.…_]*\s*[xv✓](?!\w)", folded)}
    return {"nam": "Nam", "nu": "Nữ"}[marked.pop()] if len(marked) == 1 else None


def names_fields(text: str) -> bool:
    """Whether `text` is the name of an emulation field, by its code, movement, wording or label."""
    return len(text) < 300 and any(not entry.weak for entry in codes.field_matches(text).found)


def is_fields(text: str) -> bool:
    """Whether `text` is the name of an emulation field and nothing else, or a list of boxes."""
    matches = codes.field_matches(text)
    return ticks.has_ticks(text) or (bool(matches.found) and not matches.strange)
