"""The decision on emulation titles of a year (`qd_danh_hieu`), its list with a part for each title (reference 8.2)."""

from __future__ import annotations

from tools.make_templates import quyet_dinh
from tools.make_templates.house import (
    BY_CHIEF,
    Paper,
    attached_title,
    closing_row,
    end_of_section,
    issued_with,
    last,
    letterhead,
    list_table,
    paragraph,
    raw,
    run,
    signature_block,
    tag,
)

WHOM = "tập thể, cá nhân thuộc {{ ten_co_quan }}"
WHO = "{{ muc.so }} {% if muc.tap_the %}tập thể{% else %}cá nhân{% endif %}"

UNITS = ((11, 119, 30), ("STT", "Tên tập thể", "Ghi chú"))
PEOPLE = (
    (11, 15, 41, 44, 38, 11),
    ("STT", "Ông/Bà", "Họ và tên", "Chức vụ, đơn vị", "Sáng kiến (nếu có)", "Ghi chú"),
)


def paper() -> Paper:
    """The decision; `dong_tu` is the verb of the law in force (công nhận, tặng)."""
    subject = f"Về việc {{{{ dong_tu | default('công nhận') }}}} danh hiệu thi đua năm {{{{ nam_xet }}}} cho {WHOM}"
    body = (
        letterhead()
        + quyet_dinh.opening(subject, "Theo đề nghị của Hội đồng Thi đua - Khen thưởng Văn phòng")
        + _articles()
        + signature_block()
        + end_of_section()
        + _list()
    )
    return Paper(title="Quyết định công nhận danh hiệu thi đua", body=body)


def _articles() -> str:
    return (
        raw(
            "ThanBai",
            run("Điều 1.", "<w:b/><w:bCs/>")
            + run(
                " {{ dong_tu | default('công nhận') | capitalize }} danh hiệu thi đua năm {{ nam_xet }} cho các tập "
                "thể, cá nhân thuộc {{ ten_co_quan }} "
                "(có danh sách kèm theo), gồm:"
            ),
            "<w:keepNext/>",
        )
        + tag("{%p for muc in muc_danh_hieu %}")
        + paragraph("ThanBai", f"- {{{{ muc.ten }}}}: {WHO}" + '{{ "." if loop.last else ";" }}')
        + tag("{%p endfor %}")
        + raw(
            "ThanBai", run("Điều 2.", "<w:b/><w:bCs/>") + run(" Mức tiền thưởng kèm theo danh hiệu:"), "<w:keepNext/>"
        )
        + tag("{%p for muc in muc_danh_hieu %}")
        + paragraph(
            "ThanBai",
            f"- {{{{ muc.ten }}}}: {{{{ muc.tien }}}} đồng x {WHO} = {{{{ muc.cong_tien }}}} đồng"
            + '{{ "." if loop.last else ";" }}',
        )
        + tag("{%p endfor %}")
        + paragraph(
            "ThanBai",
            "Tổng số tiền thưởng: {{ tong_tien }} đồng (Bằng chữ: {{ tong_tien_chu }}), chi từ quỹ thi đua, khen "
            "thưởng "
            "của {{ ten_co_quan }}.",
        )
        + last(
            "**Điều 3.** Quyết định này có hiệu lực kể từ ngày ký. Trưởng {{ don_vi_thuong_truc }}, Trưởng các phòng, "
            "ban, đơn vị "
            "có liên quan và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
        )
    )


def _list() -> str:
    return (
        letterhead(numbered=False)
        + attached_title(
            "DANH SÁCH",
            f"Danh hiệu thi đua năm {{{{ nam_xet }}}} của {WHOM}",
            issued_with("Quyết định", BY_CHIEF),
        )
        + tag("{%p for muc in muc_danh_hieu %}")
        + paragraph("TenBang", "{{ muc.ky_hieu }}. {{ muc.ten }}")
        + tag("{%p if muc.tap_the %}")
        + list_table(
            *UNITS,
            "nguoi in muc.danh_sach",
            (("OBangGiua", "{{ nguoi.stt }}"), ("OBang", "{{ nguoi.ten }}"), ("OBang", "{{ nguoi.ghi_chu }}")),
            closing_row(UNITS[0], f"Tổng số: {WHO}"),
        )
        + tag("{%p else %}")
        + list_table(
            *PEOPLE,
            "nguoi in muc.danh_sach",
            (
                ("OBangGiua", "{{ nguoi.stt }}"),
                ("OBangGiua", "{{ nguoi.ong_ba }}"),
                ("OBang", "{{ nguoi.ho_ten }}"),
                ("OBang", "{{ nguoi.chuc_vu_don_vi }}"),
                ("OBang", "{{ nguoi.sang_kien }}"),
                ("OBang", "{{ nguoi.ghi_chu }}"),
            ),
            closing_row(PEOPLE[0], f"Tổng số: {WHO}"),
        )
        + tag("{%p endif %}")
        + tag("{%p endfor %}")
        + paragraph(
            "ThanBai", "Ấn định danh sách gồm: {{ so_tap_the }} lượt tập thể và {{ so_ca_nhan }} lượt cá nhân./."
        )
    )
