"""The documents the office can draft: their templates, titles, and where their facts come from.

A new kind is one entry here, a Word template with its sample, and a function for what the register knows of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.drafting.facts.awards import commendation_basics, commendation_facts, title_basics, title_facts
from pipeline.drafting.facts.certificate import certificate_basics, certificate_facts
from pipeline.drafting.facts.common import AS_ABOVE, LAST_ARTICLE, of_council, of_office
from pipeline.drafting.facts.council import ballot_facts, higher_authorities, minutes_facts, proposal_facts
from pipeline.drafting.facts.period import period_basics
from pipeline.drafting.facts.plan import plan_facts, promulgation_facts
from pipeline.drafting.facts.report import quarter_basics, quarter_facts, urging_facts
from pipeline.drafting.facts.year import year_facts
from pipeline.drafting.kind import Facts, Kind, Occasion, Told
from pipeline.errors import RoundNeeded, UnknownKind
from pipeline.law.codes import Authority
from pipeline.law.statistics import Review
from pipeline.register.models import Round, RoundKind

__all__ = ["KINDS", "Kind", "Occasion", "find_kind", "find_round"]


def _round(occasion: Occasion) -> Round:
    assert occasion.round is not None
    return occasion.round


_OF_THE_PLAN = (
    Kind(
        key="ke_hoach",
        code="KH",
        templates={"corrected": "kehoach/ke-hoach.docx", "faithful": "kehoach/ke-hoach-nguyen-van.docx"},
        title="Kế hoạch xây dựng và nhân rộng gương điển hình tiên tiến",
        known=lambda occasion, _variant: plan_facts(occasion.plan),
    ),
    Kind(
        key="ke_hoach_nam",
        code="KH",
        templates={"": "kehoach/ke-hoach-nam.docx"},
        title="Kế hoạch công tác thi đua, khen thưởng năm",
        known=lambda occasion, variant: {
            **of_office("ke_hoach", "KH")(occasion, variant),
            **year_facts(occasion.plan, occasion.day.year),
        },
        many=True,
    ),
    Kind(
        key="qd_ban_hanh",
        code="QĐ",
        templates={"": "quyetdinh/ban-hanh.docx", "quy_che": "quyetdinh/ban-hanh-quy-che.docx"},
        title="Quyết định ban hành",
        known=lambda occasion, _variant: promulgation_facts(occasion.plan, day=occasion.day),
    ),
    Kind(
        key="qd_hoi_dong",
        code="QĐ",
        templates={"thanh_lap": "quyetdinh/hoi-dong.docx", "kien_toan": "quyetdinh/hoi-dong-kien-toan.docx"},
        title="Quyết định về Hội đồng Thi đua - Khen thưởng",
        known=of_office("qd_hoi_dong", "QĐ", first="Như Điều 5", under_law=True),
        many=True,
    ),
    Kind(
        key="bc_so_ket",
        code="BC",
        templates={"": "baocao/so-ket.docx"},
        title="Báo cáo sơ kết",
        known=period_basics("bc_so_ket"),
        review=Review.HALFWAY,
        annexes=3,
    ),
    Kind(
        key="bc_tong_ket",
        code="BC",
        templates={"": "baocao/tong-ket.docx"},
        title="Báo cáo tổng kết",
        known=period_basics("bc_tong_ket"),
        review=Review.FINAL,
        annexes=3,
    ),
)

_OF_A_ROUND = (
    Kind(
        key="qd_giay_khen",
        code="QĐ",
        templates={"": "quyetdinh/giay-khen.docx"},
        title="Quyết định tặng Giấy khen",
        known=lambda occasion, _variant: commendation_basics(occasion.plan.body, day=occasion.day),
        counted=lambda occasion: commendation_facts(_round(occasion), day=occasion.day),
        rounds=RoundKind.QUARTERLY,
        confers=True,
    ),
    Kind(
        key="qd_danh_hieu",
        code="QĐ",
        templates={"": "quyetdinh/danh-hieu.docx"},
        title="Quyết định công nhận danh hiệu thi đua",
        known=lambda occasion, _variant: title_basics(occasion.plan.body, day=occasion.day),
        counted=lambda occasion: title_facts(_round(occasion), day=occasion.day),
        rounds=RoundKind.ANNUAL,
        confers=True,
    ),
    Kind(
        key="bc_quy",
        code="BC",
        templates={"": "baocao/quy.docx"},
        title="Báo cáo kết quả giới thiệu cá nhân điển hình tiêu biểu quý",
        known=lambda occasion, _variant: quarter_basics(occasion.plan, day=occasion.day),
        counted=lambda occasion: quarter_facts(_round(occasion), occasion.tables),
        rounds=RoundKind.QUARTERLY,
        reports=True,
        annexes=2,
    ),
    Kind(
        key="cv_don_doc",
        code="CV",
        templates={"": "congvan/don-doc.docx"},
        title="Công văn đôn đốc gửi hồ sơ giới thiệu cá nhân điển hình tiêu biểu quý",
        known=of_office("cv_don_doc", "CV", first=AS_ABOVE),
        counted=lambda occasion: urging_facts(_round(occasion), occasion.tables),
        about=RoundKind.QUARTERLY,
        reminds=True,
        reports=True,
        many=True,
    ),
    Kind(
        key="giay_khen",
        code="QĐ",
        templates={
            "tron_trang": "giaykhen/tron-trang.docx",
            "phoi": "giaykhen/phoi.docx",
            "can_chinh": "giaykhen/can-chinh.docx",
        },
        title="Giấy khen",
        known=lambda occasion, _variant: certificate_basics(occasion.plan.body, day=occasion.day),
        counted=lambda occasion: certificate_facts(_round(occasion), day=occasion.day),
        about=RoundKind.QUARTERLY,
        many=True,
    ),
)


#: kinds of the decree with one template of their own below ``templates/khac``
_PLAIN = {
    "chi_thi": "CT",
    "quy_che": "QC",
    "quy_dinh": "QyĐ",
    "thong_cao": "TC",
    "huong_dan": "HD",
    "chuong_trinh": "CTr",
    "phuong_an": "PA",
    "de_an": "ĐA",
    "du_an": "DA",
    "hop_dong": "HĐ",
    "cong_dien": "CĐ",
    "ban_ghi_nho": "BGN",
    "ban_thoa_thuan": "BTT",
    "giay_uy_quyen": "GUQ",
    "giay_gioi_thieu": "GGT",
    "giay_nghi_phep": "GNP",
    "phieu_gui": "PG",
    "phieu_chuyen": "PC",
    "phieu_bao": "PB",
    "thu_cong": "ThC",
}


def _any(key: str, code: str, *, first: str | None = None, **templates: str) -> Kind:
    """A kind of which the office writes many, about any matter; `templates` by variant, the first is the default."""
    files = templates or {"": f"khac/{key.replace('_', '-')}.docx"}
    return Kind(key=key, code=code, templates=files, known=of_office(key, code, first=first), many=True)


def _council_paper(key: str, title: str, told: Told, **templates: str) -> Kind:
    known = of_council(key, "BB")
    return Kind(key=key, code="BB", templates=templates, title=title, known=known, told=told, many=True)


def _proposal(table: Mapping[str, Any], occasion: Occasion) -> Facts:
    authority = occasion.authority or next(iter(higher_authorities(table)), Authority.PROVINCE_CHAIR.value)
    return proposal_facts(table, occasion.plan.body, authority)


_OF_ANY_MATTER = (
    Kind(
        key="quyet_dinh",
        code="QĐ",
        templates={
            "chung": "quyetdinh/quyet-dinh.docx",
            "thu_hoi": "quyetdinh/thu-hoi.docx",
            "dinh_chinh": "quyetdinh/dinh-chinh.docx",
        },
        known=lambda occasion, variant: of_office(
            "quyet_dinh", "QĐ", first=LAST_ARTICLE if variant == "chung" else "Như Điều 3"
        )(occasion, variant),
        many=True,
    ),
    _any("nghi_quyet", "NQ", first=LAST_ARTICLE),
    _any("ke_hoach_chung", "KH", chung="kehoach/ke-hoach-chung.docx"),
    _any("bao_cao", "BC", chung="baocao/bao-cao.docx"),
    replace(
        _any("to_trinh", "TTr", first=AS_ABOVE, khen_thuong="totrinh/khen-thuong.docx", chung="totrinh/to-trinh.docx"),
        told=_proposal,
    ),
    _any(
        "cong_van",
        "CV",
        first=AS_ABOVE,
        chung="congvan/cong-van.docx",
        dinh_chinh="congvan/cong-van-dinh-chinh.docx",
    ),
    _any(
        "thong_bao",
        "TB",
        ket_qua="thongbao/ket-qua.docx",
        lay_y_kien="thongbao/lay-y-kien.docx",
        khong_duoc="thongbao/khong-duoc.docx",
        chung="thongbao/thong-bao.docx",
    ),
    _any("giay_moi", "GM", chung="giaymoi/giay-moi.docx"),
    _council_paper(
        "bien_ban",
        "Biên bản",
        lambda table, occasion: minutes_facts(table, occasion.round),
        hop="bienban/hop.docx",
        kiem_phieu="bienban/kiem-phieu.docx",
        chung="bienban/bien-ban.docx",
    ),
    _council_paper(
        "phieu_bau",
        "Phiếu bầu",
        lambda table, occasion: ballot_facts(table, occasion.round),
        bau="phieu/phieu-bau.docx",
    ),
    *(_any(key, code) for key, code in _PLAIN.items()),
)


KINDS: Mapping[str, Kind] = {kind.key: kind for kind in (*_OF_THE_PLAN, *_OF_A_ROUND, *_OF_ANY_MATTER)}


def find_kind(key: str) -> Kind:
    """The kind with this key; raises `UnknownKind`, which lists the known ones."""
    if key not in KINDS:
        raise UnknownKind(kind=key, known=", ".join(KINDS))
    return KINDS[key]


def find_round(kind: Kind, code: str | None, *, needed: bool = True) -> Round | None:
    """The round a document is for; raises `RoundNeeded` where `code` names none that fits, or the kind needs one and
    there is no `code` (`needed` is false where a person has given all there is to say)."""
    wanted = kind.rounds or kind.about
    if wanted is None or (not code and not (kind.rounds and needed)):
        return None
    found = Round.objects.filter(code=code or "", kind=wanted).select_related("plan__body", "plan__basis").first()
    if found is None:
        example = "Q3/2022" if wanted == RoundKind.QUARTERLY else "2022"
        raise RoundNeeded(kind=kind.key, given=code or "-", example=example)
    return found
