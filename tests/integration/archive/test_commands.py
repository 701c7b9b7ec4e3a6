"""``vanthu verify``, ``archive``, ``anchor`` and ``export`` as the contract has them (§6)."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from pipeline.archive.anchors import Anchors
from pipeline.cli.main import cli
from pipeline.errors import AboutFileWrong, NoSuchDocument, NothingToVerify, NotIssuedYet, NotSetUp, RecordUnfit
from pipeline.home import Home
from pipeline.issuing import act
from pipeline.issuing.clerk import Clerk
from pipeline.register import audit
from pipeline.register.models import AuditHead, AuditRow, Document
from pipeline.register.store import Store
from pipeline.signing import Signer
from pipeline.signing.report import Numbering
from tests.factory.authority import Authority
from tests.factory.office_keys import give_keys
from tests.factory.official_pdf import official_pdf
from tests.factory.time_service import time_service
from tests.integration.archive.conftest import NOW, Desk, without_triggers

pytestmark = pytest.mark.django_db

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(example_office: Home, authority: Authority, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process for the example office, whose authority the office trusts."""
    give_keys(example_office, authority)
    example_office.database.touch()  # what stands for the register where the database is in memory

    def call(*words: str) -> tuple[int, str, str]:
        code = cli.main(list(words), standalone_mode=False) or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def foreign(tmp_path: Path, stranger: Signer) -> Path:
    """As offices signed for years: PKCS#7, SHA-1, no timestamp, in a field of its own."""
    writer = IncrementalPdfFileWriter(io.BytesIO(official_pdf()))
    how = PdfSignatureMetadata(
        field_name="Signature1", md_algorithm="sha1", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    )
    signer = PdfSigner(how, stranger.key, new_field_spec=SigFieldSpec("Signature1"))
    path = tmp_path / "công văn đến.pdf"
    path.write_bytes(signer.sign_pdf(writer).getvalue())
    return path


def report_of(run: Run, *words: str) -> tuple[int, dict[str, Any]]:
    code, out, _err = run("verify", *words, "--json")
    return code, json.loads(out)


def test_an_untouched_office_verifies(run: Run, archived: Document, desk: Desk, sealer: Signer) -> None:
    Anchors(home=desk.home).drop(NOW.date(), sealer, at=NOW)

    code, report = report_of(run)

    assert code == 0
    assert report["ok"] is True
    assert report["audit"] == {
        "ok": True,
        "rows": AuditRow.objects.count(),
        "anchored": "2022-09-19",
        "broken_at": None,
        "detail": "",
    }
    (document,) = report["documents"]
    assert (document["id"], document["ok"]) == (archived.slug, True)
    assert {check["check"] for check in document["checks"]} == {
        *("signature:signer", "signature:organisation", "number", "xmp", "manifest", "sha256", "pdfa", "audit")
    }
    assert all(check["ok"] and check["detail"] for check in document["checks"])
    assert report["store"] == {"ok": True, "damaged": []}
    assert report["account"]["balanced"] is True


def test_people_read_sentences(run: Run, archived: Document) -> None:
    code, out, _err = run("verify")

    assert code == 0
    assert f"{archived.slug}: mọi thứ đều đúng" in out
    assert "Phan Quốc Nghĩa: hợp lệ." in out
    assert "ký chốt gần nhất: chưa lần nào" in out


def test_an_edited_row_of_the_diary_is_said(run: Run, archived: Document) -> None:
    without_triggers("UPDATE register_auditrow SET actor = 'ai đó' WHERE seq = 2")

    code, report = report_of(run)

    assert (code, report["ok"]) == (1, False)
    assert (report["audit"]["ok"], report["audit"]["broken_at"]) == (False, 2)
    assert "Dòng 2" in report["audit"]["detail"]


def test_a_cut_tail_is_said(run: Run, archived: Document, desk: Desk, sealer: Signer) -> None:
    audit.append("thử", "received", "submission:last")
    Anchors(home=desk.home).drop(NOW.date(), sealer, at=NOW)
    last = AuditRow.objects.count()
    without_triggers("DELETE FROM register_auditrow WHERE seq = %s", last)
    AuditHead.objects.update(seq=last - 1, hash=AuditRow.objects.get(seq=last - 1).hash)

    code, report = report_of(run)

    assert (code, report["audit"]["broken_at"]) == (1, last)


