"""Long tables are cut for LibreOffice, and nothing is lost or changed in order by it."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from lxml import etree

from pipeline.typeset import long_tables, manuscript
from pipeline.typeset.letter import package
from pipeline.typeset.manuscript import W

HEADER = (
    '<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:bookmarkStart w:id="1" w:name="dau"/>'
    '<w:r><w:t>Họ và tên</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p></w:tc></w:tr>'
)


def row(text: str, merge: str = "") -> str:
    return f"<w:tr><w:tc><w:tcPr>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"


def table(rows: list[str], header: str = HEADER) -> str:
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid>{header}{"".join(rows)}</w:tbl>'


def cut(docx: bytes) -> bytes:
    return long_tables.cut(docx, manuscript.inspect(docx))


def body(docx: bytes) -> etree._Element:
    return manuscript.parse(manuscript.read_document(docx)[1])[0]


def texts(docx: bytes) -> list[str]:
    return ["".join(node.itertext()) for node in body(docx).iter(W + "tr")]


@pytest.mark.parametrize("count", [0, 1, 499])
def test_a_table_of_up_to_500_rows_stays_byte_for_byte(count: int):
    docx = package(table([row(f"người {number}") for number in range(count)]) + "<w:p/>")

    assert cut(docx) is docx


def test_several_short_tables_stay_though_their_rows_add_up():
    docx = package(table([row("một")] * 300) + "<w:p/>" + table([row("hai")] * 300))

    assert cut(docx) is docx


@pytest.mark.parametrize("count", [500, 501, 600, 1000, 1234])
def test_every_row_is_there_once_in_its_order(count: int):
    names = [f"người {number}" for number in range(count)]

    pieces = cut(package("<w:p/>" + table([row(name) for name in names]) + "<w:p/>"))

    assert [text for text in texts(pieces) if text != "Họ và tên"] == names


def test_a_long_table_becomes_tables_of_100_rows_with_the_header_and_the_frame():
    pieces = body(cut(package(table([row("x")] * 650)))).findall(W + "tbl")

    assert [len(piece.findall(W + "tr")) for piece in pieces] == [101] * 6 + [51]
    assert all(piece.find(W + "tr/" + W + "trPr/" + W + "tblHeader") is not None for piece in pieces)
    assert all(piece.find(W + "tblGrid/" + W + "gridCol").get(W + "w") == "9000" for piece in pieces)


def test_pieces_are_kept_apart_by_a_paragraph():
    children = [etree.QName(child).localname for child in body(cut(package(table([row("x")] * 600))))]

    assert children == ["tbl", "p"] * 5 + ["tbl"]


def test_a_table_without_header_is_cut_too():
    pieces = body(cut(package(table([row("x")] * 600, header="")))).findall(W + "tbl")

    assert [len(piece) - 2 for piece in pieces] == [100] * 6


def test_a_bookmark_in_the_header_stays_unique():
    marks = list(body(cut(package(table([row("x")] * 600)))).iter(W + "bookmarkStart"))

    assert [mark.get(W + "name") for mark in marks] == ["dau"]


def test_cells_joined_downwards_are_never_parted():
    rows = [row(f"{number}") for number in range(600)]
    rows[98] = row("98", '<w:vMerge w:val="restart"/>')
    for number in range(99, 110):
        rows[number] = row("", "<w:vMerge/>")

    first = body(cut(package(table(rows)))).find(W + "tbl")

    assert len(first.findall(W + "tr")) == 1 + 110


def test_the_other_parts_of_the_package_are_untouched():
    docx = package(table([row("x")] * 600))

    with zipfile.ZipFile(BytesIO(docx)) as before, zipfile.ZipFile(BytesIO(cut(docx))) as after:
        assert after.namelist() == before.namelist()
        assert after.read("_rels/.rels") == before.read("_rels/.rels")
