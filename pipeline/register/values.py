"""What a form says: the values as they were read, and in their place what people decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from pipeline.register.models import Decision, FieldReading, Form

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FormValues:
    """The values of one form that hold now."""

    fields: Values = field(default_factory=dict)
    tables: dict[str, list[Values]] = field(default_factory=dict)


def form_values(form: Form) -> FormValues:
    """What one form says."""
    return values_of(Form.objects.filter(pk=form.pk)).get(form.pk, FormValues())


def values_of(forms: QuerySet[Form]) -> dict[int, FormValues]:
    """What each of `forms` says, by its id; the readings themselves stay as the machine made them."""
    decisions = Decision.objects.standing().filter(form__in=forms, reading__isnull=False)
    decided = dict(decisions.values_list("reading", "after"))
    found: dict[int, FormValues] = defaultdict(FormValues)
    readings = FieldReading.objects.filter(form__in=forms).order_by("pk")
    for pk, form, table, row, key, value in readings.values_list("pk", "form_id", "table", "row", "key", "value"):
        said = found[form]
        place = said.fields if not table else _row(said.tables.setdefault(table, []), row or 0)
        place[key] = decided.get(pk, value)
    return found


def _row(rows: list[Values], number: int) -> Values:
    while len(rows) <= number:
        rows.append({})
    return rows[number]
