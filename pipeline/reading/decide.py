"""From raw texts to a value with confidence, reasons and place (contract §1).

A value in doubt goes to a person (`review`) with a sentence that says why. Nothing is guessed: a form that is silent
gives `null`.
"""

from __future__ import annotations

import datetime
import functools
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline import clock
from pipeline.messages import _
from pipeline.reading import codes, parse, ticks
from pipeline.reading.fields import KINDS, Kind
from pipeline.reading.labels import strip_leaders
from pipeline.reading.lists import Lists
from pipeline.reading.model import ABSENT, Value
from pipeline.reading.raw import STRENGTH, Evidence, Raw
from pipeline.vietnamese.dates import DateFlag, PartialDate
from pipeline.vietnamese.names import proper_case
from pipeline.vietnamese.text import match_key

TABLE = Path(__file__).with_name("evidence.toml")


_BY_LABEL = (Evidence.LABEL, Evidence.BARE, Evidence.LOOSE)


@functools.cache
def confidence_table() -> dict[str, float]:
    """The calibrated constants of `evidence.toml`."""
    with TABLE.open("rb") as stream:
        return tomllib.load(stream)


@dataclass(frozen=True, slots=True)
class Judged:
    """One raw text understood: its value, what speaks against it, and whether weak evidence was used."""

    value: Any
    why: tuple[str, ...] = ()
    weak: bool = False


def decide(key: str, raws: Sequence[Raw], lists: Lists) -> Value:
    """The value of field `key` from everything found for it."""
    filled = [raw for raw in raws if raw.text or raw.uncomputed]
    filled = [raw for raw in filled if raw.evidence is not Evidence.LOOSE] or filled
    if not filled:
        return ABSENT
    filled.sort(key=lambda raw: -STRENGTH[raw.evidence])
    judged = [(raw, judge(key, raw, lists)) for raw in filled]
    spoken = [(raw, judgement) for raw, judgement in judged if judgement.value is not None or judgement.why]
    if any(raw.evidence is Evidence.CONTROL for raw, _judgement in spoken):
        # The label beside a control was read with the control's own text behind it.
        spoken = [(raw, judgement) for raw, judgement in spoken if raw.evidence not in _BY_LABEL]
    if not spoken:
        return ABSENT
    raw, judgement = _strongest(KINDS[key], spoken)
    doubts = [*judgement.why]
    if any(_contradicts(KINDS[key], judgement, raw, other, found) for found, other in spoken):
        doubts.append(_("The form says two different things about this."))
    return _value(raw, replace(judgement, why=tuple(doubts)))


def judge(key: str, raw: Raw, lists: Lists) -> Judged:
    """Understand one raw text as a value of field `key`."""
    if raw.uncomputed and not raw.text:
        return Judged(None, (_("The formula in this cell has no stored result."),))
    return _READERS[KINDS[key]](raw, lists)


def _value(raw: Raw, judgement: Judged) -> Value:
    table = confidence_table()
    confidence = table[raw.evidence.value]
    doubts = list(judgement.why)
    if raw.evidence is Evidence.LOOSE:
        doubts.append(_("The label is not one of the known ones."))
    if raw.guessed:
        doubts.append("font_cu")
    if raw.legacy and not raw.guessed:
        confidence *= table["legacy"]
    if judgement.weak:
        confidence *= table["weak"]
    if doubts:
        confidence = min(confidence, table["review"])
    return Value(
        value=judgement.value,
        confidence=confidence,
        review=bool(doubts),
        why=tuple(dict.fromkeys(doubts)),
        source=raw.place,
        text=raw.text,
    )


def _strongest(kind: Kind, spoken: list[tuple[Raw, Judged]]) -> tuple[Raw, Judged]:
    if kind is Kind.DATE:  # "1988" in one place and the whole day in another: the day
        full = [(raw, judgement) for raw, judgement in spoken if len(str(judgement.value)) == 10]
        return (full or spoken)[0]
    return spoken[0]


def _contradicts(kind: Kind, chosen: Judged, chosen_raw: Raw, other: Judged, other_raw: Raw) -> bool:
    if other is chosen or other.value is None:
        return False
    if (
        other_raw.evidence in (Evidence.BARE, Evidence.LETTERHEAD)
        and STRENGTH[chosen_raw.evidence] > STRENGTH[other_raw.evidence]
    ):
        return False
    return not _agree(kind, chosen.value, other.value)


