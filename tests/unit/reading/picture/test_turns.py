"""Which way up a page lies is read from a strip of it where the look of its letters does not tell."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.reading.picture.page import engine
from pipeline.reading.picture.page.sources import Picture
from pipeline.reading.picture.page.upright import lay_flat
from tests.unit.reading.picture.drawn import DPI, Pixels, Sheet

pytest.importorskip("tesserocr")


@pytest.fixture
def page() -> Pixels:
    sheet = Sheet(width=420, height=594)
    for row in range(12):
        sheet.text(40, 100 + 22 * row, "Phòng Tổng hợp giới thiệu đồng chí Giàng A Mẫu, chuyên viên")
    return sheet.grey


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_is_put_upright_without_the_help_of_its_letters(
    page: Pixels, quarters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "orientation", lambda _pixels: None)
    lying = np.ascontiguousarray(np.rot90(page, quarters))

    sheet = lay_flat(Picture(number=1, pixels=lying, dpi=DPI))

    words = engine.recogniser().page(sheet.grey[: sheet.grey.shape[0] // 2], mode=engine.BLOCK)
    assert "Phòng" in [word.text for word in words]
