"""Every template: its file below ``templates/`` and the paper in it."""

from __future__ import annotations

from tools.make_templates import ban_hanh, bao_cao_quy, danh_hieu, giay_khen, ke_hoach
from tools.make_templates.package import Paper


def papers() -> dict[str, Paper]:
    """The papers by file name."""
    return {
        "kehoach/ke-hoach-nguyen-van.docx": ke_hoach.faithful(),
        "kehoach/ke-hoach.docx": ke_hoach.corrected(),
        "quyetdinh/giay-khen.docx": giay_khen.paper(),
        "quyetdinh/danh-hieu.docx": danh_hieu.paper(),
        "quyetdinh/ban-hanh.docx": ban_hanh.paper(),
        "baocao/quy.docx": bao_cao_quy.paper(),
    }
