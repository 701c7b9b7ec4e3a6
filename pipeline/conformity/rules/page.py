"""Page, typeface, colour, page numbers (catalogue 6.1)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.conformity.case import (
    Case,
    doubtful,
    evaluates,
    failed,
    grouped,
    millimetres,
    missing,
    not_applicable,
    number,
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import MM, Align, Paragraph, Section, Strip
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.conformity.widths import TAB, width
from pipeline.messages import _
from pipeline.vietnamese.legacy import encoding_of_font, guess


@evaluates("ND30-I.1-PAPER", anywhere=True)
def paper(case: Case, rule: Rule) -> Iterator[Outcome]:
    width, height = rule.values["width_mm"] * MM, rule.values["height_mm"] * MM
    tolerance = rule.values["tolerance_mm"] * MM
    wrong = []
    for section in case.document.sections:
        short, long = sorted((section.width, section.height))
        if abs(short - width) > tolerance or abs(long - height) > tolerance:
            size = f"{millimetres(section.width)} × {millimetres(section.height)}"
            wrong.append(failed(size, where={"section": section.number}))
    yield from verdicts(wrong, "A4")


@evaluates("ND30-I.2-ORIENT", anywhere=True)
def orientation(case: Case, rule: Rule) -> Iterator[Outcome]:
    wrong = []
    for section in case.document.sections:
        if section.width <= section.height:
            continue
        tables = any(p.cell is not None for p in case.document.paragraphs if p.section == section.number)
        annex = any(p.section == section.number for a in case.anatomy.annexes for p in _annex_paragraphs(a))
        if (not tables and not annex) or section.number == 1:
            wrong.append(failed(_("landscape"), where={"section": section.number}))
    yield from verdicts(wrong, _("portrait"))


def _annex_paragraphs(annex: object) -> Iterator[Paragraph]:
    for part in (annex.label, annex.info, *annex.title, *annex.content):  # type: ignore[attr-defined]
        if part is not None:
            yield part


@evaluates(
    "ND30-I.3-MARGIN-TOP", "ND30-I.3-MARGIN-BOTTOM", "ND30-I.3-MARGIN-LEFT", "ND30-I.3-MARGIN-RIGHT", anywhere=True
)
def margins(case: Case, rule: Rule) -> Iterator[Outcome]:
    side = rule.id.rsplit("-", 1)[1].lower()
    tolerance = rule.values["tolerance_mm"] * MM
    low, high = rule.values["min_mm"] * MM - tolerance, rule.values["max_mm"] * MM + tolerance
    measures = {section.number: _margin(section, side) for section in case.document.sections}
    wrong = [failed(millimetres(m), where={"section": n}) for n, m in measures.items() if not low <= m <= high]
    yield from verdicts(wrong, ", ".join(sorted({millimetres(m) for m in measures.values()})))


def _margin(section: Section, side: str) -> float:
    measure: float = getattr(section, side)
    return measure + section.gutter if side == "left" else measure


# Letters


@evaluates("ND30-I.4-FONT", anywhere=True)
def typeface(case: Case, rule: Rule) -> Iterator[Outcome]:
    allowed = {name.lower() for name in rule.values["fonts"]}
    faults: list[tuple[str, Paragraph]] = []
    for paragraph in case.document.everything():
        wrong = {font for font in _fonts(paragraph) if font.lower() not in allowed}
        faults.extend((font, paragraph) for font in sorted(wrong))
    bare = sorted(name for name, embedded in _pdf_fonts(case).items() if not embedded)
    unembedded = [failed(_("{font} is not embedded").format(font=font)) for font in bare]
    yield from verdicts([*grouped(faults), *unembedded], "Times New Roman")


def _pdf_fonts(case: Case) -> dict[str, bool]:
    return case.document.pdf.fonts if case.document.pdf else {}


def _fonts(paragraph: Paragraph) -> Iterator[str]:
    """The fonts its visible letters are set in; a run without any is in Word's own, Times New Roman."""
    for span in paragraph.inked:
        look = span.look
        text = span.text.strip()
        if look.ascii_font and not all(sign > "\x7f" for sign in text):
            yield look.ascii_font
        if look.high_font and not text.isascii():
            yield look.high_font


