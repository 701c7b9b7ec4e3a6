"""Facts of the Giấy khen itself (`giay_khen`): a page for each recipient of the decision."""

from __future__ import annotations

import datetime as dt

from pipeline.drafting.facts.awards import GIAY_KHEN, commendation_facts
from pipeline.drafting.facts.letterhead import Facts, letterhead, month, signer, two_digits
from pipeline.register.models import Appointment, Award, Body, Round
from pipeline.signing.fields import number_text
from pipeline.vietnamese.dates import roman


def certificate_basics(body: Body, *, day: dt.date) -> Facts:
    """Who grants it; number and day are those of the decision, and blank as long as it has none."""
    return {**letterhead(body, symbol=f"QĐ-{body.abbreviation}", day=day), **signer(day)}


def certificate_facts(round_: Round, *, day: dt.date) -> Facts:
    """The recipients of the decision on this quarter; once it is issued with its number, its day and theirs.

    Raises `NothingToDraft` where nobody is to be commended.
    """
    merit = _merit(round_)
    awards = Award.objects.filter(
        entry__document__kind="qd_giay_khen", entry__document__round=round_, title__code=GIAY_KHEN, revoked_on=None
    ).select_related("entry", "person", "of_unit")
    if not awards:
        decision = commendation_facts(round_, day=day)
        rows = [*decision["tap_the"], *decision["ca_nhan"]]
        return {"nguoi_nhan": [_before_issue(row, merit) for row in rows]}
    (entry,) = {award.entry for award in awards if award.entry}
    number = {"so": number_text(entry.number), "ngay": f"{entry.day:%d}", "thang": month(entry.day.month)}
    return {**number, "nam": str(entry.year), "nguoi_nhan": [_awarded(award, merit) for award in awards]}


def _merit(round_: Round) -> str:
    return f"tiêu biểu trong phong trào thi đua quý {roman(round_.quarter or 1)} năm {round_.year}"


def _before_issue(row: Facts, merit: str) -> Facts:
    return {
        "ong_ba": row.get("ong_ba", "Tập thể"),
        "ten": row.get("ho_ten") or row["ten"],
        "chuc_vu_don_vi": row.get("chuc_vu_don_vi", ""),
        "thanh_tich": merit,
        "so_vang": "",
    }


def _awarded(award: Award, merit: str) -> Facts:
    assert award.golden_number is not None
    return {
        "ong_ba": _address(award),
        "ten": award.name,
        "chuc_vu_don_vi": _post_and_unit(award),
        "thanh_tich": merit,
        "so_vang": two_digits(award.golden_number),
    }


def _address(award: Award) -> str:
    if award.unit_id is not None:
        return "Tập thể"
    return {"Nam": "Ông", "Nữ": "Bà"}.get(award.person.gender if award.person else "", "Ông (bà)")


def _post_and_unit(award: Award) -> str:
    appointment: Appointment | None = Appointment.objects.on(award.day).filter(person=award.person).first()
    unit = award.of_unit.name if award.of_unit and award.unit_id is None else ""
    return ", ".join(filter(None, (appointment.post if appointment else "", unit)))
