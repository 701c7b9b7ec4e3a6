"""The papers as they come out of LibreOffice: rules, page numbers, signature block, lists (NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pdfplumber
import pypdf
import pytest
from pdfplumber.page import Page

from pipeline.drafting.drafts import Changes, order
from pipeline.drafting.kinds import KINDS
from pipeline.home import Home
from pipeline.typeset import Typesetter
from tests.integration.drafting import office

pytestmark = [pytest.mark.office, pytest.mark.django_db]

#: the documents that hold what the register lists; all others are looked at in test_library
LISTS = ("ke_hoach", "qd_ban_hanh", "qd_giay_khen", "qd_danh_hieu", "bc_quy")
ORDERS = [(key, variant) for key in LISTS for variant in KINDS[key].templates]
SIGNER = "Phan Quốc Nghĩa"
#: the page number stands above this height, the text below it
HEADER = 50

#: face and size of each part of a paper (NĐ 30/2020, Phụ lục I, mục V)
LETTERS = {
    "UBND TỈNH LÀO CAI": ("Regular", 13),
    "VĂN PHÒNG": ("Bold", 13),
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": ("Bold", 13),
    "Độc lập - Tự do - Hạnh phúc": ("Bold", 14),
    "Số:": ("Regular", 13),
    "Lào Cai, ngày": ("Italic", 14),
    "QUYẾT ĐỊNH": ("Bold", 14),
    "Về việc tặng Giấy khen": ("Bold", 14),
    "Căn cứ Luật": ("Italic", 14),
    "Điều 1.": ("Bold", 14),
    "Tặng Giấy khen của": ("Regular", 14),
    "Nơi nhận:": ("BoldItalic", 12),
    "- Như Điều 3;": ("Regular", 11),
    "CHÁNH VĂN PHÒNG": ("Bold", 14),
    SIGNER: ("Bold", 14),
}

Draw = Callable[..., list[Page]]


@pytest.fixture
def draw(office_home: Home, typeset: Typesetter) -> Iterator[Draw]:
    """Render a document with the register as it stands and return the pages of its PDF."""
    opened = []

    def pages(kind: str, variant: str = "", **data: object) -> list[Page]:
        wanted = order(KINDS[kind], office.occasion(kind), Changes(variant=variant or None, data=data))
        opened.append(pdfplumber.open(io.BytesIO(typeset.pdf(wanted.render()))))
        return list(opened[-1].pages)

    office.set_up()
    yield pages
    for pdf in opened:
        pdf.close()


def rules(page: Page) -> list[tuple[float, float, float]]:
    """Left, right and height of every drawn line, from the top and the left."""
    found = {(line["x0"], line["x1"], line["top"]) for line in page.lines}
    return sorted(found, key=lambda rule: (rule[2], rule[0]))


def extent(page: Page, text: str) -> tuple[float, float]:
    found = page.search(text, regex=False)[0]
    return found["x0"], found["x1"]


def letters(page: Page, text: str) -> tuple[str, int]:
    """Face and size of a text, by its last letter."""
    char = page.search(text, regex=False)[0]["chars"][-1]
    face = str(char["fontname"]).partition("LiberationSerif")[2].lstrip("-") or "Regular"
    return face, round(char["size"])


def text_width(page: Page, top: float, bottom: float) -> float:
    """The longest line between two heights."""
    lines = page.crop((0, top, page.width, bottom)).extract_text_lines()
    return max(line["x1"] - line["x0"] for line in lines)


@pytest.mark.parametrize(("kind", "variant"), ORDERS)
def test_the_rules_have_the_length_of_the_decree(draw: Draw, kind: str, variant: str):
    office.nominate(5)
    office.register(5, 2)

    page = draw(kind, variant)[0]

    body, motto, subject = rules(page)[:3]
    left, right = extent(page, "Độc lập - Tự do - Hạnh phúc")
    assert (motto[1] - motto[0]) / (right - left) == pytest.approx(1, abs=0.02)
    assert motto[0] == pytest.approx(left, abs=1)
    left, right = extent(page, "VĂN PHÒNG")
    assert 1 / 3 <= (body[1] - body[0]) / (right - left) <= 1 / 2
    assert (body[0] + body[1]) / 2 == pytest.approx((left + right) / 2, abs=1)
    assert 1 / 3 <= (subject[1] - subject[0]) / text_width(page, motto[2] + 40, subject[2]) <= 1 / 2
    assert (subject[0] + subject[1]) / 2 == pytest.approx((85.05 + 538.6) / 2, abs=1)  # the middle of the text


def test_letters_have_the_size_and_slant_of_the_decree(draw: Draw):
    office.nominate(5)

    page = draw("qd_giay_khen")[0]

    assert {text: letters(page, text) for text in LETTERS} == LETTERS


def test_the_rule_fits_a_subject_of_three_lines_too(draw: Draw):
    title = (
        "Xây dựng, bồi dưỡng, tổng kết và nhân rộng gương điển hình tiên tiến trong các phong trào thi đua yêu nước "
    )

    page = draw("ke_hoach", trich_yeu=title * 2 + "giai đoạn 2021 - 2025")[0]

    _body, motto, subject = rules(page)[:3]
    assert 1 / 3 <= (subject[1] - subject[0]) / text_width(page, motto[2] + 40, subject[2]) <= 1 / 2


@pytest.mark.parametrize("people", [1, 12, 80])
@pytest.mark.parametrize("kind", ["qd_giay_khen", "qd_danh_hieu", "bc_quy"])
def test_no_page_is_empty_and_each_section_numbers_its_pages_anew(draw: Draw, kind: str, people: int):
    office.nominate(people)
    office.register(people, 2)

    numbers = []
    for page in draw(kind):
        top = page.crop((0, 0, page.width, HEADER)).extract_text().strip()
        numbers.append(int(top) if top else 1)
        assert len(page.crop((0, HEADER, page.width, page.height)).extract_text()) > 80

    starts = [number for number, shown in enumerate(numbers) if shown == 1]
    sections = [numbers[start:end] for start, end in zip(starts, [*starts[1:], len(numbers)], strict=True)]
    assert all(section == list(range(1, len(section) + 1)) for section in sections)
    assert len(sections) == {"qd_giay_khen": 2 - (people == 1), "qd_danh_hieu": 2, "bc_quy": 3}[kind]


@pytest.mark.parametrize("extra", range(0, 14, 2))
def test_the_signature_block_is_whole_and_never_alone(draw: Draw, extra: int):
    office.nominate(5)
    basis = [
        f"Căn cứ Quyết định số {number}/QĐ-UBND ngày 01 tháng 3 năm 2022 về việc thử nghiệm" for number in range(extra)
    ]

    pages = [page.extract_text() for page in draw("qd_giay_khen", can_cu=basis)]

    (signed,) = [page for page in pages if SIGNER in page]
    assert "Nơi nhận:" in signed
    assert "- Lưu: VT, TCHC." in signed
    assert "CHÁNH VĂN PHÒNG" in signed
    assert "thi hành Quyết định này./." in signed


def test_between_title_and_name_there_is_room_to_sign(draw: Draw):
    office.nominate(1)

    (page,) = draw("qd_giay_khen")

    title = page.search("CHÁNH VĂN PHÒNG", regex=False)[-1]
    assert 25 <= (page.search(SIGNER, regex=False)[0]["top"] - title["bottom"]) / 72 * 25.4 <= 35


def test_up_to_three_are_named_in_the_article_and_have_no_list(draw: Draw):
    office.nominate(3)

    text = " ".join(word for page in draw("qd_giay_khen") for word in page.extract_text().split())

    assert "danh sách" not in text.lower()
    assert "Điều 1. Tặng Giấy khen của Chánh Văn phòng UBND tỉnh Lào Cai cho 03 cá nhân có tên sau đây" in text
    assert text.count("Giàng A Mẫu") == text.count("Lý Thị Thử Nghiệm") == text.count("Trần Thị Ví Dụ") == 1


def test_in_the_list_numbers_names_and_money_stand_on_one_line(draw: Draw):
    office.nominate(12)

    pages = draw("qd_giay_khen")[1:]

    words = [word["text"] for page in pages for word in page.extract_words()]
    lines = "\n".join(page.extract_text() for page in pages)
    assert words.count("STT") == len(pages)
    assert words.count("450.000") == 12
    assert words.count("5.400.000") == 2
    assert all(lines.count(name) == 2 for name in office.NAMES)


def test_the_list_carries_the_long_name_of_a_unit_whole(draw: Draw):
    office.nominate(12)

    pages = draw("qd_giay_khen")[1:]

    cells = [" ".join((cell or "").split()) for page in pages for row in page.extract_table() for cell in row]
    assert cells.count(f"Chuyên viên, {office.LONG_UNIT}") == 1


def test_places_for_number_day_and_signature_are_destinations_of_the_pdf(office_home: Home, typeset: Typesetter):
    office.set_up()
    office.nominate(1)
    wanted = order(KINDS["qd_giay_khen"], office.occasion("qd_giay_khen"))

    found = pypdf.PdfReader(io.BytesIO(typeset.pdf(wanted.render()))).named_destinations

    places = {name.lstrip("/"): float(mark.left or 0) for name, mark in found.items()}
    assert places["slotsoB"] - places["slotsoA"] == pytest.approx(32.5, abs=0.2)  # ten no-break spaces at 13 pt
    assert places["slotngayB"] - places["slotngayA"] > 14  # two digits at 14 pt
    assert places["slotkyB"] - places["slotkyA"] == pytest.approx(112, abs=1)  # a signature's image is 110 pt wide