@evaluates("ND30-I.4-COLOR", anywhere=True)
def color(case: Case, rule: Rule) -> Iterator[Outcome]:
    allowed = set(rule.values["colors"])
    stamps = {id(case.anatomy.urgency), id(case.anatomy.circulation)}
    faults: list[tuple[str, Paragraph]] = []
    for paragraph in case.document.everything():
        if id(paragraph) not in stamps:
            wrong = {span.look.color for span in paragraph.inked if span.look.color not in allowed}
            faults.extend((f"#{color}", paragraph) for color in sorted(wrong))
    yield from verdicts(grouped(faults), _("black"))


_PRIVATE = re.compile("[\ue000-\uf8ff]")
_WRONG_D = re.compile("[\u00d0\u0189]")
#: a Cyrillic or Greek letter inside a Latin word
_FOREIGN = re.compile("(?:[A-Za-zÀ-ỹ][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-zÀ-ỹ])")
_SYMBOL_FONTS = re.compile(r"symbol|wingding|webding|dingbat", re.IGNORECASE)


@evaluates("ND30-I.4-UNICODE", anywhere=True)
def unicode(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults = [(fault, p) for p in case.document.everything() if p.text for fault in _encoding_faults(p)]
    yield from verdicts(grouped(faults), "Unicode")


_encoding = functools.cache(encoding_of_font)


def _encoding_faults(paragraph: Paragraph) -> Iterator[str]:
    fonts = {font for font in _fonts(paragraph) if _encoding(font)}
    for font in sorted(fonts):
        yield _("letters of the old font {font}").format(font=font)
    encoding = None if fonts else guess(paragraph.raw)
    if encoding is not None:
        yield _("letters in the old encoding {name}").format(name=encoding.upper())
        return
    text = "".join(
        s.text for s in paragraph.inked if not _SYMBOL_FONTS.search(s.look.high_font or s.look.ascii_font or "")
    )
    if _PRIVATE.search(text):
        yield _("signs of the private area")
    if _WRONG_D.search(text) and not fonts:
        yield _("Ð (U+00D0) in place of Đ")
    if _FOREIGN.search(text):
        yield _("Cyrillic or Greek letters inside words")


# Page numbers

#: how far from the middle a page number may stand, in points
OFF_MIDDLE = 20.0


def _numbered(case: Case) -> list[tuple[Strip, Paragraph]]:
    return [(strip, paragraph) for strip in case.document.strips for paragraph in strip.numbers_pages()]


@evaluates("ND30-I.7-PAGENO-PRESENT", anywhere=True)
def page_numbers(case: Case, rule: Rule) -> Iterator[Outcome]:
    if _numbered(case):
        yield passed(_("there are page numbers"))
    elif case.extent.several is None:
        yield doubtful(_("no page numbers, and the text fills about one page"))
    elif case.extent.several and case.document.pdf and case.anatomy.annexes:
        # the first page of every part shows none
        yield doubtful(_("no page numbers"))
    elif case.extent.several:
        yield failed(_("no page numbers"))
    else:
        yield not_applicable(_("one page"))


@evaluates("ND30-I.7-PAGENO-PLACE", anywhere=True)
def page_number_place(case: Case, rule: Rule) -> Iterator[Outcome]:
    numbered = _numbered(case)
    if not numbered:
        yield _no_page_numbers(case)
        return
    faults = []
    for strip, paragraph in numbered:
        if strip.kind == "footer":
            faults.append(failed(_("at the foot of the page"), where={"part": "footer"}))
        elif not _is_in_middle(paragraph, case.document.sections[0].text_width):
            faults.append(failed(_("not centred"), where={"part": "header"}))
    yield from verdicts(faults, _("centred in the head of the page"))


def _is_in_middle(paragraph: Paragraph, free: float) -> bool:
    """Centred, in a frame that is centred, or brought to the middle by tabs."""
    if paragraph.shape.align is Align.CENTER:
        return True
    frames = (
        [] if paragraph.element is None else [el for el in paragraph.element.iter() if str(el.tag).endswith("}framePr")]
    )
    if frames:
        return any(value == "center" for value in frames[0].attrib.values())
    place, kind = _tabbed_to(paragraph)
    half = width(paragraph.spans) / 2
    middle = {"center": place, "right": place - half}.get(kind, place + half)
    return abs(middle - free / 2) <= OFF_MIDDLE


def _tabbed_to(paragraph: Paragraph) -> tuple[float, str]:
    """The tab stop the typed tabs lead to."""
    place, kind = paragraph.shape.left + paragraph.shape.first, "left"
    for _tab in range(len(paragraph.raw) - len(paragraph.raw.lstrip("\t"))):
        stops = ((stop, of) for stop, of in paragraph.shape.tabs if stop > place + 0.5)
        place, kind = next(stops, ((int(place / TAB + 0.01) + 1) * TAB, "left"))
    return place, kind


@evaluates("ND30-I.7-PAGENO-FIRST", anywhere=True)
def first_page_number(case: Case, rule: Rule) -> Iterator[Outcome]:
    if not _numbered(case):
        yield _no_page_numbers(case)
        return
    section = case.document.sections[0]
    pages = "first" if section.title_page else "default"
    shown = [strip for kind in ("header", "footer") if (strip := section.strip(kind, pages)) and strip.numbers_pages()]
    if shown:
        yield failed(_("page 1 shows its number"), where={"section": 1})
    else:
        yield passed(_("page 1 shows no number"))


@evaluates("ND30-I.7-PAGENO-STYLE", anywhere=True)
def page_number_style(case: Case, rule: Rule) -> Iterator[Outcome]:
    numbered = _numbered(case)
    if not numbered:
        yield _no_page_numbers(case)
        return
    faults = [failed(fault, where={"part": s.kind}) for s, p in numbered for fault in _number_faults(p, rule)]
    if any(section.number_format not in {"decimal", "numberInDash"} for section in case.document.sections):
        faults.append(failed(_("not Arabic digits")))
    yield from verdicts(faults)


def _number_faults(paragraph: Paragraph, rule: Rule) -> Iterator[str]:
    looks = [span.look for span in paragraph.inked] or [paragraph.mark]
    wrong = sorted({look.size for look in looks if not rule.values["min_pt"] <= look.size <= rule.values["max_pt"]})
    if wrong:
        yield _("size {sizes}").format(sizes=", ".join(map(number, wrong)))
    if any(look.italic for look in looks):
        yield _("italic")
    others = re.sub(r"[\d\s]", "", paragraph.raw)
    if others:
        yield _("with other signs: {text}").format(text=quoted(paragraph.text))


@evaluates("ND30-I.7-PAGENO-START", anywhere=True)
def page_number_start(case: Case, rule: Rule) -> Iterator[Outcome]:
    start = case.document.sections[0].first_page
    if not _numbered(case):
        yield _no_page_numbers(case)
    elif start not in {None, 1}:
        yield failed(_("starts at {number}").format(number=start), where={"section": 1})
    else:
        yield passed("1")


def _no_page_numbers(case: Case) -> Outcome:
    return missing(_("page number")) if case.extent.several else not_applicable(_("one page"))


@evaluates("ND30-III.1đ-ANNEX-PAGENO")
def annex_page_numbers(case: Case, rule: Rule) -> Iterator[Outcome]:
    labels = [annex.label for annex in case.anatomy.annexes if annex.label is not None]
    if not labels:
        yield not_applicable(_("no annex"))
        return
    faults = [
        (_("page numbers go on from the part before"), label) for label in labels if not _starts_anew(case, label)
    ]
    yield from verdicts(grouped(faults))


def _starts_anew(case: Case, label: Paragraph) -> bool:
    section = case.document.section_of(label)
    before = [p for p in case.document.paragraphs if p.section == label.section and p.number < label.number and p.text]
    return not before and section.first_page == 1 and section.number > 1


@evaluates("ND30-V-SIZE-PAIR")
def size_pair(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    parts = (head.motto, head.creed, head.date)
    sizes = [max(part.sizes(), default=0.0) for part in parts if part is not None]
    if len(sizes) < 3:
        yield missing(_("letterhead"))
    elif sizes in rule.values["sets"]:
        yield passed(", ".join(map(number, sizes)))
    else:
        assert head.motto is not None
        yield failed(", ".join(map(number, sizes)), head.motto)
