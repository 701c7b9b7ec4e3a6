"""Reports on a period of the plan: halfway (`bc_so_ket`) and at its end (`bc_tong_ket`), with tables (8.6)."""

from __future__ import annotations

from tools.make_templates.blocks import (
    BY_OFFICE,
    annex_title,
    annexes,
    end_of_section,
    issued_with,
    letterhead,
    signature_block,
    title,
)
from tools.make_templates.house import closing_row, list_table, paragraph, wording
from tools.make_templates.package import Paper

EXEMPLARS = ((11, 45, 50, 30, 24), ("STT", "Tên cá nhân, tập thể", "Chức vụ, đơn vị", "Lĩnh vực", "Khen thưởng"))
BY_FIELD = (
    (14, 44, 17, 18, 17, 17, 17, 16),
    ("Mã", "Lĩnh vực", "Đăng ký", "Giới thiệu", "Được chọn", "Giấy khen", "Bằng khen", "Nhân rộng"),
)
BY_UNIT = (
    (11, 56, 19, 19, 19, 18, 18),
    ("STT", "Đơn vị", "Số người", "Đăng ký", "Giới thiệu", "Nộp trễ", "Được khen"),
)
BY_YEAR = (
    (20, 28, 28, 28, 28, 28),
    ("Năm", "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Tập thể LĐTT", "Giấy khen", "Bằng khen"),
)
_FIELD = ("ma", "linh_vuc", "dang_ky", "gioi_thieu", "duoc_chon", "giay_khen", "bang_khen", "nhan_rong")
_UNIT = ("stt", "don_vi", "so_nguoi", "dang_ky", "gioi_thieu", "nop_tre", "duoc_khen")
_YEAR = ("nam", "ldtt", "cstdcs", "ttldtt", "giay_khen", "bang_khen")


def paper(name: str, subject: str) -> Paper:
    """The report `name`, whose title goes on with `subject`."""
    body = (
        letterhead()
        + title("BÁO CÁO", f"{subject} {{{{ ky_bao_cao }}}}")
        + wording("bao-cao-ky")
        + signature_block()
        + end_of_section()
        + _exemplars()
        + end_of_section()
        + _tables()
        + annexes("Báo cáo")
    )
    return Paper(title=name, body=body)


def _exemplars() -> str:
    return (
        annex_title("I", "DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN", issued_with("Báo cáo", BY_OFFICE))
        + _table(EXEMPLARS, "dien_hinh", ("stt", "ten", "chuc_vu_don_vi", "linh_vuc", "khen_thuong"), texts=4)
        + paragraph("ThanBai", "Ấn định danh sách gồm: {{ so_dien_hinh }} tập thể, cá nhân./.")
    )


def _tables() -> str:
    return (
        annex_title("II", "TỔNG HỢP SỐ LIỆU", issued_with("Báo cáo", BY_OFFICE))
        + paragraph("TenBang", "1. Theo lĩnh vực")
        + _table(BY_FIELD, "t1", _FIELD, texts=1)
        + paragraph("ThanBai", "*Ghi chú: Một hồ sơ thuộc hai lĩnh vực trở lên được ghi ở từng lĩnh vực.*")
        + paragraph("TenBang", "2. Theo đơn vị")
        + _table(BY_UNIT, "t2", _UNIT, texts=1)
        + paragraph("TenBang", "3. Danh hiệu, hình thức khen thưởng theo năm")
        + _table(BY_YEAR, "t4", _YEAR, texts=0, closing="Tổng số tiền thưởng: {{ tong_tien_thuong }} đồng")
        + paragraph("ThanBai", "./.")
    )


def _table(
    columns: tuple[tuple[float, ...], tuple[str, ...]],
    rows: str,
    keys: tuple[str, ...],
    *,
    texts: int,
    closing: str = "",
) -> str:
    """A table of numbers: the first column and those after the `texts` columns that follow it are centred."""
    styles = ["OBang" if 0 < number <= texts else "OBangGiua" for number in range(len(keys))]
    cells = tuple((style, f"{{{{ dong.{key} }}}}") for style, key in zip(styles, keys, strict=True))
    more = (closing_row(columns[0], closing),) if closing else ()
    return list_table(*columns, f"dong in {rows}", cells, *more)