def _agree(kind: Kind, one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return set(one) == set(other)
    if isinstance(one, str) and isinstance(other, str):
        if kind is Kind.DATE and min(len(one), len(other)) == 4:
            return one[:4] == other[:4]
        return match_key(one) == match_key(other)
    return bool(one == other)


# One reader for each kind of field


def _read_name(raw: Raw, lists: Lists) -> Judged:
    name = parse.strip_honorific(_one_line(raw).strip(" .,;:-"))
    if not name:
        return Judged(None)
    if not parse.is_name(name):
        return Judged(name, (_("This does not look like the name of a person."),))
    return Judged(proper_case(name))


def _read_date(raw: Raw, lists: Lists) -> Judged:
    typed = _typed_date(raw)
    if typed is not None:
        return Judged(typed)
    text = _one_line(raw)
    found = parse.date(text) or parse.place_and_date(text)
    if found is None:
        return Judged(None, (_("The date cannot be read."),)) if any(map(str.isalnum, text)) else Judged(None)
    if found.year == 0:
        return Judged(None)
    return _judge_date(found)


def _judge_date(found: PartialDate) -> Judged:
    if not found.valid:
        return Judged(None, (_("There is no such day."),))
    if found.month is None and {DateFlag.SHORT_YEAR, DateFlag.BLANK_DAY} <= found.flags:
        return Judged(None)  # "ngày …… tháng …… năm 20……": printed, and nothing written
    if DateFlag.SHORT_YEAR in found.flags:
        return Judged(_not_to_come(found).iso(), (_("The year has two digits only."),))
    if found.day is None and found.month is not None:
        return Judged(found.iso(), (_("The day is missing."),))
    return Judged(found.iso())


def _not_to_come(found: PartialDate) -> PartialDate:
    """A day whose year was written with two digits; one that is still to come is of the last century."""
    return found if found.year <= clock.today().year else replace(found, year=found.year - 100)


def _typed_date(raw: Raw) -> str | None:
    if isinstance(raw.typed, datetime.datetime | datetime.date):
        return f"{raw.typed:%Y-%m-%d}"
    if raw.evidence is not Evidence.CONTROL or not isinstance(raw.typed, str):
        return None
    # A date control keeps the day it shows; believed where the text says that day, day and month in either order.
    numbers = sorted(part.lstrip("0") for part in raw.typed.split("-"))
    shown = sorted(
        part.lstrip("0") for part in "".join(letter if letter.isdigit() else " " for letter in raw.text).split()
    )
    return raw.typed if numbers == shown else None


def _read_signing_date(raw: Raw, lists: Lists) -> Judged:
    judged = _read_date(raw, lists)
    if judged.value is not None and len(judged.value) < 10 and not judged.why:
        return Judged(judged.value, (_("The day is missing."),))
    return judged


def _read_sex(raw: Raw, lists: Lists) -> Judged:
    text = ticks.level(raw.text)
    if not ticks.has_ticks(text):
        word = parse.sex(_one_line(raw))
        if word:
            return Judged(word)
        return Judged(
            parse.marked_sex(text),
            ()
            if parse.marked_sex(text) or parse.sex_boxes_start(text) is not None
            else (_("Neither Nam nor Nữ is written."),),
        )
    on = [word for option in ticks.ticked(text) if (word := parse.sex(option))]
    if len(on) > 1:
        return Judged(None, (_("Both boxes are ticked."),))
    return Judged(on[0]) if on else Judged(None, _stray_tick(text))


def _read_people(raw: Raw, lists: Lists) -> Judged:
    text = _one_line(raw)
    name = parse.people(text)
    return Judged(name) if name else Judged(text, (_("This people is not on the list."),))


def _read_unit(raw: Raw, lists: Lists) -> Judged:
    unit = lists.unit(_one_line(raw).strip(" .,;"))
    is_code = raw.evidence is Evidence.MACHINE and not lists.knows_unit(unit)  # "TCHC" of another office's list
    return Judged(None if is_code else unit)


def _read_post(raw: Raw, lists: Lists) -> Judged:
    return Judged(lists.post(_one_line(raw).strip(" .,;")))


def _read_text(raw: Raw, lists: Lists) -> Judged:
    return Judged(_one_line(raw).strip(" ;,"))


def _read_long(raw: Raw, lists: Lists) -> Judged:
    return Judged(raw.text.strip() or None)


def _read_fields(raw: Raw, lists: Lists) -> Judged:
    text = ticks.level(raw.text)
    if not ticks.has_ticks(text):
        return _fields_of(text)
    chosen = [_fields_of(option) for option in ticks.ticked(text)]
    found = list(dict.fromkeys(code for judged in chosen for code in judged.value or ()))
    return Judged(found or None, tuple(why for judged in chosen for why in judged.why) or _stray_tick(text, found))


def _stray_tick(text: str, found: Sequence[str] = ()) -> tuple[str, ...]:
    """What to say where a box is ticked and nothing was found beside it."""
    return (_("It is not clear which option is ticked."),) if ticks.ON in text and not found else ()


def _fields_of(text: str) -> Judged:
    """The fields in a text without boxes; every part of an enumeration must name one."""
    found: list[str] = []
    weak = False
    why: tuple[str, ...] = ()
    for part in text.split(";"):
        if not any(letter.isalpha() for letter in part):
            continue
        matches = codes.field_matches(_one_line_of(part))
        named = matches.codes or _single(codes.vocabulary_matches(part))
        weak |= not matches.found or all(entry.weak for entry in matches.found)
        if not named:
            why = (_("The field of emulation is not on the list."),)
        found += named
    return Judged(list(dict.fromkeys(found)) or None, why, weak)


def _single(candidates: list[str]) -> list[str]:
    return candidates if len(candidates) == 1 else []


def _read_titles(raw: Raw, lists: Lists) -> Judged:
    text = ticks.level(raw.text)
    if not ticks.has_ticks(text):
        return _titles_of(text, lists)
    chosen = [_titles_of(option, lists) for option in ticks.ticked(text)]
    found = list(dict.fromkeys(title for judged in chosen for title in judged.value or ()))
    return Judged(found or None, tuple(why for judged in chosen for why in judged.why) or _stray_tick(text, found))


def _titles_of(text: str, lists: Lists) -> Judged:
    if not strip_leaders(text) or match_key(text.strip(" .")) in ("không", "không đăng ký"):
        return Judged(None)
    found, strange = lists.titles(text)
    why = (_("This title is not on the list."),) if strange or not found else ()
    return Judged(found or [_one_line_of(text)], why)


def _read_quarter(raw: Raw, lists: Lists) -> Judged:
    if isinstance(raw.typed, int):
        return Judged(raw.typed)
    found = parse.quarter(_one_line(raw))
    return Judged(found.number) if found else Judged(None, (_("The quarter cannot be read."),))


def _read_year(raw: Raw, lists: Lists) -> Judged:
    if isinstance(raw.typed, int):
        return Judged(raw.typed)
    found = parse.year(_one_line(raw))
    return Judged(found) if found else Judged(None, (_("The year cannot be read."),))


def _read_count(raw: Raw, lists: Lists) -> Judged:
    digits = _one_line(raw).split()[0].strip(".,;")
    return Judged(int(digits)) if digits.isdigit() else Judged(None, (_("This is not a number."),))


def _read_yes_no(raw: Raw, lists: Lists) -> Judged:
    word = match_key(raw.text.strip(" .()[]"))
    if word in ("x", "v", "có", "✓", "☒", "đăng ký") or ticks.level(raw.text).strip() == ticks.ON:
        return Judged("Có")
    if word in ("không", "-", "") or ticks.level(raw.text).strip() == ticks.OFF:
        return Judged("Không")
    return Judged(raw.text, (_("Neither Có nor Không is written."),))


def _one_line(raw: Raw) -> str:
    return _one_line_of(raw.text)


def _one_line_of(text: str) -> str:
    return " ".join(text.split())


_READERS: dict[Kind, Callable[[Raw, Lists], Judged]] = {
    Kind.NAME: _read_name,
    Kind.DATE: _read_date,
    Kind.SIGNING_DATE: _read_signing_date,
    Kind.SEX: _read_sex,
    Kind.PEOPLE: _read_people,
    Kind.UNIT: _read_unit,
    Kind.POST: _read_post,
    Kind.TEXT: _read_text,
    Kind.FIELDS: _read_fields,
    Kind.TITLES: _read_titles,
    Kind.LONG: _read_long,
    Kind.QUARTER: _read_quarter,
    Kind.YEAR: _read_year,
    Kind.COUNT: _read_count,
    Kind.YES_NO: _read_yes_no,
}
