"""From PDF files and workbooks to fields with their places (contract §1)."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from openpyxl import Workbook
from pypdf.generic import NameObject, TextStringObject

from pipeline.reading import FormReading, Medium, read
from tests.unit.reading.pdf_kit import canvas, edited, fields, finished

ACHIEVEMENT = "Rút ngắn thời gian xử lý hồ sơ từ 5 ngày xuống 2 ngày."
PAIRS = (
    ("Họ và tên", "Giàng A Mẫu"),
    ("Ngày, tháng, năm sinh", "05/9/1988"),
    ("Dân tộc", "Mông"),
    ("Chức vụ", "Chuyên viên"),
    ("Lĩnh vực", "LV06"),
    ("Tóm tắt thành tích", ACHIEVEMENT),
)
EXPECTED = {
    "don_vi": "Phòng Tổng hợp",
    "quy": 3,
    "nam": 2022,
    "ho_ten": "Giàng A Mẫu",
    "ngay_sinh": "1988-09-05",
    "dan_toc": "Mông",
    "chuc_vu": "Chuyên viên",
    "linh_vuc": ["LV06"],
    "thanh_tich": ACHIEVEMENT,
    "ngay_ky": "2022-09-16",
    "truong_don_vi": "Trần Thị Ví Dụ",
}


def _values(form: FormReading, wanted: Any = EXPECTED) -> dict[str, Any]:
    assert not any(form.fields[key].review for key in wanted)
    return {key: form.fields[key].value for key in wanted}


def _page(page: Any) -> None:
    page.drawCentredString(297, 790, "PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ III NĂM 2022")
    page.drawString(72, 750, "Đơn vị: Phòng Tổng hợp")
    for x, y, text in (
        (420, 400, "Lào Cai, ngày 16 tháng 9 năm 2022"),
        (150, 380, "NGƯỜI LẬP"),
        (420, 380, "TRƯỞNG PHÒNG"),
        (150, 320, "Lý Thị Thử Nghiệm"),
        (420, 316, "Trần Thị Ví Dụ"),
    ):
        page.drawCentredString(x, y, text)


def test_a_text_pdf_gives_values_with_their_boxes() -> None:
    out, page = canvas()
    _page(page)
    for number, (label, value) in enumerate(PAIRS):
        page.drawString(72, 720 - 22 * number, f"{number + 1}. {label}: {value}")

    reading = read(finished(out, page))

    (form,) = reading.forms
    assert reading.medium is Medium.PDF_TEXT
    assert _values(form) == EXPECTED
    box = form.fields["ho_ten"].source.box if form.fields["ho_ten"].source else None
    assert box is not None
    assert 110 < box[1] < box[3] < 130


def test_a_form_whose_fields_are_called_text_is_read_by_its_printed_labels() -> None:
    out, page = canvas()
    _page(page)
    for number, (label, _value) in enumerate(PAIRS):
        y = 720 - 22 * number
        page.drawString(72, y, f"{number + 1}. {label}:")
        page.acroForm.textfield(name=f"Text{number}", x=220, y=y - 4, width=300, height=17, borderWidth=0)

    def fill(writer: Any) -> None:
        for number, (_label, value) in enumerate(PAIRS):
            fields(writer)[f"Text{number}"][NameObject("/V")] = TextStringObject(value)

    reading = read(edited(finished(out, page), fill))

    (form,) = reading.forms
    assert reading.medium is Medium.PDF_FORM
    assert _values(form) == EXPECTED
    assert form.fields["dan_toc"].as_json()["source"]["field"] == "Text2"


def test_a_list_of_people_gives_a_form_for_each_with_what_is_said_for_all() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Danh sách"
    sheet["A1"] = "DANH SÁCH GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ III/2022"
    sheet["A2"] = "Đơn vị: Phòng Tổng hợp"
    for column, words in zip(
        "ABCEFGH", ("STT", "Họ và tên", "Năm sinh", "Dân tộc", "Chức vụ", "Lĩnh vực", "Thành tích"), strict=True
    ):
        sheet[f"{column}4"] = words
    sheet["C5"], sheet["D5"] = "Nam", "Nữ"
    sheet.merge_cells("C4:D4")
    common = ("Mông", "Chuyên viên", "LV06", ACHIEVEMENT)
    sheet.append([1, "Giàng A Mẫu", dt.date(1988, 9, 5), None, *common])
    sheet.append([])
    sheet.append([2, "Lý Thị Thử Nghiệm", None, "1990", *common])
    sheet.append(["Tổng cộng: 02 người"])
    sheet["F12"], sheet["F13"], sheet["F16"] = "Lào Cai, ngày 16 tháng 9 năm 2022", "TRƯỞNG PHÒNG", "Trần Thị Ví Dụ"
    out = io.BytesIO()
    book.save(out)

    first, second = read(out.getvalue()).forms

    assert _values(first) == EXPECTED
    assert first.fields["gioi_tinh"].value == "Nam"
    assert _values(second) == {**EXPECTED, "ho_ten": "Lý Thị Thử Nghiệm", "ngay_sinh": "1990"}
    assert second.fields["gioi_tinh"].value == "Nữ"
    assert second.fields["ho_ten"].as_json()["source"]["cell"] == "B8"
