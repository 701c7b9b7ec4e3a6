"""The sample of a template made short and made extreme: what a library must bear."""

from __future__ import annotations

from typing import Any

from pipeline.drafting.drafts import Changes, Order, order
from pipeline.drafting.kinds import KINDS
from pipeline.drafting.samples import given_sample
from tests.integration.drafting.office import LONG_UNIT

Facts = dict[str, Any]

#: lists that stand for people or rows; text, addressees and recipients are made long in their own way
_OWN_WAY = ("noi_dung", "kinh_gui", "noi_nhan", "quyen_han_ky", "can_cu", "phu_luc", "linh_vuc", "linh_vuc_thong_nhat")
THREE_LINES = (
    "Tăng cường phát hiện, bồi dưỡng, tổng kết và nhân rộng gương điển hình tiên tiến trong các phong trào thi đua yêu "
    "nước của công chức, viên chức, người lao động thuộc Văn phòng và các đơn vị trực thuộc giai đoạn 2021 - 2025"
)
DEPUTY = ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]
ISSUED = {"so": "05", "ngay": "09", "thang": "10"}


def short(sample: Facts) -> Facts:
    """One row in each list, one line of text, one recipient."""
    made = {
        name: rows[-1:] if isinstance(rows, list) and name not in _OWN_WAY else rows for name, rows in sample.items()
    }
    if "noi_dung" in sample and not any(line.startswith(("Điều", "I.")) for line in sample["noi_dung"]):
        made["noi_dung"] = [*sample["noi_dung"][:1], sample["noi_dung"][-1]]
    if "trich_yeu" in sample and not sample["trich_yeu"].startswith("Về việc"):
        made["trich_yeu"] = "Nghỉ lễ"
    made.pop("phu_luc", None)
    return _counted(made, sample) | {"noi_nhan": _recipients(sample, [])}


def extreme(sample: Facts, recipients: int = 40) -> Facts:
    """A unit's name of 150 letters, a subject of three lines, many recipients, lists over several pages, two
    annexes, a deputy who signs, the greatest urgency."""
    made = {
        name: _many(rows) if isinstance(rows, list) and name not in _OWN_WAY else rows for name, rows in sample.items()
    }
    if "noi_dung" in sample and "van_ban_kem" not in sample:
        first, *middle, last = sample["noi_dung"]
        done = [f"Việc thử nghiệm thứ {number} được thực hiện." for number in range(45)]
        made["noi_dung"] = [first, *middle, *done, last]
        made["noi_dung"].insert(-1, "Số liệu tại Phụ lục I, Phụ lục II kèm theo.")
        made["phu_luc"] = [{"ten": LONG_UNIT, "noi_dung": ["1. Dòng thử nghiệm.", "2. Dòng thử nghiệm khác."]}] * 2
    if "trich_yeu" in sample:
        prefix = "Về việc " if sample["trich_yeu"].startswith("Về việc") else ""
        made["trich_yeu"] = prefix + (THREE_LINES[:1].lower() + THREE_LINES[1:] if prefix else THREE_LINES)
    made |= {"co_quan": LONG_UNIT.upper(), "do_khan": "HỎA TỐC", "quyen_han_ky": DEPUTY}
    named = [f"{LONG_UNIT} số {number}" for number in range(recipients)]
    return _counted(made, sample) | {"noi_nhan": _recipients(sample, named)}


def _recipients(sample: Facts, named: list[str]) -> list[str]:
    kept = sample.get("noi_nhan", [])
    return [*(line for line in kept[:1] if line.startswith("Như ")), *named, *kept[-1:]]


def _many(rows: list[Any]) -> list[Any]:
    if not rows or (isinstance(rows[0], dict) and "danh_sach" in rows[0]):
        return [{**row, "danh_sach": _many(row["danh_sach"])} for row in rows]
    if isinstance(rows[0], str):
        return rows * 20
    return [{**rows[number % len(rows)], "stt": str(number + 1)} for number in range(30)]


def _counted(made: Facts, sample: Facts) -> Facts:
    """Counts and sums are worked out anew from the lists."""
    sums = [name for name in made if name.startswith("so_") and isinstance(sample.get(name.removeprefix("so_")), list)]
    sums += ["tong_tien", "tong_tien_chu"] if "tien_ca_nhan" in sample or "muc_danh_hieu" in sample else []
    kept = {name: value for name, value in made.items() if name not in sums}
    if "muc_danh_hieu" not in kept:
        return kept
    kept = {name: value for name, value in kept.items() if name not in ("so_ca_nhan", "so_tap_the")}
    parts = [{k: v for k, v in part.items() if k not in ("so", "cong_tien")} for part in kept["muc_danh_hieu"]]
    return {**kept, "muc_danh_hieu": parts}


DATASETS = {"short": short, "ordinary": lambda sample: sample, "extreme": extreme}


def made(kind: str, variant: str, dataset: str, **more: object) -> Order:
    """The order of a template with one of the three data sets."""
    facts = {**DATASETS[dataset](given_sample(KINDS[kind], variant)), **more}
    return order(KINDS[kind], None, Changes(variant=variant or None, data=facts))
