"""How dates, quarters, labels, headings and signature blocks are written by different hands."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from tests.factory.dice import Dice

ROMAN = ("", "I", "II", "III", "IV")

LABELS: dict[str, tuple[str, ...]] = {
    "don_vi": ("Đơn vị", "Tên đơn vị", "Phòng, ban, đơn vị", "Đơn vị giới thiệu"),
    "ho_ten": (
        "Họ và tên",
        "Họ tên",
        "Họ, chữ đệm và tên",
        "Ông (bà)",
        "Họ và tên",
        "Họ và tên người được giới thiệu",
        "Họ tên (ghi đầy đủ, không viết tắt)",
        "Ông/Bà",
    ),
    "ngay_sinh": (
        "Ngày sinh",
        "Sinh ngày",
        "Ngày, tháng, năm sinh",
        "Năm sinh",
        "Sinh ngày, tháng, năm",
        "Ngày tháng năm sinh",
    ),
    "gioi_tinh": ("Giới tính", "Giới tính", "Nam/Nữ", "Nam, nữ", "Giới tính (Nam/Nữ)"),
    "dan_toc": ("Dân tộc", "Dân tộc", "Thành phần dân tộc"),
    "chuc_vu": ("Chức vụ", "Chức danh", "Chức vụ, chức danh", "Chức vụ hiện nay", "Chức vụ (chức danh)"),
    "don_vi_cong_tac": ("Đơn vị công tác", "Nơi công tác", "Cơ quan, đơn vị công tác", "Đơn vị công tác hiện nay"),
    "chuc_vu+don_vi_cong_tac": ("Chức vụ, đơn vị công tác", "Chức vụ và đơn vị công tác", "Chức vụ, nơi công tác"),
    "trinh_do": ("Trình độ", "Trình độ chuyên môn", "Trình độ chuyên môn, nghiệp vụ", "Trình độ đào tạo"),
    "linh_vuc": (
        "Lĩnh vực thi đua",
        "Lĩnh vực",
        "Lĩnh vực điển hình",
        "Lĩnh vực thi đua đăng ký",
        "Thuộc lĩnh vực thi đua",
    ),
    "danh_hieu": (
        "Danh hiệu đăng ký",
        "Danh hiệu thi đua đăng ký",
        "Danh hiệu thi đua",
        "Đăng ký danh hiệu",
        "Danh hiệu, hình thức khen thưởng đăng ký",
    ),
    "thanh_tich": (
        "Tóm tắt thành tích",
        "Trích ngang thành tích",
        "Tóm tắt thành tích tiêu biểu trong quý",
        "Thành tích tiêu biểu",
        "Thành tích nổi bật trong quý",
        "Tóm tắt thành tích đạt được",
    ),
    "nhiem_vu": ("Nhiệm vụ được giao",),
    "sang_kien": ("Sáng kiến, giải pháp, cách làm hay",),
    "tac_dung": ("Tác dụng nêu gương, khả năng nhân rộng",),
    "ky_luat": ("Kỷ luật, đơn thư",),
    "quy": ("Quý",),
    "nam": ("Năm",),
}

EXTRAS = {
    "dien_thoai": ("Số điện thoại", "Điện thoại", "Điện thoại liên hệ"),
    "que_quan": ("Quê quán", "Nơi ở hiện nay", "Hộ khẩu thường trú"),
    "lien_he": ("Người liên hệ", "Cán bộ đầu mối", "Họ tên người liên hệ"),
    "ngay_vao_dang": ("Ngày vào Đảng", "Ngày vào ngành"),
    "email": ("Thư điện tử", "Email"),
    "ghi_chu": ("Ghi chú",),
}

#: the unaccented names form designers give to controls and fields
FIELD_NAMES = {
    "don_vi": ("don_vi", "DonVi", "donvi"),
    "ho_ten": ("ho_ten", "HoTen", "hoten", "HoVaTen"),
    "ngay_sinh": ("ngay_sinh", "NgaySinh", "ngaysinh"),
    "gioi_tinh": ("gioi_tinh", "GioiTinh", "gioitinh"),
    "dan_toc": ("dan_toc", "DanToc", "dantoc"),
    "chuc_vu": ("chuc_vu", "ChucVu", "chucvu"),
    "don_vi_cong_tac": ("don_vi_cong_tac", "DonViCongTac", "donvicongtac"),
    "trinh_do": ("trinh_do", "TrinhDo", "trinhdo"),
    "linh_vuc": ("linh_vuc", "LinhVuc", "linhvuc"),
    "danh_hieu": ("danh_hieu", "DanhHieu", "danhhieu"),
    "thanh_tich": ("thanh_tich", "ThanhTich", "thanhtich"),
    "chuc_vu+don_vi_cong_tac": ("chuc_vu_don_vi", "ChucVuDonVi", "chucvu_donvi"),
    "quy": ("quy", "Quy", "quy"),
    "nam": ("nam", "Nam", "nam"),
    "ngay_ky": ("ngay_ky", "NgayKy", "ngayky"),
    "truong_don_vi": ("truong_don_vi", "TruongDonVi", "truongdonvi"),
}


def unaccented(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def write_date(rng: Dice, day: date) -> str:
    d, m, y = day.day, day.month, day.year
    ways = (
        f"{d:02}/{m}/{y}",
        f"{d:02}/{m:02}/{y}",
        f"{d}/{m}/{y}",
        f"{d}-{m}-{y}",
        f"{d:02}-{m:02}-{y}",
        f"{d:02}.{m}.{y}",
        f"{d:02}.{m:02}.{y}",
        f"ngày {d:02} tháng {m} năm {y}",
        f"ngày {d:02} tháng {m:02} năm {y}",
        f"{d:02} tháng {m} năm {y}",
    )
    return rng.choice(ways)


def signing_day(rng: Dice, quarter: int, year: int) -> date:
    start = date(year, quarter * 3, 5)
    return start + timedelta(days=rng.randint(0, 22))


def place_and_date(rng: Dice, day: date) -> str:
    """The line above the signature: place, comma, day."""
    d, m, y = day.day, day.month, day.year
    written = rng.choice(
        (f"ngày {d:02} tháng {m} năm {y}", f"ngày {d:02} tháng {m:02} năm {y}", f"ngày {d:02}/{m}/{y}")
    )
    return rng.choice((f"Lào Cai, {written}", f"Lào Cai, {written}", f"Sa Pa, {written}", written.capitalize()))


def write_quarter(rng: Dice, quarter: int, year: int) -> str:
    """Quarter and year as a heading has them."""
    number = rng.choice((ROMAN[quarter], ROMAN[quarter], str(quarter)))
    quarter_word, year_word = rng.choice((("QUÝ", "NĂM"), ("QUÝ", "NĂM"), ("Quý", "năm")))
    join = rng.choice((f"/{year_word} ", f" {year_word} ", "/", f" - {year_word} ", f", {year_word} "))
    return f"{quarter_word} {number}{join}{year}"


def letterhead(rng: Dice, unit: str | None) -> tuple[str, ...]:
    """Left half of the letterhead; with `unit` its second line names the unit."""
    parent = rng.choice(
        ("VĂN PHÒNG UBND TỈNH LÀO CAI", "VĂN PHÒNG UBND TỈNH", "VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH LÀO CAI")
    )
    if unit:
        return (parent, unit.upper())
    return rng.choice((("UBND TỈNH LÀO CAI", "VĂN PHÒNG"), (parent,), ()))


MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
ADDRESSEES = (
    "Kính gửi: Hội đồng Thi đua - Khen thưởng Văn phòng UBND tỉnh (qua Phòng Tổ chức - Hành chính)",
    "Kính gửi: Hội đồng Thi đua - Khen thưởng Văn phòng UBND tỉnh",
    "Kính gửi: Phòng Tổ chức - Hành chính (Thường trực Hội đồng)",
    "",
)
NOTES = (
    "",
    "",
    "(Kèm theo Kế hoạch số 12/KH-VPUBND ngày 20 tháng 9 năm 2021)",
    "(Mẫu số 02 ban hành kèm theo Công văn số 7/VPUBND-TCHC ngày 05/01/2022)",
)
SIGN_HINTS = ("(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ và tên)", "(Ký tên, đóng dấu)", "")


def head_line(rng: Dice, unit: str) -> str:
    """What stands above the signature of the head of `unit`."""
    own = {"Phòng": "TRƯỞNG PHÒNG", "Ban": "TRƯỞNG BAN", "Nhà": "GIÁM ĐỐC", "Trung": "GIÁM ĐỐC"}.get(
        unit.split(maxsplit=1)[0]
    )
    general = rng.choice(("TRƯỞNG ĐƠN VỊ", "THỦ TRƯỞNG ĐƠN VỊ", "LÃNH ĐẠO ĐƠN VỊ", "XÁC NHẬN CỦA TRƯỞNG ĐƠN VỊ"))
    return own if own and rng.random() < 0.5 else general
