"""Apply the rules in force to forms and keep what they find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone

from pipeline.law.screening import Severity, rules_on
from pipeline.reading.completeness import INCOMPLETE, missing
from pipeline.reading.model import ReadingFinding
from pipeline.register.models import Finding, Form, Nomination, open_doubts
from pipeline.screening import conditions
from pipeline.screening.cases import Case, load_cases
from pipeline.screening.likeness import remember
from pipeline.screening.rules import RULES, Remark

#: rule, severity, what it found
Found = tuple[str, str, Remark]


def screen(form: Form, reading_findings: Iterable[ReadingFinding]) -> list[Finding]:
    """Findings of a form that has just been recorded, those of its reading first.

    Call inside the transaction that records the form.
    """
    remember(Nomination.objects.filter(form=form))
    (case,) = load_cases(Form.objects.filter(pk=form.pk))
    findings = [_finding(form, *found) for found in (*_of_reading(reading_findings), *_apply(case))]
    Finding.objects.bulk_create(findings)
    return findings


def screen_again(forms: QuerySet[Form]) -> None:
    """Bring the findings of `forms` in line with what holds now: some go, some come, some come back.

    What people decided about values changes them, and so does a rule that an administrator added. A finding that
    stays, or comes back word for word, keeps the answer a person gave. What the reader said about a form as a whole
    stays, but for the required fields that are empty.
    """
    remember(Nomination.objects.filter(form__in=forms))
    doubted = _doubted(forms)
    known = _known(forms)
    changed: list[Finding] = []
    new: list[Finding] = []
    for case in load_cases(forms):
        found = {(rule, remark.message): (rule, severity, remark) for rule, severity, remark in _find(case, doubted)}
        mine = known[case.form.pk]
        changed += [finding for key, finding in mine.items() if _changes(finding, stays=key in found)]
        new += [_finding(case.form, *found[key]) for key in found if key not in mine]
    Finding.objects.bulk_update(changed, ["gone_at"], batch_size=500)
    Finding.objects.bulk_create(new)


def _known(forms: QuerySet[Form]) -> dict[int, dict[tuple[str, str], Finding]]:
    ours = (*RULES, *conditions.codes(), INCOMPLETE)
    known: dict[int, dict[tuple[str, str], Finding]] = defaultdict(dict)
    for row in Finding.objects.filter(form__in=forms, rule__in=ours):
        known[row.form_id][row.rule, row.message] = row
    return known


def _changes(finding: Finding, *, stays: bool) -> bool:
    """Note whether the rule still finds it; True where that is news."""
    was_there = finding.gone_at is None
    finding.gone_at = None if stays else finding.gone_at or timezone.now()
    return was_there is not stays


def _doubted(forms: QuerySet[Form]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for form, key in open_doubts(forms).filter(table="").values_list("form_id", "key"):
        found[form].add(key)
    return found


def _find(case: Case, doubted: dict[int, set[str]]) -> Iterator[Found]:
    empty = {key for key, value in case.values.fields.items() if value is None} - doubted[case.form.pk]
    yield from _of_reading(missing(case.form.kind, empty))
    yield from _apply(case)


def _apply(case: Case) -> Iterator[Found]:
    in_force = rules_on(case.received)
    for name, rule in RULES.items():
        if name in in_force:
            for remark in rule(case):
                yield name, in_force[name].weight, remark
    yield from conditions.unmet(case)


def _of_reading(findings: Iterable[ReadingFinding]) -> Iterator[Found]:
    for finding in findings:
        yield finding.rule, Severity(finding.severity), Remark(finding.message, {})


def _finding(form: Form, rule: str, severity: str, remark: Remark) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=remark.message,
        evidence=remark.evidence,
        submission_id=form.submission_id,
        form=form,
    )
