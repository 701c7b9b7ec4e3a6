"""Every draft is checked against the rules of presentation before anybody sees it (NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.conformity import Severity, Stage, Status, check
from pipeline.errors import FileRefused
from pipeline.messages import _

#: what a draft contradicts: rule, severity ("E", "W"), message, remedy
Fault = Mapping[str, Any]

_KEPT = (Severity.ERROR, Severity.WARNING)


def faults_of(docx: bytes, day: dt.date) -> list[dict[str, Any]]:
    """What a draft contradicts by the rules of `day`, errors first; a draft has no number and perhaps no day yet."""
    try:
        report = check(docx, stage=Stage.DRAFT, date=day)
    except FileRefused as refusal:
        return [{"rule": "", "severity": Severity.WARNING.value, "message": refusal.message, "remedy": ""}]
    return [
        {
            "rule": result.rule.id,
            "severity": result.rule.severity.value,
            "message": result.message,
            "remedy": result.rule.remedy,
        }
        for result in report.of(Status.FAIL)
        if result.rule.severity in _KEPT
    ]


def sheet(faults: Iterable[Fault]) -> str:
    """The faults as a text beside the draft, for a clerk to read in Explorer."""
    heading = _(
        "This draft does not keep the rules of presentation. Mend it in Word, save it, and it is checked again."
    )
    entries = [f"- {fault['message']}\n  {_remedy(fault)}".rstrip() for fault in faults]
    return "\n\n".join([heading, *entries]) + "\n"


def _remedy(fault: Fault) -> str:
    return _("What to do: {remedy} [{rule}]").format(**fault) if fault["remedy"] else ""
