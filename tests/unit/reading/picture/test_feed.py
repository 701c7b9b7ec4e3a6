"""Sheets of our blanks parted into copies of their form, however they lay in the feeder."""

from __future__ import annotations

import pytest

from pipeline.reading.blanks import Mark
from pipeline.reading.picture.feed import copies
from pipeline.reading.picture.own import OwnPage


def _pages(numbers: str) -> list[OwnPage]:
    return [OwnPage(Mark("TD-01", 1, int(number)), at) for at, number in enumerate(numbers, 1)]


@pytest.mark.parametrize(
    ("fed", "parted"),
    [
        ("12", [[1, 2]]),
        ("21", [[2, 1]]),
        ("1212", [[1, 2], [3, 4]]),
        ("2121", [[2, 1], [4, 3]]),
        ("1221", [[1, 2], [4, 3]]),
        ("112", [[1], [2, 3]]),
        ("122", [[1, 2], [3]]),
        ("212", [[1], [2, 3]]),
        ("1", [[1]]),
        ("", []),
    ],
)
def test_copies_are_whole_and_in_order(fed: str, parted: list[list[int]]) -> None:
    assert [[page.number for page in copy] for copy in copies(_pages(fed))] == parted
