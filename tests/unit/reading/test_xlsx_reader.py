"""Workbooks: what single cells say, and how a sheet becomes lines and lists."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.errors import DamagedFile
from pipeline.reading.model import Cell, Content, Line, Medium, Table
from pipeline.reading.xlsx import read_xlsx

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Chức vụ"]


def _book(fill: Callable[[Any], None]) -> bytes:
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _listed(*values: Any, formats: str = "General") -> bytes:
    """A list with one row: 1, "Giàng A Mẫu" and `values` in the columns behind."""

    def fill(book: Any) -> None:
        book.active.append(HEADER + ["Ghi chú"] * (len(values) - 2))
        book.active.append([1, "Giàng A Mẫu", *values])
        book.active["C2"].number_format = formats

    return _book(fill)


def _cell(data: bytes, name: str) -> Cell | None:
    cells = [cell for block in read_xlsx(data).blocks if isinstance(block, Table) for cell in block.cells]
    return next((cell for cell in cells if cell.place.cell == name), None)


def _with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """`data` with one part of the package changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.namelist():
            part = source.read(item)
            target.writestr(item, change(part) if item == name else part)
    return out.getvalue()


def _texts(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Line)]


def _tables(content: Content) -> list[list[list[str]]]:
    found = [block for block in content.blocks if isinstance(block, Table)]
    return [[[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)] for table in found]


# Cells


@pytest.mark.parametrize(
    ("stored", "number_format", "text", "raw"),
    [
        (dt.date(1988, 9, 5), "dd/mm/yyyy", "05/09/1988", dt.date(1988, 9, 5)),
        (dt.date(1988, 9, 5), "m/d/yy", "05/09/1988", dt.date(1988, 9, 5)),
        (32391.54, '[$-42A]dd" tháng "mm" năm "yyyy', "05/09/1988", dt.date(1988, 9, 5)),
        (dt.date(1988, 9, 5), "yyyy", "1988", None),
        (dt.date(1988, 9, 5), "mm/yyyy", "09/1988", None),
        (1988, "General", "1988", 1988),
        (1988, "0", "1988", 1988),
        (7, "00", "07", 7),
        (2.5, "General", "2.5", 2.5),
        ("05/9/1988", "dd/mm/yyyy", "05/9/1988", None),
    ],
)
def test_a_cell_is_read_as_it_is_shown(stored: Any, number_format: str, text: str, raw: Any) -> None:
    cell = _cell(_listed(stored, "Chuyên viên", formats=number_format), "C2")

    assert cell is not None
    assert (cell.text, cell.raw) == (text, raw)


