"""The running text: size, margins, spacing, bases, citations, end (catalogue 6.4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.conformity.anatomy import Item, Role
from pipeline.conformity.case import (
    Case,
    doubtful,
    evaluates,
    failed,
    grouped,
    millimetres,
    missing,
    needed,
    not_applicable,
    number,
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import MM, Align, Paragraph
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.conformity.widths import SINGLE, TAB, height, line_widths
from pipeline.messages import _

#: roles that are running text
RUNNING = (Role.TEXT, Role.ARTICLE, Role.NUMBER, Role.LETTER, Role.DASH)
FLOWING = (*RUNNING, Role.ROMAN)
#: a paragraph longer than this is no heading
HEADING_LENGTH = 160


def body_size(case: Case) -> float | None:
    """The size most of the body's text is set in."""
    sizes: Counter[float] = Counter()
    for item in case.anatomy.body(*FLOWING):
        for span in item.paragraph.inked:
            sizes[span.look.size] += len(span.text)
    return sizes.most_common(1)[0][0] if sizes else None


def _no_body(case: Case) -> Outcome:
    return missing(_("text of the document"))


@evaluates("ND30-II.6e-SIZE")
def size(case: Case, rule: Rule) -> Iterator[Outcome]:
    usual = body_size(case)
    if usual is None:
        yield _no_body(case)
        return
    low, high = rule.values["min_pt"], rule.values["max_pt"]
    faults = []
    for item in case.anatomy.body(*FLOWING):
        sizes = {span.look.size for span in item.paragraph.inked if not span.look.raised}
        for wrong in sorted(sizes):
            if not low <= wrong <= high or wrong != usual:
                faults.append((_("size {sizes}").format(sizes=number(wrong)), item.paragraph))
    yield from verdicts(grouped(faults), number(usual))


@evaluates("ND30-II.6e-JUSTIFY")
def justified(case: Case, rule: Rule) -> Iterator[Outcome]:
    items = list(case.anatomy.body(*RUNNING))
    if not items:
        yield _no_body(case)
        return
    words = {Align.LEFT: _("ragged on the right"), Align.RIGHT: _("flush right"), Align.CENTER: _("centred")}
    faults = [
        (words[item.paragraph.shape.align], item.paragraph)
        for item in items
        if item.paragraph.shape.align is not Align.BOTH
        and not is_heading(item)
        and _takes_several_lines(case, item.paragraph)
    ]
    yield from verdicts(grouped(faults), _("justified"))


def _takes_several_lines(case: Case, paragraph: Paragraph) -> bool:
    """On a single line nobody sees whether it is justified."""
    free = case.document.section_of(paragraph).text_width
    return len(line_widths(paragraph, free - max(paragraph.shape.first, 0))) > 1


def is_heading(item: Item) -> bool:
    """Whether a numbered item is a title: short, bold, no sentence."""
    paragraph = item.paragraph
    short = len(paragraph.text) <= HEADING_LENGTH and paragraph.text[-1] not in ".;"
    return item.role is Role.NUMBER and short and paragraph.all_bold()


def first_line(paragraph: Paragraph) -> float:
    """Where the first line begins, from the margin, in points: indents, typed tabs and spaces together."""
    start = max(paragraph.shape.left + paragraph.shape.first, 0.0)
    raw = paragraph.raw
    lead = raw[: len(raw) - len(raw.lstrip(" \t\u00a0"))]
    for sign in lead if len(lead) > 1 or lead == "\t" else "":  # one space is a slip of the finger
        if sign == "\t":
            start = (int(start / TAB + 0.01) + 1) * TAB
        elif paragraph.spans:
            start += paragraph.spans[0].look.size * 0.25
    return start


@evaluates("ND30-II.6e-INDENT")
def indent(case: Case, rule: Rule) -> Iterator[Outcome]:
    items = list(case.anatomy.body(*RUNNING))
    if not items:
        yield _no_body(case)
        return
    faults = [
        (millimetres(first_line(item.paragraph)), item.paragraph)
        for item in items
        if not _is_allowed_indent(first_line(item.paragraph), rule)
    ]
    yield from verdicts(grouped(faults))


