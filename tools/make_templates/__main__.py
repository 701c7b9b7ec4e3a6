"""Write every template below ``templates/``."""

from __future__ import annotations

from pipeline.home import TEMPLATES
from tools.make_templates import ban_hanh, bao_cao_quy, danh_hieu, giay_khen, ke_hoach
from tools.make_templates.house import Paper

PAPERS: dict[str, Paper] = {
    "kehoach/ke-hoach-nguyen-van.docx": ke_hoach.faithful(),
    "kehoach/ke-hoach.docx": ke_hoach.corrected(),
    "quyetdinh/giay-khen.docx": giay_khen.paper(),
    "quyetdinh/danh-hieu.docx": danh_hieu.paper(),
    "quyetdinh/ban-hanh.docx": ban_hanh.paper(),
    "baocao/quy.docx": bao_cao_quy.paper(),
}

for name, paper in PAPERS.items():
    path = TEMPLATES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(paper.docx())