def test_days_of_the_1904_system_are_the_same_days() -> None:
    def fill(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.active.append(HEADER)
        book.active.append([1, "Giàng A Mẫu", dt.date(1988, 9, 5), "Chuyên viên"])

    cell = _cell(_book(fill), "C2")

    assert cell is not None
    assert cell.raw == dt.date(1988, 9, 5)


def test_a_formula_without_a_stored_result_is_told_from_an_empty_cell() -> None:
    data = _listed("05/9/1988", "=VLOOKUP(B2,DM!A:B,2,0)", None)

    formula, empty = _cell(data, "D2"), _cell(data, "E2")

    assert formula is not None
    assert formula.uncomputed
    assert formula.text == ""
    assert empty is None


@pytest.mark.parametrize(
    ("result", "uncomputed", "text"),
    [
        (b'<c r="D2" t="str"><f>X</f><v>L\xc3\xa1i xe</v></c>', False, "Lái xe"),
        (b'<c r="D2"><f>X</f><v>7</v></c>', False, "7"),
        (b'<c r="D2"><f>X</f></c>', True, ""),
        (b'<c r="D2" t="e"><f>X</f><v>#N/A</v></c>', True, ""),
    ],
)
def test_a_formula_counts_by_its_stored_result(result: bytes, uncomputed: bool, text: str) -> None:
    data = _listed("05/9/1988", "=X")
    sheet = b'<c r="D2"><f>X</f><v></v></c>'

    def put(part: bytes) -> bytes:
        start, end = part.index(b'<c r="D2"'), part.index(b"</c>", part.index(b'<c r="D2"')) + 4
        return part[:start] + result + part[end:]

    cell = _cell(_with_part(data, "xl/worksheets/sheet1.xml", put), "D2")

    assert sheet != result
    assert cell is not None
    assert (cell.uncomputed, cell.text) == (uncomputed, text)


def test_rows_that_hold_only_prepared_formulas_are_no_rows() -> None:
    def fill(book: Any) -> None:
        book.active.append(HEADER)
        book.active.append([1, "Giàng A Mẫu", "05/9/1988", "Chuyên viên"])
        for row in range(3, 553):
            book.active.append([f"=ROW()-{row - 1}", None, None, f"=VLOOKUP(B{row},DM!A:B,2,0)"])

    (table,) = read_xlsx(_book(fill)).blocks

    assert isinstance(table, Table)
    assert table.rows == 2


def test_the_pieces_of_a_rich_text_are_joined() -> None:
    rich = CellRichText("Phòng ", TextBlock(InlineFont(b=True), "Tổng"), " hợp")

    cell = _cell(_listed("1988", rich), "D2")

    assert cell is not None
    assert cell.text == "Phòng Tổng hợp"


def test_line_breaks_in_a_cell_are_lines() -> None:
    cell = _cell(_listed("1988", "LĐTT\nCSTĐCS"), "D2")

    assert cell is not None
    assert [line.text for line in cell.lines] == ["LĐTT", "CSTĐCS"]


def test_decomposed_letters_become_composed_ones() -> None:
    cell = _cell(_listed("1988", unicodedata.normalize("NFD", "Trưởng phòng")), "D2")

    assert cell is not None
    assert cell.text == "Trưởng phòng"


def test_text_in_a_legacy_font_is_decoded_and_marked() -> None:
    def fill(book: Any) -> None:
        book.active.append(HEADER)
        book.active.append([1, "NguyÔn ThÞ Hoµ", "1988", "Gi¸m ®èc"])
        book.active["B2"].font = Font(name=".VnTime")
        book.active["D2"].font = Font(name=".VnTimeH")

    data = _book(fill)
    name, post = _cell(data, "B2"), _cell(data, "D2")

    assert name is not None
    assert post is not None
    assert (name.text, post.text) == ("Nguyễn Thị Hoà", "GIÁM ĐỐC")
    assert all(span.legacy for span in name.lines[0].spans)


def test_one_cell_at_the_end_of_the_sheet_costs_nothing() -> None:
    def fill(book: Any) -> None:
        book.active.append(HEADER)
        book.active.append([1, "Giàng A Mẫu", "1988", "Chuyên viên"])
        book.active["XFD1048576"] = "x"

    content = read_xlsx(_book(fill))

    assert _tables(content)[0][1] == ["1", "Giàng A Mẫu", "1988", "Chuyên viên"]


def test_a_part_that_contradicts_the_format_is_a_damaged_file() -> None:
    data = _with_part(_listed("1988"), "xl/worksheets/sheet1.xml", lambda part: part.replace(b'r="2"', b'r="-x"'))

    with pytest.raises(DamagedFile):
        read_xlsx(data)


# Sheets


def test_a_list_stands_between_the_lines_above_and_below_it() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "Danh sách"
        sheet["A2"] = "DANH SÁCH GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ III/2022"
        sheet.merge_cells("A2:D2")
        for column, words in zip("BCDE", HEADER, strict=True):
            sheet[f"{column}5"] = words
        for row, name in ((6, "Giàng A Mẫu"), (8, "Lý Thị Thử Nghiệm")):
            for column, value in zip("BCDE", (row, name, "1988", "Chuyên viên"), strict=True):
                sheet[f"{column}{row}"] = value
        sheet["B9"] = "Tổng cộng: 02 người"
        sheet["D11"] = "Lào Cai, ngày 16 tháng 9 năm 2022"

    content = read_xlsx(_book(fill))

    assert content.medium is Medium.XLSX
    assert [type(block) for block in content.blocks] == [Line, Table, Line]
    assert _tables(content) == [
        [
            HEADER,
            ["6", "Giàng A Mẫu", "1988", "Chuyên viên"],
            ["8", "Lý Thị Thử Nghiệm", "1988", "Chuyên viên"],
            ["Tổng cộng: 02 người"],
        ]
    ]
    name = _cell(_book(fill), "C6")
    assert name is not None
    assert (name.place.sheet, name.text) == ("Danh sách", "Giàng A Mẫu")


def test_a_header_of_two_rows_keeps_its_spans() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for cell, words in (("A1", "STT"), ("B1", "Họ và tên"), ("C1", "Năm sinh"), ("E1", "Chức vụ")):
            sheet[cell] = words
        sheet["C2"], sheet["D2"] = "Nam", "Nữ"
        for merged in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
            sheet.merge_cells(merged)
        sheet.append([1, "Lý Thị Thử Nghiệm", None, "12/3/1990", "Lái xe"])

    (table,) = read_xlsx(_book(fill)).blocks

    assert isinstance(table, Table)
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}
    assert spans["Họ và tên"] == (0, 1, 2, 1)
    assert spans["Năm sinh"] == (0, 2, 1, 2)
    assert spans["Nữ"] == (1, 3, 1, 1)
    assert spans["12/3/1990"] == (2, 3, 1, 1)


