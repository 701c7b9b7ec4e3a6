"""What is believed of values recognised on our own blanks, and what goes to a person."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.reading.lists import Lists
from pipeline.reading.model import Lexicon, Place, Value
from pipeline.reading.picture.words import trust
from pipeline.reading.raw import Evidence, Fragment, Raw, Sight, Token

LISTS = Lists(
    Lexicon(
        units=("Phòng Tổng hợp", "Phòng Kinh tế", "Cổng Thông tin điện tử"),
        posts=("Chuyên viên", "Chuyên viên chính"),
        staff=("Giàng A Mẫu", "Lý Thị Thử Nghiệm", "Vàng A Lử"),
    )
)


def _token(text: str, *others: str, confidence: float = 0.95, readings: int = 3, votes: int | None = None) -> Token:
    agreeing = readings - len(others) if votes is None else votes
    return Token(text=text, confidence=confidence, others=others, votes=agreeing, readings=readings)


def _settled(key: str, *tokens: Token, lists: Lists = LISTS, **sight: Any) -> Value:
    text = " ".join(token.text for token in tokens)
    fragment = Fragment(text=text, place=Place(page=1, box=(0, 0, 9, 9)))
    raw = Raw(key=key, fragments=(fragment,), evidence=Evidence.ZONE, sight=Sight(tokens=tokens, **sight))
    return trust.settle(key, [raw], lists)


def _words(text: str) -> list[Token]:
    return [_token(word) for word in text.split()]


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("don_vi", "Phòng Tổng hợp", "Phòng Tổng hợp"),
        ("don_vi", "Cống Thông tin điện tử", "Cổng Thông tin điện tử"),
        ("chuc_vu", "Chuyên viên chính", "Chuyên viên chính"),
        ("dan_toc", "H'Mông", "Mông"),
        ("ho_ten", "Giàng A Mẫu", "Giàng A Mẫu"),
        ("ho_ten", "GIÀNG A MẪU", "Giàng A Mẫu"),
        ("ngay_sinh", "5/9/1988", "1988-09-05"),
        ("nam", "2023", 2023),
    ],
)
def test_what_a_list_or_all_ways_of_reading_say_is_believed(key: str, text: str, value: object) -> None:
    found = _settled(key, *_words(text))

    assert found.value == value
    assert not found.review


def test_dirt_behind_the_entry_of_a_list_does_no_harm() -> None:
    found = _settled("don_vi", *_words("Phòng Kinh tế"), _token("⁄", "", "2", confidence=0.2, votes=1))

    assert found.value == "Phòng Kinh tế"
    assert not found.review


def test_words_that_are_on_no_list_go_to_a_person_where_there_is_a_list() -> None:
    assert _settled("chuc_vu", _token("thư"), _token("viên", confidence=0.85)).review
    assert not _settled("chuc_vu", *_words("Thủ quỹ")).review
    assert _settled("don_vi", *_words("Phòng Ngoại vụ")).review
    assert not _settled("ten", *_words("Tổ Hành chính")).review
    assert not _settled("chuc_vu", *_words("Văn thư viên"), lists=Lists(Lexicon())).review


def test_an_entry_as_near_as_another_is_not_chosen() -> None:
    lists = Lists(Lexicon(units=("Phòng Nội vụ 1", "Phòng Nội vụ 2")))

    assert _settled("don_vi", *_words("Phòng Nội"), _token("vụ", "vu", votes=2), lists=lists).review


@pytest.mark.parametrize("name", ["Giàng A Máu", "Giàng Mẫu", "Vàng Lử", "Trần Thị Ví Dụ"])
def test_a_name_is_never_bent_onto_the_staff_list(name: str) -> None:
    found = _settled("ho_ten", *_words(name))

    assert found.value == name
    assert found.review


def test_a_tone_of_a_name_is_taken_from_the_staff_list_only_where_it_was_seen() -> None:
    seen = _settled("ho_ten", _token("Vàng"), _token("A"), _token("Lữ", "Lử", "Lừ", votes=1))
    unseen = _settled("ho_ten", _token("Vàng"), _token("A"), _token("Lữ", "Lử", votes=2))

    assert (seen.value, seen.review) == ("Vàng A Lử", False)
    assert (unseen.value, unseen.review) == ("Vàng A Lữ", True)
    assert "Vàng A Lử" in " ".join(unseen.why)


@pytest.mark.parametrize(
    ("key", "token", "review"),
    [
        ("ngay_ky", _token("17-09-2022", "47-09-2022"), False),  # there is no 47th
        ("ngay_ky", _token("10.03.2024", "10.08.2024"), True),
        ("ngay_ky", _token("10.03.2024", "10.08.2024", "x", votes=1), True),
        ("ngay_ky", _token("10.03.2024", confidence=0.4), True),
        ("ngay_ky", _token("10.03.1924"), True),
        ("ngay_sinh", _token("02-04-1999", "02-04-1399"), False),
        ("ngay_sinh", _token("02-04-2020"), True),
        ("nam", _token("2021", "20821"), False),
        ("nam", _token("2021", "2024"), True),
        ("tong_so_nguoi", _token("23", "28"), True),
        ("tong_so_nguoi", _token("23"), False),
    ],
)
def test_figures_are_believed_when_the_other_readings_cannot_be_meant(key: str, token: Token, review: bool) -> None:
    assert _settled(key, token).review is review


def test_figures_of_a_pen_go_to_a_person() -> None:
    assert _settled("nam", _token("2021"), by_hand=True).review


@pytest.mark.parametrize(
    ("token", "review"),
    [
        (_token("tháng"), False),
        (_token("tháng", "thang"), True),
        (_token("tháng", confidence=0.7), True),
        (_token("thnág"), True),
    ],
)
def test_a_free_text_is_believed_word_by_word(token: Token, review: bool) -> None:
    assert _settled("thanh_tich", _token("trong"), token, _token("này")).review is review


def test_of_a_longer_text_two_words_may_be_pale_and_no_figure() -> None:
    words = [_token("tháng") for _number in range(40)]
    pale, paler = _token("này", confidence=0.7), _token("này", confidence=0.5)

    assert not _settled("thanh_tich", *words, pale, pale).review
    assert _settled("thanh_tich", *words, pale, pale, pale).review
    assert _settled("thanh_tich", *words, paler).review


@pytest.mark.parametrize(
    ("figure", "review"),
    [
        ("1.250", False),
        ("98,5%.", False),
        ("12/9/2022,", False),
        ("148/QĐ-UBND", False),
        ("II/2023", False),
        ("(12);", False),
        ("2O", True),
        ("91,3?", True),
        ("24:2a", True),
        ("1/2023", True),
        ("11", True),
    ],
)
def test_pale_figures_of_plain_print_are_believed_where_they_look_like_some(figure: str, review: bool) -> None:
    words = [_token("tháng") for _number in range(40)]

    assert _settled("thanh_tich", *words, _token(figure, confidence=0.5)).review is review


def test_pale_figures_of_a_text_that_is_not_plain_are_not_believed() -> None:
    words = [_token("tháng", confidence=0.8) for _number in range(40)]

    assert _settled("thanh_tich", *words, _token("1.250", confidence=0.5)).review


@pytest.mark.parametrize(
    "words", ["trong tháng«a này", "đoàn khách. không để", "Trung cấp Văn thư Lưu trữ", "trong tháng LLCX này"]
)
def test_dirt_a_stop_for_a_comma_and_a_lost_dash_are_no_texts(words: str) -> None:
    assert _settled("trinh_do" if "Lưu" in words else "thanh_tich", *_words(words)).review


@pytest.mark.parametrize(("words", "review"), [("87 1%", True), ("3 451", True), ("2023. 12", False), ("3, 4", False)])
def test_numbers_side_by_side_have_lost_the_sign_between_them(words: str, review: bool) -> None:
    value = _settled("thanh_tich", *_words(f"Hướng dẫn được {words} thôn trong xã làm hồ sơ"))

    assert value.review is review


def test_abbreviations_of_offices_are_words() -> None:
    assert not _settled("thanh_tich", *_words("Trung cấp LLCT do UBND tỉnh")).review


def test_a_word_most_ways_did_not_see_is_not_dropped() -> None:
    lost = Token(text="", confidence=0.0, others=("quyên",), votes=2, readings=3)

    assert _settled("thanh_tich", *_words("đồng nghiệp"), lost, *_words("góp")).review


def test_ink_that_gives_no_text_is_not_an_empty_zone() -> None:
    fragment = Fragment(text="", place=Place(page=1, box=(0, 0, 9, 9)))
    raw = Raw(key="ho_ten", fragments=(fragment,), evidence=Evidence.ZONE, sight=Sight(doubts=("?",)))

    found = trust.settle("ho_ten", [raw], LISTS)

    assert found.value is None
    assert found.review
    assert found.source is not None


def test_an_empty_zone_is_nothing_and_no_doubt() -> None:
    found = trust.settle("ho_ten", [], LISTS)

    assert found.value is None
    assert not found.review


def test_ticked_boxes_are_judged_by_their_ink_alone() -> None:
    fragments = tuple(Fragment(text=text, place=Place(page=1)) for text in ("☐ LV01", "☒ LV02"))
    raw = Raw(key="linh_vuc", fragments=fragments, evidence=Evidence.ZONE, sight=Sight(ticks=True))

    found = trust.settle("linh_vuc", [raw], LISTS)

    assert found.value == ["LV02"]
    assert not found.review


def test_a_name_on_the_staff_list_with_an_unclear_tone_goes_to_a_person() -> None:
    found = _settled("ho_ten", _token("Vàng"), _token("A"), _token("Lử", "Lữ", readings=2))

    assert found.value == "Vàng A Lử"
    assert found.review


def test_a_tone_most_ways_read_is_clear_where_nobody_else_has_these_letters() -> None:
    name = _token("Vàng"), _token("A"), _token("Lử", "Lữ")
    twins = Lists(Lexicon(staff=("Vàng A Lử", "Vàng A Lữ")))

    assert not _settled("ho_ten", *name).review
    assert _settled("ho_ten", *name, lists=twins).review
