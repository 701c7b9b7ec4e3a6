"""Which fields the two forms have, and what kind of value each holds (contract §1, domain reference 7.2 and 7.3)."""

from __future__ import annotations

from enum import Enum, auto


class Kind(Enum):
    """How a value is read and judged."""

    NAME = auto()
    DATE = auto()  # a whole day, or only a year
    SIGNING_DATE = auto()  # a whole day
    SEX = auto()
    PEOPLE = auto()  # one of the peoples of Viet Nam
    UNIT = auto()
    POST = auto()
    TEXT = auto()
    FIELDS = auto()  # codes of emulation fields
    TITLES = auto()  # emulation titles and commendations
    LONG = auto()  # several lines
    QUARTER = auto()
    YEAR = auto()
    COUNT = auto()
    YES_NO = auto()


KINDS: dict[str, Kind] = {
    "don_vi": Kind.UNIT,
    "quy": Kind.QUARTER,
    "nam": Kind.YEAR,
    "ho_ten": Kind.NAME,
    "ngay_sinh": Kind.DATE,
    "gioi_tinh": Kind.SEX,
    "dan_toc": Kind.PEOPLE,
    "chuc_vu": Kind.POST,
    "don_vi_cong_tac": Kind.UNIT,
    "trinh_do": Kind.TEXT,
    "linh_vuc": Kind.FIELDS,
    "danh_hieu": Kind.TITLES,
    "hinh_thuc": Kind.TITLES,
    "thanh_tich": Kind.LONG,
    "nhiem_vu": Kind.LONG,
    "sang_kien": Kind.LONG,
    "tac_dung": Kind.LONG,
    "khen_thuong_da_co": Kind.LONG,
    "ky_luat": Kind.LONG,
    "ngay_ky": Kind.SIGNING_DATE,
    "truong_don_vi": Kind.NAME,
    "tong_so_nguoi": Kind.COUNT,
    "so_nu": Kind.COUNT,
    "so_dang_vien": Kind.COUNT,
    "chi_tieu": Kind.LONG,
    "ten": Kind.UNIT,
    "dien_hinh": Kind.YES_NO,
    "ghi_chu": Kind.TEXT,
}

#: Always in the answer, `null` where the form is silent.
NOMINATION_FIELDS = (
    "don_vi", "quy", "nam", "ho_ten", "ngay_sinh", "gioi_tinh", "dan_toc", "chuc_vu", "don_vi_cong_tac", "trinh_do",
    "linh_vuc", "danh_hieu", "thanh_tich", "ngay_ky", "truong_don_vi",
)  # fmt: skip
#: In the answer where the form has them.
NOMINATION_EXTRAS = ("nhiem_vu", "sang_kien", "tac_dung", "khen_thuong_da_co", "ky_luat", "hinh_thuc")
REGISTRATION_FIELDS = ("don_vi", "nam", "ngay_ky", "truong_don_vi")
REGISTRATION_EXTRAS = ("tong_so_nguoi", "so_nu", "so_dang_vien", "chi_tieu")
PERSON_COLUMNS = ("ho_ten", "chuc_vu", "linh_vuc", "danh_hieu")
PERSON_EXTRAS = (
    "ngay_sinh",
    "gioi_tinh",
    "dan_toc",
    "don_vi_cong_tac",
    "trinh_do",
    "hinh_thuc",
    "dien_hinh",
    "sang_kien",
    "ghi_chu",
)
COLLECTIVE_COLUMNS = ("ten", "linh_vuc", "danh_hieu")
COLLECTIVE_EXTRAS = ("hinh_thuc", "ghi_chu")

#: Without these a form is incomplete (R-FORM-02), never refused.
REQUIRED = {
    "TD-02": ("don_vi", "quy", "nam", "ho_ten", "chuc_vu", "linh_vuc", "thanh_tich", "ngay_ky", "truong_don_vi"),
    "TD-01": ("don_vi", "nam", "ngay_ky", "truong_don_vi"),
}
