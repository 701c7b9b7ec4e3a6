"""Printed labels are mended where recognition bent them; what people wrote is left as it was seen."""

from __future__ import annotations

import pytest

from pipeline.reading.model import Cell, Line, Place, Span, Table
from pipeline.reading.picture.free.wording import mended, mended_table


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("6í Trình độ chuyên môn, nghiệp vụ: Đại học", "6. Trình độ chuyên môn, nghiệp vụ: Đại học"),
        ("12! Danh hiệu đăng kỷ:", "12. Danh hiệu đăng ký:"),
        ("A. TẬP THẾ", "A. TẬP THỂ"),
        ("Họ tên cá nhân/Tập thế", "Họ tên cá nhân/Tập thể"),
        ("Neày sinh: 1/2/1990", "Ngày sinh: 1/2/1990"),
        ("Dân tóc: Mông", "Dân tộc: Mông"),
        ("Dântộc Kinh", "Dân tộc Kinh"),
        ("TRUONG PHÒNG", "TRƯỞNG PHÒNG"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHỈA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Tôm tắt thành tích tiêu biếu trong quỷ", "Tóm tắt thành tích tiêu biểu trong quý"),
        ("QUÝ IIIINĂM 2023", "QUÝ III/NĂM 2023"),
        ("Quý IIUnăm 2021", "Quý II/năm 2021"),
        ("QUÝ 42023", "QUÝ 4/2023"),
        ("QUÝ 4NĂM 2024", "QUÝ 4/NĂM 2024"),
        ("QUÝ IVI2024", "QUÝ IV/2024"),
        ("QUÝ II2024", "QUÝ I/2024"),
        ("Quý TV năm 2022", "Quý IV năm 2022"),
        ("4. Ngày. tháng, năm sinh: 01.1.1971", "4. Ngày, tháng, năm sinh: 01.1.1971"),
        ("3.Sinhnăm 1990", "3.Sinh năm 1990"),
        ("2. Họ và tên: Chảo Mùi Xiên 3.Giớitính: Nữ", "2. Họ và tên: Chảo Mùi Xiên 3. Giới tính: Nữ"),
        ("2. Họ và tên: Chảo Mùi Xiên 3. Giớitính: Nữ", "2. Họ và tên: Chảo Mùi Xiên 3. Giới tính: Nữ"),
    ],
)
def test_a_label_is_written_as_the_tables_write_it(seen: str, meant: str) -> None:
    assert " ".join(filter(None, mended(seen.split()))) == meant


@pytest.mark.parametrize(
    "written", ["Lý Mấy Lở", "Mã Seo Nám", "Thủ quỹ", "Năm sinh 1990", "II. Tập thể", "Cao đằng", "Tố Hành chính", "12"]
)
def test_what_is_no_label_stays_as_it_was_seen(written: str) -> None:
    assert " ".join(mended(written.split())) == written


def table_of(*texts: str) -> Table:
    cells = tuple(
        Cell(
            lines=tuple(Line(spans=(Span(text=line, place=Place()),), place=Place()) for line in text.split("\n")),
            row=0,
            column=column,
        )
        for column, text in enumerate(texts)
    )
    return Table(cells=cells, rows=1, columns=len(cells), place=Place())


def test_a_head_of_several_lines_is_mended_as_one() -> None:
    table = mended_table(table_of("STT", "Lĩnh vực\nđiến hình"))

    assert " ".join(table.cells[1].text.split()) == "Lĩnh vực điển hình"


def test_a_short_value_below_its_label_is_no_part_of_it() -> None:
    cell = "Danh hiệu thi đua, hình thức khen thưởng đăng ký\nGK"

    assert mended_table(table_of("STT", cell)).cells[1].text == cell


def test_strokes_in_the_first_column_are_the_number_of_a_part() -> None:
    table = mended_table(table_of("lI", "Danh sách tập thể"))

    assert [cell.text for cell in table.cells] == ["II", "Danh sách tập thể"]


def test_a_numbered_label_in_the_first_column_is_no_number() -> None:
    table = mended_table(table_of("1. Đơn vị", "Ban Tiếp công dân"))

    assert table.cells[0].text == "1. Đơn vị"
