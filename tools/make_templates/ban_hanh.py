"""The decision that promulgates the plan (`qd_ban_hanh`), with the plan as its attached text (Mẫu 1.3)."""

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
from tools.make_templates.house import last, paragraph
from tools.make_templates.ke_hoach import body_paragraphs, corrected_body
from tools.make_templates.package import Paper


def paper() -> Paper:
    """The decision and the plan."""
    carried_out = (
        "Căn cứ {{ can_cu_ke_hoach.loai }} số {{ can_cu_ke_hoach.so_ky_hieu }} ngày {{ can_cu_ke_hoach.ngay_day_du }} "
        "của {{ can_cu_ke_hoach.co_quan }} về việc {{ can_cu_ke_hoach.trich_yeu }}"
    )
    body = (
        letterhead()
        + quyet_dinh.opening(
            "Ban hành Kế hoạch {{ ve_viec }}", "Theo đề nghị của Trưởng {{ don_vi_thuong_truc }}", carried_out
        )
        + paragraph(
            "ThanBai",
            "**Điều 1.** Ban hành kèm theo Quyết định này Kế hoạch {{ ve_viec }} của {{ ten_co_quan }}.",
        )
        + paragraph("ThanBai", "**Điều 2.** Quyết định này có hiệu lực kể từ ngày ký.")
        + last(
            "**Điều 3.** Trưởng {{ don_vi_thuong_truc }}, Trưởng các phòng, ban, đơn vị và toàn thể công chức, viên "
            "chức, người lao động thuộc {{ ten_co_quan }} chịu trách nhiệm thi hành Quyết định này./."
        )
        + signature_block()
        + end_of_section()
        + letterhead(numbered=False)
        + attached_title("KẾ HOẠCH", "{{ trich_yeu }}", issued_with("Quyết định", BY_CHIEF, verb="Ban hành kèm theo"))
        + _attached_body()
        + annexes("Quyết định", BY_CHIEF)
    )
    return Paper(title="Quyết định ban hành Kế hoạch", body=body)


def _attached_body() -> str:
    """The plan's text; no signature follows it, so its last paragraph is an ordinary one."""
    body = [("ThanBai" if style == "last" else style, text) for style, text in corrected_body()]
    return body_paragraphs(body, "linh_vuc_thong_nhat")
