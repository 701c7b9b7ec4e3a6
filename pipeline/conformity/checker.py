"""``check``: a file in, a report out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.conformity.anatomy import Anatomy
from pipeline.conformity.case import EVALUATORS, Case, Settled, not_applicable, not_evaluated
from pipeline.conformity.dissect import dissect
from pipeline.conformity.docx import read_docx
from pipeline.conformity.media import Medium, medium_of
from pipeline.conformity.model import Document, Paragraph
from pipeline.conformity.pdf import UNSEEN, read_pdf
from pipeline.conformity.register import Register
from pipeline.conformity.report import FileReport, Outcome, Result
from pipeline.conformity.rulebook import Pack, Rule, Stage, pack_on, packs
from pipeline.conformity.rules.letterhead import written_day
from pipeline.conformity.rules.numbering import symbol_of
from pipeline.conformity.scope import Scope, scope_of
from pipeline.errors import MissingPart
from pipeline.messages import _

#: Turns a file of another kind (".doc", ".rtf", ".odt") into .docx.
Convert = Callable[[bytes, str], bytes]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
#: places of one fault that a report names; the rest is counted
MOST_PLACES = 200
#: letters of a paragraph that tell where it is
QUOTED = 60


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
    document, notes = read_document(data, convert)
    case = examine(document, stage=Stage(stage) if stage else None, date=date, register=register, today=today)
    scope = scope_of(case)
    return FileReport(
        file="" if isinstance(source, bytes) else str(source),
        stage=case.stage,
        kind=case.anatomy.kind.code if case.anatomy.kind else None,
        pack=case.pack.id,
        results=tuple(results(case, scope)),
        notes=(*notes, *([scope.why] if scope.why else [])),
        pages=document.pdf.pages if document.pdf else None,
    )


def examine(
    document: Document,
    *,
    stage: Stage | None = None,
    date: dt.date | None = None,
    register: Register | None = None,
    today: dt.date | None = None,
) -> Case:
    """The parts of a document and the rules of its day; raises `NoRuleForDay` for a given `date` without rules."""
    given = pack_on(date) if date else None
    anatomy = dissect(document, given or packs()[0])
    present = today or dt.datetime.now(VIETNAM).date()
    day = date or written_day(anatomy.letterhead.date)
    return Case(
        document=document,
        anatomy=anatomy,
        pack=given or _pack(day or present),
        stage=stage or guess_stage(anatomy),
        day=day,
        today=present,
        register=register,
    )


def read_document(data: bytes, convert: Convert | None = None) -> tuple[Document, list[str]]:
    """The document in a file of any kind that can be checked, and what has to be said about reading it."""
    medium = medium_of(data)
    if medium is Medium.PDF:
        return read_pdf(data), []
    if medium is Medium.DOCX:
        return read_docx(data), []
    if convert is None:
        raise MissingPart(part="LibreOffice", remedy="sudo apt-get install libreoffice-writer-nogui")
    words = _("Read by way of LibreOffice: measures may differ slightly from the original.")
    return read_docx(convert(data, f".{medium.value}")), [words]


def _pack(day: dt.date) -> Pack:
    """The rules of a day; an older document is read by the oldest rules there are, and not judged by them."""
    return pack_on(day) if any(pack.holds_on(day) for pack in packs()) else packs()[-1]


def guess_stage(anatomy: Anatomy) -> Stage:
    """A document with number and day is issued, else it is a draft."""
    number = anatomy.letterhead.number
    symbol = None if number is None else symbol_of(number)
    numbered = symbol is not None and symbol.number.isdigit()
    return Stage.ISSUED if numbered and written_day(anatomy.letterhead.date) else Stage.DRAFT


def results(case: Case, scope: Scope) -> Iterator[Result]:
    """Every rule of the pack with its verdicts."""
    for rule in case.pack.rules.values():
        for outcome in _outcomes(case, rule, scope):
            yield Result(rule, outcome.status, outcome.found, _where(outcome))


def _outcomes(case: Case, rule: Rule, scope: Scope) -> Iterator[Outcome]:
    bound = EVALUATORS.get(rule.id)
    if bound is None:
        yield not_evaluated(_("this version of the program does not know the rule"))
    elif scope.why and not (bound.anywhere and scope.page_only) and not (bound.scanned and scope.scanned):
        yield not_evaluated(scope.why)
    elif case.document.pdf is not None and rule.id in UNSEEN:
        yield not_evaluated(_("a PDF does not tell it; check the Word file"))
    elif case.stage not in rule.stages:
        yield not_applicable(_("for issued documents only"))
    else:
        try:
            yield from bound.run(case, rule)
        except Settled as settled:
            yield settled.outcome


def _where(outcome: Outcome) -> dict[str, Any] | None:
    if outcome.where is not None or not outcome.places:
        return outcome.where
    place = describe(outcome.places[0])
    if len(outcome.places) > 1:
        place["also"] = [describe(paragraph) for paragraph in outcome.places[1:MOST_PLACES]]
        place["count"] = len(outcome.places)
    return place


def describe(paragraph: Paragraph) -> dict[str, Any]:
    """Where a paragraph stands, and its first words."""
    place: dict[str, Any] = {"paragraph": paragraph.number}
    if paragraph.part != "body":
        place = {"part": paragraph.part, "paragraph": paragraph.number}
    if paragraph.page:
        place["page"] = paragraph.page
        place["box"] = [round(edge, 1) for edge in paragraph.area or ()]
    elif paragraph.cell is not None:
        cell = paragraph.cell
        place |= {"table": cell.table, "row": cell.row, "column": cell.column}
    place["text"] = paragraph.text[:QUOTED]
    return place