def test_a_damaged_file_of_the_store_is_named(run: Run, archived: Document, desk: Desk) -> None:
    path = Store(desk.home.store).path(archived.entry.file_id)
    path.chmod(0o644)
    path.write_bytes(b"x")

    code, report = report_of(run)

    assert code == 1
    assert report["store"] == {"ok": False, "damaged": [archived.entry.file_id]}


def test_one_document_is_verified_by_its_name(run: Run, archived: Document, issued_pdfs: list[bytes]) -> None:
    code, report = report_of(run, archived.slug)

    assert code == 0
    assert [document["id"] for document in report["documents"]] == [archived.slug]
    assert report["audit"]["ok"] is True


def test_a_name_that_is_nothing_is_said(run: Run) -> None:
    with pytest.raises(NothingToVerify, match="không-có"):
        run("verify", "không-có")


def test_a_draft_is_not_verified(run: Run, document: Document) -> None:
    Document.objects.create(kind="x", plan=document.plan, slug="du-thao", title="x")

    with pytest.raises(NotIssuedYet):
        run("verify", "du-thao")


def test_a_foreign_file_is_reported_with_its_weaknesses(run: Run, foreign: Path) -> None:
    code, report = report_of(run, str(foreign))

    (document,) = report["documents"]
    (check,) = document["checks"]
    (signature,) = document["signatures"]
    assert (code, report["ok"], report["audit"]) == (0, True, None)
    assert (document["id"], check["check"]) == ("công văn đến.pdf", "signature:Signature1")
    assert "Giàng A Mẫu: hợp lệ." in check["detail"]
    assert "SHA-1" in check["detail"]
    assert {"sha1", "pkcs7", "no_timestamp", "no_dss"} <= set(signature["weaknesses"])


def test_a_foreign_file_of_an_unknown_authority_is_not_trusted_and_not_broken(
    run: Run, foreign: Path, example_office: Home, caplog: pytest.LogCaptureFixture
) -> None:
    (example_office.root / "chung-thu" / "goc.crt").unlink()

    code, report = report_of(run, str(foreign))

    assert code == 1
    assert caplog.records == []  # the libraries say nothing on their own
    assert "chưa được tin cậy" in report["documents"][0]["checks"][0]["detail"]
    assert report["documents"][0]["signatures"][0]["verdict"] == "not_trusted"


def test_a_foreign_file_saved_anew_is_broken(run: Run, foreign: Path) -> None:
    with pikepdf.open(foreign, allow_overwriting_input=True) as document:
        document.save(foreign)

    code, report = report_of(run, str(foreign))

    assert code == 1
    assert report["documents"][0]["signatures"][0]["verdict"] == "broken"


