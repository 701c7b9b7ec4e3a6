"""Ruled lines, broken titles, long names and a printer's offset, in the XML of a paper."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from pipeline.drafting.fitting import CENTRED, W, fitted
from pipeline.errors import OffsetWrong

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARGINS = '<w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="1134"/>'
PAGE = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{MARGINS}</w:sectPr>'
WIDE = 11906 - 1701 - 1134


def paragraph(style: str, text: str = "", indent: int | None = None) -> str:
    around = f'<w:ind w:left="{indent}" w:right="{indent}"/>' if indent is not None else ""
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{around}</w:pPr>{run}</w:p>'


def paper(*body: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        document = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{"".join(body)}{PAGE}</w:body></w:document>'
        package.writestr("word/document.xml", document)
        package.writestr("word/styles.xml", "<styles/>")
    return stream.getvalue()


def read(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert package.namelist() == ["word/document.xml", "word/styles.xml"]
        return etree.fromstring(package.read("word/document.xml"))


def indents(docx: bytes) -> list[int]:
    return [int(indent.get(f"{W}left")) for indent in read(docx).iter(f"{W}ind")]


@pytest.mark.parametrize("subject", ["Nghỉ lễ", "Về việc thu hồi văn bản", "Kết quả kiểm tra công tác năm 2022"])
def test_a_rule_becomes_a_third_to_a_half_of_the_subject_above(subject: str):
    docx = fitted(paper(paragraph("TrichYeu", subject), paragraph("KeNgang", indent=100)), {})

    (side,) = indents(docx)
    length = (WIDE - 2 * side) / 20
    assert 1 / 3 <= length / CENTRED["TrichYeu"].width(subject) <= 1 / 2


def test_a_rule_that_is_right_already_stays_and_so_do_the_bytes():
    subject = "Xây dựng và nhân rộng gương điển hình tiên tiến"
    side = round((WIDE - 0.4 * 20 * CENTRED["TrichYeu"].width(subject)) / 2)
    docx = paper(paragraph("TrichYeu", subject), paragraph("KeNgang", indent=side))

    assert fitted(docx, {}) == docx


def test_the_rule_of_the_motto_is_never_touched():
    docx = paper(paragraph("TieuNgu", "Độc lập - Tự do - Hạnh phúc"), paragraph("KeNgang", indent=10))

    assert fitted(docx, {}) == docx


@pytest.mark.parametrize(
    ("subject", "first", "second"),
    [
        (
            "Về việc thành lập Hội đồng Thi đua - Khen thưởng Văn phòng UBND tỉnh Lào Cai",
            "Về việc thành lập Hội đồng Thi đua - Khen thưởng",
            "Văn phòng UBND tỉnh Lào Cai",
        ),
        (
            "Về việc tặng Giấy khen cho cá nhân có thành tích trong phong trào thi đua quý III năm 2022",
            "Về việc tặng Giấy khen cho cá nhân có thành",
            "tích trong phong trào thi đua quý III năm 2022",
        ),
    ],
)
def test_a_title_is_broken_into_lines_about_as_long_as_each_other_and_never_in_a_name(
    subject: str, first: str, second: str
):
    (side,) = indents(fitted(paper(paragraph("TrichYeu", subject)), {}))

    assert CENTRED["TrichYeu"].lines(subject, (WIDE - 2 * side) / 20) == [first, second]


def test_a_long_name_on_a_giay_khen_is_made_smaller_and_then_wraps():
    short, long, longest = "Bà Lý Thị Ví Dụ", "Tập thể " + "Trung tâm " * 3, "Tập thể " + "Trung tâm " * 30

    sizes = [
        [int(size.get(f"{W}val")) for size in read(fitted(paper(paragraph("GkTen", text)), {})).iter(f"{W}sz")]
        for text in (short, long, longest)
    ]

    assert sizes[0] == []
    assert 36 < sizes[1][0] < 56
    assert sizes[2] == [36]


@pytest.mark.parametrize("offset", [5, "1 mm", [3], {"ngang": "1"}, {"doc": None}])
def test_an_offset_that_is_no_millimetres_is_refused_with_how_to_write_it(offset: object):
    with pytest.raises(OffsetWrong, match="ngang"):
        fitted(paper(), {"can_chinh": offset})


def test_the_offset_of_a_printer_moves_all_margins():
    docx = fitted(paper(), {"can_chinh": {"ngang": 1, "doc": -2}})

    (margins,) = read(docx).iter(f"{W}pgMar")
    moved = [int(margins.get(f"{W}{side}")) for side in ("left", "right", "top", "bottom")]
    assert moved == [1701 + 57, 1134 - 57, 1134 - 113, 1134 + 113]
