"""The hints of our own Word blanks are empty places on paper, read well or badly."""

from __future__ import annotations

import pytest

from pipeline.reading.model import Cell, Line, Place, Span
from pipeline.reading.picture.free.unfilled import emptied, is_own_hint, without_hint

PLACE = Place(page=1, box=(0.0, 0.0, 100.0, 12.0))


def line(text: str) -> Line:
    return Line(spans=(Span(text=text, place=PLACE),), place=PLACE)


@pytest.mark.parametrize("text", ["bấm vào đây để ghi", "bâm vào đáy đế qhi", "Chuyên môn; lý luận chính tri"])
def test_a_hint_is_known_with_a_letter_or_two_misread(text: str) -> None:
    assert is_own_hint(text)


@pytest.mark.parametrize(
    "text",
    [
        "Giàng A Mẫu",
        "Trình độ chuyên môn, lý luận chính trị",
        "Không",
        "Chuyên môn: Đại học; lý luận chính trị: Trung cấp",
        "",
    ],
)
def test_what_people_write_is_no_hint(text: str) -> None:
    assert not is_own_hint(text)


def test_a_cell_of_a_hint_on_two_lines_is_empty() -> None:
    cell = Cell(lines=(line("bấm vào"), line("đây để ghi")), row=1, column=1, place=PLACE)

    assert emptied(cell).text == ""


@pytest.mark.parametrize("label", ["8. Trình độ chuyên môn, lý luận chính trị", "Chuyên môn, lý luận chính trị"])
def test_a_label_that_is_like_a_hint_stays(label: str) -> None:
    cell = Cell(lines=(line(label),), row=1, column=1, place=PLACE)

    assert emptied(cell) == cell
    assert without_hint(line(label)).text == label


def test_a_label_keeps_its_place_without_the_hint_behind_it() -> None:
    assert without_hint(line("6. Chức vụ: bấm vào đây để ghi")).text == "6. Chức vụ:"
    assert without_hint(line("6. Chức vụ: Kế toán viên")).text == "6. Chức vụ: Kế toán viên"
