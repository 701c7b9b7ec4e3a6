"""Capital letters (NĐ 30/2020, Phụ lục II); the names are in ``data/names.toml``."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.conformity.anatomy import Role
from pipeline.conformity.case import (
    Case,
    evaluates,
    grouped,
    not_applicable,
    not_evaluated,
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import Paragraph
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.conformity.spelling import ABBREVIATIONS, names, occurrences, starts_sentence
from pipeline.law.codes import titles
from pipeline.messages import _
from pipeline.vietnamese.text import nfc

Fault = tuple[str, Paragraph]


def _running(case: Case) -> list[Paragraph]:
    """The sentences of the document: bases and body, subject and addressees; not what is in capitals throughout."""
    anatomy = case.anatomy
    parts = (
        *anatomy.heading.subject,
        *anatomy.letterhead.about,
        *anatomy.heading.addressees,
        *anatomy.bases,
        *(item.paragraph for item in anatomy.items),
        *(paragraph for annex in anatomy.annexes for paragraph in annex.content),
    )
    return [paragraph for paragraph in parts if paragraph.text.upper() != paragraph.text]


def _found(case: Case, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Paragraph, bool]]:
    """Every match, its paragraph, and whether a sentence begins there."""
    for paragraph in _running(case):
        text = nfc(paragraph.text)
        for match in pattern.finditer(text):
            yield match, paragraph, starts_sentence(text, match.start())


def _judged(right: int, faults: list[Fault]) -> Iterator[Outcome]:
    """The faults; a pass where the rule was met and kept; not applicable where nothing of the kind is written."""
    if faults:
        yield from verdicts(grouped(faults))
    elif right:
        yield passed(_("{count} places").format(count=right))
    else:
        yield not_applicable(_("nothing of the kind is written"))


# Sentences

_AFTER_STOP = re.compile(r"(\S+)[.?!]\s+([^\W\d_])")
_FIRST_LETTER = re.compile(r"(?:[-–+•]\s*)?([^\W\d_])\w*\s")


@evaluates("ND30-PL2.I")
def sentence_start(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults: list[Fault] = []
    for item in case.anatomy.body(Role.TEXT, Role.DASH, Role.LETTER, Role.NUMBER, Role.ARTICLE):
        text = nfc(item.paragraph.text)
        for match in _AFTER_STOP.finditer(text):
            before = match[1].lower().strip("(“")
            if (
                match[2].islower()
                and before not in ABBREVIATIONS
                and not re.search(r"\d$|\.\.$|^\w$|…", before)
                and "." not in before
            ):
                faults.append((quoted(text[match.start() : match.end() + 12]), item.paragraph))
        lead = _FIRST_LETTER.match(text)
        if lead and lead[1].islower() and item.role in {Role.TEXT, Role.DASH}:
            faults.append((quoted(text[:24]), item.paragraph))
    yield from verdicts(grouped(faults))


# People


@evaluates("ND30-PL2.II.1")
def people(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults: list[Fault] = []
    name = case.anatomy.closing.name
    if name is not None and any(word[0].islower() for word in name.text.split()):
        faults.append((quoted(name.text), name))
    faults.extend((quoted(match[0]), paragraph) for match, paragraph, _start in _found(case, _half_capital_name()))
    yield from _judged(int(name is not None), faults)


@functools.cache
def _half_capital_name() -> re.Pattern[str]:
    """A surname followed by a middle name in small letters and a given name: "Nguyễn văn Thử"."""
    surnames = "|".join(names().surnames)
    return re.compile(rf"\b(?:{surnames}) (?:văn|thị|đức|hữu|thanh|minh|ngọc|quốc|xuân|đình|công) [A-ZĐÀ-Ỹ][\w]+")


_TRANSLITERATED = re.compile(r"\b[^\W\d_]{2,6}(?:-[^\W\d_]{1,6}){2,}\b")


@evaluates("ND30-PL2.II.2b")
def foreign_people(case: Case, rule: Rule) -> Iterator[Outcome]:
    places = ((match[0], paragraph) for match, paragraph, _start in _found(case, _TRANSLITERATED))
    found = [(name, paragraph) for name, paragraph in places if all(part[1:].islower() for part in name.split("-"))]
    faults = [
        (quoted(name), paragraph) for name, paragraph in found if any(p[0].isupper() for p in name.split("-")[1:])
    ]
    yield from _judged(len(found), faults)


# Places


@evaluates("ND30-PL2.III.1a")
def units(case: Case, rule: Rule) -> Iterator[Outcome]:
    right, faults = 0, []
    for match, paragraph, at_start in _found(case, _unit_pattern()):
        noun, name = match[1], match[2]
        proper = next(part for part in names().provinces if part.lower() == name.lower())
        if (noun[0].isupper() and not at_start) or name != proper:
            faults.append((quoted(match[0]), paragraph))
        else:
            right += 1
    yield from _judged(right, faults)


@functools.cache
def _unit_pattern() -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, names().provinces), key=len, reverse=True))
    return re.compile(rf"\b(tỉnh|Tỉnh) ((?i:{listed}))(?!\w)")


_NUMBERED_UNIT = re.compile(
    r"(?<!\w)(quận|phường|Quận|Phường) (\d{1,2}|Điện Biên Phủ|Lê Lợi|Trần Hưng Đạo|Lý Thường Kiệt)(?!\w|[/.]\d)"
)


@evaluates("ND30-PL2.III.1b")
def numbered_units(case: Case, rule: Rule) -> Iterator[Outcome]:
    found = list(_found(case, _NUMBERED_UNIT))
    faults = [(quoted(match[0]), paragraph) for match, paragraph, _start in found if match[1][0].islower()]
    yield from _judged(len(found), faults)


# Names on a list


@evaluates(
    "ND30-PL2.III.1c", "ND30-PL2.III.1d", "ND30-PL2.III.1đ", "ND30-PL2.IV.1a", "ND30-PL2.IV.1b", "ND30-PL2.IV.2b",
    "ND30-PL2.V.5", "ND30-PL2.V.8b", "ND30-PL2.V.9", "ND30-PL2.V.10",
)  # fmt: skip
def listed_names(case: Case, rule: Rule) -> Iterator[Outcome]:
    yield from _listed(case, names().by_rule[rule.id])


def _listed(case: Case, right_forms: tuple[str, ...]) -> Iterator[Outcome]:
    found = list(occurrences(_running(case), right_forms))
    faults = [(quoted(place.written), place.paragraph) for place in found if not place.is_right]
    yield from _judged(len(found), faults)


@evaluates("ND30-PL2.V.2")
def honours(case: Case, rule: Rule) -> Iterator[Outcome]:
    """The titles of the emulation rules count as names where they are named, not where their words are used."""
    own = tuple(title.name for title in titles() if len(title.name.split()) > 3)
    found = list(occurrences(_running(case), names().by_rule[rule.id]))
    named = [place for place in occurrences(_running(case), own) if place.written[0].isupper() or place.is_right]
    faults = [(quoted(place.written), place.paragraph) for place in (*found, *named) if not place.is_right]
    yield from _judged(len(found) + len(named), faults)


_SPECIAL = re.compile(
    r"Đảng(?:,| và) (nhà nước)\b|(?:chính sách|pháp luật|chủ trương) của (nhà nước)\b(?! ta)|"
    r"(?:[Đđ]ảng bộ|chính quyền|cán bộ)(?:, \w+ \w+)? và (nhân dân)\b|phục vụ (nhân dân)\b"
)
_SPECIAL_RIGHT = re.compile(r"\bNhân dân\b|\bNhà nước\b")


@evaluates("ND30-PL2.V.1")
def special_nouns(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults = [(quoted(match[0]), paragraph) for match, paragraph, _start in _found(case, _SPECIAL)]
    yield from _judged(sum(1 for _place in _found(case, _SPECIAL_RIGHT)), faults)


@evaluates("ND30-PL2.V.3", "ND30-PL2.V.4")
def meant_with_respect(case: Case, rule: Rule) -> Iterator[Outcome]:
    yield not_evaluated(_("only a reader can tell"))


# Documents and their parts

_CITED = re.compile(
    r"\b(nghị quyết|nghị định|quyết định|thông tư|chỉ thị|kế hoạch|công văn|hướng dẫn|thông báo|tờ trình|báo cáo|"
    r"công điện)(?= số \d)",
    re.IGNORECASE,
)
_LAW = re.compile(r"(?<![\w“])(?<!pháp )(luật|pháp lệnh|Luật|Pháp lệnh) (?:[A-ZĐ][\wà-ỹ]+|thi đua, khen thưởng)\b")


@evaluates("ND30-PL2.V.6")
def cited_documents(case: Case, rule: Rule) -> Iterator[Outcome]:
    right, faults = 0, []
    for match, paragraph, _start in _found(case, _CITED):
        if match[1] == match[1].capitalize():
            right += 1
        elif not match[1].isupper():
            faults.append((quoted(match[1] + " số …"), paragraph))
    for match, paragraph, _start in _found(case, _LAW):
        if match[1][0].islower() or "thi đua, khen" in match[0]:
            faults.append((quoted(match[0]), paragraph))
        else:
            right += 1
    yield from _judged(right, faults)


_PART = re.compile(r"(?<=[\s(])(điều|Điều|khoản|Khoản|điểm|Điểm) (\d+|[a-zđ])(?=[\s,.;)]|$)")
_DIVISION = re.compile(r"(?<=[\s(])(?<!danh )(?<!hạng )(?<!chuyên )(?<!đề )(chương|Chương) ([IVX]+)\b")


@evaluates("ND30-PL2.V.7")
def cited_parts(case: Case, rule: Rule) -> Iterator[Outcome]:
    right, faults = 0, []
    for pattern in (_PART, _DIVISION):
        for match, paragraph, at_start in _found(case, pattern):
            wrong = match[1] in {"điều", "chương"} or (match[1] in {"Khoản", "Điểm"} and not at_start)
            if wrong and _is_reference(match):
                faults.append((quoted(match[0]), paragraph))
            elif not wrong:
                right += 1
    yield from _judged(right, faults)


def _is_reference(match: re.Match[str]) -> bool:
    """ "95 điểm a" and "có điều 1 nên nhớ" are no references; a letter counts only when khoản or Điều follows."""
    if match[2].isdigit() or match[2].isupper():
        return match[1].lower() != "điểm" or not re.search(r"\d $", match.string[: match.start()])
    return bool(re.match(r",? (?:khoản|Khoản|điều|Điều)", match.string[match.end() :]))


# Time

_STEMS = "giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý"
_BRANCHES = "tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi"
_LUNAR_YEAR = re.compile(rf"\b((?:{_STEMS}) (?:{_BRANCHES}))\b", re.IGNORECASE)


@evaluates("ND30-PL2.V.8a")
def lunar_years(case: Case, rule: Rule) -> Iterator[Outcome]:
    found = [(m[1], p) for m, p, _start in _found(case, _LUNAR_YEAR)]
    faults = [(quoted(name), paragraph) for name, paragraph in found if name != name.title()]
    yield from _judged(len(found), faults)


_DAYS = re.compile(r"\b(?:sáng|chiều|tối|vào) ([Tt]hứ) (hai|ba|tư|năm|sáu|bảy|Hai|Ba|Tư|Năm|Sáu|Bảy)\b")
_MONTHS = re.compile(
    r"(?<!ngày )(?<!ngày, )(?<!mạng )\b([Tt]háng) (hai|ba|tư|năm|sáu|bảy|tám|chín|mười|giêng|chạp|"
    r"Hai|Ba|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười|Giêng|Chạp)\b"
    r"(?! (?:lần|tháng|ngày|rưỡi|\d))"
)


@evaluates("ND30-PL2.V.8c")
def weekdays_and_months(case: Case, rule: Rule) -> Iterator[Outcome]:
    right, faults = 0, []
    for pattern in (_DAYS, _MONTHS):
        for match, paragraph, at_start in _found(case, pattern):
            if match[2][0].islower() or (match[1][0].isupper() and not at_start):
                faults.append((quoted(match[0]), paragraph))
            else:
                right += 1
    yield from _judged(right, faults)
