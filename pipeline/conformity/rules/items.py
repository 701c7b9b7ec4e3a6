"""Phần, chương, mục, Điều, khoản, điểm and headings (catalogue 6.4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.conformity.anatomy import Item, Role
from pipeline.conformity.case import (
    Case,
    evaluates,
    failed,
    grouped,
    is_capitals,
    needed,
    not_applicable,
    number,
    quoted,
    verdicts,
)
from pipeline.conformity.model import Align, Paragraph, Span
from pipeline.conformity.numbering import roman
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.conformity.rules.body import first_line
from pipeline.messages import _

Fault = tuple[str, Paragraph]

_ROMAN_WORTH = {roman(worth): worth for worth in range(1, 60)}


def _of(case: Case, *roles: Role) -> list[Item]:
    found = [item for text in case.anatomy.texts for item in text if item.role in roles]
    return needed(found, not_applicable(_("there are none")))


# Điều


@evaluates("ND30-II.6đ-DIEU-FORM")
def article_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    items = _of(case, Role.ARTICLE)
    yield from verdicts(grouped((", ".join(found), i.paragraph) for i in items if (found := _article_faults(i))))


def _article_faults(item: Item) -> list[str]:
    faults = []
    lead = leading_spans(item.paragraph, len(f"Điều {item.number}") - len(item.paragraph.label))
    if not all(span.look.bold for span in lead):
        faults.append(_("not bold"))
    if any(span.look.italic for span in lead):
        faults.append(_("italic"))
    if not item.number.isdigit():
        faults.append(_("not Arabic digits"))
    if item.mark != ".":
        faults.append(_("no full stop after the number"))
    if not item.paragraph.text.startswith("Điều"):
        faults.append(_("in capitals"))
    if first_line(item.paragraph) < 14 and item.paragraph.shape.align is not Align.CENTER:
        faults.append(_("not indented"))
    return faults


def leading_spans(paragraph: Paragraph, length: int) -> list[Span]:
    """The spans that hold the first `length` visible characters."""
    found, seen = [], 0
    for span in paragraph.inked:
        if seen >= length:
            break
        found.append(span)
        seen += len(span.text.lstrip() if not found[1:] else span.text)
    return found


@evaluates("ND30-II.6đ-DIEU-SEQ")
def article_sequence(case: Case, rule: Rule) -> Iterator[Outcome]:
    _of(case, Role.ARTICLE)
    yield from verdicts(failed(*gap) for text in case.anatomy.texts if (gap := _article_gap(text)))


def _article_gap(text: Sequence[Item]) -> Fault | None:
    """The first Điều that does not follow the one before: one gap shifts all that follow."""
    articles = (item for item in text if item.role is Role.ARTICLE)
    for wanted, item in enumerate(articles, 1):
        if item.number != str(wanted):
            words = _("Điều {found} where Điều {wanted} should stand").format(found=item.number, wanted=wanted)
            return words, item.paragraph
    return None


# Khoản, điểm


@evaluates("ND30-II.6đ-KHOAN-SEQ")
def number_sequence(case: Case, rule: Rule) -> Iterator[Outcome]:
    _of(case, Role.NUMBER)
    yield from verdicts(grouped(gap for text in case.anatomy.texts for gap in _number_gaps(text)))


def _number_gaps(items: Sequence[Item]) -> Iterator[Fault]:
    """Numbers that do not follow the one before below the same parent."""
    last: dict[str, int] = {}
    for item in items:
        if item.role in {Role.ROMAN, Role.ARTICLE, Role.SECTION, Role.CHAPTER, Role.PART}:
            last.clear()
        if item.role is not Role.NUMBER:
            continue
        parent, _dot, own = item.number.rpartition(".")
        count = int(own)
        if count != 1 and count != last.get(parent, 0) + 1:
            yield _("{found} after {before}").format(found=item.number, before=last.get(parent, 0)), item.paragraph
        last[parent] = count
        for deeper in [key for key in last if key.startswith(f"{item.number}.") or key == item.number]:
            del last[deeper]


@evaluates("ND30-II.6đ-DIEM-ALPHABET")
def letter_sequence(case: Case, rule: Rule) -> Iterator[Outcome]:
    _of(case, Role.LETTER)
    alphabet = rule.values["letters"]
    yield from verdicts(grouped(gap for text in case.anatomy.texts for gap in _letter_gaps(text, alphabet)))


def _letter_gaps(items: Sequence[Item], alphabet: str) -> Iterator[Fault]:
    expected = 0
    for item in items:
        if item.role not in {Role.LETTER, Role.DASH, Role.TEXT, Role.CELL}:
            expected = 0
        if item.role is not Role.LETTER:
            continue
        letter = item.number
        wanted = alphabet[expected] if expected < len(alphabet) else ""
        if item.mark != ")" or letter[:1] not in alphabet:
            yield quoted(letter + item.mark), item.paragraph
        elif letter not in {wanted, "a"} and len(letter) == 1:
            words = _("{found} where {wanted} should stand").format(found=f"{letter})", wanted=f"{wanted})")
            yield words, item.paragraph
        expected = alphabet.find(letter[:1]) + 1


# Phần, chương, mục

_ROMAN_NUMBER = re.compile(r"[IVXLC]+|thứ .+")


@evaluates("ND30-II.6đ-PHAN-CHUONG")
def parts_and_chapters(case: Case, rule: Rule) -> Iterator[Outcome]:
    yield from _divisions(case, rule, (Role.PART, Role.CHAPTER), _ROMAN_NUMBER)


@evaluates("ND30-II.6đ-MUC")
def sections(case: Case, rule: Rule) -> Iterator[Outcome]:
    yield from _divisions(case, rule, (Role.SECTION,), re.compile(r"\d+"))


def _divisions(case: Case, rule: Rule, roles: tuple[Role, ...], numbers: re.Pattern[str]) -> Iterator[Outcome]:
    items = _of(case, *roles)
    faults = []
    for item in items:
        found = _division_faults(item.paragraph, rule)
        if not numbers.fullmatch(item.number):
            found.append(_("number {number}").format(number=quoted(item.number)))
        title = _title_below(case, item)
        if title is not None and not (is_capitals(title.text) and title.all_bold()):
            found.append(_("title not in bold capitals"))
        if found:
            faults.append((", ".join(found), item.paragraph))
    yield from verdicts(grouped(faults))


def _division_faults(paragraph: Paragraph, rule: Rule) -> list[str]:
    faults = []
    if not paragraph.all_bold():
        faults.append(_("not bold"))
    if paragraph.shape.align is not Align.CENTER:
        faults.append(_("not centred"))
    if paragraph.all_italic():
        faults.append(_("italic"))
    wrong = sorted(s for s in paragraph.sizes() if not rule.values["min_pt"] <= s <= rule.values["max_pt"])
    if wrong:
        faults.append(_("size {sizes}").format(sizes=", ".join(map(number, wrong))))
    return faults


def _title_below(case: Case, item: Item) -> Paragraph | None:
    items = next(text for text in case.anatomy.texts if item in text)
    place = items.index(item) + 1
    return items[place].paragraph if place < len(items) and items[place].role is Role.TITLE else None


@evaluates("ND30-II.6d-TITLES")
def titles(case: Case, rule: Rule) -> Iterator[Outcome]:
    items = _of(case, Role.PART, Role.CHAPTER, Role.SECTION)
    faults = []
    for item in items:
        lead = re.match(r"\S+(?: mục)? \S+\s*[.:]?", item.paragraph.text)
        inline = item.paragraph.text[lead.end() :].strip() if lead else ""
        if not inline and _title_below(case, item) is None:
            faults.append((quoted(item.paragraph.text), item.paragraph))
    yield from verdicts(grouped(faults))


# I. TIÊU ĐỀ


@evaluates("ND30-V.6b-ROMAN-HEAD")
def roman_headings(case: Case, rule: Rule) -> Iterator[Outcome]:
    items = _of(case, Role.ROMAN)
    faults, before = [], 0
    for item in items:
        found = _roman_faults(item, rule)
        worth = _ROMAN_WORTH.get(item.number, 0)
        if worth not in {1, before + 1}:
            found.append(_("{found} after {before}").format(found=item.number, before=roman(before) or "0"))
        before = worth
        if found:
            faults.append((", ".join(found), item.paragraph))
    yield from verdicts(grouped(faults))


def _roman_faults(item: Item, rule: Rule) -> list[str]:
    faults = []
    if not is_capitals(re.sub(r"\(.*\)", "", item.paragraph.text)):
        faults.append(_("not in capitals"))
    if not item.paragraph.all_bold():
        faults.append(_("not bold"))
    wrong = sorted(s for s in item.paragraph.sizes() if not rule.values["min_pt"] <= s <= rule.values["max_pt"])
    if wrong:
        faults.append(_("size {sizes}").format(sizes=", ".join(map(number, wrong))))
    if item.mark != ".":
        faults.append(_("no full stop after the number"))
    return faults


@evaluates("ND30-V.6b-NUM-DOT")
def number_marks(case: Case, rule: Rule) -> Iterator[Outcome]:
    items = _of(case, Role.NUMBER)
    faults: list[Fault] = []
    for depth in sorted({item.number.count(".") for item in items}):
        level = [item for item in items if item.number.count(".") == depth]
        usual = Counter(item.mark for item in level).most_common(1)[0][0]
        faults.extend((quoted(i.number + i.mark), i.paragraph) for i in level if i.mark != usual)
    yield from verdicts(grouped(faults))
