"""The tables T1 to T3 of a quarter (domain reference 8.6), counted from the register's rows.

Every table is plain numbers; totals are counted on their own and not summed from the rows, because a nomination with
two fields stands in two rows of T1 and counts once.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from pipeline.programme.rounds import RoundReport, round_report, units_due
from pipeline.register.models import (
    Appointment,
    EmulationField,
    Nomination,
    NominationState,
    Registration,
    RegistrationRow,
    Round,
    RoundKind,
)


def quarter_tables(round_: Round) -> dict[str, Any]:
    """T1 (by field), T2 (by unit) and T3 (by quarter) of the year up to `round_`, and the nominees of `round_`."""
    quarters = _quarters_so_far(round_)
    reports = [round_report(quarter) for quarter in quarters]
    return {
        "t1": _by_field(round_),
        "t2": _by_unit(round_, reports),
        "t3": [_quarter_row(report) for report in reports],
        "nominees": _nominees(round_),
    }


def _quarters_so_far(round_: Round) -> list[Round]:
    same_year = Round.objects.filter(kind=RoundKind.QUARTERLY, plan=round_.plan, year=round_.year)
    return list(same_year.filter(quarter__lte=round_.quarter).order_by("quarter"))


def _by_field(round_: Round) -> dict[str, Any]:
    registered = RegistrationRow.objects.filter(registration__round__year=round_.year, registration__counts=True)
    introduced = _counted_nominations(round_)
    fields = EmulationField.objects.filter(plan=round_.plan)
    return {
        "rows": [
            {
                "code": field.code,
                "label": field.label,
                "registered": registered.filter(fields=field).count(),
                "introduced": introduced.filter(fields=field).count(),
            }
            for field in fields
        ],
        "total": {
            "registered": registered.filter(fields__isnull=False).distinct().count(),
            "introduced": introduced.count(),
        },
    }


def _by_unit(round_: Round, reports: list[RoundReport]) -> list[dict[str, Any]]:
    registrations = Registration.objects.filter(round__year=round_.year, counts=True)
    registered_on = {
        code: timezone.localdate(at)
        for code, at in registrations.values_list("unit__code", "form__submission__received_at")
    }
    staff = Appointment.objects.on(round_.last_day)
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "people": staff.filter(unit=unit).count(),
            "registered_on": registered_on[unit.code].isoformat() if unit.code in registered_on else None,
            "quarters": {report.round.quarter: unit.code in report.handed_in for report in reports},
            "late": sum(unit.code in report.late for report in reports),
        }
        for unit in units_due(round_)
    ]


def _quarter_row(report: RoundReport) -> dict[str, Any]:
    due, handed_in = len(report.due), len(report.handed_in)
    return {
        "quarter": report.round.quarter,
        "due": due,
        "in": handed_in,
        "on_time": handed_in - len(report.late),
        "late": len(report.late),
        "missing": due - handed_in,
        # in tenths of a percent, whole numbers only
        "rate": (handed_in * 1000 + due // 2) // due if due else 0,
    }


def _nominees(round_: Round) -> list[dict[str, Any]]:
    nominations = _counted_nominations(round_).order_by("unit__rank", "id")
    return [
        {
            "name": nomination.person.full_name if nomination.person else nomination.name,
            "post": nomination.post,
            "unit": nomination.unit.name,
            "fields": list(nomination.fields.order_by("code").values_list("label", flat=True)),
            "in_review": nomination.state == NominationState.IN_REVIEW,
        }
        for nomination in nominations.select_related("unit", "person")
    ]


def _counted_nominations(round_: Round) -> QuerySet[Nomination]:
    return Nomination.objects.filter(round=round_).exclude(state=NominationState.WITHDRAWN)
