"""The decision on emulation titles of a year (`qd_danh_hieu`), its list with a part for each title (reference 8.2)."""

from __future__ import annotations

from tools.make_templates import quyet_dinh
from tools.make_templates.blocks import (
    BY_CHIEF,
    annexes,
    attached_title,
    end_of_section,
    issued_with,
    letterhead,
    signature_block,
)
from tools.make_templates.house import closing_row, last, leading, list_table, paragraph, tag
from tools.make_templates.lists import fields
from tools.make_templates.package import Paper

WHOM = (
    "{% if co_tap_the %}tập thể{% endif %}{% if co_tap_the and co_ca_nhan %}, {% endif %}{% if co_ca_nhan %}cá "
    "nhân{% endif %}"
)
WHOM_FIRST = "{% if co_tap_the %}Tập thể{% if co_ca_nhan %}, cá nhân{% endif %}{% else %}Cá nhân{% endif %}"
OF_THE_OFFICE = "thuộc {{ ten_co_quan }}"
VERB = "{{ dong_tu | default('công nhận') }}"
WHO = "{{ muc.so }} {% if muc.tap_the %}tập thể{% else %}cá nhân{% endif %}"
COUNTED = (
    "{% if co_tap_the %}{{ so_tap_the }} lượt tập thể{% endif %}{% if co_tap_the and co_ca_nhan %} và {% endif %}"
    "{% if co_ca_nhan %}{{ so_ca_nhan }} lượt cá nhân{% endif %}"
)

UNITS = ((11, 119, 30), ("STT", "Tên tập thể", "Ghi chú"))
PEOPLE = (
    (11, 15, 41, 44, 38, 11),
    ("STT", "Ông/Bà", "Họ và tên", "Chức vụ, đơn vị", "Sáng kiến (nếu có)", "Ghi chú"),
)


def paper() -> Paper:
    """The decision; `dong_tu` is the verb of the law in force (công nhận, tặng)."""
    subject = f"Về việc {VERB} danh hiệu thi đua năm {{{{ nam_xet }}}} cho {WHOM} {OF_THE_OFFICE}"
    body = (
        letterhead()
        + quyet_dinh.opening(subject, "Theo đề nghị của Hội đồng Thi đua - Khen thưởng Văn phòng")
        + _articles()
        + signature_block()
        + end_of_section()
        + _list()
        + annexes("Quyết định", BY_CHIEF)
    )
    return Paper(title="Quyết định công nhận danh hiệu thi đua", body=body)


def _articles() -> str:
    end = '{{ "." if loop.last else ";" }}'
    return (
        leading(
            "**Điều 1.** {{ dong_tu | default('công nhận') | capitalize }} danh hiệu thi đua năm {{ nam_xet }} cho "
            f"{WHOM} {OF_THE_OFFICE} (có danh sách kèm theo), gồm:"
        )
        + tag("{%p for muc in muc_danh_hieu %}")
        + paragraph("ThanBai", f"- {{{{ muc.ten }}}}: {WHO}{end}")
        + tag("{%p endfor %}")
        + leading("**Điều 2.** Mức tiền thưởng kèm theo danh hiệu:")
        + tag("{%p for muc in muc_danh_hieu %}")
        + paragraph(
            "ThanBai", f"- {{{{ muc.ten }}}}: {{{{ muc.tien }}}} đồng x {WHO} = {{{{ muc.cong_tien }}}} đồng{end}"
        )
        + tag("{%p endfor %}")
        + paragraph(
            "ThanBai",
            "Tổng số tiền thưởng: {{ tong_tien }} đồng (Bằng chữ: {{ tong_tien_chu }}), chi từ quỹ thi đua, khen "
            "thưởng của {{ ten_co_quan }}.",
        )
        + last(
            "**Điều 3.** Quyết định này có hiệu lực kể từ ngày ký. Trưởng {{ don_vi_thuong_truc }}, Trưởng các phòng, "
            f"ban, đơn vị có liên quan và {WHOM} có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
        )
    )


def _list() -> str:
    return (
        letterhead(numbered=False)
        + attached_title(
            "DANH SÁCH",
            f"{WHOM_FIRST} {OF_THE_OFFICE} được {VERB} danh hiệu thi đua năm {{{{ nam_xet }}}}",
            issued_with("Quyết định", BY_CHIEF),
        )
        + tag("{%p for muc in muc_danh_hieu %}")
        + paragraph("TenBang", "{{ muc.ky_hieu }}. {{ muc.ten }}")
        + tag("{%p if muc.tap_the %}")
        + list_table(
            *UNITS,
            "nguoi in muc.danh_sach",
            fields("nguoi", "^stt", "ten", "ghi_chu"),
            closing_row(UNITS[0], f"Tổng số: {WHO}"),
        )
        + tag("{%p else %}")
        + list_table(
            *PEOPLE,
            "nguoi in muc.danh_sach",
            fields("nguoi", "^stt", "^ong_ba", "ho_ten", "chuc_vu_don_vi", "sang_kien", "ghi_chu"),
            closing_row(PEOPLE[0], f"Tổng số: {WHO}"),
        )
        + tag("{%p endif %}")
        + tag("{%p endfor %}")
        + paragraph("ThanBai", f"Ấn định danh sách gồm: {COUNTED}./.")
    )
