"""What an office knows beforehand: units, posts, titles, fields of emulation, and the ways people write them.

Written from the domain reference and from blank forms of other offices, never from the code under test.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.factory.dice import Dice

UNITS = {
    "TCHC": "Phòng Tổ chức - Hành chính",
    "TH": "Phòng Tổng hợp",
    "KT": "Phòng Kinh tế",
    "NC": "Phòng Nội chính",
    "KGVX": "Phòng Khoa giáo - Văn xã",
    "QTTV": "Phòng Quản trị - Tài vụ",
    "BTCD": "Ban Tiếp công dân",
    "PVHCC": "Trung tâm Phục vụ hành chính công",
    "THCB": "Trung tâm Tin học - Công báo",
    "CTTDT": "Cổng Thông tin điện tử",
    "NK": "Nhà khách",
}

HEAD_POST = {
    "Phòng": "Trưởng phòng",
    "Ban": "Trưởng ban",
    "Trung": "Giám đốc",
    "Cổng": "Tổng Biên tập",
    "Nhà": "Giám đốc",
}

POSTS = (
    "Chánh Văn phòng",
    "Phó Chánh Văn phòng",
    "Trưởng phòng",
    "Phó Trưởng phòng",
    "Trưởng ban",
    "Phó Trưởng ban",
    "Giám đốc",
    "Phó Giám đốc",
    "Tổng Biên tập",
    "Chuyên viên chính",
    "Chuyên viên",
    "Kế toán viên",
    "Văn thư viên",
    "Lưu trữ viên",
    "Nhân viên lái xe",
    "Nhân viên phục vụ",
)
STAFF_POSTS = (
    "Chuyên viên",
    "Chuyên viên",
    "Chuyên viên chính",
    "Phó Trưởng phòng",
    "Kế toán viên",
    "Văn thư viên",
    "Lưu trữ viên",
    "Nhân viên lái xe",
    "Nhân viên phục vụ",
)
ODD_POSTS = ("Biên tập viên", "Kỹ thuật viên tin học", "Thủ quỹ", "Lễ tân")

EDUCATION = (
    "Đại học",
    "Thạc sĩ",
    "Cao đẳng",
    "Trung cấp",
    "Cử nhân Luật",
    "Kỹ sư công nghệ thông tin",
    "Thạc sĩ Quản lý công",
    "Đại học Hành chính; trung cấp lý luận chính trị",
    "Cử nhân Kế toán, Trung cấp lý luận chính trị",
)


@dataclass(frozen=True)
class FieldOfEmulation:
    code: str
    short: str
    quoted: tuple[str, ...]
    full: str


def _field(code: str, short: str, full: str) -> FieldOfEmulation:
    quoted = tuple(part.partition("”")[0] for part in full.split("“")[1:])
    return FieldOfEmulation(code, short, quoted, full)


WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
FIELDS = tuple(_field(**entry) for entry in WORDS["fields"])
FIELD = {field.code: field for field in FIELDS}


def write_field(rng: Dice, code: str, *, brief: bool = False) -> str:
    """One field of emulation as somebody might put it on a form; `brief` for narrow cells."""
    field = FIELD[code]
    number = int(code[2:])
    ways = [field.short, code, f"{code} - {field.short}", f"{number}. {field.short}", f"({number}) {field.short}"]
    if field.quoted:
        name = rng.choice(field.quoted)
        ways += [f"“{name}”", f'"{name}"', name, f"{number}. “{name}”"]
    if not brief:
        ways += [field.full, field.full.rstrip("."), f"{number}. {field.full}"]
        if field.quoted:
            ways += [f"Phong trào thi đua “{field.quoted[0]}”", f"Phong trào “{field.quoted[-1]}”"]
    if code == "LV06":
        ways += ["Thi đua về chuyển đổi số"]
    if rng.rare(0.3):
        shortened = WORDS["shortened"]
        ways = [
            f"{code}: {field.short}",
            f"{field.short} ({code})",
            f"Lĩnh vực {number}: {field.short}",
            f"LV {number:02}",
            code.lower(),
        ]
        ways += [shortened[code]] * 3 if code in shortened else []
    return rng.choice(ways)


TITLES = {
    "LDTT": (
        "Lao động tiên tiến",
        ("LĐTT", "Danh hiệu Lao động tiên tiến", "“Lao động tiên tiến”", "Lao động Tiên tiến"),
    ),
    "CSTDCS": (
        "Chiến sĩ thi đua cơ sở",
        ("CSTĐCS", "CSTĐ cơ sở", "Chiến sỹ thi đua cơ sở", "“Chiến sĩ thi đua cơ sở”"),
    ),
    "CSTDT": (
        "Chiến sĩ thi đua cấp tỉnh",
        ("CSTĐ cấp tỉnh", "CSTĐ tỉnh", "Chiến sỹ thi đua cấp tỉnh", "Chiến sĩ thi đua tỉnh"),
    ),
    "GK": ("Giấy khen của Chánh Văn phòng UBND tỉnh", ("Giấy khen", "GK", "Giấy khen của Chánh Văn phòng")),
    "BK_TINH": (
        "Bằng khen của Chủ tịch UBND tỉnh",
        ("Bằng khen Chủ tịch UBND tỉnh", "BK của Chủ tịch UBND tỉnh", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
    ),
    "TTLDTT": ("Tập thể lao động tiên tiến", ("TTLĐTT", "Tập thể LĐTT", "Tập thể Lao động tiên tiến")),
    "TTLDXS": ("Tập thể lao động xuất sắc", ("TTLĐXS", "Tập thể LĐXS", "Tập thể Lao động xuất sắc")),
    "CTD_TINH": ("Cờ thi đua của UBND tỉnh", ("Cờ thi đua UBND tỉnh", "Cờ thi đua của Ủy ban nhân dân tỉnh")),
}
PERSON_TITLES = ("LDTT", "CSTDCS", "CSTDT", "GK", "BK_TINH")
UNIT_TITLES = ("TTLDTT", "TTLDXS", "CTD_TINH", "GK", "BK_TINH")


def pick(rng: Dice, codes: tuple[str, ...], count: int) -> list[str]:
    """`count` of `codes`, in their own order."""
    chosen = set(rng.sample(codes, count))
    return [code for code in codes if code in chosen]


def title(code: str) -> str:
    return TITLES[code][0]


def write_title(rng: Dice, code: str) -> str:
    full, others = TITLES[code]
    return full if rng.random() < 0.4 else rng.choice(others)


def unit_variant(rng: Dice, name: str) -> str:
    """The unit as people write it: dashes of other lengths, none, other capitals."""
    ways = [name, name, name, name.replace(" - ", " – "), name.replace(" - ", "-"), name.upper()]
    return rng.choice(ways)
