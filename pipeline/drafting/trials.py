"""A template tried out: filled with its sample facts, before anybody relies on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.conformity import Result, Severity, Stage, Status
from pipeline.conformity import check as check_presentation
from pipeline.drafting.fitting import fitted
from pipeline.drafting.kind import Kind
from pipeline.drafting.kinds import KINDS
from pipeline.drafting.samples import sample_facts
from pipeline.templating import Template

#: papers that are no administrative documents of the decree: nothing is said about how they look
FREE_IN_FORM = frozenset({"giay_khen", "phieu_bau"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a template is for."""

    kind: Kind
    variant: str


def purpose_of(template: Path) -> Purpose | None:
    """What a file named like one of the office's templates is for."""
    for kind in KINDS.values():
        for variant, standard in kind.templates.items():
            if Path(standard).name == template.name:
                return Purpose(kind=kind, variant=variant)
    return None


def filled(template: Path, purpose: Purpose) -> bytes:
    """The .docx of a document that never existed. Raises `TemplateError`."""
    facts = sample_facts(purpose.kind, purpose.variant)
    return fitted(Template(template).render(facts), facts)


def departures(template: Path, purpose: Purpose) -> Iterator[Result]:
    """Where the filled template departs from the rules of presentation: errors and warnings."""
    if purpose.kind.key in FREE_IN_FORM:
        return
    report = check_presentation(filled(template, purpose), stage=Stage.DRAFT)
    for result in report.results:
        if result.status is Status.FAIL and result.rule.severity in {Severity.ERROR, Severity.WARNING}:
            yield result
