"""Facts of the quarterly report (`bc_quy`) from the tables that `pipeline.programme.statistics` counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pipeline.drafting.facts.charts import quarter_charts
from pipeline.drafting.facts.letterhead import Facts, letterhead, recipients, signer, standing_unit, two_digits
from pipeline.drafting.facts.plan import basis_facts
from pipeline.drafting.facts.tracing import traced
from pipeline.register.models import Plan, Round
from pipeline.vietnamese.dates import roman, short_date

_MARK = "x"
#: where the tables hold each number of the report's sentences
_SOURCES = {
    "so_phai_nop": "t3.rows.-1.due",
    "so_da_nop": "t3.rows.-1.in",
    "so_dung_han": "t3.rows.-1.on_time",
    "so_tre_han": "t3.rows.-1.late",
    "so_chua_nop": "t3.rows.-1.missing",
    "so_ca_nhan": "t1.total.introduced",
}


def quarter_facts(round_: Round, tables: Mapping[str, Any]) -> Facts:
    """The report of one quarter; every number in its sentences stands in one of its tables."""
    this_quarter = tables["t3"]["rows"][-1]
    return {
        "quy": roman(round_.quarter or 1),
        "nam_bao_cao": str(round_.year),
        "han_nop": short_date(round_.due),
        "so_phai_nop": two_digits(this_quarter["due"]),
        "so_da_nop": two_digits(this_quarter["in"]),
        "so_dung_han": two_digits(this_quarter["on_time"]),
        "so_tre_han": two_digits(this_quarter["late"]),
        "so_chua_nop": two_digits(this_quarter["missing"]),
        "ty_le": percent(this_quarter["rate"]),
        "don_vi_chua_nop": this_quarter["missing_units"],
        "ca_nhan": [_nominee(number, nominee) for number, nominee in enumerate(tables["nominees"], start=1)],
        "so_ca_nhan": two_digits(len(tables["nominees"])),
        "so_cho_ra_soat": sum(nominee["in_review"] for nominee in tables["nominees"]),
        "t1": [_field_row(row) for row in tables["t1"]["rows"]],
        "t1_tong": _field_row({"code": "", "label": "", **tables["t1"]["total"]}),
        "t2": [_unit_row(number, row, round_.year) for number, row in enumerate(tables["t2"]["rows"], start=1)],
        "t3": [_quarter_row(row) for row in tables["t3"]["rows"]],
        "so_duoc_chon": _some(tables["t1"]["total"]["people"] + tables["t1"]["total"]["collectives"]),
        "so_giay_khen": _some(tables["t1"]["total"]["commended"]),
        "bieu_do": quarter_charts(tables),
        "nguon_so_lieu": traced(tables, _SOURCES),
    }


def quarter_basics(plan: Plan, *, day: dt.date) -> Facts:
    """What is known of the report of any quarter."""
    return {
        **letterhead(plan.body, symbol=f"BC-{plan.body.abbreviation}", day=day),
        "ke_hoach": plan.title[:1].lower() + plan.title[1:],
        "can_cu_ke_hoach": basis_facts(plan.basis),
        "don_vi_thuong_truc": standing_unit(plan.body),
        "noi_nhan": recipients("bc_quy", plan.body),
        **signer(day),
    }


def urging_facts(round_: Round, tables: Mapping[str, Any]) -> Facts:
    """The letter about a quarter (`cv_don_doc`): when the forms were due, and which units have not handed in."""
    missing = tables["t3"]["rows"][-1]["missing_units"]
    return {
        "quy": roman(round_.quarter or 1),
        "nam_xet": str(round_.year),
        "han": short_date(round_.due),
        "don_vi_chua_nop": missing,
        "don_vi_thieu": [],
        "kinh_gui": missing,
    }


def _nominee(number: int, nominee: Mapping[str, Any]) -> Facts:
    return {
        "stt": str(number),
        "ho_ten": nominee["name"],
        "chuc_vu": nominee["post"],
        "don_vi": nominee["unit"],
        "linh_vuc": "; ".join(nominee["fields"]),
    }


def _field_row(row: Mapping[str, Any]) -> Facts:
    return {
        "ma": row["code"],
        "linh_vuc": row["label"],
        "dang_ky": str(row["registered"]),
        "gioi_thieu": str(row["introduced"]),
    }


def _unit_row(number: int, row: Mapping[str, Any], year: int) -> Facts:
    days = [short_date(dt.date.fromisoformat(day)) for day in row["registered_on"]]
    return {
        "stt": str(number),
        "don_vi": row["name"],
        "so_nguoi": str(row["people"]),
        "dang_ky": days[-1] if days else "",
        **{f"quy_{quarter}": _mark(row["quarters"].get(f"Q{quarter}/{year}", 0)) for quarter in (1, 2, 3, 4)},
        "nop_tre": str(row["late"]),
    }


def _mark(count: int) -> str:
    """A cross for the one person a unit introduces; a number shows that there are more."""
    return (_MARK if count == 1 else str(count)) if count else ""


def _quarter_row(row: Mapping[str, Any]) -> Facts:
    return {
        "quy": roman(row["quarter"]),
        "phai_nop": str(row["due"]),
        "da_nop": str(row["in"]),
        "dung_han": str(row["on_time"]),
        "tre_han": str(row["late"]),
        "khong_nop": str(row["missing"]),
        "ty_le": percent(row["rate"]),
    }


def _some(count: int) -> str:
    """A count for a sentence that is left out where there is none."""
    return two_digits(count) if count else ""


def percent(tenths: int) -> str:
    """Tenths of a percent as Vietnamese writes them: 917 is "91,7"."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}" if tenth else str(whole)
