"""A corrected copy: only corrections of form that need nobody's opinion, one rule after the other, each proved.

After each correction the copy is checked again. It is kept only if the text is the same, letter for letter, the rule
complains less than before and no other rule complains more. The file itself is never changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.conformity.anatomy import Role
from pipeline.conformity.case import Case, is_centred
from pipeline.conformity.checker import Convert, examine
from pipeline.conformity.docx import Reader
from pipeline.conformity.editing import (
    ruled_paragraph,
    set_paragraph,
    set_row_unbreakable,
    set_run,
    set_section,
    split_run,
)
from pipeline.conformity.media import Medium, medium_of
from pipeline.conformity.model import MM, Paragraph
from pipeline.conformity.page_numbers import add_page_numbers
from pipeline.conformity.report import FileReport, Result, Status
from pipeline.conformity.rulebook import Fix, Rule
from pipeline.conformity.ruled import RuledLine
from pipeline.conformity.rules.body import RUNNING, body_size, first_line, is_heading
from pipeline.conformity.widths import line_widths, width
from pipeline.errors import CannotBeCorrected, MissingPart
from pipeline.package import Package

#: a share in the middle of what ruled lines below names and subjects may have
SHORT_LINE = 0.42

PAGE_NUMBERS = "ND30-I.7-PAGENO-PRESENT"

Fixer = Callable[[Case, Rule], None]


@dataclass(frozen=True)
class Fixed:
    """A corrected copy."""

    docx: bytes
    #: the rules whose corrections were kept
    applied: tuple[str, ...]
    #: safe corrections that were not kept, because something else would have suffered, or that nobody wrote yet
    left: tuple[str, ...]
    before: FileReport
    after: FileReport


def fix(data: bytes, *, check: Callable[[bytes], FileReport], convert: Convert | None = None) -> Fixed:
    """Correct a copy of a .docx (or of what `convert` makes one of), and prove it by checking again with `check`.

    Raises `CannotBeCorrected` for a PDF.
    """
    docx = _as_docx(data, convert)
    before = report = check(docx)
    applied, left = [], []
    for rule in _to_fix(before):
        candidate = _corrected(docx, report, rule)
        after = check(candidate) if candidate is not None else report
        if candidate is not None and _is_better(docx, candidate, report, after, rule):
            docx, report = candidate, after
            applied.append(rule.id)
        else:
            left.append(rule.id)
    return Fixed(docx, tuple(applied), tuple(left), before, report)


def _as_docx(data: bytes, convert: Convert | None) -> bytes:
    medium = medium_of(data)
    if medium is Medium.PDF:
        raise CannotBeCorrected
    if medium is Medium.DOCX:
        return data
    if convert is None:
        raise MissingPart(part="LibreOffice", remedy="sudo apt-get install libreoffice-writer-nogui")
    return convert(data, f".{medium.value}")


def _to_fix(report: FileReport) -> list[Rule]:
    rules = {result.rule.id: result.rule for result in report.of(Status.FAIL) if result.rule.fix is Fix.SAFE}
    return [rule for rule in rules.values() if rule.id in FIXERS]


def _corrected(docx: bytes, report: FileReport, rule: Rule) -> bytes | None:
    """The copy with one more rule corrected; None where that changed nothing."""
    from lxml import etree

    reader = Reader(Package(docx))
    case = examine(reader.document(), stage=report.stage)
    added = add_page_numbers(reader) if rule.id == PAGE_NUMBERS else {}
    if not added:
        FIXERS[rule.id](case, rule)
    changed = {
        name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, root in reader.parts.items()
        if etree.tostring(root) != etree.tostring(reader.package.xml(name))
    }
    return reader.package.write(changed | added) if changed else None


def _is_better(old: bytes, new: bytes, before: FileReport, after: FileReport, rule: Rule) -> bool:
    """Whether the text is the same, the rule complains less and no other one more."""
    if _text(old) != _text(new):
        return False
    then, now = _complaints(before.results), _complaints(after.results)
    return now[rule.id] < then[rule.id] and all(now[key] <= then[key] for key in now if key != rule.id)


def _text(docx: bytes) -> list[str]:
    """Everything written, paragraph by paragraph; empty ones do not count."""
    return [found for paragraph in Reader(Package(docx)).document().everything() if (found := paragraph.raw)]


def _complaints(results: tuple[Result, ...]) -> Counter[str]:
    """Places at which each rule fails."""
    counts: Counter[str] = Counter()
    for result in results:
        if result.status is Status.FAIL:
            counts[result.rule.id] += (result.where or {}).get("count", 1)
    return counts


# The corrections


def _sections(case: Case, rule: Rule) -> None:
    """Paper and margins: the nearest measure that is allowed."""
    for section in case.document.sections:
        if section.element is None:
            continue
        if rule.id == "ND30-I.1-PAPER":
            wide, tall = sorted((rule.values["width_mm"], rule.values["height_mm"]), reverse=section.landscape)
            set_section(section.element, "pgSz", w=_twips_of_mm(wide), h=_twips_of_mm(tall))
            continue
        side = rule.id.rsplit("-", 1)[1].lower()
        measure = getattr(section, side) / MM + (section.gutter / MM if side == "left" else 0)
        allowed = min(max(measure, rule.values["min_mm"]), rule.values["max_mm"])
        if abs(allowed - measure) > rule.values["tolerance_mm"]:
            set_section(
                section.element, "pgMar", **{side: _twips_of_mm(allowed - section.gutter / MM * (side == "left"))}
            )


def _twips_of_mm(measure: float) -> str:
    return f"{measure * MM * 20:.0f}"


def _fonts(case: Case, rule: Rule) -> None:
    allowed = {name.lower() for name in rule.values["fonts"]}
    for paragraph in case.document.everything():
        for span in paragraph.inked:
            fonts = {font.lower() for font in (span.look.ascii_font, span.look.high_font) if font}
            if fonts - allowed:
                set_run(span.element, font=rule.values["fonts"][0])


def _colors(case: Case, rule: Rule) -> None:
    stamps = {id(case.anatomy.urgency), id(case.anatomy.circulation)}
    for paragraph in case.document.everything():
        for span in paragraph.inked if id(paragraph) not in stamps else ():
            if span.look.color not in rule.values["colors"]:
                set_run(span.element, color="auto")


def _form(case: Case, rule: Rule) -> None:
    """Size, weight, slant and position of a part, as the rule's values say."""
    for paragraph in _parts(case, rule.id):
        for span in paragraph.inked:
            size = min(max(span.look.size, rule.values["min_pt"]), rule.values["max_pt"])
            wanted = {key: rule.values.get(key) for key in ("bold", "italic")}
            set_run(span.element, size=size if size != span.look.size else None, **wanted)
        if rule.values.get("centred") and not is_centred(paragraph):
            set_paragraph(paragraph.element, align="center", first=0)


