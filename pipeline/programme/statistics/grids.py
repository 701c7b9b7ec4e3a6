"""The tables of a window as grids of cells, in the office's words: for sheets and for the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.vietnamese.dates import short_date

Cell = str | int | float
Tables = Mapping[str, Any]

TOTAL = "Tổng số"
_STAGES = {"phat_hien": "Phát hiện", "boi_duong": "Bồi dưỡng", "tong_ket": "Tổng kết", "nhan_rong": "Nhân rộng"}
_FIELD_HEAD = (
    "Đăng ký",
    "Giới thiệu",
    "Được chọn: cá nhân",
    "Được chọn: tập thể",
    "Giấy khen",
    "Bằng khen",
    "Nhân rộng",
)
_FIELD_COLUMNS = ("registered", "introduced", "people", "collectives", "commended", "certified", "replicated")
_QUARTER_COLUMNS = ("due", "in", "on_time", "late", "missing")
_PERSON_COLUMNS = (
    "total", "women", "men", "gender_unknown", "minority", "majority", "ethnic_unknown", "workers", "leaders",
    "post_unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: `total` closes it, and is the sum of each of the columns `summed` (counted from 0)."""

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    summed: Sequence[int] = ()
    #: a column that is the sum of those between two others in its row: (first, last, column)
    across: tuple[int, int, int] | None = None
    note: str = ""


def grids(tables: Tables) -> list[Grid]:
    """T1 to T6, the stages, and where the numbers come from."""
    return [
        _fields(tables["t1"]),
        _units(tables["t2"]),
        _quarters(tables["t3"]),
        _years(tables["t4"], "T4", "Danh hiệu, hình thức khen thưởng theo năm xét"),
        _people(tables["t5"]),
        _years(tables["t6"], "T6", "Tiền thưởng theo năm quyết định (đồng)"),
        _stages(tables["stages"]),
        _sources(tables),
    ]


def _fields(t1: Tables) -> Grid:
    rows: list[list[Cell]] = [[row["code"], row["label"], *(row[key] for key in _FIELD_COLUMNS)] for row in t1["rows"]]
    rows.append(["", "Không theo lĩnh vực, chưa rõ lĩnh vực", *(t1["none"][key] for key in _FIELD_COLUMNS)])
    rows.append(["", "Trừ phần tính ở nhiều lĩnh vực", *(-t1["overlap"][key] for key in _FIELD_COLUMNS)])
    return Grid(
        name="T1",
        title="Theo lĩnh vực",
        head=("Mã", "Lĩnh vực", *_FIELD_HEAD),
        rows=rows,
        total=["", TOTAL, *(t1["total"][key] for key in _FIELD_COLUMNS)],
        summed=range(2, 2 + len(_FIELD_COLUMNS)),
        note="Một hồ sơ thuộc hai lĩnh vực trở lên được ghi ở từng lĩnh vực và chỉ tính một lần ở dòng tổng số.",
    )


def _units(t2: Tables) -> Grid:
    quarters = list(t2["total"]["quarters"])
    first = 5
    last = first + len(quarters) - 1
    return Grid(
        name="T2",
        title="Theo đơn vị",
        head=(
            "Mã",
            "Đơn vị",
            "Số người",
            "Ngày đăng ký",
            "Lượt đăng ký",
            *quarters,
            "Giới thiệu",
            "Nộp trễ",
            "Không nộp",
            "Được khen",
        ),
        rows=[*(_unit(row, quarters) for row in t2["rows"]), *_unknown_units(t2, len(quarters))],
        total=[
            "",
            TOTAL,
            t2["total"]["people"],
            "",
            t2["total"]["registered"],
            *(t2["total"]["quarters"][code] for code in quarters),
            *(t2["total"][key] for key in ("introduced", "late", "missing", "awarded")),
        ],
        summed=(2, *range(4, last + 5)),
        across=(first, last, last + 1),
    )


def _unit(row: Tables, quarters: Sequence[str]) -> list[Cell]:
    days = "; ".join(short_date(dt.date.fromisoformat(day)) for day in row["registered_on"])
    cells = [row["quarters"][code] for code in quarters]
    counts = [row[key] for key in ("introduced", "late", "missing", "awarded")]
    return [row["code"], row["name"], row["people"], days, row["registered"], *cells, *counts]


def _unknown_units(t2: Tables, quarters: int) -> Iterator[list[Cell]]:
    if t2["unknown"]["awarded"]:
        yield ["", "Không rõ đơn vị", 0, "", 0, *[0] * quarters, 0, 0, 0, t2["unknown"]["awarded"]]


def _quarters(t3: Tables) -> Grid:
    return Grid(
        name="T3",
        title="Theo quý",
        head=("Quý", "Số đơn vị phải nộp", "Đã nộp", "Đúng hạn", "Trễ hạn", "Không nộp", "Tỷ lệ (%)"),
        rows=[[row["round"], *(row[key] for key in _QUARTER_COLUMNS), row["rate"] / 10] for row in t3["rows"]],
        total=[TOTAL, *(t3["total"][key] for key in _QUARTER_COLUMNS), t3["total"]["rate"] / 10],
        summed=range(1, 6),
    )


def _years(table: Tables, name: str, title: str) -> Grid:
    years = [str(year) for year in table["years"]]
    return Grid(
        name=name,
        title=title,
        head=("Mã", "Danh hiệu, hình thức", *years, TOTAL),
        rows=[
            [row["code"], row["name"], *(row["years"][year] for year in years), row["total"]] for row in table["rows"]
        ],
        total=["", TOTAL, *(table["total"]["years"][year] for year in years), table["total"]["total"]],
        summed=range(2, 3 + len(years)),
        across=(2, 1 + len(years), 2 + len(years)),
    )


def _people(t5: Tables) -> Grid:
    return Grid(
        name="T5",
        title="Nữ, dân tộc thiểu số, người không giữ chức vụ lãnh đạo, quản lý (lượt)",
        head=(
            "Nhóm", "Tổng số", "Nữ", "Nam", "Chưa rõ giới tính", "Dân tộc thiểu số", "Kinh", "Chưa rõ dân tộc",
            "Không giữ chức vụ", "Giữ chức vụ", "Chưa rõ chức vụ",
        ),
        rows=[[row["name"], *(row[key] for key in _PERSON_COLUMNS)] for row in t5["rows"]],
    )  # fmt: skip


def _stages(stages: Tables) -> Grid:
    return Grid(
        name="Các khâu",
        title="Điển hình tiên tiến đã qua từng khâu",
        head=("Khâu", "Số điển hình"),
        rows=[[_STAGES[row["stage"]], row["count"]] for row in stages["rows"]],
    )


def _sources(tables: Tables) -> Grid:
    return Grid(
        name="Nguồn số liệu",
        title="Nguồn của từng bảng",
        head=("Bảng", "Truy vấn", "Kỳ", "Điều kiện"),
        rows=[[key.upper(), each["query"], each["period"], each["filters"]] for key, each in tables["sources"].items()],
    )
