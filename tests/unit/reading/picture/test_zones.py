"""What was written into the zones of a sheet of ours, and what was not."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.reading.picture.own.zones import Zones, _dots_in_zeros, _rows_of_text
from pipeline.reading.picture.page import upright
from tests.unit.reading.picture.pages import blank, filled, in_zone, picture, stroke, write

NAME = in_zone("TD-02", "ho_ten")
TEXT = in_zone("TD-02", "thanh_tich")
BOX = in_zone("TD-02", "gioi_tinh=Nam")


def _zones(pixels: np.ndarray) -> Zones:
    return Zones(upright.lay_flat(picture(pixels)))


def test_an_empty_zone_has_no_line() -> None:
    zones = _zones(blank())

    assert zones.line(NAME) is None
    assert zones.lines(TEXT) == []


def test_a_line_is_cut_to_its_ink_without_the_rule_below() -> None:
    crop = _zones(filled({"ho_ten": "Giàng A Mẫu"})).line(NAME)

    assert crop is not None
    x0, y0, x1, y1 = crop.box
    assert NAME[0] <= x0 <= NAME[0] + 6
    assert NAME[1] <= y0 < y1 <= NAME[3]
    assert x1 < NAME[0] + 90
    assert not crop.ink.mean(axis=1).max() > 0.9


def test_letters_that_cross_the_rule_stay_whole() -> None:
    x0, _y0, _x1, y1 = NAME

    crop = _zones(write(blank(), "Ngụy Thị Gấy", x0 + 4, y1 + 1.5)).line(NAME)

    assert crop is not None
    assert crop.box[3] > y1 + 3


def test_a_speck_below_a_line_does_not_make_it_taller() -> None:
    page = filled({"ho_ten": "Giàng A Mẫu"})
    plain = _zones(page).line(NAME)
    page[round((NAME[3] + 4.5) * 200 / 72) :, round((NAME[0] + 20) * 200 / 72)][:3] = 0
    page[round((NAME[3] + 4.5) * 200 / 72), round((NAME[0] + 20) * 200 / 72) : round((NAME[0] + 20) * 200 / 72) + 3] = 0

    crop = _zones(page).line(NAME)

    assert plain is not None
    assert crop is not None
    assert crop.box[3] == plain.box[3]


def test_pale_writing_is_not_lost_as_an_empty_zone() -> None:
    page, written = blank(), filled({"ho_ten": "Giàng A Mẫu"})
    pale = np.where(written < page, 200, page).astype(np.uint8)

    assert _zones(pale).line(NAME) is not None


def test_thin_writing_is_not_taken_for_a_stamp_beside_what_hangs_in_from_the_line_above() -> None:
    x0, y0, _x1, y1 = (edge * 200 / 72 for edge in NAME)
    page = blank()
    figure = write(page.copy(), "2", NAME[0] + 6, NAME[3] - 4) != page
    page[figure] = 105
    page[round(y0) - 12 : round(y0) - 1, round(x0) + 60 : round(x0) + 90] = 0  # dots below its letters

    crop = _zones(page).line(NAME)

    assert crop is not None
    assert crop.box[3] <= y1 * 72 / 200


def test_specks_and_streaks_of_the_scanner_are_no_writing() -> None:
    page = blank()
    page[500:2000, 700] = 60
    page[470:475:3, 600:640:9] = 0

    assert _zones(page).line(NAME) is None


def test_the_lines_of_a_longer_text_come_from_the_top() -> None:
    page = blank()
    for number, text in enumerate(("Hoàn thành xuất sắc nhiệm vụ", "được giao trong quý", "vượt kế hoạch.")):
        page = write(page, text, TEXT[0] + 4, TEXT[1] + 14 + 14.5 * number, size=11)

    crops = _zones(page).lines(TEXT)

    assert len(crops) == 3
    assert [crop.box[1] for crop in crops] == sorted(crop.box[1] for crop in crops)


def test_marks_as_tall_as_letters_are_no_line_of_their_own() -> None:
    ink = np.zeros((160, 600), np.bool_)
    for line in (45, 103):
        for letter in range(20):
            ink[line : line + 23, 10 + 28 * letter : 28 + 28 * letter] = True
        ink[line - 4 - 14 : line - 4, 94:112] = True  # two marks on one letter, grown together

    rows = list(_rows_of_text(ink))

    assert len(rows) == 2
    assert 68 <= rows[0].stop <= 103 - 18


def test_a_stamp_in_a_grey_picture_is_left_out() -> None:
    page = filled({"ho_ten": "Giàng A Mẫu"})
    x0, y0, _x1, _y1 = NAME
    for offset in (0, 8, 16):
        page = stroke(page, (x0 + 90 + offset, y0), (x0 + 130 + offset, y0 + 20), shade=150, width=2)

    crop = _zones(page).line(NAME)

    assert crop is not None
    assert crop.box[2] < x0 + 85


def test_the_dot_in_a_zero_of_a_typewriter_is_found() -> None:
    line = write(np.full((80, 400), 235, np.uint8), "2022 08", 5, 20, size=16, font="DejaVuSansMono.ttf")
    plain = write(np.full((80, 400), 235, np.uint8), "2022 08", 5, 20, size=16)

    assert _dots_in_zeros(line).any()
    assert not _dots_in_zeros(plain).any()


# Boxes


def _tick(page: np.ndarray) -> tuple[float, bool]:
    [tick] = _zones(page).ticks([BOX])
    assert tick is not None
    return tick.ink, tick.stray


def test_an_empty_box_has_no_ink() -> None:
    assert _tick(blank()) == (0.0, False)


def test_a_cross_is_ink() -> None:
    ink, stray = _tick(filled({}, ticked=("gioi_tinh=Nam",)))

    assert ink > 0.12
    assert not stray


def test_a_tick_may_leave_its_box() -> None:
    x0, y0, x1, y1 = BOX

    ink, stray = _tick(stroke(blank(), (x0 - 2, y0 + 6), (x0 + 5, y1), (x1 + 5, y0 - 5), width=1.5))

    assert ink > 0.09
    assert not stray


def test_a_signature_across_a_box_is_no_tick() -> None:
    x0, y0, x1, y1 = BOX

    _ink, stray = _tick(stroke(blank(), (x0 - 30, y0 - 20), (x0 + 6, y0 + 6), (x1 + 4, y1 + 30), width=1.5))

    assert stray


CELL = in_zone("TD-01", "ca_nhan[2].linh_vuc=LV03")
BESIDE = in_zone("TD-01", "ca_nhan[2].linh_vuc=LV04")


def _cells(page: np.ndarray) -> list[bool]:
    ticks = _zones(page).ticks([CELL, BESIDE])
    assert None not in ticks
    return [tick.stray for tick in ticks if tick is not None]


def _ring(page: np.ndarray, box: tuple[float, float, float, float], reach: float) -> np.ndarray:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    around = [(x + (9 + reach) * np.cos(turn), y + (9 + reach) * np.sin(turn)) for turn in np.linspace(0, 6.4, 40)]
    return stroke(page, *around)


def test_a_ring_around_a_box_is_seen() -> None:
    [ringed, empty] = _zones(_ring(blank(), BOX, 2)).ticks([BOX, in_zone("TD-02", "gioi_tinh=Nữ")])

    assert ringed is not None
    assert ringed.ringed
    assert empty is not None
    assert not empty.ringed


def test_a_stamp_around_a_box_is_no_ring() -> None:
    [tick] = _zones(_ring(blank(), BOX, 30)).ticks([BOX])

    assert tick is not None
    assert not tick.ringed


def test_a_tick_may_cross_the_rule_of_its_row() -> None:
    x0, y0, x1, y1 = CELL

    strays = _cells(stroke(blank("TD-01"), (x0 + 2, y0 + 6), (x0 + 5, y1 - 1), (x1 + 5, y0 - 9), width=1.5))

    assert strays == [False, False]


def test_crosses_side_by_side_are_each_their_own_boxs() -> None:
    page = blank("TD-01")
    for x0, y0, x1, y1 in (CELL, BESIDE):
        page = stroke(stroke(page, (x0 - 1, y0 - 3), (x1 + 1, y1 + 3)), (x0 - 1, y1 + 3), (x1 + 1, y0 - 3))

    assert _cells(page) == [False, False]


def test_a_line_through_a_row_of_boxes_is_no_tick() -> None:
    x0, y0, _x1, y1 = CELL

    strays = _cells(stroke(blank("TD-01"), (x0 - 3, (y0 + y1) / 2), (BESIDE[2] + 25, (y0 + y1) / 2 + 1), width=1.5))

    assert strays == [True, True]


def test_the_end_of_a_tick_in_the_box_beside_it_is_no_tick() -> None:
    x0, y0, _x1, y1 = CELL

    strays = _cells(stroke(blank("TD-01"), (x0 + 2, y0 + 4), (x0 + 5, y1 - 1), (BESIDE[0] + 7, y0 + 2), width=1.5))

    assert strays[1]


def test_letters_of_a_stamp_in_a_box_are_no_tick() -> None:
    x0, _y0, _x1, y1 = CELL

    strays = _cells(write(blank("TD-01"), "VAN PHONG UBND", x0 - 30, y1 - 2, size=10))

    assert strays[0]


def test_a_box_is_found_where_a_bent_sheet_has_it() -> None:
    page = np.roll(filled({}, ticked=("gioi_tinh=Nam",)), 0)
    shifted = page.copy()
    shifted[430:560] = np.roll(page, 8, axis=0)[430:560]  # three points lower, the corners stay

    ink, _stray = _tick(shifted)

    assert ink > 0.12


def test_a_box_without_its_frame_is_not_judged() -> None:
    page = blank()
    x0, y0, x1, y1 = (round(edge * 200 / 72) for edge in BOX)
    page[y0 - 8 : y1 + 8, x0 - 8 : x1 + 8] = 255

    assert _zones(page).ticks([BOX]) == [None]


@pytest.mark.parametrize("share", [0.4, 0.9])
def test_a_box_blacked_out_shows_how_far(share: float) -> None:
    page = blank()
    x0, y0, x1, y1 = (round(edge * 200 / 72) for edge in BOX)
    page[y0 : y0 + round(share * (y1 - y0)), x0:x1] = 20

    ink, _stray = _tick(page)

    assert abs(ink - share) < 0.15
