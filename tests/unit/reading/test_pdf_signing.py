"""What stands around the fields of a text PDF: signature blocks, dates, letterheads, and words struck out."""

from __future__ import annotations

from reportlab.pdfbase import pdfmetrics

from pipeline.reading.pdf_text import read_pdf_text
from tests.unit.reading.pdf_kit import FONT, canvas, finished, tables, texts, written

NOTE = "Ghi chú: Phiếu gửi về Phòng Tổng hợp trước ngày 20 của tháng cuối quý."

Drawn = tuple[float, float, str]


def _centred(*lines: Drawn) -> tuple[Drawn, ...]:
    """Each (middle, y, text) as `written` wants it."""
    return tuple((x - pdfmetrics.stringWidth(text, FONT, 12) / 2, y, text) for x, y, text in lines)


def _written(*lines: Drawn) -> bytes:
    canvas()  # registers the font
    return written(*_centred(*lines))


def test_a_role_with_nothing_beside_it_is_the_head_of_its_column() -> None:
    data = _written(
        (430, 700, "Lào Cai, ngày 18 tháng 6 năm 2024"), (430, 685, "TRƯỞNG PHÒNG"),
        (170, 670, "(Ký, họ tên)"), (430, 670, "(Ký, họ tên)"), (430, 610, "Giàng A Mẫu"),
    )  # fmt: skip

    right = "Lào Cai, ngày 18 tháng 6 năm 2024\nTRƯỞNG PHÒNG\n(Ký, họ tên)\nGiàng A Mẫu"
    assert tables(read_pdf_text(data)) == [[["(Ký, họ tên)", right]]]


def test_words_of_the_text_above_a_signature_stay_in_the_text() -> None:
    data = _written(
        (430, 685, "và bàn giao hồ sơ đúng hạn."),
        (170, 670, "NGƯỜI LẬP"), (430, 670, "TRƯỞNG PHÒNG"), (170, 610, "Lý Thị Thử"), (430, 610, "Giàng A Mẫu"),
    )  # fmt: skip

    content = read_pdf_text(data)

    assert texts(content) == ["và bàn giao hồ sơ đúng hạn."]
    assert tables(content) == [[["NGƯỜI LẬP\nLý Thị Thử", "TRƯỞNG PHÒNG\nGiàng A Mẫu"]]]


def test_the_year_of_a_date_left_for_the_next_line_is_put_back() -> None:
    data = _written(
        (430, 700, "TP. Lào Cai, ngày 05 tháng 3 năm"), (170, 685, "NGƯỜI LẬP"), (430, 685, "2024"),
        (430, 670, "TRƯỞNG PHÒNG"), (170, 610, "Lý Thị Thử"), (430, 610, "Giàng A Mẫu"),
    )  # fmt: skip

    (((_left, right),),) = tables(read_pdf_text(data))

    assert right.splitlines()[0] == "TP. Lào Cai, ngày 05 tháng 3 năm 2024"


def test_the_last_word_of_a_unit_is_put_back_although_it_could_begin_another() -> None:
    data = _written(
        (170, 800, "VĂN PHÒNG UBND TỈNH LÀO CAI"), (430, 800, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (170, 785, "TRUNG TÂM TIN HỌC - CÔNG"), (430, 785, "Độc lập - Tự do - Hạnh phúc"), (170, 770, "BÁO"),
    )  # fmt: skip

    (((left, _right),),) = tables(read_pdf_text(data))

    assert left.splitlines()[1] == "TRUNG TÂM TIN HỌC - CÔNG BÁO"


def test_names_on_the_next_page_belong_below_their_roles() -> None:
    out, page = canvas()
    for x, y, text in _centred((170, 60, "NGƯỜI LẬP PHIẾU"), (430, 60, "TRƯỞNG BAN")):
        page.drawString(x, y, text)
    page.showPage()
    page.setFont(FONT, 12)
    below = [(170, 780, "(Ký tên)"), (430, 780, "(Ký tên)"), (170, 720, "Lý Thị Thử"), (430, 720, "Giàng A Mẫu")]
    for x, y, text in _centred(*below):
        page.drawString(x, y, text)
    page.drawString(72, 680, NOTE)

    content = read_pdf_text(finished(out, page))

    assert tables(content) == [[["NGƯỜI LẬP PHIẾU\n(Ký tên)\nLý Thị Thử", "TRƯỞNG BAN\n(Ký tên)\nGiàng A Mẫu"]]]
    assert texts(content) == [NOTE]


def test_words_struck_out_are_not_read_and_words_underlined_are() -> None:
    out, page = canvas()
    page.drawString(72, 700, "Họ và tên: Lý Thị Thử Giàng A Mẫu")
    start = 72 + pdfmetrics.stringWidth("Họ và tên: ", FONT, 12)
    middle = start + pdfmetrics.stringWidth("Lý Thị Thử ", FONT, 12)
    page.line(start, 703, middle, 703)
    page.line(middle, 698.5, middle + pdfmetrics.stringWidth("Giàng A Mẫu", FONT, 12), 698.5)

    assert [text.split() for text in texts(read_pdf_text(finished(out, page)))] == [
        ["Họ", "và", "tên:", "Giàng", "A", "Mẫu"]
    ]


def test_a_rule_that_reaches_past_the_words_it_crosses_strikes_nothing_out() -> None:
    out, page = canvas()
    page.drawString(100, 700, "Giàng A Mẫu")
    page.line(72, 703, 400, 703)

    assert texts(read_pdf_text(finished(out, page))) == ["Giàng A Mẫu"]


def test_a_date_and_a_role_alone_on_a_page_are_two_lines() -> None:
    data = _written((430, 780, "Sa Pa, ngày 12 tháng 6 năm 2022"), (430, 765, "Thủ trưởng đơn vị"))

    assert texts(read_pdf_text(data)) == ["Sa Pa, ngày 12 tháng 6 năm 2022", "Thủ trưởng đơn vị"]
