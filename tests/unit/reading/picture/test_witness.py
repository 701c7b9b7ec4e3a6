"""Values from a picture are believed on evidence from outside of it, and on nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.reading.lists import Lists
from pipeline.reading.model import Lexicon, Place, Value
from pipeline.reading.picture.free.marks import UNREAD, Seen
from pipeline.reading.picture.free.witness import Witness
from pipeline.reading.raw import Evidence, Fragment, Raw

LISTS = Lists(
    Lexicon(
        units=("Phòng Tổng hợp", "Phòng Nội chính"),
        posts=("Chuyên viên", "Kế toán viên"),
        staff=("Lý Mẩy Lở", "Giàng A Mẫu", "Trần Thị Ví Dụ", "Trần Thị Ví Du"),
    )
)


def seen(text: str, top: float = 100.0, confidence: float = 0.95, other: str | None = None) -> list[Seen]:
    """The words of `text` on one line; `other` is what the second model made of the last one."""
    words = text.split()
    return [
        Seen(
            text=word,
            box=(50.0 * at, top, 50.0 * at + 45, top + 10),
            confidence=confidence,
            checked=True,
            other=other if at == len(words) - 1 else None,
        )
        for at, word in enumerate(words)
    ]


def settled(key: str, words: list[Seen], *elsewhere: Seen) -> Value:
    """The value of `key` where `words` stand in its place."""
    text = " ".join(word.text for word in words)
    box = (words[0].box[0], words[0].box[1], words[-1].box[2], words[-1].box[3])
    raw = Raw(key=key, fragments=(Fragment(text, Place(page=1, box=box)),), evidence=Evidence.LABEL)
    return Witness({1: [*words, *elsewhere]}).settle(key, [raw], LISTS)


def test_a_name_of_the_staff_list_is_believed() -> None:
    assert not settled("ho_ten", seen("Giàng A Mẫu")).review


def test_a_name_one_tone_from_the_list_keeps_its_tone_and_goes_to_a_person() -> None:
    value = settled("ho_ten", seen("Lý Mấy Lở"))

    assert (value.value, value.review, value.candidates) == ("Lý Mấy Lở", True, ("Lý Mẩy Lở",))


def test_a_name_with_a_twin_on_the_list_is_believed_only_where_both_models_read_it() -> None:
    assert not settled("ho_ten", seen("Trần Thị Ví Dụ")).review
    assert settled("ho_ten", seen("Trần Thị Ví Dụ", other="Du")).review


def test_a_strange_name_is_believed_where_the_form_says_it_twice() -> None:
    name = "Sùng Thị Thử"

    assert settled("ho_ten", seen(name)).review
    assert not settled("ho_ten", seen(name), *seen(name, top=500)).review


def test_a_unit_misread_by_a_mark_is_the_entry_of_the_list() -> None:
    value = settled("don_vi", seen("Phòng Tống hợp", confidence=0.6))

    assert (value.value, value.review) == ("Phòng Tổng hợp", False)


def test_a_post_that_is_on_no_list_goes_to_a_person() -> None:
    assert settled("chuc_vu", seen("Phó Trưởng phòng")).review


@pytest.mark.parametrize(
    ("post", "review"),
    [("Cán sự", False), ("Kế toán viên Nhân viên phục vụ", True), ("Thôn Nậm Lúc", True), ("Cán sư", True)],
)
def test_a_post_that_is_on_no_list_is_believed_where_it_is_plain_and_called_like_one(post: str, review: bool) -> None:
    assert settled("chuc_vu", seen(post)).review is review


@pytest.mark.parametrize(
    ("education", "review"),
    [("Đại học Luật", False), ("vụ Cử nhân Luật", True), ("xã Bản Mẫu 27/4/1982", True), ("Văn thư Lưu trữ", True)],
)
def test_education_begins_like_one_and_lacks_no_dash(education: str, review: bool) -> None:
    assert settled("trinh_do", seen(education)).review is review


@pytest.mark.parametrize(
    ("text", "review"),
    [
        ("Tham mưu ban hành 12 văn bản. Đạt 98,5% kế hoạch quý.", False),
        ("Tham mưu ban hành 12 văn bản. Đạt 98,5% kế hoạch", True),  # the last line may have been lost
        ("Tham mưu ban hành 12 văn bản chỉ đạo", False),
        ("Tham mưu ban hanh 12 văn bản chỉ đạo", True),
        ("UBND tỉnh giao cho bộ phận một cửa", False),
    ],
)
def test_a_long_text_is_believed_whole_and_of_known_words(text: str, review: bool) -> None:
    assert settled("thanh_tich", seen(text)).review is review


def test_an_abbreviated_title_with_one_wrong_letter_is_that_title() -> None:
    value = settled("danh_hieu", seen("TILĐTT"))

    assert (value.value, value.review) == (["Tập thể lao động tiên tiến"], False)


@pytest.mark.parametrize(
    ("confidence", "other", "review"), [(0.95, None, False), (0.95, "1935", True), (0.6, None, True)]
)
def test_figures_are_believed_where_both_models_read_them_plainly(
    confidence: float, other: str | None, review: bool
) -> None:
    value = settled("ngay_sinh", seen("5/9/1985", confidence=confidence, other=other))

    assert (value.value, value.review) == ("1985-09-05", review)


def test_ink_that_could_not_be_read_is_no_value() -> None:
    value = settled("ho_ten", seen(UNREAD, confidence=0.0))

    assert value.value is None
    assert value.review


def test_a_label_within_a_value_sends_it_to_a_person() -> None:
    assert settled("trinh_do", seen("Đại học Dân tộc: Mông")).review


def test_a_label_with_nothing_written_is_told_from_no_label() -> None:
    blank = Raw(key="dan_toc", fragments=(), evidence=Evidence.LABEL)
    witness = Witness({1: []})

    assert witness.settle("dan_toc", [blank], LISTS).text == ""
    assert witness.settle("dan_toc", [], LISTS).text is None


def test_marks_lost_in_what_education_is_written_with_are_known() -> None:
    value = settled("trinh_do", seen("Cao đăng Kê toán", confidence=0.7, other="toan"))

    assert (value.value, value.review) == ("Cao đẳng Kế toán", False)


def box(x: float, *, ticked: bool = False) -> Seen:
    return Seen(text="☒" if ticked else "☐", box=(x, 100, x + 9, 110), confidence=1.0, checked=True)


def test_two_options_with_one_box_between_them_go_to_a_person() -> None:
    clear = [box(0), *seen("_ Lao động tiên tiến")[1:], box(300, ticked=True), *moved(seen("Giấy khen"), 320)]
    lost = [box(0), *seen("_ Lao động tiên tiến")[1:], *moved(seen("Giấy khen"), 320)]

    assert not settled("danh_hieu", clear).review
    assert settled("danh_hieu", lost).review


def moved(words: list[Seen], right: float) -> list[Seen]:
    """`words` further to the right."""
    return [replace(word, box=(word.box[0] + right, word.box[1], word.box[2] + right, word.box[3])) for word in words]


@pytest.mark.parametrize(("key", "text"), [("thanh_tich", "tiêu biểu trong quý"), ("trinh_do", "Chuyên môn")])
def test_the_rest_of_a_label_is_no_value(key: str, text: str) -> None:
    assert settled(key, seen(text)).review


def test_a_code_beside_the_wording_of_another_field_goes_to_a_person() -> None:
    assert settled("linh_vuc", seen("LV06 - Thanh niên")).review
    assert not settled("linh_vuc", seen("LV08 - Thanh niên")).review


def test_an_option_whose_box_was_not_seen_goes_to_a_person() -> None:
    assert settled("danh_hieu", seen("Lao động tiên tiến ☐ Chiến sĩ thi đua cơ sở ☐ Chiến sĩ thi đua cấp tỉnh")).review


def test_two_subjects_that_may_have_lost_the_dash_between_them_go_to_a_person() -> None:
    assert settled("trinh_do", seen("Trung cấp Văn thư Lưu trữ")).review
    assert not settled("trinh_do", seen("Trung cấp Văn thư - Lưu trữ")).review
    assert not settled("trinh_do", seen("Trung cấp Văn thư lưu trữ")).review


def test_the_label_of_a_column_within_it_says_nothing_twice() -> None:
    assert not settled("linh_vuc", seen("Lĩnh vực: Chuyển đổi số")).review


@pytest.mark.parametrize("text", ["() Cải cách hành chính", "]XNam ☐ Nữ", "[] Nam ☐ Nữ"])
def test_a_sign_that_was_not_seen_leaves_the_choice_open(text: str) -> None:
    assert settled("gioi_tinh" if "Nam" in text else "linh_vuc", seen(text)).review


def test_figures_the_pen_wrote_go_to_a_person_however_plain() -> None:
    (word,) = seen("16/9/2022")

    assert not settled("ngay_ky", [word]).review
    assert settled("ngay_ky", [replace(word, by_hand=True)]).review


def test_all_options_without_their_boxes_are_no_choice() -> None:
    printed = "Lao động tiên tiến; Chiến sĩ thi đua cơ sở; Chiến sĩ thi đua cấp tỉnh"

    assert settled("danh_hieu", seen(printed)).review
    assert not settled("danh_hieu", seen("Lao động tiên tiến; Chiến sĩ thi đua cơ sở")).review


def test_the_number_of_the_label_that_follows_is_no_figure_of_a_date() -> None:
    day = seen("19/4/1998 5.")
    place = Place(page=1, box=(day[0].box[0], day[0].box[1], day[1].box[2], day[1].box[3]))
    raw = Raw(key="ngay_sinh", fragments=(Fragment("19/4/1998", place),), evidence=Evidence.LABEL)

    unclear = [day[0], replace(day[1], confidence=0.3)]

    assert not Witness({1: unclear}).settle("ngay_sinh", [raw], LISTS).review
    assert Witness({1: [replace(day[0], confidence=0.3), day[1]]}).settle("ngay_sinh", [raw], LISTS).review


def test_a_running_head_said_again_is_nobody_who_signed() -> None:
    again = Seen(text="", box=(0, 0, 0, 0), confidence=0.9)
    words = seen("Sùng Thị Lạ", top=700.0)
    elsewhere = seen("Sùng Thị Lạ", top=50.0)

    assert not settled("ho_ten", words, again, *elsewhere).review
    assert settled("truong_don_vi", words, again, *elsewhere).review


def test_a_dot_to_write_on_between_the_words_of_a_degree_sends_it_to_a_person() -> None:
    assert settled("trinh_do", seen("Thạc sĩ,Quản lý công")).review
    assert not settled("trinh_do", seen("Thạc sĩ, Quản lý công")).review


def test_a_cell_that_says_another_title_than_the_head_of_its_column_goes_to_a_person() -> None:
    def headed(words: list[Seen]) -> Value:
        place = Place(page=1, box=(0.0, 100.0, 50.0 * len(words), 110.0))
        raw = Raw(key="danh_hieu", fragments=(Fragment("Lao động tiên tiến", place),), evidence=Evidence.COLUMN)
        return Witness({1: words}).settle("danh_hieu", [raw], LISTS)

    assert headed(seen("Bằng khen của Chủ tịch UBND tỉnh")).review
    assert not headed(seen("X")).review
    assert not settled("danh_hieu", seen("Lao động tiên tiến")).review


def test_a_sex_beside_boxes_that_were_read_into_another_line_goes_to_a_person() -> None:
    words = seen("Nam")
    empty = Seen(text="☐", box=(-12.0, 97.0, -3.0, 106.0), confidence=1.0)
    below = replace(empty, box=(-12.0, 114.0, -3.0, 123.0))

    assert settled("gioi_tinh", words, empty).review
    assert not settled("gioi_tinh", words, below).review


def test_an_option_behind_a_dash_is_no_empty_box() -> None:
    drawn = seen("☐ Giấy khen của Chánh Văn phòng", confidence=1.0)
    text = " ".join(word.text for word in drawn)
    place = Place(page=1, box=(0.0, 100.0, 600.0, 110.0))
    raw = Raw(key="danh_hieu", fragments=(Fragment(text, place),), evidence=Evidence.LABEL)

    assert not Witness({1: drawn}).settle("danh_hieu", [raw], LISTS).review
    assert Witness({1: drawn[1:]}).settle("danh_hieu", [raw], LISTS).review


@pytest.mark.parametrize(
    ("text", "review"),
    [("Cử nhân Luật\nluận chính trị", True), ("Đại học; Trung cấp lý\nluận chính trị", False)],
)
def test_the_second_line_of_a_label_is_no_part_of_the_value(text: str, review: bool) -> None:
    words = seen(text)
    place = Place(page=1, box=(0.0, 100.0, 600.0, 110.0))
    raw = Raw(key="trinh_do", fragments=(Fragment(text, place),), evidence=Evidence.LABEL)

    assert Witness({1: words}).settle("trinh_do", [raw], LISTS).review is review
