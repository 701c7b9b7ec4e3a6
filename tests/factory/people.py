"""Fictional people of many peoples of the province; no name is taken from a real document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.factory.dice import Dice
from tests.factory.lists import ODD_POSTS, STAFF_POSTS, UNITS

_PEOPLES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # ethnic group: openings of men's names, openings of women's names, given names
    "Kinh": (
        ("Nguyễn Văn", "Trần Đức", "Phạm Quốc", "Lê Minh", "Vũ Ngọc", "Bùi Hữu", "Đỗ Thành", "Ngô Quý", "Đặng Xuân"),
        (
            "Nguyễn Thị",
            "Trần Thị Thu",
            "Phạm Hoài",
            "Lê Thị",
            "Vũ Thị Kim",
            "Bùi Thị",
            "Đỗ Thuỳ",
            "Ngô Thị",
            "Đinh Thị Diệu",
        ),
        (
            "Thử",
            "Ví Dụ",
            "Mẫu",
            "Minh Họa",
            "Nghiệm",
            "Hòa",
            "Hoà",
            "Thủy",
            "Thuý",
            "Quý",
            "Khuê",
            "Uyên",
            "Nam",
            "Sinh",
            "Ngạn",
        ),
    ),
    "Mông": (
        ("Giàng A", "Vàng Seo", "Sùng Seo", "Thào A", "Lý A", "Ma Seo", "Vàng A", "Cư A", "Hầu Mí"),
        ("Giàng Thị", "Sùng Thị", "Vàng Thị", "Thào Thị", "Ly Thị", "Má Thị", "Cứ Thị"),
        ("Mẫu", "Thử", "Pao", "Dế", "Lử", "Sính", "Chứ", "Dụ", "Sáy", "Mỷ", "Vừ", "Sử"),
    ),
    "Dao": (
        ("Tẩn Láo", "Lý Láo", "Chảo Láo", "Phàn Láo", "Bàn Văn", "Triệu Tiến", "Đặng Văn", "Tẩn A"),
        ("Tẩn Mùi", "Lý Mẩy", "Chảo Mùi", "Phàn Thị", "Bàn Thị", "Triệu Mùi", "Lò Mẩy"),
        ("Mẫu", "Tả", "Lở", "San", "Ú", "Khé", "Pham", "Ta", "Sài", "Xiên"),
    ),
    "Tày": (
        ("Hoàng Văn", "Nông Văn", "Lương Đình", "Ma Văn"),
        ("Hoàng Thị", "Nông Thị", "Lương Thị", "La Thị"),
        ("Thử", "Mẫu", "Ước", "Ngoan", "Yêm", "Thoa", "Ví Dụ"),
    ),
    "Giáy": (
        ("Vàng Văn", "Lù Văn", "Lục Văn", "Sần Văn"),
        ("Vàng Thị", "Lù Thị", "Sần Thị", "Hoàng Thị"),
        ("Thử Nghiệm", "Mẫu", "Pín", "Dín", "Xay", "Thín"),
    ),
    "Hà Nhì": (
        ("Ly Giờ", "Phù Xá", "Chu Xé", "Sò Có", "Ly Xá"),
        ("Ly Ló", "Phù Mờ", "Chu Mò", "Sò Có"),
        ("Mẫu", "Lúy", "Suy", "Xa", "Gia", "Hừ"),
    ),
    "Phù Lá": (("Phù Văn", "Giàng Văn", "Bồ Văn"), ("Bồ Thị", "Phù Thị", "Lồ Thị"), ("Thử", "Mẫu", "Sín", "Vảng")),
    "Thái": (("Lò Văn", "Cầm Bá", "Quàng Văn"), ("Lò Thị", "Hà Thị", "Quàng Thị"), ("Ví Dụ", "Thử", "Inh", "Ẻm", "Ún")),
    "Nùng": (("Vàng Dùng", "Lù Phủ", "Nùng Văn"), ("Lù Thị", "Nùng Thị", "Vàng Mai"), ("Mẫu", "Sẩn", "Thử", "Lìn")),
}
_WEIGHTS = {"Kinh": 30, "Mông": 20, "Dao": 14, "Tày": 12, "Giáy": 8, "Hà Nhì": 6, "Phù Lá": 4, "Thái": 3, "Nùng": 3}

#: how the ethnic group may stand on a form -> what it is
ETHNIC_SPELLINGS = {
    "Mông": ("Mông", "H'Mông", "H’Mông", "HMông", "Mông (Mông Hoa)"),
    "Dao": ("Dao", "Dao (Dao Đỏ)", "Dao (Dao Tuyển)"),
}


@dataclass(frozen=True)
class Person:
    name: str
    birth: date
    sex: str
    ethnic: str
    post: str
    unit: str  # full name of the unit

    @property
    def unit_code(self) -> str:
        return next(code for code, name in UNITS.items() if name == self.unit)


def person(rng: Dice, unit: str | None = None, post: str | None = None) -> Person:
    ethnic = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    sex = rng.choice(("Nam", "Nữ"))
    men, women, given = _PEOPLES[ethnic]
    name = f"{rng.choice(men if sex == 'Nam' else women)} {rng.choice(given)}"
    birth = date(rng.randint(1964, 1999), rng.randint(1, 12), rng.randint(1, 28))
    odd = rng.random() < 0.08
    return Person(
        name=name,
        birth=birth,
        sex=sex,
        ethnic=ethnic,
        post=post or rng.choice(ODD_POSTS if odd else STAFF_POSTS),
        unit=unit or rng.choice(list(UNITS.values())),
    )


def write_ethnic(rng: Dice, ethnic: str) -> str:
    return rng.choice(ETHNIC_SPELLINGS.get(ethnic, (ethnic,)))


_TWINS = {
    "à": "á",
    "á": "à",
    "ả": "ã",
    "ã": "ả",
    "ử": "ữ",
    "ẩ": "ẫ",
    "ẫ": "ẩ",
    "ú": "ù",
    "ý": "ỳ",
    "ỷ": "ỹ",
    "ừ": "ứ",
    "ù": "ú",
    "ế": "ề",
    "ở": "ỡ",
    "ì": "í",
    "í": "ì",
    "ò": "ó",
    "ẻ": "ẽ",
}


def tone_twin(name: str) -> str | None:
    """Another person whose name differs by one tone mark only, or None."""
    for at in range(len(name) - 1, -1, -1):
        if name[at] in _TWINS:
            return name[:at] + _TWINS[name[at]] + name[at + 1 :]
    return None
