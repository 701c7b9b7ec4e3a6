"""Papers about the round of emulation that are mostly words: letters, notices, submissions, invitations."""

from __future__ import annotations

from tools.make_templates.blocks import addressees, annexes, letterhead, signature_block, title
from tools.make_templates.house import list_table, wording
from tools.make_templates.lists import fields
from tools.make_templates.package import Paper
from tools.make_templates.quyet_dinh import faults

PEOPLE = ((11, 15, 45, 50, 39), ("STT", "Ông/Bà", "Họ và tên", "Chức vụ, đơn vị", "Lĩnh vực, thành tích"))
PROPOSED = ((11, 50, 54, 45), ("STT", "Tên cá nhân, tập thể", "Chức vụ, đơn vị", "Hình thức đề nghị"))


def urging() -> Paper:
    """The letter that urges units to hand in (domain reference 8.9)."""
    subject = "đôn đốc gửi hồ sơ giới thiệu cá nhân điển hình tiêu biểu quý {{ quy }} năm {{ nam_xet }}"
    return _letter("Công văn đôn đốc", subject, wording("cv-don-doc"))


def correction() -> Paper:
    """The letter that corrects the form of a paper already issued (NĐ 30/2020, Điều 18.3)."""
    subject = "đính chính {{ van_ban.loai }} số {{ van_ban.so_ky_hieu }}"
    return _letter("Công văn đính chính", subject, wording("cv-dinh-chinh", sai_sot=faults()))


def _letter(name: str, subject: str, words: str) -> Paper:
    body = letterhead(subject=subject) + addressees() + words + signature_block() + annexes("Công văn")
    return Paper(title=name, body=body)


def result() -> Paper:
    """The notice of who was selected (domain reference 8.10)."""
    subject = "Kết quả lựa chọn cá nhân điển hình tiêu biểu {{ dot }}"
    return _notice("Thông báo kết quả lựa chọn", subject, wording("tb-ket-qua", danh_sach=_people()))


def comment() -> Paper:
    """The list laid open for comment before the decision (domain reference 4.8)."""
    subject = "Lấy ý kiến về danh sách tập thể, cá nhân dự kiến đề nghị khen thưởng {{ dot }}"
    return _notice("Thông báo lấy ý kiến", subject, wording("tb-lay-y-kien", danh_sach=_proposed("ca_nhan")))


def refusal() -> Paper:
    """To one unit: what was not accepted, and why."""
    subject = "Kết quả xem xét hồ sơ đề nghị {{ noi_dung_de_nghi }} {{ dot }}"
    return _notice("Thông báo hồ sơ không được chấp nhận", subject, wording("tb-khong-duoc"))


def _notice(name: str, subject: str, words: str) -> Paper:
    body = letterhead() + title("THÔNG BÁO", subject) + words + signature_block() + annexes("Thông báo")
    return Paper(title=name, body=body)


def submission() -> Paper:
    """The submission that asks for a commendation (domain reference 8.8)."""
    words = wording("to-trinh-khen-thuong", de_nghi=_proposed("danh_sach"))
    body = letterhead() + title("TỜ TRÌNH", "Về việc đề nghị {{ de_nghi }}") + addressees() + words + signature_block()
    return Paper(title="Tờ trình đề nghị khen thưởng", body=body + annexes("Tờ trình"))


def invitation() -> Paper:
    """A giấy mời (Mẫu 1.7)."""
    body = letterhead() + title("GIẤY MỜI", "{{ trich_yeu }}") + wording("giay-moi") + signature_block()
    return Paper(title="Giấy mời", body=body + annexes("Giấy mời"))


def _people() -> str:
    return list_table(
        *PEOPLE,
        "nguoi in ca_nhan",
        fields("nguoi", "^stt", "^ong_ba", "ho_ten", "chuc_vu_don_vi", "thanh_tich"),
    )


def _proposed(rows: str) -> str:
    return list_table(
        *PROPOSED,
        f"nguoi in {rows}",
        fields("nguoi", "^stt", "ten", "chuc_vu_don_vi", "hinh_thuc"),
    )
