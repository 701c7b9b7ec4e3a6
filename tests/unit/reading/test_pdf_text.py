"""Lines of text PDFs: words, gaps, leaders, places, pages."""

from __future__ import annotations

import unicodedata

import pytest
from pypdf.generic import ArrayObject, FloatObject, NameObject, RectangleObject, TextStringObject
from reportlab.lib.utils import ImageReader

from pipeline.reading.model import Line, Medium, Table
from pipeline.reading.pdf_text import read_pdf_text
from tests.unit.reading.pdf_kit import BOLD, FONT, canvas, edited, finished, tables, texts, written


def test_two_labels_on_a_line_are_parted_by_a_tab() -> None:
    data = written((72, 700, "Giới tính: Nam"), (300, 700, "Dân tộc: Mông"))

    content = read_pdf_text(data)

    assert texts(content) == ["Giới tính: Nam\tDân tộc: Mông"]


def test_words_drawn_apart_without_spaces_get_their_spaces_back() -> None:
    data = written((72, 700, "Giàng"), (106, 700, "A"), (118, 700, "Mẫu"))

    assert texts(read_pdf_text(data)) == ["Giàng A Mẫu"]


def test_a_box_stands_where_it_was_drawn_into_the_text() -> None:
    out, page = canvas()
    page.drawString(72, 700, "Giới tính:      Nam")
    page.rect(124, 699, 10, 10)

    assert texts(read_pdf_text(finished(out, page))) == ["Giới tính: ☐ Nam"]


def test_a_value_that_touches_its_label_is_a_word_of_its_own() -> None:
    data = written((72, 700, "Lĩnh vực đăng ký"), (72 + 87.5, 700, "Chuyển đổi số"))

    assert texts(read_pdf_text(data)) == ["Lĩnh vực đăng ký Chuyển đổi số"]


def test_text_is_read_by_its_place_and_not_by_its_order_in_the_file() -> None:
    data = written((72, 600, "dưới"), (150, 700, "sau"), (72, 700, "trước"))

    assert texts(read_pdf_text(data)) == ["trước\tsau", "dưới"]


def test_a_value_typed_over_dot_leaders_replaces_them() -> None:
    data = written((72, 700, "Họ và tên: " + "." * 100), (140, 702, "Giàng A Mẫu"))

    assert texts(read_pdf_text(data)) == ["Họ và tên: Giàng A Mẫu"]


def test_dots_between_the_parts_of_a_date_typed_over_them_are_gone() -> None:
    data = written(
        (72, 700, "ngày ........ tháng ........ năm ........"), (105, 701, "16"), (163, 701, "9"), (212, 701, "2022")
    )

    assert texts(read_pdf_text(data)) == ["ngày 16 tháng 9 năm 2022"]


def test_leaders_behind_a_value_stay() -> None:
    data = written((72, 700, "Họ và tên: Giàng A Mẫu ......"))

    assert texts(read_pdf_text(data)) == ["Họ và tên: Giàng A Mẫu ......"]


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    data = written((72, 700, "QUÝ III"), (72.4, 700, "QUÝ III"))

    assert texts(read_pdf_text(data)) == ["QUÝ III"]


def test_letter_spacing_does_not_part_words() -> None:
    out, page = canvas()
    text = page.beginText(72, 700)
    text.setFont(BOLD, 14)
    text.setCharSpace(3)
    text.textOut("PHIẾU GIỚI THIỆU")
    page.drawText(text)

    assert texts(read_pdf_text(finished(out, page))) == ["PHIẾU GIỚI THIỆU"]


def test_decomposed_letters_become_composed_ones() -> None:
    data = written((72, 700, unicodedata.normalize("NFD", "Giàng A Mẫu")))

    assert texts(read_pdf_text(data)) == ["Giàng A Mẫu"]


def test_a_legacy_font_is_decoded_and_marked() -> None:
    out, page = canvas()
    page.setFont("Times-Roman", 12)
    page.drawString(72, 700, "Gi¸m ®èc")
    data = edited(finished(out, page), _rename_fonts)

    line = read_pdf_text(data).blocks[0]

    assert isinstance(line, Line)
    assert line.text == "Giám đốc"
    assert all(span.legacy for span in line.spans)


def test_the_horned_u_of_a_legacy_font_survives_as_a_hyphen() -> None:
    out, page = canvas()
    page.setFont("Times-Roman", 12)
    page.drawString(72, 700, "M\u00adêng Kh\u00ad¬ng, thi ®ua - khen th\u00adëng")
    data = edited(finished(out, page), _rename_fonts)

    assert texts(read_pdf_text(data)) == ["Mường Khương, thi đua - khen thưởng"]


