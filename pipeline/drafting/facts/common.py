"""What the register knows of any paper the office writes, whatever it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.drafting.facts.letterhead import Facts, legal_basis, letterhead, recipients, signer, standing_unit
from pipeline.drafting.facts.plan import basis_facts

if TYPE_CHECKING:
    from pipeline.drafting.kind import Occasion
    from pipeline.register.models import Body

Known = Callable[["Occasion", str], Facts]

#: kinds whose abbreviation never stands in a symbol
WITHOUT_TYPE = {"CV", "ThC"}
#: first line of Nơi nhận of a decision: the article that says who carries it out, found in its text
LAST_ARTICLE = "Như Điều cuối"
#: of a letter, and of what goes to somebody above (NĐ 30/2020, Phụ lục I, II.9b)
AS_ABOVE = "Như trên"
#: the council issues its minutes under its own name, in a series of its own (II.3a)
COUNCIL, COUNCIL_ABBREVIATION = "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG", "HĐTĐKT"


def symbol(code: str, body: str, unit: str) -> str:
    """What follows the number and its slash: ``KH-VPUBND``; of a letter ``VPUBND-TCHC`` (Phụ lục I, II.3b)."""
    return f"{body}-{unit}" if code in WITHOUT_TYPE else f"{code}-{body}"


def of_office(key: str, code: str, *, first: str | None = None, under_law: bool = False) -> Known:
    """Facts of a paper of kind `key`, whose tên loại is `code`; `under_law`: with the law's căn cứ lines."""

    def known(occasion: Occasion, _variant: str) -> Facts:
        body, day = occasion.plan.body, occasion.day
        plan = occasion.plan
        return {
            **letterhead(body, symbol=symbol(code, body.abbreviation, body.drafting_unit), day=day),
            "don_vi_thuong_truc": standing_unit(body),
            "ve_viec": plan.title[:1].lower() + plan.title[1:],
            "can_cu_ke_hoach": basis_facts(plan.basis),
            "de_nghi_cua": f"Theo đề nghị của Trưởng {standing_unit(body)}",
            **({"can_cu": legal_basis(day)} if under_law else {}),
            "noi_nhan": recipients(key, body, first=first),
            **signer(day),
        }

    return known


def of_council(key: str, code: str) -> Known:
    """Facts of a paper of the council; ``chung`` is one of the office about any meeting."""
    office = of_office(key, code)

    def known(occasion: Occasion, variant: str) -> Facts:
        facts = office(occasion, variant)
        return facts if variant == "chung" else {**facts, **_council(occasion.plan.body, code)}

    return known


def _council(body: Body, code: str) -> Facts:
    return {
        "co_quan_chu_quan": body.short_name.upper(),
        "co_quan": COUNCIL,
        "ky_hieu": symbol(code, COUNCIL_ABBREVIATION, body.drafting_unit),
    }
