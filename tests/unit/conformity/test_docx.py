"""Reading a .docx: effective formatting, visible text, what is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.conformity.docx import read_docx
from pipeline.conformity.model import Align, Document, Paragraph
from tests.factory.official import NS, Official, Par, Table, annexed, official_docx, package, page_number, text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {NS}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/></w:rPr>
</w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr><w:rFonts w:ascii="Times New Roman"
 w:hAnsi="Times New Roman"/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Body"><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="both"/>
<w:spacing w:before="120"/><w:ind w:firstLine="567"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Strong"><w:basedOn w:val="Body"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Bold"><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Grid"><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>
<w:rPr><w:i/></w:rPr></w:style></w:styles>"""


def document(body: str, styles: str = STYLES, **parts: str) -> Document:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="{name}" Type="{base}/{name}" Target="{name}.xml"/>' for name in ("styles", *parts)
    )
    return read_docx(
        package(
            {
                "word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>",
                "word/styles.xml": styles,
                **{f"word/{name}.xml": xml for name, xml in parts.items()},
                "word/_rels/document.xml.rels": "<Relationships xmlns="
                f'"http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
            }
        )
    )


def only(body: str, **parts: str) -> Paragraph:
    (paragraph,) = document(body, **parts).paragraphs
    return paragraph


OFF, SIZE_13 = '<w:b w:val="0"/>', '<w:sz w:val="26"/>'
BOLD_STYLE = '<w:rStyle w:val="Bold"/>'
THEME_FONTS = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'


def run(words: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>"


def test_the_default_style_overrides_the_document_defaults() -> None:
    paragraph = only(f"<w:p>{run('chữ')}</w:p>")

    assert paragraph.spans[0].look.high_font == "Times New Roman"
    assert paragraph.spans[0].look.size == 14
    assert paragraph.shape.after == 8


def test_a_style_takes_over_what_it_is_based_on() -> None:
    paragraph = only(f'<w:p><w:pPr><w:pStyle w:val="Strong"/></w:pPr>{run("chữ")}</w:p>')

    assert paragraph.shape.align is Align.BOTH
    assert (paragraph.shape.before, paragraph.shape.after) == (6, 8)
    assert paragraph.shape.first == pytest.approx(28.35)
    assert paragraph.all_bold()


def test_direct_formatting_is_nearest() -> None:
    shape = '<w:pPr><w:pStyle w:val="Strong"/><w:jc w:val="center"/></w:pPr>'

    paragraph = only(f"<w:p>{shape}{run('chữ', OFF + SIZE_13)}</w:p>")

    assert paragraph.shape.align is Align.CENTER
    assert not paragraph.any_bold()
    assert paragraph.sizes() == {13}


def test_bold_of_a_paragraph_style_and_of_a_character_style_cancel_each_other() -> None:
    paragraph = only(f'<w:p><w:pPr><w:pStyle w:val="Strong"/></w:pPr>{run("chữ", BOLD_STYLE)}</w:p>')

    assert not paragraph.any_bold()


def test_a_table_style_reaches_the_text_of_its_cells() -> None:
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
        f"<w:tr><w:tc><w:p>{run('ô')}</w:p></w:tc></w:tr></w:tbl>"
    )

    (paragraph,) = document(table).paragraphs

    assert paragraph.all_italic()
    assert paragraph.cell is not None
    assert paragraph.cell.bordered
    assert paragraph.cell.width == 100


def test_theme_fonts_are_looked_up() -> None:
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        '<a:minorFont><a:latin typeface="Cambria"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
    )

    paragraph = only(
        f"<w:p>{run('chữ', THEME_FONTS)}</w:p>",
        theme=theme,
    )

    assert paragraph.spans[0].look.ascii_font == "Cambria"


def test_tracked_changes_are_read_as_accepted_and_counted() -> None:
    found = document(
        f"<w:p>{run('còn ')}<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:ins>{run('thêm')}</w:ins></w:p>"
    )

    assert found.paragraphs[0].text == "còn thêm"
    assert found.traces.changes == 2