def _rename_fonts(writer: object) -> None:
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[attr-defined]
    for font in fonts.values():
        font.get_object()[NameObject("/BaseFont")] = NameObject("/ABCDEF+.VnTime")


def test_places_are_boxes_from_the_top_left() -> None:
    content = read_pdf_text(written((72, 742, "Mẫu")))

    box = content.blocks[0].place.box

    assert box is not None
    assert box[0] == pytest.approx(72, abs=1)
    assert box[3] == pytest.approx(100 + 3, abs=2)


def test_a_cropped_page_counts_from_its_visible_corner() -> None:
    def crop(writer: object) -> None:
        writer.pages[0].cropbox = RectangleObject((50, 100, 500, 792))  # type: ignore[attr-defined]

    box = read_pdf_text(edited(written((72, 742, "Mẫu")), crop)).blocks[0].place.box

    assert box is not None
    assert box[0] == pytest.approx(22, abs=1)
    assert box[3] == pytest.approx(53, abs=2)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_drawn_sideways_is_read_as_on_the_upright_page(angle: int) -> None:
    out, page = canvas((595, 842))
    page.translate(297, 421)
    page.rotate(angle)
    page.drawString(-100, 40, "Họ và tên: Giàng A Mẫu")
    page.drawString(-100, 0, "Dân tộc: Mông")

    content = read_pdf_text(finished(out, page))

    assert texts(content) == ["Họ và tên: Giàng A Mẫu", "Dân tộc: Mông"]


def test_a_slanted_watermark_is_passed_over() -> None:
    out, page = canvas()
    page.drawString(72, 700, "Họ và tên: Giàng A Mẫu")
    page.translate(100, 650)
    page.rotate(45)
    page.setFont(FONT, 60)
    page.drawString(0, 0, "DỰ THẢO")

    assert texts(read_pdf_text(finished(out, page))) == ["Họ và tên: Giàng A Mẫu"]


