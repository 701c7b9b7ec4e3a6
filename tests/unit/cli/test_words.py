"""Values as people write them, and harmless on a terminal."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.cli.words import printable, value_words


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("ngay_sinh", "1988-09-05", "05/09/1988"),
        ("ngay_sinh", "1988", "1988"),
        ("ngay_ky", "2022-09", "09/2022"),
        ("quy", 3, "III"),
        ("quy", 7, "7"),
        ("linh_vuc", ["LV05", "LV06"], "LV05; LV06"),
        ("ho_ten", None, ""),
        ("thanh_tich", "một\nhai", "một\nhai"),
    ],
)
def test_a_value_is_shown_as_people_write_it(key: str, value: Any, words: str) -> None:
    assert value_words(key, value) == words


def test_what_a_file_says_cannot_steer_the_terminal() -> None:
    assert printable("Giàng\x1b[2J A\r\x07 Mẫu\nhai") == "Giàng�[2J A�� Mẫu\nhai"
    assert "\x1b" not in value_words("ho_ten", "\x1b]0;x\x07")
