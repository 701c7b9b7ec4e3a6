"""Nơi nhận (catalogue 6.5)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pipeline.conformity.anatomy import Role
from pipeline.conformity.case import (
    Case,
    doubtful,
    evaluates,
    failed,
    form_faults,
    grouped,
    missing,
    needed,
    not_applicable,
    not_evaluated,
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import Align, Paragraph
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule, Stage
from pipeline.conformity.rules.body import first_line
from pipeline.conformity.widths import height
from pipeline.messages import _

#: how far from the left edge still counts as flush left, in points
FLUSH = 8.0

_UP = ("TTr", "BC")
_WITHOUT_UNIT = ("GGT", "GNP", "BB")
_DASH = re.compile(r"[-–—+•*]\s*")


def _label(case: Case) -> Paragraph:
    return needed(case.anatomy.closing.label, missing("“Nơi nhận:”"))


@evaluates("ND30-II.9d-NN-PRESENT")
def recipients_present(case: Case, rule: Rule) -> Iterator[Outcome]:
    if case.anatomy.closing.label is not None:
        yield passed()
    elif case.anatomy.is_any("BB", "HĐ", "BTT", "BGN"):
        yield doubtful(_("not found"))
    else:
        yield failed(_("not found"))


@evaluates("ND30-II.9d-NN-LABEL")
def recipients_label(case: Case, rule: Rule) -> Iterator[Outcome]:
    label = _label(case)
    faults = form_faults(label, rule)
    if label.text != "Nơi nhận:":
        faults.append(quoted(label.text))
    if not _is_flush(label):
        faults.append(_("not flush left"))
    yield failed(", ".join(faults), label) if faults else passed()


def _is_flush(line: Paragraph) -> bool:
    if line.side:
        return first_line(line) <= FLUSH or not line.raw.startswith((" ", "\t"))
    return line.shape.align in {Align.LEFT, Align.BOTH} and first_line(line) <= FLUSH


@evaluates("ND30-II.9d-NN-NOUNDERLINE")
def label_underlined(case: Case, rule: Rule) -> Iterator[Outcome]:
    label = _label(case)
    if label.any_underlined():
        yield failed(_("underlined"), label)
    else:
        yield passed()


@evaluates("ND30-II.9d-NN-LEVEL")
def label_level(case: Case, rule: Rule) -> Iterator[Outcome]:
    label, titles = _label(case), case.anatomy.closing.titles
    if case.anatomy.is_any("BB", "HĐ", "BGN", "BTT"):
        yield not_applicable(_("papers that two sign have the recipients below the signatures"))
    elif not titles:
        yield missing(_("signer"))
    else:
        yield _level(case, label, titles[0])


def _level(case: Case, label: Paragraph, signer: Paragraph) -> Outcome:
    if label.number == signer.number:
        return passed()
    if label.cell is None or signer.cell is None or label.cell.table != signer.cell.table:
        return failed(_("on another line than the signer"), label)
    if label.cell.row != signer.cell.row:
        return failed(_("in another row of the table than the signer"), label)
    apart = abs(_height_above(case, label) - _height_above(case, signer))
    return failed(_("on another line than the signer"), label) if apart > 10 else passed()


def _height_above(case: Case, line: Paragraph) -> float:
    """How far below the upper edge of its cell a line stands."""
    above = [p for p in case.document.paragraphs if p.number < line.number and _cell_key(p) == _cell_key(line)]
    return sum(height(paragraph, 200.0) for paragraph in above) + line.shape.before


def _cell_key(paragraph: Paragraph) -> tuple[int, int, int]:
    cell = paragraph.cell
    return (cell.table, cell.row, cell.column) if cell else (0, 0, 0)


def recipient_entries(case: Case) -> list[list[Paragraph]]:
    """The recipients, each with the lines it goes on for."""
    entries: list[list[Paragraph]] = []
    for line in case.anatomy.closing.recipients:
        goes_on = entries and not _DASH.match(line.text) and entries[-1][-1].text[-1] not in ";."
        if goes_on:
            entries[-1].append(line)
        else:
            entries.append([line])
    return entries


def _entries(case: Case) -> list[list[Paragraph]]:
    _label(case)
    return needed(recipient_entries(case), missing(_("recipients")))


@evaluates("ND30-II.9d-NN-ITEM-FORM")
def recipients_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    faults = []
    for line in itertools.chain.from_iterable(entries):
        found = form_faults(line, rule)
        if _DASH.match(line.text) and not _is_flush(line):
            found.append(_("not flush left"))
        if found:
            faults.append((", ".join(found), line))
    yield from verdicts(grouped(faults))


@evaluates("ND30-II.9d-NN-ITEM-DASH")
def recipients_dash(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    faults = [(quoted(e[0].text[:24]), e[0]) for e in entries if not e[0].text.startswith("- ")]
    yield from verdicts(grouped(faults))


@evaluates("ND30-II.9d-NN-SEMI")
def recipients_end(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    wrong = [entry[-1] for entry in entries[:-1] if not entry[-1].text.endswith(";")]
    yield from verdicts(grouped((_("no semicolon at the end"), line) for line in wrong))


_FILED = re.compile(r"-\s*Lưu\s*:\s*VT(?P<unit>\s*,\s*\S.*|\s*\(.*\))?\s*[.;,]?")


@evaluates("ND30-II.9d-NN-LUU")
def filed(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    last = entries[-1]
    text = " ".join(line.text for line in last)
    match = _FILED.fullmatch(text)
    if match and (match["unit"] or case.anatomy.is_any(*_WITHOUT_UNIT)):
        yield passed(quoted(text))
    else:
        yield failed(quoted(text), last[0])


@evaluates("ND30-II.9d-NN-LUU-END")
def filed_end(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    if entries[-1][-1].text.endswith("."):
        yield passed()
    else:
        yield failed(_("no full stop at the end"), entries[-1][-1])


@evaluates("ND30-II.9b-NN-NHUTREN")
def as_above(case: Case, rule: Rule) -> Iterator[Outcome]:
    if not case.anatomy.is_letter and not (case.anatomy.is_any(*_UP) and case.anatomy.heading.salutation):
        yield not_applicable(_("no “Kính gửi”"))
        return
    first = _entries(case)[0][0]
    yield passed() if re.match(r"-\s*Như trên\b", first.text) else failed(quoted(first.text), first)


@evaluates("ND30-M1.2-NN-NHUDIEU")
def as_article(case: Case, rule: Rule) -> Iterator[Outcome]:
    if not case.anatomy.is_any("QĐ", "NQ"):
        yield not_applicable(_("not a decision"))
        return
    first = _entries(case)[0][0]
    match = re.match(r"-\s*Như (?:Điều|điều) (\d+)", first.text)
    articles = {item.number for item in case.anatomy.body(Role.ARTICLE)}
    right = match is not None and match[1] in articles and "Điều" in match[0]
    yield passed() if right else failed(quoted(first.text), first)


@evaluates("ND30-Đ17-COPIES")
def copies(case: Case, rule: Rule) -> Iterator[Outcome]:
    _entries(case)
    if case.stage is not Stage.ISSUED:
        yield not_applicable(_("for issued documents only"))
    else:
        yield not_evaluated(_("how many copies were made is not written in the file"))
