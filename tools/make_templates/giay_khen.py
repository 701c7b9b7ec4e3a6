"""The decision that grants Giấy khen (`qd_giay_khen`) and its list (domain reference 8.1)."""

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
from tools.make_templates.house import cell, last, leading, list_table, paragraph, row, tag
from tools.make_templates.lists import fields
from tools.make_templates.package import Paper

WHO = (
    "{% if tap_the %}{{ so_tap_the }} tập thể{% endif %}{% if tap_the and ca_nhan %} và {% endif %}"
    "{% if ca_nhan %}{{ so_ca_nhan }} cá nhân{% endif %}"
)
WHOM = "{% if tap_the %}tập thể{% endif %}{% if tap_the and ca_nhan %}, {% endif %}{% if ca_nhan %}cá nhân{% endif %}"
MERIT = "có thành tích tiêu biểu trong phong trào thi đua quý {{ quy }} năm {{ nam_xet }}"
MONEY = (
    "{% if tap_the %}{{ tien_tap_the }} đồng/tập thể{% endif %}{% if tap_the and ca_nhan %}; {% endif %}"
    "{% if ca_nhan %}{{ tien_ca_nhan }} đồng/cá nhân{% endif %}"
)

#: more recipients than an article names have a list of their own
MANY = "{%p if (tap_the + ca_nhan) | length > 3 %}"

UNITS = ((11, 86, 32, 20, 11), ("STT", "Tên tập thể", "Lĩnh vực, thành tích", "Tiền thưởng (đồng)", "Ghi chú"))
PEOPLE = (
    (11, 15, 41, 34, 28, 20, 11),
    ("STT", "Ông/Bà", "Họ và tên", "Chức vụ, đơn vị", "Lĩnh vực, thành tích", "Tiền thưởng (đồng)", "Ghi chú"),
)


def paper() -> Paper:
    """The decision; up to three recipients are named in Điều 1, more of them in the list."""
    subject = f"Về việc tặng Giấy khen cho {WHOM} {MERIT}"
    body = (
        letterhead()
        + quyet_dinh.opening(subject, "Theo đề nghị của Hội đồng Thi đua - Khen thưởng Văn phòng")
        + _articles()
        + signature_block()
        + tag(MANY)
        + end_of_section()
        + _list()
        + tag("{%p endif %}")
        + annexes("Quyết định", BY_CHIEF)
    )
    return Paper(title="Quyết định tặng Giấy khen", body=body)


def _articles() -> str:
    return (
        tag(MANY)
        + paragraph(
            "ThanBai",
            f"**Điều 1.** Tặng Giấy khen của Chánh {{{{ ten_co_quan }}}} cho {WHO} {MERIT} (có danh sách kèm theo).",
        )
        + tag("{%p else %}")
        + leading(f"**Điều 1.** Tặng Giấy khen của Chánh {{{{ ten_co_quan }}}} cho {WHO} có tên sau đây {MERIT}:")
        + _named("tap_the", "- {{ nguoi.ten }}")
        + _named("ca_nhan", "- {{ nguoi.ong_ba }} {{ nguoi.ho_ten }}, {{ nguoi.chuc_vu_don_vi }}")
        + tag("{%p endif %}")
        + paragraph(
            "ThanBai",
            f"**Điều 2.** Mức tiền thưởng kèm theo Giấy khen: {MONEY}. Tổng số tiền thưởng: {{{{ tong_tien }}}} đồng "
            "(Bằng chữ: {{ tong_tien_chu }}), chi từ quỹ thi đua, khen thưởng của {{ ten_co_quan }}.",
        )
        + last(
            "**Điều 3.** Quyết định này có hiệu lực kể từ ngày ký. Trưởng {{ don_vi_thuong_truc }}, Trưởng các phòng, "
            f"ban, đơn vị có liên quan và {WHOM} có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
        )
    )


def _named(group: str, line: str) -> str:
    mark = '{{ "." if loop.last else ";" }}'
    if group == "tap_the":
        mark = '{{ "." if loop.last and not ca_nhan else ";" }}'
    return tag(f"{{%p for nguoi in {group} %}}") + paragraph("ThanBai", line + mark) + tag("{%p endfor %}")


def _list() -> str:
    return (
        letterhead(numbered=False)
        + attached_title(
            "DANH SÁCH",
            f"{{% if tap_the %}}Tập thể{{% if ca_nhan %}}, cá nhân{{% endif %}}{{% else %}}Cá nhân{{% endif %}} được "
            f"tặng Giấy khen {MERIT}",
            issued_with("Quyết định", BY_CHIEF),
        )
        + tag("{%p if tap_the %}")
        + paragraph("TenBang", "I. TẬP THỂ")
        + list_table(
            *UNITS,
            "nguoi in tap_the",
            fields("nguoi", "^stt", "ten", "thanh_tich", ">tien", "ghi_chu"),
        )
        + tag("{%p endif %}")
        + tag("{%p if ca_nhan %}")
        + tag("{%p if tap_the %}")
        + paragraph("TenBang", "II. CÁ NHÂN")
        + tag("{%p endif %}")
        + list_table(
            *PEOPLE,
            "nguoi in ca_nhan",
            fields("nguoi", "^stt", "^ong_ba", "ho_ten", "chuc_vu_don_vi", "thanh_tich", ">tien", "ghi_chu"),
            _total_row(),
        )
        + tag("{%p endif %}")
        + paragraph("ThanBai", f"Ấn định danh sách gồm: {WHO}; tổng số tiền thưởng: {{{{ tong_tien }}}} đồng./.")
    )


def _total_row() -> str:
    widths = PEOPLE[0]
    return row(
        [
            cell(
                sum(widths[:5]),
                paragraph("OBangDau", "Tổng cộng{% if tap_the %} (tập thể, cá nhân){% endif %}"),
                span=5,
            ),
            cell(sum(widths[5:]), paragraph("OBangSo", "**{{ tong_tien }}**"), span=2),
        ]
    )
