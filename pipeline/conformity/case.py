"""What the functions of the rules share: the case at hand, their registry, and the words for what they find."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pipeline.conformity.anatomy import Anatomy
from pipeline.conformity.model import Align, Document, Paragraph, to_mm
from pipeline.conformity.pages import Extent, measure
from pipeline.conformity.register import Register
from pipeline.conformity.report import Outcome, Status
from pipeline.conformity.rulebook import Pack, Rule, Stage
from pipeline.conformity.widths import width
from pipeline.messages import _

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """One document under the rules of its day."""

    document: Document
    anatomy: Anatomy
    pack: Pack
    stage: Stage
    #: the day written in the document, or given; None for a blank one
    day: dt.date | None
    today: dt.date
    register: Register | None = None

    @cached_property
    def extent(self) -> Extent:
        """How many pages it takes, about."""
        return measure(self.document)

    @cached_property
    def text(self) -> str:
        """The main text in one string, a line for a paragraph."""
        return "\n".join(paragraph.text for paragraph in self.anatomy.main if paragraph.text)


Evaluator = Callable[[Case, Rule], Iterable[Outcome]]


@dataclass(frozen=True)
class Bound:
    """A function bound to its rule."""

    run: Evaluator
    #: whether it makes sense for a document whose parts were not recognised
    anywhere: bool
    #: whether it makes sense for a scanned document
    scanned: bool


#: rule id -> its function; filled by the modules of `pipeline.conformity.rules`
EVALUATORS: dict[str, Bound] = {}


def evaluates(*ids: str, anywhere: bool = False, scanned: bool = False) -> Callable[[Evaluator], Evaluator]:
    """Bind a function to rules; `anywhere` for those that need no recognised parts, `scanned` for those of scans."""

    def bind(function: Evaluator) -> Evaluator:
        for rule_id in ids:
            assert rule_id not in EVALUATORS, rule_id
            EVALUATORS[rule_id] = Bound(function, anywhere, scanned)
        return function

    return bind


class Settled(Exception):
    """What a rule is about is not there, and that is its verdict."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def needed(part: T | None, otherwise: Outcome) -> T:
    """`part`; where it is None or empty, the rule ends with the verdict `otherwise`."""
    if not part:
        raise Settled(otherwise)
    return part


# Verdicts


def passed(found: str = "") -> Outcome:
    """The rule holds."""
    return Outcome(Status.PASS, found)


def failed(found: str, *places: Paragraph, where: dict[str, object] | None = None) -> Outcome:
    """The rule is broken."""
    return Outcome(Status.FAIL, found, places, where)


def doubtful(found: str, *places: Paragraph) -> Outcome:
    """A person has to look."""
    return Outcome(Status.REVIEW, found, places)


def not_applicable(why: str = "") -> Outcome:
    """The rule is not about such documents."""
    return Outcome(Status.NOT_APPLICABLE, why)


def not_evaluated(why: str) -> Outcome:
    """The rule is about such documents, but could not be looked at."""
    return Outcome(Status.NOT_EVALUATED, why)


def missing(part: str) -> Outcome:
    """A part that ought to be there is not; another rule complains about that."""
    return not_evaluated(_("{part} was not found").format(part=part))


def verdicts(faults: Iterable[Outcome], found: str = "") -> Iterator[Outcome]:
    """The faults, each once, or a pass where there is none."""
    seen: list[Outcome] = []
    for fault in faults:
        if fault not in seen:
            seen.append(fault)
            yield fault
    if not seen:
        yield passed(found)


def grouped(faults: Iterable[tuple[str, Paragraph]]) -> Iterator[Outcome]:
    """One outcome for all places with the same fault."""
    places: dict[str, list[Paragraph]] = defaultdict(list)
    for found, paragraph in faults:
        places[found].append(paragraph)
    for found, paragraphs in places.items():
        yield failed(found, *paragraphs)


# Words


def number(value: float, digits: int = 1) -> str:
    """12.7 -> "12,7"; 13.0 -> "13"."""
    return f"{round(value, digits):g}".replace(".", ",")


def millimetres(points: float) -> str:
    """Points as "25 mm"."""
    return f"{number(to_mm(points))} mm"


def quoted(text: str, longest: int = 80) -> str:
    """Text in quotation marks, cut where it is long."""
    return f"“{text if len(text) <= longest else text[:longest].rstrip() + '…'}”"


# Form

#: how far from the middle a line pushed there by spaces may stand, in points
PUSHED = 20.0
#: so many typed spaces push a line to another column, whose middle nobody knows
FAR_SPACES = 15


def form_faults(paragraph: Paragraph, rule: Rule) -> list[str]:
    """What in the letters and position of a paragraph is not as the values of `rule` want it."""
    values, faults = rule.values, []
    sizes = {span.look.size for span in paragraph.inked if not span.look.raised}
    wrong = sorted(size for size in sizes if not values["min_pt"] <= size <= values["max_pt"])
    if wrong:
        faults.append(_("size {sizes}").format(sizes=", ".join(map(number, wrong))))
    faults.extend(_weight_faults(paragraph, rule))
    if "capitals" in values and is_capitals(paragraph.text) != values["capitals"]:
        faults.append(_("not in capitals") if values["capitals"] else _("in capitals"))
    if values.get("centred") and not is_centred(paragraph):
        faults.append(_("not centred"))
    return faults


def _weight_faults(paragraph: Paragraph, rule: Rule) -> Iterator[str]:
    for key, all_so, any_so, yes, no in (
        ("bold", paragraph.all_bold(), paragraph.any_bold(), _("bold"), _("not bold")),
        ("italic", paragraph.all_italic(), paragraph.any_italic(), _("italic"), _("not italic")),
    ):
        wanted = rule.values.get(key)
        if wanted is True and not all_so:
            yield no
        if wanted is False and any_so:
            yield yes


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals."""
    return text.upper() == text and any(map(str.isalpha, text))


def is_centred(paragraph: Paragraph) -> bool:
    """Whether it stands in the middle of its column; halves of tabbed lines, and lines pushed by tabs, are taken to.

    Lines pushed to the middle by typed spaces count, if they do stand there.
    """
    lead = paragraph.raw[: len(paragraph.raw) - len(paragraph.raw.lstrip())]
    if paragraph.side or paragraph.shape.align is Align.CENTER or "\t" in lead:
        return True
    if len(lead) < 2 or paragraph.cell is None:
        return len(lead) >= FAR_SPACES
    start = paragraph.shape.left + paragraph.shape.first + len(lead) * paragraph.spans[0].look.size / 4
    return abs(start + width(paragraph.spans) / 2 - paragraph.cell.inner / 2) <= PUSHED


def check_form(paragraphs: Sequence[Paragraph], rule: Rule) -> Iterator[Outcome]:
    """The verdicts on the form of these paragraphs."""
    faults = ((", ".join(found), paragraph) for paragraph in paragraphs if (found := form_faults(paragraph, rule)))
    return verdicts(grouped(faults))


_BLANK = re.compile(r"[\s.…_\u00a0]*")


def is_blank(text: str) -> bool:
    """Whether nothing but a gap to fill in is written."""
    return bool(_BLANK.fullmatch(text))
