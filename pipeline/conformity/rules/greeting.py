"""Kính gửi (catalogue 6.5)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

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
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import Align, Paragraph
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.conformity.rules.body import first_line
from pipeline.messages import _

#: how far apart dashes still stand in line, in points
IN_LINE = 4.0

_UP = ("TTr", "BC")


@evaluates("ND30-II.9b-KG-WHEN")
def greeting_when(case: Case, rule: Rule) -> Iterator[Outcome]:
    salutation = case.anatomy.heading.salutation
    if case.anatomy.is_letter:
        yield passed() if salutation else failed(_("a công văn without “Kính gửi”"))
    elif case.anatomy.kind is None:
        yield missing(_("type of document"))
    elif case.anatomy.is_any(*_UP):
        yield passed() if salutation else _greeting_upwards(case)
    elif case.anatomy.is_any("ThC", "CĐ", "PG", "PC", "PB", "GGT", "GNP", "GUQ"):
        yield not_applicable(_("free for this kind of document"))
    else:
        yield failed(quoted(salutation.text), salutation) if salutation else passed(_("none"))


def _greeting_upwards(case: Case) -> Outcome:
    """A tờ trình always goes up, a report may be sent to whom it concerns below."""
    if case.anatomy.is_any("TTr"):
        return doubtful(_("none; needed when sent to a superior body"))
    return not_applicable(_("free for this kind of document"))


def _addressees(case: Case) -> list[Paragraph]:
    """The first line of each entry below "Kính gửi:"; behind a semicolon a new one begins, with its dash or without."""
    lines = case.anatomy.heading.addressees
    if not any(map(_begins, lines)):
        return list(lines)
    pairs = itertools.pairwise((None, *lines))
    return [line for before, line in pairs if line and (_begins(line) or (before and before.text.endswith(";")))]


def _begins(line: Paragraph) -> bool:
    return bool(_DASH.match(line.text))


_DASH = re.compile(r"[-–—+•*]\s*")


def _greeting(case: Case) -> Paragraph:
    otherwise = missing("“Kính gửi”") if case.anatomy.is_letter else not_applicable(_("no “Kính gửi”"))
    return needed(case.anatomy.heading.salutation, otherwise)


@evaluates("ND30-II.9d-KG-FORM")
def greeting_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    greeting = _greeting(case)
    lines = [greeting, *case.anatomy.heading.addressees]
    faults = [(", ".join(found), line) for line in lines if (found := form_faults(line, rule))]
    if not re.match(r"Kính gửi\s*:", greeting.text):
        faults.append((quoted(greeting.text), greeting))
    yield from verdicts(grouped(faults))


@evaluates("ND30-II.9d-KG-ONE")
def one_addressee(case: Case, rule: Rule) -> Iterator[Outcome]:
    greeting = _greeting(case)
    inline, listed = _inline(greeting), _addressees(case)
    if len(listed) + bool(inline) != 1:
        yield not_applicable(_("several addressees"))
    elif inline or (greeting.cell and listed[0].cell and greeting.cell.row == listed[0].cell.row):
        yield passed(quoted(greeting.text))
    else:
        yield failed(_("on a line of its own"), listed[0])


def _inline(greeting: Paragraph) -> str:
    return greeting.text.partition(":")[2].strip()


@evaluates("ND30-II.9d-KG-MANY")
def many_addressees(case: Case, rule: Rule) -> Iterator[Outcome]:
    greeting = _greeting(case)
    inline, listed = _inline(greeting), _addressees(case)
    if len(listed) + bool(inline) < 2:
        crowded = inline.count(";") > 0
        yield failed(_("several addressees on one line"), greeting) if crowded else not_applicable(_("one addressee"))
        return
    faults = [(_("an addressee behind “Kính gửi:”"), greeting)] if inline else []
    faults.extend(_list_faults(listed))
    starts = [first_line(line) for line in listed]
    if max(starts) - min(starts) > IN_LINE and all(line.shape.align is not Align.CENTER for line in listed):
        faults.append((_("dashes not in line"), listed[0]))
    yield from verdicts(grouped(faults))


def _list_faults(lines: Sequence[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    for line in lines:
        if not line.text.startswith("- "):
            yield _("no “- ” at the beginning"), line
    for line in lines[:-1]:
        if not line.text.endswith(";"):
            yield _("no semicolon at the end"), line
    if not lines[-1].text.endswith("."):
        yield _("no full stop at the end"), lines[-1]
