"""A form of a free layout is believed to say nothing of a field only where nothing on it may be that field."""

from __future__ import annotations

import pytest

from pipeline.reading.forms import NOMINATION, FormPart
from pipeline.reading.model import ABSENT, Block, Cell, Line, Place, Span, Table, Value
from pipeline.reading.picture.free.absence import with_missing

FIELDS = ("ho_ten", "chuc_vu", "dan_toc", "ngay_ky", "truong_don_vi")


def line(text: str, top: float) -> Line:
    place = Place(page=1, box=(50.0, top, 50.0 + 5 * len(text), top + 10))
    return Line(spans=(Span(text=text, place=place),), place=place)


def found(text: str, top: float) -> Value:
    return Value(value=text, source=Place(page=1, box=(100.0, top, 300.0, top + 10)), text=text)


def reviewed(*lines: Block, **values: Value) -> set[str]:
    """The fields under review on a form of `lines`; what is not given was not found."""
    head = {key: found("2025", 60) for key in ("don_vi", "quy", "nam")}
    known = {**head, "ho_ten": found("Giàng A Mẫu", 200), "truong_don_vi": found("Lý Thị Thử", 700)}
    part = FormPart(form=NOMINATION, title="", title_line=None, blocks=lines, machine={})
    fields = with_missing(NOMINATION, dict.fromkeys(FIELDS, ABSENT) | known | values, part)
    return {key for key, value in fields.items() if value.review}


def test_a_field_every_form_must_have_goes_to_a_person_where_it_was_not_found() -> None:
    assert reviewed() == {"chuc_vu", "ngay_ky"}


def test_a_date_printed_and_not_filled_in_is_empty() -> None:
    assert reviewed(ngay_ky=Value(value=None, text="")) == {"chuc_vu"}


def test_other_fields_are_open_where_a_line_of_the_body_belongs_to_none() -> None:
    held = line("Họ và tên: Giàng A Mẫu", 200)

    assert "dan_toc" in reviewed(held, line("Dâm fộc  Hà Nhì", 220))
    assert "dan_toc" not in reviewed(held, line("Dân tộc:", 220), line("(ghi rõ tên)", 240), line("☐ Nam ☐ Nữ", 260))


def test_what_stands_beside_a_label_of_others_and_the_rest_of_a_label_are_no_values() -> None:
    birthplace = Place(page=1, box=(200.0, 301.0, 400.0, 311.0))
    value = Line(spans=(Span(text="xã Y Tý, tỉnh Lào Cai", place=birthplace),), place=birthplace)

    assert "dan_toc" not in reviewed(line("Quê quán:", 300), value, line("tiêu biểu trong quý", 320))


def test_a_label_with_nothing_beside_it_is_an_empty_field() -> None:
    assert reviewed(chuc_vu=Value(value=None, text="")) == {"ngay_ky"}


def test_lines_above_the_body_and_below_the_signature_are_nobodys() -> None:
    letterhead, role, name = line("VĂN PHÒNG", 50), line("TRƯỞNG PHÒNG", 600), line("Nơi nhận như trên", 720)

    assert "dan_toc" not in reviewed(letterhead, role, name)


def test_a_post_in_the_body_is_not_the_end_of_it() -> None:
    post = {"chuc_vu": found("Trưởng phòng", 300)}

    assert "dan_toc" in reviewed(line("Trưởng phòng", 250), line("Giấy khen", 270), **post)


def test_the_lines_of_a_long_text_and_closing_sentences_are_nobodys_value() -> None:
    text = Value(
        value="Đạt 98% kế hoạch, vượt thời hạn", source=Place(page=1, box=(50.0, 300.0, 400.0, 310.0)),
        text="Đạt 98% kế hoạch,\nvượt thời hạn",
    )  # fmt: skip

    assert "dan_toc" not in reviewed(line("vượt thời hạn", 315), line("Đề nghị Hội đồng xem xét", 330), thanh_tich=text)


def test_a_field_whose_label_was_seen_is_open_only_where_something_stands_near_it() -> None:
    blank = Value(value=None, text="")
    label, stray = line("Dân tộc:", 220), line("Nhân viên phục vụ", 420)

    assert "dan_toc" not in reviewed(label, stray, dan_toc=blank)
    assert "dan_toc" in reviewed(label, line("Hà Nhì", 235), dan_toc=blank)
    assert "dan_toc" in reviewed(stray)


def test_what_stands_below_a_label_of_others_in_its_cell_is_their_value() -> None:
    label, value = line("Trình độ ngoại ngữ", 300), line("Trung cấp", 315)
    place = Place(page=1, box=(50.0, 295.0, 300.0, 330.0))
    cell = Cell(lines=(label, value), row=0, column=0, place=place)
    table = Table(cells=(cell,), rows=1, columns=1, place=place)

    assert "dan_toc" not in reviewed(table)
    assert "dan_toc" in reviewed(label, value)


