"""Quốc hiệu, tiêu ngữ, names of bodies, place and date (catalogue 6.2)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from pipeline.conformity.case import (
    Case,
    check_form,
    doubtful,
    evaluates,
    failed,
    is_blank,
    missing,
    needed,
    not_applicable,
    not_evaluated,
    number,
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import Align, Paragraph
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule, Stage
from pipeline.conformity.ruled import RuledLine
from pipeline.conformity.widths import height, line_widths
from pipeline.messages import _
from pipeline.vietnamese.text import match_key, nfc

#: how far apart number and date may stand and still be read as one line, in points
SAME_LINE = 8.0
#: how far the middle of a ruled line may be from the middle of its column, in points
OFF_CENTRE = 6.0
_NO_DATE_NEEDED = ("BB",)
_NO_LETTERHEAD = ("HĐ", "BTT", "BGN")


@evaluates("ND30-II.1a-QH-TEXT")
def motto_text(case: Case, rule: Rule) -> Iterator[Outcome]:
    motto = case.anatomy.letterhead.motto
    if motto is None:
        yield failed(_("not found"))
    elif nfc(motto.text) in rule.values["texts"]:
        yield passed(motto.text)
    else:
        yield failed(quoted(motto.text), motto)


@evaluates("ND30-II.1b-TN-TEXT")
def creed_text(case: Case, rule: Rule) -> Iterator[Outcome]:
    creed = case.anatomy.letterhead.creed
    if creed is None:
        yield failed(_("not found"))
        return
    written = creed.text if creed.page else creed.raw.strip()  # how many spaces there are, a PDF does not tell
    if nfc(written) in rule.values["texts"]:
        yield passed(written)
    else:
        yield failed(quoted(written), creed)


@evaluates("ND30-II.1a-QH-FORM", "ND30-II.1b-TN-FORM")
def motto_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    part = head.motto if rule.id.endswith("QH-FORM") else head.creed
    if part is None:
        yield missing(rule.title)
    else:
        yield from check_form([part], rule)


@evaluates("ND30-II.1a-QH-POS")
def motto_position(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    if head.motto is None:
        yield missing(_("quốc hiệu"))
    elif head.layout == "box":
        yield doubtful(_("in a text box"), head.motto)
    elif any(piece is head.motto for piece in head.right) and (head.layout != "stacked" or head.motto.shape.left > 100):
        yield passed(_("at the top, on the right"))
    else:
        yield failed(_("not on the right"), head.motto)


@evaluates("ND30-II.1a-QH-ONELINE")
def motto_on_one_line(case: Case, rule: Rule) -> Iterator[Outcome]:
    motto = case.anatomy.letterhead.motto
    if motto is None:
        yield missing(_("quốc hiệu"))
    elif motto.cell is None or motto.side:
        yield not_evaluated(_("the width of its column is not known"))
    elif len(line_widths(motto, motto.cell.inner + 0.5)) > 1:
        yield failed(_("two lines"), motto)
    else:
        yield passed(_("one line"))


@evaluates("ND30-II.1c-QH-TN-GAP")
def gap_below_motto(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    if head.motto is None or head.creed is None:
        yield missing(_("quốc hiệu or tiêu ngữ"))
        return
    between = [p for p in head.right if head.motto.number < p.number < head.creed.number]
    gap = head.motto.shape.after + head.creed.shape.before
    faults = []
    if between:
        faults.append(_("an empty line between them"))
    if gap > 0.5:
        faults.append(_("a gap of {points} pt").format(points=number(gap)))
    if any(_is_spaced(part) for part in (head.motto, head.creed)):
        faults.append(_("not single spaced"))
    yield failed(", ".join(faults), head.motto) if faults else passed("0 pt")


def _is_spaced(paragraph: Paragraph) -> bool:
    return paragraph.shape.line_rule == "auto" and paragraph.shape.line > 1.05


# Ruled lines


@evaluates("ND30-II.1b-TN-RULE")
def creed_rule(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    if head.creed is None:
        yield missing(_("tiêu ngữ"))
    else:
        yield judge_line(head.creed_rule, max(line_widths(head.creed, 0.0)), head.creed, rule)


@evaluates("ND30-II.2b-ORG-RULE")
def body_rule(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    if not head.bodies:
        yield missing(_("issuing body"))
    else:
        name = head.bodies[-1]
        lines = line_widths(name, name.cell.inner if name.cell else 0.0)
        yield judge_line(head.body_rule, lines[-1], name, rule)


def judge_line(line: RuledLine | None, text: float, owner: Paragraph, rule: Rule) -> Outcome:
    """Whether the line below `owner`, whose text is `text` points wide, has the length the rule wants."""
    if line is None:
        # in a PDF the line may be a picture
        return doubtful(_("no line"), owner) if owner.page else failed(_("no line"), owner)
    if line.kind == "dashes":
        return failed(_("a row of dashes, not a line"), owner)
    if line.kind == "underline" and rule.values["max"] < 0.95:
        return failed(_("underlined letters, not a line"), owner)
    share = line.length / max(text, 1.0)
    tolerance = rule.values["tolerance"]
    words = _("{share} percent of the text").format(share=max(round(100 * share), 0))
    if not rule.values["min"] - tolerance <= share <= rule.values["max"] + tolerance:
        return failed(words, owner)
    if line.kind == "border" and line.offset is not None and abs(line.offset) > OFF_CENTRE:
        return failed(_("not centred"), owner)
    return passed(words)


# Bodies


@evaluates("ND30-II.2a-ORG-PRESENT")
def body_present(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    if head.bodies:
        yield passed(quoted(head.body_name))
    elif case.anatomy.is_any(*_NO_LETTERHEAD):
        yield not_applicable(_("contracts and agreements name the parties in the text"))
    else:
        yield failed(_("not found"))


@evaluates("ND30-II.2a-ORG-NAME")
def body_name(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    if case.register is None or not case.register.names:
        yield not_evaluated(_("the official names are not known here"))
    elif not head.bodies:
        yield missing(_("issuing body"))
    elif match_key(head.body_name) in {match_key(name) for name in case.register.names}:
        yield passed(quoted(head.body_name))
    else:
        yield failed(quoted(head.body_name), *head.bodies)


@evaluates("ND30-II.2b-ORG-FORM")
def body_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    bodies = case.anatomy.letterhead.bodies
    yield from check_form(bodies, rule) if bodies else [missing(_("issuing body"))]


@evaluates("ND30-II.2b-PARENT-FORM")
def parent_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    parents = case.anatomy.letterhead.parents
    yield from check_form(parents, rule) if parents else [not_applicable(_("no superior body is named"))]


@evaluates("ND30-II.2b-ORG-NOUNDERLINE")
def body_underlined(case: Case, rule: Rule) -> Iterator[Outcome]:
    bodies = case.anatomy.letterhead.bodies
    if not bodies:
        yield missing(_("issuing body"))
        return
    yield from verdicts(failed(_("underlined letters"), body) for body in bodies if body.any_underlined())


# Place and date

_DATE = re.compile(
    r"(?P<place>.*?)(?P<comma>,?)\s*(?P<word>ngày)\s*(?P<day>[\d.…\s_/-]*?)\s*tháng\s*(?P<month>[\d.…\s_/-]*?)\s*"
    r"năm\s*(?P<year>[\d.…\s_]*)(?P<rest>.*)",
    re.IGNORECASE,
)


def date_parts(line: Paragraph) -> dict[str, str] | None:
    """Place, day, month, year as written; None where the line is nothing like it."""
    match = _DATE.fullmatch(nfc(line.text))
    return None if match is None else {key: (found or "").strip() for key, found in match.groupdict().items()}


def written_day(line: Paragraph | None) -> dt.date | None:
    """The day in the letterhead, None where it is blank, none, or its year is not of four digits."""
    parts = None if line is None else date_parts(line)
    if parts is None or len(parts["year"].strip()) != 4:
        return None
    try:
        return dt.date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None


def _dated(case: Case) -> tuple[Paragraph, dict[str, str]]:
    unneeded = case.anatomy.is_any(*_NO_DATE_NEEDED, *_NO_LETTERHEAD)
    otherwise = (
        not_applicable(_("this kind of document has no such line")) if unneeded else missing(_("place and date"))
    )
    line = needed(case.anatomy.letterhead.date, otherwise)
    return line, needed(date_parts(line), missing(_("place and date")))


@evaluates("ND30-II.4a-PLACE")
def place(case: Case, rule: Rule) -> Iterator[Outcome]:
    dated = _dated(case)
    if case.register is None or not case.register.place:
        yield not_evaluated(_("the place of the office is not known here"))
    elif dated[1]["place"] == case.register.place:
        yield passed(case.register.place)
    else:
        yield failed(quoted(dated[1]["place"]), dated[0])


@evaluates("ND30-II.4b-DATE-PAD")
def date_padding(case: Case, rule: Rule) -> Iterator[Outcome]:
    dated = _dated(case)
    line, parts = dated
    wrong = [f"{word} {written}" for word, written, right in _padded(parts) if written != right]
    if wrong:
        yield failed(", ".join(wrong), line)
    else:
        yield passed(quoted(line.text))


def _padded(parts: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The word, what is written, and how it ought to be written."""
    day, month = parts["day"], parts["month"]
    if day.isdigit():
        yield "ngày", day, f"{int(day):02d}"
    if month.isdigit():
        yield "tháng", month, f"{int(month):02d}" if int(month) <= 2 else str(int(month))


