"""Facts of the plan itself (`ke_hoach`) and of the decision that promulgates it (`qd_ban_hanh`)."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.drafting.facts.letterhead import (
    Facts,
    basis_notes,
    legal_basis,
    letterhead,
    recipients,
    signer,
    standing_unit,
)
from pipeline.register.models import BasisDocument, Plan
from pipeline.vietnamese.dates import long_date, short_date

_QUOTED = re.compile("(“[^”]*”)")
_PERIOD = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")


def plan_facts(plan: Plan) -> Facts:
    """The plan: its period, its basis and its fields in the plan's own words."""
    return {
        **letterhead(plan.body, symbol=f"KH-{plan.body.abbreviation}", day=plan.drafted_month),
        **plan_text(plan),
        "noi_nhan": recipients("ke_hoach", plan.body),
        **signer(plan.drafted_month),
    }


def plan_text(plan: Plan) -> Facts:
    """What the plan says, without letterhead and signature; its fields as they stand, and with one style of period."""
    wordings = plan.fields.order_by("code").values_list("verbatim", flat=True)
    return {
        "trich_yeu": plan.title,
        "ve_viec": plan.title[:1].lower() + plan.title[1:],
        "tu_nam": str(plan.period_from.year),
        "den_nam": str(plan.period_to.year),
        "can_cu_ke_hoach": basis_facts(plan.basis),
        "linh_vuc": [in_runs(wording) for wording in wordings],
        "linh_vuc_thong_nhat": [in_runs(_PERIOD.sub(r"\1 - \2", wording)) for wording in wordings],
    }


def basis_facts(basis: BasisDocument) -> Facts:
    """A document of somebody else, to be cited in short ("ngày 26/8/2021")."""
    return {
        "loai": basis.type_name,
        "so_ky_hieu": basis.symbol,
        "ngay": short_date(basis.day),
        "ngay_day_du": long_date(basis.day).removeprefix("ngày "),
        "co_quan": basis.issuer,
        "trich_yeu": basis.title,
    }


def in_runs(text: str) -> list[Facts]:
    """Cut a sentence where its slant changes: what stands between quotation marks is italic, the marks are not."""
    runs: list[Facts] = []
    for piece in _QUOTED.split(text):
        if piece.startswith("“"):
            runs += [_run("“"), _run(piece[1:-1], italic=True), _run("”")]
        elif piece:
            runs.append(_run(piece))
    return runs


def _run(text: str, *, italic: bool = False) -> Facts:
    return {"chu": text, "nghieng": italic}


def promulgation_facts(plan: Plan, *, day: dt.date) -> Facts:
    """The decision that issues the plan as its attached text."""
    return {
        **letterhead(plan.body, symbol=f"QĐ-{plan.body.abbreviation}", day=day),
        **plan_text(plan),
        "can_cu": legal_basis(day),
        "don_vi_thuong_truc": standing_unit(plan.body),
        "noi_nhan": recipients("qd_ban_hanh", plan.body, first="Như Điều 3"),
        **signer(day),
        "luu_y": basis_notes(day),
    }
