"""What a person must decide about a submission, and the addresses by which people name values, findings and forms.

An address is ``ho_ten`` for a field, ``ca_nhan.3.danh_hieu`` for a cell (rows from 1), ``R-NAME-01`` for what a rule
found. In a submission of several forms the form's rank stands before it (``2:ho_ten``); alone (``2``) it is the form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.errors import FormNotNamed, NoSuchMatter
from pipeline.messages import _
from pipeline.reading.labels import spoken_name
from pipeline.register.models import Decision, FieldReading, Finding, Form, Submission, open_doubts, open_findings

_ADDRESS = re.compile(
    r"(?:(?P<form>\d{1,3})(?::|$))?"
    r"(?:(?P<rule>R-[\w-]+)|(?:(?P<table>\w+)\.(?P<row>\d{1,4})\.)?(?P<key>[a-z]\w*))?"
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
        if isinstance(self.about, Finding):
            return self.about.rule
        name = spoken_name(self.about.key)
        if self.about.row is None:
            return name
        return _("{name}, row {row}").format(name=name, row=self.about.row + 1)

    @property
    def sentence(self) -> str:
        """Why it waits."""
        if isinstance(self.about, Finding):
            return self.about.message
        return _("{label}: {why}").format(label=self.name, why="; ".join(self.about.why) or self.about.text)

    def as_json(self) -> dict[str, Any]:
        """The matter for programs; what it consists of depends on whether it is a value or a finding."""
        known = {"address": self.address, "form": self.form.rank, "pages": self.form.pages, "name": self.name}
        if isinstance(self.about, Finding):
            return {**known, "severity": self.about.severity, "message": self.about.message}
        keys = ("value", "confidence", "text", "why", "candidates", "source")
        return {**known, **{key: getattr(self.about, key) for key in keys}}


def open_matters(submission: Submission) -> list[Matter]:
    """All that waits for a person, form by form: the doubtful values in the order of the form, then the findings."""
    forms = submission.forms.all()
    doubts = open_doubts(forms).select_related("form").order_by("form__rank", "id")
    findings = open_findings(forms).select_related("form").order_by("form__rank", "id")
    waiting: list[FieldReading | Finding] = [*doubts, *findings]
    matters = [Matter(address_of(about, several=len(forms) > 1), about.form, about) for about in waiting]
    return sorted(matters, key=lambda matter: matter.form.rank)


def address_of(about: FieldReading | Finding, *, several: bool) -> str:
    """The address of a value or finding; `several` where its submission holds more than one form."""
    prefix = f"{about.form.rank}:" if several else ""
    if isinstance(about, Finding):
        return prefix + about.rule
    return prefix + (about.key if about.row is None else f"{about.table}.{about.row + 1}.{about.key}")


def about(decision: Decision) -> str:
    """The address of what a decision is about, with the form's rank."""
    target = decision.reading or decision.finding
    return str(decision.form.rank) if target is None else address_of(target, several=True)


def find(submission: Submission, address: str) -> list[Target]:
    """What `address` names: one value, one form, or all that a rule finds on one form.

    Raises `NoSuchMatter`, and `FormNotNamed` where the submission has several forms and `address` says none.
    """
    parts = _ADDRESS.fullmatch(address)
    if not address or parts is None:
        raise NoSuchMatter(address=address)
    form = _form(submission, address, parts["form"])
    if parts["rule"]:
        found: list[Target] = list(form.findings.filter(rule=parts["rule"], gone_at=None))
    elif parts["key"]:
        row = int(parts["row"]) - 1 if parts["row"] else None
        found = list(form.readings.filter(table=parts["table"] or "", row=row, key=parts["key"]))
    else:
        found = [form]
    if not found:
        raise NoSuchMatter(address=address)
    return found


def _form(submission: Submission, address: str, rank: str | None) -> Form:
    forms = list(submission.forms.all())
    if rank is None and len(forms) > 1:
        raise FormNotNamed(address=address, count=len(forms))
    for form in forms:
        if rank is None or form.rank == int(rank):
            return form
    raise NoSuchMatter(address=address)