@evaluates("ND30-II.4b-DATE-REAL")
def real_date(case: Case, rule: Rule) -> Iterator[Outcome]:
    dated = _dated(case)
    line, parts = dated
    blank = [word for word in ("day", "month", "year") if is_blank(parts[word])]
    day = written_day(line)
    if blank and case.stage is Stage.ISSUED:
        yield failed(_("blank"), line)
    elif blank:
        yield not_applicable(_("blank, as a draft may leave it"))
    elif day is None:
        yield failed(quoted(line.text), line)
    elif case.stage is Stage.ISSUED and day > case.today:
        yield failed(_("a day to come"), line)
    else:
        yield passed(f"{day:%d/%m/%Y}")


@evaluates("ND30-II.4c-DATE-FORM")
def date_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    dated = _dated(case)
    yield from check_form([dated[0]], rule)


@evaluates("ND30-II.4c-DATE-SYNTAX")
def date_syntax(case: Case, rule: Rule) -> Iterator[Outcome]:
    line = case.anatomy.letterhead.date
    if line is None and case.anatomy.is_any(*_NO_DATE_NEEDED, *_NO_LETTERHEAD):
        yield not_applicable(_("this kind of document has no such line"))
    elif line is None:
        yield failed(_("not found"))
    else:
        yield _date_syntax(line)


