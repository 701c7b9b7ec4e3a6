"""Papers of a council's meeting: minutes, minutes of the count, ballot (domain reference 8.11)."""

from __future__ import annotations

from tools.make_templates.blocks import annexes, letterhead, title, two_signatures
from tools.make_templates.house import list_table, paragraph
from tools.make_templates.house import wording as words_of
from tools.make_templates.lists import fields, members
from tools.make_templates.package import Paper

RESULTS = (
    (11, 45, 36, 18, 18, 16, 16),
    ("STT", "Tên cá nhân, tập thể", "Hình thức", "Đồng ý", "Không đồng ý", "Tỷ lệ (%)", "Kết quả"),
)
BALLOT = ((11, 55, 54, 20, 20), ("STT", "Họ và tên, đơn vị", "Hình thức đề nghị", "Đồng ý", "Không đồng ý"))
BOX = "\N{WHITE SQUARE}"


def meeting() -> Paper:
    """Minutes of a meeting, signed by secretary and chair."""
    words = words_of("bb-hop", thanh_vien=members(), ket_qua=_results())
    signatures = two_signatures("THƯ KÝ", "{{ thu_ky.ho_ten }}", "CHỦ TỌA", "{{ chu_tri.ho_ten }}")
    return _minutes("Biên bản họp Hội đồng", "Họp {{ noi_dung_hop }}", words + signatures)


def count() -> Paper:
    """Minutes of the count of a secret ballot, signed by two of those who counted."""
    words = words_of("bb-kiem-phieu", ket_qua=_results())
    signatures = two_signatures("THÀNH VIÊN", "{{ thu_ky.ho_ten }}", "TỔ TRƯỞNG", "{{ to_truong.ho_ten }}")
    return _minutes("Biên bản kiểm phiếu", "Kiểm phiếu {{ noi_dung_hop }}", words + signatures)


def _minutes(name: str, subject: str, body: str) -> Paper:
    head = letterhead(dated=False) + title("BIÊN BẢN", subject)
    return Paper(title=name, body=head + body + annexes("Biên bản"))


def ballot() -> Paper:
    """A ballot: rows of candidates with two boxes; sealed in the corner, never signed."""
    rows = list_table(
        *BALLOT,
        "nguoi in ung_vien",
        (
            ("OBangGiua", "{{ nguoi.stt }}"),
            ("OBang", "{{ nguoi.ten }}"),
            ("OBang", "{{ nguoi.hinh_thuc }}"),
            ("OBangGiua", BOX),
            ("OBangGiua", BOX),
        ),
    )
    hint = (
        "*Đánh dấu x vào một trong hai ô của mỗi dòng. Phiếu không hợp lệ khi không có dấu của Hội đồng, đánh dấu cả "
    )
    body = (
        letterhead(numbered=False)
        + title("PHIẾU BẦU", "{{ trich_yeu }}")
        + paragraph("ThanBai", "Hội đồng họp ngày {{ ngay_hop }}, tại {{ dia_diem }}.")
        + paragraph("ThanBai", f"{hint}hai ô, không đánh dấu ô nào, ghi thêm tên hoặc ký tên.*")
        + paragraph("Nho", "")
        + rows
    )
    return Paper(title="Phiếu bầu", body=body)


def _results() -> str:
    return list_table(
        *RESULTS,
        "dong in ket_qua",
        fields("dong", "^stt", "ten", "hinh_thuc", "^dong_y", "^khong_dong_y", "^ty_le", "^ket_qua"),
    )
