"""Widths of text, ruled lines, pages: measured without rendering."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.conformity.docx import read_docx
from pipeline.conformity.model import to_mm
from pipeline.conformity.numbering import roman
from pipeline.conformity.pages import measure
from pipeline.conformity.rulebook import clause
from pipeline.conformity.widths import text_width
from tests.factory.official import LONG, Official, official_docx, text


@pytest.mark.parametrize(
    ("words", "size", "look", "millimetres"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, {"bold": True}, 95.7),
        ("Độc lập - Tự do - Hạnh phúc", 14, {"bold": True}, 60.5),
        ("UBND TỈNH LÀO CAI", 13, {}, 44.7),
        ("VĂN PHÒNG", 13, {"bold": True}, 27.9),
        ("Lào Cai, ngày 05 tháng 02 năm 2021", 14, {"italic": True}, 73.8),
    ],
)
def test_text_is_as_wide_as_rendered(words: str, size: float, look: dict[str, bool], millimetres: float) -> None:
    # rendered with Liberation Serif 2.1.5 by LibreOffice (the-thuc, 7.2)
    assert to_mm(text_width(words, size, **look)) == pytest.approx(millimetres, abs=0.06)


def test_a_long_text_takes_several_pages_and_a_short_one_not() -> None:
    short = measure(read_docx(official_docx(replace(Official(), content=()))))
    long = measure(read_docx(official_docx(replace(Official(), content=tuple(text(f"{LONG}.") for _i in range(60))))))

    assert short.several is False
    assert long.several is True
    assert 4 < long.pages < 6


def test_about_one_page_is_left_open() -> None:
    lines = tuple(text("Một dòng.") for _i in range(20))

    extent = measure(read_docx(official_docx(replace(Official(), content=lines))))

    assert extent.several is None


@pytest.mark.parametrize(("number", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL")])
def test_roman_numbers(number: int, written: str) -> None:
    assert roman(number) == written


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("I.3", "Phụ lục I, phần I, mục I, khoản 3"),
        ("II.6đ", "Phụ lục I, phần I, mục II, khoản 6, điểm đ"),
        ("P2.I.2", "Phụ lục I, phần II, mục I, khoản 2"),
        ("PL3-M1.2", "Phụ lục III, mẫu 1.2"),
        ("PL6.P2.I", "Phụ lục VI, phần II, mục I"),
        ("Đ15.1", "Điều 15, khoản 1"),
        ("H", "Thông lệ trình bày (Nghị định không quy định)"),
    ],
)
def test_a_clause_is_said_in_words(basis: str, words: str) -> None:
    assert clause(basis) == words
