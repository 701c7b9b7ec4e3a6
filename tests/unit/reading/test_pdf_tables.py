"""Ruled tables, boxes and tick boxes of text PDFs."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from pipeline.reading.model import Table
from pipeline.reading.pdf_text import read_pdf_text
from tests.unit.reading.pdf_kit import canvas, finished, ruled, tables, texts

XS, YS = (72, 200, 300, 500), (600, 620, 640)


def _drawn(draw: Any) -> bytes:
    out, page = canvas()
    draw(page)
    return finished(out, page)


def _fill(page: Any) -> None:
    for x in (80, 210, 310):
        for y in (606, 626):
            page.drawString(x, y, f"ô {x}-{y}")


FILLED = [["ô 80-626", "ô 210-626", "ô 310-626"], ["ô 80-606", "ô 210-606", "ô 310-606"]]


def test_a_grid_of_lines_is_a_table() -> None:
    def draw(page: Any) -> None:
        ruled(page, XS, YS)
        _fill(page)

    assert tables(read_pdf_text(_drawn(draw))) == [FILLED]


def test_rules_drawn_as_thin_areas_are_rules() -> None:
    def draw(page: Any) -> None:
        for x in XS:
            page.rect(x, YS[0], 0.7, YS[-1] - YS[0], stroke=0, fill=1)
        for y in YS:
            page.rect(XS[0], y, XS[-1] - XS[0], 0.7, stroke=0, fill=1)
        _fill(page)

    assert tables(read_pdf_text(_drawn(draw))) == [FILLED]


def test_cells_drawn_one_by_one_are_one_table() -> None:
    def draw(page: Any) -> None:
        for left, right in itertools.pairwise(XS):
            for bottom in YS[:-1]:
                page.rect(left, bottom, right - left, 20)
        _fill(page)

    assert tables(read_pdf_text(_drawn(draw))) == [FILLED]


def test_double_rules_count_once() -> None:
    def draw(page: Any) -> None:
        ruled(page, XS, YS)
        ruled(page, [x + 1.5 for x in XS], [y + 1.5 for y in YS])
        _fill(page)

    assert tables(read_pdf_text(_drawn(draw))) == [FILLED]


def test_a_table_without_its_outer_sides_keeps_its_outer_columns() -> None:
    def draw(page: Any) -> None:
        for x in XS[1:-1]:
            page.line(x, YS[0], x, YS[-1])
        for y in YS:
            page.line(XS[0], y, XS[-1], y)
        _fill(page)

    assert tables(read_pdf_text(_drawn(draw))) == [FILLED]


def test_merged_cells_have_spans() -> None:
    def draw(page: Any) -> None:
        ruled(page, XS, (600, 620))
        page.rect(72, 620, 428, 20)
        page.drawString(80, 626, "I. CÁ NHÂN")
        page.drawString(210, 606, "Giàng A Mẫu")

    table = read_pdf_text(_drawn(draw)).blocks[0]

    assert isinstance(table, Table)
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells] == [
        (0, 0, 1, 3, "I. CÁ NHÂN"),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, "Giàng A Mẫu"),
        (1, 2, 1, 1, ""),
    ]


def test_a_cell_keeps_its_lines_and_its_place() -> None:
    def draw(page: Any) -> None:
        ruled(page, (72, 200, 400), (600, 650))
        page.drawString(210, 630, "Lễ tân,")
        page.drawString(210, 614, "Nhà khách")

    table = read_pdf_text(_drawn(draw)).blocks[0]

    assert isinstance(table, Table)
    cell = table.cells[1]
    assert cell.text == "Lễ tân,\nNhà khách"
    assert cell.place.box == pytest.approx((200, 192, 400, 242), abs=1)


def test_lines_that_the_border_of_a_cell_broke_are_one_line() -> None:
    def draw(page: Any) -> None:
        ruled(page, (72, 200, 280), (580, 650))
        for y, text in ((630, "Chiến sĩ thi"), (614, "đua cơ sở,Bằ"), (598, "ng khen")):
            page.drawString(205, y, text)

    assert tables(read_pdf_text(_drawn(draw))) == [[["", "Chiến sĩ thi đua cơ sở,Bằng khen"]]]


def test_a_letter_that_sticks_out_of_its_cell_stays_with_its_word() -> None:
    def draw(page: Any) -> None:
        ruled(page, (72, 200, 300), (600, 620))
        page.drawString(206 - page.stringWidth("Sáng kiến"), 606, "Sáng kiến")
        page.drawString(210, 606, "Chức vụ")

    assert tables(read_pdf_text(_drawn(draw))) == [[["Sáng kiến", "Chức vụ"]]]


def test_underlines_and_writing_lines_are_no_table() -> None:
    def draw(page: Any) -> None:
        page.drawString(72, 700, "Họ và tên: Giàng A Mẫu")
        page.line(130, 697, 500, 697)
        page.drawString(72, 680, "Dân tộc: Mông")
        page.line(130, 677, 500, 677)

    assert texts(read_pdf_text(_drawn(draw))) == ["Họ và tên: Giàng A Mẫu", "Dân tộc: Mông"]


def test_a_frame_around_the_page_is_no_table() -> None:
    def draw(page: Any) -> None:
        page.rect(40, 40, 515, 762)
        page.drawString(72, 700, "Họ và tên: Giàng A Mẫu")
        page.drawString(72, 680, "Dân tộc: Mông")

    assert texts(read_pdf_text(_drawn(draw))) == ["Họ và tên: Giàng A Mẫu", "Dân tộc: Mông"]


# Tables over two pages


def _half(page: Any, header: bool, rows: list[tuple[str, str]]) -> None:
    page.setFont("Serif", 12)
    rows = [("STT", "Họ và tên"), *rows] if header else rows
    ys = [700 - 20 * step for step in range(len(rows) + 1)]
    ruled(page, (72, 120, 400), list(reversed(ys)))
    for y, (number, name) in zip(ys, rows, strict=False):
        page.drawString(80, y - 14, number)
        page.drawString(130, y - 14, name)
    page.drawCentredString(297, 40, "2")
    page.showPage()


def _two_pages(header: bool, second: list[tuple[str, str]]) -> bytes:
    out, page = canvas()
    _half(page, True, [("1", "Giàng A Mẫu")])
    _half(page, header, second)
    return finished(out, page)


@pytest.mark.parametrize("header", [True, False])
def test_a_table_over_two_pages_is_one_table_with_one_header(header: bool) -> None:
    data = _two_pages(header, [("2", "Lý Thị Thử Nghiệm")])

    assert tables(read_pdf_text(data)) == [[["STT", "Họ và tên"], ["1", "Giàng A Mẫu"], ["2", "Lý Thị Thử Nghiệm"]]]


def test_a_row_that_goes_on_on_the_next_page_is_one_row() -> None:
    data = _two_pages(False, [("", "(Phòng Tổng hợp)"), ("2", "Lý Thị Thử Nghiệm")])

    assert tables(read_pdf_text(data)) == [
        [["STT", "Họ và tên"], ["1", "Giàng A Mẫu\n(Phòng Tổng hợp)"], ["2", "Lý Thị Thử Nghiệm"]]
    ]


def test_a_box_that_goes_on_on_the_next_page_is_one_box() -> None:
    out, page = canvas()
    for lines in (["Tóm tắt thành tích", "Dòng thứ nhất."], ["Dòng thứ hai."]):
        page.setFont("Serif", 12)
        page.rect(72, 600, 400, 80)
        if len(lines) > 1:
            page.line(72, 690, 72, 600)
            page.rect(72, 680, 400, 20)
            page.drawString(80, 686, "Dân tộc")
        for number, line in enumerate(lines):
            page.drawString(80, 660 - 16 * number, line)
        page.showPage()

    assert tables(read_pdf_text(finished(out, page)))[0][-1] == ["Tóm tắt thành tích\nDòng thứ nhất.\nDòng thứ hai."]


def _labelled_box_over_two_pages(*second: tuple[float, float, str]) -> bytes:
    def draw(page: Any) -> None:
        page.drawString(72, 144, "Thành tích")
        page.rect(72, 60, 400, 80)
        page.drawString(80, 120, "Tham mưu 12 văn bản.")
        page.showPage()
        page.setFont("Serif", 12)
        page.rect(72, 700, 400, 80)
        for x, y, text in second:
            page.drawString(x, y, text)

    return _drawn(draw)


def test_a_box_with_its_label_above_it_goes_on_on_the_next_page() -> None:
    data = _labelled_box_over_two_pages((80, 760, "Kết quả: đạt 98%."), (80, 744, "Sáng kiến: 01."))

    assert tables(read_pdf_text(data)) == [
        [["Thành tích"], ["Tham mưu 12 văn bản.\nKết quả: đạt 98%.\nSáng kiến: 01."]]
    ]


def test_a_box_with_words_of_its_own_above_it_does_not_go_on_with_the_last_one() -> None:
    data = _labelled_box_over_two_pages((72, 784, "Lời nhắn"), (80, 760, "Xin cảm ơn."))

    [table] = tables(read_pdf_text(data))
    assert table == [["Thành tích"], ["Tham mưu 12 văn bản."], ["Lời nhắn"], ["Xin cảm ơn."]]


def test_the_number_of_a_page_is_no_label_of_the_box_below_it() -> None:
    data = _labelled_box_over_two_pages((300, 784, "2"), (80, 760, "Giúp 3 hộ nghèo."))

    [table] = tables(read_pdf_text(data))
    assert table == [["Thành tích"], ["Tham mưu 12 văn bản.\nGiúp 3 hộ nghèo."]]


def test_a_frame_around_lines_with_labels_is_no_box() -> None:
    def draw(page: Any) -> None:
        page.rect(72, 690, 400, 50)
        page.drawString(80, 720, "Họ và tên: Giàng A Mẫu")
        page.drawString(80, 700, "Dân tộc: Mông")

    assert texts(read_pdf_text(_drawn(draw))) == ["Họ và tên: Giàng A Mẫu", "Dân tộc: Mông"]


def test_the_rest_of_a_table_without_some_borders_is_a_part_of_it() -> None:
    out, page = canvas()
    for xs, rows in (((72, 200, 300, 400), ["Họ và tên", "Tác dụng nêu"]), ((72, 200, 400), ["gương:", "Kỷ luật"])):
        page.setFont("Serif", 12)
        ruled(page, xs, (660, 680, 700))
        for y, text in zip((686, 666), rows, strict=True):
            page.drawString(80, y, text)
        page.showPage()

    table = read_pdf_text(finished(out, page)).blocks[0]

    assert isinstance(table, Table)
    found = [(cell.row, cell.column, cell.column_span, cell.text) for cell in table.cells if cell.text]
    assert found == [(0, 0, 1, "Họ và tên"), (1, 0, 1, "Tác dụng nêu"), (2, 0, 1, "gương:"), (3, 0, 1, "Kỷ luật")]


# Boxes


def test_a_box_takes_the_label_left_of_it() -> None:
    def draw(page: Any) -> None:
        page.drawString(72, 706, "Họ và tên:")
        page.rect(140, 700, 150, 20)
        page.drawString(145, 706, "Giàng A Mẫu")
        page.drawString(300, 706, "Dân tộc:")
        page.rect(350, 700, 100, 20)
        page.drawString(355, 706, "Mông")

    assert tables(read_pdf_text(_drawn(draw))) == [[["Họ và tên:", "Giàng A Mẫu"]], [["Dân tộc:", "Mông"]]]


def test_a_box_takes_the_label_above_it() -> None:
    def draw(page: Any) -> None:
        for x, label, value in ((72, "Họ và tên", "Giàng A Mẫu"), (300, "Dân tộc", "Mông")):
            page.drawString(x, 724, label)
            page.rect(x, 700, 150, 20)
            page.drawString(x + 5, 706, value)

    assert tables(read_pdf_text(_drawn(draw))) == [[["Họ và tên"], ["Giàng A Mẫu"]], [["Dân tộc"], ["Mông"]]]


def test_boxes_that_touch_take_the_labels_above_them() -> None:
    def draw(page: Any) -> None:
        page.setFont("Serif", 8)
        page.drawString(72, 724, "HỌ VÀ TÊN")
        page.drawString(305, 724, "NGÀY SINH")
        page.setFont("Serif", 12)
        ruled(page, (72, 300, 500), (700, 720))
        page.drawString(77, 706, "Giàng A Mẫu")
        page.drawString(305, 706, "05/9/1988")

    content = read_pdf_text(_drawn(draw))

    assert tables(content) == [[["HỌ VÀ TÊN", "NGÀY SINH"], ["Giàng A Mẫu", "05/9/1988"]]]
    assert texts(content) == []


def test_labels_close_to_one_another_belong_to_the_boxes_they_stand_over() -> None:
    def draw(page: Any) -> None:
        page.drawString(72, 724, "Giới tính")
        page.drawString(124, 724, "Dân tộc")
        ruled(page, (72, 122, 300), (700, 720))
        page.drawString(77, 706, "Nữ")
        page.drawString(127, 706, "Mông")

    assert tables(read_pdf_text(_drawn(draw))) == [[["Giới tính", "Dân tộc"], ["Nữ", "Mông"]]]


@pytest.mark.parametrize(
    ("above", "cells"),
    [
        (("Thành tích:", ""), ("Giỏi", "Khá")),  # the heading of a table
        (("Đợt", "Loại"), ("1", "Khá")),  # words that name no field
        (("Họ và tên", "Giàng A Mẫu"), ("Dân tộc", "Mông")),  # labels beside their values, the first row unruled
    ],
)
def test_a_table_of_one_row_leaves_what_stands_above_it(above: tuple[str, str], cells: tuple[str, str]) -> None:
    def draw(page: Any) -> None:
        ruled(page, (72, 300, 500), (700, 720))
        for x, label, value in zip((77, 305), above, cells, strict=True):
            page.drawString(x, 726, label)
            page.drawString(x, 706, value)

    content = read_pdf_text(_drawn(draw))

    assert tables(content) == [[list(cells)]]
    assert texts(content) == ["\t".join(filter(None, above))]


def test_a_label_inside_its_box_stays_there() -> None:
    def draw(page: Any) -> None:
        page.rect(72, 690, 300, 36)
        page.setFont("Serif", 8)
        page.drawString(76, 716, "Họ và tên")
        page.setFont("Serif", 12)
        page.drawString(76, 698, "Giàng A Mẫu")

    assert tables(read_pdf_text(_drawn(draw))) == [[["Họ và tên\nGiàng A Mẫu"]]]


def test_boxes_for_single_letters_are_one_text() -> None:
    def draw(page: Any) -> None:
        page.drawString(72, 705, "Ngày sinh:")
        for index, digit in enumerate("05091988"):
            page.rect(140 + 16 * index, 700, 16, 20)
            page.drawString(145 + 16 * index, 705, digit)

    assert texts(read_pdf_text(_drawn(draw))) == ["Ngày sinh: 05091988"]


# Tick boxes


def _cross(page: Any, x: float, y: float) -> None:
    page.line(x + 1, y + 1, x + 9, y + 9)
    page.line(x + 1, y + 9, x + 9, y + 1)


def _letter(page: Any, x: float, y: float) -> None:
    page.drawString(x + 1, y + 1, "X")


def _dingbat(page: Any, x: float, y: float) -> None:
    page.setFont("ZapfDingbats", 10)
    page.drawString(x + 1, y + 1, "4")
    page.setFont("Serif", 12)


def _full(page: Any, x: float, y: float) -> None:
    page.rect(x + 2, y + 2, 6, 6, stroke=0, fill=1)


@pytest.mark.parametrize("tick", [_cross, _letter, _dingbat, _full])
def test_a_drawn_box_is_ticked_by_what_is_put_into_it(tick: Any) -> None:
    def draw(page: Any) -> None:
        page.drawString(72, 700, "Giới tính:")
        for x, word in ((130, "Nam"), (190, "Nữ")):
            page.rect(x, 699, 10, 10)
            page.drawString(x + 14, 700, word)
        tick(page, 190, 699)

    assert texts(read_pdf_text(_drawn(draw))) == ["Giới tính: ☐ Nam\t☒ Nữ"]


def test_a_filled_circle_in_a_circle_is_a_tick() -> None:
    def draw(page: Any) -> None:
        for x, word in ((72, "Nam"), (140, "Nữ")):
            page.circle(x, 704, 5)
            page.drawString(x + 10, 700, word)
        page.circle(72, 704, 2.5, stroke=0, fill=1)

    assert texts(read_pdf_text(_drawn(draw))) == ["☒ Nam\t☐ Nữ"]


def test_a_white_ground_is_no_tick() -> None:
    def draw(page: Any) -> None:
        page.setFillColorRGB(1, 1, 1)
        page.roundRect(72, 699, 11, 11, 2, stroke=0, fill=1)
        page.rect(74, 701, 7, 7, stroke=0, fill=1)
        page.setFillColorRGB(0, 0, 0)
        page.roundRect(72, 699, 11, 11, 2, stroke=1, fill=0)
        page.drawString(88, 700, "Nam")

    assert texts(read_pdf_text(_drawn(draw))) == ["☐ Nam"]


def test_a_small_box_with_a_number_in_it_is_no_tick_box() -> None:
    def draw(page: Any) -> None:
        page.rect(72, 699, 12, 12)
        page.drawString(75, 701, "7")
        page.drawString(100, 701, "người")

    assert texts(read_pdf_text(_drawn(draw))) == ["7\tngười"]


def test_tick_boxes_in_a_cell_are_text_of_the_cell() -> None:
    def draw(page: Any) -> None:
        ruled(page, (72, 200, 400), (690, 720))
        page.drawString(80, 700, "Giới tính")
        for x, word in ((210, "Nam"), (270, "Nữ")):
            page.rect(x, 699, 10, 10)
            page.drawString(x + 14, 700, word)
        _cross(page, 210, 699)

    assert tables(read_pdf_text(_drawn(draw))) == [[["Giới tính", "☒ Nam\t☐ Nữ"]]]
