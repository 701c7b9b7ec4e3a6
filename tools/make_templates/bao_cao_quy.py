"""The report on a quarter (`bc_quy`), its list of people and its tables T1 to T3 (domain reference 8.6)."""

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
from tools.make_templates.house import cell, chart, closing_row, last, list_table, paragraph, row, tag, tag_row
from tools.make_templates.package import Paper

QUARTER = "quý {{ quy }} năm {{ nam_bao_cao }}"
SUBJECT = f"Kết quả giới thiệu cá nhân điển hình tiêu biểu {QUARTER}"

PEOPLE = ((11, 42, 32, 42, 33), ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Lĩnh vực"))
BY_FIELD = ((16, 76, 34, 34), ("Mã", "Lĩnh vực", "Đăng ký (lượt)", "Giới thiệu (lượt)"))
BY_UNIT = (
    (11, 52, 15, 23, 11.5, 11.5, 11.5, 11.5, 13),
    ("STT", "Đơn vị", "Số người", "Ngày đăng ký", "QI", "QII", "QIII", "QIV", "Nộp trễ"),
)
BY_QUARTER = (
    (16, 27, 22, 24, 22, 25, 24),
    ("Quý", "Số đơn vị phải nộp", "Đã nộp", "Đúng hạn", "Trễ hạn", "Không nộp", "Tỷ lệ (%)"),
)


def paper() -> Paper:
    """The report and its two annexes, each a section of its own."""
    body = (
        letterhead()
        + title("BÁO CÁO", SUBJECT)
        + _text()
        + signature_block()
        + end_of_section()
        + _people()
        + end_of_section()
        + _tables()
        + annexes("Báo cáo")
    )
    return Paper(title="Báo cáo kết quả giới thiệu cá nhân điển hình tiêu biểu quý", body=body)


def _text() -> str:
    return (
        paragraph(
            "ThanBai",
            "Thực hiện {{ can_cu_ke_hoach.loai }} số {{ can_cu_ke_hoach.so_ky_hieu }} ngày {{ can_cu_ke_hoach.ngay }} "
            "của {{ can_cu_ke_hoach.co_quan }} về việc {{ can_cu_ke_hoach.trich_yeu }} và Kế hoạch {{ ke_hoach }} của "
            f"{{{{ ten_co_quan }}}}, {{{{ ten_co_quan }}}} báo cáo kết quả giới thiệu cá nhân điển hình tiêu biểu "
            f"{QUARTER} "
            "như sau:",
        )
        + paragraph("MucLon", "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI")
        + paragraph(
            "ThanBai",
            "Theo Kế hoạch, hằng quý mỗi phòng, ban, đơn vị lựa chọn, giới thiệu 01 cá nhân điển hình tiêu biểu, gửi "
            "danh sách kèm trích ngang thành tích về Hội đồng Thi đua - Khen thưởng Văn phòng qua "
            "{{ don_vi_thuong_truc }} "
            f"(Thường trực Hội đồng). Thời hạn gửi của {QUARTER} là ngày {{{{ han_nop }}}}.",
        )
        + paragraph("MucLon", "II. KẾT QUẢ")
        + paragraph("MucNho", "1. Tình hình giới thiệu của các phòng, ban, đơn vị")
        + paragraph(
            "ThanBai",
            "Số đơn vị phải giới thiệu: {{ so_phai_nop }}; số đơn vị đã giới thiệu: {{ so_da_nop }} (đạt "
            "{{ ty_le }}%), trong đó đúng hạn: {{ so_dung_han }}, trễ hạn: {{ so_tre_han }}; số đơn vị chưa giới "
            "thiệu: {{ so_chua_nop }}.",
        )
        + tag("{%p if don_vi_chua_nop %}")
        + paragraph("ThanBai", 'Các đơn vị chưa giới thiệu: {{ don_vi_chua_nop | join("; ") }}.')
        + tag("{%p endif %}")
        + paragraph("MucNho", "2. Cá nhân điển hình tiêu biểu được giới thiệu")
        + paragraph(
            "ThanBai",
            "Tổng số cá nhân được giới thiệu: {{ so_ca_nhan }} (danh sách tại Phụ lục I){% if so_cho_ra_soat %}, trong "
            "đó {{ so_cho_ra_soat }} hồ sơ đang được rà soát{% endif %}. Số liệu theo lĩnh vực, đơn vị và quý được "
            "tổng hợp tại Phụ lục II.",
        )
        + paragraph("MucNho", "3. Bình xét, khen thưởng")
        + paragraph(
            "ThanBai",
            "{% if so_duoc_chon %}Hội đồng Thi đua - Khen thưởng Văn phòng đã họp, lựa chọn {{ so_duoc_chon }} tập "
            "thể, cá nhân đề nghị khen thưởng{% if so_giay_khen %}; đã tặng Giấy khen: {{ so_giay_khen }} lượt"
            "{% endif %}.{% else %}Thường trực Hội đồng tổng hợp danh sách, trình Hội đồng xem xét, lựa chọn và đề "
            "nghị khen thưởng theo thẩm quyền.{% endif %}",
        )
        + paragraph("MucLon", "III. PHƯƠNG HƯỚNG, NHIỆM VỤ")
        + paragraph(
            "ThanBai",
            "Các phòng, ban, đơn vị tiếp tục phát hiện, bồi dưỡng, giới thiệu điển hình tiên tiến và gửi hồ sơ đúng "
            "thời hạn{% if don_vi_chua_nop %}; các đơn vị chưa giới thiệu khẩn trương hoàn thành{% endif %}. Thường "
            "trực Hội đồng theo dõi, tổng hợp, trình Hội đồng xem xét, lựa chọn.",
        )
        + paragraph("MucLon", "IV. ĐỀ XUẤT, KIẾN NGHỊ")
        + paragraph("ThanBai", "Không có.")
        + last(
            f"Trên đây là báo cáo kết quả giới thiệu cá nhân điển hình tiêu biểu {QUARTER} của {{{{ ten_co_quan }}}}./."
        )
    )


def _people() -> str:
    widths, _labels = PEOPLE
    nobody = row([cell(sum(widths), paragraph("OBangGiua", "Chưa có cá nhân được giới thiệu."), span=len(widths))])
    return (
        annex_title(
            "I",
            "DANH SÁCH CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU ĐƯỢC GIỚI THIỆU QUÝ {{ quy }} NĂM {{ nam_bao_cao }}",
            issued_with("Báo cáo", BY_OFFICE),
        )
        + list_table(
            *PEOPLE,
            "nguoi in ca_nhan",
            (
                ("OBangGiua", "{{ nguoi.stt }}"),
                ("OBang", "{{ nguoi.ho_ten }}"),
                ("OBang", "{{ nguoi.chuc_vu }}"),
                ("OBang", "{{ nguoi.don_vi }}"),
                ("OBang", "{{ nguoi.linh_vuc }}"),
            ),
            tag_row(widths, "{%tr if not ca_nhan %}"),
            nobody,
            tag_row(widths, "{%tr endif %}"),
            closing_row(widths, "Tổng số: {{ so_ca_nhan }} cá nhân"),
        )
        + paragraph("ThanBai", "Ấn định danh sách gồm: {{ so_ca_nhan }} cá nhân./.")
    )


def _tables() -> str:
    return (
        annex_title(
            "II", "TỔNG HỢP SỐ LIỆU ĐẾN HẾT QUÝ {{ quy }} NĂM {{ nam_bao_cao }}", issued_with("Báo cáo", BY_OFFICE)
        )
        + paragraph("TenBang", "1. Theo lĩnh vực")
        + list_table(
            *BY_FIELD,
            "dong in t1",
            (
                ("OBangGiua", "{{ dong.ma }}"),
                ("OBang", "{{ dong.linh_vuc }}"),
                ("OBangGiua", "{{ dong.dang_ky }}"),
                ("OBangGiua", "{{ dong.gioi_thieu }}"),
            ),
            _total_row(),
        )
        + paragraph(
            "ThanBai",
            "*Ghi chú: Một hồ sơ thuộc hai lĩnh vực trở lên được ghi ở từng lĩnh vực và chỉ tính một lần ở dòng tổng "
            "số.*",
        )
        + paragraph("TenBang", "2. Theo đơn vị")
        + list_table(
            *BY_UNIT,
            "dong in t2",
            (
                ("OBangGiua", "{{ dong.stt }}"),
                ("OBang", "{{ dong.don_vi }}"),
                ("OBangGiua", "{{ dong.so_nguoi }}"),
                ("OBangGiua", "{{ dong.dang_ky }}"),
                *(("OBangGiua", f"{{{{ dong.quy_{quarter} }}}}") for quarter in (1, 2, 3, 4)),
                ("OBangGiua", "{{ dong.nop_tre }}"),
            ),
        )
        + paragraph("TenBang", "3. Theo quý")
        + list_table(
            *BY_QUARTER,
            "dong in t3",
            tuple(
                ("OBangGiua", f"{{{{ dong.{column} }}}}")
                for column in ("quy", "phai_nop", "da_nop", "dung_han", "tre_han", "khong_nop", "ty_le")
            ),
            whole=True,
        )
        + paragraph("TenBang", "4. Biểu đồ")
        + chart("linh_vuc")
        + chart("theo_quy")
        + paragraph("ThanBai", "./.")
    )


def _total_row() -> str:
    widths, _labels = BY_FIELD
    return row(
        [
            cell(sum(widths[:2]), paragraph("OBangDau", "Tổng số"), span=2),
            cell(widths[2], paragraph("OBangDau", "{{ t1_tong.dang_ky }}")),
            cell(widths[3], paragraph("OBangDau", "{{ t1_tong.gioi_thieu }}")),
        ]
    )
