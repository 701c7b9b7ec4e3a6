"""What is taken for words on the picture of a page."""

from __future__ import annotations

import pytest

from pipeline.reading.picture.free.marks import _with_space, read_marks
from tests.unit.reading.picture.drawn import DPI, Sheet

pytest.importorskip("tesserocr")


def test_the_edge_of_the_sheet_in_a_photo_is_no_word() -> None:
    sheet = Sheet()
    sheet.text(40, 60, "Giàng A Mẫu, Phòng Tổng hợp")
    for y in (20, 50, 80):
        sheet.line(1, y, 1, y + 11, thick=1.5)
        sheet.line(398, y, 398, y + 11, thick=1.5)

    _marks, seen = read_marks(sheet.grey, DPI, 1)

    assert [word.text for word in seen] == ["Giàng", "A", "Mẫu,", "Phòng", "Tổng", "hợp"]


def test_figures_of_uneven_height_were_written_by_a_hand_and_those_of_a_machine_were_not() -> None:
    sheet, x = Sheet(), 40.0
    sheet.text(30, 100, "Sinh ngày 16/9/2022")
    for figure, size in zip("30476815", (12, 17, 12, 16, 11, 17, 13, 16), strict=True):
        x = sheet.text(x, 50, figure, size=size)

    _marks, seen = read_marks(sheet.grey, DPI, 1)
    written, printed = ([word for word in seen if (word.box[1] < 60) is upper] for upper in (True, False))

    assert [word.by_hand for word in written] == [True]
    assert not any(word.by_hand for word in printed)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [("CóLúy", "Có Lúy"), ("MáA", "Má A"), ("(HộiĐồng),", "(Hội Đồng),"), ("VNeID", "VNeID"), ("LĐTT", "LĐTT")],
)
def test_a_capital_within_a_word_begins_another_where_both_are_syllables(seen: str, meant: str) -> None:
    assert _with_space(seen) == meant


def test_a_signature_is_something_that_stands_there_and_no_word() -> None:
    sheet = Sheet(height=200)
    sheet.text(40, 40, "TRƯỞNG PHÒNG")
    for x in range(50, 90, 10):
        sheet.line(x, 80, x + 10, 140, thick=1.5)
        sheet.line(x + 10, 140, x + 5, 80, thick=1.5)

    _marks, seen = read_marks(sheet.grey, DPI, 1)
    blots = [word.box for word in seen if not word.text]

    assert [word.text for word in seen if word.text] == ["TRƯỞNG", "PHÒNG"]
    assert len(blots) == 1
    assert blots[0] == pytest.approx((50, 80, 100, 140), abs=8)
