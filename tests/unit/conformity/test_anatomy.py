"""Finding the parts of documents in every layout that offices use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.conformity.anatomy import Anatomy, Role
from pipeline.conformity.dissect import dissect
from pipeline.conformity.docx import read_docx
from pipeline.conformity.model import Paragraph
from pipeline.conformity.rulebook import packs
from tests.factory.official import Official, Par, Table, annexed, centred, decision, letter, official_docx, text

PLAN = Official()
BARE = replace(
    PLAN, parent=(), body=(), body_rule=None, motto=None, creed=None, creed_rule=None, number=None, date=None
)


def anatomy(document: Official) -> Anatomy:
    return dissect(read_docx(official_docx(document)), packs()[0])


def words(part: Paragraph | None) -> str:
    return part.text if part else ""


def lines(parts: tuple[Paragraph, ...]) -> list[str]:
    return [part.text for part in parts]


def test_a_plan_is_taken_apart() -> None:
    found = anatomy(PLAN)

    head, closing = found.letterhead, found.closing
    assert (lines(head.parents), lines(head.bodies)) == (["UBND TỈNH LÀO CAI"], ["VĂN PHÒNG"])
    assert words(head.motto).startswith("CỘNG HÒA")
    assert words(head.number) == "Số: /KH-VPUBND"
    assert words(found.heading.type_line) == "KẾ HOẠCH"
    assert len(found.heading.subject) == 1
    assert [item.number for item in found.body(Role.ROMAN)] == ["I", "II"]
    assert [item.number for item in found.body(Role.LETTER)] == ["a", "b", "c"]
    assert (lines(closing.titles), words(closing.name)) == (["CHÁNH VĂN PHÒNG"], "Giàng A Mẫu")
    assert len(closing.recipients) == 3


def test_a_decision_has_authority_bases_verb_and_articles() -> None:
    found = anatomy(decision())

    assert lines(found.heading.authority) == ["CHÁNH VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH LÀO CAI"]
    assert len(found.bases) == 3
    assert words(found.verb) == "QUYẾT ĐỊNH:"
    assert [item.number for item in found.body(Role.ARTICLE)] == ["1", "2", "3"]


def test_a_letter_is_known_without_a_type() -> None:
    found = anatomy(letter())

    assert found.is_letter
    assert lines(found.letterhead.about) == ["V/v đăng ký danh hiệu thi đua năm 2023"]
    assert words(found.heading.salutation) == "Kính gửi: Sở Nội vụ tỉnh Lào Cai"


def test_a_letterhead_of_tabs_has_two_columns() -> None:
    tabbed = replace(
        BARE,
        stamps=(
            Par("UBND TỈNH LÀO CAI\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13),
            Par("**VĂN PHÒNG**\t\t\tĐộc lập - Tự do - Hạnh phúc", size=13),
            Par("Số:        /KH-VPUBND\t\t//Lào Cai, ngày      tháng 9 năm 2022//", size=13),
        ),
    )

    head = anatomy(tabbed).letterhead

    assert head.layout == "tabs"
    assert (lines(head.parents), lines(head.bodies)) == (["UBND TỈNH LÀO CAI"], ["VĂN PHÒNG"])
    assert words(head.creed) == "Độc lập - Tự do - Hạnh phúc"
    assert (words(head.number), words(head.date)) == ("Số: /KH-VPUBND", "Lào Cai, ngày tháng 9 năm 2022")


def test_a_closing_of_tabs_has_two_columns() -> None:
    tabbed = replace(
        PLAN,
        label=None,
        recipients=(),
        titles=(),
        gap=(),
        name=None,
        ending=text("Hết./."),
        body_xml="".join(
            par.xml()
            for par in (
                Par("**//Nơi nhận://**\t\t\t\t\t**CHÁNH VĂN PHÒNG**", size=12),
                Par("- Lãnh đạo Văn phòng;", size=11),
                Par("- Lưu: VT, TCHC.\t\t\t\t\t**Giàng A Mẫu**", size=11),
            )
        ),
    )

    closing = anatomy(tabbed).closing

    assert lines(closing.titles) == ["CHÁNH VĂN PHÒNG"]
    assert lines(closing.recipients) == ["- Lãnh đạo Văn phòng;", "- Lưu: VT, TCHC."]
    assert words(closing.name) == "Giàng A Mẫu"


@pytest.mark.parametrize(
    ("names", "parents", "bodies"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"], [], ["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"]),
        (["UBND TỈNH LÀO CAI", "SỞ NỘI VỤ"], ["UBND TỈNH LÀO CAI"], ["SỞ NỘI VỤ"]),
        (["VĂN PHÒNG", "HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG"], ["VĂN PHÒNG"], ["HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG"]),
    ],
)
def test_superior_and_issuing_body_are_told_apart_by_their_words(
    names: list[str], parents: list[str], bodies: list[str]
) -> None:
    named = replace(PLAN, parent=(), body=tuple(centred(name, bold=True) for name in names))

    head = anatomy(named).letterhead

    assert (lines(head.parents), lines(head.bodies)) == (parents, bodies)


def test_minutes_have_two_signers_above_their_recipients() -> None:
    signers = Table(
        (
            (
                (centred("THƯ KÝ", 14, bold=True), Par(), centred("Lý Thị Thử Nghiệm", 14, bold=True)),
                (centred("CHỦ TỌA", 14, bold=True), Par(), centred("Giàng A Mẫu", 14, bold=True)),
            ),
        ),
        (80, 80),
    )
    minutes = replace(
        PLAN,
        type=centred("BIÊN BẢN", 14, bold=True),
        ending=text("Cuộc họp kết thúc cùng ngày./."),
        titles=(),
        gap=(),
        name=None,
        label=None,
        recipients=(),
        body_xml=signers.xml()
        + Par("Nơi nhận:", size=12, bold=True, italic=True).xml()
        + Par("- Lưu: VT.", size=11).xml(),
    )

    closing = anatomy(minutes).closing

    assert closing.two_signers
    assert lines(closing.titles) == ["CHỦ TỌA"]
    assert words(closing.name) == "Giàng A Mẫu"


def test_a_title_of_several_lines_is_one_subject() -> None:
    wide = replace(PLAN, subject=tuple(centred(f"Dòng thứ {n}", 14, bold=True) for n in range(3)))

    assert len(anatomy(wide).heading.subject) == 3


def test_annexes_have_label_title_and_reference() -> None:
    first, second = anatomy(annexed("Phụ lục I", "Phụ lục II")).annexes

    assert (first.number, second.number) == ("I", "II")
    assert lines(first.title) == ["DANH SÁCH CÁC ĐƠN VỊ"]
    assert words(first.info).startswith("(Kèm theo")


def test_a_text_issued_with_the_document_is_no_annex_with_a_number() -> None:
    attached = replace(
        annexed("Phụ lục"),
        annexes=(
            (
                PLAN.page,
                (
                    centred("QUY CHẾ", 14, bold=True),
                    centred("Làm việc của Hội đồng", 14, bold=True),
                    centred("(Kèm theo Quyết định số    /QĐ-VPUBND)", 14, italic=True),
                    text("Điều 1. Phạm vi."),
                ),
            ),
        ),
    )

    (found,) = anatomy(attached).annexes

    assert found.attached
    assert words(found.info).startswith("(Kèm theo")


@pytest.mark.parametrize(
    ("line", "role", "number"),
    [
        ("Chương II", Role.CHAPTER, "II"),
        ("Mục 2", Role.SECTION, "2"),
        ("Điều 12. Hiệu lực", Role.ARTICLE, "12"),
        ("III. KINH PHÍ", Role.ROMAN, "III"),
        ("1.2. Nội dung", Role.NUMBER, "1.2"),
        ("1.4 Nội dung", Role.NUMBER, "1.4"),
        ("đ) Nội dung", Role.LETTER, "đ"),
        ("- Nội dung", Role.DASH, "-"),
        ("2021 - 2025 là giai đoạn đầu.", Role.TEXT, ""),
        ("Mục 1 Chương II của Luật quy định;", Role.TEXT, ""),
    ],
)
def test_a_paragraph_of_the_body_is_known_by_its_beginning(line: str, role: Role, number: str) -> None:
    found = anatomy(replace(PLAN, content=(text("Mở đầu."), text(line))))

    item = next(item for item in found.items if item.paragraph.text == line)

    assert (item.role, item.number) == (role, number)


def test_the_texts_of_boxes_are_no_part_of_the_header() -> None:
    box = (
        '<w:r><w:pict><v:shape style="width:85pt;height:22.7pt"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>KHẨN</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )

    found = anatomy(replace(PLAN, stamps=(Par(extra=box),)))

    assert words(found.urgency) == "KHẨN"
    assert all("KHẨN" not in p.text for strip in found.document.strips for p in strip.paragraphs)
