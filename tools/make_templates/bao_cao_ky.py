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
from tools.make_templates.house import cell, chart, list_table, paragraph, row, wording
from tools.make_templates.package import Paper

EXEMPLARS = ((11, 40, 46, 41, 22), ("STT", "Tên cá nhân, tập thể", "Chức vụ, đơn vị", "Lĩnh vực", "Khen thưởng"))
BY_FIELD = (
    (14, 42, 15, 15, 15, 15, 15, 15, 14),
    (
        "Mã",
        "Lĩnh vực",
        "Đăng ký",
        "Giới thiệu",
        "Chọn: cá nhân",
        "Chọn: tập thể",
        "Giấy khen",
        "Bằng khen",
        "Nhân rộng",
    ),
)
BY_UNIT = (
    (11, 55, 17, 17, 16, 15, 15, 14),
    ("STT", "Đơn vị", "Số người", "Đăng ký", "Giới thiệu", "Nộp trễ", "Không nộp", "Được khen"),
)
BY_QUARTER = (
    (28, 25, 21, 22, 21, 22, 21),
    ("Quý", "Số đơn vị phải nộp", "Đã nộp", "Đúng hạn", "Trễ hạn", "Không nộp", "Tỷ lệ (%)"),
)
BY_YEAR = (
    (16, 21, 21, 20, 20, 20, 20, 22),
    ("Năm", "LĐTT", "CSTĐ cơ sở", "Tập thể LĐTT", "Giấy khen", "Bằng khen", "Khác", "Tổng số"),
)
BY_MONEY = ((16, 22, 22, 22, 22, 18, 14, 24), BY_YEAR[1])
BY_PERSON = (
    (40, 20, 18, 20, 22, 20, 20),
    ("Nhóm (lượt)", "Tổng số", "Nữ", "Tỷ lệ (%)", "Dân tộc thiểu số", "Không chức vụ", "Tỷ lệ (%)"),
)
_FIELD = (
    "ma",
    "linh_vuc",
    "dang_ky",
    "gioi_thieu",
    "chon_ca_nhan",
    "chon_tap_the",
    "giay_khen",
    "bang_khen",
    "nhan_rong",
)
_UNIT = ("stt", "don_vi", "so_nguoi", "dang_ky", "gioi_thieu", "nop_tre", "khong_nop", "duoc_khen")
_QUARTER = ("quy", "phai_nop", "da_nop", "dung_han", "tre_han", "khong_nop", "ty_le")
_YEAR = ("nam", "ldtt", "cstdcs", "ttldtt", "giay_khen", "bang_khen", "khac", "tong")
_PERSON = ("nhom", "tong", "nu", "ty_le_nu", "dan_toc", "khong_chuc_vu", "ty_le_khong_chuc_vu")
#: the charts of the last annex, in their order
CHARTS = ("linh_vuc", "theo_quy", "don_vi", "khau", "xu_huong")


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
        + end_of_section()
        + _charts()
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
    note = "*Ghi chú: Một hồ sơ thuộc hai lĩnh vực trở lên được ghi ở từng lĩnh vực, chỉ tính một lần ở dòng tổng số.*"
    return (
        annex_title("II", "TỔNG HỢP SỐ LIỆU", issued_with("Báo cáo", BY_OFFICE))
        + paragraph("TenBang", "1. Theo lĩnh vực")
        + _table(BY_FIELD, "t1", _FIELD, texts=1, total="t1_tong", whole=True)
        + paragraph("ThanBai", note)
        + paragraph("TenBang", "2. Theo đơn vị")
        + _table(BY_UNIT, "t2", _UNIT, texts=1, total="t2_tong", whole=True)
        + paragraph("TenBang", "3. Theo quý")
        + _table(BY_QUARTER, "t3", _QUARTER, texts=0, total="t3_tong", whole=True)
        + paragraph("TenBang", "4. Danh hiệu, hình thức khen thưởng theo năm xét")
        + _table(BY_YEAR, "t4", _YEAR, texts=0, total="t4_tong", whole=True)
        + paragraph("TenBang", "5. Nữ, dân tộc thiểu số, người không giữ chức vụ lãnh đạo, quản lý")
        + _table(BY_PERSON, "t5", _PERSON, texts=0, whole=True)
        + paragraph("TenBang", "6. Tiền thưởng theo năm quyết định (đồng)")
        + _table(BY_MONEY, "t6", _YEAR, texts=0, total="t6_tong", whole=True)
        + paragraph("ThanBai", "Tổng số tiền thưởng: {{ tong_tien_thuong }} đồng./.")
    )


def _charts() -> str:
    charts = "".join(chart(name) for name in CHARTS)
    return annex_title("III", "BIỂU ĐỒ", issued_with("Báo cáo", BY_OFFICE)) + charts


def _table(
    columns: tuple[tuple[float, ...], tuple[str, ...]],
    rows: str,
    keys: tuple[str, ...],
    *,
    texts: int,
    total: str = "",
    whole: bool = False,
) -> str:
    """A table of numbers: the first column and those after the `texts` columns that follow it are centred."""
    styles = ["OBang" if 0 < number <= texts else "OBangGiua" for number in range(len(keys))]
    cells = tuple((style, f"{{{{ dong.{key} }}}}") for style, key in zip(styles, keys, strict=True))
    more = (_total_row(columns[0], keys, texts, total),) if total else ()
    return list_table(*columns, f"dong in {rows}", cells, *more, whole=whole)


def _total_row(widths: tuple[float, ...], keys: tuple[str, ...], texts: int, total: str) -> str:
    """The sums of a table, its number and its names under one "Tổng số"."""
    first = 1 + texts
    sums = [
        cell(width, paragraph("OBangDau", f"{{{{ {total}.{key} }}}}"))
        for width, key in zip(widths[first:], keys[first:], strict=True)
    ]
    return row([cell(sum(widths[:first]), paragraph("OBangDau", "Tổng số"), span=first), *sums])
