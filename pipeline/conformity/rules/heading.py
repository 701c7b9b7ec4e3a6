"""Type, subject, the letter's "V/v", what decisions open with (catalogue 6.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.conformity.case import (
    Case,
    check_form,
    doubtful,
    evaluates,
    failed,
    form_faults,
    grouped,
    is_capitals,
    missing,
    needed,
    not_applicable,
    number,
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import Paragraph
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Kind, Rule
from pipeline.conformity.rules.letterhead import judge_line
from pipeline.conformity.widths import line_widths
from pipeline.messages import _
from pipeline.vietnamese.text import fold, match_key

_WITHOUT_SUBJECT = ("GGT", "GNP")
_DECISIONS = ("QĐ", "NQ")
_VERBS = {"QĐ": "QUYẾT ĐỊNH:", "NQ": "QUYẾT NGHỊ:"}


def _needs_type(case: Case) -> bool:
    return not case.anatomy.is_any("CV", "ThC")


@evaluates("ND30-II.5b-TYPE-PRESENT")
def type_present(case: Case, rule: Rule) -> Iterator[Outcome]:
    heading = case.anatomy.heading
    if heading.type_line is not None and heading.merged:
        yield doubtful(
            _("type and subject on one line: {text}").format(text=quoted(heading.type_line.text)), heading.type_line
        )
    elif heading.type_line is not None and heading.kind is not None:
        yield _spelling(heading.type_line, heading.kind)
    elif not _needs_type(case):
        yield not_applicable(_("công văn"))
    else:
        yield failed(_("not found"))


def _spelling(line: Paragraph, kind: Kind) -> Outcome:
    """Types are found without their marks, so that a slip ("KẾ HOACH") is told from a type that is not there."""
    words = line.text.rstrip(" :")
    spaced_out = len(words.split()) > len(kind.name.split())
    if spaced_out or match_key(words) == match_key(kind.name):
        return passed(line.text)
    return failed(quoted(line.text), line)


@evaluates("ND30-II.5b-TYPE-FORM")
def type_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    line = case.anatomy.heading.type_line
    if line is not None:
        yield from check_form([line], rule)
    else:
        yield missing(_("type of document")) if _needs_type(case) else not_applicable(_("công văn"))


def _subject(case: Case, otherwise: Outcome | None = None) -> tuple[Paragraph, ...]:
    """The lines of the subject; `otherwise` is said where they ought to be and are not."""
    unneeded = not _needs_type(case) or case.anatomy.is_any(*_WITHOUT_SUBJECT)
    none = not_applicable(_("this kind of document has no subject line"))
    return needed(case.anatomy.heading.subject, none if unneeded else otherwise or missing(_("subject")))


def _subject_or_about(case: Case) -> tuple[Paragraph, ...]:
    """The subject; of a công văn, which has it below its number, the lines there."""
    return needed(case.anatomy.letterhead.about, missing(_("subject"))) if case.anatomy.is_letter else _subject(case)


@evaluates("ND30-II.5b-SUBJ-PRESENT")
def subject_present(case: Case, rule: Rule) -> Iterator[Outcome]:
    heading = case.anatomy.heading
    if heading.type_line is None:
        lacking = missing(_("type of document"))
    elif heading.merged:
        lacking = doubtful(_("on one line with the type"), heading.type_line)
    else:
        lacking = failed(_("not found"), heading.type_line)
    yield passed(quoted(" ".join(line.text for line in _subject(case, lacking))))


@evaluates("ND30-II.5b-SUBJ-FORM")
def subject_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    yield from check_form(_subject(case), rule)


@evaluates("ND30-II.5b-SUBJ-RULE")
def subject_rule(case: Case, rule: Rule) -> Iterator[Outcome]:
    found = _subject(case)
    free = found[0].cell.inner if found[0].cell else case.document.section_of(found[0]).text_width
    widest = max(line.area[2] - line.area[0] if line.area else max(line_widths(line, free)) for line in found)
    yield judge_line(case.anatomy.heading.subject_rule, widest, found[-1], rule)


@evaluates("ND30-II.5b-SUBJ-END")
def subject_end(case: Case, rule: Rule) -> Iterator[Outcome]:
    found = _subject_or_about(case)
    if found[-1].text[-1] in ".;:," and not found[-1].text.endswith("..."):
        yield failed(quoted(found[-1].text[-1]), found[-1])
    else:
        yield passed()


@evaluates("ND30-II.5a-SUBJ-LENGTH")
def subject_length(case: Case, rule: Rule) -> Iterator[Outcome]:
    found = _subject_or_about(case)
    length = len(" ".join(line.text for line in found))
    words = _("{count} characters").format(count=length)
    yield failed(words, found[0]) if length > rule.values["max"] else passed(words)


# Công văn


@evaluates("ND30-II.5b-CV-NOTYPE")
def letter_without_type(case: Case, rule: Rule) -> Iterator[Outcome]:
    if not case.anatomy.is_letter:
        yield not_applicable(_("not a công văn"))
    elif case.anatomy.heading.type_line is not None:
        yield failed(quoted(case.anatomy.heading.type_line.text), case.anatomy.heading.type_line)
    else:
        yield passed()


_ABOUT = re.compile(r"V/v [^:\s]")


@evaluates("ND30-II.5b-CV-VV")
def letter_subject(case: Case, rule: Rule) -> Iterator[Outcome]:
    about = case.anatomy.letterhead.about
    if not case.anatomy.is_letter:
        yield not_applicable(_("not a công văn"))
    elif not about:
        yield failed(_("no line “V/v”"))
    else:
        faults = [(", ".join(found), line) for line in about if (found := form_faults(line, rule))]
        if not _ABOUT.match(about[0].text):
            faults.append((quoted(about[0].text), about[0]))
        yield from verdicts(grouped(faults))


@evaluates("ND30-II.5b-CV-VV-GAP")
def gap_above_letter_subject(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    if not case.anatomy.is_letter:
        yield not_applicable(_("not a công văn"))
    elif not head.about or head.number is None:
        yield missing(_("number or “V/v”"))
    else:
        between = [p for p in head.left if head.number.number < p.number < head.about[0].number]
        gap = head.number.shape.after + head.about[0].shape.before
        words = f"{number(gap)} pt"
        if between:
            yield failed(_("an empty line between them"), head.about[0])
        elif rule.values["min_pt"] <= gap <= rule.values["max_pt"]:
            yield passed(words)
        else:
            yield failed(words, head.about[0])


# Decisions


@evaluates("ND30-M1.2-QD-AUTHORITY")
def authority(case: Case, rule: Rule) -> Iterator[Outcome]:
    lines = case.anatomy.heading.authority
    if not case.anatomy.is_any(*_DECISIONS):
        yield not_applicable(_("not a decision"))
    elif not lines:
        yield failed(_("not found"))
    else:
        faults = [(", ".join(found), line) for line in lines if (found := _bold_capitals(line))]
        yield from verdicts(grouped(faults), quoted(" ".join(line.text for line in lines)))


def _bold_capitals(line: Paragraph) -> list[str]:
    faults = []
    if not is_capitals(line.text):
        faults.append(_("not in capitals"))
    if not line.all_bold():
        faults.append(_("not bold"))
    if line.shape.align.value != "center":
        faults.append(_("not centred"))
    return faults


@evaluates("ND30-M1.2-QD-VERB")
def verb(case: Case, rule: Rule) -> Iterator[Outcome]:
    anatomy = case.anatomy
    if anatomy.kind is None or not anatomy.is_any(*_DECISIONS):
        yield not_applicable(_("not a decision"))
        return
    line, wanted = anatomy.verb, _VERBS[anatomy.kind.code]
    if line is None:
        yield failed(_("not found"))
    elif line.text.replace(" :", ":") != wanted:
        yield failed(quoted(line.text), line)
    else:
        faults = [(", ".join(found), line) for found in [_bold_capitals(line)] if found]
        yield from verdicts(grouped(faults), quoted(line.text))


@evaluates("ND30-M1.2-QD-SUBJ-START")
def decision_subject(case: Case, rule: Rule) -> Iterator[Outcome]:
    if not case.anatomy.is_any("QĐ"):
        yield not_applicable(_("not a decision"))
        return
    found = _subject(case)
    if fold(found[0].text).startswith(tuple(map(fold, rule.values["starts"]))):
        yield passed(quoted(found[0].text))
    else:
        yield failed(quoted(found[0].text), found[0])
