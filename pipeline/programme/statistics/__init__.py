"""The statistics of a quarter, half a year or the whole plan: tables T1 to T6, from the register at any date (8.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipeline.programme.statistics import tables, window
from pipeline.programme.statistics.checking import check
from pipeline.programme.statistics.snapshot import Snapshot, snapshot
from pipeline.programme.statistics.sources import sources
from pipeline.programme.statistics.window import Window
from pipeline.register.models import Round


def quarter_tables(round_: Round, on: dt.date) -> dict[str, Any]:
    """The tables of one quarter, as of the day `on`; raises as `window_tables` does."""
    return window_tables(window.quarter(round_, on))


def window_tables(wanted: Window) -> dict[str, Any]:
    """T1 to T6, the exemplars by stage, and the nominees; plain values, with where each comes from.

    Raises `StatisticsDisagree` where the tables contradict each other.
    """
    counted = count(snapshot(wanted))
    check(counted)
    return counted


def count(seen: Snapshot) -> dict[str, Any]:
    """All tables of a snapshot, unchecked."""
    quarters = tables.quarters_of(seen)
    return {
        "window": _about(seen),
        "t1": tables.by_field(seen),
        "t2": tables.by_unit(seen, quarters),
        "t3": tables.by_quarter(quarters),
        "t4": tables.titles_by_year(seen),
        "t5": tables.by_person(seen),
        "t6": tables.money_by_year(seen),
        "stages": tables.by_stage(seen),
        "activity": tables.activity(seen),
        "nominees": tables.nominees(seen),
        "exemplars": tables.exemplars(seen),
        "sources": sources(seen.window),
    }


def _about(seen: Snapshot) -> dict[str, Any]:
    asked = seen.window
    return {
        "plan": asked.plan.code,
        "name": asked.name,
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "since": asked.since.isoformat(),
        "on": asked.on.isoformat(),
        "rounds": [each.code for each in seen.quarters if each.pk in seen.counted],
    }
