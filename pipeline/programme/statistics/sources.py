"""Where each number of a report comes from: the query that made it, its period, and what it leaves out (8.6)."""

from __future__ import annotations

from pipeline.messages import _
from pipeline.programme.statistics.window import Window
from pipeline.vietnamese.dates import short_date


def sources(asked: Window) -> dict[str, dict[str, str]]:
    """For each table: the rows it counts and how they are chosen."""
    period = f"{short_date(asked.first)} - {short_date(asked.last)}"
    shown = f"{short_date(asked.since)} - {short_date(asked.last)}"
    on = short_date(asked.on)
    standing = _("received by {day}; not withdrawn, replaced or given back by then").format(day=on)
    decided = _("decided by {day}; not revoked by then").format(day=on)
    return {
        "t1": _source("Nomination, RegistrationRow, SessionItem, Award, ExemplarStage", period, standing),
        "t2": _source("Unit, Appointment, Registration, Nomination, Award", shown, standing),
        "t3": _source("Round, Unit, Nomination", shown, standing),
        "t4": _source("Award", shown, decided),
        "t5": _source("Nomination, SessionItem, Award, Person, Appointment", shown, standing),
        "t6": _source("Award", shown, decided),
        "stages": _source("ExemplarStage", f"- {short_date(min(asked.last, asked.on))}", decided),
        "activity": _source("Dissemination, Publication, FollowUp", period, on),
        "exemplars": _source("SessionItem, Award", shown, decided),
        "nominees": _source("Nomination", period, standing),
    }


def _source(rows: str, period: str, filters: str) -> dict[str, str]:
    return {"query": rows, "period": period, "filters": filters}
