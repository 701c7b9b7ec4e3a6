"""Each piece of a line has its own ink, its marks and nobody else's."""

from __future__ import annotations

import pytest

from pipeline.reading.picture.free.pieces import Pieces, read_pieces
from pipeline.reading.picture.free.strokes import read_drawing
from tests.unit.reading.picture.drawn import DPI, Sheet, inked


def pieces_of(sheet: Sheet) -> Pieces:
    return read_pieces(read_drawing(sheet.grey, DPI), DPI)


def ink_of(text: str) -> int:
    sheet = Sheet()
    sheet.text(30, 60, text)
    return inked(sheet.grey)


def test_a_line_is_one_piece_with_all_its_marks() -> None:
    sheet = Sheet()
    sheet.text(30, 60, "Đẩy mạnh việc học tập, kết quả tổng hợp: “tốt”; tỷ lệ 5 - 7.")

    pieces = pieces_of(sheet)

    (piece,) = pieces.pieces
    assert inked(pieces.crop(piece)[0]) == inked(sheet.grey)


def test_lines_close_to_one_another_keep_their_own_marks() -> None:
    above, below = "Ngọc ạ ọ ụ ị ẹ gặp gỡ, yêu quý", "Ổ ở ể Ầm ẩm Ỗi Ễ Ấy Ẩn Ằn"
    sheet = Sheet()
    sheet.text(30, 50, above)
    sheet.text(30, 65.5, below)

    pieces = pieces_of(sheet)

    assert [inked(pieces.crop(piece)[0]) for piece in pieces.pieces] == [
        pytest.approx(ink_of(above), rel=0.01),
        pytest.approx(ink_of(below), rel=0.01),
    ]


def test_words_on_both_sides_of_a_rule_are_two_pieces() -> None:
    sheet = Sheet()
    end = sheet.text(30, 60, "Kế toán viên")
    sheet.frame(20, 45, end + 2, 70)
    sheet.frame(end + 2, 45, end + 90, 70)
    sheet.text(end + 5, 60, "Chuyên viên")

    assert len(pieces_of(sheet).pieces) == 2


def test_words_far_apart_are_two_pieces_on_one_baseline() -> None:
    sheet = Sheet()
    sheet.text(30, 60, "NGƯỜI LẬP")
    sheet.text(250, 60, "GIÁM ĐỐC")

    first, second = pieces_of(sheet).pieces

    assert first.baseline == pytest.approx(second.baseline, abs=0.5)
    assert first.baseline == pytest.approx(60, abs=1)


def test_specks_around_a_word_are_left_out_of_its_picture() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "Sùng Thị Ví Dụ")
    for x, y in ((40, 50), (45, 62), (180, 55), (100, 80)):
        sheet.line(x, y, x + 0.8, y, thick=0.8)

    pieces = pieces_of(sheet)

    (piece,) = pieces.pieces
    assert inked(pieces.crop(piece)[0]) == ink_of("Sùng Thị Ví Dụ")


def test_a_colon_between_wide_spaces_belongs_to_its_line() -> None:
    text = "Chức vụ  :  Chuyên viên"
    sheet = Sheet()
    sheet.text(30, 60, text)

    pieces = pieces_of(sheet)

    (piece,) = pieces.pieces
    assert inked(pieces.crop(piece)[0]) == ink_of(text)
