"""However a page lies, its sheet is upright, straight and flat; our own blanks are known by their marks."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.reading.blanks import Mark
from pipeline.reading.picture.page import cleaning, registration, upright
from pipeline.reading.picture.page.sources import Picture
from tests.unit.reading.picture.pages import DPI, blank, in_zone, picture, write

#: a mark on the sheet whose place is checked: the left end of the rule below "1. Đơn vị", in points
RULE = (176.6, 161.9)


def _turned(pixels: np.ndarray, degrees: float) -> np.ndarray:
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.97)
    return cv2.warpAffine(pixels, matrix, (width, height), borderValue=255)


def _bent(pixels: np.ndarray) -> np.ndarray:
    """Photographed at a slant on a dark table."""
    height, width = pixels.shape
    seen = np.array([(150, 60), (width - 20, 130), (width - 120, height - 40), (60, height - 120)], np.float32)
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    return cv2.warpPerspective(pixels, cv2.getPerspectiveTransform(flat, seen), (width, height), borderValue=60)


def _without(pixels: np.ndarray, x: float, y: float, size: float = 120) -> np.ndarray:
    """A corner torn off."""
    torn = pixels.copy()
    scale = DPI / 72
    torn[round(max(0, y) * scale) : round((y + size) * scale), round(max(0, x) * scale) : round((x + size) * scale)] = (
        255
    )
    return torn


def _rule_is_found(sheet: upright.Sheet) -> bool:
    """Whether the rule lies within a point of where the blank has it."""
    x, y = (edge * upright.PIXELS_PER_POINT for edge in RULE)
    near = cleaning.ink(sheet.grey)[round(y) - 4 : round(y) + 5, round(x) + 40 : round(x) + 400]
    return bool((near > 0).mean(axis=1).max() > 0.9)


LYING = {
    "straight": lambda page: page,
    "upside down": lambda page: np.rot90(page, 2),
    "on its left": lambda page: np.rot90(page, 1),
    "on its right": lambda page: np.rot90(page, 3),
    "askew": lambda page: _turned(page, 2.6),
    "a photo": _bent,
    "a dark copy": lambda page: (page * 0.5 + 30).astype(np.uint8),
    "without its lower left corner": lambda page: _without(page, -10, 760),
}


@pytest.mark.parametrize("lie", LYING.values(), ids=LYING)
def test_a_blank_of_ours_is_laid_flat(lie: object) -> None:
    page = np.ascontiguousarray(lie(blank()))  # type: ignore[operator]

    sheet = upright.lay_flat(picture(page))

    assert sheet.mark is not None
    assert (sheet.mark.form, sheet.mark.version, sheet.mark.page) == ("TD-02", 1, 1)
    assert sheet.grey.shape == (3508, 2480)
    assert _rule_is_found(sheet)


def test_the_second_page_of_a_landscape_form_is_known() -> None:
    sheet = upright.lay_flat(picture(np.ascontiguousarray(np.rot90(blank("TD-01", 2)))))

    assert sheet.mark is not None
    assert (sheet.mark.form, sheet.mark.page) == ("TD-01", 2)
    assert sheet.grey.shape == (2480, 3508)


def test_a_code_of_somebody_else_makes_no_sheet_of_ours() -> None:
    import segno

    page = np.full((2339, 1654), 255, np.uint8)
    code = np.array(segno.make("https://vi-du.vn/phieu", micro=False).matrix, np.uint8)
    page[100 : 100 + 8 * len(code), 1200 : 1200 + 8 * len(code)] = 255 * (1 - np.kron(code, np.ones((8, 8), np.uint8)))

    sheet = upright.lay_flat(picture(page))

    assert sheet.mark is None
    assert sheet.codes == ("https://vi-du.vn/phieu",)


def test_a_code_without_its_squares_is_not_believed() -> None:
    page = blank()
    for x, y in ((0, 0), (500, 0), (0, 740), (500, 740)):
        page = _without(page, x, y, 60 if y == 0 else 110)

    assert registration.register(page, registration.find_codes(blank())[0]) is None


@pytest.mark.parametrize("degrees", [-3.0, 0.0, 1.7])
def test_other_pages_are_straightened_by_their_lines(degrees: float) -> None:
    page = np.full((2339, 1654), 255, np.uint8)
    for line in range(20):
        page = write(page, "Hoàn thành xuất sắc nhiệm vụ được giao, không có văn bản quá hạn", 60, 90 + 30 * line)

    sheet = upright.lay_flat(picture(_turned(page, degrees)))

    assert abs(upright.askew(sheet.grey, upright.DPI)) < 0.25


def test_an_empty_page_is_empty_whatever_its_edges() -> None:
    page = np.full((2339, 1654), 250, np.uint8)
    page[:, :30] = 20
    page[::211, ::173] = 0

    assert upright.lay_flat(picture(page)).is_empty
    assert not upright.lay_flat(picture(write(page, "Họ và tên: Giàng A Mẫu", 80, 200))).is_empty


def test_a_shadow_goes_and_ink_stays() -> None:
    page = blank()
    shadow = np.linspace(0.45, 1.0, page.shape[1])[None, :]

    flat = cleaning.flattened(picture((page * shadow).astype(np.uint8)))

    assert abs(float(np.median(flat[:, :300])) - float(np.median(flat[:, -300:]))) < 6
    assert (cleaning.ink(flat) > 0).mean() == pytest.approx((cleaning.ink(page) > 0).mean(), rel=0.15)


@pytest.mark.parametrize("quarters", [0, 1, 2])
def test_a_blank_whose_code_is_covered_is_known_by_the_line_at_its_foot(quarters: int) -> None:
    page = blank()
    page[60:250, 1330:1520] = 90  # a stamp over the code

    sheet = upright.lay_flat(picture(np.ascontiguousarray(np.rot90(page, quarters))))

    assert sheet.mark is not None
    assert (sheet.mark.form, sheet.mark.page) == ("TD-02", 1)
    assert _rule_is_found(sheet)


@pytest.mark.parametrize("side", range(4))
@pytest.mark.parametrize(("form", "number"), [("TD-02", 1), ("TD-01", 1), ("TD-01", 2)])
def test_a_blank_with_a_side_cut_off_is_known(form: str, number: int, side: int) -> None:
    page = np.rot90(blank(form, number), side).copy()
    page[:-90] = page[90:].copy()  # 11 mm: two squares, and the code where it lies there
    page[-90:] = 255

    sheet = upright.lay_flat(picture(np.ascontiguousarray(np.rot90(page, -side))))

    assert sheet.mark == Mark(form, 1, number)


def _curled(page: np.ndarray, lift: float) -> np.ndarray:
    """The page with its middle `lift` points higher and a dip at its right."""
    height, width = page.shape
    x = np.linspace(0, 1, width)
    shift = (lift * 200 / 72 * np.sin(2.2 * np.pi * x) * np.minimum(1, 8 * x) * np.minimum(1, 8 * (1 - x))).astype(
        np.float32
    )
    rows = np.arange(height, dtype=np.float32)[:, None] + shift[None, :]
    return cv2.remap(
        page, np.broadcast_to(np.arange(width, dtype=np.float32), rows.shape).copy(), rows, cv2.INTER_LINEAR
    )


def test_a_curled_sheet_is_made_flat() -> None:
    page = _curled(blank(), 7)

    sheet = upright.lay_flat(picture(page))

    assert sheet.mark is not None
    rules = [in_zone("TD-02", key) for key in ("don_vi", "chuc_vu", "ngay_ky", "ky_luat")]
    for x0, _y0, x1, y1 in rules:
        for x in (x0 + 4, (x0 + x1) / 2, x1 - 12):
            assert sheet.crop((x, y1 + 0.5, x + 8, y1 + 3.5)).min(axis=0).max() < 150


def test_a_black_square_that_is_no_corner_is_left_out() -> None:
    page = blank()
    page[2225:2265, 75:115] = 255
    page[2050:2100, 60:110] = 0  # the corner is gone, and a blot lies near it

    sheet = upright.lay_flat(picture(page))

    assert sheet.mark is not None
    assert _rule_is_found(sheet)


def test_a_page_half_in_the_shadow_is_cut_out_of_its_photo_whole() -> None:
    wood = np.full((1400, 1000, 3), (150, 110, 70), np.uint8)
    wood[100:1300, 100:900] = 225
    shadow = np.linspace(0.45, 1.0, 1400)[:, None, None]

    corners = upright.page_in(Picture(number=1, pixels=(wood * shadow).astype(np.uint8), dpi=150, photo=True))

    assert corners is not None
    assert np.abs(corners - [(100, 100), (900, 100), (900, 1300), (100, 1300)]).max() < 20
