"""Facts of the reports on a period of the plan (`bc_so_ket`, `bc_tong_ket`) from the programme's tables (8.6).

What follows from numbers is written here, as paragraphs a clerk may edit; causes, lessons, tasks and proposals do not
follow from numbers and are left to people.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.drafting.facts.charts import STAGES, period_charts
from pipeline.drafting.facts.common import Known, of_office
from pipeline.drafting.facts.letterhead import Facts, two_digits
from pipeline.drafting.facts.report import percent
from pipeline.drafting.facts.tracing import traced
from pipeline.vietnamese.dates import roman, short_date
from pipeline.vietnamese.money import figures

if TYPE_CHECKING:
    from pipeline.drafting.kind import Occasion

Tables = Mapping[str, Any]

_PERIOD = re.compile(r",? giai đoạn .*$")
#: columns of the tables by year, and the titles they stand for; all others are counted together
_TITLES: Mapping[str, tuple[str, ...]] = {
    "ldtt": ("LDTT",),
    "cstdcs": ("CSTDCS",),
    "ttldtt": ("TTLDTT",),
    "giay_khen": ("GK",),
    "bang_khen": ("BK_TINH", "BK_TTG"),
}
#: where the tables hold each number of the report's sentences
_SOURCES = {
    "so_dang_ky": "t2.total.registered",
    "so_dang_ky_dien_hinh": "t1.total.registered",
    "so_gioi_thieu": "t1.total.introduced",
    "so_nu": "t5.rows.0.women",
    "so_dan_toc": "t5.rows.0.minority",
    "so_khong_chuc_vu": "t5.rows.0.workers",
    "so_phai_nop": "t3.total.due",
    "so_da_nop": "t3.total.in",
    "so_dung_han": "t3.total.on_time",
    "so_tre_han": "t3.total.late",
    "so_chua_nop": "t3.total.missing",
    "so_giay_khen": "t1.total.commended",
    "so_bang_khen": "t1.total.certified",
    "tong_tien_thuong": "t6.total.total",
}


def period_basics(key: str) -> Known:
    """Facts of a report on a review of a plan: what the office knows, and what was counted where anything was."""
    office = of_office(key, "BC")

    def known(occasion: Occasion, variant: str) -> Facts:
        facts = office(occasion, variant)
        counted = occasion.tables
        return {**facts, **period_facts(occasion.plan.title, counted)} if counted else facts

    return known


def period_facts(plan: str, tables: Tables) -> Facts:
    """The report on a period of the plan called `plan`; every number of its sentences stands in one of its tables."""
    subject = _PERIOD.sub("", plan)
    return {
        "ky_bao_cao": f"Kế hoạch {subject[:1].lower()}{subject[1:]}, {tables['window']['name']}",
        **_numbers(tables),
        **_sentences(tables),
        **_exemplars(tables),
        **_lists(tables),
        "bieu_do": period_charts(tables),
        "nguon_so_lieu": traced(tables, _SOURCES),
    }


def _numbers(tables: Tables) -> Facts:
    t1, t3, introduced = tables["t1"]["total"], tables["t3"]["total"], tables["t5"]["rows"][0]
    return {
        "so_dang_ky": two_digits(tables["t2"]["total"]["registered"]),
        "so_dang_ky_dien_hinh": two_digits(t1["registered"]),
        "so_gioi_thieu": two_digits(t1["introduced"]),
        "so_nu": two_digits(introduced["women"]),
        "so_dan_toc": two_digits(introduced["minority"]),
        "so_khong_chuc_vu": two_digits(introduced["workers"]),
        "so_quy": two_digits(len(tables["t3"]["rows"])),
        "so_phai_nop": two_digits(t3["due"]),
        "so_da_nop": two_digits(t3["in"]),
        "so_dung_han": two_digits(t3["on_time"]),
        "so_tre_han": two_digits(t3["late"]),
        "so_chua_nop": two_digits(t3["missing"]),
        "ty_le": percent(t3["rate"]),
        "so_duoc_chon": two_digits(t1["people"] + t1["collectives"]),
        "so_giay_khen": two_digits(t1["commended"]),
        "so_bang_khen": two_digits(t1["certified"]),
        "tong_tien_thuong": figures(tables["t6"]["total"]["total"]),
    }


# Sentences


def _sentences(tables: Tables) -> Facts:
    return {
        "chi_dao": _leading(tables),
        "nhan_rong": _spreading(tables),
        "uu_diem": _strengths(tables),
        "han_che": _weaknesses(tables),
    }


def _leading(tables: Tables) -> list[str]:
    told, window = tables["activity"], tables["window"]
    first, last = (short_date(dt.date.fromisoformat(window[day])) for day in ("first", "last"))
    rounds = two_digits(len(tables["t3"]["rows"]))
    return [
        f"Từ ngày {first} đến ngày {last}, Văn phòng đã tổ chức {rounds} đợt giới thiệu cá nhân điển hình tiêu biểu "
        "hằng quý và các đợt đăng ký danh hiệu thi đua, điển hình tiên tiến hằng năm.",
        f"Số đơn vị đã tổ chức quán triệt Kế hoạch: {two_digits(told['units_told'])}, với "
        f"{two_digits(told['attendance'])} lượt công chức, viên chức, người lao động tham dự.",
    ]


def _spreading(tables: Tables) -> list[str]:
    activity = tables["activity"]
    stages = "; ".join(
        f"{STAGES[row['stage']].lower()}: {two_digits(row['count'])}" for row in tables["stages"]["rows"]
    )
    return [
        f"Số điển hình tiên tiến đã qua từng khâu: {stages}.",
        f"Số tin, bài giới thiệu điển hình: {two_digits(activity['publications'])}; số lượt theo dõi, giúp đỡ điển "
        f"hình: {two_digits(activity['follow_ups'])}.",
    ]


def _strengths(tables: Tables) -> list[str]:
    t3, introduced = tables["t3"]["total"], tables["t5"]["rows"][0]
    full = [row for row in tables["t2"]["rows"] if row["due"] and not row["missing"]]
    return [
        f"Các phòng, ban, đơn vị đã giới thiệu {two_digits(t3['in'])}/{two_digits(t3['due'])} lượt, đạt "
        f"{percent(t3['rate'])}%; {two_digits(len(full))} đơn vị giới thiệu đủ các quý.",
        "Trong số người được giới thiệu, người không giữ chức vụ lãnh đạo, quản lý chiếm "
        f"{percent(introduced['workers_rate'])}%, nữ chiếm {percent(introduced['women_rate'])}%, dân tộc thiểu số "
        f"chiếm {percent(introduced['minority_rate'])}%.",
    ]


def _weaknesses(tables: Tables) -> list[str]:
    t3, found = tables["t3"]["total"], []
    if t3["missing"] or t3["late"]:
        found.append(
            f"Còn {two_digits(t3['missing'])} lượt đơn vị không giới thiệu và {two_digits(t3['late'])} lượt gửi hồ sơ "
            "trễ hạn."
        )
    empty = [row["label"] for row in tables["t1"]["rows"] if not row["introduced"]]
    if empty:
        found.append(f"Chưa có cá nhân được giới thiệu ở {two_digits(len(empty))} lĩnh vực: {'; '.join(empty)}.")
    return found or ["Không có đơn vị gửi hồ sơ trễ hạn hoặc không giới thiệu."]


# Lists and tables


def _exemplars(tables: Tables) -> Facts:
    rows = tables["exemplars"]
    return {
        "so_dien_hinh": two_digits(len(rows)),
        "dien_hinh": [
            {
                "stt": str(number),
                "ten": row["name"],
                "chuc_vu_don_vi": ", ".join(filter(None, (row["post"], row["unit"]))),
                "linh_vuc": "; ".join(row["fields"]),
                "khen_thuong": "; ".join(name.split(" của ")[0] for name in row["awards"]),
            }
            for number, row in enumerate(rows, start=1)
        ],
    }


def _lists(tables: Tables) -> Facts:
    t1, t2, t3 = tables["t1"], tables["t2"], tables["t3"]
    none = [] if not any(t1["none"].values()) else [{"code": "", "label": "Toàn diện, chưa rõ lĩnh vực", **t1["none"]}]
    return {
        "t1": [_field(row) for row in (*t1["rows"], *none)],
        "t1_tong": _field({"code": "", "label": "", **t1["total"]}),
        "t2": [_unit(str(number), row) for number, row in enumerate(t2["rows"], start=1)],
        "t2_tong": _unit("", {"name": "", **t2["total"]}),
        "t3": [_quarter(f"{roman(row['quarter'])}/{row['year']}", row) for row in t3["rows"]],
        "t3_tong": _quarter("", t3["total"]),
        **_years("t4", tables["t4"]),
        "t5": [_group(row) for row in tables["t5"]["rows"]],
        **_years("t6", tables["t6"]),
    }


def _field(row: Tables) -> Facts:
    return {
        "ma": row["code"],
        "linh_vuc": row["label"],
        "dang_ky": str(row["registered"]),
        "gioi_thieu": str(row["introduced"]),
        "chon_ca_nhan": str(row["people"]),
        "chon_tap_the": str(row["collectives"]),
        "giay_khen": str(row["commended"]),
        "bang_khen": str(row["certified"]),
        "nhan_rong": str(row["replicated"]),
    }


def _unit(number: str, row: Tables) -> Facts:
    return {
        "stt": number,
        "don_vi": row["name"],
        "so_nguoi": str(row["people"]),
        "dang_ky": str(row["registered"]),
        "gioi_thieu": str(row["introduced"]),
        "nop_tre": str(row["late"]),
        "khong_nop": str(row["missing"]),
        "duoc_khen": str(row["awarded"]),
    }


def _quarter(name: str, row: Tables) -> Facts:
    return {
        "quy": name,
        "phai_nop": str(row["due"]),
        "da_nop": str(row["in"]),
        "dung_han": str(row["on_time"]),
        "tre_han": str(row["late"]),
        "khong_nop": str(row["missing"]),
        "ty_le": percent(row["rate"]),
    }


def _years(name: str, table: Tables) -> Facts:
    years = [str(year) for year in table["years"]]
    sums = table["total"]
    return {
        name: [
            _year(year, {row["code"]: row["years"][year] for row in table["rows"]}, sums["years"][year])
            for year in years
        ],
        f"{name}_tong": _year("", {row["code"]: row["total"] for row in table["rows"]}, sums["total"]),
    }


def _year(year: str, cells: Mapping[str, int], total: int) -> Facts:
    named = {column: sum(cells.get(code, 0) for code in codes) for column, codes in _TITLES.items()}
    counts = {**named, "khac": total - sum(named.values()), "tong": total}
    return {"nam": year, **{column: figures(count) for column, count in counts.items()}}


def _group(row: Tables) -> Facts:
    return {
        "nhom": row["name"][:1].upper() + row["name"][1:],
        "tong": str(row["total"]),
        "nu": str(row["women"]),
        "ty_le_nu": percent(row["women_rate"]),
        "dan_toc": str(row["minority"]),
        "khong_chuc_vu": str(row["workers"]),
        "ty_le_khong_chuc_vu": percent(row["workers_rate"]),
    }