def _date_syntax(line: Paragraph) -> Outcome:
    parts = date_parts(line)
    right = (
        parts is not None
        and bool(parts["place"])
        and parts["place"][0].isupper()
        and (parts["place"] != parts["place"].upper())
        and parts["comma"] == ","
        and parts["word"] == "ngày"
        and not parts["rest"]
        and all(parts[key].isdigit() or is_blank(parts[key]) for key in ("day", "month", "year"))
    )
    return passed(quoted(line.text)) if right else failed(quoted(line.text), line)


@evaluates("ND30-II.4c-SAME-LINE")
def same_line(case: Case, rule: Rule) -> Iterator[Outcome]:
    head = case.anatomy.letterhead
    if head.number is None or head.date is None:
        yield missing(_("number or date")) if not case.anatomy.is_any(*_NO_DATE_NEEDED) else not_applicable()
    elif head.number.number == head.date.number or (head.date.page and _same_row(head.number, head.date)):
        yield passed()
    elif head.number.cell is None or head.date.cell is None:
        yield failed(_("two lines"), head.date)
    elif not _same_row(head.number, head.date):
        yield failed(_("in different rows"), head.date)
    else:
        apart = _depth(head.left, head.number) - _depth(head.right, head.date)
        words = _("{points} pt apart").format(points=number(abs(apart), 0))
        yield failed(words, head.date) if abs(apart) > SAME_LINE else passed(words)


def _same_row(first: Paragraph, second: Paragraph) -> bool:
    one, other = first.cell, second.cell
    return one is not None and other is not None and (one.table, one.row) == (other.table, other.row)


def _depth(column: Sequence[Paragraph], line: Paragraph) -> float:
    """How far below the upper edge of its row a line stands."""
    assert line.cell is not None
    above = [p for p in column if p.cell and p.cell.row == line.cell.row and p.number < line.number]
    free = line.cell.inner
    own = line.shape.before if line.shape.align is not Align.BOTH else 0.0
    return sum(height(paragraph, free) for paragraph in above) + own
