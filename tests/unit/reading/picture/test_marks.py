"""What is taken for words on the picture of a page."""

from __future__ import annotations

import pytest

from pipeline.reading.picture.marks import read_marks
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