def test_two_lists_on_a_sheet_are_two_tables_with_their_headings() -> None:
    def fill(book: Any) -> None:
        for row in (
            ["I. CÁ NHÂN"],
            ["STT", "Họ và tên", "Danh hiệu"],
            [1, "Giàng A Mẫu", "LĐTT"],
            ["II. TẬP THỂ"],
            ["STT", "Tên tập thể", "Danh hiệu"],
            [1, "Phòng Tổng hợp", "TTLĐTT"],
        ):
            book.active.append(row)

    content = read_xlsx(_book(fill))

    assert _texts(content) == ["I. CÁ NHÂN", "II. TẬP THỂ"]
    assert [table[1] for table in _tables(content)] == [["1", "Giàng A Mẫu", "LĐTT"], ["1", "Phòng Tổng hợp", "TTLĐTT"]]


def test_labels_and_values_of_one_person_are_a_table_of_pairs() -> None:
    def fill(book: Any) -> None:
        for row in (["Họ và tên", "Giàng A Mẫu"], ["Ngày sinh", dt.date(1988, 9, 5)], ["Dân tộc:", "Mông"]):
            book.active.append(row)

    (table,) = read_xlsx(_book(fill)).blocks

    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells][:4] == ["Họ và tên", "Giàng A Mẫu", "Ngày sinh", "05/09/1988"]
    assert table.cells[3].raw == dt.date(1988, 9, 5)


def test_pairs_in_four_columns_are_no_list_even_where_a_value_is_missing() -> None:
    def fill(book: Any) -> None:
        for row in (["Họ và tên", "Giàng A Mẫu", "Ngày sinh", None], ["Giới tính", "Nam", "Dân tộc", "Mông"]):
            book.active.append(row)

    (table,) = read_xlsx(_book(fill)).blocks

    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == [
        "Họ và tên", "Giàng A Mẫu", "Ngày sinh", "Giới tính", "Nam", "Dân tộc", "Mông",
    ]  # fmt: skip


def test_a_letterhead_and_signatures_are_columns() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet["A1"], sheet["D1"] = "VĂN PHÒNG UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        sheet["A2"], sheet["D2"] = "PHÒNG TỔNG HỢP", "Độc lập - Tự do - Hạnh phúc"
        for column, words in zip("ABCD", HEADER, strict=True):
            sheet[f"{column}5"] = words
            sheet[f"{column}6"] = "Giàng A Mẫu"
        sheet["B9"], sheet["D9"] = "NGƯỜI LẬP BIỂU", "TRƯỞNG PHÒNG"
        sheet["D10"] = "(Ký, ghi rõ họ tên)"
        sheet["B13"], sheet["D14"] = "Lý Thị Thử Nghiệm", "Trần Thị Ví Dụ"

    found = _tables(read_xlsx(_book(fill)))

    assert found[0] == [
        [
            "VĂN PHÒNG UBND TỈNH\nPHÒNG TỔNG HỢP",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        ]
    ]
    assert found[2] == [["NGƯỜI LẬP BIỂU\nLý Thị Thử Nghiệm", "TRƯỞNG PHÒNG\n(Ký, ghi rõ họ tên)\nTrần Thị Ví Dụ"]]


