"""Ticks are assigned to their options, wherever the boxes stand and the lines break."""

from __future__ import annotations

import pytest

from pipeline.reading import ticks


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("[x] Nam [ ] Nữ", ["Nam"]),
        ("Nam ☐ Nữ ☑ ......", ["Nữ"]),
        ("☐ Lao động tiên tiến\n☒ Chiến sĩ thi đua\ncấp tỉnh ☐ Giấy khen", ["Chiến sĩ thi đua cấp tỉnh"]),
        ("Lao động tiên tiến [ ] Chiến sĩ thi\nđua cấp tỉnh [x]\nGiấy khen [ ]", ["Chiến sĩ thi đua cấp tỉnh"]),
        ("x Học tập và làm theo Bác\n☐ Nông thôn mới", ["Học tập và làm theo Bác"]),
        ("Chọn một: ☐ Nam ☒ Nữ", []),
        ("☐ Nam ☐ Nữ", []),
    ],
)
def test_assigns_ticks_to_options(text: str, options: list[str]) -> None:
    assert ticks.ticked(ticks.level(text)) == options


def test_reads_short_lines_as_boxes() -> None:
    assert ticks.underscored('___ "Lao động tiên tiến"  _X_ Giấy khen') == '☐ "Lao động tiên tiến"  ☒ Giấy khen'
