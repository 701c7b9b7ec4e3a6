"""Drafts and their revisions: nothing a person wrote is lost, nothing is made twice."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from pathlib import Path
from typing import Any, cast

import docx
import pytest

from pipeline.drafting.drafts import Changes, Drafts, Order, order
from pipeline.drafting.kinds import find_kind
from pipeline.errors import DraftClosed, DraftInUse, SumsDisagree, TemplateError, TypesetError
from pipeline.home import Home
from pipeline.register.models import AuditRow, Document, DocumentState, Origin, Revision
from pipeline.register.store import Store
from pipeline.typeset import Typesetter
from tests.integration.drafting import office

NAME = "2022-q3-qd-giay-khen"


class FakeTypesetter:
    """Makes a "PDF" at once; `interrupt` runs while it is at work, `broken` refuses everything."""

    def __init__(self) -> None:
        self.made = 0
        self.broken = False
        self.interrupt = lambda: None

    def pdf(self, docx_bytes: bytes) -> bytes:
        if self.broken:
            raise TypesetError(reason="thử nghiệm")
        self.made += 1
        self.interrupt()
        return b"%PDF-1.7 " + hashlib.sha256(docx_bytes).digest()


@pytest.fixture
def typesetter() -> FakeTypesetter:
    return FakeTypesetter()


@pytest.fixture
def drafts(db: None, office_home: Home, typesetter: FakeTypesetter) -> Drafts:
    office.set_up()
    office.nominate(5)
    return Drafts(office_home, cast(Typesetter, typesetter), "tester")


def wanted(**data: Any) -> Order:
    return order(find_kind("qd_giay_khen"), office.occasion("qd_giay_khen"), Changes(data=data))


def save(drafts: Drafts, **data: Any) -> Revision:
    return drafts.save(wanted(**data), office.occasion("qd_giay_khen"))


def edit(path: Path, old: str, new: str) -> bytes:
    """Change a word as a clerk does in Word; return the bytes now on the disk."""
    word = docx.Document(str(path))
    for paragraph in word.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    word.save(str(path))
    return path.read_bytes()


def text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def test_the_first_draft_lies_in_the_outbox_and_in_the_store(drafts: Drafts, office_home: Home):
    revision = save(drafts)

    word, pdf = ((office_home.drafts / f"{NAME}.{ending}").read_bytes() for ending in ("docx", "pdf"))
    store = Store(office_home.store)
    assert (revision.number, revision.origin) == (1, Origin.MACHINE)
    assert store.read(revision.docx_sha256) == word
    assert store.read(revision.pdf_sha256) == pdf
    assert "Tặng Giấy khen của Chánh Văn phòng UBND tỉnh Lào Cai cho 05 cá nhân" in text(word)
    assert AuditRow.objects.filter(act="drafted", subject=f"document:{NAME}").count() == 1


def test_the_revision_keeps_the_facts_the_template_and_how_the_money_came_about(drafts: Drafts, office_home: Home):
    revision = Revision.objects.get(pk=save(drafts).pk)

    (derived,) = revision.facts["cach_tinh_tien"]
    assert revision.template == "giay-khen.docx"
    assert (derived["luong_co_so"], derived["chua_lam_tron"], derived["muc_tien"]) == (1_490_000, 447_000, 450_000)
    assert (derived["cach_lam_tron"], derived["do_tin_cay"]) == ("ceil_10k", "verified")
    assert any("làm tròn" in note for note in revision.facts["luu_y"])
    printed = text((office_home.drafts / f"{NAME}.docx").read_bytes())
    assert not any(note in printed for note in revision.facts["luu_y"])


def test_drafting_again_without_news_makes_no_revision(drafts: Drafts, typesetter: FakeTypesetter):
    first = save(drafts)

    assert save(drafts) == first
    assert Revision.objects.count() == 1
    assert typesetter.made == 1


def test_news_in_the_register_make_a_revision_with_a_readable_difference(drafts: Drafts):
    save(drafts)

    second = save(drafts, quy="IV")

    assert second.number == 2
    assert "quý III" in second.difference
    assert "quý IV" in second.difference


def test_files_missing_from_the_outbox_are_laid_out_again(drafts: Drafts, office_home: Home):
    save(drafts)
    before = {path.name: path.read_bytes() for path in office_home.drafts.iterdir()}
    for path in office_home.drafts.iterdir():
        path.unlink()

    save(drafts)

    assert {path.name: path.read_bytes() for path in office_home.drafts.iterdir()} == before


def test_an_edit_made_in_word_becomes_a_revision_and_stays(drafts: Drafts, office_home: Home):
    save(drafts)
    edited = edit(office_home.drafts / f"{NAME}.docx", "thành tích tiêu biểu", "thành tích xuất sắc")

    revision = save(drafts)

    assert (revision.number, revision.origin, revision.facts) == (2, Origin.PERSON, {})
    assert "tiêu biểu" in revision.difference
    assert "xuất sắc" in revision.difference
    assert (office_home.drafts / f"{NAME}.docx").read_bytes() == edited
    assert save(drafts) == revision


def test_when_the_register_changes_after_an_edit_the_difference_is_laid_beside_it(drafts: Drafts, office_home: Home):
    save(drafts)
    edited = edit(office_home.drafts / f"{NAME}.docx", "tiêu biểu", "xuất sắc")

    revision = save(drafts, nam_xet="2023")

    report = office_home.drafts / f"{NAME}.thay-doi.txt"
    assert revision.origin == Origin.PERSON
    assert (office_home.drafts / f"{NAME}.docx").read_bytes() == edited
    assert "2023" in report.read_text()
    save(drafts)
    assert not report.exists()


def test_a_stale_revision_in_the_outbox_is_no_edit(drafts: Drafts, office_home: Home):
    save(drafts)
    path = office_home.drafts / f"{NAME}.docx"
    stale = path.read_bytes()
    newer = save(drafts, quy="IV")
    path.write_bytes(stale)  # as after a crash between the commit and the outbox

    assert save(drafts, quy="IV") == newer
    assert Revision.objects.count() == 2
    assert "quý IV" in text(path.read_bytes())


def test_what_a_person_saves_while_the_pdf_is_made_is_not_overwritten(
    drafts: Drafts, office_home: Home, typesetter: FakeTypesetter
):
    save(drafts)
    path = office_home.drafts / f"{NAME}.docx"
    typesetter.interrupt = lambda: edit(path, "tiêu biểu", "xuất sắc") and None

    save(drafts, quy="IV")

    assert "xuất sắc" in text(path.read_bytes())
    typesetter.interrupt = lambda: None
    assert save(drafts, quy="IV").origin == Origin.PERSON


@pytest.mark.parametrize("lock", [f"~${NAME[2:]}.docx", f".~lock.{NAME}.docx#"], ids=["Word", "LibreOffice"])
def test_a_draft_open_in_an_office_program_is_refused(drafts: Drafts, office_home: Home, lock: str):
    save(drafts)
    (office_home.drafts / lock).touch()

    with pytest.raises(DraftInUse):
        save(drafts, quy="IV")

    assert Revision.objects.count() == 1


def test_a_faulty_template_leaves_the_previous_draft_in_place(drafts: Drafts, office_home: Home, tmp_path: Path):
    save(drafts)
    before = (office_home.drafts / f"{NAME}.docx").read_bytes()
    word = docx.Document()
    word.add_paragraph("{{ khong_co }}")
    word.save(str(tmp_path / "hong.docx"))
    faulty = dataclasses.replace(wanted(), template=tmp_path / "hong.docx")

    with pytest.raises(TemplateError):
        drafts.save(faulty, office.occasion("qd_giay_khen"))

    assert (office_home.drafts / f"{NAME}.docx").read_bytes() == before
    assert Revision.objects.count() == 1


def test_a_document_that_cannot_be_typeset_leaves_no_trace(
    drafts: Drafts, office_home: Home, typesetter: FakeTypesetter
):
    typesetter.broken = True

    with pytest.raises(TypesetError):
        save(drafts)

    assert not Document.objects.exists()
    assert not list(office_home.drafts.iterdir())


def test_figures_that_contradict_the_list_stop_the_draft(drafts: Drafts):
    with pytest.raises(SumsDisagree, match="so_ca_nhan"):
        save(drafts, so_ca_nhan="06")

    assert not Document.objects.exists()


def test_a_document_is_rendered_from_given_data_alone(drafts: Drafts):
    facts = json.loads(json.dumps(wanted().facts))

    alone = order(find_kind("qd_giay_khen"), None, Changes(data=facts))

    assert alone.render() == wanted().render()


def letter(drafts: Drafts) -> Revision:
    about = dataclasses.replace(office.occasion("qd_giay_khen"), round=None)
    facts = {"trich_yeu": "Cung cấp số liệu", "noi_dung": "Một.\nHai.", "kinh_gui": "Sở Nội vụ"}
    return drafts.save(order(find_kind("cong_van"), about, Changes(data=facts)), about)


def test_a_letter_with_the_subject_of_one_that_has_gone_out_is_another_document(drafts: Drafts):
    first = letter(drafts).document
    again = letter(drafts).document
    Document.objects.filter(pk=first.pk).update(state=DocumentState.ISSUED)

    second = letter(drafts).document

    assert again == first
    assert (first.slug, second.slug) == ("2022-cong-van-cung-cap-so-lieu", "2022-cong-van-cung-cap-so-lieu-2")


def test_a_letter_that_waits_for_its_signature_is_not_drafted_over(drafts: Drafts):
    first = letter(drafts).document
    Document.objects.filter(pk=first.pk).update(state=DocumentState.FROZEN)

    with pytest.raises(DraftClosed):
        letter(drafts)
