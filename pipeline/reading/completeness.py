"""Which required fields a form leaves empty (R-FORM-02). Incomplete forms are never refused."""

from __future__ import annotations

from collections.abc import Container

from pipeline.messages import _
from pipeline.reading.fields import REQUIRED
from pipeline.reading.labels import spoken_name
from pipeline.reading.model import ReadingFinding

INCOMPLETE = "R-FORM-02"


def missing(form: str, empty: Container[str]) -> list[ReadingFinding]:
    """A finding for each field among `empty` that the form (TD-01 or TD-02) must have."""
    message = _("A required field is empty: {field}.")
    return [
        ReadingFinding(rule=INCOMPLETE, severity="warn", message=message.format(field=spoken_name(key)))
        for key in REQUIRED[form]
        if key in empty
    ]
