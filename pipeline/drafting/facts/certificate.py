"""Facts of the Giấy khen itself (`giay_khen`): a page for each recipient of the decision."""

from __future__ import annotations

import datetime as dt

from pipeline.drafting.facts.awards import commendation_facts
from pipeline.drafting.facts.letterhead import Facts, letterhead, signer
from pipeline.register.models import Body, Round


def certificate_basics(body: Body, *, day: dt.date) -> Facts:
    """Who grants it; number and day are those of the decision, and blank as long as it has none."""
    return {**letterhead(body, symbol=f"QĐ-{body.abbreviation}", day=day), **signer(day)}


def certificate_facts(round_: Round, *, day: dt.date) -> Facts:
    """The recipients of the decision on this quarter; their numbers in the book are not known before issue."""
    decision = commendation_facts(round_, day=day)
    merit = f"tiêu biểu trong phong trào thi đua quý {decision['quy']} năm {decision['nam_xet']}"
    recipients = [
        {
            "ong_ba": row["ong_ba"],
            "ten": row["ho_ten"],
            "chuc_vu_don_vi": row["chuc_vu_don_vi"],
            "thanh_tich": merit,
            "so_vang": "",
        }
        for row in decision["ca_nhan"]
    ]
    return {"nguoi_nhan": recipients}
