"""Apply the rules in force to one form and keep what they find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone

from pipeline.law.screening import Severity, rules_on
from pipeline.reading.model import ReadingFinding
from pipeline.register.models import Finding, Form, Nomination, NominationState, Registration
from pipeline.screening.rules import RULES, Case, Remark


def screen(form: Form, reading_findings: Iterable[ReadingFinding]) -> list[Finding]:
    """Findings of a form that has just been recorded, those of its reading first.

    A nomination that a person must look at first does not count as valid. Call inside the transaction that records
    the form.
    """
    case = _case(form)
    findings = [_finding(form, found.rule, found.severity, Remark(found.message, {})) for found in reading_findings]
    findings += [_finding(form, rule, severity, remark) for rule, severity, remark in _apply(case)]
    Finding.objects.bulk_create(findings)
    if case.nomination is not None and any(needs_person(finding) for finding in findings):
        Nomination.objects.filter(pk=case.nomination.pk).update(state=NominationState.IN_REVIEW)
    return findings


def needs_person(finding: Finding) -> bool:
    """Whether somebody must resolve the finding before the form is done."""
    return finding.severity != Severity.INFO


def _apply(case: Case) -> Iterator[tuple[str, str, Remark]]:
    in_force = rules_on(case.received)
    for name, rule in RULES.items():
        if name in in_force:
            for remark in rule(case):
                yield name, in_force[name].severity, remark


def _finding(form: Form, rule: str, severity: str, remark: Remark) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=remark.message,
        evidence=remark.evidence,
        submission=form.submission,
        form=form,
    )


def _case(form: Form) -> Case:
    return Case(
        form=form,
        values={reading.key: reading.value for reading in form.readings.filter(table="")},
        received=timezone.localdate(form.submission.received_at),
        nomination=Nomination.objects.filter(form=form).select_related("round", "unit", "person").first(),
        registration=Registration.objects.filter(form=form).select_related("round", "unit").first(),
    )