def _is_allowed_indent(measure: float, rule: Rule) -> bool:
    tolerance = rule.values["tolerance_mm"] * MM
    return any(abs(measure - allowed * MM) <= tolerance for allowed in rule.values["values_mm"])


@evaluates("ND30-II.6e-INDENT-UNIFORM")
def uniform_indent(case: Case, rule: Rule) -> Iterator[Outcome]:
    items = list(case.anatomy.body(*RUNNING))
    if not items:
        yield _no_body(case)
        return
    step = rule.values["tolerance_mm"] * MM * 2
    by_measure = [(round(first_line(item.paragraph) / step), item.paragraph) for item in items]
    usual = Counter(measure for measure, _paragraph in by_measure).most_common(1)[0][0]
    faults = [(millimetres(first_line(p)), p) for measure, p in by_measure if abs(measure - usual) > 1]
    yield from verdicts(grouped(faults), millimetres(usual * step))


@evaluates("ND30-II.6e-PARA-GAP")
def gap(case: Case, rule: Rule) -> Iterator[Outcome]:
    pairs = list(_neighbours(case))
    if not pairs:
        yield _no_body(case)
        return
    faults = [(f"{number(found)} pt", below) for above, below, found in pairs if found < rule.values["min_pt"] - 0.05]
    yield from verdicts(grouped(faults))


def _neighbours(case: Case) -> Iterator[tuple[Paragraph, Paragraph, float]]:
    """Paragraphs of the body one below the other, and the space between them."""
    flowing = {item.paragraph.number for item in case.anatomy.body(*FLOWING, Role.TITLE, Role.CENTRED)}
    above, empty = None, 0.0
    for paragraph in case.anatomy.main:
        if paragraph.cell is not None:
            above = None
        elif paragraph.number in flowing:
            if above is not None and not paragraph.starts_page:
                yield above, paragraph, _space(above, paragraph) + empty
            above, empty = paragraph, 0.0
        elif not paragraph.text:
            empty += height(paragraph, 100.0)
        else:
            above = None


def _space(above: Paragraph, below: Paragraph) -> float:
    same = above.shape.style == below.shape.style
    after = 0.0 if same and above.shape.contextual else above.shape.after
    before = 0.0 if same and below.shape.contextual else below.shape.before
    return after + before


@evaluates("ND30-II.6e-LINE")
def line_spacing(case: Case, rule: Rule) -> Iterator[Outcome]:
    items = list(case.anatomy.body(*FLOWING))
    if not items:
        yield _no_body(case)
        return
    faults = [(fault, item.paragraph) for item in items if (fault := _line_fault(item.paragraph, rule))]
    yield from verdicts(grouped(faults))


def _line_fault(paragraph: Paragraph, rule: Rule) -> str:
    shape, values = paragraph.shape, rule.values
    if shape.line_rule == "auto":
        right = values["min"] - 0.005 <= shape.line <= values["max"] + 0.005
        return "" if right else _("{times} lines").format(times=number(shape.line, 2))
    ratio = shape.line / max(paragraph.sizes(), default=14.0)
    if shape.line_rule == "atLeast":
        ratio = max(ratio, SINGLE)
    right = values["exact_min"] - 0.005 <= ratio <= values["exact_max"] + 0.005
    return "" if right else _("exactly {points} pt").format(points=number(shape.line))


