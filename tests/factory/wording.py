"""How dates, quarters, labels, headings and signature blocks are written by different hands."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from tests.factory.dice import Dice
from tests.factory.lists import WORDS

ROMAN = ("", "I", "II", "III", "IV")

_LABELS = WORDS["labels"]
_USUAL: dict[str, list[str]] = _LABELS["usual"]
_RARE: dict[str, list[str]] = _LABELS["rare"]
#: fields the contract does not know
EXTRAS: dict[str, list[str]] = _LABELS["extra"]
#: labels that hold the words of a field and are another matter, with what may stand behind them; wide samples only
TRAPS: dict[str, dict[str, list[str]]] = _LABELS["trap"]


def label(rng: Dice, key: str) -> str:
    """The printed label of a field."""
    return rng.choice((_RARE if key in _RARE and rng.rare(0.35) else _USUAL)[key])


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
    if rng.rare(0.2):
        words = ("giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
        return rng.choice(
            (
                f"{d} - {m} - {y}",
                f"ngày {d}/{m}/{y}",
                f"ngày {d:02} tháng {words[m - 1]} năm {y}",
                f"{d:02}/{m:02}/{y}.",
            )
        )
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
    if rng.rare(0.25):
        ways = (
            f"Lào Cai ngày {d} tháng {m} năm {y}",
            f"TP. Lào Cai, ngày {d:02} tháng {m} năm {y}",
            f"Lào Cai, ngày  {d:02}  tháng  {m:02}  năm  {y}",
            f"Bắc Hà, ngày {d:02}-{m}-{y}",
        )
        return rng.choice(ways)
    written = rng.choice(
        (f"ngày {d:02} tháng {m} năm {y}", f"ngày {d:02} tháng {m:02} năm {y}", f"ngày {d:02}/{m}/{y}")
    )
    return rng.choice((f"Lào Cai, {written}", f"Lào Cai, {written}", f"Sa Pa, {written}", written.capitalize()))


def write_quarter(rng: Dice, quarter: int, year: int) -> str:
    """Quarter and year as a heading has them."""
    if rng.rare(0.2):
        words = ("một", "hai", "ba", "bốn")[quarter - 1]
        return rng.choice(
            (
                f"Quý {words} năm {year}",
                f"QUÝ 0{quarter}/{year}",
                f"QUÝ {ROMAN[quarter]}-{year}",
                f"QUÝ {words.upper()} NĂM {year}",
            )
        )
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
    if rng.rare(0.25):
        return rng.choice(
            (
                f"TRƯỞNG {unit.upper()}" if unit.startswith(("Phòng", "Ban")) else f"GIÁM ĐỐC {unit.upper()}",
                "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ",
                "PHỤ TRÁCH ĐƠN VỊ",
                "Trưởng đơn vị",
                "Thủ trưởng đơn vị",
            )
        )
    general = rng.choice(("TRƯỞNG ĐƠN VỊ", "THỦ TRƯỞNG ĐƠN VỊ", "LÃNH ĐẠO ĐƠN VỊ", "XÁC NHẬN CỦA TRƯỞNG ĐƠN VỊ"))
    return own if own and rng.random() < 0.5 else general
