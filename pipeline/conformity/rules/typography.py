"""Typing: normal form, hyphens, spaces, quotation marks, what was left unfinished (catalogue 6.7)."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.conformity.anatomy import Role
from pipeline.conformity.case import Case, evaluates, failed, grouped, missing, passed, quoted, verdicts
from pipeline.conformity.letterhead import is_motto
from pipeline.conformity.model import Paragraph
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule, Stage
from pipeline.messages import _
from pipeline.vietnamese.syllables import is_syllable

Fault = tuple[str, Paragraph]


def _written(case: Case) -> Iterator[Paragraph]:
    return (paragraph for paragraph in case.document.everything() if paragraph.text)


@evaluates("TYP-NFC", anywhere=True)
def normal_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    wrong = [(_("composed of parts"), p) for p in _written(case) if not unicodedata.is_normalized("NFC", p.raw)]
    yield from verdicts(grouped(wrong), "NFC")


_OTHER_DASH = re.compile("[\u00ad\u2010-\u2015\u2212]")
_LEADING_DASH = re.compile("\\s*[\u2010-\u2015\u2212•*]\\s*\\w")


@evaluates("TYP-HYPHEN")
def hyphens(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    faults = [(quoted(p.text), p) for p in (head.creed, head.number) if p is not None and _OTHER_DASH.search(p.text)]
    lists = [item.paragraph for item in case.anatomy.body(Role.DASH)]
    lists.extend((*case.anatomy.closing.recipients, *case.anatomy.heading.addressees))
    faults.extend(
        (_("a list dash {sign}").format(sign=quoted(p.text[0])), p) for p in lists if _LEADING_DASH.match(p.text)
    )
    yield from verdicts(grouped(faults))


_RANGE = re.compile(r"\b((?:19|20)\d\d)(\s*[-–]\s*)((?:19|20)\d\d)\b")


@evaluates("TYP-RANGE-STYLE", anywhere=True)
def year_ranges(case: Case, rule: Rule) -> Iterator[Outcome]:
    styles: dict[str, list[Fault]] = defaultdict(list)
    for paragraph in _written(case):
        for match in _RANGE.finditer(paragraph.text):
            styles[match[2]].append((quoted(match[0]), paragraph))
    if len(styles) < 2:
        yield passed(next(iter(styles), ""))
        return
    usual = max(styles, key=lambda style: len(styles[style]))
    count = ", ".join(f"{found[0][0]} × {len(found)}" for found in styles.values())
    places = [place for style, found in styles.items() if style != usual for _text, place in found]
    yield failed(count, *dict.fromkeys(places))


_DOUBLE = re.compile(r"\S( {2,})\S")
_BEFORE_MARK = re.compile(r"[\w”)] +[,;:?!](?!\S*[/\\])|[\w”)] +\.(?![\w.…])")
_SMALL = "a-zăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
#: a full stop behind capitals ("TP.HCM", "PCT.UBND") shortens a word, it ends no sentence
_NO_SPACE_BEHIND = re.compile(rf"[^\W\d_][,;:][^\W\d_]|[^\W\d_][{_SMALL}]\.[A-ZĐÀ-Ỹ][^\W\d_]")


@evaluates("TYP-DBLSPACE")
def spaces(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults: list[Fault] = []
    gaps = {part.number for part in (case.anatomy.letterhead.number, case.anatomy.letterhead.date) if part}
    for paragraph in case.document.paragraphs:
        if paragraph.number in gaps or _is_gap_to_fill(paragraph.text):
            continue
        for pattern, words in (
            (_DOUBLE, _("two spaces")),
            (_BEFORE_MARK, _("a space before a mark")),
            (_NO_SPACE_BEHIND, _("no space behind a mark")),
        ):
            if pattern.search(paragraph.raw.strip()):
                faults.append((words, paragraph))
    yield from verdicts(grouped(faults))


def _is_gap_to_fill(text: str) -> bool:
    """The line "(Kèm theo … số     /…-… ngày    …)" keeps gaps for number and day."""
    return bool(re.search(r"kèm theo .*(số|ngày)", text, re.IGNORECASE))


@evaluates("TYP-QUOTES")
def quotes(case: Case, rule: Rule) -> Iterator[Outcome]:
    paragraphs = case.document.paragraphs
    faults = [(_("straight quotation marks"), paragraph) for paragraph in paragraphs if '"' in paragraph.text]
    unpaired = [paragraph for paragraph in paragraphs if _open_quotes(paragraph)]
    faults.extend((_("quotation marks without their pair"), paragraph) for paragraph in _alone(unpaired))
    yield from verdicts(grouped(faults))


def _open_quotes(paragraph: Paragraph) -> int:
    return paragraph.text.count("“") - paragraph.text.count("”")


def _alone(unpaired: list[Paragraph]) -> list[Paragraph]:
    """A name in quotation marks may go on over the lines of a title: such lines have their pair on the next one."""
    paired: set[int] = set()
    for first, second in itertools.pairwise(unpaired):
        if second.number - first.number == 1 and _open_quotes(first) + _open_quotes(second) == 0:
            paired |= {first.number, second.number}
    return [paragraph for paragraph in unpaired if paragraph.number not in paired]


# hòa / hoà: a tone on the first or on the second vowel of oa, oe, uy that end a syllable
_TONE_FIRST = re.compile(r"[^\W\d_]*?(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)\b", re.IGNORECASE)
_TONE_SECOND = re.compile(r"[^\W\d_]*?(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])\b", re.IGNORECASE)


@evaluates("TYP-TONE", anywhere=True)
def tone_marks(case: Case, rule: Rule) -> Iterator[Outcome]:
    counts: Counter[str] = Counter()
    places: dict[str, list[Fault]] = {"first": [], "second": []}
    for paragraph in _written(case):
        if is_motto(paragraph):  # the decree writes it both ways (II.1a, V)
            continue
        text = unicodedata.normalize("NFC", paragraph.text)
        for style, pattern in (("first", _TONE_FIRST), ("second", _TONE_SECOND)):
            for match in pattern.finditer(text):
                if is_syllable(match[0]) and not match[0].istitle():  # people write their own names as they like
                    counts[style] += 1
                    places[style].append((quoted(match[0]), paragraph))
    if len(counts) < 2:
        yield passed()
        return
    rare = min(("second", "first"), key=lambda style: counts[style])
    yield from grouped(places[rare])


_PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\[(?:CẦN BỔ SUNG|TÊN|SỐ|NGÀY|HỌ TÊN|\.\.\.)[^\]]*\]|"
    r"…{2,}|\.{5,}|…\s*…|\bxxx+\b|_{5,}|<[A-ZĐ ]{3,}>",
    re.IGNORECASE,
)


@evaluates("TYP-PLACEHOLDER", anywhere=True)
def placeholders(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    blanks = {part.number for part in (head.number, head.date) if part is not None}
    faults: list[Fault] = []
    for paragraph in _written(case):
        match = _PLACEHOLDER.search(paragraph.raw)
        may_be_blank = paragraph.part == "body" and paragraph.number in blanks and case.stage is not Stage.ISSUED
        if match and not may_be_blank and not re.fullmatch(r"[\s_.…-]+", paragraph.text):
            faults.append((quoted(match[0], 30), paragraph))
    yield from verdicts(grouped(faults))


@evaluates("TYP-COMMENTS", anywhere=True)
def leftovers(case: Case, rule: Rule) -> Iterator[Outcome]:
    traces = case.document.traces
    found = [
        words.format(count=count)
        for words, count in (
            (_("{count} comments"), traces.comments),
            (_("{count} tracked changes"), traces.changes),
            (_("{count} pieces of hidden text"), traces.hidden),
        )
        if count
    ]
    yield failed(", ".join(found)) if found else passed()


_VOLATILE = {"DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE"}


@evaluates("TYP-FIELDS", anywhere=True)
def fields(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults: list[Fault] = []
    for paragraph in case.document.everything():
        if re.search(r"Error!|Lỗi!", paragraph.text):
            faults.append((quoted("Error!"), paragraph))
        faults.extend(
            (_("a date that changes by itself"), paragraph)
            for code in paragraph.fields
            if code.split()[:1] and code.split()[0].upper() in _VOLATILE
        )
    yield from verdicts(grouped(faults))


@evaluates("TYP-KEEP")
def keep_together(case: Case, rule: Rule) -> Iterator[Outcome]:
    closing = case.anatomy.closing
    if closing.label is None and not closing.titles:
        yield missing(_("signer"))
        return
    if case.extent.several is False:
        yield passed(_("one page"))
        return
    if case.document.pdf is not None:
        yield from _kept_on_page(case)
        return
    block = (closing.label or closing.titles[0]).cell
    faults = []
    if block is not None and not block.unbreakable:
        faults.append((_("the rows of the signature table may be split"), closing.label or closing.titles[0]))
    last = case.anatomy.items[-1].paragraph if case.anatomy.items else None
    if last is not None and last.cell is None and not last.shape.keep_next:
        faults.append((_("the last paragraph does not keep with the signature"), last))
    yield from verdicts(grouped(faults))


def _kept_on_page(case: Case) -> Iterator[Outcome]:
    """In a PDF it shows: the block on one page, with at least two lines of text above it."""
    closing = case.anatomy.closing
    block = [part for part in (closing.label, *closing.titles, closing.name) if part is not None]
    pages = sorted({part.page for part in block})
    if len(pages) > 1:
        yield failed(_("the signature block is split"), block[-1])
        return
    above = [item.paragraph for item in case.anatomy.items if item.paragraph.page == pages[0]]
    lines = sum((p.area[3] - p.area[1]) / (1.1 * max(p.sizes(), default=14.0)) for p in above if p.area)
    if lines < 1.5:
        yield failed(_("fewer than two lines of text stand above the signature block"), block[0])
    else:
        yield passed(_("on page {number} with the text").format(number=pages[0]))
