"""Who has handed in: each round's units, those in, late and missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from pipeline import clock
from pipeline.register.models import (
    Form,
    Nomination,
    NominationState,
    Registration,
    Round,
    RoundKind,
    Unit,
    returned_forms,
)


@dataclass(frozen=True, slots=True)
class RoundReport:
    """The state of one round (contract §4); units are named by their codes, in the office's order."""

    round: Round
    due: list[str]
    handed_in: list[str]
    late: list[str]

    @property
    def missing(self) -> list[str]:
        """The units that must hand in and have not."""
        return [code for code in self.due if code not in self.handed_in]

    @property
    def complete(self) -> bool:
        """Whether every unit that must hand in has done so."""
        return not self.missing

    def as_json(self) -> dict[str, Any]:
        """The shape of contract §4."""
        return {
            "round": self.round.code,
            "due": len(self.due),
            "in": len(self.handed_in),
            "late": len(self.late),
            "missing": self.missing,
        }


def units_due(round_: Round) -> list[Unit]:
    """The units that must hand in for a round: those in being on its last day that nominate."""
    return list(Unit.objects.on(round_.last_day).filter(nominates=True))


def round_report(round_: Round) -> RoundReport:
    """Count one round from the register's rows."""
    due = [unit.code for unit in units_due(round_)]
    received = _received(round_)
    handed_in = [code for code in due if code in received]
    late = [code for code in handed_in if received[code] > round_.due]
    return RoundReport(round=round_, due=due, handed_in=handed_in, late=late)


def rounds_report() -> list[RoundReport]:
    """The rounds that have forms, and those open today, oldest first."""
    today = clock.today()
    reports = (round_report(round_) for round_ in Round.objects.all())
    return [report for report in reports if report.handed_in or _is_open(report.round, today)]


def _is_open(round_: Round, today: dt.date) -> bool:
    return round_.first_day <= today <= max(round_.last_day, round_.due)


def _received(round_: Round) -> dict[str, dt.date]:
    """Day each unit's first form of the round came in, by unit code."""
    columns = ("unit__code", "form__submission__received_at")
    if round_.kind == RoundKind.QUARTERLY:
        counted = Nomination.objects.filter(round=round_).exclude(state=NominationState.WITHDRAWN)
        rows = list(counted.values_list(*columns))
    else:
        kept = Registration.objects.filter(round=round_).exclude(form__in=returned_forms(Form.objects.all()))
        rows = list(kept.values_list(*columns))
    days: dict[str, dt.date] = {}
    for code, received_at in rows:
        day = timezone.localdate(received_at)
        days[code] = min(day, days.get(code, day))
    return days