def _parts(case: Case, rule_id: str) -> list[Paragraph]:
    head, heading, closing = case.anatomy.letterhead, case.anatomy.heading, case.anatomy.closing
    parts: dict[str, tuple[Paragraph | None, ...]] = {
        "ND30-II.1a-QH-FORM": (head.motto,),
        "ND30-II.1b-TN-FORM": (head.creed,),
        "ND30-II.2b-ORG-FORM": head.bodies,
        "ND30-II.2b-PARENT-FORM": head.parents,
        "ND30-II.3c-NO-FORM": (head.number,),
        "ND30-II.4c-DATE-FORM": (head.date,),
        "ND30-II.5b-TYPE-FORM": (heading.type_line,),
        "ND30-II.5b-SUBJ-FORM": heading.subject,
        "ND30-II.5b-CV-VV": head.about,
        "ND30-II.9d-KG-FORM": (heading.salutation, *heading.addressees),
        "ND30-II.7đ-TITLE-FORM": closing.titles,
        "ND30-II.7đ-NAME-FORM": (*closing.other_titles, closing.name),
        "ND30-II.9d-NN-LABEL": (closing.label,),
        "ND30-II.9d-NN-ITEM-FORM": closing.recipients,
        "ND30-III.3-DRAFTER": (closing.drafter,),
        "ND30-III.1b-ANNEX-LABEL": tuple(annex.label for annex in case.anatomy.annexes),
        "ND30-III.1b-ANNEX-TITLE": tuple(line for annex in case.anatomy.annexes if annex.label for line in annex.title),
        "ND30-III.1c-ANNEX-INFO": tuple(annex.info for annex in case.anatomy.annexes),
    }
    return [part for part in parts[rule_id] if part is not None]


def _not_underlined(case: Case, rule: Rule) -> None:
    closing = case.anatomy.closing
    parts = case.anatomy.letterhead.bodies if rule.id.startswith("ND30-II.2b") else (closing.label,)
    for span in (span for part in parts if part for span in part.spans):
        set_run(span.element, underlined=False)


def _close_motto(case: Case, rule: Rule) -> None:
    head = case.anatomy.letterhead
    if head.motto and head.creed:
        set_paragraph(head.motto.element, after=0, lines=1)
        set_paragraph(head.creed.element, before=0, lines=1)


def _gap_of_about(case: Case, rule: Rule) -> None:
    head = case.anatomy.letterhead
    if head.number and head.about:
        set_paragraph(head.about[0].element, before=max(6 - head.number.shape.after, 0))