def test_hidden_text_is_left_out_and_counted() -> None:
    found = document(f"<w:p>{run('thấy')}{run('ẩn', '<w:vanish/>')}</w:p>")

    assert found.paragraphs[0].text == "thấy"
    assert found.traces.hidden == 1


def test_the_format_of_capitals_shows_capitals() -> None:
    assert only(f"<w:p>{run('Kế hoạch', '<w:caps/>')}</w:p>").text == "KẾ HOẠCH"


def test_automatic_numbers_are_part_of_what_is_seen() -> None:
    numbering = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def item(level: int) -> str:
        return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>{run("mục")}</w:p>'

    found = document(item(0) + item(1) + item(1) + item(0), numbering=numbering)

    assert [paragraph.text for paragraph in found.paragraphs] == ["I. mục", "I.1. mục", "I.2. mục", "II. mục"]


DRAWN = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionH relativeFrom="column">'
    '<wp:posOffset>127000</wp:posOffset></wp:positionH><wp:extent cx="1270000" cy="0"/><a:graphic><a:graphicData>'
    '<wps:wsp><wps:spPr><a:prstGeom prst="line"/></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor>'
    '</w:drawing></mc:Choice><mc:Fallback><w:pict><v:line from="0,0" to="9pt,0"/></w:pict></mc:Fallback>'
    "</mc:AlternateContent></w:r>"
)


def test_a_line_in_drawing_ml_is_measured_once() -> None:
    (line,) = only(f"<w:p>{DRAWN}</w:p>").drawn

    assert (line.kind, line.width, line.x) == ("line", 100, 10)


def test_a_line_in_the_older_vml_is_measured() -> None:
    (line,) = only('<w:p><w:r><w:pict><v:line from="10pt,2pt" to="90.5pt,2pt"/></w:pict></w:r></w:p>').drawn

    assert (line.kind, line.width) == ("line", 80.5)


def test_text_boxes_are_read_apart_from_the_text() -> None:
    box = (
        '<w:r><w:pict><v:shape style="width:85pt;height:22.7pt"><v:textbox><w:txbxContent>'
        f"<w:p>{run('HỎA TỐC')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )

    found = document(f"<w:p>{box}</w:p>")

    assert [paragraph.text for paragraph in found.boxes] == ["HỎA TỐC"]
    assert found.paragraphs[0].text == ""


def test_headers_are_taken_over_by_the_sections_that_have_none() -> None:
    found = read_docx(official_docx(annexed("Phụ lục")))

    assert len(found.sections) == 2
    assert found.sections[1].first_page == 1
    assert found.sections[0].strip("header", "default") is not None


def test_the_field_page_is_seen_in_a_header() -> None:
    header = read_docx(official_docx(Official())).sections[0].strip("header", "default")

    assert header is not None
    assert [paragraph.fields for paragraph in header.numbers_pages()] == [("PAGE",)]


def test_an_exact_row_height_is_known() -> None:
    table = Table((((Par("ô"),),),), (50,), height=10)

    found = read_docx(official_docx(replace(Official(), stamps=(table,))))

    assert found.paragraphs[0].cell is not None
    assert found.paragraphs[0].cell.height == pytest.approx(28.35)


def test_a_break_of_page_marks_the_next_paragraph() -> None:
    broken = text("Một", extra='<w:r><w:br w:type="page"/></w:r>')

    found = read_docx(official_docx(replace(Official(), content=(broken, text("Hai")))))

    assert [p.starts_page for p in found.paragraphs if p.text in {"Một", "Hai"}] == [False, True]


def test_a_page_number_with_words_keeps_them_apart_from_the_field() -> None:
    page = replace(Official().page, header=page_number(behind="/5"))

    header = read_docx(official_docx(replace(Official(), page=page))).sections[0].strip("header", "default")

    assert header is not None
    assert header.numbers_pages()[0].text == "2/5"