@pytest.mark.parametrize(
    ("key", "value", "is_open"),
    [
        ("ho_ten", "Giàng A Mẫu 3. Giớitính: ☐ Nam ☒ Nữ", True),
        ("ho_ten", "Giàng A Mẫu 21/9/1985", True),
        ("ho_ten", "Giàng A Mẫu", False),
        ("chuc_vu", "Chuyên viên Phòng Nội chính", True),
        ("chuc_vu", "Phó Trưởng phòng", False),
    ],
)
def test_a_value_that_holds_that_of_another_field_leaves_the_others_open(key: str, value: str, is_open: bool) -> None:
    assert ("dan_toc" in reviewed(**{key: found(value, 200)})) is is_open


def test_a_sentence_that_begins_as_a_label_of_others_is_still_nobodys_value() -> None:
    assert "dan_toc" in reviewed(line("Số hóa 749 hồ sơ lưu trữ của đơn vị", 300))
    assert "dan_toc" not in reviewed(line("Số: 12/TTr", 300))


def test_a_head_who_did_not_sign_is_missing_only_where_the_paper_is_not_blank() -> None:
    blank = Value(value=None, source=Place(page=1, box=(300.0, 700.0, 400.0, 710.0)), text="")

    assert "truong_don_vi" not in reviewed(truong_don_vi=blank)
    assert "truong_don_vi" in reviewed(truong_don_vi=Value(value=None, text=""))


def test_the_same_words_as_another_field_has_may_be_the_value_of_this_one() -> None:
    unit = {"don_vi": found("Phòng Nội chính", 60)}

    assert "dan_toc" in reviewed(line("Phòng Nội chính", 300), **unit)


def test_a_value_that_goes_on_below_before_the_label_of_another_field_goes_to_a_person() -> None:
    above, below = line("3. Trình độ: Đại học; trung cấp", 200), line("lý luận chính trị …\tDân tộc: Dao", 213)
    education = {"chuc_vu": found("Đại học; trung cấp", 200)}

    assert "chuc_vu" in reviewed(above, below, **education)
    assert "chuc_vu" not in reviewed(above, line("Giới tính: Nam\tDân tộc: Dao", 213), **education)


def test_a_cell_that_swallowed_the_label_of_another_field_leaves_open_what_was_not_found() -> None:
    swallowed = Cell(lines=(line("Thái\tChức vụ\tKế toán viên", 300),), row=0, column=1, place=line("", 300).place)
    table = Table(cells=(swallowed,), rows=1, columns=2, place=Place(page=1, box=(50, 300, 300, 330)))

    assert "dan_toc" in reviewed(table, dan_toc=Value(value=None, text=""), chuc_vu=found("Thái", 300))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("4. Giới tính: L]Nam Nữ", "gioi_tinh"),
        ("☐ Nam [RWlNữ", "gioi_tinh"),
        ("☐ Lao động tiên tiến _ ÍMI Chiến sĩ thi đua cơ sở", "danh_hieu"),
    ],
)
def test_an_option_whose_box_was_not_seen_may_be_the_ticked_one(text: str, key: str) -> None:
    assert key in reviewed(line(text, 300), **{key: Value(value=None, text="")})


@pytest.mark.parametrize(
    "text", ["Giới tính: ☐ Nam ☐ Nữ", "3. Nam/Nữ: …", "☐ Lao động tiên tiến ☐ Chiến sĩ thi đua cơ sở"]
)
def test_options_with_a_box_each_say_what_is_ticked(text: str) -> None:
    empty = Value(value=None, text="")

    assert not {"gioi_tinh", "danh_hieu"} & reviewed(line(text, 300), gioi_tinh=empty, danh_hieu=empty)


def test_options_are_open_where_a_ticked_line_belongs_to_no_field() -> None:
    empty = {"danh_hieu": Value(value=None, text="")}
    ticked = line("đua cấp tỉnh ☒ Giấy khen của Chánh Văn phòng", 240)

    assert "danh_hieu" in reviewed(ticked, **empty)
    assert "danh_hieu" not in reviewed(line("P☒IẾU GIỚI THIỆU", 100), **empty)
    assert "danh_hieu" not in reviewed(line("đua cấp tỉnh ☐ Giấy khen của Chánh Văn phòng", 240), **empty)
    assert "danh_hieu" not in reviewed(line("Giới tính: ☐ Nam ☒ Nữ", 240), gioi_tinh=found("Nữ", 240), **empty)


def test_a_page_of_which_much_was_lost_is_no_evidence_that_it_says_nothing_of_the_rest() -> None:
    lost = Value(value=None, text="?", review=True)

    assert "dan_toc" in reviewed(chuc_vu=lost, ngay_ky=lost, ho_ten=lost)
    assert "dan_toc" not in reviewed(chuc_vu=lost, ngay_ky=lost)
