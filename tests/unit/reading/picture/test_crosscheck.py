"""Quarter, year and day of signing are believed where they bear one another out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.reading.forms import NOMINATION, FormPart
from pipeline.reading.lists import Lists
from pipeline.reading.model import ABSENT, Box, FormReading, Lexicon, Line, Place, Span, Value
from pipeline.reading.picture.free.crosscheck import checked
from pipeline.reading.picture.free.marks import UNREAD, Seen
from pipeline.reading.picture.free.witness import Witness

TITLE: Box = (100.0, 60.0, 400.0, 72.0)
LISTS = Lists(Lexicon(staff=("Giàng A Mẫu",)))
FIELDS = ("don_vi", "quy", "nam", "ho_ten", "dan_toc", "trinh_do", "ngay_ky", "truong_don_vi")


def line(text: str, top: float) -> Line:
    place = Place(page=1, box=(50.0, top, 50.0 + 5 * len(text), top + 10))
    return Line(spans=(Span(text=text, place=place),), place=place)


def word(text: str, top: float, *, stems: int | None = None, confidence: float = 0.95) -> Seen:
    return Seen(text=text, box=(60.0, top, 100.0, top + 10), confidence=confidence, checked=True, stems=stems)


def found(value: object, top: float, *, review: bool = False) -> Value:
    place = Place(page=1, box=(50.0, top, 300.0, top + 10))
    return Value(value=value, source=place, text=str(value), review=review)


def form(*lines: Line, words: tuple[Seen, ...] = (), title: str = "", **values: Value) -> dict[str, Value]:
    """The fields of a form with `values` after they were checked; what is not given was not found."""
    known = {"ho_ten": found("Giàng A Mẫu", 200), "trinh_do": found("Đại học", 300)}
    fields = dict.fromkeys(FIELDS, ABSENT) | known | values
    part = FormPart(form=NOMINATION, title=title, title_line=None, blocks=lines, machine={})
    reading = FormReading(form=NOMINATION, pages=(1,), fields=fields)
    return checked(reading, part, Witness({1: words}), LISTS).fields


@pytest.mark.parametrize(
    ("read", "stems", "signed", "value", "review"),
    [
        (3, 3, None, 3, False),  # the number as read and its strokes
        (2, 3, "2023-09-13", 3, False),  # one stroke lost, strokes and day agree
        (2, None, "2023-06-20", 2, False),
        (4, None, "2024-01-05", 4, False),  # signed some days after its end
        (2, None, "2023-09-13", 3, True),
        (None, None, "2023-09-13", 3, True),
        (None, 2, None, 2, True),
    ],
)
def test_a_quarter_needs_two_that_agree(
    read: int | None, stems: int | None, signed: str | None, value: int, review: bool
) -> None:
    fields = form(
        line("QUÝ II/NĂM 2023", 60),
        words=(word("QUÝ", 60), word("II", 60, stems=stems)),
        quy=found(read, 60) if read else ABSENT,
        ngay_ky=found(signed, 700) if signed else ABSENT,
    )

    assert (fields["quy"].value, fields["quy"].review) == (value, review)


def test_a_form_that_names_no_quarter_has_none() -> None:
    fields = form(line("PHIẾU GIỚI THIỆU CÁ NHÂN", 60), ngay_ky=found("2023-09-13", 700))

    assert fields["quy"] == ABSENT


def test_a_year_that_is_not_the_year_of_signing_goes_to_a_person() -> None:
    assert not form(nam=found(2023, 60), ngay_ky=found("2023-09-13", 700))["nam"].review
    assert form(nam=found(2028, 60), ngay_ky=found("2023-09-13", 700))["nam"].review


@pytest.mark.parametrize(("confidence", "review"), [(0.95, False), (0.5, True)])
def test_where_no_day_was_filled_in_a_year_read_plainly_in_the_title_is_believed(
    confidence: float, review: bool
) -> None:
    fields = form(
        line("BẢN ĐĂNG KÝ THI ĐUA", 60),
        line("NĂM 2023", 75),
        line("Lào Cai, ngày\ttháng … năm …", 700),
        words=(word("2023", 75, confidence=confidence),),
        title="BẢN ĐĂNG KÝ THI ĐUA NĂM 2023",
        nam=found(2023, 60),
    )

    assert fields["nam"].review is review
    assert (fields["ngay_ky"].value, fields["ngay_ky"].text, fields["ngay_ky"].review) == (None, "", False)


def test_a_quarter_in_an_arabic_figure_is_believed_where_both_models_read_it_plainly() -> None:
    title = line("QUÝ 3/2023", 60)

    assert not form(title, words=(word("QUÝ", 60), word("3/2023", 60)), quy=found(3, 60))["quy"].review
    assert form(title, words=(word("QUÝ", 60), word("3/2023", 60, confidence=0.4)), quy=found(3, 60))["quy"].review
    assert form(title, words=(word("QUÝ", 60), word("III/2023", 60)), quy=found(3, 60))["quy"].review


def test_a_date_with_dirt_between_its_words_is_offered_to_a_person() -> None:
    signed = form(line("Lào-Cai, ngày-10 tháng 01 năm 2023", 700))["ngay_ky"]

    assert (signed.value, signed.review) == ("2023-01-10", True)


def test_a_line_that_looks_like_a_date_is_not_passed_over() -> None:
    fields = form(line("Lào Cai, ngàx Q5 tháng 01 năm 2022", 700))

    assert fields["ngay_ky"].value is None
    assert fields["ngay_ky"].review


def test_a_name_at_the_foot_is_offered_where_nothing_says_who_signed() -> None:
    value = form(line("TH ỞNG ĐƠ VỊ", 700), line("Sùng Thị Thử", 760))["truong_don_vi"]

    assert (value.value, value.review) == ("Sùng Thị Thử", True)


def test_ink_nobody_could_read_leaves_the_fields_near_it_open() -> None:
    fields = form(line("x", 250), words=(word(UNREAD, 250, confidence=0.0),))

    assert fields["dan_toc"].review
    assert not fields["ngay_ky"].review


def test_a_label_without_a_value_told_from_it_is_not_passed_over() -> None:
    assert form(line("Thành phần dân tộc TY", 250))["dan_toc"].review
    assert form(line("Nơi ở hiện nay: Sa Pa", 250))["dan_toc"] == ABSENT


def test_a_blank_place_to_write_is_no_doubt() -> None:
    blank = Value(value=None, text="")

    assert form(line("Dân tộc: ……", 250), dan_toc=blank)["dan_toc"] == blank


@pytest.mark.parametrize(
    ("role", "name", "other", "review"),
    [
        ("TRƯỞNG PHÒNG", "Giàng A Mẫu", None, False),
        ("TRƯỞNG PHÒNG", "Sùng Thị Thử", None, True),  # no member of the staff
        ("NGƯỜI LẬP BIỂU", "Giàng A Mẫu", None, True),
        ("TRƯỞNG PHÒNG", "Giàng A Mẫu", "Lý Thị Thử", True),
    ],
)
def test_the_only_name_below_the_role_of_a_head_is_the_signer(
    role: str, name: str, other: str | None, review: bool
) -> None:
    lines = [line(role, 700), line("—v~", 720), *([line(other, 740)] if other else []), line(name, 760)]
    words = tuple(
        replace(word(part, 760), box=(50.0 + at, 760, 51.0 + at, 770)) for at, part in enumerate(name.split())
    )

    value = form(*lines, words=words)["truong_don_vi"]

    assert (value.value, value.review) == (name, review)


def test_a_name_beside_the_role_of_a_head_is_not_believed() -> None:
    place = Place(page=1, box=(350.0, 740.0, 450.0, 750.0))
    role = Line(spans=(Span(text="TRƯỞNG PHÒNG", place=place),), place=place)
    words = tuple(
        replace(word(part, 760), box=(50.0 + at, 760, 51.0 + at, 770)) for at, part in enumerate(["Giàng", "A", "Mẫu"])
    )

    assert form(role, line("Giàng A Mẫu", 760), words=words)["truong_don_vi"].review


def test_a_text_that_goes_on_into_the_foot_of_the_form_goes_to_a_person() -> None:
    place = Place(page=1, box=(50.0, 600.0, 300.0, 625.0))
    swallowed = Value(value="Không", source=place, text="Không\nNgày ký: 1Z/l2/2022")

    by_hand = replace(swallowed, text="Không\nLào Cai, ngày O5 tháng O9 năm 2022")

    assert form(ky_luat=swallowed)["ky_luat"].review
    assert form(ky_luat=by_hand)["ky_luat"].review
    assert not form(ky_luat=replace(swallowed, text="Không"))["ky_luat"].review


@pytest.mark.parametrize(
    ("below", "is_blank"),
    [
        ((), True),
        ((Seen(text="", box=(60.0, 650.0, 90.0, 690.0), confidence=0.0),), False),  # a signature or a stamp
        ((Seen(text="", box=(350.0, 650.0, 390.0, 690.0), confidence=0.0),), True),  # of who wrote the form
    ],
)
def test_nobody_signed_where_nothing_but_paper_is_below_the_role_of_the_head(
    below: tuple[Seen, ...], is_blank: bool
) -> None:
    hint, foot = replace(word("(Ký,", 612), box=(55.0, 612, 75.0, 622)), word("2", 800)
    role = line("TRƯỞNG PHÒNG", 600), line("(Ký, ghi rõ họ tên)", 612)

    value = form(*role, words=(hint, replace(foot, box=(500.0, 800.0, 510.0, 810.0)), *below))["truong_don_vi"]

    assert value.value is None
    assert (value.source is not None) is is_blank


def test_a_name_may_stand_on_the_next_page_where_the_role_ends_this_one() -> None:
    assert form(line("TRƯỞNG PHÒNG", 720))["truong_don_vi"].source is None
