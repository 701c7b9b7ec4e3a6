"""What a form says: the values as they were read, and in their place what people decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.register.models import FieldReading, Form

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FormValues:
    """The values of one form that hold now."""

    fields: Values = field(default_factory=dict)
    tables: dict[str, list[Values]] = field(default_factory=dict)


def form_values(form: Form) -> FormValues:
    """Gather them from the register's rows; the readings themselves stay as the machine made them."""
    decided = dict(form.decisions.standing().filter(reading__isnull=False).values_list("reading", "after"))
    found = FormValues()
    for reading in form.readings.all():
        row = found.fields if not reading.table else _row(found.tables.setdefault(reading.table, []), reading)
        row[reading.key] = decided.get(reading.pk, reading.value)
    return found


def _row(rows: list[Values], reading: FieldReading) -> Values:
    assert reading.row is not None
    while len(rows) <= reading.row:
        rows.append({})
    return rows[reading.row]
