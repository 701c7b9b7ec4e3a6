"""Until when a signed document must have number, seal and be sent: the next working day (NĐ 30/2020, Đ15.2 and Đ18.1).

The decree says "the same day, at the latest the next working day"; counted is from the day of the chief's signature.
Whether a document was handed over is not known here: what is watched ends with its issue.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pipeline.clock import VIETNAM
from pipeline.law.workdays import WorkingDay, next_working_day
from pipeline.register.models import AuditRow, Document, DocumentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A document that is signed and waits to be issued."""

    document: Document
    signed: dt.date
    by: WorkingDay

    def is_late(self, today: dt.date) -> bool:
        return today > self.by.day

    def is_urgent(self, today: dt.date) -> bool:
        """Whether it must be done today, or should have been."""
        return today >= self.by.day

    def as_json(self, today: dt.date) -> dict[str, Any]:
        return {
            "document": self.document.slug,
            "signed": f"{self.signed}",
            "by": f"{self.by.day}",
            "urgent": self.is_urgent(today),
            "late": self.is_late(today),
            "holidays": self.by.evidence.value,
        }


def deadlines() -> list[Deadline]:
    """Of every document that is signed and not issued, the earliest first."""
    signed = [(document, _signed_on(document)) for document in Document.objects.filter(state=DocumentState.SIGNED)]
    found = [Deadline(document=document, signed=day, by=next_working_day(day)) for document, day in signed]
    return sorted(found, key=lambda one: one.by.day)


def _signed_on(document: Document) -> dt.date:
    """As the diary tells it."""
    row = AuditRow.objects.filter(subject=f"document:{document.slug}", act="signed").latest("seq")
    told = row.facts.get("day")
    return dt.date.fromisoformat(told) if told else row.at.astimezone(VIETNAM).date()
