"""``check``: a file in, a report out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.conformity.anatomy import Anatomy
from pipeline.conformity.case import EVALUATORS, Case, not_applicable, not_evaluated
from pipeline.conformity.dissect import dissect
from pipeline.conformity.docx import read_docx
from pipeline.conformity.media import Medium, medium_of
from pipeline.conformity.model import Document, Paragraph
from pipeline.conformity.register import Register
from pipeline.conformity.report import FileReport, Outcome, Result
from pipeline.conformity.rulebook import Pack, Rule, Stage, pack_on, packs
from pipeline.conformity.scope import outside_scope
from pipeline.errors import MissingPart
from pipeline.messages import _

#: Turns a file of another kind (".doc", ".rtf", ".odt") into .docx.
Convert = Callable[[bytes, str], bytes]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def check(
    source: Path | str | bytes,
    *,
    stage: Stage | str | None = None,
    date: dt.date | None = None,
    convert: Convert | None = None,
    register: Register | None = None,
    today: dt.date | None = None,
) -> FileReport:
    """Check one document against the rules of its day.

    `stage` is taken from the document where it is not given: with number and day it is issued, else a draft. `date`
    decides the pack of rules, else the day written in the document, else `today`. Raises a `FileRefused` for what
    cannot be opened, `MissingPart` for .doc, .rtf and .odt without a `convert`, `NoRuleForDay` for a given `date`
    without rules.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = "" if isinstance(source, bytes) else str(source)
    present = today or dt.datetime.now(VIETNAM).date()
    given = None if stage is None else Stage(stage)
    medium = medium_of(data)
    if medium is Medium.PDF:
        from pipeline.conformity.pdf import check_pdf

        return check_pdf(data, name, stage=given, date=date, register=register, today=present)
    notes = []
    if medium is not Medium.DOCX:
        data = _converted(data, medium, convert)
        notes.append(_("Read by way of LibreOffice: measures may differ slightly from the original."))
    document = read_docx(data)
    anatomy = dissect(document, pack_on(date) if date else packs()[0])
    return _report(document, anatomy, name, given, date, register, present, notes)


def _converted(data: bytes, medium: Medium, convert: Convert | None) -> bytes:
    if convert is None:
        raise MissingPart(part="LibreOffice", remedy="sudo apt-get install libreoffice-writer-nogui")
    return convert(data, f".{medium.value}")


def _report(
    document: Document,
    anatomy: Anatomy,
    name: str,
    stage: Stage | None,
    date: dt.date | None,
    register: Register | None,
    today: dt.date,
    notes: list[str],
) -> FileReport:
    from pipeline.conformity.rules.letterhead import written_day

    day = date or written_day(anatomy.letterhead.date)
    case = Case(
        document=document,
        anatomy=anatomy,
        pack=_pack(day, today),
        stage=stage or guess_stage(anatomy),
        day=day,
        today=today,
        register=register,
    )
    why = outside_scope(case)
    if why:
        notes = [*notes, why]
    return FileReport(
        file=name,
        stage=case.stage,
        kind=anatomy.kind.code if anatomy.kind else None,
        pack=case.pack.id,
        results=tuple(results(case, why)),
        notes=tuple(notes),
    )


def _pack(day: dt.date | None, today: dt.date) -> Pack:
    """The rules of the document's day; an older document is read by the oldest rules there are."""
    wanted = day or today
    return pack_on(wanted) if any(pack.holds_on(wanted) for pack in packs()) else packs()[-1]


def guess_stage(anatomy: Anatomy) -> Stage:
    """A document with number and day is issued, else it is a draft."""
    from pipeline.conformity.rules.letterhead import written_day
    from pipeline.conformity.rules.numbering import symbol_of

    number = anatomy.letterhead.number
    symbol = None if number is None else symbol_of(number)
    numbered = symbol is not None and symbol.number.isdigit()
    return Stage.ISSUED if numbered and written_day(anatomy.letterhead.date) else Stage.DRAFT


def results(case: Case, outside: str = "") -> Iterator[Result]:
    """Every rule of the pack with its verdicts; with a reason why the document is `outside` the rules, none is judged."""
    import pipeline.conformity.rules  # noqa: F401  binds the evaluators

    for rule in case.pack.rules.values():
        for outcome in _outcomes(case, rule, outside):
            yield Result(rule, outcome.status, outcome.found, _where(outcome))


def _outcomes(case: Case, rule: Rule, outside: str) -> Iterator[Outcome]:
    bound = EVALUATORS.get(rule.id)
    if bound is None:
        yield not_evaluated(_("this version of the program does not know the rule"))
    elif outside and not (bound.anywhere and case.anatomy.recognised is False):
        yield not_evaluated(outside)
    elif case.stage not in rule.stages:
        yield not_applicable(_("for issued documents only"))
    else:
        yield from bound.run(case, rule)


def _where(outcome: Outcome) -> dict[str, Any] | None:
    if outcome.where is not None or not outcome.places:
        return outcome.where
    place = describe(outcome.places[0])
    if len(outcome.places) > 1:
        place["also"] = [describe(paragraph) for paragraph in outcome.places[1:MOST_PLACES]]
        place["count"] = len(outcome.places)
    return place


#: places of one fault that a report names; the rest is counted
MOST_PLACES = 200


def describe(paragraph: Paragraph) -> dict[str, Any]:
    """Where a paragraph stands, and its first words."""
    place: dict[str, Any] = {"paragraph": paragraph.number}
    if paragraph.part != "body":
        place = {"part": paragraph.part, "paragraph": paragraph.number}
    if paragraph.cell is not None:
        cell = paragraph.cell
        place |= {"table": cell.table, "row": cell.row, "column": cell.column}
    place["text"] = paragraph.text[:60]
    return place
