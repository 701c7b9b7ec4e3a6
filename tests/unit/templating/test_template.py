"""What a template prints, and that it prints it exactly."""

from __future__ import annotations

import io
import threading
import zipfile
from pathlib import Path

import pytest
from docx.document import Document
from docxtpl import RichText

from pipeline import errors
from pipeline.templating import Template
from tests.unit.templating.papers import W, cells, member, opened, table, template, texts, with_member

LOOP = table(
    ("Họ tên", "Chức vụ"), ("{%tr for n in ds %}", ""), ("{{ n.ten }}", "{{ n.chuc_vu }}"), ("{%tr endfor %}", "")
)


def test_values_are_printed_exactly() -> None:
    values = [
        "A & B <b> \"c\" 'd'",
        "Giàng A Mẫu",
        "{{ khac }} {% if %}",
        "100 %} }_} {_{",
        "  hai dấu cách  ",
        "e\u0301",
    ]

    printed = [texts(Template(template("{{ x }}")).render({"x": value}))[0] for value in values]

    assert printed == values


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("a\x00b\x0bc & d", "abc & d"),
        ("a\ud800b & c", "ab & c"),
        ("a\ufffeb\uffff & c", "ab & c"),
        ("dòng 1\ndòng 2", "dòng 1\ndòng 2"),
        ("dòng 1\r\ndòng 2", "dòng 1\ndòng 2"),
        ("cột\tcột & cột", "cột\tcột & cột"),
    ],
)
def test_characters_xml_cannot_hold_cost_nothing_else(value: str, printed: str) -> None:
    assert texts(Template(template("{{ x }} R&D")).render({"x": value}))[0] == f"{printed} R&D"


def test_braces_can_be_printed() -> None:
    assert texts(Template(template("{_{ x }_} {_% y %_} {{ x }}")).render({"x": "1"}))[0] == "{{ x }} {% y %} 1"


def test_a_row_is_repeated_for_each_entry_and_keeps_its_order() -> None:
    people = [{"ten": f"Lý Thị Thử Nghiệm {n}", "chuc_vu": "Chuyên viên"} for n in range(50)]

    printed = cells(Template(template(build=LOOP)).render({"ds": people}))

    assert printed == [["Họ tên", "Chức vụ"], *([p["ten"], p["chuc_vu"]] for p in people)]


def test_a_field_named_like_a_method_prints_the_field() -> None:
    assert texts(Template(template("{{ x.items }} {{ x.values }}")).render({"x": {"items": "a", "values": "b"}})) == [
        "a b"
    ]


def test_tags_cut_into_runs_by_spelling_and_formatting_are_joined() -> None:
    cut = b'{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>{ ten</w:t></w:r><w:r><w:t> }}'
    content = with_member(template("{{ ten }}"), "word/document.xml", lambda xml: xml.replace(b"{{ ten }}", cut))

    assert texts(Template(content).render({"ten": "Trần Thị Ví Dụ"})) == ["Trần Thị Ví Dụ"]


