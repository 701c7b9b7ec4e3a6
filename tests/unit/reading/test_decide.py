"""Values that follow from what the paper says."""

from __future__ import annotations

import pytest

from pipeline.reading.decide import decide
from pipeline.reading.lists import Lists
from pipeline.reading.model import Lexicon, Place
from pipeline.reading.raw import Evidence, Fragment, Raw


@pytest.mark.parametrize(("written", "day"), [("26/04/92", "1992-04-26"), ("01/02/05", "2005-02-01")])
def test_a_year_of_two_digits_is_none_to_come_and_is_asked_about(
    written: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANTHU_TODAY", "2022-09-19")
    raw = Raw(key="ngay_sinh", fragments=(Fragment(text=written, place=Place(page=1)),), evidence=Evidence.ZONE)

    value = decide("ngay_sinh", [raw], Lists(Lexicon()))

    assert value.value == day
    assert value.review
