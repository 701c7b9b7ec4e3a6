"""Places on the rendered page: told where they are sure, never told wrongly."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.conformity import Result, Status
from pipeline.conformity.model import Document, Look, Paragraph, Section, Shape, Span, Strip
from pipeline.conformity.pdf_pages import PdfFacts
from pipeline.conformity.places import Mark, Places
from pipeline.conformity.rulebook import packs
from pipeline.conformity.sheets import Sheets
from pipeline.errors import DamagedFile

WIDTH, HEIGHT = 595.0, 842.0
SIZE = 14.0
RULES = packs()[0].rules

#: words on a page: how far from the left, how far from the top
Line = tuple[float, float, str]


@pytest.fixture(scope="module", autouse=True)
def _font() -> None:
    pdfmetrics.registerFont(TTFont("Serif", "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"))


def printed(*pages: Sequence[Line], turned: int = 0) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1)
    for page in pages:
        canvas.setPageRotation(turned)
        canvas.setFont("Serif", SIZE)
        for left, top, words in page:
            canvas.drawString(left, HEIGHT - top, words)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def column(*words: str, top: float = 100) -> list[Line]:
    return [(90, top + 30 * number, text) for number, text in enumerate(words)]


def paragraph(number: int, text: str, part: str = "body", section: int = 1) -> Paragraph:
    return Paragraph(number, part, section, (Span(text, Look()),), Shape())


def section(number: int = 1, *strips: Strip) -> Section:
    return Section(
        number=number, width=WIDTH, height=HEIGHT, top=60, bottom=60, left=85, right=57, gutter=0,
        landscape=False, title_page=True, first_page=None, number_format="decimal", strips=strips,
    )  # fmt: skip


def written(*texts: str) -> Document:
    return Document(tuple(paragraph(number, text) for number, text in enumerate(texts, 1)), (section(),))


def finding(where: dict[str, object] | None, rule: str = "ND30-I.4-COLOR") -> Result:
    return Result(RULES[rule], Status.FAIL, "", where)


def marks(document: Document, pdf: bytes, where: dict[str, object] | None, rule: str = "ND30-I.4-COLOR") -> list[Mark]:
    with Sheets(pdf) as sheets:
        return Places(document, sheets).marks(finding(where, rule))


def at(document: Document, pdf: bytes, number: int) -> list[tuple[int, int]]:
    """Page and baseline of the marks of a body paragraph, as far as the line they stand on."""
    place = {"paragraph": number, "text": document.paragraphs[number - 1].text[:60]}
    return [(mark.page, round(_baseline(mark))) for mark in marks(document, pdf, place)]


def _baseline(mark: Mark) -> float:
    """Liberation Serif reaches 0.216 of its size below the line."""
    return mark.area[3] - 0.216 * SIZE


def test_a_paragraph_is_marked_where_its_words_stand() -> None:
    document = written("Kính gửi: Văn phòng", "Căn cứ Luật Thi đua, khen thưởng")

    (mark,) = marks(document, printed(column("Kính gửi: Văn phòng", "Căn cứ Luật Thi đua, khen thưởng")),
                    {"paragraph": 2, "text": "Căn cứ Luật Thi đua, khen thưởng"})  # fmt: skip

    left, top, right, bottom = mark.area
    assert (mark.page, mark.edge) == (1, False)
    assert left == pytest.approx(90, abs=1)
    assert right == pytest.approx(90 + pdfmetrics.stringWidth("Căn cứ Luật Thi đua, khen thưởng", "Serif", SIZE), abs=1)
    assert 130 - SIZE < top < 122
    assert 130 < bottom < 136


def test_a_paragraph_of_several_lines_is_marked_whole() -> None:
    document = written("Mở đầu", "Các phòng, ban thực hiện kịp thời các nội dung được giao", "Kết thúc")
    pdf = printed(column("Mở đầu", "Các phòng, ban thực hiện", "kịp thời các nội dung", "được giao", "Kết thúc"))

    (mark,) = marks(document, pdf, {"paragraph": 2, "text": "Các phòng, ban thực hiện kịp thời các nội dung được giao"})

    assert mark.area[1] < 130 < 190 < mark.area[3] < 215


def test_the_same_words_are_told_apart_by_their_order() -> None:
    document = written("Không.", "Một", "Không.", "Hai", "Không.")
    pdf = printed(column("Không.", "Một", "Không."), column("Hai", "Không."))

    assert [at(document, pdf, number) for number in (1, 3, 5)] == [[(1, 100)], [(1, 160)], [(2, 130)]]


def test_words_drawn_more_often_than_written_are_found_between_their_neighbours() -> None:
    document = written("Danh sách", "Họ và tên", "Giàng A Mẫu", "Lý Thị Thử Nghiệm")
    pdf = printed(column("Danh sách", "Họ và tên", "Giàng A Mẫu"), column("Họ và tên", "Lý Thị Thử Nghiệm"))

    assert at(document, pdf, 2) == [(1, 130)]


def test_words_drawn_twice_between_their_neighbours_are_not_marked() -> None:
    document = written("Danh sách", "Họ và tên", "Giàng A Mẫu")
    pdf = printed(column("Danh sách", "Họ và tên"), column("Họ và tên", "Giàng A Mẫu"))

    assert at(document, pdf, 2) == []


def test_words_that_are_not_drawn_are_not_marked() -> None:
    document = written("Mở đầu", "Đoạn bị ẩn", "Kết thúc")

    assert at(document, printed(column("Mở đầu", "Kết thúc")), 2) == []


def test_words_within_a_longer_line_are_no_paragraph_of_their_own() -> None:
    document = written("Mở đầu", "thi đua", "Kết thúc")
    pdf = printed(column("Mở đầu", "Phong trào thi đua yêu nước", "Kết thúc"))

    assert at(document, pdf, 2) == []


def test_words_that_stand_out_of_order_are_not_marked() -> None:
    document = written("Đoạn bị che", "Một", "Hai", "Ba")
    pdf = printed(column("Một", "Hai", "Ba", "Đoạn bị che"))

    assert [at(document, pdf, number) for number in range(1, 5)] == [[], [(1, 100)], [(1, 130)], [(1, 160)]]


def test_a_text_box_that_says_the_same_as_the_text_makes_both_unsure() -> None:
    boxed = replace(written("Mở đầu", "HỎA TỐC", "Kết thúc"), boxes=(paragraph(1, "HỎA TỐC", "box"),))
    pdf = printed(column("Mở đầu", "HỎA TỐC", "HỎA TỐC", "Kết thúc"))

    assert at(boxed, pdf, 2) == []
    assert marks(boxed, pdf, {"part": "box", "paragraph": 1, "text": "HỎA TỐC"}) == []


def test_a_text_box_is_found_wherever_it_stands() -> None:
    boxed = replace(written("Mở đầu", "Kết thúc"), boxes=(paragraph(1, "HỎA TỐC", "box"),))

    (mark,) = marks(boxed, printed([(400, 90, "HỎA TỐC"), *column("Mở đầu", "Kết thúc")]),
                    {"part": "box", "paragraph": 1, "text": "HỎA TỐC"})  # fmt: skip

    assert mark.area[0] == pytest.approx(400, abs=1)


def test_cells_of_one_row_are_told_apart() -> None:
    document = written("STT", "Họ và tên", "1", "Giàng A Mẫu", "2", "Giàng A Mẫu")
    rows = [("STT", "Họ và tên"), ("1", "Giàng A Mẫu"), ("2", "Giàng A Mẫu")]
    pdf = printed([(90 + 60 * x, 100 + 20 * y, words) for y, row in enumerate(rows) for x, words in enumerate(row)])

    assert [at(document, pdf, number) for number in range(1, 7)] == [
        [(1, 100)], [(1, 100)], [(1, 120)], [(1, 120)], [(1, 140)], [(1, 140)]
    ]  # fmt: skip


def test_a_paragraph_on_two_pages_is_marked_on_both_whatever_number_stands_between() -> None:
    document = written("Mở đầu", "Các phòng, ban thực hiện kịp thời các nội dung", "Kết thúc")
    pdf = printed(
        column("Mở đầu", "Các phòng, ban thực hiện"), [(300, 40, "2"), *column("kịp thời các nội dung", "Kết thúc")]
    )

    assert at(document, pdf, 2) == [(1, 130), (2, 100)]


def test_only_the_half_of_a_tabbed_line_is_marked() -> None:
    document = written("Số: 12/KH-VPUBND\tLào Cai, ngày 05 tháng 9 năm 2022")
    pdf = printed([(90, 100, "Số: 12/KH-VPUBND"), (330, 100, "Lào Cai, ngày 05 tháng 9 năm 2022")])

    (mark,) = marks(document, pdf, {"paragraph": 1, "text": "Lào Cai, ngày 05 tháng 9 năm 2022"})

    assert mark.area[0] == pytest.approx(330, abs=1)


def test_letters_with_their_marks_apart_are_the_same_letters() -> None:
    document = written("Mở đầu", unicodedata.normalize("NFD", "Quyết định của Văn phòng"))

    assert at(document, printed(column("Mở đầu", "Quyết định của Văn phòng")), 2) == [(1, 130)]


def test_every_place_of_a_finding_is_marked_and_each_once() -> None:
    document = written("Một", "Hai", "Ba")
    places = {"paragraph": 1, "text": "Một", "also": [{"paragraph": 3, "text": "Ba"}, {"paragraph": 1, "text": "Một"}]}

    found = marks(document, printed(column("Một", "Hai", "Ba")), places)

    assert [round(_baseline(mark)) for mark in found] == [100, 160]


@pytest.mark.parametrize(
    "where",
    [None, {"paragraph": 9, "text": "không có"}, {"paragraph": 2, "text": ""}, {"part": "footer"}],
    ids=["whole document", "unknown paragraph", "empty paragraph", "no footer"],
)
def test_what_has_no_place_has_no_mark(where: dict[str, object] | None) -> None:
    assert marks(written("Một", ""), printed(column("Một")), where) == []


@pytest.mark.parametrize(
    ("rule", "area"),
    [
        ("ND30-I.3-MARGIN-LEFT", (0, 0, 85, HEIGHT)),
        ("ND30-I.3-MARGIN-RIGHT", (WIDTH - 57, 0, WIDTH, HEIGHT)),
        ("ND30-I.3-MARGIN-TOP", (0, 0, WIDTH, 60)),
        ("ND30-I.3-MARGIN-BOTTOM", (0, HEIGHT - 60, WIDTH, HEIGHT)),
        ("ND30-I.1-PAPER", (0, 0, WIDTH, HEIGHT)),
    ],
)
def test_a_section_is_marked_at_its_edge(rule: str, area: tuple[float, ...]) -> None:
    (mark,) = marks(written("Một"), printed(column("Một")), {"section": 1}, rule)

    assert (mark.page, mark.edge) == (1, True)
    assert mark.area == pytest.approx(area)


def _two_sections(kind: str) -> Document:
    paragraphs = (paragraph(1, "Một"), paragraph(2, "Hai", section=2))
    return Document(paragraphs, (section(), replace(section(2), kind=kind)))


def test_a_later_section_is_marked_on_its_first_page() -> None:
    pdf = printed(column("Một"), column("Hai"))

    assert [mark.page for mark in marks(_two_sections("nextPage"), pdf, {"section": 2})] == [2]


def test_a_section_that_begins_within_a_page_is_not_marked() -> None:
    assert marks(_two_sections("continuous"), printed(column("Một", "Hai")), {"section": 2}) == []


def _numbered(*strips: Strip) -> Document:
    return Document((paragraph(1, "Một"), paragraph(2, "Hai")), (section(1, *strips),))


def test_a_page_number_is_marked_on_the_first_page_that_shows_it() -> None:
    header = Strip("header", "default", (paragraph(1, "2", "header"),))
    pdf = printed([(300, 40, "Bản nháp"), *column("Một")], [(300, 40, "- 2 -"), *column("Hai")])

    (mark,) = marks(_numbered(header), pdf, {"part": "header"})

    assert (mark.page, round(_baseline(mark))) == (2, 40)


def test_one_of_several_headers_is_not_marked() -> None:
    headers = [Strip("header", pages, (paragraph(1, "2", "header"),)) for pages in ("default", "even")]
    pdf = printed(column("Một"), [(300, 40, "2"), *column("Hai")])

    assert marks(_numbered(*headers), pdf, {"part": "header"}) == []


def test_a_pdf_tells_its_places_itself() -> None:
    document = replace(written("Một"), pdf=PdfFacts(pages=1, version=1.4, signatures=0))
    where = {"paragraph": 1, "page": 1, "box": [90, 85, 150, 104], "text": "Một"}

    assert marks(document, printed(column("Một")), where) == [Mark(1, (90, 85, 150, 104))]


def test_a_turned_page_is_not_marked() -> None:
    assert marks(written("Một"), printed(column("Một"), turned=90), {"paragraph": 1, "text": "Một"}) == []


def test_a_page_without_words_is_not_marked() -> None:
    assert marks(written("Một"), printed([]), {"paragraph": 1, "text": "Một"}) == []


@pytest.mark.parametrize(
    ("size", "dots"), [((595, 842), (744, 1052)), ((14400, 7200), (2000, 1000))], ids=["A4", "five metres"]
)
def test_a_picture_is_of_bounded_size(size: tuple[int, int], dots: tuple[int, int]) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size)
    canvas.showPage()
    canvas.save()

    with Sheets(stream.getvalue()) as sheets:
        picture = Image.open(io.BytesIO(sheets.picture(1)))

    assert (picture.format, picture.size) == ("PNG", pytest.approx(dots, abs=1))


def test_a_document_without_sections_has_no_marks() -> None:
    assert marks(Document((paragraph(1, "Một"),), ()), printed(column("Hai")), {"paragraph": 1, "text": "Một"}) == []


def test_what_is_no_pdf_is_refused_by_name() -> None:
    with pytest.raises(DamagedFile):
        Sheets(b"%PDF-1.7 nothing")
