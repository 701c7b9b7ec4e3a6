"""The final PDF: made by LibreOffice from the same documents, checked by what is seen."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.conformity import FileReport, Status, check
from pipeline.errors import DamagedFile
from pipeline.typeset import Typesetter
from tests.factory.official import (
    LONG,
    Official,
    Page,
    Par,
    Table,
    centred,
    decision,
    letter,
    official_docx,
    ruled,
    text,
)

MANY = tuple(text(f"- {LONG}; {LONG}.") for _line in range(14))

Checked = Callable[[Official], FileReport]


@pytest.fixture(scope="session")
def typeset() -> Iterator[Typesetter]:
    with Typesetter() as typesetter:
        yield typesetter


@pytest.fixture(scope="session")
def checked(typeset: Typesetter) -> Checked:
    return lambda document: check(typeset.pdf(official_docx(document)))


def errors(report: FileReport) -> set[str]:
    return {result.rule.id for result in report.errors}


@pytest.mark.office
@pytest.mark.parametrize("document", [Official(), decision(), letter()], ids=["plan", "decision", "letter"])
def test_a_conforming_document_has_no_fault_on_paper_either(checked: Checked, document: Official) -> None:
    report = checked(document)

    assert report.of(Status.FAIL, Status.REVIEW) == []
    assert report.summary["pass"] > 60


@pytest.mark.office
@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"motto": centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 11, bold=True)}, "ND30-II.1a-QH-FORM"),
        ({"creed": centred("Độc lập - Tự do - Hạnh phúc", 14)}, "ND30-II.1b-TN-FORM"),
        ({"creed_rule": ruled(30, 100)}, "ND30-II.1b-TN-RULE"),
        ({"body_rule": ruled(27, 60)}, "ND30-II.2b-ORG-RULE"),
        ({"number": centred("Số:        /KH-VPUBND", 14)}, "ND30-II.3c-NO-FORM"),
        ({"date": centred("Lào Cai, ngày 05 tháng 09 năm 2022", 14, italic=True)}, "ND30-II.4b-DATE-PAD"),
        ({"name": centred("TS. Giàng A Mẫu", 14, bold=True)}, "ND30-II.7c-NAME-NOTITLE"),
        ({"label": Par("Nơi nhận:", size=12, bold=True)}, "ND30-II.9d-NN-LABEL"),
        ({"content": (*Official().content, text("Ở ngoài lề.", color="C00000"))}, "ND30-I.4-COLOR"),
        ({"content": MANY, "page": Page(header=None)}, "ND30-I.7-PAGENO-PRESENT"),
        ({"content": MANY, "page": Page(title_page=False)}, "ND30-I.7-PAGENO-FIRST"),
        ({"page": Page(left=25)}, "ND30-I.3-MARGIN-LEFT"),
    ],
)
def test_a_fault_is_seen_on_paper(checked: Checked, change: dict[str, object], rule: str) -> None:
    assert errors(checked(replace(Official(), **change))) == {rule}


@pytest.mark.office
def test_gaps_for_number_and_day_do_not_part_a_centred_line(checked: Checked) -> None:
    gap = "\u00a0" * 8
    lines = (
        centred("Phụ lục", 14, bold=True),
        centred("DANH SÁCH", 14, bold=True),
        centred(
            f"(Kèm theo Kế hoạch số {gap}/KH-VPUBND ngày {gap} tháng 9 năm 2022 của Văn phòng UBND tỉnh Lào Cai)",
            14,
            italic=True,
        ),
        text(f"{LONG}./."),
    )
    mention = text("Danh sách các đơn vị tại Phụ lục kèm theo Kế hoạch này.")
    plan = replace(Official(), content=(*Official().content, mention), annexes=((replace(Page(), start=1), lines),))

    assert errors(checked(plan)) == set()


@pytest.mark.office
def test_minutes_are_signed_in_two_columns_and_not_by_the_table_of_those_present(checked: Checked) -> None:
    present = Table((((Par("Chánh Văn phòng", size=12),), (Par("Phó Chánh Văn phòng", size=12),)),), (80, 80))
    signers = Table(
        (
            ((centred("THƯ KÝ", 14, bold=True),), (centred("CHỦ TỌA", 14, bold=True),)),
            ((centred("Lý Thị Thử Nghiệm", 14, bold=True),), (centred("Giàng A Mẫu", 14, bold=True),)),
        ),
        (80, 80),
    )
    minutes = replace(
        Official(),
        type=centred("BIÊN BẢN", 14, bold=True, before=12),
        number=centred("Số:        /BB-VPUBND"),
        content=(*Official().content, present, text(f"Cuộc họp kết thúc. {LONG}./."), signers),
        ending=Par(size=2),
        titles=(),
        gap=(),
        name=None,
    )

    report = checked(minutes)

    rules = {"ND30-II.7đ-TITLE-FORM", "ND30-II.7đ-NAME-FORM", "ND30-M-END-MARK"}
    assert {result.status for result in report.results if result.rule.id in rules} == {Status.PASS}


@pytest.mark.office
def test_a_closing_alone_on_its_page_is_seen(checked: Checked) -> None:
    torn_off = replace(Official().ending, keep_next=False, extra='<w:r><w:br w:type="page"/></w:r>')

    (fault,) = [f for f in checked(replace(Official(), ending=torn_off)).of(Status.FAIL) if f.rule.id == "TYP-KEEP"]

    assert "ít hơn hai dòng" in fault.found


@pytest.mark.office
def test_places_are_named_by_page_and_area(checked: Checked) -> None:
    report = checked(replace(Official(), date=centred("Lào Cai, ngày 05 tháng 09 năm 2022", 14, italic=True)))

    (fault,) = report.errors
    assert fault.where is not None
    assert fault.where["page"] == 1
    left, top, right, bottom = fault.where["box"]
    assert 250 < left < right < 560
    assert 80 < top < bottom < 140


def test_a_scan_is_not_measured() -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (1654, 2339), "white").save(picture, "PNG")
    scan = _drawn(lambda canvas: canvas.drawInlineImage(Image.open(picture), 0, 0, *A4))

    report = check(scan)

    assert any("bản quét" in note for note in report.notes)
    verdicts = {result.rule.id: result.status for result in report.results}
    assert verdicts.pop("ND30-P2.I.2-ECOPY-PDF") is Status.PASS
    assert set(verdicts.values()) == {Status.NOT_EVALUATED}


def test_a_scan_of_few_dots_is_no_copy() -> None:
    from PIL import Image

    small = Image.new("L", (620, 877), "white")
    scan = _drawn(lambda canvas: canvas.drawInlineImage(small, 0, 0, *A4))

    (fault,) = [found for found in check(scan).errors if "dpi" in found.found]

    assert fault.rule.id == "ND30-P2.I.2-ECOPY-PDF"


def test_a_typeface_that_is_not_embedded_is_named() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 14)
        for line in range(20):
            canvas.drawString(90, 700 - line * 20, "Van ban khong nhung phong chu vao tep")

    faults = {fault.found for fault in check(_drawn(draw)).errors if fault.rule.id == "ND30-I.4-FONT"}

    assert faults == {"Helvetica", "phông Helvetica không được nhúng vào tệp"}


@pytest.mark.parametrize("spoil", [lambda pdf: pdf[:400], lambda pdf: pdf.replace(b"/Kids", b"/Kibs")])
def test_a_damaged_pdf_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    whole = _drawn(lambda canvas: canvas.drawString(90, 700, "Trang"))

    with pytest.raises(DamagedFile):
        check(spoil(whole))


def _drawn(draw: Callable[[Canvas], object]) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, pdfVersion=(1, 4))
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()
