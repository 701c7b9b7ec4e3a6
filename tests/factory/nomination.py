"""A random quarterly nomination (TD-02): one person, labels and values in many hands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.factory import prose
from tests.factory.dice import Dice
from tests.factory.lists import (
    EDUCATION,
    FIELDS,
    PERSON_TITLES,
    UNITS,
    pick,
    title,
    unit_variant,
    write_field,
    write_title,
)
from tests.factory.people import Person, person, write_ethnic
from tests.factory.sheet import Entry, Sheet, Tick, TickStyle
from tests.factory.wording import (
    ADDRESSEES,
    EXTRAS,
    NOTES,
    ROMAN,
    SIGN_HINTS,
    TRAPS,
    head_line,
    letterhead,
    place_and_date,
    signing_day,
    unaccented,
    write_date,
    write_quarter,
)
from tests.factory.wording import label as write_label

TICK_STYLES = (
    TickStyle("☐", "☒"),
    TickStyle("☐", "☑"),
    TickStyle("□", "☒"),
    TickStyle("[ ]", "[x]"),
    TickStyle("[ ]", "[X]"),
    TickStyle("( )", "(x)"),
    TickStyle("☐", "☒", after=True),
    TickStyle("[ ]", "[x]", after=True),
    TickStyle("☐", "☑", after=True),
)
MORE_TICK_STYLES = (
    TickStyle("□", "■"), TickStyle("☐", "✓"), TickStyle("☐", "✔"), TickStyle("[]", "[v]"), TickStyle("[ ]", "[ X ]"),
    TickStyle("( )", "(X)", after=True), TickStyle("□", "☑", after=True), TickStyle("___", "_X_"),
    TickStyle("□", "☒", after=True),
)  # fmt: skip
OPINIONS = (
    "Ý kiến của tập thể đơn vị: Thống nhất giới thiệu.",
    "* Ý kiến của đơn vị: 100% công chức của phòng nhất trí.",
    "III. Ý KIẾN CỦA TẬP THỂ ĐƠN VỊ: Nhất trí đề nghị.",
)
SYMBOL_STYLES = (
    TickStyle("\ue0a8", "\ue0fe"),
    TickStyle("\ue0a8", "\ue0fd"),
    TickStyle("\ue0a8", "\ue0fe", after=True),
    TickStyle("\ue06f", "\ue0fd"),
)
_ORDER = (
    "don_vi",
    "ho_ten",
    "ngay_sinh",
    "gioi_tinh",
    "dan_toc",
    "chuc_vu",
    "don_vi_cong_tac",
    "trinh_do",
    "linh_vuc",
    "danh_hieu",
    "thanh_tich",
)
#: how often a field is printed on the form at all
_PRESENT = {"don_vi": 0.8, "ho_ten": 1.0, "gioi_tinh": 0.92, "dan_toc": 0.9, "trinh_do": 0.85, "thanh_tich": 0.97}


@dataclass(frozen=True)
class Case:
    """Who is nominated, when, by whom."""

    nominee: Person
    head: Person
    quarter: int
    year: int
    signed: date


def random_case(rng: Dice) -> Case:
    unit = rng.choice(list(UNITS.values()))
    quarter, year = rng.randint(1, 4), rng.choice((2021, 2022, 2022, 2023, 2024, 2025))
    head = person(rng, unit, "Trưởng phòng")
    return Case(person(rng, unit), head, quarter, year, signing_day(rng, quarter, year))


def random_sheet(rng: Dice, *, symbols: bool = False, case: Case | None = None) -> Sheet:
    """A nomination as somebody filled it in; `symbols` allows tick boxes of the Wingdings font."""
    case = case or random_case(rng)
    traits: list[str] = []
    entries = _entries(rng, case, traits)
    named = any("don_vi" in entry.says for entry in entries)
    printed = any(entry.key == "don_vi" for entry in entries)
    says: dict[str, Any] = {}
    head_unit = case.nominee.unit if not printed and rng.random() < 0.7 else None
    if head_unit and not named:
        says["don_vi"] = head_unit
        traits.append("unit in letterhead")
    title_lines, entries = _title(rng, case, entries, says)
    place_date, right = _signature(rng, case, says, plain=head_unit is None and not named)
    footer = ""
    if (says.get("don_vi") or named) and rng.random() < 0.25:
        footer = f"MẪU TĐ-02/v1 | KH-2021-2025 | DV: {case.nominee.unit_code} | QUÝ: {case.quarter} | NĂM: {case.year}"
        says.update(quy=case.quarter, nam=case.year)  # the line at the foot states them even where the title is blank
    return Sheet(
        letterhead=letterhead(rng, head_unit),
        title=title_lines,
        note=rng.choice(NOTES),
        addressee=rng.choice(ADDRESSEES),
        entries=tuple(entries),
        closing=rng.choice(("", "", "Đề nghị Hội đồng Thi đua - Khen thưởng xem xét, biểu dương./.")),
        place_date=place_date,
        left_block=_left_block(rng, case),
        right_block=right,
        footer=footer,
        ticks=rng.choice(MORE_TICK_STYLES)
        if rng.rare(0.3)
        else rng.choice(TICK_STYLES + (SYMBOL_STYLES * 2 if symbols else ())),
        numbering=rng.choice(("", "", "{}. ", "{}. ", "{}) ", "{}- ", "{}/ ", "- ")),
        colon=rng.choice((":", ":", ":", " :", "：")),
        says=says,
        traits=tuple(traits),
        date_on_top=rng.rare(0.15),
        opinion=rng.choice(OPINIONS) if rng.rare(0.2) else "",
    )


def _entries(rng: Dice, case: Case, traits: list[str]) -> list[Entry]:
    keys = [key for key in _ORDER if rng.random() < _PRESENT.get(key, 0.95)]
    if {"chuc_vu", "don_vi_cong_tac"} <= set(keys) and rng.random() < 0.2:
        keys.remove("don_vi_cong_tac")
        keys[keys.index("chuc_vu")] = "chuc_vu+don_vi_cong_tac"
    if len(keys) < len(_ORDER) - 1:
        traits.append("fields absent")
    for extra, chance in (("nhiem_vu", 0.12), ("sang_kien", 0.15), ("tac_dung", 0.1), ("ky_luat", 0.15)):
        if rng.random() < chance:
            keys.append(extra)
    for extra in EXTRAS:
        if rng.random() < 0.15:
            keys.insert(rng.randint(1, len(keys)), extra)
            traits.append(f"extra {extra}")
    if rng.rare(0.5):
        for trap in rng.sample(sorted(TRAPS), rng.randint(1, 3)):
            keys.insert(rng.randint(1, len(keys)), trap)
            traits.append(f"trap {trap}")
    if rng.random() < 0.25:
        rng.shuffle(keys)
        traits.append("shuffled")
    entries = [_entry(rng, key, case) for key in keys]
    return [_maybe_blank(rng, entry, traits) for entry in _in_one_case(rng, entries, traits)]


def _in_one_case(rng: Dice, entries: list[Entry], traits: list[str]) -> list[Entry]:
    way = rng.choices(("as is", "capitals", "unaccented"), (88, 8, 4))[0]
    if way == "as is":
        return entries
    traits.append(f"labels {way}")
    change = str.upper if way == "capitals" else unaccented
    return [replace(entry, label=change(entry.label)) for entry in entries]


def _maybe_blank(rng: Dice, entry: Entry, traits: list[str]) -> Entry:
    chance = 0.02 if entry.key in {"ho_ten", "thanh_tich"} else 0.07
    if rng.random() >= chance:
        return entry
    traits.append(f"blank {entry.key}")
    empty = tuple(replace(tick, on=False) for tick in entry.ticks)
    return replace(entry, texts=(), ticks=empty, says={}, when=None)


def _entry(rng: Dice, key: str, case: Case) -> Entry:
    who = case.nominee
    if key in TRAPS:
        return Entry(key, rng.choice(TRAPS[key]["labels"]), (rng.choice(TRAPS[key]["values"]),))
    if key in EXTRAS:
        return _extra(rng, key, case)
    label = write_label(rng, key)
    if key == "ho_ten":
        return Entry(key, label, (_write_name(rng, who, label),), says={key: who.name})
    if key == "ngay_sinh":
        return _birth(rng, who, label)
    if key == "gioi_tinh":
        ticks = tuple(Tick(sex, sex == who.sex, sex) for sex in ("Nam", "Nữ"))
        ticked = label.endswith("X)") or (rng.random() < 0.6 and label == "Giới tính")
        written = rng.choice((who.sex.lower(), who.sex.upper(), who.sex + ".")) if rng.rare(0.2) else who.sex
        return Entry(key, label, (written,), ticks if ticked else (), {key: who.sex})
    if key == "dan_toc":
        return Entry(key, label, (write_ethnic(rng, who.ethnic),), says={key: who.ethnic})
    if key == "linh_vuc":
        return _field_entry(rng, label)
    if key == "danh_hieu":
        return _titles_entry(rng, label)
    if key == "chuc_vu+don_vi_cong_tac":
        mark = rng.choice((", ", ", ", " - "))
        unit = who.unit.replace(" - ", "-") if mark == " - " else who.unit
        return Entry(key, label, (f"{who.post}{mark}{unit}",), says={"chuc_vu": who.post, "don_vi_cong_tac": who.unit})
    texts = _plain_texts(rng, key, case)
    value = who.unit if key in {"don_vi", "don_vi_cong_tac"} else "\n".join(texts)
    return Entry(key, label, texts, says={key: value})


def _plain_texts(rng: Dice, key: str, case: Case) -> tuple[str, ...]:
    if key in {"don_vi", "don_vi_cong_tac"}:
        return (unit_variant(rng, case.nominee.unit),)
    if key == "thanh_tich":
        return prose.achievements(rng, case.quarter, case.year)
    if key == "tac_dung":
        return ("Có thể áp dụng ngay tại các phòng, ban, đơn vị; không phát sinh kinh phí.",)
    simple = {
        "chuc_vu": case.nominee.post,
        "trinh_do": rng.choice(EDUCATION),
        "nhiem_vu": prose.task(rng),
        "sang_kien": prose.idea(rng),
        "ky_luat": "Không",
    }
    return (simple[key],)


def _write_name(rng: Dice, who: Person, label: str) -> str:
    if rng.rare(0.15):
        return rng.choice(
            (("Ông " if who.sex == "Nam" else "Bà ") + who.name, "ThS. " + who.name, who.name.replace(" ", "  "))
        )
    way = rng.random()
    if way < 0.12:
        return who.name.upper()
    if way < 0.2 and not label.startswith("Ông"):
        return rng.choice(("Đ/c ", "Đồng chí ")) + who.name
    return who.name


def _birth(rng: Dice, who: Person, label: str) -> Entry:
    only_year = rng.random() < (0.7 if label == "Năm sinh" else 0.1)
    if only_year:
        return Entry("ngay_sinh", label, (str(who.birth.year),), says={"ngay_sinh": str(who.birth.year)})
    written = write_date(rng, who.birth)
    if label.startswith("Sinh ngày") or label.startswith("Ngày"):
        written = written.removeprefix("ngày ")
    return Entry("ngay_sinh", label, (written,), says={"ngay_sinh": who.birth.isoformat()}, when=who.birth)


def _field_entry(rng: Dice, label: str) -> Entry:
    chosen = sorted(rng.sample([field.code for field in FIELDS], rng.choices((1, 2), (92, 8))[0]))
    says = {"linh_vuc": chosen}
    way = rng.random()
    if way < 0.12:
        ticks = tuple(Tick(f"{int(f.code[2:])}. {f.short}", f.code in chosen, f.code) for f in FIELDS)
        return Entry("linh_vuc", label, ticks=ticks, says=says, vertical=True)
    if way < 0.2:
        ticks = tuple(Tick(f"{f.code} - {f.short}", f.code in chosen, f.code) for f in FIELDS)
        return Entry("linh_vuc", label, ticks=ticks, says=says, vertical=True)
    texts = [write_field(rng, code, brief=len(chosen) > 1) for code in chosen]
    if any(";" in text for text in texts):
        return Entry("linh_vuc", label, tuple(texts), says=says)
    return Entry("linh_vuc", label, ("; ".join(text.rstrip(".") for text in texts),), says=says)


def _titles_entry(rng: Dice, label: str) -> Entry:
    chosen = pick(rng, PERSON_TITLES, rng.choices((1, 2, 3), (60, 33, 7))[0])
    says = {"danh_hieu": [title(code) for code in chosen]}
    if rng.random() < 0.6:
        offered = (
            PERSON_TITLES
            if rng.random() < 0.6
            else tuple(c for c in PERSON_TITLES if c in chosen or c in PERSON_TITLES[:3])
        )
        short = rng.random() < 0.2
        ticks = tuple(Tick(write_title(rng, c) if short else title(c), c in chosen, c) for c in offered)
        return Entry("danh_hieu", label, ticks=ticks, says=says, vertical=rng.random() < 0.5)
    mark = rng.choice((", ", "; ", " + ", "; "))
    return Entry("danh_hieu", label, (mark.join(write_title(rng, code) for code in chosen),), says=says)


def _extra(rng: Dice, key: str, case: Case) -> Entry:
    other = person(rng)
    texts = {
        "dien_thoai": f"0912 {rng.randint(100, 999)} {rng.randint(100, 999)}",
        "que_quan": rng.choice(
            ("xã Tả Van, thị xã Sa Pa", "xã Y Tý, huyện Bát Xát, tỉnh Lào Cai", "thị trấn Si Ma Cai")
        ),
        "lien_he": rng.choice(
            (other.name, f"{other.name}, {other.post}", f"{other.name} - ĐT 0214 3 840 {rng.randint(100, 999)}")
        ),
        "ngay_vao_dang": write_date(
            rng, date(case.nominee.birth.year + 25, rng.randint(1, 12), rng.randint(1, 28))
        ).removeprefix("ngày "),
        "email": f"can.bo{rng.randint(1, 99)}@vidu.gov.vn",
        "ghi_chu": rng.choice(("Hồ sơ gửi kèm 02 bản", "Đã đăng ký đầu năm")),
    }
    return Entry(key, rng.choice(EXTRAS[key]), (texts[key],))


def _title(rng: Dice, case: Case, entries: list[Entry], says: dict[str, Any]) -> tuple[tuple[str, ...], list[Entry]]:
    name = rng.choice(
        (
            "PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU",
            "PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU",
            "PHIẾU GIỚI THIỆU ĐIỂN HÌNH TIÊU BIỂU",
        )
    )
    way = rng.random()
    if way < 0.04:
        return (name, "QUÝ …/NĂM ……"), entries
    if way < 0.18:
        number = rng.choice((ROMAN[case.quarter], str(case.quarter)))
        extra = [
            Entry("quy", "Quý", (number,), says={"quy": case.quarter}),
            Entry("nam", "Năm", (str(case.year),), says={"nam": case.year}),
        ]
        return (name,), extra + entries
    says.update(quy=case.quarter, nam=case.year)
    period = write_quarter(rng, case.quarter, case.year)
    return ((name, period) if rng.random() < 0.6 else (f"{name} {period}",)), entries


def _signature(rng: Dice, case: Case, says: dict[str, Any], *, plain: bool) -> tuple[str, tuple[str, ...]]:
    """Date line and signature block; `plain`: the block must not give the unit away."""
    place_date = place_and_date(rng, case.signed)
    if rng.random() < 0.93:
        says["ngay_ky"] = case.signed.isoformat()
    else:
        place_date = rng.choice(("", "......, ngày ..... tháng ..... năm ......", "…, ngày … tháng … năm …"))
    head = "TRƯỞNG ĐƠN VỊ" if plain else head_line(rng, case.nominee.unit)
    lines: list[str] = [head, rng.choice(SIGN_HINTS), "", ""]
    if rng.random() < 0.92:
        says["truong_don_vi"] = case.head.name
        lines.append(case.head.name)
    return place_date, tuple(lines)


def _left_block(rng: Dice, case: Case) -> tuple[str, ...]:
    way = rng.random()
    if way < 0.55:
        return ()
    if way < 0.7:
        return ("NGƯỜI ĐƯỢC GIỚI THIỆU", "(Ký, ghi rõ họ tên)", "", "", case.nominee.name)
    if way < 0.9:
        return ("NGƯỜI LẬP PHIẾU", "(Ký, ghi rõ họ tên)", "", "", person(rng, case.nominee.unit).name)
    return ("XÁC NHẬN CỦA HỘI ĐỒNG", "(Ký tên, đóng dấu)")
