"""Electronic copies: which the decree knows, what their corner says, their own numbers, and every refusal."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline import flow
from pipeline.archive.archiving import Archive
from pipeline.archive.verification import Verifier
from pipeline.cli.main import cli
from pipeline.errors import (
    CopyNotProvided,
    CopySourceUnfit,
    NoSeries,
    NoSuchNumber,
    NoSuchPages,
    PagesNeeded,
    VanthuError,
    WrongHolder,
)
from pipeline.issuing import act, book, copies, numbers
from pipeline.issuing.clerk import Clerk
from pipeline.register.models import AuditRow, Document, NumberCounter, NumberSeries, OutgoingEntry
from pipeline.register.trusted import trust_of
from pipeline.signing import Signer, Verdict, precheck, validate
from pipeline.signing.fields import Permission
from tests.factory.office_keys import OFFICE
from tests.factory.official_pdf import official_pdf
from tests.integration.signing.acts import flipped

AT = dt.datetime(2022, 9, 19, 20, tzinfo=dt.timezone(dt.timedelta(hours=7)))
WHOLE = None
FIRST = (1,)


def scan(pages: int = 1, *, dots: int = 200, mode: str = "RGB", turn: int = 0) -> bytes:
    """A4 sheets as a scanner makes them: each page one picture."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595.3, 841.9))
    size = (round(8.27 * dots), round(11.69 * dots))
    for _number in range(pages):
        picture = Image.new(mode, size, "white" if mode == "RGB" else 255)
        canvas.drawImage(ImageReader(picture), 0, 0, 595.3, 841.9)
        canvas.showPage()
    canvas.save()
    return turned(stream.getvalue(), turn) if turn else stream.getvalue()


def turned(pdf: bytes, turn: int) -> bytes:
    """Laid on its side by a viewer, not drawn anew."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.pages[0].rotate(turn, relative=False)
        stream = io.BytesIO()
        document.save(stream)
    return stream.getvalue()


def locked(pdf: bytes) -> bytes:
    """Opened with a password only."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        stream = io.BytesIO()
        document.save(stream, encryption=pikepdf.Encryption(user="mật", owner="khẩu"))
    return stream.getvalue()


def of(pdf: bytes, subject: str = "Công văn 12/UBND-NC") -> copies.Source:
    return copies.Source(pdf=pdf, subject=subject)


@pytest.fixture
def issued(clerk: Clerk, signed: Document, sealer: Signer) -> OutgoingEntry:
    return flow.issue(clerk, signed.slug, sealer)


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "copy.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", folder / "copy.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout


