"""Labels are found by their words, and what stands around them says how sure that is."""

from __future__ import annotations

import time

import pytest

from pipeline.reading.fields import KINDS
from pipeline.reading.labels import Head, Tail, find_labels, spoken_name, strip_leaders, whole_label, without_lines


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1. Họ và tên:", "ho_ten"),
        ("HO VA TEN", "ho_ten"),
        ("Ngày, tháng,\nnăm sinh", "ngay_sinh"),
        ("Giới tính (Nam/Nữ)", "gioi_tinh"),
        ("Họ và tên người liên hệ", "other.person"),
        ("Ngày vào Đảng", "other.value"),
        ("Đơn vị Phòng Tổng hợp", None),
        ("Giàng A Mẫu", None),
    ],
)
def test_tells_what_a_cell_labels(text: str, key: str | None) -> None:
    assert whole_label(text) == key


def test_says_where_each_label_stands_and_where_its_value_begins() -> None:
    text = "2) Sinh ngày.........05/9/1985\tDân tộc: Mông"
    first, second = find_labels(text)
    assert (first.key, first.head, first.tail, first.mark) == ("ngay_sinh", Head.START, Tail.LEADER, "1")
    assert (second.key, second.head, second.tail) == ("dan_toc", Head.GAP, Tail.COLON)
    assert text[second.value_start :] == " Mông"


@pytest.mark.parametrize("text", ["Lò Thị Sính; Ngày 5", "Nam", "Ba"])
def test_is_not_deceived_by_words_of_other_tones(text: str) -> None:
    assert find_labels(text) == []


def test_ends_a_label_where_a_capital_begins_the_value() -> None:
    label, *_others = find_labels("Thành tích tiêu biểu Trong quý IV, đồng chí đã soạn 3 văn bản")
    assert (label.key, label.end) == ("thanh_tich", len("Thành tích tiêu biểu"))


def test_takes_lines_to_write_on_off_values_but_leaves_sentences_alone() -> None:
    assert strip_leaders("……Mông.........") == "Mông"
    assert strip_leaders("___ ... …") == ""
    assert without_lines("- Soạn 3 văn bản…, 2 báo cáo. ") == "- Soạn 3 văn bản…, 2 báo cáo."


@pytest.mark.parametrize("leader", [".", "_", " ", "…", ". ", "._", "\t"])
def test_takes_no_longer_for_many_leaders_than_for_few(leader: str) -> None:
    leaders = leader * 20_000
    begun = time.process_time()
    texts = [
        f"Mông {leaders} 5. Trình độ",
        f"{leaders}Mông",
        f"Mông{leaders}",
        f"{leaders}x{leaders}y{leaders}",
        leaders,
    ]
    bare = [strip_leaders(text) for text in texts]
    prose = [without_lines(text) for text in texts]
    assert bare[1:3] == prose[1:3] == ["Mông", "Mông"]
    assert bare[4] == prose[4] == ""
    assert time.process_time() - begun < 0.5


def test_speaks_of_every_field_in_words() -> None:
    assert spoken_name("ho_ten") == "Họ và tên"
    assert all(spoken_name(key) and spoken_name(key) != key for key in KINDS)


def test_takes_a_family_name_for_no_label() -> None:
    assert find_labels("Lương Thị Ngoan") == []
