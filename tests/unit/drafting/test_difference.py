"""What changed between two drafts, said so that a clerk finds the place."""

from __future__ import annotations

import io

import docx

from pipeline.drafting.difference import difference, paragraphs


def document(*lines: str, bold: bool = False) -> bytes:
    word = docx.Document()
    for line in lines:
        word.add_paragraph().add_run(line).bold = bold
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_a_changed_word_is_shown_with_the_words_around_it():
    old = document("Điều 1. Tặng Giấy khen cho 03 cá nhân có thành tích")
    new = document("Điều 1. Tặng Giấy khen cho 04 cá nhân có thành tích")

    assert difference(old, new) == (
        "Sửa: “… Tặng Giấy khen cho 03 cá nhân có thành …” → “… Tặng Giấy khen cho 04 cá nhân có thành …”"
    )


def test_added_and_removed_paragraphs_are_shown_whole():
    old = document("Mở đầu", "Đoạn bỏ đi", "Kết thúc")
    new = document("Mở đầu", "Kết thúc", "Phần thêm vào")

    assert difference(old, new).splitlines() == ["Bớt: Đoạn bỏ đi", "Thêm: Phần thêm vào"]


def test_a_paragraph_put_before_a_changed_one_does_not_hide_the_change():
    old = document("Quyết định này có hiệu lực kể từ ngày ký.")
    new = document("Một đoạn hoàn toàn khác hẳn.", "Quyết định này có hiệu lực kể từ ngày ban hành.")

    lines = difference(old, new).splitlines()
    assert lines[0] == "Thêm: Một đoạn hoàn toàn khác hẳn."
    assert lines[1].startswith("Sửa:")


def test_a_change_of_layout_alone_is_said():
    assert (
        difference(document("Như cũ"), document("Như cũ", bold=True)) == "Chỉ thay đổi trình bày, không thay đổi chữ."
    )


def test_cells_of_tables_are_paragraphs_too():
    word = docx.Document()
    word.add_table(1, 2).rows[0].cells[1].text = "450.000"
    stream = io.BytesIO()
    word.save(stream)

    assert paragraphs(stream.getvalue()) == ["450.000"]
