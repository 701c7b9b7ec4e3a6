"""Phụ lục, stamps, drafter's sign, address (catalogue 6.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.conformity.anatomy import Annex
from pipeline.conformity.annexes import mentions
from pipeline.conformity.case import (
    Case,
    check_form,
    doubtful,
    evaluates,
    failed,
    form_faults,
    grouped,
    missing,
    not_applicable,
    not_evaluated,
    number,
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import MM, Drawn, Paragraph
from pipeline.conformity.numbering import roman
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule, Stage
from pipeline.messages import _
from pipeline.vietnamese.text import fold, nfc

#: how far a stamp's box may be off, in millimetres
BOX_TOLERANCE = 1.0
_RED = re.compile(r"(?:[C-F][0-9A-F])(?:[0-5][0-9A-F]){2}")


def _labelled(case: Case) -> list[Annex]:
    return [annex for annex in case.anatomy.annexes if annex.label is not None]


@evaluates("ND30-III.1a-ANNEX-REF")
def annex_references(case: Case, rule: Rule) -> Iterator[Outcome]:
    annexes, named = _labelled(case), _named_annexes(case)
    if not annexes and not named:
        yield not_applicable(_("no annex"))
        return
    faults = [
        failed(_("{label} is not mentioned").format(label=annex.label.text), annex.label)
        for annex in annexes
        if annex.label and not (named and ("" in named or not annex.number or annex.number in named))
    ]
    if not annexes and not case.anatomy.annexes:
        # it may be a file of its own
        yield doubtful(_("an annex is mentioned; there is none in this file"))
        return
    there = {annex.number for annex in annexes}
    absent = sorted(name for name in named if name and there and name not in there)
    faults.extend(failed(_("Phụ lục {number} is mentioned and not there").format(number=name)) for name in absent)
    yield from verdicts(faults)


def _named_annexes(case: Case) -> set[str]:
    """The annexes the body points to as its own; annexes of cited documents ("Phụ lục II Nghị định …") are none."""
    found: set[str] = set()
    for paragraph in case.anatomy.main:
        own = re.sub(
            r"phụ lục[^.;,]{0,30}(?:ban hành kèm theo|nghị định|thông tư|quyết định số|của|luật)",
            "",
            paragraph.text,
            flags=re.IGNORECASE,
        )
        found |= mentions(own)
    return found


@evaluates("ND30-III.1a-ANNEX-ROMAN")
def annex_numbers(case: Case, rule: Rule) -> Iterator[Outcome]:
    annexes = _labelled(case)
    if len(annexes) < 2:
        yield not_applicable(_("fewer than two annexes"))
        return
    faults = [
        failed(quoted(annex.label.text), annex.label)
        for place, annex in enumerate(annexes, 1)
        if annex.label and annex.number != roman(place)
    ]
    yield from verdicts(faults)


@evaluates("ND30-III.1b-ANNEX-LABEL")
def annex_label(case: Case, rule: Rule) -> Iterator[Outcome]:
    labels = [annex.label for annex in _labelled(case) if annex.label]
    yield from check_form(labels, rule) if labels else [not_applicable(_("no annex"))]


@evaluates("ND30-III.1b-ANNEX-TITLE")
def annex_title(case: Case, rule: Rule) -> Iterator[Outcome]:
    annexes = _labelled(case)
    if not annexes:
        yield not_applicable(_("no annex"))
        return
    faults = [failed(_("no title"), annex.label) for annex in annexes if annex.label and not annex.title]
    titles = [line for annex in annexes for line in annex.title]
    faults.extend(grouped((", ".join(found), line) for line in titles if (found := form_faults(line, rule))))
    yield from verdicts(faults)


@evaluates("ND30-III.1c-ANNEX-INFO")
def annex_info(case: Case, rule: Rule) -> Iterator[Outcome]:
    annexes = case.anatomy.annexes
    if not annexes:
        yield not_applicable(_("no annex"))
        return
    faults = []
    for annex in annexes:
        place = annex.label or (annex.title[0] if annex.title else None)
        if annex.info is None:
            faults.append(failed(_("no line “(Kèm theo …)”"), *([place] if place else [])))
        elif found := form_faults(annex.info, rule):
            faults.append(failed(", ".join(found), annex.info))
        elif not annex.info.text.startswith("("):
            faults.append(failed(_("without brackets"), annex.info))
    yield from verdicts(faults)


@evaluates("ND30-III.1c-ANNEX-BLANK")
def annex_info_blank(case: Case, rule: Rule) -> Iterator[Outcome]:
    infos = [annex.info for annex in case.anatomy.annexes if annex.info]
    if not infos:
        yield not_applicable(_("no annex")) if not case.anatomy.annexes else missing("“(Kèm theo …)”")
    elif case.stage is not Stage.ISSUED:
        yield not_applicable(_("for issued documents only"))
    else:
        # Word files do not tell whether the paper or the electronic document will be the original
        yield not_evaluated(_("whether it is issued on paper or electronically is not written in the file"))


# Stamps


@evaluates("ND30-III.2b-URGENCY")
def urgency(case: Case, rule: Rule) -> Iterator[Outcome]:
    stamp = case.anatomy.urgency
    if stamp is None:
        yield not_applicable(_("no mark of urgency"))
        return
    sizes = {fold(words): size for words, size in rule.values["sizes_mm"].items()}
    faults = form_faults(stamp, rule)
    if fold(stamp.text) not in sizes:
        faults.append(quoted(stamp.text))
    if not all(_RED.fullmatch(span.look.color) for span in stamp.inked):
        faults.append(_("not red"))
    wanted = sizes.get(fold(stamp.text))
    frame = _frame(case, stamp)
    if not frame and not stamp.shape.boxed and not (stamp.cell and stamp.cell.bordered):
        faults.append(_("no frame"))
    if wanted and (fault := _frame_fault(frame, stamp, wanted)):
        faults.append(fault)
    yield failed(", ".join(faults), stamp) if faults else passed(stamp.text)


def _frame(case: Case, stamp: Paragraph) -> Drawn | None:
    """The box a stamp is written in."""
    if stamp.part != "box":
        return None
    boxes = [thing for paragraph in case.document.paragraphs[:40] for thing in paragraph.drawn if thing.kind == "box"]
    return boxes[0] if len(boxes) == 1 else None


def _frame_fault(frame: Drawn | None, stamp: Paragraph, wanted: list[float]) -> str:
    if frame is not None:
        size = (frame.width / MM, frame.height / MM)
    elif stamp.cell is not None and stamp.cell.height is not None:
        size = (stamp.cell.width / MM, stamp.cell.height / MM)
    else:
        return ""
    if any(abs(found - right) > BOX_TOLERANCE for found, right in zip(size, wanted, strict=True)):
        return _("a frame of {width} × {height} mm").format(width=number(size[0]), height=number(size[1]))
    return ""


@evaluates("ND30-III.2a-SECRET")
def secrecy(case: Case, rule: Rule) -> Iterator[Outcome]:
    stamp = case.anatomy.secrecy
    if stamp is not None and nfc(stamp.text) in rule.values["marks"]:
        yield failed(quoted(stamp.text), stamp)
    else:
        yield passed(_("none"))


@evaluates("ND30-III.2c-CIRC")
def circulation(case: Case, rule: Rule) -> Iterator[Outcome]:
    stamp = case.anatomy.circulation
    if stamp is None:
        yield not_applicable(_("no such mark"))
        return
    faults = form_faults(stamp, rule)
    if stamp.part != "box" and not stamp.shape.boxed and not (stamp.cell and stamp.cell.bordered):
        faults.append(_("no frame"))
    yield failed(", ".join(faults), stamp) if faults else passed(stamp.text)


@evaluates("ND30-III.3-DRAFTER")
def drafter(case: Case, rule: Rule) -> Iterator[Outcome]:
    line = case.anatomy.closing.drafter
    yield from check_form([line], rule) if line else [not_applicable(_("no such mark"))]


@evaluates("ND30-III.4-ADDRESS")
def address(case: Case, rule: Rule) -> Iterator[Outcome]:
    lines = case.anatomy.address
    if not lines:
        yield not_applicable(_("no address is given"))
        return
    faults = [(", ".join(found), line) for line in lines if (found := form_faults(line, rule))]
    first = case.document.sections[0]
    strip = first.strip("footer", "default")
    if first.title_page and strip and any(line in strip.paragraphs for line in lines):
        faults.append((_("not on the first page only"), lines[0]))
    yield from verdicts(grouped(faults), quoted(lines[0].text, 40))
