"""No text makes reading slow: every pattern a line of a form meets is linear, or is not tried on long lines."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from pipeline.reading import gather, labels, lines, parse, ticks
from pipeline.reading.model import Place
from pipeline.reading.raw import Evidence, Fragment, Raw

_LONG = 20_000
_UNITS = (
    ".",
    "_",
    "…",
    " ",
    "\t",
    "1",
    "a",
    "ă",
    ". ",
    "- ",
    "( ",
    "[",
    "1.",
    "_x_",
    ", ",
    "/",
    "năm ",
    "ngày ",
    "Quý ",
)


def _parted(text: str) -> object:
    fragment = Fragment(text, Place())
    return gather.parted(Raw(key="chuc_vu+don_vi_cong_tac", fragments=(fragment,), evidence=Evidence.LABEL))


@pytest.mark.parametrize(
    "read",
    [
        labels.find_labels,
        labels.strip_leaders,
        labels.without_lines,
        lines.is_role,
        parse.date,
        parse.place_and_date,
        parse.is_sex,
        parse.is_quarter,
        parse.looks_like_name,
        parse.marked_sex,
        ticks.underscored,
        ticks.level,
        ticks.has_ticks,
        _parted,
    ],
)
def test_reads_a_long_line_of_one_sign_at_once(read: Callable[[str], object]) -> None:
    for unit in _UNITS:
        for before, after in (("", ""), ("Mông ", " 5. Trình độ"), ("…", "…")):
            text = before + unit * (_LONG // len(unit)) + after
            begun = time.process_time()
            read(text)
            assert time.process_time() - begun < 1, (read, unit, before)