def test_the_number_a_foreign_file_shows_is_told(run: Run, foreign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is read from is a matter of `pipeline.signing`, and tested there."""
    shown = Numbering(number="124", day="11", month="9")
    monkeypatch.setattr("pipeline.signing.validation.read_numbering", lambda _pdf, _visible: shown)

    _code, report = report_of(run, str(foreign))

    assert report["documents"][0]["checks"][-1] == {
        "check": "number",
        "ok": True,
        "detail": "Số và ngày nhìn thấy trong tệp: 124; 11/9.",
    }


def test_a_file_without_signatures_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tho.pdf"
    path.write_bytes(official_pdf())

    code, report = report_of(run, str(path))

    assert code == 1
    assert report["documents"][0]["checks"] == [
        {"check": "signature", "ok": False, "detail": "Tệp không có chữ ký số nào."}
    ]


@pytest.mark.parametrize(
    "rubbish",
    [b"", b"PK\x03\x04", b"%PDF-1.7\n" + b"\x00" * 500, b"junk\n%PDF-1.4\n"],
    ids=["empty", "zip", "cut", "junk"],
)
def test_a_file_that_is_no_pdf_is_refused_by_name(run: Run, tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "hong.pdf"
    path.write_bytes(rubbish)

    code, out, err = run("verify", str(path), "--json")

    assert code == 3
    assert json.loads(out)["ok"] is False
    assert "hong.pdf" in err


def test_a_file_is_verified_without_an_office(
    run: Run, foreign: Path, example_office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.cli.verify.open_office", _no_office)

    code, report = report_of(run, str(foreign))

    assert (code, len(report["documents"])) == (0, 1)
    with pytest.raises(NotSetUp):
        run("verify")
    with pytest.raises(NothingToVerify):
        run("verify", "không-có.pdf")


def _no_office() -> None:
    raise NotSetUp


def test_our_own_file_is_compared_with_the_outgoing_book(
    run: Run, archived: Document, tmp_path: Path, issued_pdfs: list[bytes]
) -> None:
    path = tmp_path / "14.pdf"
    path.write_bytes(issued_pdfs[0])

    code, report = report_of(run, str(path))

    checks = {check["check"]: check["detail"] for check in report["documents"][0]["checks"]}
    assert code == 0
    assert checks.keys() == {"signature:signer", "signature:organisation", "number", "xmp", "pdfa", "sha256"}
    assert checks["sha256"] == "Đây đúng là tệp cơ quan này đã phát hành."


def test_another_good_file_under_our_number_is_found(
    run: Run, desk: Desk, tmp_path: Path, issued_pdfs: list[bytes]
) -> None:
    desk.issue("mot", 15, issued_pdfs[0])  # the book has number 15 for the bytes of number 14
    path = tmp_path / "15.pdf"
    path.write_bytes(issued_pdfs[1])

    code, report = report_of(run, str(path))

    assert code == 1
    assert [check["check"] for check in report["documents"][0]["checks"] if not check["ok"]] == ["sha256"]


def test_a_file_whose_number_is_void_says_so(
    run: Run, desk: Desk, archived: Document, tmp_path: Path, issued_pdfs: list[bytes]
) -> None:
    act.make_void(Clerk(desk.home, "văn thư"), "14/QĐ-VPUBND", "ghi nhầm ngày")
    path = tmp_path / "14.pdf"
    path.write_bytes(issued_pdfs[0])

    code, report = report_of(run, str(path))

    assert code == 1
    assert "ghi nhầm ngày" in report["documents"][0]["checks"][-1]["detail"]


def test_a_void_number_does_not_spoil_the_archive(run: Run, desk: Desk, archived: Document) -> None:
    act.make_void(Clerk(desk.home, "văn thư"), "14/QĐ-VPUBND", "ghi nhầm ngày")

    assert report_of(run)[0] == 0


def test_archive_takes_all_that_is_issued(run: Run, desk: Desk, issued_pdfs: list[bytes]) -> None:
    for number, pdf in zip((14, 15), issued_pdfs, strict=True):
        desk.issue(f"so-{number}", number, pdf)

    code, out, _err = run("archive")

    folder = desk.home.archive / "2022" / "VPUBND-QĐ"
    assert code == 0
    assert out.splitlines() == [str(folder / "14"), str(folder / "15")]
    assert report_of(run)[0] == 0


def test_archive_says_what_does_not_fit_and_takes_the_rest(run: Run, desk: Desk, issued_pdfs: list[bytes]) -> None:
    desk.issue("sai", 13, issued_pdfs[0])
    desk.issue("dung", 15, issued_pdfs[1])

    code, out, err = run("archive")

    assert code == 3
    assert out.splitlines() == [str(desk.home.archive / "2022" / "VPUBND-QĐ" / "15")]
    assert "13/QĐ-VPUBND" in err


def test_archive_names_what_there_is_not(run: Run) -> None:
    with pytest.raises(NoSuchDocument):
        run("archive", "không-có")


def test_anchor_signs_with_the_key_of_the_office(run: Run, archived: Document, example_office: Home) -> None:
    code, out, _err = run("anchor", "--pin-file", str(example_office.root / "pin.txt"))

    assert code == 0
    assert Path(out.strip()).parent == example_office.archive / "nhat-ky" / "2022"
    assert report_of(run)[1]["audit"]["anchored"] == "2022-09-19"


ORGANS = '[sender]\nid = "H00.01"\nname = "A"\n[[receivers]]\nid = "H00.02"\nname = "B"\n'
DOSSIER = 'fonds = "P623"\ncode = "P623.2022.01"\ntitle = "Khen thưởng"\nretention = "20 năm"\naccess = "Công khai"\n'


@pytest.mark.parametrize("upgraded", [False, True], ids=["basic level", "under an archive timestamp"])
def test_number_and_symbol_are_the_same_everywhere(
    run: Run,
    archived: Document,
    desk: Desk,
    timestamps: DummyTimeStamper,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    upgraded: bool,
) -> None:
    """Register == /V == XMP == manifest == edXML Code == EAD codeNumber (invariant 9)."""
    if upgraded:
        with time_service(timestamps) as url:
            monkeypatch.setenv("VANTHU_TSA", url)
            assert run("upgrade")[0] == 0
    monkeypatch.setenv("VANTHU_TODAY", "2025-09-19")  # the circular on packages is of 2025
    (tmp_path / "organs.toml").write_text(ORGANS, "utf-8")
    (tmp_path / "dossier.toml").write_text(DOSSIER, "utf-8")
    out = tmp_path / "out"
    out.mkdir()

    run("export", archived.slug, "--as", "edxml", "--about", str(tmp_path / "organs.toml"), "--out", str(out))
    _code, told, label = run(
        *("export", archived.slug, "--as", "tt05-2025-chua-doi-chieu"),
        *("--about", str(tmp_path / "dossier.toml"), "--out", str(out)),
    )

    entry = archived.entry
    message = etree.parse(out / "14-QĐ-VPUBND.edxml")
    (ead_file,) = Path(told.strip()).rglob("EAD_doc_*.xml")
    ead = etree.parse(ead_file)
    manifest = json.loads((desk.home.archive / "2022/VPUBND-QĐ/14/manifest.json").read_text("utf-8"))
    report = desk.verifier.document(archived).report
    assert report is not None
    number, notation = entry.symbol.split("/")
    assert number == f"{entry.number:02d}" == report.fields["SoVanBan"]
    assert entry.symbol == report.metadata.symbol == manifest["symbol"]
    assert entry.day.isoformat() == report.metadata.issued == manifest["date"] == ead.findtext("issuedDate")
    assert (message.findtext(".//{*}CodeNumber"), message.findtext(".//{*}CodeNotation")) == (number, notation)
    assert (ead.findtext("codeNumber"), ead.findtext("codeNotation")) == (number, notation)
    assert "CHƯA ĐỐI CHIẾU BẢN GỐC" in label
    assert AuditRow.objects.filter(act="exported").count() == 2
    assert audit.verify().ok


def test_a_package_before_its_circular_is_refused_and_nothing_written(
    run: Run, archived: Document, tmp_path: Path
) -> None:
    (tmp_path / "dossier.toml").write_text(DOSSIER, "utf-8")
    out = tmp_path / "out"
    out.mkdir()

    with pytest.raises(RecordUnfit):
        run(
            *("export", archived.slug, "--as", "tt05-2025-chua-doi-chieu"),
            *("--about", str(tmp_path / "dossier.toml"), "--out", str(out)),
        )

    assert list(out.iterdir()) == []
    assert not AuditRow.objects.filter(act="exported").exists()


def test_a_void_document_is_not_exported(run: Run, desk: Desk, archived: Document, tmp_path: Path) -> None:
    act.make_void(Clerk(desk.home, "văn thư"), "14/QĐ-VPUBND", "ghi nhầm ngày")
    (tmp_path / "organs.toml").write_text(ORGANS, "utf-8")

    with pytest.raises(NotIssuedYet):
        run(
            *("export", archived.slug, "--as", "edxml"),
            *("--about", str(tmp_path / "organs.toml"), "--out", str(tmp_path)),
        )


@pytest.mark.parametrize(
    "text", ["", "[sender", '[sender]\nid = "H"\n', f"{ORGANS}odd = 1\n"], ids=["empty", "TOML", "name", "odd"]
)
def test_a_list_of_organisations_with_a_fault_is_refused(
    run: Run, archived: Document, tmp_path: Path, text: str
) -> None:
    about = tmp_path / "organs.toml"
    about.write_text(text, "utf-8")

    with pytest.raises(AboutFileWrong, match=r"organs\.toml"):
        run("export", archived.slug, "--as", "edxml", "--about", str(about), "--out", str(tmp_path))
