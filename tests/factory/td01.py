"""A random yearly registration of a unit (TD-01): its people and its collectives, as tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.factory import prose
from tests.factory.dice import Dice
from tests.factory.lists import FIELDS, PERSON_TITLES, UNIT_TITLES, UNITS, pick, title, write_field, write_title
from tests.factory.people import Person, person
from tests.factory.sheet import Registration, Row
from tests.factory.wording import ADDRESSEES, SIGN_HINTS, head_line, letterhead, place_and_date

PEOPLE_HEADINGS: dict[str, tuple[str, ...]] = {
    "stt": ("STT", "TT"),
    "ho_ten": ("Họ và tên", "Họ tên", "Họ và tên cá nhân"),
    "chuc_vu": ("Chức vụ", "Chức danh", "Chức vụ, chức danh"),
    "danh_hieu": ("Danh hiệu thi đua đăng ký", "Danh hiệu đăng ký", "Danh hiệu thi đua", "Đăng ký danh hiệu thi đua"),
    "hinh_thuc": ("Hình thức khen thưởng đề nghị", "Hình thức khen thưởng"),
    "dien_hinh": ("Điển hình tiên tiến (Có/Không)", "Điển hình tiên tiến"),
    "linh_vuc": ("Lĩnh vực", "Lĩnh vực thi đua", "Lĩnh vực điển hình"),
    "sang_kien": ("Tên sáng kiến/nội dung đăng ký", "Tên sáng kiến"),
    "ghi_chu": ("Ghi chú",),
}
UNIT_HEADINGS: dict[str, tuple[str, ...]] = {
    "stt": ("STT", "TT"),
    "ten": ("Tên tập thể", "Tập thể", "Tên đơn vị, tập thể"),
    "danh_hieu": ("Danh hiệu thi đua đăng ký", "Danh hiệu đăng ký", "Danh hiệu thi đua"),
    "linh_vuc": ("Lĩnh vực", "Lĩnh vực thi đua"),
    "ghi_chu": ("Ghi chú",),
}
_SUB_UNITS = ("Tổ Hành chính", "Bộ phận Tiếp nhận và Trả kết quả", "Tổ Công nghệ thông tin", "Đội xe", "Bộ phận Lễ tân")


def random_registration(rng: Dice, *, unit: str | None = None) -> Registration:
    unit = unit or rng.choice(list(UNITS.values()))
    year = rng.choice((2021, 2022, 2022, 2023, 2024, 2025))
    head = person(rng, unit, "Trưởng phòng")
    says: dict[str, Any] = {"don_vi": unit, "nam": year}
    signed = date(year, rng.randint(1, 2), rng.randint(3, 28))
    place_date, right = place_and_date(rng, signed), [head_line(rng, unit), rng.choice(SIGN_HINTS), "", ""]
    if rng.random() < 0.9:
        says["ngay_ky"] = signed.isoformat()
    else:
        place_date = rng.choice(("", "......, ngày ..... tháng ..... năm ......"))
    if rng.random() < 0.93:
        says["truong_don_vi"] = head.name
        right.append(head.name)
    people_keys = _pick(
        rng,
        PEOPLE_HEADINGS,
        {"hinh_thuc": 0.35, "dien_hinh": 0.3, "sang_kien": 0.35, "ghi_chu": 0.6, "linh_vuc": 0.92, "chuc_vu": 0.95},
    )
    unit_keys = _pick(rng, UNIT_HEADINGS, {"ghi_chu": 0.5, "linh_vuc": 0.75})
    people = _people(rng, unit, people_keys)
    units = _units(rng, unit, unit_keys) if rng.random() < 0.85 else ()
    in_letterhead = rng.random() < 0.7
    rare = (
        ("BẢN ĐĂNG KÝ THI ĐUA", "BẢN ĐĂNG KÝ THI ĐUA, KHEN THƯỞNG", "BẢNG ĐĂNG KÝ DANH HIỆU THI ĐUA")
        if rng.wide
        else ()
    )
    name = rng.choice(
        (
            *rare,
            "BẢN ĐĂNG KÝ DANH HIỆU THI ĐUA VÀ ĐIỂN HÌNH TIÊN TIẾN",
            "BẢN ĐĂNG KÝ DANH HIỆU THI ĐUA VÀ ĐIỂN HÌNH TIÊN TIẾN",
            "ĐĂNG KÝ DANH HIỆU THI ĐUA, ĐIỂN HÌNH TIÊN TIẾN",
        )
    )
    return Registration(
        letterhead=letterhead(rng, unit if in_letterhead else None),
        title=(name, f"NĂM {year}") if rng.random() < 0.5 else (f"{name} NĂM {year}",),
        addressee=rng.choice(ADDRESSEES),
        unit_line=f"Đơn vị: {unit}" if not in_letterhead or rng.random() < 0.3 else "",
        people=people,
        people_columns=tuple((key, rng.choice(PEOPLE_HEADINGS[key])) for key in people_keys),
        units=units,
        units_columns=tuple((key, rng.choice(UNIT_HEADINGS[key])) for key in unit_keys),
        summary=_summary(rng, people, units),
        place_date=place_date,
        left_block=("NGƯỜI LẬP BIỂU", "", "", "", person(rng, unit).name) if rng.random() < 0.3 else (),
        right_block=tuple(right),
        says=says,
        date_on_top=rng.rare(0.15),
    )


def _pick(rng: Dice, headings: dict[str, tuple[str, ...]], chance: dict[str, float]) -> list[str]:
    keys = [key for key in headings if rng.random() < chance.get(key, 1.0)]
    if rng.random() < 0.2:  # another order, the number first and the remarks last as always
        middle = [key for key in keys if key not in {"stt", "ghi_chu"}]
        rng.shuffle(middle)
        keys = ["stt", *middle, *(["ghi_chu"] if "ghi_chu" in keys else [])]
    return keys


def _titles(rng: Dice, codes: tuple[str, ...], most: int) -> tuple[str, list[str]]:
    chosen = pick(rng, codes, rng.choice((1, 1, *range(1, most + 1))))
    short = rng.random() < 0.5
    words = [write_title(rng, code) if short else title(code) for code in chosen]
    return rng.choice((", ", "; ", " + ", "\n", ",")).join(words), [title(code) for code in chosen]


def _fields(rng: Dice) -> tuple[str, list[str]]:
    code = rng.choice(FIELDS).code
    return write_field(rng, code, brief=rng.random() < 0.7), [code]


def _people(rng: Dice, unit: str, keys: list[str]) -> tuple[Row, ...]:
    seen: dict[str, Person] = {}
    for _ in range(rng.randint(3, 12)):
        who = person(rng, unit)
        seen[who.name] = who
    return tuple(_person_row(rng, number, who, keys) for number, who in enumerate(seen.values(), 1))


def _person_row(rng: Dice, number: int, who: Person, keys: list[str]) -> Row:
    with_award = "hinh_thuc" in keys
    titles_text, titles = _titles(rng, PERSON_TITLES[:3] if with_award else PERSON_TITLES, 2)
    awards_text, awards = _titles(rng, ("GK", "BK_TINH"), 1)
    fields_text, fields = _fields(rng)
    idea = prose.idea(rng)
    cells = {
        "stt": str(number),
        "ho_ten": who.name,
        "chuc_vu": who.post,
        "danh_hieu": titles_text,
        "hinh_thuc": awards_text,
        "dien_hinh": rng.choice(("Có", "Không", "X", "")),
        "linh_vuc": fields_text,
        "sang_kien": idea,
        "ghi_chu": rng.choice(("", "", "Đảng viên")),
    }
    says: dict[str, Any] = {
        "ho_ten": who.name,
        "chuc_vu": who.post,
        "danh_hieu": titles,
        "hinh_thuc": awards,
        "linh_vuc": fields,
        "sang_kien": idea,
    }
    for key in ("linh_vuc", "danh_hieu", "hinh_thuc", "chuc_vu", "sang_kien"):
        if rng.random() < (0.4 if key in {"sang_kien", "hinh_thuc"} else 0.05):
            cells[key] = ""
            says[key] = None
    for key in ("ho_ten", "chuc_vu", "danh_hieu", "linh_vuc"):
        if key not in keys:
            says[key] = None
    for key in ("hinh_thuc", "sang_kien"):
        if key not in keys:
            del says[key]
    return Row({key: cells[key] for key in keys}, says)


def _units(rng: Dice, unit: str, keys: list[str]) -> tuple[Row, ...]:
    names = [unit, *rng.sample(_SUB_UNITS, rng.choice((0, 0, 1, 2)))]
    rows = []
    for number, name in enumerate(names, 1):
        titles_text, titles = _titles(rng, UNIT_TITLES, 2)
        fields_text, fields = _fields(rng)
        cells = {"stt": str(number), "ten": name, "danh_hieu": titles_text, "linh_vuc": fields_text, "ghi_chu": ""}
        says: dict[str, Any] = {"ten": name, "danh_hieu": titles, "linh_vuc": fields if "linh_vuc" in keys else None}
        if rng.random() < 0.1:
            cells["linh_vuc"], says["linh_vuc"] = "", None
        rows.append(Row({key: cells[key] for key in keys}, says))
    return tuple(rows)


def _summary(rng: Dice, people: tuple[Row, ...], units: tuple[Row, ...]) -> str:
    if rng.random() < 0.6:
        return ""
    return rng.choice(
        (f"Tổng số: {len(people)} cá nhân, {len(units)} tập thể.", f"Danh sách này có {len(people)} cá nhân./.")
    )
