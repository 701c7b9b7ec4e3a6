"""Facts of the papers of a session: minutes, ballot paper, result, proposals to a higher authority.

They come from the programme's table of the session (`Occasion.tables`), so that minutes, ballots and proposals say the
same as the decisions drafted from its results.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.drafting.facts.letterhead import Facts, two_digits
from pipeline.drafting.sums import BLANK
from pipeline.law.codes import Authority
from pipeline.messages import _
from pipeline.register.models import Body, Round
from pipeline.vietnamese.dates import long_date, roman, short_date

Table = Mapping[str, Any]

#: who decides a title, and who a proposal goes to (domain reference 4.3)
_DECIDING = {
    Authority.CHIEF_OF_OFFICE: "Chánh Văn phòng",
    Authority.PROVINCE_CHAIR: "Chủ tịch UBND tỉnh",
    Authority.PRIME_MINISTER: "Thủ tướng Chính phủ",
    Authority.GOVERNMENT: "Chính phủ",
    Authority.STATE_PRESIDENT: "Chủ tịch nước",
    Authority.OTHER_BODY: "cơ quan có thẩm quyền",
}
_TAKEN_UP = (
    "Thường trực Hội đồng báo cáo tiêu chuẩn, điều kiện và tóm tắt thành tích của các trường hợp được giới thiệu.",
    "Các thành viên thảo luận, đánh giá thành tích của từng trường hợp.",
)


def minutes_facts(table: Table, round_: Round | None) -> Facts:
    """The minutes of a session and those of its counting."""
    members = table["members"]
    there = [member for member in members if member["present"]]
    absent = [member for member in members if not member["present"]]
    chair, secretary = (_holding(there, roles) for roles in (("chu_tich", "pho_chu_tich"), ("thu_ky",)))
    return {
        "noi_dung_hop": _matter(round_),
        "bat_dau": f"{table['begins'] or BLANK}, {long_date(_day(table))}",
        "ket_thuc": f"{table['ends']} cùng ngày" if table["ends"] else BLANK,
        "dia_diem": table["place"],
        "chu_tri": chair,
        "thu_ky": secretary,
        "tong_tv": two_digits(len(members)),
        "co_mat": two_digits(len(there)),
        "so_vang": two_digits(len(absent)),
        "thanh_vien": [_member(number, member) for number, member in enumerate(there, start=1)],
        "vang": [{"ho_ten": member["name"], "ly_do": _why(member)} for member in absent],
        "noi_dung_thao_luan": list(_TAKEN_UP),
        "hinh_thuc_bo_phieu": table["ballot"],
        **_ballots(table["ballots"]),
        "ket_qua": [_result(item) for item in table["items"]],
        "ket_luan": _conclusion(table["items"]),
    }


def ballot_facts(table: Table, round_: Round | None) -> Facts:
    """The ballot paper: everybody on the agenda, in its order."""
    return {
        "trich_yeu": _subject(round_),
        "ngay_hop": short_date(_day(table)),
        "dia_diem": table["place"],
        "ung_vien": [
            {"stt": str(item["rank"]), "ten": _with_unit(item), "hinh_thuc": item["title"]} for item in table["items"]
        ],
    }


def proposal_facts(table: Table, body: Body, authority: str) -> Facts:
    """The proposal of what a session granted and `authority`, above the Office, must decide (R-AUTH-01)."""
    wanted = [item for item in table["items"] if item["passed"] and item["decided_by"] == authority]
    titles = ", ".join(dict.fromkeys(item["title"] for item in wanted)) or BLANK
    session = f"{short_date(_day(table))}"
    vote = "bỏ phiếu kín" if table["ballot"] == "bỏ phiếu kín" else "biểu quyết"
    return {
        "kinh_gui": [f"{_DECIDING[Authority(authority)]} (qua Sở Nội vụ)"],
        "ngay_hop": session,
        "de_nghi": f"tặng {titles}",
        "qua_trinh": [
            f"Ngày {session}, Hội đồng Thi đua - Khen thưởng {body.short_name} đã họp, xem xét thành tích, {vote} và"
            " thống nhất đề nghị khen thưởng các trường hợp sau."
        ],
        "danh_sach": [
            {
                "stt": str(number),
                "ten": item["name"],
                "chuc_vu_don_vi": body.short_name if item["collective"] else _post_and_unit(item),
                "hinh_thuc": item["title"],
            }
            for number, item in enumerate(wanted, start=1)
        ],
        "so_de_nghi": two_digits(len(wanted)),
        "ho_so": [f"Biên bản họp Hội đồng ngày {session}", "Báo cáo thành tích của tập thể, cá nhân"],
        "luu_y": [] if wanted else [_("The session granted nothing that this authority decides.")],
    }


def higher_authorities(table: Table) -> list[str]:
    """Who above the Office must decide something that the session granted, each once, in the order of its agenda."""
    granted = [item["decided_by"] for item in table["items"] if item["passed"]]
    return [authority for authority in dict.fromkeys(granted) if authority != Authority.CHIEF_OF_OFFICE]


def _holding(members: Iterable[Table], roles: tuple[str, ...]) -> Facts:
    for role in roles:
        for member in members:
            if member["role_code"] == role:
                honorific = {"Nam": "Ông", "Nữ": "Bà"}.get(member["gender"], "Ông (bà)")
                return {"chuc_danh": honorific, "ho_ten": member["name"]}
    return {"chuc_danh": "Ông (bà)", "ho_ten": BLANK}


def _member(number: int, member: Table) -> Facts:
    return {
        "stt": str(number),
        "ho_ten": member["name"],
        "chuc_vu": member["post"],
        "chuc_danh": member["role"],
    }


def _why(member: Table) -> str:
    written = "có ý kiến bằng văn bản" if member["written"] else ""
    return ", ".join(filter(None, (member["reason"], written))) or BLANK


def _ballots(ballots: Table) -> Facts:
    if ballots["issued"] is None:
        return dict.fromkeys(("phieu_phat", "phieu_thu", "hop_le", "khong_hop_le"), BLANK)
    return {
        "phieu_phat": two_digits(ballots["issued"]),
        "phieu_thu": two_digits(ballots["returned"]),
        "hop_le": two_digits(ballots["valid"]),
        "khong_hop_le": str(ballots["returned"] - ballots["valid"]),
    }


def _result(item: Table) -> Facts:
    counted = item["agree"] is not None
    return {
        "stt": str(item["rank"]),
        "ten": item["name"],
        "hinh_thuc": item["title"],
        "dong_y": str(item["agree"]) if counted else BLANK,
        "khong_dong_y": str(item["disagree"]) if counted else BLANK,
        "ty_le": item["share"] if counted else BLANK,
        "ket_qua": {True: "Đạt", False: "Không đạt", None: BLANK}[item["passed"]],
    }


def _conclusion(items: Iterable[Table]) -> str:
    """What the Council proposes to whom: "đề nghị Chánh Văn phòng tặng Giấy khen cho 01 tập thể, 02 cá nhân; …"."""
    groups: dict[tuple[str, str], list[Table]] = {}
    for item in items:
        if item["passed"]:
            groups.setdefault((item["decided_by"], item["title"]), []).append(item)
    proposals = [
        f"đề nghị {_DECIDING[Authority(authority)]} tặng {title} cho {_counts(granted)}"
        for (authority, title), granted in groups.items()
    ]
    return "; ".join(proposals) or "không có trường hợp nào đạt số phiếu theo quy định"


def _counts(granted: list[Table]) -> str:
    collectives = sum(item["collective"] for item in granted)
    people = len(granted) - collectives
    counted = ((collectives, "tập thể"), (people, "cá nhân"))
    return ", ".join(f"{two_digits(count)} {what}" for count, what in counted if count)


def _post_and_unit(item: Table) -> str:
    return ", ".join(filter(None, (item["post"], item["unit"])))


def _with_unit(item: Table) -> str:
    return str(item["name"]) if item["collective"] else f"{item['name']}, {item['unit']}"


def _subject(round_: Round | None) -> str:
    if round_ is None:
        return "Xét khen thưởng"
    if round_.quarter:
        return f"Cá nhân điển hình tiêu biểu quý {roman(round_.quarter)} năm {round_.year}"
    return f"Danh hiệu thi đua năm {round_.year}"


def _matter(round_: Round | None) -> str:
    subject = _subject(round_)
    return subject[:1].lower() + subject[1:] if round_ is None else f"xét chọn {subject[:1].lower()}{subject[1:]}"


def _day(table: Table) -> dt.date:
    return dt.date.fromisoformat(table["day"])
