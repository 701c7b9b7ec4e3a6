"""Tick boxes are squares with four sides; ink inside tells whether they are ticked."""

from __future__ import annotations

import pytest

from pipeline.reading.picture.free.boxes import TickBox
from pipeline.reading.picture.free.strokes import read_drawing
from tests.unit.reading.picture.drawn import DPI, Sheet, inked


def boxes_of(sheet: Sheet) -> list[TickBox]:
    return sorted(read_drawing(sheet.grey, DPI).boxes, key=lambda box: (round(box.box[1] / 8), box.box[0]))


def test_an_empty_box_and_a_crossed_one_are_told_apart() -> None:
    sheet = Sheet()
    sheet.frame(30, 40, 39, 49)
    sheet.text(42, 48, "Nam")
    sheet.frame(90, 40, 99, 49)
    sheet.line(91, 41, 98, 48, thick=1)
    sheet.line(91, 48, 98, 41, thick=1)
    sheet.text(102, 48, "Nữ")

    assert [box.ticked for box in boxes_of(sheet)] == [False, True]


def test_a_tick_that_leaves_its_box_is_seen_beside_a_clean_box() -> None:
    sheet = Sheet()
    sheet.frame(30, 20, 39, 29)
    sheet.frame(30, 50, 39, 59)
    sheet.line(31, 54, 34, 58, thick=1.2)
    sheet.line(34, 58, 45, 43, thick=1.2)

    assert [box.ticked for box in boxes_of(sheet)] == [False, True]


def test_a_speck_in_a_box_leaves_it_open_whether_it_is_ticked() -> None:
    sheet = Sheet()
    sheet.frame(30, 40, 39, 49)
    sheet.line(33, 44, 34.6, 44, thick=1.2)

    assert [box.ticked for box in boxes_of(sheet)] == [None]


@pytest.mark.parametrize("font", ["Serif-Regular", "Serif-Bold", "Sans-Regular", "Sans-Bold"])
def test_letters_that_look_square_are_no_boxes(font: str) -> None:
    sheet = Sheet(width=500)
    sheet.text(20, 50, "BẰNG KHEN UBND ĐỘC HÔ RO 0 8 D Q MN [ ] 日".replace("日", ""), font=font)

    assert boxes_of(sheet) == []


def test_a_box_is_taken_out_of_the_ink_with_its_tick_and_the_word_beside_it_is_not() -> None:
    with_box, plain = Sheet(), Sheet()
    for sheet in (with_box, plain):
        sheet.text(44, 48, "Lao động tiên tiến")
    with_box.frame(30, 40, 39, 49)
    with_box.line(31, 41, 38, 48, thick=1)

    assert inked(read_drawing(with_box.grey, DPI).grey) == inked(plain.grey)


@pytest.mark.parametrize("side", [8.5, 9.0, 9.5])
def test_a_tick_up_to_the_border_of_the_cell_goes_with_its_box_though_a_photo_made_that_smaller(side: float) -> None:
    sheet = Sheet()
    sheet.frame(20, 30, 200, 60)
    sheet.frame(30, 40, 30 + side, 40 + side)
    sheet.line(31, 44, 34, 47, thick=1.2)
    sheet.line(34, 47, 43, 30, thick=1.2)
    sheet.text(46, 49, "Nam")
    sheet.frame(90, 40, 99, 49)
    sheet.text(104, 49, "Nữ")
    plain = Sheet()
    plain.text(46, 49, "Nam")
    plain.text(104, 49, "Nữ")

    drawing = read_drawing(sheet.grey, DPI)

    assert [box.ticked for box in boxes_of(sheet)] == [True, False]
    assert int(drawing.ink.sum()) == pytest.approx(inked(plain.grey), rel=0.15)


@pytest.mark.parametrize("thick", [0.8, 1.2, 1.6])
def test_a_cross_whose_arms_leave_its_box_is_seen_beside_a_clean_box(thick: float) -> None:
    sheet = Sheet()
    sheet.frame(30, 40, 41, 51)
    sheet.line(28, 38, 43, 53, thick=thick)
    sheet.line(28, 53, 43, 38, thick=thick)
    sheet.text(48, 49, "Nam")
    sheet.frame(90, 40, 101, 51)
    sheet.text(106, 49, "Nữ")

    assert [box.ticked for box in boxes_of(sheet)] == [True, False]


@pytest.mark.parametrize("rim", [0.0, 1.3])
def test_a_box_filled_with_ink_is_ticked_beside_an_empty_one_and_a_dot_by_itself_is_none(rim: float) -> None:
    sheet, alone = Sheet(), Sheet()
    sheet.frame(30, 40, 39, 49)
    for each in (sheet, alone):
        each.frame(90, 40, 99, 49)
        each.line(90.5 + rim, 44.5, 98.5 - rim, 44.5, thick=8 - 2 * rim)

    assert [box.ticked for box in boxes_of(sheet)] == [False, True]
    assert [box.ticked for box in boxes_of(alone)] == [True] * bool(rim)  # a frame is a box by itself