def test_hidden_sheets_and_sheets_without_a_form_are_left_out_with_a_note() -> None:
    def fill(book: Any) -> None:
        book.active.append(HEADER)
        for number in range(1, 5):
            book.active.append([number, "Giàng A Mẫu", "1988", "Chuyên viên"])
        book.create_sheet("DM").append(["LV01", "Học tập và làm theo Bác"])
        hidden = book.create_sheet("Cũ")
        hidden.append(HEADER)
        hidden.sheet_state = "hidden"
        book.create_sheet("Trống")

    content = read_xlsx(_book(fill))

    assert len(content.blocks) == 1
    assert content.notes == (
        "Trang tính ẩn “Cũ” chưa được đọc.",
        "Trang tính “DM” không có biểu mẫu nên chưa được đọc.",
    )


def test_a_second_sheet_with_a_list_is_read_too() -> None:
    def fill(book: Any) -> None:
        for sheet, name in ((book.active, "Giàng A Mẫu"), (book.create_sheet("Tiếp"), "Lý Thị Thử Nghiệm")):
            sheet.append(HEADER)
            for number in range(1, 4):
                sheet.append([number, name, "1988", "Chuyên viên"])

    assert [table[1][1] for table in _tables(read_xlsx(_book(fill)))] == ["Giàng A Mẫu", "Lý Thị Thử Nghiệm"]


@pytest.mark.parametrize("count", [1, 2])
def test_a_second_sheet_with_a_list_of_one_or_two_rows_is_read_too(count: int) -> None:
    collectives = [[number, f"Tổ Mẫu {number}", "Tập thể lao động tiên tiến"] for number in range(1, count + 1)]

    def fill(book: Any) -> None:
        book.active.append(["BẢN ĐĂNG KÝ DANH HIỆU THI ĐUA VÀ ĐIỂN HÌNH TIÊN TIẾN NĂM 2023"])
        sheet = book.create_sheet("Tập thể")
        sheet.append(["DANH SÁCH TẬP THỂ ĐĂNG KÝ"])
        sheet.append([])
        for row in (["STT", "Tên tập thể", "Danh hiệu thi đua đăng ký"], *collectives):
            sheet.append(row)

    content = read_xlsx(_book(fill))

    assert [[row[1] for row in table] for table in _tables(content)] == [
        ["Tên tập thể", *(f"Tổ Mẫu {number}" for number in range(1, count + 1))]
    ]
    assert content.notes == ()


def test_a_second_sheet_with_a_list_that_names_nobody_is_left_out() -> None:
    def fill(book: Any) -> None:
        book.active.append(["BẢN ĐĂNG KÝ DANH HIỆU THI ĐUA VÀ ĐIỂN HÌNH TIÊN TIẾN NĂM 2023"])
        sheet = book.create_sheet("Tập thể")
        sheet.append(["STT", "Tên tập thể", "Danh hiệu thi đua đăng ký"])
        sheet.append([1, None, "Tập thể lao động tiên tiến"])

    assert read_xlsx(_book(fill)).notes == ("Trang tính “Tập thể” không có biểu mẫu nên chưa được đọc.",)


def test_the_machine_readable_foot_below_signatures_is_a_line_of_its_own() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet["A1"] = "PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ 1 NĂM 2022"
        sheet["A3"], sheet["C3"] = "NGƯỜI LẬP BIỂU", "TRƯỞNG PHÒNG"
        sheet["A6"], sheet["C6"] = "Lý Thị Thử Nghiệm", "Trần Thị Ví Dụ"
        sheet["A8"] = "MẪU TĐ-02/v1 | KH-2021-2025 | DV: TH | QUÝ: 1 | NĂM: 2022"

    content = read_xlsx(_book(fill))

    assert _tables(content) == [[["NGƯỜI LẬP BIỂU\nLý Thị Thử Nghiệm", "TRƯỞNG PHÒNG\nTrần Thị Ví Dụ"]]]
    assert _texts(content)[-1].startswith("MẪU TĐ-02/v1")