def _size_pair(case: Case, rule: Rule) -> None:
    head = case.anatomy.letterhead
    parts = (head.motto, head.creed, head.date)
    motto = max(head.motto.sizes(), default=13.0) if head.motto else 13.0
    chosen = min(rule.values["sets"], key=lambda sizes: abs(sizes[0] - motto))
    for part, size in zip(parts, chosen, strict=True):
        for span in part.inked if part else ():
            set_run(span.element, size=size)


# Body


def _body_size(case: Case, rule: Rule) -> None:
    usual = body_size(case) or 14.0
    size = usual if rule.values["min_pt"] <= usual <= rule.values["max_pt"] else 14.0
    for item in case.anatomy.body(*RUNNING, Role.ROMAN):
        for span in item.paragraph.inked:
            if span.look.size != size and not span.look.raised:
                set_run(span.element, size=size)


def _justify(case: Case, rule: Rule) -> None:
    for item in case.anatomy.body(*RUNNING):
        if not is_heading(item):
            set_paragraph(item.paragraph.element, align="both")


def _indent(case: Case, rule: Rule) -> None:
    """The nearest indent that is allowed; paragraphs that begin with typed spaces or tabs are left alone."""
    allowed = [measure * MM for measure in case.pack.rules["ND30-II.6e-INDENT"].values["values_mm"]]
    items = [item.paragraph for item in case.anatomy.body(*RUNNING)]
    usual = Counter(min(allowed, key=lambda m: abs(m - first_line(p))) for p in items).most_common(1)[0][0]
    for paragraph in items:
        if (
            paragraph.raw[:1] not in {" ", "\t", "\u00a0"}
            and not paragraph.label
            and abs(first_line(paragraph) - usual) > 1
        ):
            set_paragraph(paragraph.element, left=0, first=usual)


def _gap(case: Case, rule: Rule) -> None:
    for item in case.anatomy.items:
        if item.role is not Role.CELL and item.paragraph.shape.before < rule.values["min_pt"]:
            set_paragraph(item.paragraph.element, before=rule.values["min_pt"])


def _lines(case: Case, rule: Rule) -> None:
    for item in case.anatomy.body(*RUNNING, Role.ROMAN):
        shape = item.paragraph.shape
        if shape.line_rule != "auto" or not rule.values["min"] <= shape.line <= rule.values["max"]:
            wanted = shape.line if shape.line_rule == "auto" else 1.0
            set_paragraph(item.paragraph.element, lines=min(max(wanted, rule.values["min"]), rule.values["max"]))


def _bases(case: Case, rule: Rule) -> None:
    for base in case.anatomy.bases:
        for span in base.inked:
            size = min(max(span.look.size, rule.values["min_pt"]), rule.values["max_pt"])
            set_run(span.element, italic=True, size=size if size != span.look.size else None)


def _articles(case: Case, rule: Rule) -> None:
    """ "Điều 1." upright and bold; what follows in the same run is parted from it."""
    for item in case.anatomy.body(Role.ARTICLE):
        lead = len(f"Điều {item.number}{item.mark}")
        for span in item.paragraph.inked:
            if lead <= 0:
                break
            if len(span.text) > lead and not split_run(span.element, lead):
                break
            set_run(span.element, bold=True, italic=False)
            lead -= len(span.text)


def _divisions(case: Case, rule: Rule) -> None:
    roles = (Role.SECTION,) if rule.id.endswith("MUC") else (Role.PART, Role.CHAPTER)
    for item in case.anatomy.body(*roles, Role.TITLE):
        set_paragraph(item.paragraph.element, align="center", left=0, first=0)
        for span in item.paragraph.inked:
            set_run(span.element, bold=True, italic=False)


def _roman(case: Case, rule: Rule) -> None:
    for span in (span for item in case.anatomy.body(Role.ROMAN) for span in item.paragraph.inked):
        set_run(span.element, bold=True)


# Page numbers, ruled lines, keeping together


def _nothing(case: Case, rule: Rule) -> None:
    """A header of its own is left to a person."""


def _page_number_style(case: Case, rule: Rule) -> None:
    for strip in case.document.strips:
        for paragraph in strip.numbers_pages():
            for run in paragraph.element.iter("{*}r"):
                set_run(run, size=rule.values["max_pt"], italic=False)


def _page_number_place(case: Case, rule: Rule) -> None:
    for strip in case.document.strips:
        for paragraph in strip.numbers_pages() if strip.kind == "header" else ():
            set_paragraph(paragraph.element, align="center", left=0, first=0)


def _first_page(case: Case, rule: Rule) -> None:
    section = case.document.sections[0]
    first = section.strip("header", "first")
    if section.element is not None and not (first and first.numbers_pages()):
        set_section(section.element, "titlePg")


def _page_number_start(case: Case, rule: Rule) -> None:
    section = case.document.sections[0]
    if section.element is not None:
        set_section(section.element, "pgNumType", start="1")


