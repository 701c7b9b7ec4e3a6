"""The conditions of the titles a unit registers for its people, as far as they can be told at the year's beginning."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.law.conditions import ConditionKind, Failure, Stage, condition_rules, failures
from pipeline.law.screening import Severity
from pipeline.messages import _
from pipeline.screening.cases import Case
from pipeline.screening.rules import Remark

#: what can be told before the year's work is rated: earlier titles, and time in office
KNOWN_BEFORE = (ConditionKind.PRIOR, ConditionKind.SERVICE_MIN)


def codes() -> set[str]:
    """The codes of all conditions there are."""
    return {rule.code for rule in condition_rules().condition}


def unmet(case: Case) -> Iterator[tuple[str, Severity, Remark]]:
    """What registered people do not meet, of the conditions that can be told when the year begins."""
    if case.registration is None:
        return
    for row in case.registration.rows.all():
        candidate = case.candidates.get(row.pk)
        if candidate is None:
            continue
        for title in row.titles.all():
            for failure in failures(title.code, candidate, on=case.received):
                if failure.rule.kind in KNOWN_BEFORE:
                    severity = failure.rule.weight(Stage.REGISTRATION)
                    yield failure.rule.code, severity, _remark(row.name, title.name, failure)


def _remark(name: str, title: str, failure: Failure) -> Remark:
    message = _("{name}, {title}: wanted {wanted}, found {found} ({law}).")
    facts = {"name": name, "title": title, "wanted": failure.wanted, "found": failure.found}
    return Remark(message.format(law=failure.rule.source, **facts), {**facts, "law": failure.rule.source})
