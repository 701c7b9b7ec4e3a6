"""PDF forms: values, names, printed labels, tick boxes, and the page around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from pipeline.errors import DamagedFile, XfaForm
from pipeline.reading.model import ControlKind, Medium
from pipeline.reading.pdf import read_pdf
from tests.unit.reading.pdf_kit import canvas, controls, edited, fields, finished, texts


def _form(draw: Callable[[Any], None], **values: Any) -> bytes:
    """A page with the fields that `draw` puts on it, filled without any appearance."""
    out, page = canvas()
    draw(page)
    page.showPage()

    def fill(writer: Any) -> None:
        for name, field in fields(writer).items():
            field.pop(NameObject("/AP"), None) if name in values else None
            if name in values:
                value = values[name]
                field[NameObject("/V")] = value if isinstance(value, PdfObject) else TextStringObject(value)

    return edited(finished(out, page), fill)


def _text(page: Any, name: str, y: float, label: str = "", *, x: float = 200, **options: Any) -> None:
    if label:
        page.drawString(72, y, label)
    page.acroForm.textfield(name=name, x=x, y=y - 4, width=250, height=18, borderWidth=0, **options)


def test_a_field_gives_its_value_name_tooltip_and_printed_label() -> None:
    data = _form(lambda page: _text(page, "HoTen", 700, "1. Họ và tên:", tooltip="Họ tên"), HoTen="Giàng A Mẫu")

    content = read_pdf(data)

    (control,) = controls(content)
    assert content.medium is Medium.PDF_FORM
    assert (control.name, control.title, control.label, control.value) == (
        "HoTen",
        "Họ tên",
        "1. Họ và tên:",
        "Giàng A Mẫu",
    )
    assert control.place.field == "HoTen"
    assert control.place.box == pytest.approx((200, 128, 450, 146), abs=1)


def test_the_value_also_stands_in_the_text_of_the_page() -> None:
    data = _form(
        lambda page: _text(page, "Text1", 700, "Họ và tên: ................................"), Text1="Giàng A Mẫu"
    )

    assert texts(read_pdf(data)) == ["Họ và tên: Giàng A Mẫu"]


@pytest.mark.parametrize("name", ["Text1", "text_2", "form1[0].Page1[0].TextField3[0]", "undefined", "Truong 7"])
def test_a_name_that_a_program_made_up_is_no_name(name: str) -> None:
    data = _form(lambda page: _text(page, name, 700), **{name: "Mông"})

    (control,) = controls(read_pdf(data))
    assert control.name == ""
    assert control.place.field == name


def test_of_a_name_in_parts_the_telling_one_is_taken() -> None:
    data = _form(lambda page: _text(page, "form1[0].DanToc[0]", 700), **{"form1[0].DanToc[0]": "Mông"})

    assert controls(read_pdf(data))[0].name == "DanToc"


def test_a_label_may_stand_above_its_field() -> None:
    def draw(page: Any) -> None:
        page.drawString(200, 720, "Họ và tên")
        _text(page, "Text1", 700)

    assert controls(read_pdf(_form(draw, Text1="Giàng A Mẫu")))[0].label == "Họ và tên"


def test_two_fields_on_a_line_have_their_own_labels() -> None:
    def draw(page: Any) -> None:
        for x, name, label in ((72, "Text1", "Ngày sinh:"), (300, "Text2", "Dân tộc:")):
            page.drawString(x, 700, label)
            page.acroForm.textfield(name=name, x=x + 60, y=696, width=120, height=18, borderWidth=0)

    data = _form(draw, Text1="05/9/1988", Text2="Mông")

    content = read_pdf(data)
    assert [(one.label, one.value) for one in controls(content)] == [("Ngày sinh:", "05/9/1988"), ("Dân tộc:", "Mông")]
    assert texts(content) == ["Ngày sinh: 05/9/1988\tDân tộc:\tMông"]


@pytest.mark.parametrize(
    "stored",
    [
        TextStringObject("Giàng A Mẫu"),
        TextStringObject("Gia\u0300ng A M\u00e2\u0303u"),
        ByteStringObject("Giàng A Mẫu".encode("utf-16-be").join([b"\xfe\xff", b""])),
        ByteStringObject(b"\xef\xbb\xbf" + "Giàng A Mẫu".encode()),
        ByteStringObject("Giàng A Mẫu".encode()),
    ],
    ids=["text", "decomposed", "utf-16", "utf-8 with mark", "utf-8 without mark"],
)
def test_values_are_read_in_every_encoding(stored: PdfObject) -> None:
    data = _form(lambda page: _text(page, "HoTen", 700), HoTen=stored)

    assert controls(read_pdf(data))[0].value == "Giàng A Mẫu"


def test_the_value_counts_and_not_what_the_field_last_looked_like() -> None:
    out, page = canvas()
    _text(page, "HoTen", 700, "Họ và tên:", value="Van ban mau")
    data = edited(
        finished(out, page),
        lambda writer: fields(writer)["HoTen"].update({NameObject("/V"): TextStringObject("Giàng A Mẫu")}),
    )

    content = read_pdf(data)

    assert controls(content)[0].value == "Giàng A Mẫu"
    assert texts(content) == ["Họ và tên:\tGiàng A Mẫu"]


def test_several_lines_stay_several_lines() -> None:
    def draw(page: Any) -> None:
        page.drawString(72, 700, "Thành tích:")
        page.acroForm.textfield(name="Text9", x=72, y=600, width=400, height=90, fieldFlags="multiline")

    content = read_pdf(_form(draw, Text9="Dòng một\rDòng hai"))

    assert controls(content)[0].value == "Dòng một\nDòng hai"
    assert texts(content) == ["Thành tích:", "Dòng một", "Dòng hai"]


def test_rich_text_is_read_where_there_is_no_plain_value() -> None:
    def only_rich(writer: Any) -> None:
        field = fields(writer)["HoTen"]
        field.pop(NameObject("/V"), None)
        field[NameObject("/RV")] = TextStringObject("<body><p>Giàng <b>A</b> Mẫu</p></body>")

    data = edited(_form(lambda page: _text(page, "HoTen", 700)), only_rich)

    assert controls(read_pdf(data))[0].value == "Giàng A Mẫu"


# Choices and tick boxes


def test_of_a_choice_the_words_shown_are_taken() -> None:
    def draw(page: Any) -> None:
        page.acroForm.choice(name="DanToc", value="2", options=[("1", "1"), ("2", "2")], x=72, y=700)

    def name_options(writer: Any) -> None:
        pairs = [ArrayObject(map(TextStringObject, pair)) for pair in (("1", "Kinh"), ("2", "Mông"))]
        fields(writer)["DanToc"][NameObject("/Opt")] = ArrayObject(pairs)

    (control,) = controls(read_pdf(edited(_form(draw), name_options)))

    assert (control.kind, control.value) == (ControlKind.CHOICE, "Mông")


def test_a_choice_that_only_asks_to_choose_is_empty() -> None:
    def draw(page: Any) -> None:
        _text(page, "HoTen", 740)
        page.acroForm.choice(name="DanToc", value="-", options=["-", "Dao"], x=72, y=700)

    found = controls(read_pdf(_form(draw, HoTen="Giàng A Mẫu", DanToc="-- Chọn dân tộc --")))

    assert [one.value for one in found] == ["Giàng A Mẫu", None]


def _checks(page: Any) -> None:
    page.drawString(72, 700, "Giới tính:")
    for x, name, word, on in ((140, "Check1", "Nam", False), (200, "Check2", "Nữ", True)):
        page.acroForm.checkbox(name=name, x=x, y=698, size=12, checked=on)
        page.drawString(x + 16, 700, word)


def test_a_tick_box_has_the_words_behind_it() -> None:
    content = read_pdf(_form(_checks))

    assert [(one.kind, one.label, one.value) for one in controls(content)] == [
        (ControlKind.CHECK, "Nam", None),
        (ControlKind.CHECK, "Nữ", "on"),
    ]
    assert texts(content) == ["Giới tính:\t☐ Nam\t☒ Nữ"]


def test_a_box_without_a_value_is_on_when_its_state_says_so() -> None:
    def without_values(writer: Any) -> None:
        for field in fields(writer).values():
            field.pop(NameObject("/V"), None)

    content = read_pdf(edited(_form(_checks), without_values))

    assert [one.value for one in controls(content)] == [None, "on"]


def test_radio_buttons_are_told_apart_by_their_states() -> None:
    def draw(page: Any) -> None:
        for x, state, word in ((100, "Nam", "Nam"), (200, "Nu", "Nữ")):
            page.acroForm.radio(name="gioi_tinh", value=state, selected=state == "Nu", x=x, y=700, size=12)
            page.drawString(x + 18, 702, word)

    found = controls(read_pdf(_form(draw)))

    assert [(one.name, one.option, one.value) for one in found] == [
        ("gioi_tinh", "Nam", None),
        ("gioi_tinh", "Nữ", "on"),
    ]


def test_hidden_fields_are_passed_over() -> None:
    def draw(page: Any) -> None:
        _text(page, "HoTen", 700)
        _text(page, "BiMat", 650, annotationFlags="hidden")

    assert [one.name for one in controls(read_pdf(_form(draw, HoTen="Giàng A Mẫu", BiMat="x")))] == ["HoTen"]


# The form as a whole


def test_a_flattened_form_with_empty_fields_left_over_is_text() -> None:
    def draw(page: Any) -> None:
        page.drawString(72, 700, "Họ và tên: Giàng A Mẫu")
        _text(page, "HoTen", 700)

    content = read_pdf(_form(draw))

    assert content.medium is Medium.PDF_TEXT
    assert texts(content) == ["Họ và tên: Giàng A Mẫu"]


def test_controls_stand_behind_the_last_page_of_their_form() -> None:
    def draw(page: Any) -> None:
        _text(page, "HoTen", 700, "PHIẾU GIỚI THIỆU CÁ NHÂN")
        page.showPage()
        page.setFont("Serif", 12)
        page.drawString(72, 700, "trang hai của phiếu này")

    content = read_pdf(_form(draw, HoTen="Giàng A Mẫu"))

    assert [type(block).__name__ for block in content.blocks] == ["Line", "Line", "Control"]


def test_a_form_whose_dictionaries_contradict_the_format_is_a_damaged_file() -> None:
    def without_place(writer: Any) -> None:
        del fields(writer)["HoTen"]["/Rect"]

    with pytest.raises(DamagedFile):
        read_pdf(edited(_form(lambda page: _text(page, "HoTen", 700), HoTen="Giàng A Mẫu"), without_place))


def test_a_form_that_only_adobe_programs_open_is_refused() -> None:
    def make_xfa(writer: Any) -> None:
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
            {
                NameObject("/XFA"): ArrayObject(),
                NameObject("/Fields"): ArrayObject(),
                NameObject("/NeedAppearances"): BooleanObject(True),
                NameObject("/SigFlags"): NumberObject(0),
            }
        )

    out, page = canvas()
    page.drawString(72, 700, "Please wait...")

    with pytest.raises(XfaForm, match="XFA"):
        read_pdf(edited(finished(out, page), make_xfa))
