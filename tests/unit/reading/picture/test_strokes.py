"""Rules and dots are found and taken out; no letter is harmed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.reading.pdf_marks import Rule
from pipeline.reading.picture.free.strokes import inked as stroked
from pipeline.reading.picture.free.strokes import levelled, parted, read_drawing, with_cracked
from tests.unit.reading.picture.drawn import DPI, Pixels, Sheet, inked

SENTENCE = "Ngày gặp gỡ, đồng chí Giàng A Mẫu; kết quả: 98,7%."


def test_a_rule_under_a_sentence_goes_and_the_tails_of_its_letters_stay() -> None:
    plain, ruled = Sheet(), Sheet()
    for sheet in (plain, ruled):
        sheet.text(30, 50, SENTENCE)
    ruled.line(20, 52, 380, 52)

    drawing = read_drawing(ruled.grey, DPI)

    assert [(round(rule.at), round(rule.start), round(rule.end)) for rule in drawing.horizontal] == [(52, 20, 380)]
    assert inked(drawing.grey) == pytest.approx(inked(plain.grey), rel=0.05)


def test_a_heading_in_bold_capitals_is_no_rule() -> None:
    sheet = Sheet()
    sheet.text(20, 50, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font="Serif-Bold")

    drawing = read_drawing(sheet.grey, DPI)

    assert not drawing.horizontal
    assert not drawing.vertical
    assert np.array_equal(drawing.grey, sheet.grey)


def test_dots_to_write_on_go_and_stops_colons_and_dots_of_letters_stay() -> None:
    plain, dotted = Sheet(), Sheet()
    for sheet in (plain, dotted):
        end = sheet.text(30, 50, "Sinh ngày: 05.9.1985. Nơi ở:")
    dotted.text(end + 6, 50, "." * 60)

    drawing = read_drawing(dotted.grey, DPI)

    (leader,) = drawing.leaders
    assert leader[0] == pytest.approx(end + 6, abs=2)
    assert inked(drawing.grey) == inked(plain.grey)


def test_the_frame_of_a_table_is_its_rules_and_the_words_in_it_stay() -> None:
    sheet, plain = Sheet(), Sheet()
    for each in (sheet, plain):
        each.text(25, 45, "Họ và tên")
        each.text(205, 45, "Lý Thị Thử Nghiệm")
    sheet.frame(20, 30, 200, 60)
    sheet.frame(200, 30, 380, 60)

    drawing = read_drawing(sheet.grey, DPI)

    assert sorted({round(rule.at) for rule in drawing.horizontal}) == [30, 60]
    assert sorted({round(rule.at) for rule in drawing.vertical}) == [20, 200, 380]
    assert inked(drawing.grey) == pytest.approx(inked(plain.grey), rel=0.01)


def test_a_streak_of_the_scanner_through_words_is_no_rule_of_the_page() -> None:
    sheet = Sheet()
    sheet.text(30, 50, SENTENCE)
    sheet.line(100, 0, 100, 120, thick=0.3)

    assert read_drawing(sheet.grey, DPI).vertical == ()


def test_a_rule_that_lies_askew_is_taken_out_whole() -> None:
    sheet = Sheet()
    sheet.line(20, 60, 380, 61.5)

    assert inked(read_drawing(sheet.grey, DPI).grey) < 10


def bent(grey: Pixels) -> Pixels:
    """A page that rises towards its left side, as an open book does."""
    height, width = grey.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    rise = 30 * np.maximum(0, 1 - columns / (width / 2)) ** 2
    return np.asarray(cv2.remap(grey, columns, rows - rise, cv2.INTER_LINEAR, borderValue=235), np.uint8)


def test_the_photo_of_a_bent_table_is_laid_level_by_its_rules() -> None:
    sheet = Sheet(height=200)
    for row in range(4):
        sheet.frame(20, 40 + 30 * row, 380, 70 + 30 * row)
        sheet.text(30, 60 + 30 * row, "Giấy khen")

    drawing = read_drawing(levelled(bent(sheet.grey), DPI), DPI)

    long = [rule for rule in drawing.horizontal if rule.end - rule.start > 300]
    assert len(long) == 5
    assert np.diff([rule.at for rule in long]) == pytest.approx([30] * 4, abs=1)


def test_a_photo_with_level_rules_is_left_as_it_is() -> None:
    sheet = Sheet(height=200)
    for row in range(4):
        sheet.frame(20, 40 + 30 * row, 380, 70 + 30 * row)
    grey = sheet.grey

    assert levelled(grey, DPI) is grey


def test_frames_that_nearly_touch_are_two_and_a_double_line_is_one_table() -> None:
    frames = [Rule(at, 100.0, 500.0) for at in (50.0, 74.0, 78.5, 102.0)]
    double = [Rule(at, 100.0, 500.0) for at in (50.0, 74.0, 76.0, 102.0)]
    side = Rule(100.0, 50.0, 102.0)

    assert parted([side], frames) == (Rule(100.0, 50.0, 74.0), Rule(100.0, 78.5, 102.0))
    assert parted([side], double) == (side,)


def test_a_box_right_above_a_wider_table_is_no_part_of_it() -> None:
    rules = [Rule(50.0, 200.0, 500.0), Rule(74.0, 200.0, 500.0), Rule(79.0, 100.0, 500.0), Rule(120.0, 100.0, 500.0)]
    sides = [Rule(at, 50.0, 120.0) for at in (200.0, 500.0)]

    assert parted([*sides, Rule(100.0, 79.0, 120.0)], rules) == (
        Rule(200.0, 50.0, 74.0), Rule(200.0, 79.0, 120.0), Rule(500.0, 50.0, 74.0), Rule(500.0, 79.0, 120.0),
        Rule(100.0, 79.0, 120.0),
    )  # fmt: skip


def test_a_rule_of_which_a_fold_left_dots_is_a_rule_and_dots_to_write_on_are_none() -> None:
    sides = [Rule(at, 50.0, 300.0) for at in (60.0, 200.0, 500.0)]
    rest_of_a_rule = [Rule(100.0, 60.0, 140.0)]
    cracked, across, to_write_on = (
        (141.0, 99.5, 499.0, 100.5), (60.5, 149.5, 200.5, 150.5), (210.0, 199.5, 490.0, 200.5),
    )  # fmt: skip

    rules, leaders = with_cracked(rest_of_a_rule, sides, [cracked, across, to_write_on])

    assert rules == [*rest_of_a_rule, Rule(100.0, 141.0, 499.0), Rule(150.0, 60.5, 200.5)]
    assert leaders == [to_write_on]


def test_the_grain_of_paper_with_hardly_any_ink_is_no_ink() -> None:
    sheet = Sheet(width=600, height=400)
    sheet.text(30, 50, "Giàng A Mẫu")
    source = np.random.default_rng(1)
    grey = np.clip(sheet.grey + source.normal(0, 12, sheet.grey.shape), 0, 255).astype(np.uint8)

    assert stroked(grey).sum() < 1.5 * stroked(sheet.grey).sum()


def test_the_rules_of_a_table_that_a_fax_left_in_pieces_are_whole() -> None:
    sheet = Sheet(height=200)
    for y in (20, 80, 140):
        sheet.line(20, y, 380, y)
    for x in (20, 140, 380):
        sheet.line(x, 20, x, 140)
    sheet.text(30, 50, SENTENCE[:18])
    grey = sheet.grey
    for x in range(90, 1_580, 31):
        grey[:, x : x + 3] = 235
    for y in range(90, 580, 31):
        grey[y : y + 3] = 235

    drawing = read_drawing(grey, DPI)

    assert [round(rule.at) for rule in drawing.horizontal] == [20, 80, 140]
    assert all(rule.end - rule.start == pytest.approx(360, abs=3) for rule in drawing.horizontal)
    assert len(drawing.vertical) == 3