def test_a_letterhead_becomes_two_columns() -> None:
    out, page = canvas()
    for y, left, right in (
        (800, "VĂN PHÒNG UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (785, "PHÒNG TỔNG HỢP", "Độc lập - Tự do - Hạnh phúc"),
    ):
        page.drawCentredString(150, y, left)
        page.drawCentredString(420, y, right)

    assert tables(read_pdf_text(finished(out, page))) == [
        [
            [
                "VĂN PHÒNG UBND TỈNH\nPHÒNG TỔNG HỢP",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
            ]
        ]
    ]


def test_signatures_become_two_columns_however_their_lines_alternate() -> None:
    out, page = canvas()
    for x, y, text in (
        (150, 300, "NGƯỜI LẬP PHIẾU"),
        (420, 300, "TRƯỞNG PHÒNG"),
        (150, 285, "(Ký, ghi rõ họ tên)"),
        (150, 230, "Lý Thị Thử Nghiệm"),
        (420, 222, "Trần Thị Ví Dụ"),
    ):
        page.drawCentredString(x, y, text)

    assert tables(read_pdf_text(finished(out, page))) == [
        [["NGƯỜI LẬP PHIẾU\n(Ký, ghi rõ họ tên)\nLý Thị Thử Nghiệm", "TRƯỞNG PHÒNG\nTrần Thị Ví Dụ"]]
    ]


def test_a_letterhead_whose_columns_nearly_touch_still_is_two_columns() -> None:
    out, page = canvas()
    for y, left, right in (
        (800, "VĂN PHÒNG ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        (785, "TỈNH LÀO CAI", "VIỆT NAM"),
    ):
        page.drawCentredString(200, y, left)
        page.drawCentredString(395, y, right)

    assert tables(read_pdf_text(finished(out, page))) == [
        [["VĂN PHÒNG ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM"]]
    ]


FULL = "3. Đơn vị công tác: Phòng Kiểm soát thủ tục hành chính và Trung tâm Phục vụ"


def test_a_line_that_the_margin_broke_is_one_line() -> None:
    data = written((72, 700, FULL + " hành chính công của"), (72, 684, "Văn phòng"), (72, 668, "4. Dân tộc: Mông"))

    assert texts(read_pdf_text(data)) == [FULL + " hành chính công của Văn phòng", "4. Dân tộc: Mông"]


def test_the_rest_of_the_left_of_two_fields_goes_back_to_it() -> None:
    data = written(
        (72, 700, "3. Sinh ngày: ngày 15 tháng 7"),
        (240, 700, "Giới tính: Nam"),
        (84, 684, "năm 1966"),
        (72, 668, "4. Dân tộc: Mông"),
    )

    assert texts(read_pdf_text(data)) == ["3. Sinh ngày: ngày 15 tháng 7 năm 1966\tGiới tính: Nam", "4. Dân tộc: Mông"]


def test_the_rest_of_the_right_of_two_fields_goes_back_to_it() -> None:
    data = written(
        (72, 700, "3. Giới tính: Nam"),
        (300, 700, "Trình độ: Cử nhân Kế toán, Cử nhân Luật và Trung"),
        (312, 684, "cấp chính trị"),
    )

    assert texts(read_pdf_text(data)) == [
        "3. Giới tính: Nam\tTrình độ: Cử nhân Kế toán, Cử nhân Luật và Trung cấp chính trị"
    ]


def test_a_tick_box_stays_with_its_words_on_the_next_line() -> None:
    data = written((72, 700, "8. Danh hiệu: [ ] Lao động tiên tiến [x]"), (72, 684, "Giấy khen [ ] Bằng khen"))

    assert texts(read_pdf_text(data)) == ["8. Danh hiệu: [ ] Lao động tiên tiến [x] Giấy khen [ ] Bằng khen"]


def test_a_value_behind_a_tab_goes_on_at_the_margin() -> None:
    value = "Phòng Kiểm soát thủ tục hành chính và Trung tâm Phục vụ hành chính của"
    data = written((72, 700, "Đơn vị công tác"), (170, 700, value), (72, 684, "Văn phòng"))

    assert texts(read_pdf_text(data)) == [f"Đơn vị công tác\t{value} Văn phòng"]


def test_leaders_past_the_margin_do_not_move_it() -> None:
    data = written(
        (72, 700, FULL + " hành chính công của"), (72, 684, "Văn phòng"), (72, 668, "Dân tộc: Mông " + "." * 145)
    )

    assert texts(read_pdf_text(data))[0] == FULL + " hành chính công của Văn phòng"


def test_a_short_line_is_ended_on_purpose() -> None:
    data = written((72, 700, FULL), (72, 684, "Văn phòng"))

    assert texts(read_pdf_text(data)) == [FULL, "Văn phòng"]


def test_centred_lines_stay_apart_however_wide_they_are() -> None:
    out, page = canvas()
    page.drawString(72, 700, "Đề nghị Hội đồng xem xét./.")
    page.drawCentredString(440, 680, "Lào Cai, ngày 16 tháng 9 năm 2022")
    page.drawCentredString(440, 665, "Trưởng phòng")

    assert texts(read_pdf_text(finished(out, page)))[1:] == ["Lào Cai, ngày 16 tháng 9 năm 2022", "Trưởng phòng"]


@pytest.mark.parametrize("following", ["5. Dân tộc: Mông", "- Dân tộc Mông", "Dân tộc: Mông", "Dân tộc ......... Mông"])
def test_a_full_line_does_not_swallow_the_label_below_it(following: str) -> None:
    data = written((72, 700, FULL + " hành chính công"), (72, 684, following))

    assert texts(read_pdf_text(data)) == [FULL + " hành chính công", following]


def test_names_on_the_next_page_go_below_their_roles() -> None:
    out, page = canvas()
    for x, y, text in (
        (150, 100, "NGƯỜI LẬP PHIẾU"),
        (420, 100, "TRƯỞNG PHÒNG"),
        (150, 85, "(Ký, ghi rõ họ tên)"),
        (420, 85, "(Ký, ghi rõ họ tên)"),
    ):
        page.drawCentredString(x, y, text)
    page.showPage()
    page.setFont(FONT, 12)
    page.drawCentredString(150, 700, "Lý Thị Thử Nghiệm")
    page.drawCentredString(420, 700, "Trần Thị Ví Dụ")

    assert [cell.splitlines()[-1] for cell in tables(read_pdf_text(finished(out, page)))[0][0]] == [
        "Lý Thị Thử Nghiệm",
        "Trần Thị Ví Dụ",
    ]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["XÁC NHẬN CỦA TRƯỞNG ĐƠN", "VỊ"], ["XÁC NHẬN CỦA TRƯỞNG ĐƠN VỊ"]),
        (["TRUNG TÂM PHỤC VỤ HÀNH CHÍNH", "CÔNG"], ["TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"]),
        (["VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH", "NHÀ KHÁCH"], ["VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH", "NHÀ KHÁCH"]),
        (["XÁC NHẬN CỦA TRƯỞNG ĐƠN VỊ", "LÝ A SỬ"], ["XÁC NHẬN CỦA TRƯỞNG ĐƠN VỊ", "LÝ A SỬ"]),
    ],
)
def test_the_last_word_of_a_centred_heading_goes_back_to_it(lines: list[str], whole: list[str]) -> None:
    out, page = canvas()
    for number, line in enumerate(lines):
        page.drawCentredString(300, 700 - 15 * number, line)

    assert texts(read_pdf_text(finished(out, page))) == whole