def test_headers_footers_and_properties_are_filled() -> None:
    def build(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Số {{ so }}"
        document.sections[0].footer.paragraphs[0].text = "{% if mat %}MẬT{% else %}thường{% endif %}"
        document.core_properties.title = "{{ ten }}"

    filled = opened(Template(template(build=build)).render({"so": "05 & 06", "mat": False, "ten": "Ông A & bà B"}))

    assert filled.sections[0].header.paragraphs[0].text == "Số 05 & 06"
    assert filled.sections[0].footer.paragraphs[0].text == "thường"
    assert filled.core_properties.title == "Ông A & bà B"


def test_rich_text_keeps_its_formatting() -> None:
    filled = opened(Template(template("{{r x }}")).render({"x": RichText("đậm & đỏ", bold=True)}))

    assert [(run.text, run.bold) for run in filled.paragraphs[0].runs if run.text] == [("đậm & đỏ", True)]


def test_a_cell_emptied_by_a_condition_keeps_the_paragraph_word_asks_for() -> None:
    def build(document: Document) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "{%p if x %}"
        cell.add_paragraph("{{ x }}")
        cell.add_paragraph("{%p endif %}")

    filled = opened(Template(template(build=build)).render({"x": ""}))

    assert [child.tag for child in filled.tables[0].cell(0, 0)._tc][-1] == f"{W}p"


def test_drawings_get_different_numbers(picture: bytes) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("{%p for x in ds %}")
        document.add_paragraph().add_run().add_picture(io.BytesIO(picture))
        document.add_paragraph("{%p endfor %}")

    filled = opened(Template(template(build=build)).render({"ds": [1, 2, 3]}))

    assert filled.element.xpath("//wp:docPr/@id") == ["1001", "1002", "1003"]


def test_same_template_and_data_give_the_same_bytes() -> None:
    content = template("{{ x }}", build=LOOP)
    data = {"x": "Đ", "ds": [{"ten": "a", "chuc_vu": "b"}]}

    assert Template(content).render(data) == Template(bytes(bytearray(content))).render(data)
    assert Template(content).sha256 == Template(bytes(bytearray(content))).sha256


def test_the_zip_is_whole_and_begins_with_the_content_types() -> None:
    content = template("{{ x }}")

    with zipfile.ZipFile(io.BytesIO(Template(content).render({"x": "1"}))) as made:
        assert made.testzip() is None
        assert made.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            assert sorted(made.namelist()) == sorted(old.namelist())
            untouched = [name for name in old.namelist() if name != "word/document.xml"]
            assert [made.read(name) for name in untouched] == [old.read(name) for name in untouched]


def test_members_with_vietnamese_names_survive() -> None:
    stream = io.BytesIO(template("{{ x }}"))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/media/ảnh.bin", b"\x00\x01")

    assert member(Template(stream.getvalue()).render({"x": ""}), "word/media/ảnh.bin") == b"\x00\x01"


def test_an_edited_file_is_picked_up(tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(template("cũ {{ x }}"))
    before = texts(Template(path).render({"x": 1}))

    path.write_bytes(template("mới {{ x }}"))

    assert (before, texts(Template(path).render({"x": 1}))) == (["cũ 1"], ["mới 1"])


def test_threads_may_share_a_template() -> None:
    shared, wrong = Template(template("{{ x }}", build=LOOP)), []

    def work(number: int) -> None:
        for turn in range(20):
            name = f"{number}-{turn}"
            made = shared.render({"x": name, "ds": [{"ten": name, "chuc_vu": ""}]})
            if texts(made) != [name] or cells(made)[1][0] != name:
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_a_missing_file_is_named() -> None:
    with pytest.raises(errors.TemplateMissing, match=r"khong-co\.docx"):
        Template("khong-co.docx")


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: b"%PDF-1.7",
        lambda whole: whole[:900],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: with_member(whole, "word/document.xml", lambda xml: xml[:-20]),
        lambda whole: with_member(whole, "word/styles.xml", lambda xml: xml.replace(b"</w:style>", b"", 1)),
        lambda whole: with_member(
            whole, "[Content_Types].xml", lambda xml: xml.replace(b"document.main", b"template.main")
        ),
    ],
    ids=["empty", "pdf", "start only", "half", "broken document", "broken styles", "other kind of Word file"],
)
def test_what_is_no_docx_is_refused(damage: object) -> None:
    assert callable(damage)

    with pytest.raises(errors.TemplateUnreadable):
        Template(damage(template("{{ x }}")))


def test_a_zip_that_would_swell_is_refused() -> None:
    stream = io.BytesIO(template("{{ x }}"))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.bmp", bytes(101 * 1024 * 1024))

    with pytest.raises(errors.TemplateUnreadable):
        Template(stream.getvalue())
