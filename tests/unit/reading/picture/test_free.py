"""Pages of a free layout that belong together are read as one form, however each was scanned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.reading.model import Cell, Lexicon, Line, Place, Span, Table
from pipeline.reading.pdf_blocks import Laid
from pipeline.reading.pdf_marks import PageMarks, Upright
from pipeline.reading.picture.free.forms import FreePage, forms_of
from pipeline.reading.picture.free.marks import Seen

BORDERS = (50.0, 100.0, 250.0, 400.0, 550.0)
HEADS = ("STT", "Họ và tên", "Chức vụ", "Danh hiệu")
LEXICON = Lexicon(posts=("Chuyên viên",), staff=("Giàng A Mẫu", "Lý Thị Thử"), units=("Phòng Tổng hợp",))


def line(text: str, top: float, page: int = 1, left: float = 50.0) -> Line:
    place = Place(page=page, box=(left, top, left + 5 * len(text), top + 10))
    return Line(spans=(Span(text=text, place=place),), place=place)


def laid(text: str, top: float) -> Laid:
    found = line(text, top)
    assert found.place.box is not None
    return Laid(found, found.place.box)


def table(page: int, rows: tuple[tuple[str, ...], ...], xs: tuple[float, ...] = BORDERS) -> Laid:
    box = (xs[0], 100.0, xs[-1], 100.0 + 20 * len(rows))
    cells = tuple(
        Cell(
            lines=(line(text, 103 + 20 * row, page, xs[at]),), row=row, column=at,
            place=Place(page=page, box=(xs[at], 100.0 + 20 * row, xs[at + 1], 120.0 + 20 * row)),
        )
        for row, texts in enumerate(rows)
        for at, text in enumerate(texts)
    )  # fmt: skip
    block = Table(cells=cells, rows=len(rows), columns=len(xs) - 1, place=Place(page=page, box=box))
    return Laid(block, box, xs)


def page(number: int, *blocks: Laid) -> FreePage:
    words = [
        Seen(text=text, box=span.place.box, confidence=0.95, checked=True)
        for block in blocks
        for found in ([block.block] if isinstance(block.block, Line) else _lines(block.block))
        for span in found.spans
        for text in span.text.split()
        if span.place.box
    ]
    return FreePage(PageMarks(number, Upright((0.0, 0.0, 595.0, 842.0), 0)), blocks, tuple(words))


def _lines(block: object) -> list[Line]:
    assert isinstance(block, Table)
    return [found for cell in block.cells for found in cell.lines]


def names(*pages: FreePage) -> list[object]:
    (form,) = forms_of(pages, LEXICON)
    return [row["ho_ten"].value for row in form.tables["ca_nhan"]]


TITLE = laid("BẢN ĐĂNG KÝ DANH HIỆU THI ĐUA NĂM 2024", 60)
FIRST = ("1", "Giàng A Mẫu", "Chuyên viên", "LĐTT;")


def test_a_list_goes_on_over_pages_that_were_not_scanned_alike() -> None:
    moved = tuple(0.97 * x - 6 for x in BORDERS)
    rest = (("", "", "", "CSTĐ cơ sở"), ("2", "Lý Thị Thử", "Chuyên viên", "LĐTT"))

    assert names(page(1, TITLE, table(1, (HEADS, FIRST))), page(2, table(2, rest, moved))) == [
        "Giàng A Mẫu",
        "Lý Thị Thử",
    ]


def test_a_list_goes_on_below_the_running_head_of_its_page_and_over_a_border_drawn_by_a_stamp() -> None:
    xs = (50.0, 62.0, 100.0, 250.0, 400.0, 550.0)
    rest = table(2, (("", "", "", "", "CSTĐ cơ sở"), ("2", "", "Lý Thị Thử", "Chuyên viên", "LĐTT")), xs)
    assert isinstance(rest.block, Table)
    spanning = tuple(
        replace(cell, column_span=2) if cell.column == 0 else cell for cell in rest.block.cells if cell.column != 1
    )
    head = laid("VĂN PHÒNG UBND TỈNH", 50)

    pages = (
        page(1, head, TITLE, table(1, (HEADS, FIRST))),
        page(2, head, laid("ị", 70), replace(rest, block=replace(rest.block, cells=spanning))),
    )

    assert names(*pages) == ["Giàng A Mẫu", "Lý Thị Thử"]


@pytest.mark.parametrize("heading", ["IH. TẬP THỂ", "H. TẬP THỂ", "II. TẬP THỂ"])
def test_the_heading_of_a_part_is_known_however_its_number_was_recognised(heading: str) -> None:
    rows = (HEADS, FIRST, (heading, "", "", ""), ("1", "Tổ tin học", "", "TTLĐXS"))

    (form,) = forms_of([page(1, TITLE, table(1, rows))], LEXICON)

    assert [row["ten"].value for row in form.tables["tap_the"]] == ["Tổ tin học"]


@pytest.mark.parametrize("day", ["13/6/2024", "13/6/2024.", "13 tháng sáu năm 2024"])
def test_a_labelled_day_of_signing_ends_the_text_above_it(day: str) -> None:
    lines = [
        laid(text, 60.0 + 20 * at)
        for at, text in enumerate(
            ("PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ 2/2024", "1. Họ và tên: Giàng A Mẫu",
             "2. Kỷ luật: Không", f"Ngày ký: {day}", "TRƯỞNG PHÒNG")
        )
    ]  # fmt: skip

    (form,) = forms_of([page(1, *lines)], LEXICON)

    assert (form.fields["ngay_ky"].value, form.fields["ky_luat"].value) == ("2024-06-13", "Không")


def test_a_day_of_signing_that_was_not_filled_in_ends_the_text_above_it_too() -> None:
    title = laid("PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ 2/2024", 60)
    texts = ("1. Họ và tên: Giàng A Mẫu", "2. Kỷ luật: Không", "Ngày ký: bâm vào đây để ghi", "TRƯỞNG PHÒNG")

    (form,) = forms_of([page(1, title, *(laid(text, 80.0 + 20 * at) for at, text in enumerate(texts)))], LEXICON)

    assert (form.fields["ngay_ky"].value, form.fields["ky_luat"].value) == (None, "Không")


def test_the_women_are_counted_beside_all_people_of_the_unit() -> None:
    counts = laid("Đơn vị: Phòng Tổng hợp\tTổng số người31\tNữ:2\tĐảng viên: 3", 90)

    (form,) = forms_of([page(1, TITLE, counts, table(1, (HEADS, FIRST)))], LEXICON)

    assert [form.fields[key].value for key in ("tong_so_nguoi", "so_nu", "so_dang_vien")] == [31, 2, 3]


def test_the_numbers_of_the_columns_below_their_heads_are_nobody() -> None:
    assert names(page(1, TITLE, table(1, (HEADS, ("q)", "(2)", "3)", "4"), FIRST)))) == ["Giàng A Mẫu"]


def test_a_page_with_a_letterhead_and_labels_begins_a_form_though_its_title_is_unreadable() -> None:
    def sheet(number: int, title: str, name: str) -> FreePage:
        labels = ("Họ và tên: " + name, "Ngày sinh: 01/02/1980", "Dân tộc: Kinh", "Chức vụ: Chuyên viên")
        head = laid("VĂN PHÒNG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 30)
        return page(number, head, laid(title, 60), *(laid(text, 100 + 20 * at) for at, text in enumerate(labels)))

    titled = sheet(1, "PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ I NĂM 2024", "Giàng A Mẫu")
    forms = forms_of([titled, sheet(2, "Đa [ế.. @@Ÿ CÁ N-ÂN ĐẾN", "Lý Thị Thử")], LEXICON)

    assert [form.fields["ho_ten"].value for form in forms] == ["Giàng A Mẫu", "Lý Thị Thử"]
