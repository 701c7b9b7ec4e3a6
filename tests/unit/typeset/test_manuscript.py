"""A .docx is looked into before LibreOffice sees it."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.errors import UnfitDocument
from pipeline.typeset import manuscript
from pipeline.typeset.letter import CONTENT_TYPES, RELATIONSHIPS, WORDS, letter, package

PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def test_rows_letters_and_ends_of_a_document_are_known():
    docx = package(
        PARAGRAPH.format("Quyết định")
        + f"<w:tbl><w:tr><w:tc>{PARAGRAPH.format('Giàng A Mẫu')}</w:tc></w:tr><w:tr/></w:tbl>"
        + PARAGRAPH.format("Nơi nhận: Như trên")
    )

    known = manuscript.inspect(docx)

    assert known.rows == 2
    assert known.ends == ("Quyết định", "Nơi nhận: Như trên")
    assert known.letters["ẫ"] == 1
    assert known.letters["n"] == 7


def test_letters_are_counted_alike_in_both_normal_forms_and_cases():
    assert manuscript.letters("ĐIỀU 1 - Khen") == manuscript.letters("Điê\u0300u khen")


@pytest.mark.parametrize(
    "hidden",
    [
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>",
        "<w:p><w:moveFrom><w:r><w:t>ẩn</w:t></w:r></w:moveFrom></w:p>",
        "<w:p><w:del><w:r><w:delText>ẩn</w:delText></w:r></w:del></w:p>",
        '<mc:Fallback xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:p><w:r><w:t>ẩn</w:t></w:r></w:p>'
        "</mc:Fallback>",
    ],
    ids=["hidden", "moved away", "deleted", "second version"],
)
def test_text_that_is_not_printed_is_not_expected(hidden: str):
    known = manuscript.inspect(package(PARAGRAPH.format("Hiện") + hidden))

    assert known.ends == ("Hiện",)
    assert "ẩ" not in known.letters


def test_text_of_a_box_is_not_counted_twice():
    box = f"<w:p><w:r><w:t>Ngoài</w:t></w:r><w:r><w:txbxContent>{PARAGRAPH.format('Trong')}</w:txbxContent></w:r></w:p>"

    known = manuscript.inspect(package(box))

    assert known.letters.total() == len("NgoàiTrong")


def test_the_main_part_may_have_another_name():
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letter())) as old, zipfile.ZipFile(stream, "w") as new:
        new.writestr("[Content_Types].xml", CONTENT_TYPES)
        new.writestr("_rels/.rels", RELATIONSHIPS.replace("word/document.xml", "/word/document2.xml"))
        new.writestr("word/document2.xml", old.read("word/document.xml"))

    assert manuscript.inspect(stream.getvalue()).ends == (WORDS[0], WORDS[-1])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "tệp rỗng"),
        ("Chỉ là chữ".encode(), "nguyên vẹn"),
        (letter()[:400], "nguyên vẹn"),
        (b"%PDF-1.7\n", "nguyên vẹn"),
        (package("<w:p>"), "bị hỏng"),
        (package("<w:p>" * 300 + "</w:p>" * 300), "bị hỏng"),
    ],
    ids=["no bytes", "text", "half a zip", "a PDF", "broken XML", "nested without end"],
)
def test_what_is_no_word_document_is_refused_with_the_reason(data: bytes, reason: str):
    with pytest.raises(UnfitDocument, match=reason):
        manuscript.inspect(data)


def test_a_package_without_a_document_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "hello")

    with pytest.raises(UnfitDocument, match="nguyên vẹn"):
        manuscript.inspect(stream.getvalue())


def test_a_package_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(manuscript, "LARGEST_PACKAGE", 1000)

    with pytest.raises(UnfitDocument, match="quá lớn"):
        manuscript.inspect(letter())


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'

    assert manuscript.tree(bomb).text is None
