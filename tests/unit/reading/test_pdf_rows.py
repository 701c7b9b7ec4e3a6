"""Tables without rules in text PDFs: labels beside the middle of their values, values behind tabs, lists of options."""

from __future__ import annotations

from pipeline.reading.pdf_text import read_pdf_text
from tests.unit.reading.pdf_kit import canvas, finished, ruled, tables, texts, written


def test_a_wrapped_label_beside_one_line_is_one_label_before_its_value() -> None:
    data = written((74, 700, "Trình độ chuyên"), (174, 692.5, "Cử nhân Kinh tế"), (74, 685, "môn"))

    assert texts(read_pdf_text(data)) == ["Trình độ chuyên môn\tCử nhân Kinh tế"]


def test_a_label_in_the_middle_of_its_value_stands_before_the_first_line() -> None:
    data = written(
        (74, 730, "Chức vụ"), (174, 730, "Chuyên viên"),
        (174, 700, "Tham mưu 125 văn bản"), (74, 692.5, "Tóm tắt thành tích"), (174, 685, "đúng hạn."),
    )  # fmt: skip

    content = read_pdf_text(data)

    assert texts(content) == ["Chức vụ\tChuyên viên", "Tóm tắt thành tích\tTham mưu 125 văn bản", "đúng hạn."]


def test_a_label_beside_the_middle_line_of_three_stands_before_the_first() -> None:
    data = written(
        (174, 700, "Tham mưu 125 văn bản."), (74, 685, "Tóm tắt thành tích"), (174, 685, "Tập huấn 60 cán bộ."),
        (174, 670, "Số hóa hồ sơ."),
    )  # fmt: skip

    content = read_pdf_text(data)

    assert texts(content)[0] == "Tóm tắt thành tích\tTham mưu 125 văn bản."
    assert texts(content)[1:] == ["Tập huấn 60 cán bộ.", "Số hóa hồ sơ."]


def test_words_in_the_middle_that_are_no_label_stay_where_they_are() -> None:
    data = written((174, 700, "Tham mưu 125 văn bản"), (74, 692.5, "Hết tháng sáu"), (174, 685, "đúng hạn."))

    assert texts(read_pdf_text(data)) == ["Tham mưu 125 văn bản", "Hết tháng sáu", "đúng hạn."]


def test_a_value_behind_a_tab_goes_on_at_the_left_margin() -> None:
    last = "Đơn vị công tác: Trung tâm Tin học và các công việc khác -"
    data = written((72, 700, "Chức vụ: Kế toán viên"), (230, 700, last), (72, 685, "Công báo"))

    assert texts(read_pdf_text(data)) == [f"Chức vụ: Kế toán viên\t{last} Công báo"]


def test_options_with_marks_in_the_next_cell_become_lines_with_ticks() -> None:
    out, page = canvas()
    ruled(page, (72, 300, 330), (640, 660, 680))
    page.drawString(80, 665, "Lao động tiên tiến")
    page.drawString(80, 645, "Chiến sĩ thi đua cơ sở")
    page.drawString(310, 645, "x")

    content = read_pdf_text(finished(out, page))

    assert texts(content) == ["☐ Lao động tiên tiến", "☒ Chiến sĩ thi đua cơ sở"]
    assert tables(content) == []


def test_a_table_of_labels_and_empty_cells_is_no_list_of_options() -> None:
    out, page = canvas()
    ruled(page, (72, 300, 430), (640, 660, 680))
    page.drawString(80, 665, "Họ và tên")
    page.drawString(80, 645, "Chức vụ")

    assert tables(read_pdf_text(finished(out, page))) == [[["Họ và tên", ""], ["Chức vụ", ""]]]


def test_a_date_that_a_narrow_cell_parted_is_whole_again() -> None:
    out, page = canvas()
    ruled(page, (72, 150, 192), (660, 700))
    page.drawString(80, 685, "Ngày sinh")
    page.drawString(154, 685, "14-6-")
    page.drawString(154, 670, "1971")

    assert tables(read_pdf_text(finished(out, page))) == [[["Ngày sinh", "14-6-1971"]]]


def test_a_tick_box_at_the_start_of_a_line_belongs_to_the_words_before_it() -> None:
    data = written(
        (72, 700, "Danh hiệu đăng ký: Lao động tiên tiến [ ] Chiến sĩ thi đua cơ sở [ ] Giấy khen"),
        (84, 685, "[x] Bằng khen [ ]"),
    )  # fmt: skip

    whole = "Danh hiệu đăng ký: Lao động tiên tiến [ ] Chiến sĩ thi đua cơ sở [ ] Giấy khen [x] Bằng khen [ ]"
    assert texts(read_pdf_text(data)) == [whole]


def test_a_tick_box_before_its_words_begins_a_line_of_its_own() -> None:
    data = written((72, 700, "[ ] Lao động tiên tiến [ ] Giấy khen"), (72, 685, "[x] Bằng khen"))

    assert texts(read_pdf_text(data)) == ["[ ] Lao động tiên tiến [ ] Giấy khen", "[x] Bằng khen"]