def corner_of(pdf: bytes) -> tuple[tuple[float, ...], tuple[float, float]]:
    """The rectangle of the only field, and the size of the first page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (field,) = document.Root.AcroForm.Fields  # type: ignore[misc]
        box = document.pages[0].mediabox
        return tuple(float(edge) for edge in field.Rect), (float(box[2]), float(box[3]))


def test_an_extract_of_an_issued_document_shows_all_of_the_page_and_the_corner(
    clerk: Clerk, issued: OutgoingEntry, sealer: Signer, tmp_path: Path
) -> None:
    original = clerk.store.read(issued.file_id)

    entry = copies.make_copy(clerk, copies.of_symbol(clerk, issued.symbol), "trich_sao", FIRST, sealer)

    pdf = clerk.store.read(entry.file_id)
    text = text_of(pdf, tmp_path)
    assert re.search(r"Số:\s+01/QĐ-VPUBND", text)
    assert re.search(r"ngày\s+19\s+tháng\s+9", text)
    lines = [line.strip() for line in text.splitlines() if line.strip()][:3]
    assert lines[:2] == ["Trích sao", OFFICE]
    assert re.fullmatch(r"2022-09-19T\d\d:\d\d:\d\d\+07:00", lines[2])
    assert clerk.store.read(issued.file_id) == original
    assert precheck(pdf).passed


def test_the_corner_tells_the_time_of_the_signature_in_ten_point_black(
    clerk: Clerk, issued: OutgoingEntry, sealer: Signer, tmp_path: Path
) -> None:
    entry = copies.make_copy(clerk, copies.of_symbol(clerk, issued.symbol), "trich_sao", FIRST, sealer)

    pdf = clerk.store.read(entry.file_id)
    report = validate(pdf, trust_of(clerk.home), at=AT)
    (seal,) = report.signatures
    assert (seal.verdict, seal.permission, seal.holder) == (Verdict.VALID, Permission.NOTHING, OFFICE)
    assert seal.claimed is not None
    assert seal.claimed.astimezone(AT.tzinfo).isoformat() in text_of(pdf, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        look = document.Root.AcroForm.Fields[0].AP.N
        assert set(re.findall(rb"/\S+ ([\d.]+) Tf", look.read_bytes())) == {b"10"}
        assert not re.search(rb"\brg\b|\bRG\b|\bDo\b", look.read_bytes())
        assert all("LiberationSerif" in str(font.BaseFont) for font in look.Resources.Font.values())
    (x0, y0, x1, y1), (width, height) = corner_of(pdf)
    assert x0 > width / 2
    assert width - x1 == pytest.approx(42.5, abs=0.1)
    assert height - 60 < y0 < y1 < height


@pytest.mark.parametrize(("kind", "symbol"), [("sao_y", "01/SY-VPUBND"), ("sao_luc", "01/SL-VPUBND")])
def test_a_scan_is_copied_whole(clerk: Clerk, sealer: Signer, kind: str, symbol: str) -> None:
    entry = copies.make_copy(clerk, of(scan(3)), kind, WHOLE, sealer)

    pdf = clerk.store.read(entry.file_id)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 3
        assert document.pdf_version >= "1.4"
    assert entry.symbol == symbol
    assert validate(pdf, trust_of(clerk.home), at=AT).metadata.symbol == symbol


def test_a_scan_lying_on_its_side_gets_the_corner_where_it_is_read(clerk: Clerk, sealer: Signer) -> None:
    entry = copies.make_copy(clerk, of(scan(turn=90)), "sao_y", WHOLE, sealer)

    (_x0, _y0, x1, y1), (width, height) = corner_of(clerk.store.read(entry.file_id))
    assert (round(width), round(height)) == (842, 595)
    assert (width - x1, height - y1) == (pytest.approx(42.5, abs=0.1), pytest.approx(19.8, abs=0.1))


def test_all_forms_are_numbered_in_one_series_of_their_own_year_by_year(
    clerk: Clerk, issued: OutgoingEntry, sealer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("sao_y", "sao_luc"):
        copies.make_copy(clerk, of(scan()), kind, WHOLE, sealer)
    copies.make_copy(clerk, of(scan()), "trich_sao", FIRST, sealer)
    monkeypatch.setenv("VANTHU_TODAY", "2022-12-31")
    copies.make_copy(clerk, of(scan()), "sao_y", WHOLE, sealer)
    monkeypatch.setenv("VANTHU_TODAY", "2023-01-01")
    copies.make_copy(clerk, of(scan()), "sao_luc", WHOLE, sealer)

    lines = book.entries(series="VPUBND/SAO")
    assert [line.symbol for line in lines] == [
        "01/SY-VPUBND",
        "02/SL-VPUBND",
        "03/TrS-VPUBND",
        "04/SY-VPUBND",
        "01/SL-VPUBND",
    ]
    assert [book.as_json(line)["type"] for line in lines] == ["SY", "SL", "TrS", "SY", "SL"]
    assert issued.number == 1
    assert numbers.gaps() == []


@pytest.mark.parametrize("kind", ["sao_y", "sao_luc"])
def test_the_decree_knows_no_whole_electronic_copy_of_an_electronic_document(
    clerk: Clerk, issued: OutgoingEntry, sealer: Signer, kind: str
) -> None:
    with pytest.raises(CopyNotProvided):
        copies.make_copy(clerk, copies.of_symbol(clerk, issued.symbol), kind, WHOLE, sealer)

    _nothing_happened(CopyNotProvided)


@pytest.mark.parametrize(
    ("pdf", "kind", "pages", "error"),
    [
        pytest.param(lambda: scan(dots=150), "sao_y", WHOLE, CopySourceUnfit, id="too coarse"),
        pytest.param(lambda: scan(mode="L"), "sao_y", WHOLE, CopySourceUnfit, id="grey"),
        pytest.param(official_pdf, "sao_y", WHOLE, CopySourceUnfit, id="neither signed nor scanned"),
        pytest.param(lambda: locked(scan()), "sao_y", WHOLE, CopySourceUnfit, id="locked"),
        pytest.param(lambda: b"no PDF", "sao_y", WHOLE, CopySourceUnfit, id="no PDF"),
        pytest.param(lambda: scan()[:-400], "sao_y", WHOLE, CopySourceUnfit, id="cut short"),
        pytest.param(lambda: scan(2), "trich_sao", (2, 3), NoSuchPages, id="pages that are not there"),
        pytest.param(lambda: scan(2), "trich_sao", (0,), NoSuchPages, id="page nought"),
        pytest.param(lambda: scan(2), "trich_sao", WHOLE, PagesNeeded, id="an extract of nothing named"),
        pytest.param(lambda: scan(2), "sao_y", FIRST, PagesNeeded, id="a whole copy of a part"),
    ],
)
def test_what_can_not_be_copied_uses_no_number_and_is_told_once(
    clerk: Clerk,
    sealer: Signer,
    pdf: Callable[[], bytes],
    kind: str,
    pages: tuple[int, ...] | None,
    error: type[VanthuError],
) -> None:
    with pytest.raises(error):
        copies.make_copy(clerk, of(pdf()), kind, pages, sealer)

    _nothing_happened(error)


def test_a_document_changed_after_it_was_signed_is_not_copied(
    clerk: Clerk, issued: OutgoingEntry, sealer: Signer
) -> None:
    with pytest.raises(CopySourceUnfit):
        copies.make_copy(clerk, of(flipped(clerk.store.read(issued.file_id))), "trich_sao", FIRST, sealer)


def test_a_void_document_is_not_copied_by_its_number_nor_as_a_file(
    clerk: Clerk, issued: OutgoingEntry, tmp_path: Path
) -> None:
    act.make_void(clerk, issued.symbol, "ban hành nhầm")
    file = tmp_path / "van-ban.pdf"
    file.write_bytes(clerk.store.read(issued.file_id))

    with pytest.raises(NoSuchNumber):
        copies.of_symbol(clerk, issued.symbol)
    with pytest.raises(NoSuchNumber):
        copies.of_file(file)


def test_only_the_office_signs_copies(clerk: Clerk, chief: Signer) -> None:
    with pytest.raises(WrongHolder):
        copies.make_copy(clerk, of(scan()), "sao_y", WHOLE, chief)

    _nothing_happened(WrongHolder)


def test_an_office_without_a_series_for_copies_is_told_so(clerk: Clerk, sealer: Signer) -> None:
    NumberSeries.objects.filter(key="VPUBND/SAO").delete()

    with pytest.raises(NoSeries, match="SY-VPUBND"):
        copies.make_copy(clerk, of(scan()), "sao_y", WHOLE, sealer)


def test_a_copy_can_be_verified_and_is_no_business_of_the_archive(
    clerk: Clerk, issued: OutgoingEntry, sealer: Signer
) -> None:
    trust = trust_of(clerk.home)
    entry = copies.make_copy(clerk, of(scan()), "sao_y", WHOLE, sealer)

    verifier = Verifier(home=clerk.home, trust=trust, at=AT)
    verified = verifier.document(entry.document)
    assert verified.ok, verified.checks
    assert {check.check for check in verified.checks} == {"signature:organisation", "xmp", "sha256", "audit"}
    assert verifier.file("sao.pdf", clerk.store.read(entry.file_id)).ok
    keeper = Archive(home=clerk.home, trust=trust, actor="văn thư")
    assert [document.pk for document in keeper.waiting()] == [issued.document_id]


def test_a_changed_copy_is_found(clerk: Clerk, sealer: Signer) -> None:
    entry = copies.make_copy(clerk, of(scan()), "sao_y", WHOLE, sealer)
    OutgoingEntry.objects.filter(pk=entry.pk).update(symbol="09/SY-VPUBND")

    verified = Verifier(home=clerk.home, trust=trust_of(clerk.home), at=AT).document(entry.document)

    assert [check.check for check in verified.checks if not check.ok] == ["xmp", "audit"]


def test_the_command_writes_the_copy_and_names_its_number(clerk: Clerk, issued: OutgoingEntry, tmp_path: Path) -> None:
    pin, out = clerk.home.root / "pin.txt", tmp_path / "trich.pdf"
    words = ["copy", issued.symbol, "--kind", "trich_sao", "--pages", "1-1", "--pin-file", str(pin), "--out", str(out)]

    clerk.home.database.touch()  # what stands for the register where the database is in memory

    result = CliRunner().invoke(cli, words)

    assert result.exit_code == 0, result.output
    assert result.stdout == f"01/TrS-VPUBND: {out}\n"
    shown = clerk.home.outbox / "phat-hanh" / "2022" / "01-TrS-VPUBND.pdf"
    assert shown.read_bytes() == out.read_bytes()


def test_the_book_tells_which_pages_of_what_were_copied(clerk: Clerk, sealer: Signer, tmp_path: Path) -> None:
    file = tmp_path / unicodedata.normalize("NFD", "Công văn 12-UBND-NC.pdf")
    file.write_bytes(scan(5))

    entry = copies.make_copy(clerk, copies.of_file(file), "trich_sao", (1, 2, 3, 5), sealer)

    assert entry.subject == "Trích sao trang 1-3, 5 của Công văn 12-UBND-NC"


def test_a_subject_too_long_for_the_book_is_cut(clerk: Clerk, sealer: Signer) -> None:
    entry = copies.make_copy(clerk, of(scan(), "rất dài " * 100), "sao_y", WHOLE, sealer)

    assert len(entry.subject) == 500


@pytest.mark.parametrize("pages", ["", "a", "1-", "1--2", "3-99999999"])
def test_pages_that_are_none_are_wrong_use(clerk: Clerk, pages: str) -> None:
    result = CliRunner().invoke(cli, ["copy", "x", "--kind", "trich_sao", "--pages", pages])

    assert result.exit_code == 2


def _nothing_happened(error: type[VanthuError]) -> None:
    """No number was counted, no line entered, and the diary tells of one refusal."""
    assert not NumberCounter.objects.filter(series__key="VPUBND/SAO").exists()
    assert not OutgoingEntry.objects.filter(series__key="VPUBND/SAO").exists()
    assert [row.facts["reason"] for row in AuditRow.objects.filter(act="copy-refused")] == [error.__name__]