def _ruled_line(case: Case, rule: Rule) -> None:
    """A line of the right length where there is none, or where it is a paragraph's border."""
    head, heading = case.anatomy.letterhead, case.anatomy.heading
    line, owners, share = {
        "ND30-II.1b-TN-RULE": (head.creed_rule, (head.creed,), 1.0),
        "ND30-II.2b-ORG-RULE": (head.body_rule, head.bodies, SHORT_LINE),
        "ND30-II.5b-SUBJ-RULE": (heading.subject_rule, heading.subject, SHORT_LINE),
    }[rule.id]
    owner = owners[-1] if owners else None
    if owner is None or owner.side or (line is not None and line.kind != "border"):
        return
    free = owner.cell.inner if owner.cell else case.document.section_of(owner).text_width
    text = max(line_widths(owner, free)) if rule.id.endswith("SUBJ-RULE") else width(owner.spans)
    margin = max((free - share * text) / 2, 0.0)
    _draw(line, owner, margin)


def _draw(line: RuledLine | None, owner: Paragraph, margin: float) -> None:
    if line is not None:
        set_paragraph(line.paragraph.element, left=margin, right=margin, first=0)
    else:
        owner.element.addnext(ruled_paragraph(margin, margin))


def _keep(case: Case, rule: Rule) -> None:
    closing = case.anatomy.closing
    anchor = closing.label or (closing.titles[0] if closing.titles else None)
    for row in anchor.element.iterancestors("{*}tr") if anchor is not None else ():
        set_row_unbreakable(row)
    if case.anatomy.items and case.anatomy.items[-1].paragraph.cell is None:
        set_paragraph(case.anatomy.items[-1].paragraph.element, keep_next=True)


_FORM_RULES = (
    "ND30-II.1a-QH-FORM", "ND30-II.1b-TN-FORM", "ND30-II.2b-ORG-FORM", "ND30-II.2b-PARENT-FORM", "ND30-II.3c-NO-FORM",
    "ND30-II.4c-DATE-FORM", "ND30-II.5b-TYPE-FORM", "ND30-II.5b-SUBJ-FORM", "ND30-II.5b-CV-VV", "ND30-II.9d-KG-FORM",
    "ND30-II.7đ-TITLE-FORM", "ND30-II.7đ-NAME-FORM", "ND30-II.9d-NN-LABEL", "ND30-II.9d-NN-ITEM-FORM",
    "ND30-III.3-DRAFTER", "ND30-III.1b-ANNEX-LABEL", "ND30-III.1b-ANNEX-TITLE", "ND30-III.1c-ANNEX-INFO",
)  # fmt: skip

#: rule id -> its correction; "safe" rules that are not here would change the text, or the order of its parts
FIXERS: dict[str, Fixer] = {
    **dict.fromkeys(_FORM_RULES, _form),
    **dict.fromkeys(
        ("ND30-I.1-PAPER", *(f"ND30-I.3-MARGIN-{side}" for side in ("TOP", "BOTTOM", "LEFT", "RIGHT"))), _sections
    ),
    "ND30-I.4-FONT": _fonts,
    "ND30-I.4-COLOR": _colors,
    PAGE_NUMBERS: _nothing,
    "ND30-I.7-PAGENO-PLACE": _page_number_place,
    "ND30-I.7-PAGENO-FIRST": _first_page,
    "ND30-I.7-PAGENO-STYLE": _page_number_style,
    "ND30-I.7-PAGENO-START": _page_number_start,
    "ND30-V-SIZE-PAIR": _size_pair,
    "ND30-II.1b-TN-RULE": _ruled_line,
    "ND30-II.1c-QH-TN-GAP": _close_motto,
    "ND30-II.2b-ORG-RULE": _ruled_line,
    "ND30-II.2b-ORG-NOUNDERLINE": _not_underlined,
    "ND30-II.5b-SUBJ-RULE": _ruled_line,
    "ND30-II.5b-CV-VV-GAP": _gap_of_about,
    "ND30-II.6e-SIZE": _body_size,
    "ND30-II.6e-JUSTIFY": _justify,
    "ND30-II.6e-INDENT": _indent,
    "ND30-II.6e-INDENT-UNIFORM": _indent,
    "ND30-II.6e-PARA-GAP": _gap,
    "ND30-II.6e-LINE": _lines,
    "ND30-II.6a-CANCU-ITALIC": _bases,
    "ND30-II.6đ-DIEU-FORM": _articles,
    "ND30-II.6đ-PHAN-CHUONG": _divisions,
    "ND30-II.6đ-MUC": _divisions,
    "ND30-V.6b-ROMAN-HEAD": _roman,
    "ND30-II.9d-NN-NOUNDERLINE": _not_underlined,
    "TYP-KEEP": _keep,
}
