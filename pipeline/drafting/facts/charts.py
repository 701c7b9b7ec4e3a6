"""The charts of reports, from the programme's tables: fields, units, quarters, stages, trend (domain reference 8.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.drafting.facts.letterhead import Facts
from pipeline.vietnamese.dates import roman

Tables = Mapping[str, Any]

STAGES = {"phat_hien": "Phát hiện", "boi_duong": "Bồi dưỡng", "tong_ket": "Tổng kết", "nhan_rong": "Nhân rộng"}
_PUNCTUAL = (("Đúng hạn", "on_time"), ("Trễ hạn", "late"), ("Không nộp", "missing"))


def quarter_charts(tables: Tables) -> Facts:
    """Those of a quarter's report."""
    return {
        "linh_vuc": _fields(tables["t1"], "Biểu đồ 1. Đăng ký, giới thiệu theo lĩnh vực", ("registered", "introduced")),
        "theo_quy": _quarters(tables["t3"], "Biểu đồ 2. Tình hình giới thiệu theo quý (số đơn vị)"),
    }


def period_charts(tables: Tables) -> Facts:
    """Those of a report on a period."""
    columns = ("registered", "introduced", "people")
    return {
        "linh_vuc": _fields(tables["t1"], "Biểu đồ 1. Đăng ký, giới thiệu, được chọn theo lĩnh vực (lượt)", columns),
        "theo_quy": _quarters(tables["t3"], "Biểu đồ 2. Tình hình giới thiệu theo quý (số đơn vị)"),
        "don_vi": _units(tables["t2"], "Biểu đồ 3. Tình hình giới thiệu của từng đơn vị (số quý)"),
        "khau": _stages(tables["stages"], "Biểu đồ 4. Số điển hình đã qua từng khâu"),
        "xu_huong": _trend(tables["t3"], "Biểu đồ 5. Xu hướng: tỷ lệ đơn vị giới thiệu và đúng hạn (%)"),
    }


def _chart(title: str, kind: str, labels: Sequence[str], *series: tuple[str, Sequence[int]]) -> Facts:
    told = [{"ten": name, "so": list(values)} for name, values in series]
    return {"ten": title, "kieu": kind, "nhan": list(labels), "chuoi": told}


def _fields(t1: Tables, title: str, columns: Sequence[str]) -> Facts:
    names = {"registered": "Đăng ký", "introduced": "Giới thiệu", "people": "Được chọn"}
    rows = t1["rows"]
    series = [(names[column], [row[column] for row in rows]) for column in columns]
    return _chart(title, "cot", [row["code"] for row in rows], *series)


def _quarters(t3: Tables, title: str) -> Facts:
    series = [(name, [row[column] for row in t3["rows"]]) for name, column in _PUNCTUAL]
    return _chart(title, "chong", _quarter_names(t3), *series)


def _quarter_names(t3: Tables) -> list[str]:
    return [f"{roman(row['quarter'])}/{row['year']}" for row in t3["rows"]]


def _units(t2: Tables, title: str) -> Facts:
    rows = [row for row in t2["rows"] if row["due"]]
    on_time = [row["due"] - row["late"] - row["missing"] for row in rows]
    late, missing = [row["late"] for row in rows], [row["missing"] for row in rows]
    series = (("Đúng hạn", on_time), ("Trễ hạn", late), ("Không nộp", missing))
    return _chart(title, "ngang", [row["name"] for row in rows], *series)


def _stages(stages: Tables, title: str) -> Facts:
    rows = stages["rows"]
    reached = ("Số điển hình", [row["count"] for row in rows])
    return _chart(title, "cot", [STAGES[row["stage"]] for row in rows], reached)


def _trend(t3: Tables, title: str) -> Facts:
    """Whole percents, rounded half up."""
    rows = t3["rows"]
    handed_in = [(row["rate"] + 5) // 10 for row in rows]
    on_time = [(row["on_time"] * 200 + row["due"]) // (2 * row["due"]) if row["due"] else 0 for row in rows]
    return _chart(title, "duong", _quarter_names(t3), ("Đã giới thiệu", handed_in), ("Đúng hạn", on_time))
