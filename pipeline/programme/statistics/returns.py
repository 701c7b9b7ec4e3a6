"""The yearly statistical return to the authority for emulation: what of its forms the register can fill (8.7).

Which forms are asked for, and by which circular, is dated data; what nobody compared with the official text says so.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from pipeline.law.files import Evidence
from pipeline.law.statistics import Layer, ReturnForm, layer_of, return_forms, statistics_rules
from pipeline.programme.statistics import window
from pipeline.programme.statistics.grids import TOTAL, Grid
from pipeline.programme.statistics.snapshot import Awarded, Snapshot, snapshot
from pipeline.register.models import Plan

#: recipients who are nobody's layer
COLLECTIVE, UNKNOWN = "Tập thể", "Chưa rõ chức vụ"


def yearly_return(plan: Plan, year: int, on: dt.date) -> dict[str, Any]:
    """The forms asked for at the end of `year`, each with what the register counts for it; `on`: as of that day."""
    last = dt.date(year, 12, 31)
    seen = snapshot(window.between(plan, dt.date(year, 1, 1), last, on))
    return {"year": year, "on": on.isoformat(), "forms": [_filled(form, seen) for form in return_forms(last)]}


def return_grids(told: dict[str, Any]) -> list[Grid]:
    """The forms as sheets."""
    return [_grid(form) for form in told["forms"]]


def _filled(form: ReturnForm, seen: Snapshot) -> dict[str, Any]:
    month, day = map(int, form.due.split("-"))
    last = seen.window.last
    return {
        "code": form.code,
        "name": form.name,
        "due": dt.date(last.year, month, day).isoformat(),
        "source": form.source,
        "evidence": form.evidence.value,
        "checked": form.evidence is Evidence.VERIFIED,
        "classes": [each.name for each in _layers(last)] + [UNKNOWN, COLLECTIVE],
        "rows": _awards(seen) if form.answers == "awards" else None,
    }


def _layers(day: dt.date) -> list[Layer]:
    return [each for each in statistics_rules().layer if day in each.period]


def _awards(seen: Snapshot) -> list[dict[str, Any]]:
    """Awards decided in the year by title and class of recipient."""
    last = seen.window.last
    decided = [row for row in seen.awarded if seen.window.first <= row.day <= last]
    cells = Counter((row.title, _class(row, last)) for row in decided)
    classes = [*(each.name for each in _layers(last)), UNKNOWN, COLLECTIVE]
    given = {row.title for row in decided}
    return [
        {"code": title.code, "name": title.name, "counts": {each: cells[title.code, each] for each in classes}}
        for title in seen.titles
        if title.code in given
    ]


def _class(row: Awarded, day: dt.date) -> str:
    if row.collective or row.who is None:
        return COLLECTIVE
    layer = layer_of(row.who.post, day)
    return layer.name if layer else UNKNOWN


def _grid(form: dict[str, Any]) -> Grid:
    classes = form["classes"]
    rows = [
        [row["code"], row["name"], *row["counts"].values(), sum(row["counts"].values())] for row in form["rows"] or ()
    ]
    sums = [sum(row["counts"][each] for row in form["rows"] or ()) for each in classes]
    unchecked = "" if form["checked"] else " Biểu chưa được đối chiếu với văn bản gốc; cần kiểm tra trước khi gửi."
    by_hand = "" if form["rows"] is not None else " Văn phòng tự điền: cơ sở dữ liệu không có số liệu này."
    return Grid(
        name=form["code"].split("/")[0],
        title=form["name"],
        head=("Mã", "Danh hiệu, hình thức", *classes, TOTAL),
        rows=rows,
        total=["", TOTAL, *sums, sum(sums)],
        summed=range(2, 3 + len(classes)),
        across=(2, 1 + len(classes), 2 + len(classes)),
        note=f"Căn cứ: {form['source']}.{unchecked}{by_hand}",
    )
