"""A recognised text means one entry of a closed list, or none."""

from __future__ import annotations

import pytest

from pipeline.reading.picture.words.near import field_names, near_entry, title_names, twins

UNITS = ("Phòng Tổng hợp", "Phòng Nội chính", "Phòng Kinh tế 1", "Phòng Kinh tế 2", "Ban Tiếp công dân")
POSTS = ("Chuyên viên", "Chuyên viên chính", "Trưởng phòng", "Kế toán viên", "Lưu trữ viên")


@pytest.mark.parametrize(
    ("seen", "entry"),
    [
        ("Phòng Tống hợp", "Phòng Tổng hợp"),
        ("PHÒNG NÔI CHÍNH", "Phòng Nội chính"),
        ("Ban Tiếp côug dân.", "Ban Tiếp công dân"),
        ("Phòng Kinh tê 2", "Phòng Kinh tế 2"),
    ],
)
def test_small_faults_do_not_hide_an_entry(seen: str, entry: str) -> None:
    assert near_entry(seen, UNITS) == entry


@pytest.mark.parametrize("seen", ["Phòng Kinh tế 3", "Phòng Kinh tế", "Phòng Hành chính", "Phòng", ""])
def test_another_name_is_no_entry(seen: str) -> None:
    assert near_entry(seen, UNITS) is None


@pytest.mark.parametrize("seen", ["Phó Trưởng phòng", "Viên chức", "Chuyên viên tin học"])
def test_a_post_of_its_own_is_not_bent_onto_the_list(seen: str) -> None:
    assert near_entry(seen, POSTS) is None


def test_spellings_of_one_title_do_not_rival_one_another() -> None:
    assert near_entry("Chiến sỉ thi đua cơ sỡ", *title_names()) == "Chiến sĩ thi đua cơ sở"


def test_a_misread_field_is_its_code() -> None:
    assert near_entry("Chuyến đối số", *field_names()) == "LV06"


def test_twins_share_their_letters_whatever_their_tones() -> None:
    assert twins("Lý Mấy Lở", ("Lý Mẩy Lở", "Lý Máy Lỏ", "Lý Mai Lở")) == ["Lý Mẩy Lở", "Lý Máy Lỏ"]