def test_labels_with_values_beside_them_stay_lines() -> None:
    data = written(
        (72, 700, "Họ và tên:"), (220, 700, "Giàng A Mẫu"), (72, 680, "Chức vụ:"), (220, 680, "Chuyên viên chính")
    )

    assert texts(read_pdf_text(data)) == ["Họ và tên:\tGiàng A Mẫu", "Chức vụ:\tChuyên viên chính"]


def test_page_numbers_are_left_out_and_running_feet_stand_once() -> None:
    out, page = canvas()
    for number, text in ((1, "trang đầu"), (2, "trang sau")):
        page.setFont(FONT, 12)
        page.drawString(72, 600, text)
        page.drawCentredString(297, 810, str(number))
        page.drawString(72, 20, f"MẪU TĐ-02/v1 | trang {number}")
        page.showPage()

    content = read_pdf_text(finished(out, page))

    assert content.pages == 2
    assert texts(content) == ["trang đầu", "trang sau", "MẪU TĐ-02/v1 | trang 1"]


def test_typewriting_over_the_page_is_text_of_the_line_it_stands_on() -> None:
    def type_over(writer: object) -> None:
        note = {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/FreeText"),
            "/Contents": TextStringObject("Giàng A Mẫu"),
            "/Rect": ArrayObject(map(FloatObject, (140, 695, 400, 715))),
        }
        writer.add_annotation(0, _dictionary(note))  # type: ignore[attr-defined]

    data = edited(written((72, 700, "Họ và tên: ...................")), type_over)

    assert texts(read_pdf_text(data)) == ["Họ và tên: Giàng A Mẫu"]


def _dictionary(entries: dict[str, object]) -> object:
    from pypdf.generic import DictionaryObject

    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


# Pictures of pages


def _picture(page: object) -> None:
    from PIL import Image

    page.drawImage(ImageReader(Image.new("L", (60, 84), 200)), 0, 0, 595, 842)  # type: ignore[attr-defined]


def _is_left_to_its_picture(data: bytes) -> bool:
    content = read_pdf_text(data)
    return content.medium is Medium.SCAN and content.pictures == (1,) and not content.blocks


def test_a_picture_of_a_page_is_to_be_read_as_a_picture() -> None:
    out, page = canvas()
    _picture(page)

    assert _is_left_to_its_picture(finished(out, page))


def test_a_page_without_text_is_to_be_read_as_a_picture() -> None:
    out, page = canvas()
    page.showPage()

    assert _is_left_to_its_picture(finished(out, page))


def test_junk_recognition_over_a_picture_is_not_believed() -> None:
    out, page = canvas()
    _picture(page)
    page.drawString(72, 700, "CQNG HOA XA HQI CHU NGHiA VIET NAM, phông tô chuc, các dôn vi trrc thuôc")

    assert _is_left_to_its_picture(finished(out, page))


def test_a_good_text_layer_over_a_picture_is_trusted() -> None:
    out, page = canvas()
    _picture(page)
    page.drawString(72, 700, "Họ và tên: Giàng A Mẫu, Phòng Tổng hợp, dân tộc Mông")

    assert texts(read_pdf_text(finished(out, page))) == ["Họ và tên: Giàng A Mẫu, Phòng Tổng hợp, dân tộc Mông"]


def test_a_picture_among_pages_of_text_is_left_to_be_read_as_a_picture() -> None:
    out, page = canvas()
    page.drawString(72, 700, "Họ và tên: Giàng A Mẫu")
    page.showPage()
    _picture(page)

    content = read_pdf_text(finished(out, page))

    assert texts(content) == ["Họ và tên: Giàng A Mẫu"]
    assert content.pictures == (2,)


def test_blocks_stand_in_reading_order() -> None:
    out, page = canvas()
    page.drawString(72, 500, "sau bảng")
    page.drawString(72, 700, "trước bảng")
    page.grid([72, 200, 400], [560, 600, 640])
    page.drawString(80, 610, "trong bảng")

    kinds = [type(block) for block in read_pdf_text(finished(out, page)).blocks]

    assert kinds == [Line, Table, Line]
