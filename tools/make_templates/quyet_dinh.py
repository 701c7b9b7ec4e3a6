"""Decisions: what all of them have in common (Mẫu 1.2), and those of the office that are mostly words.

The decisions that reward have modules of their own, for their lists.
"""

from __future__ import annotations

from tools.make_templates.blocks import (
    BY_CHIEF,
    annexes,
    attached_title,
    end_of_section,
    free_end,
    free_text,
    issued_with,
    letterhead,
    signature_block,
    title,
)
from tools.make_templates.house import list_table, loop, paragraph, wording
from tools.make_templates.lists import fields, members
from tools.make_templates.package import Paper

BY_COUNCIL = "Theo đề nghị của Hội đồng Thi đua - Khen thưởng Văn phòng"
BY_UNIT = "Theo đề nghị của Trưởng {{ don_vi_thuong_truc }}"

FAULTS = ((11, 35, 57, 57), ("STT", "Vị trí", "Đã in", "Đính chính thành"))


def opening(subject: str, proposed_by: str, *own_basis: str, verb: str = "QUYẾT ĐỊNH") -> str:
    """From the title to ``QUYẾT ĐỊNH:``; `own_basis` are this document's basis lines after those of the law, without
    end marks."""
    return (
        title({"QUYẾT NGHỊ": "NGHỊ QUYẾT"}.get(verb, verb), subject)
        + paragraph("ThamQuyen", "{{ tham_quyen }}")
        + loop("dong in can_cu", paragraph("CanCu", "{{ dong }};"))
        + "".join(paragraph("CanCu", f"{line};") for line in own_basis)
        + paragraph("CanCu", f"{proposed_by}.")
        + paragraph("ThamQuyen", f"{verb}:")
    )


def decision(subject: str, proposed_by: str, *own_basis: str, articles: str) -> str:
    """A whole decision up to its signature."""
    return letterhead() + opening(subject, proposed_by, *own_basis) + articles + signature_block()


def any_decision(name: str, *, verb: str = "QUYẾT ĐỊNH") -> Paper:
    """A decision or resolution on any matter: its articles are given as text."""
    body = letterhead() + opening("{{ trich_yeu }}", "{{ de_nghi_cua }}", verb=verb) + free_text() + free_end()
    return Paper(title=name, body=body + signature_block() + annexes(name))


def council(*, renewed: bool) -> Paper:
    """The decision that sets up the council, or renews its members (domain reference 8.3)."""
    verb = "kiện toàn" if renewed else "thành lập"
    articles = wording("qd-hoi-dong", thanh_vien=members()).replace("{{ dong_tu_hoi_dong }}", verb.capitalize())
    subject = f"Về việc {verb} Hội đồng Thi đua - Khen thưởng {{{{ ten_co_quan }}}}"
    body = decision(subject, BY_UNIT, articles=articles) + annexes("Quyết định", BY_CHIEF)
    return Paper(title=f"Quyết định {verb} Hội đồng Thi đua - Khen thưởng", body=body)


def withdrawal() -> Paper:
    """The decision that takes back a paper (NĐ 30/2020, Điều 18)."""
    body = decision("Về việc thu hồi {{ van_ban.loai | lower }}", BY_UNIT, articles=wording("qd-thu-hoi"))
    return Paper(title="Quyết định thu hồi văn bản", body=body + annexes("Quyết định", BY_CHIEF))


def correction() -> Paper:
    """The decision that corrects another decision; other papers are corrected by a công văn (NĐ 30/2020, Điều 18.3)."""
    articles = wording("qd-dinh-chinh", sai_sot=faults())
    body = decision("Về việc đính chính {{ van_ban.loai | lower }}", BY_UNIT, articles=articles)
    return Paper(title="Quyết định đính chính", body=body + annexes("Quyết định", BY_CHIEF))


def faults() -> str:
    """The table of what was printed wrong."""
    return list_table(*FAULTS, "dong in sai_sot", fields("dong", "^stt", "vi_tri", "da_in", "sua_thanh"))


def regulation() -> Paper:
    """The decision that issues a text of chapters and articles, such as the council's working rules (Mẫu 1.3)."""
    subject = "Ban hành {{ van_ban_kem.ten }} {{ van_ban_kem.trich_yeu }}"
    attached = (
        end_of_section()
        + letterhead(numbered=False)
        + attached_title(
            "{{ van_ban_kem.ten | upper }}",
            "{{ van_ban_kem.trich_yeu_hoa }}",
            issued_with("Quyết định", BY_CHIEF, verb="Ban hành kèm theo"),
        )
        + free_text()
        + paragraph("ThanBai", "**{{ doan_cuoi.dau }}**{{ doan_cuoi.chu }}./.")
    )
    body = decision(subject, BY_UNIT, articles=wording("qd-ban-hanh-quy-che")) + attached
    return Paper(title="Quyết định ban hành quy chế", body=body + annexes("Quyết định", BY_CHIEF))
