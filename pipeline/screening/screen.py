"""Apply the rules in force to one form and keep what they find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone

from pipeline.law.screening import rules_on
from pipeline.reading.completeness import INCOMPLETE, missing
from pipeline.reading.model import ReadingFinding
from pipeline.register.models import Finding, Form, Nomination, Registration, open_doubts
from pipeline.register.values import form_values
from pipeline.screening.rules import RULES, Case, Remark

#: rule, severity, what it found
Found = tuple[str, str, Remark]


def screen(form: Form, reading_findings: Iterable[ReadingFinding]) -> list[Finding]:
    """Findings of a form that has just been recorded, those of its reading first.

    Call inside the transaction that records the form.
    """
    findings = [_finding(form, *found) for found in (*_of_reading(reading_findings), *_apply(_case(form)))]
    Finding.objects.bulk_create(findings)
    return findings


def screen_again(form: Form) -> None:
    """Bring the findings in line with what people decided about the values: some go, some come, some come back.

    A finding that stays, or comes back word for word, keeps the answer a person gave. What the reader said about the
    form as a whole stays, but for the required fields that are empty.
    """
    case = _case(form)
    found = {(rule, remark.message): (rule, severity, remark) for rule, severity, remark in _find(case)}
    known = {(row.rule, row.message): row for row in form.findings.filter(rule__in=(*RULES, INCOMPLETE))}
    for key, finding in known.items():
        finding.gone_at = None if key in found else finding.gone_at or timezone.now()
    Finding.objects.bulk_update(known.values(), ["gone_at"])
    Finding.objects.bulk_create(_finding(form, *found[key]) for key in found if key not in known)


def _find(case: Case) -> Iterator[Found]:
    doubted = set(open_doubts(Form.objects.filter(pk=case.form.pk)).filter(table="").values_list("key", flat=True))
    empty = {key for key, value in case.values.items() if value is None} - doubted
    yield from _of_reading(missing(case.form.kind, empty))
    yield from _apply(case)


def _apply(case: Case) -> Iterator[Found]:
    in_force = rules_on(case.received)
    for name, rule in RULES.items():
        if name in in_force:
            for remark in rule(case):
                yield name, in_force[name].weight, remark


def _of_reading(findings: Iterable[ReadingFinding]) -> Iterator[Found]:
    for finding in findings:
        yield finding.rule, finding.severity, Remark(finding.message, {})


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
        values=form_values(form).fields,
        received=timezone.localdate(form.submission.received_at),
        nomination=Nomination.objects.filter(form=form).select_related("round", "unit", "person").first(),
        registration=Registration.objects.filter(form=form).select_related("round", "unit").first(),
    )