@evaluates("ND30-II.6e-UPRIGHT")
def upright(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults = []
    for item in case.anatomy.body(*RUNNING):
        paragraph = item.paragraph
        if len(paragraph.text) > HEADING_LENGTH and not paragraph.text.startswith(("(", "“")):
            if paragraph.all_italic():
                faults.append((_("italic"), paragraph))
            elif paragraph.all_bold():
                faults.append((_("bold"), paragraph))
    yield from verdicts(grouped(faults))


@evaluates("ND30-II.6e-NOSPACEINDENT")
def no_typed_indent(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults = []
    for item in case.anatomy.body(*FLOWING):
        if re.match(r"[ \u00a0]{2}|\t", item.paragraph.raw):
            faults.append((_("spaces or a tab at the beginning"), item.paragraph))
    empty = [p for p in _inner(case) if not p.text and not p.drawn and p.cell is None and not p.starts_page]
    faults.extend((_("an empty paragraph"), paragraph) for paragraph in empty)
    yield from verdicts(grouped(faults))


def _inner(case: Case) -> Iterator[Paragraph]:
    """The paragraphs between the first and the last written one of the body."""
    written = [item.paragraph.number for item in case.anatomy.items]
    if written:
        yield from (p for p in case.anatomy.main if written[0] < p.number < written[-1])


# Bases

_LAW = re.compile(r"(?:căn cứ\s+)?(?:bộ luật|luật|pháp lệnh|hiến pháp)\b", re.IGNORECASE)
_LAW_NUMBER = re.compile(r"\bsố\s+\d+/\d{4}/|của (?:Quốc hội|Ủy ban Thường vụ)|\d+/\d{4}/(?:QH|PL-)", re.IGNORECASE)
_CITED_BASIS = re.compile(
    r"căn cứ\s+(nghị quyết|nghị định|quyết định|thông tư(?: liên tịch)?|chỉ thị|kế hoạch|công văn|hướng dẫn|"
    r"chương trình|quy định|thông báo)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip


def _bases(case: Case) -> tuple[Paragraph, ...]:
    return needed(case.anatomy.bases, not_applicable(_("no bases are named")))


@evaluates("ND30-II.6a-CANCU-ITALIC")
def bases_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    bases = _bases(case)
    faults = []
    for base in bases:
        found = [] if base.all_italic() else [_("not italic")]
        wrong = sorted(s for s in base.sizes() if not rule.values["min_pt"] <= s <= rule.values["max_pt"])
        if wrong:
            found.append(_("size {sizes}").format(sizes=", ".join(map(number, wrong))))
        if found:
            faults.append((", ".join(found), base))
    yield from verdicts(grouped(faults))


@evaluates("ND30-II.6a-CANCU-SEMI")
def bases_end(case: Case, rule: Rule) -> Iterator[Outcome]:
    bases = _bases(case)
    faults = [(_end_of(base), base) for base in bases[:-1] if not base.text.endswith(";")]
    yield from verdicts(grouped(faults))


@evaluates("ND30-II.6a-CANCU-LAST")
def last_basis(case: Case, rule: Rule) -> Iterator[Outcome]:
    bases = _bases(case)
    if bases[-1].text.endswith("."):
        yield passed()
    else:
        yield failed(_end_of(bases[-1]), bases[-1])


def _end_of(paragraph: Paragraph) -> str:
    last = paragraph.text[-1]
    return quoted(last) if not last.isalnum() else _("no mark at the end")


@evaluates("ND30-II.6a-CANCU-LAW")
def bases_of_laws(case: Case, rule: Rule) -> Iterator[Outcome]:
    bases = _bases(case)
    faults = [(quoted(b.text), b) for b in bases if _LAW.match(b.text) and _LAW_NUMBER.search(b.text)]
    yield from verdicts(grouped(faults))


@evaluates("ND30-II.6a-CANCU-FULL")
def full_bases(case: Case, rule: Rule) -> Iterator[Outcome]:
    bases = _bases(case)
    faults = []
    for base in bases:
        cited = _CITED_BASIS.match(base.text)
        lacking = _lacking(cited["rest"]) if cited else []
        if lacking:
            faults.append((_("lacks {parts}").format(parts=", ".join(lacking)), base))
    yield from verdicts(grouped(faults))


def _lacking(citation: str) -> list[str]:
    parts = (
        (r"\bsố\s+\S*\d", _("number")),
        (r"\bngày\s+\d", _("date")),
        (r"\bcủa\s+\S", _("issuer")),
    )
    return [name for pattern, name in parts if not re.search(pattern, citation)]


@evaluates("ND30-II.6a-CANCU-REQUIRED")
def bases_required(case: Case, rule: Rule) -> Iterator[Outcome]:
    if not case.anatomy.is_any("QĐ", "NQ"):
        yield not_applicable(_("not a decision"))
    elif case.anatomy.bases:
        yield passed(_("{count} bases").format(count=len(case.anatomy.bases)))
    else:
        yield failed(_("not found"))


# Citations

_KINDS = (
    "Nghị quyết|Nghị định|Quyết định|Thông tư|Chỉ thị|Kế hoạch|Công văn|Hướng dẫn|Chương trình|Quy định|Thông báo|"
    "Tờ trình|Báo cáo|Công điện|Quy chế|Đề án"
)
_CITATION = re.compile(rf"\b({_KINDS})\s+số\s+(\d+[\d/]*/?[\w-]*-?[\w-]*)(?P<rest>[^;]*)", re.IGNORECASE)
_WITHOUT_SO = re.compile(rf"\b({_KINDS})\s+(\d+/(?:\d{{4}}/)?[A-ZĐ]\S*)", re.IGNORECASE)


@evaluates("ND30-II.6b-CITE-FIRST")
def first_citation(case: Case, rule: Rule) -> Iterator[Outcome]:
    seen: set[str] = set()
    faults, cited = [], False
    for paragraph in case.anatomy.main:
        for match in _CITATION.finditer(paragraph.text):
            cited = True
            key = match[2].rstrip(".,").lower()
            if "/" in key and key not in seen:
                lacking = [] if re.match(r"\s*(?:,\s*)?ngày\s+\d", match["rest"]) else [_("date")]
                if not re.search(r"\bcủa\s", match["rest"]) and not _issuer_before(paragraph.text, match.start()):
                    lacking.append(_("issuer"))
                if lacking:
                    words = _("{citation} lacks {parts}").format(citation=quoted(match[2]), parts=", ".join(lacking))
                    faults.append((words, paragraph))
            seen.add(key)
    yield from verdicts(grouped(faults)) if cited else [not_applicable(_("nothing is cited"))]


_BODY = re.compile(r"\b(?:UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|Văn phòng|Sở|Bộ|Ban|Cục|Chính phủ|Thủ tướng|Quốc hội)\b")


def _issuer_before(text: str, place: int) -> bool:
    """Whether the issuer is named in front: "đề nghị của Sở Nội vụ tại Tờ trình số …"; bases have their own rule."""
    return text.lower().startswith(("căn cứ", "theo đề nghị")) or bool(_BODY.search(text[max(place - 120, 0) : place]))


@evaluates("ND30-II.6b-CITE-SO")
def citation_word(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults = [(quoted(m[0]), p) for p in case.anatomy.main for m in _WITHOUT_SO.finditer(p.text)]
    yield from verdicts(grouped(faults))


# The end

END = "./."


@evaluates("ND30-M-END-MARK")
def end_mark(case: Case, rule: Rule) -> Iterator[Outcome]:
    items = case.anatomy.items
    if not items:
        yield _no_body(case)
        return
    faults = [(_("in the middle of the text"), item.paragraph) for item in items[:-1] if END in item.paragraph.text]
    last = items[-1]
    if last.role is Role.CELL:
        yield doubtful(_("the text ends with a table"), last.paragraph)
        return
    ends = [last.paragraph, *(annex.content[-1] for annex in case.anatomy.annexes if annex.label and annex.content)]
    for paragraph in ends:
        if paragraph.cell is None and not paragraph.text.endswith(END):
            faults.append((_("missing after {text}").format(text=quoted(paragraph.text[-40:])), paragraph))
    yield from verdicts(grouped(faults), END)
