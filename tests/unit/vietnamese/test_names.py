"""Names of people (domain reference 10.2)."""

import itertools
import random

import pytest

from pipeline.vietnamese.names import is_plausible, proper_case, sort_key, split_honorific

SORTED = [
    "Trần Văn Ái",
    "Lý Thị An",
    "Vàng Thị Ánh",
    "Tẩn Láo Bình",
    "Hoàng Minh Cường",
    "Lò Văn Dụ",
    "Lò Văn Đạt",
    "Phạm Thị Hoa",
    "Phạm Thị Hòa",
    "Trần Thị Hòa",
    "Giàng A Mẫu",
    "Giàng Thị Mẫu",
    "Nguyễn Văn Thử",
    "Trần Thị Ví Dụ Ư",
]


def test_people_are_sorted_by_given_name_then_from_the_front():
    shuffled = SORTED.copy()
    random.Random(7).shuffle(shuffled)

    assert sorted(shuffled, key=sort_key) == SORTED


def test_letters_follow_the_vietnamese_alphabet():
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")

    assert sorted(set(letters), key=sort_key) == letters


def test_tones_follow_the_order_of_the_dictionary():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]

    assert all(sort_key(a) < sort_key(b) for a, b in itertools.pairwise(tones))


def test_letters_decide_before_tones():
    assert sort_key("Mạ") < sort_key("Mai")


def test_old_and_new_tone_placement_sort_together():
    assert sort_key("Phạm Hoà Thử") == sort_key("Phạm Hòa Thử")


@pytest.mark.parametrize(
    ("text", "honorific", "name"),
    [
        ("Ông Giàng A Mẫu", "Ông", "Giàng A Mẫu"),
        ("Bà: Lý Thị Thử Nghiệm", "Bà", "Lý Thị Thử Nghiệm"),
        ("Ông/Bà Trần Thị Ví Dụ", "Ông/Bà", "Trần Thị Ví Dụ"),
        ("Ông (bà): Trần Thị Ví Dụ", "Ông (bà)", "Trần Thị Ví Dụ"),
        ("Đ/c Lò Văn Ví Dụ", "Đ/c", "Lò Văn Ví Dụ"),
        ("Đồng chí Nguyễn Văn Thử", "Đồng chí", "Nguyễn Văn Thử"),
        ("đ/c. Nguyễn Văn Thử", "đ/c.", "Nguyễn Văn Thử"),
        ("TS. Nguyễn Văn Thử", "TS.", "Nguyễn Văn Thử"),
        ("ThS.Nguyễn Văn Thử", "ThS.", "Nguyễn Văn Thử"),
        ("Ông ThS. Nguyễn Văn Thử", "Ông ThS.", "Nguyễn Văn Thử"),
        ("BS. Hoàng Minh Họa", "BS.", "Hoàng Minh Họa"),
        ("Chị Vàng Thị Minh Họa", "Chị", "Vàng Thị Minh Họa"),
    ],
)
def test_honorifics_are_parted_from_the_name(text, honorific, name):
    assert split_honorific(text) == (honorific, name)


@pytest.mark.parametrize(
    "name", ["Giàng A Mẫu", "Anh", "Anh Thơ", "Bàn Văn Thử", "Chịnh Thị Thử", "Ôn Gia Thử", "Tsần Văn Thử", "Bs"]
)
def test_names_that_begin_like_an_honorific_stay_whole(name):
    assert split_honorific(name) == ("", name)


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("NGUYỄN VĂN  THỬ", "Nguyễn Văn Thử"),
        ("TRẦN THỊ VÍ DỤ", "Trần Thị Ví Dụ"),
        ("ĐẶNG A MẪU", "Đặng A Mẫu"),
        ("H'MÂY NIÊ", "H'Mây Niê"),
        ("Y-BLUM THỬ", "Y-Blum Thử"),
        ("Lò văn Ví Dụ", "Lò văn Ví Dụ"),
        ("Giàng A Mẫu", "Giàng A Mẫu"),
    ],
)
def test_capitals_become_a_name(written, proper):
    assert proper_case(written) == proper


@pytest.mark.parametrize(
    "name", ["Giàng A Mẫu", "Ly Giờ", "H'Mây Niê", "H’Mây Niê", "Y-Blum Thử", "nga\u0323o va\u0301n"]
)
def test_names_are_plausible(name):
    assert is_plausible(name)


@pytest.mark.parametrize(
    "name", ["", "Mẫu", "Nguyễn Văn 2", "05/9/1988", "Họ và tên:", "Nguyễn _ Văn", "Phòng Tổng hợp, VP", "- Mẫu"]
)
def test_other_texts_are_not(name):
    assert not is_plausible(name)
