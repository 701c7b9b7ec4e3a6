"""The paper route: printed with marks, signed by hand, scanned, matched, confirmed by a person, numbered."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import random
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops, ImageFilter

from pipeline import flow
from pipeline.archive.archiving import Archive
from pipeline.archive.verification import Verifier
from pipeline.cli.main import cli
from pipeline.clock import now
from pipeline.engine.reading_process import read_file
from pipeline.errors import (
    DateDiffers,
    NotInReview,
    NotSignedYet,
    NotWaitingForSignature,
    ScanIncomplete,
    ScanNotConfirmed,
    ScanOfAnother,
    StoreTrouble,
    VanthuError,
)
from pipeline.issuing import act
from pipeline.issuing import chief as chiefs_part
from pipeline.issuing.clerk import Clerk, frozen_revision, keep
from pipeline.issuing.marks import mark_of, read_marks
from pipeline.issuing.numbers import gaps
from pipeline.issuing.printing import print_copy
from pipeline.programme import review
from pipeline.reading.model import FileReading, Lexicon
from pipeline.reading.scans import Scan, read_scan
from pipeline.register.models import AuditRow, Document, OutgoingEntry, Revision, Stage, StageFile, Submission
from pipeline.register.store import Store
from pipeline.register.trusted import trust_of
from pipeline.signing import Signer, certify, precheck, prepare, validate
from pipeline.typeset import Typesetter
from tests.factory.authority import PIN
from tests.factory.office_keys import CHIEF
from tests.factory.official_pdf import official_pdf
from tests.integration.drafting import office
from tests.integration.issuing.conftest import SLUG, draft, nominate_another
from tests.integration.signing.conftest import SIGNED_AT

HandIn = Callable[..., Submission]
State = Callable[[Document], str]
Spoil = Callable[[Image.Image], Image.Image]


def in_process(path: Path) -> FileReading | Scan:
    outcome = read_file(path, Lexicon())
    assert isinstance(outcome, FileReading | Scan)
    return outcome


def pages_of(pdf: bytes, resolution: int = 200) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=resolution / 72).to_pil().convert("RGB") for page in document]


def scanned(pages: list[Image.Image], resolution: int = 200) -> bytes:
    """What an office scanner makes of sheets: a PDF of JPEGs."""
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=resolution, quality=45)
    return stream.getvalue()


def noisy(page: Image.Image, strength: int = 45) -> Image.Image:
    noise = Image.effect_noise(page.size, strength).convert("RGB")
    return ImageChops.add(page.filter(ImageFilter.GaussianBlur(1)), noise, scale=1, offset=-128)


def upside_down(page: Image.Image) -> Image.Image:
    return page.transpose(Image.Transpose.ROTATE_180)


def crooked(page: Image.Image) -> Image.Image:
    return page.rotate(2, fillcolor="white", resample=Image.Resampling.BICUBIC)


def torn(page: Image.Image) -> Image.Image:
    """The corner with the mark is gone."""
    picture = page.copy()
    picture.paste("white", (page.width // 2, int(page.height * 0.85), page.width, page.height))
    return picture


def as_is(page: Image.Image) -> Image.Image:
    return page


SPOILT: list[Spoil] = [as_is, noisy, upside_down, crooked, lambda page: crooked(noisy(upside_down(page)))]


@pytest.fixture
def printed(clerk: Clerk, frozen: Document) -> bytes:
    return print_copy(clerk, frozen)


@pytest.fixture
def waiting(clerk: Clerk, printed: bytes, hand_in: HandIn) -> Submission:
    """The scan of the printed copy, in review."""
    submission = hand_in(scanned(pages_of(printed)))
    assert flow.advance(submission.pk, in_process) == "review"
    submission.refresh_from_db()
    return submission


@pytest.fixture
def inked(clerk: Clerk, frozen: Document, waiting: Submission) -> Document:
    """Signed on paper."""
    return flow.sign_on_paper(clerk, SLUG, waiting.receipt)


def test_the_printed_copy_is_a_slip_and_the_document_with_a_mark_on_every_page(
    clerk: Clerk, frozen: Document, printed: bytes
) -> None:
    revision = frozen_revision(frozen)

    scan = read_scan(scanned(pages_of(printed)))

    assert scan == Scan(pages=2, marks=(mark_of(revision, 0), mark_of(revision, 1)), where=(0, 1))
    with pypdfium2.PdfDocument(printed) as document:
        slip, page = (each.get_textpage().get_text_bounded() for each in document)
    assert "PHIẾU TRÌNH VĂN BẢN" in slip
    assert "Phan Quốc Nghĩa" in slip
    assert f"{SLUG}, bản 1" in slip
    assert "QUYẾT ĐỊNH" in page
    assert b"maDuThao" not in printed
    assert AuditRow.objects.filter(act="printed", subject=f"document:{SLUG}").count() == 1


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_scan_finds_its_document_and_waits_for_a_person(
    clerk: Clerk, frozen: Document, printed: bytes, hand_in: HandIn, state_of: State, spoil: Spoil
) -> None:
    submission = hand_in(scanned([spoil(page) for page in pages_of(printed)]))

    assert flow.advance(submission.pk, in_process) == "review"

    submission.refresh_from_db()
    assert f"vanthu sign {SLUG} --paper {submission.receipt}" in submission.reason
    assert state_of(frozen) == "frozen"


def as_jpeg(pages: list[Image.Image]) -> bytes:
    """The page with the document, as a scanner saves a sheet by itself."""
    stream = io.BytesIO()
    pages[-1].save(stream, "JPEG", quality=60, dpi=(200, 200))
    return stream.getvalue()


def as_png(pages: list[Image.Image]) -> bytes:
    stream = io.BytesIO()
    pages[-1].convert("L").save(stream, "PNG", dpi=(200, 200))
    return stream.getvalue()


def as_tiff(pages: list[Image.Image]) -> bytes:
    """All sheets in one file."""
    stream = io.BytesIO()
    rest = {"save_all": True, "append_images": pages[1:]}
    pages[0].save(stream, "TIFF", compression="tiff_lzw", dpi=(200, 200), **rest)
    return stream.getvalue()


def as_fax(pages: list[Image.Image]) -> bytes:
    """Black and white, as copiers send it."""
    return as_tiff([page.convert("1") for page in pages])


def as_single_tiff(pages: list[Image.Image]) -> bytes:
    return as_tiff(pages[-1:])


def as_photo(pages: list[Image.Image]) -> bytes:
    """The sheet on a desk, taken a little askew and without any resolution."""
    page = pages[-1]
    desk = Image.new("RGB", (int(page.width * 1.3), int(page.height * 1.25)), (94, 70, 52))
    desk.paste(page, (page.width // 6, page.height // 12))
    stream = io.BytesIO()
    desk.rotate(3, fillcolor=(94, 70, 52), resample=Image.Resampling.BICUBIC).save(stream, "JPEG", quality=80)
    return stream.getvalue()


PICTURES = [as_jpeg, as_png, as_tiff, as_fax, as_single_tiff, as_photo]
IDS = ["JPEG", "PNG", "TIFF", "fax", "TIFF of one page", "photo"]


@pytest.mark.parametrize("spoil", [as_is, upside_down, crooked], ids=["straight", "upside down", "crooked"])
@pytest.mark.parametrize("save", PICTURES, ids=IDS)
def test_a_scan_that_is_a_picture_finds_its_document(
    clerk: Clerk,
    frozen: Document,
    printed: bytes,
    hand_in: HandIn,
    save: Callable[[list[Image.Image]], bytes],
    spoil: Spoil,
) -> None:
    submission = hand_in(save([spoil(page) for page in pages_of(printed)]))

    assert flow.advance(submission.pk, in_process) == "review"

    submission.refresh_from_db()
    assert f"vanthu sign {SLUG} --paper {submission.receipt}" in submission.reason


@pytest.mark.parametrize(("save", "spoil"), [(as_tiff, upside_down), (as_fax, as_is), (as_jpeg, upside_down)])
def test_what_is_kept_of_a_picture_is_the_upright_page_without_the_slip(
    clerk: Clerk,
    frozen: Document,
    printed: bytes,
    hand_in: HandIn,
    sealer: Signer,
    save: Callable[[list[Image.Image]], bytes],
    spoil: Spoil,
) -> None:
    submission = hand_in(save([spoil(page) for page in pages_of(printed)]))
    flow.advance(submission.pk, in_process)
    flow.sign_on_paper(clerk, SLUG, submission.receipt)

    entry = flow.issue(clerk, SLUG, sealer)

    pdf = clerk.store.read(entry.sha256)
    assert validate(pdf, trust_of(clerk.home), at=now()).sealed_only
    assert precheck(pdf).problems == ()
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        assert [round(side) for side in document[0].get_size()] == pytest.approx([595, 842], abs=2)
    kept = read_scan(scanned(pages_of(pdf)))
    assert kept is not None
    assert (kept.marks, kept.turned) == ((mark_of(frozen_revision(frozen), 1),), ())


def test_a_damaged_picture_is_refused_by_its_own_name(frozen: Document, printed: bytes, hand_in: HandIn) -> None:
    submission = hand_in(as_jpeg(pages_of(printed))[:4000])

    assert flow.advance(submission.pk, in_process) == "returned"

    submission.refresh_from_db()
    assert submission.reason_code == "DamagedFile"


def test_text_laid_over_the_pictures_by_the_scanner_does_not_hide_the_marks(printed: bytes) -> None:
    with pikepdf.open(io.BytesIO(scanned(pages_of(printed)))) as document:
        for page in document.pages:
            page.obj.Resources.Font = pikepdf.Dictionary(
                F=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            )
            page.contents_add(b"BT /F 12 Tf 3 Tr 72 700 Td (Quyet dinh) Tj ET")
        stream = io.BytesIO()
        document.save(stream)

    scan = read_scan(stream.getvalue())

    assert scan is not None
    assert len(scan.marks) == 2


def test_a_pdf_that_is_no_scan_has_no_marks(printed: bytes) -> None:
    assert read_scan(printed) is None
    assert read_scan(b"%PDF-1.7 broken") is None


def test_a_scan_without_a_readable_mark_waits_for_a_person_while_copies_are_about(
    clerk: Clerk, frozen: Document, printed: bytes, hand_in: HandIn, state_of: State
) -> None:
    submission = hand_in(scanned([torn(page) for page in pages_of(printed)]))

    assert flow.advance(submission.pk, in_process) == "review"

    submission.refresh_from_db()
    assert "Không đọc được mã" in submission.reason
    assert state_of(frozen) == "frozen"
    flow.sign_on_paper(clerk, SLUG, submission.receipt)
    assert state_of(frozen) == "signed"


def test_a_scan_is_returned_as_ever_while_nothing_printed_waits(
    clerk: Clerk, frozen: Document, hand_in: HandIn
) -> None:
    submission = hand_in(scanned([Image.new("RGB", (1654, 2339), "white")]))

    assert flow.advance(submission.pk, in_process) == "returned"

    submission.refresh_from_db()
    assert submission.reason_code == "EmptyPages"


def test_a_code_of_somebody_else_is_no_mark(frozen: Document, hand_in: HandIn) -> None:
    submission = hand_in(b"a scanned form with a stamp of the post")

    assert flow.advance(submission.pk, lambda _path: Scan(pages=1, marks=("VN00123456",))) == "returned"


def test_without_the_library_for_marks_scans_are_returned_as_ever(
    printed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    assert read_scan(scanned(pages_of(printed))) is None


def test_no_noise_makes_a_scan_one_of_another_document(printed: bytes, frozen: Document) -> None:
    revision = frozen_revision(frozen)
    random.seed(3)
    for strength in (60, 110, 170):
        scan = read_scan(scanned([noisy(page, strength) for page in pages_of(printed, 150)], 150))
        assert scan is not None
        assert not scan.marks or read_marks(scan.marks).revision == revision


def test_a_mark_altered_in_any_letter_is_nobodys(frozen: Document) -> None:
    mark = mark_of(frozen_revision(frozen), 1)

    for place in range(len(mark)):
        altered = f"{mark[:place]}{'8' if mark[place] != '8' else '9'}{mark[place + 1 :]}"
        assert read_marks([altered]).revision is None


def test_a_copy_printed_before_the_document_was_drafted_anew_signs_nothing(
    clerk: Clerk, frozen: Document, printed: bytes, typesetter: Typesetter, hand_in: HandIn, state_of: State
) -> None:
    chiefs_part.refuse(clerk, frozen, "bổ sung căn cứ")
    nominate_another(office.QUARTER)
    draft(clerk, typesetter)
    flow.freeze(clerk, typesetter, SLUG)
    submission = hand_in(scanned(pages_of(printed)))
    assert flow.advance(submission.pk, in_process) == "review"

    with pytest.raises(ScanOfAnother):
        flow.sign_on_paper(clerk, SLUG, submission.receipt)

    submission.refresh_from_db()
    assert (submission.state, state_of(frozen)) == ("review", "frozen")
    assert [row.facts["reason"] for row in AuditRow.objects.filter(act="sign-refused")] == ["ScanOfAnother"]


def test_confirming_makes_the_document_signed_and_keeps_the_scan(
    clerk: Clerk, inked: Document, waiting: Submission, state_of: State
) -> None:
    waiting.refresh_from_db()

    assert (waiting.state, state_of(inked)) == ("registered", "signed")
    assert StageFile.objects.get(stage=Stage.ON_PAPER).file_id == waiting.file_id
    row = AuditRow.objects.get(act="signed")
    assert (row.facts["channel"], row.facts["sha256"], row.actor) == ("paper", waiting.file_id, "văn thư")
    assert not (clerk.home.outbox / "trinh-ky" / f"{SLUG}.pdf").exists()


def test_a_scan_of_the_slip_alone_signs_nothing(
    clerk: Clerk, frozen: Document, printed: bytes, hand_in: HandIn, state_of: State
) -> None:
    submission = hand_in(scanned(pages_of(printed)[:1]))
    assert flow.advance(submission.pk, in_process) == "review"

    with pytest.raises(ScanIncomplete):
        flow.sign_on_paper(clerk, SLUG, submission.receipt)

    assert state_of(frozen) == "frozen"


def test_a_scan_is_not_registered_like_a_form(waiting: Submission) -> None:
    with pytest.raises(ScanNotConfirmed):
        flow.decide(waiting.receipt, [review.Act(review.Kind.ACCEPTED, "ho_ten")], "văn thư")

    assert flow.give_back(waiting.receipt, "văn thư", "thiếu chữ ký") == "returned"


def test_what_does_not_wait_is_not_signed(
    clerk: Clerk, inked: Document, waiting: Submission, printed: bytes, hand_in: HandIn
) -> None:
    with pytest.raises(NotInReview):
        flow.sign_on_paper(clerk, SLUG, waiting.receipt)
    with pytest.raises(NotInReview):
        flow.sign_on_paper(clerk, SLUG, "BN-99")
    with pytest.raises(NotWaitingForSignature):
        print_copy(clerk, inked)
    again = hand_in(scanned(pages_of(printed, 220), 220))
    assert flow.advance(again.pk, in_process) == "review"
    other = Document.objects.create(kind="x", plan=inked.plan, slug="khac", state="frozen", title="Khác")
    revision = Revision.objects.create(document=other, number=1, docx_sha256="", pdf_sha256="")
    prepared = StageFile.objects.get(stage=Stage.PREPARED).file
    StageFile.objects.create(revision=revision, stage=Stage.PREPARED, file=prepared)
    with pytest.raises(ScanOfAnother):
        flow.sign_on_paper(clerk, "khac", again.receipt)


def test_a_draft_is_neither_printed_nor_issued(clerk: Clerk, drafted: Document, sealer: Signer) -> None:
    with pytest.raises(NotWaitingForSignature):
        print_copy(clerk, drafted)
    with pytest.raises(NotSignedYet):
        flow.issue(clerk, SLUG, sealer)


def test_a_paper_gets_its_number_and_the_sealed_scan_is_kept(
    clerk: Clerk, inked: Document, sealer: Signer, state_of: State
) -> None:
    entry = flow.issue(clerk, SLUG, sealer)

    pdf = clerk.store.read(entry.file_id)
    report = validate(pdf, trust_of(clerk.home), at=now())
    assert (entry.symbol, state_of(inked)) == ("01/QĐ-VPUBND", "issued")
    assert report.sealed_only
    assert (report.metadata.symbol, report.metadata.issued) == (entry.symbol, f"{entry.day}")
    assert precheck(pdf).passed
    assert len(pages_of(pdf, 50)) == 1, "the routing slip stays inside the office"
    assert (clerk.home.outbox / "phat-hanh" / "2022" / "01-QĐ-VPUBND.pdf").read_bytes() == pdf


def test_pages_scanned_upside_down_are_kept_the_right_way_up(
    clerk: Clerk, frozen: Document, printed: bytes, hand_in: HandIn, sealer: Signer
) -> None:
    slip, page = pages_of(printed)
    submission = hand_in(scanned([slip, upside_down(page)]))
    flow.advance(submission.pk, in_process)
    flow.sign_on_paper(clerk, SLUG, submission.receipt)

    entry = flow.issue(clerk, SLUG, sealer)

    kept = read_scan(scanned(pages_of(clerk.store.read(entry.file_id))))
    assert kept is not None
    assert (kept.marks, kept.turned) == ((mark_of(frozen_revision(frozen), 1),), ())


def test_a_paper_gets_no_day_of_another_year_than_is_printed(
    clerk: Clerk, inked: Document, waiting: Submission, sealer: Signer, chief: Signer, state_of: State
) -> None:
    paper = signed_digitally(clerk, inked, chief, "mot")
    StageFile.objects.filter(revision__document=paper, stage=Stage.SIGNED).update(
        stage=Stage.ON_PAPER, file=waiting.file
    )

    with pytest.raises(DateDiffers):
        act.issue(clerk, paper, sealer, current={}, day=dt.date(2021, 12, 31))

    assert (state_of(paper), OutgoingEntry.objects.count(), gaps()) == ("signed", 0, [])


def test_a_paper_can_still_be_refused_and_the_next_revision_signed_otherwise(
    clerk: Clerk, inked: Document, typesetter: Typesetter, chief: Signer, sealer: Signer
) -> None:
    chiefs_part.refuse(clerk, inked, "chữ ký không rõ")
    nominate_another(office.QUARTER)
    draft(clerk, typesetter)
    chiefs_part.sign(clerk, flow.freeze(clerk, typesetter, SLUG), chief)

    entry = flow.issue(clerk, SLUG, sealer)

    assert validate(clerk.store.read(entry.file_id), trust_of(clerk.home), at=now()).ok


def test_a_paper_is_archived_and_verified(clerk: Clerk, inked: Document, sealer: Signer, state_of: State) -> None:
    flow.issue(clerk, SLUG, sealer)
    inked.refresh_from_db()
    trust = trust_of(clerk.home)

    folder = Archive(home=clerk.home, trust=trust, actor="văn thư").archive(inked)
    verified = Verifier(home=clerk.home, trust=trust, at=now()).document(inked)

    assert (folder / "manifest.json").exists()
    assert state_of(inked) == "archived"
    assert [check for check in verified.checks if not check.ok] == []
    assert "ký trên giấy" in next(check.detail for check in verified.checks if check.check == "signature:signer")


def test_a_change_to_the_sealed_scan_is_seen(clerk: Clerk, inked: Document, sealer: Signer) -> None:
    entry = flow.issue(clerk, SLUG, sealer)
    pdf = bytearray(clerk.store.read(entry.file_id))
    pdf[len(pdf) // 3] ^= 1

    assert not validate(bytes(pdf), trust_of(clerk.home), at=now()).sealed_only


def test_a_failure_while_issuing_takes_no_number(
    clerk: Clerk, inked: Document, sealer: Signer, state_of: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, _data: bytes) -> str:
        raise StoreTrouble(folder="x", cause="đầy")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "put", full)
        with pytest.raises(VanthuError):
            flow.issue(clerk, SLUG, sealer)

    assert (state_of(inked), OutgoingEntry.objects.count(), gaps()) == ("signed", 0, [])
    assert flow.issue(clerk, SLUG, sealer).number == 1


def signed_digitally(clerk: Clerk, paper: Document, chief: Signer, slug: str) -> Document:
    """Another document with the same printed page and an electronic signature."""
    document = Document.objects.create(kind=paper.kind, plan=paper.plan, state="signed", title="Khác", slug=slug)
    revision = Revision.objects.create(
        document=document, number=1, docx_sha256="", pdf_sha256="", facts={"nguoi_ky": CHIEF}
    )
    prepared = prepare(official_pdf(), draft=f"{slug}/1", title="Khác").pdf
    for stage, pdf in ((Stage.PREPARED, prepared), (Stage.SIGNED, certify(prepared, chief, at=SIGNED_AT))):
        clerk.store.put(pdf)
        keep(revision, stage, pdf)
    return document


def test_digital_paper_and_void_numbers_are_of_one_series_without_a_gap(
    clerk: Clerk, inked: Document, sealer: Signer, chief: Signer
) -> None:
    first, third = (signed_digitally(clerk, inked, chief, slug) for slug in ("mot", "ba"))

    symbols = [
        act.issue(clerk, first, sealer, current={}).symbol,
        flow.issue(clerk, SLUG, sealer).symbol,
        act.issue(clerk, third, sealer, current={}).symbol,
    ]
    act.make_void(clerk, symbols[1], "in nhầm")

    assert symbols == ["01/QĐ-VPUBND", "02/QĐ-VPUBND", "03/QĐ-VPUBND"]
    assert gaps() == []
    assert Document.objects.get(slug=SLUG).state == "void"


def test_the_commands_print_confirm_and_name_the_number_to_be_written(
    clerk: Clerk, frozen: Document, hand_in: HandIn, tmp_path: Path
) -> None:
    out, pin = tmp_path / "in.pdf", tmp_path / "pin"
    pin.write_text(PIN)
    clerk.home.database.touch()  # what stands for the register where the database is in memory
    run = CliRunner().invoke
    assert run(cli, ["print", SLUG, "--out", str(out)], catch_exceptions=False).output == f"{out}\n"
    submission = hand_in(scanned(pages_of(out.read_bytes())))
    flow.advance(submission.pk, in_process)

    signed = run(cli, ["sign", SLUG, "--paper", submission.receipt], catch_exceptions=False)
    issued = run(cli, ["issue", SLUG, "--pin-file", str(pin)], catch_exceptions=False)

    assert signed.output == f"{SLUG}: đã ký\n"
    assert "01/QĐ-VPUBND; hãy ghi số và ngày 19/09/2022 lên bản giấy" in issued.output
    assert run(cli, ["sign", SLUG, "khac", "--paper", "BN-1"]).exit_code == 2
