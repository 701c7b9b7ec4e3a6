"""Strokes of Roman numbers are counted in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.reading.picture.free.strokecount import count_stems, may_be_strokes
from tests.unit.reading.picture.drawn import Sheet


@pytest.mark.parametrize("font", ["Serif-Regular", "Serif-Bold", "Sans-Regular", "Sans-Bold"])
@pytest.mark.parametrize("behind", ["", "/NĂM", "/2023", "/năm"])
@pytest.mark.parametrize("number", ["I", "II", "III"])
def test_as_many_stems_as_the_number_has(number: str, behind: str, font: str) -> None:
    sheet = Sheet()
    sheet.text(30, 60, number + behind, size=13, font=font)
    rows, columns = (np.flatnonzero((sheet.grey < 128).any(axis=axis)) for axis in (1, 0))

    word = sheet.grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

    assert count_stems(word) == len(number)


def test_white_paper_has_no_stems() -> None:
    assert count_stems(Sheet().grey) == 0


def test_only_short_words_of_strokes_may_be_numbers() -> None:
    assert all(map(may_be_strokes, ("III", "H1", "IIUnăm", "IIIINĂM", "U/năm", "II,")))
    assert not any(map(may_be_strokes, ("IV", "Nam", "2023", "Mông")))
