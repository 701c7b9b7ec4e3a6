"""Lists of nominees as workbooks: headings in odd rows, two-row headers, columns "Nam"/"Nữ", totals, more sheets."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from tests.factory import prose
from tests.factory.dice import Dice
from tests.factory.docx_kit import same_bytes_every_time
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
from tests.factory.nomination import Case, random_case
from tests.factory.people import Person, person, write_ethnic
from tests.factory.sheet import TD02_FIELDS
from tests.factory.wording import head_line, place_and_date, write_date, write_quarter

HEADINGS: dict[str, tuple[str, ...]] = {
    "stt": ("STT", "TT", "Số TT"),
    "ho_ten": ("Họ và tên", "Họ tên", "Họ, chữ đệm và tên", "HỌ VÀ TÊN"),
    "ngay_sinh": ("Ngày sinh", "Ngày, tháng, năm sinh", "Năm sinh"),
    "gioi_tinh": ("Giới tính", "Nam/Nữ"),
    "dan_toc": ("Dân tộc",),
    "chuc_vu": ("Chức vụ", "Chức danh", "Chức vụ, chức danh"),
    "don_vi_cong_tac": ("Đơn vị công tác", "Nơi công tác"),
    "trinh_do": ("Trình độ", "Trình độ chuyên môn"),
    "linh_vuc": ("Lĩnh vực", "Lĩnh vực thi đua", "Lĩnh vực thi đua đăng ký"),
    "danh_hieu": ("Danh hiệu đăng ký", "Danh hiệu thi đua", "Danh hiệu thi đua đăng ký"),
    "thanh_tich": ("Tóm tắt thành tích", "Trích ngang thành tích", "Thành tích tiêu biểu"),
    "dien_thoai": ("Số điện thoại", "Điện thoại"),
    "ghi_chu": ("Ghi chú",),
}


@dataclass
class Book:
    """A workbook under construction."""

    rng: Dice
    book: Any
    sheet: Any
    row: int = 1

    def line(self, text: str, columns: int, *, merge: bool = True, at: int = 1, bold: bool = False) -> None:
        cell = self.sheet.cell(self.row, at, text or None)
        cell.font = Font(bold=bold)
        if merge and columns > at:
            self.sheet.merge_cells(start_row=self.row, start_column=at, end_row=self.row, end_column=columns)
            cell.alignment = Alignment(horizontal="center")
        self.row += 1

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return same_bytes_every_time(out.getvalue())


def new_book(rng: Dice, name: str) -> Book:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    return Book(rng, book, sheet)


def write(rng: Dice) -> tuple[bytes, list[dict[str, Any]], tuple[str, ...]]:
    case, traits = random_case(rng), []
    one_unit = rng.random() < 0.6
    keys = _columns(rng, one_unit)
    split = "ngay_sinh" in keys and rng.random() < 0.3
    if split:
        keys = [key for key in keys if key != "gioi_tinh"]
        traits.append("birth under Nam/Nữ")
    heading: dict[str, Any] = {}
    book = new_book(rng, rng.choice(("Sheet1", "Danh sách", "Quý", "DS")))
    width = len(keys) + (1 if split else 0)
    _heading(book, case, heading, width, one_unit)
    columns = _header(book, keys, split, traits)
    if rng.random() < 0.15:
        _column_numbers(book, width)
        traits.append("row of column numbers")
    people = _rows(book, case, columns, one_unit, traits)
    _foot(book, case, heading, width, len(people), traits)
    _other_sheets(book, traits)
    truth = [
        {"form": "TD-02", "fields": {**dict.fromkeys(TD02_FIELDS), **heading, **says}, "tables": {}} for says in people
    ]
    return book.bytes(), truth, tuple(traits)


def _columns(rng: Dice, one_unit: bool) -> list[str]:
    chance = {
        "stt": 0.9,
        "ho_ten": 1.0,
        "chuc_vu": 0.95,
        "linh_vuc": 0.85,
        "danh_hieu": 0.7,
        "thanh_tich": 0.85,
        "trinh_do": 0.4,
        "dien_thoai": 0.15,
        "don_vi_cong_tac": 0.4,
        "ghi_chu": 0.4,
    }
    keys = [key for key in HEADINGS if rng.random() < chance.get(key, 0.7)]
    if not one_unit:
        keys = [key for key in keys if key != "don_vi_cong_tac"]
        keys.insert(rng.randint(keys.index("ho_ten") + 1, len(keys)), "don_vi")
    return keys


def _heading(book: Book, case: Case, says: dict[str, Any], width: int, one_unit: bool) -> None:
    rng = book.rng
    if rng.random() < 0.7:
        book.line("VĂN PHÒNG UBND TỈNH LÀO CAI", 3, merge=rng.random() < 0.5)
        if one_unit and rng.random() < 0.6:
            book.line(case.nominee.unit.upper(), 3, merge=False, bold=True)
            says["don_vi"] = case.nominee.unit
    if rng.random() < 0.4:
        book.row += 1
    title_words = rng.choice(
        ("DANH SÁCH CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU", "DANH SÁCH GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU")
    )
    period = write_quarter(rng, case.quarter, case.year)
    if rng.random() < 0.6:
        book.line(f"{title_words} {period}", width, bold=True)
    else:
        book.line(title_words, width, bold=True)
        book.line(period, width)
    says.update(quy=case.quarter, nam=case.year)
    if one_unit and "don_vi" not in says and rng.random() < 0.8:
        book.line(f"Đơn vị: {case.nominee.unit}", width, merge=rng.random() < 0.5)
        says["don_vi"] = case.nominee.unit
    if rng.random() < 0.3:
        book.line("(Kèm theo Công văn số 7/VPUBND-TCHC ngày 05/01/2022)", width)
    book.row += rng.choice((0, 1, 2))


def _header(book: Book, keys: list[str], split: bool, traits: list[str]) -> list[tuple[str, int]]:
    """Write the header; (key, column) of every data column, "ngay_sinh:Nam" and "ngay_sinh:Nữ" for a split one."""
    rng, row, columns, at = book.rng, book.row, [], 1
    deep = split or rng.random() < 0.15
    apart = rng.rare(0.2)  # surname and given name in two columns under one heading
    if apart:
        traits.append("name in two columns")
    for key in keys:
        words = "Đơn vị" if key == "don_vi" else rng.choice(HEADINGS[key])
        book.sheet.cell(row, at, words).font = Font(bold=True)
        if split and key == "ngay_sinh":
            book.sheet.merge_cells(start_row=row, start_column=at, end_row=row, end_column=at + 1)
            for offset, sex in enumerate(("Nam", "Nữ")):
                book.sheet.cell(row + 1, at + offset, sex)
                columns.append((f"ngay_sinh:{sex}", at + offset))
            at += 2
            continue
        if key == "ho_ten" and apart:
            book.sheet.merge_cells(start_row=row, start_column=at, end_row=row + int(deep), end_column=at + 1)
            columns += [("ho_ten:first", at), ("ho_ten:last", at + 1)]
            at += 2
            continue
        if deep:
            book.sheet.merge_cells(start_row=row, start_column=at, end_row=row + 1, end_column=at)
        columns.append((key, at))
        at += 1
    if deep:
        traits.append("two-row header")
    book.row += 2 if deep else 1
    return columns


def _column_numbers(book: Book, width: int) -> None:
    for at in range(1, width + 1):
        book.sheet.cell(book.row, at, f"({at})")
    book.row += 1


def _rows(
    book: Book, case: Case, columns: list[tuple[str, int]], one_unit: bool, traits: list[str]
) -> list[dict[str, Any]]:
    rng, people = book.rng, []
    apart = rng.rare(0.15)  # letters and their marks apart, as some programs write them
    real_dates, only_years = rng.random() < 0.5, rng.random() < 0.15
    for number in range(1, rng.choice((1, 2, 3, 4, 6)) + 1):
        if number > 1 and rng.random() < 0.12:
            book.row += 1
            traits.append("blank row")
        who = person(rng, case.nominee.unit if one_unit else rng.choice(list(UNITS.values())))
        says: dict[str, Any] = {}
        for key, at in columns:
            shown, meant = _cell(rng, key, who, case, number, real_dates, only_years)
            if rng.random() < 0.05 and key != "stt" and not key.startswith("ho_ten"):
                continue
            if shown is None:
                continue
            cell = book.sheet.cell(
                book.row, at, unicodedata.normalize("NFD", shown) if apart and isinstance(shown, str) else shown
            )
            if isinstance(shown, date):
                cell.number_format = "dd/mm/yyyy"
            says.update(meant)
        people.append(says)
        book.row += 1
    if real_dates:
        traits.append("real dates")
    return people


def _cell(
    rng: Dice, key: str, who: Person, case: Case, number: int, real_dates: bool, only_years: bool
) -> tuple[Any, dict[str, Any]]:
    if key.startswith("ngay_sinh"):
        return _birth_cell(rng, key.partition(":")[2], who, real_dates, only_years)
    if key.startswith("ho_ten:"):
        words = who.name.split(" ")
        return (words[-1] if key == "ho_ten:last" else " ".join(words[:-1])), {"ho_ten": who.name}
    if key == "linh_vuc":
        code = rng.choice(FIELDS).code
        return write_field(rng, code), {key: [code]}
    if key == "danh_hieu":
        chosen = pick(rng, PERSON_TITLES, rng.choice((1, 1, 2)))
        written = rng.choice((", ", "; ", "\n")).join(write_title(rng, code) for code in chosen)
        return written, {key: [title(code) for code in chosen]}
    if key == "thanh_tich":
        text = "\n".join(prose.achievements(rng, case.quarter, case.year, rng.choice((1, 1, 2))))
        return text, {key: text}
    simple: dict[str, tuple[Any, str | None]] = {
        "stt": (number, None),
        "ho_ten": (who.name.upper() if rng.random() < 0.1 else who.name, who.name),
        "gioi_tinh": (who.sex, who.sex),
        "dan_toc": (write_ethnic(rng, who.ethnic), who.ethnic),
        "chuc_vu": (who.post, who.post),
        "don_vi": (unit_variant(rng, who.unit), who.unit),
        "don_vi_cong_tac": (unit_variant(rng, who.unit), who.unit),
        "dien_thoai": (f"0912{rng.randint(100000, 999999)}", None),
        "ghi_chu": (rng.choice(("", "", "Đảng viên", "Mới tuyển dụng")) or None, None),
    }
    if key == "trinh_do":
        education = rng.choice(EDUCATION)
        return education, {key: education}
    shown, meaning = simple[key]
    return shown, {} if meaning is None else {key: meaning}


def _birth_cell(rng: Dice, sex: str, who: Person, real_dates: bool, only_years: bool) -> tuple[Any, dict[str, Any]]:
    """The cell of a birth date; `sex` is that of its column, if the column has one."""
    if sex and sex != who.sex:
        return None, {}
    meant = {"gioi_tinh": who.sex} if sex else {}
    if only_years:
        return rng.choice((who.birth.year, str(who.birth.year))), {**meant, "ngay_sinh": str(who.birth.year)}
    real = real_dates and rng.random() < 0.85
    shown = who.birth if real else write_date(rng, who.birth).removeprefix("ngày ")
    return shown, {**meant, "ngay_sinh": who.birth.isoformat()}


def _foot(book: Book, case: Case, says: dict[str, Any], width: int, count: int, traits: list[str]) -> None:
    rng = book.rng
    if rng.random() < 0.2:
        for number in range(count + 1, count + rng.randint(3, 8)):
            book.sheet.cell(book.row, 1, number)
            book.row += 1
        traits.append("numbered empty rows")
    if rng.random() < 0.4:
        words = rng.choice((f"Tổng cộng: {count} người", f"Tổng số: {count:02} cá nhân", "Tổng cộng"))
        book.sheet.cell(book.row, rng.choice((1, 2)), words)
        if words == "Tổng cộng":
            book.sheet.cell(book.row, 3, count)
        book.row += 1
        traits.append("total row")
    book.row += rng.choice((0, 1))
    right = max(3, width - 2)
    if rng.random() < 0.85:
        book.line(place_and_date(rng, case.signed), width, at=right, merge=rng.random() < 0.5)
        says["ngay_ky"] = case.signed.isoformat()
    if rng.random() < 0.85:
        if rng.random() < 0.4:
            book.sheet.cell(book.row, 2, "NGƯỜI LẬP BIỂU")
            book.sheet.cell(book.row + 4, 2, person(rng).name)
        book.sheet.cell(book.row, right, head_line(rng, case.nominee.unit))
        book.sheet.cell(book.row + 1, right, rng.choice(("(Ký, ghi rõ họ tên)", None)))
        book.sheet.cell(book.row + 4, right, case.head.name)
        says["truong_don_vi"] = case.head.name


def _other_sheets(book: Book, traits: list[str]) -> None:
    way = book.rng.random()
    if way < 0.5:
        return
    traits.append("second sheet")
    if way < 0.7:
        book.book.create_sheet("Sheet2")
        return
    if way < 0.85:
        lists = book.book.create_sheet("DM")
        for row, field in enumerate(FIELDS, 1):
            lists.cell(row, 1, field.code)
            lists.cell(row, 2, field.short)
        if way < 0.78:
            lists.sheet_state = "hidden"
        return
    notes = book.book.create_sheet("Hướng dẫn")
    notes.cell(1, 1, "Cột Họ và tên: ghi đúng theo căn cước công dân.")
    notes.cell(2, 1, "Ngày sinh: ghi ngày/tháng/năm.")
    notes.cell(3, 1, f"Phiên bản {get_column_letter(book.rng.randint(1, 5))}")
