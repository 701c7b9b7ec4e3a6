"""What a person must decide about a submission, and the addresses by which people name values, findings and forms.

An address is ``ho_ten`` for a field, ``ca_nhan.3.danh_hieu`` for a cell (rows from 1), ``R-NAME-01`` for all that a
rule found, ``R-ONE-01.2`` for the second thing it found. In a submission of several forms the form's rank stands before
it (``2:ho_ten``); alone (``2``) it is the form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pipeline.errors import FormNotNamed, NoSuchMatter
from pipeline.messages import _
from pipeline.programme.candidates import candidates
from pipeline.reading.labels import spoken_name
from pipeline.register.models import Decision, FieldReading, Finding, Form, Submission, open_doubts, open_findings

_ADDRESS = re.compile(
    r"(?:(?P<form>\d{1,3})(?::|$))?"
    r"(?:(?P<rule>R-[\w-]+)(?:\.(?P<number>\d{1,3}))?|(?:(?P<table>\w+)\.(?P<row>\d{1,4})\.)?(?P<key>[a-z]\w*))?"
)

Target = FieldReading | Finding | Form


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits for a person: a doubtful value or a finding."""

    address: str
    form: Form
    about: FieldReading | Finding

    @property
    def name(self) -> str:
        """What people call it."""
        return self.about.rule if isinstance(self.about, Finding) else name_of(self.about)

    @property
    def sentence(self) -> str:
        """Why it waits."""
        if isinstance(self.about, Finding):
            return self.about.message
        return _("{label}: {why}").format(label=self.name, why="; ".join(self.about.why) or self.about.text)

    @property
    def candidates(self) -> list[str]:
        """What a doubtful value may also be (`programme.candidates`)."""
        return candidates(self.about) if isinstance(self.about, FieldReading) else []

    def as_json(self) -> dict[str, Any]:
        """The matter for programs; what it consists of depends on whether it is a value or a finding."""
        known = {"address": self.address, "form": self.form.rank, "pages": self.form.pages, "name": self.name}
        if isinstance(self.about, Finding):
            return {**known, "severity": self.about.severity, "message": self.about.message}
        keys = ("value", "confidence", "text", "why", "source")
        return {**known, **{key: getattr(self.about, key) for key in keys}, "candidates": self.candidates}


def open_matters(submission: Submission) -> list[Matter]:
    """All that waits for a person, form by form: the doubtful values in the order of the form, then the findings."""
    forms = submission.forms.all()
    doubts = open_doubts(forms).select_related("form").order_by("form__rank", "id")
    findings = open_findings(forms).select_related("form").order_by("form__rank", "id")
    waiting: list[FieldReading | Finding] = [*doubts, *findings]
    several, numbers = len(forms) > 1, _numbers(Finding.objects.filter(form__in=forms))
    matters = [Matter(_address(about, several, numbers), about.form, about) for about in waiting]
    return sorted(matters, key=lambda matter: matter.form.rank)


def name_of(reading: FieldReading) -> str:
    """What people call the field, or the cell of a table."""
    name = spoken_name(reading.key)
    return name if reading.row is None else _("{name}, row {row}").format(name=name, row=reading.row + 1)


def about(decision: Decision) -> str:
    """The address of what a decision is about, with the form's rank."""
    target = decision.reading or decision.finding
    if target is None:
        return str(decision.form.rank)
    return _address(target, several=True, numbers=_numbers(decision.form.findings.all()))


def address_of(reading: FieldReading, *, several: bool) -> str:
    """The address of a value; `several` where its submission holds more than one form."""
    return _address(reading, several, {})


def find(submission: Submission, address: str) -> list[Target]:
    """What `address` names: one value, one form, or what a rule finds on one form.

    Raises `NoSuchMatter`, and `FormNotNamed` where the submission has several forms and `address` says none.
    """
    parts = _ADDRESS.fullmatch(address)
    if not address or parts is None:
        raise NoSuchMatter(address=address)
    form = _form(submission, address, parts["form"])
    if parts["rule"]:
        found: list[Target] = [*_findings(form, parts["rule"], parts["number"])]
    elif parts["key"]:
        row = int(parts["row"]) - 1 if parts["row"] else None
        found = [*form.readings.filter(table=parts["table"] or "", row=row, key=parts["key"])]
    else:
        found = [form]
    if not found:
        raise NoSuchMatter(address=address)
    return found


def _address(about: FieldReading | Finding, several: bool, numbers: Mapping[int, str]) -> str:
    prefix = f"{about.form.rank}:" if several else ""
    if isinstance(about, Finding):
        return prefix + about.rule + numbers[about.pk]
    return prefix + (about.key if about.row is None else f"{about.table}.{about.row + 1}.{about.key}")


def _numbers(findings: QuerySet[Finding]) -> dict[int, str]:
    """What tells the findings of one rule on one form apart: nothing where it is the only one."""
    alike: dict[tuple[int, str], list[int]] = {}
    for pk, form, rule in findings.order_by("id").values_list("pk", "form", "rule"):
        alike.setdefault((form, rule), []).append(pk)
    return {
        pk: f".{number}" if len(pks) > 1 else "" for pks in alike.values() for number, pk in enumerate(pks, start=1)
    }


def _findings(form: Form, rule: str, number: str | None) -> list[Finding]:
    found = list(form.findings.filter(rule=rule).order_by("id"))
    chosen = found if number is None else found[int(number) - 1 : int(number)]
    return [finding for finding in chosen if finding.gone_at is None]


def _form(submission: Submission, address: str, rank: str | None) -> Form:
    forms = list(submission.forms.all())
    if rank is None and len(forms) > 1:
        raise FormNotNamed(address=address, count=len(forms))
    for form in forms:
        if rank is None or form.rank == int(rank):
            return form
    raise NoSuchMatter(address=address)
