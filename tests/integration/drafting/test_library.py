"""The whole library by the rules of presentation: every document, three sets of data, three stages (NĐ 30/2020)."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Mapping
from typing import Any

import pdfplumber
import pytest
from pdfplumber.page import Page

from pipeline.conformity import Stage, Status, check
from pipeline.drafting.kinds import KINDS
from pipeline.drafting.samples import sample_facts
from pipeline.drafting.trials import FREE_IN_FORM
from pipeline.home import TEMPLATES
from pipeline.signing import prepare
from pipeline.templating import check as find_problems
from pipeline.typeset import Typesetter
from tests.integration.drafting.datasets import DATASETS, ISSUED, made

TODAY = dt.date(2022, 12, 31)
ALL = [(kind.key, variant) for kind in KINDS.values() for variant in kind.templates]
DOCUMENTS = [(key, variant) for key, variant in ALL if key not in FREE_IN_FORM]
#: of the templates that one builder makes alike, one is enough for LibreOffice
ALIKE = {"quy_che", "quy_dinh", "thong_cao", "huong_dan", "chuong_trinh", "phuong_an", "de_an", "du_an", "thu_cong"}
ALIKE |= {"phieu_gui", "phieu_chuyen", "phieu_bao", "ban_ghi_nho", "ban_thoa_thuan", "ke_hoach_chung", "bc_tong_ket"}
PRINTED = [(key, variant) for key, variant in DOCUMENTS if key not in ALIKE]
#: minutes have no day on their first page (Mẫu 1.9), and are signed by two on paper
DATED = [(key, variant) for key, variant in PRINTED if key != "bien_ban"]
#: the flaws of the plan of 2021, which its faithful text keeps
KNOWN_FLAWS = {
    ("ke_hoach", "faithful"): {"ND30-V.6b-NUM-DOT", "ND30-PL2.IV.1a", "ND30-PL2.IV.1b", "ND30-PL2.V.6"},
}
#: the page number stands above this height, the text below it
HEADER = 50
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def broken_rules(docx: bytes, stage: Stage) -> set[str]:
    report = check(docx, stage=stage, today=TODAY)
    failed = [result.rule for result in report.results if result.status is Status.FAIL]
    return {rule.id for rule in failed if rule.severity.value in "EW"}


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize(("kind", "variant"), DOCUMENTS)
def test_a_document_breaks_no_rule_at_any_stage(kind: str, variant: str, dataset: str):
    draft = made(kind, variant, dataset).render()
    issued = made(kind, variant, dataset, **ISSUED).render()

    found = {
        Stage.DRAFT: broken_rules(draft, Stage.DRAFT),
        Stage.SIGNED: broken_rules(draft, Stage.SIGNED),
        Stage.ISSUED: broken_rules(issued, Stage.ISSUED),
    }

    assert found == dict.fromkeys(found, KNOWN_FLAWS.get((kind, variant), set()))


@pytest.mark.parametrize(
    ("signer", "above_name"),
    [
        (["CHÁNH VĂN PHÒNG"], ""),
        (["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"], ""),
        (["TL. CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH"], ""),
        (["TUQ. CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG TỔNG HỢP"], ""),
        (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ""),
        (["Q. CHÁNH VĂN PHÒNG"], ""),
        (["TM. HỘI ĐỒNG", "CHỦ TỊCH"], "CHÁNH VĂN PHÒNG"),
        (["CHỦ TỊCH HỘI ĐỒNG"], ""),
    ],
    ids=["head", "KT", "TL", "TUQ", "TM", "Q", "council with seal", "council without seal"],
)
def test_every_form_of_signing_is_right(signer: list[str], above_name: str):
    docx = made("thong_bao", "chung", "ordinary", quyen_han_ky=signer, chuc_vu_tren_ten=above_name).render()

    assert broken_rules(docx, Stage.DRAFT) == set()


@pytest.mark.parametrize("words", ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"])
def test_every_stamp_of_urgency_is_right(words: str):
    docx = made("cong_van", "chung", "ordinary", do_khan=words).render()

    (result,) = [each for each in check(docx).results if each.rule.id == "ND30-III.2b-URGENCY"]
    assert (result.status, result.found) == (Status.PASS, words)


@pytest.mark.parametrize(("kind", "variant"), ALL)
def test_the_tags_of_a_template_are_right_with_its_sample(kind: str, variant: str):
    _variant, template = KINDS[kind].template(variant)

    assert find_problems(TEMPLATES / template, sample_facts(KINDS[kind], variant)) == []


# As LibreOffice prints them


@pytest.mark.office
@pytest.mark.parametrize(("kind", "variant"), PRINTED)
def test_an_extreme_document_is_printed_whole(typeset: Typesetter, kind: str, variant: str):
    wanted = made(kind, variant, "extreme")

    pdf = typeset.pdf(wanted.render())

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        pages = document.pages
        texts = [page.crop((0, HEADER, page.width, page.height)).extract_text() for page in pages]
        numbers = [shown_number(page) for page in pages]
    assert all(len(text) > 60 for text in texts)
    assert numbers == expected_numbers(numbers)
    assert COUNTRY in texts[0]
    signed = [text for text in texts if "Nơi nhận:" in text]
    assert len(signed) == 1
    assert "./." in signed[0]
    assert signer_of(wanted.facts) in signed[0]


def signer_of(facts: Mapping[str, Any]) -> str:
    """Who signs at the right: of minutes whoever was in the chair."""
    chair = facts.get("to_truong") or facts.get("chu_tri")
    return str(chair["ho_ten"] if chair else facts["nguoi_ky"])


def shown_number(page: Page) -> int:
    """The number in the upper margin; the first page of a section shows none."""
    top = page.crop((0, 0, page.width, HEADER)).extract_text().strip()
    return int(top) if top else 1


def expected_numbers(numbers: list[int]) -> list[int]:
    """Each page one more than the page before, or the first of a section."""
    return [1, *(1 if later == 1 else earlier + 1 for earlier, later in itertools.pairwise(numbers))]


@pytest.mark.office
@pytest.mark.parametrize(("kind", "variant"), DATED)
def test_number_day_and_signature_can_be_put_into_every_document(typeset: Typesetter, kind: str, variant: str):
    pdf = typeset.pdf(made(kind, variant, "short").render())

    prepared = prepare(pdf, draft="thu/1", title="Thử")

    assert set(prepared.slots.fields) == {"SoVanBan", "NgayBanHanh", "ThangBanHanh"}
    assert prepared.slots.symbol.endswith(("-VPUBND", "-TCHC"))


@pytest.mark.office
@pytest.mark.parametrize("kind", ["cong_van", "qd_giay_khen"])
def test_five_hundred_recipients_are_listed_on_pages_of_their_own(typeset: Typesetter, kind: str):
    variant, _template = KINDS[kind].template(None)
    named = [f"Đơn vị thử nghiệm số {number}" for number in range(1, 501)]

    pdf = typeset.pdf(made(kind, variant, "ordinary", noi_nhan=["Như trên", *named, "Lưu: VT, TCHC"]).render())

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        texts = [page.extract_text() for page in document.pages]
    (signed,) = [text for text in texts if "Nơi nhận:" in text]
    assert "Phan Quốc Nghĩa" in signed
    (first,) = [number for number, text in enumerate(texts) if text.startswith("DANH SÁCH NƠI NHẬN")]
    listed = "\n".join(texts[first:])
    assert all(f"{number}. Đơn vị thử nghiệm số {number}." in listed for number in range(1, 500))
    assert listed.endswith("500. Đơn vị thử nghiệm số 500./.")


@pytest.mark.office
@pytest.mark.parametrize("variant", ["tron_trang", "phoi"])
def test_a_giay_khen_is_one_page_whatever_the_name(typeset: Typesetter, variant: str):
    long = {
        "ong_ba": "Tập thể",
        "ten": "Trung tâm Nghiên cứu, Thử nghiệm, Bồi dưỡng nghiệp vụ và Hỗ trợ kỹ thuật phục vụ công tác cải cách "
        "hành chính, chuyển đổi số và kiểm soát thủ tục hành chính",
        "chuc_vu_don_vi": "Văn phòng UBND tỉnh Lào Cai",
        "thanh_tich": "xuất sắc trong phong trào thi đua thực hiện nhiệm vụ cải cách hành chính, chuyển đổi số, kiểm "
        "soát thủ tục hành chính và phục vụ người dân, doanh nghiệp trên địa bàn tỉnh giai đoạn 2021 - 2025",
        "so_vang": "07",
    }
    plain = {**long, "ong_ba": "Bà", "ten": "Nguyễn Thị Phương Minh Họa", "thanh_tich": "tiêu biểu"}

    pdf = typeset.pdf(made("giay_khen", variant, "ordinary", nguoi_nhan=[plain, long]).render())

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        pages = [" ".join(page.extract_text().split()) for page in document.pages]
        sizes = [max(char["size"] for char in page.chars if char["text"] in "NT") for page in document.pages]
    assert len(pages) == 2
    assert "Bà Nguyễn Thị Phương Minh Họa" in pages[0]
    assert long["ten"] in pages[1]
    assert long["thanh_tich"] in pages[1]
    assert "Vào sổ số: 07" in pages[1]
    assert ("GIẤY KHEN" in pages[0]) == (variant == "tron_trang")
    assert sizes[0] >= 28


@pytest.mark.office
def test_a_printer_that_is_off_is_put_right_by_millimetres(typeset: Typesetter):
    def place(**facts: object) -> tuple[float, float]:
        with pdfplumber.open(io.BytesIO(typeset.pdf(made("giay_khen", "phoi", "ordinary", **facts).render()))) as pdf:
            found = pdf.pages[0].search("Giàng A Mẫu", regex=False)[0]
            return found["x0"], found["top"]

    usual, moved = place(), place(can_chinh={"ngang": 3, "doc": -2})

    assert (moved[0] - usual[0]) / 72 * 25.4 == pytest.approx(3, abs=0.1)
    assert (moved[1] - usual[1]) / 72 * 25.4 == pytest.approx(-2, abs=0.1)
