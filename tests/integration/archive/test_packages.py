"""Issued documents become packages that say what lies in them, can be made again, and betray every change."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.archiving import Archive
from pipeline.archive.checks import checks_of_ours
from pipeline.errors import NotFitForArchive, NotIssuedYet, StoreTrouble
from pipeline.home import Home
from pipeline.register import audit
from pipeline.register.models import AuditRow, Body, Document, DocumentState, OutgoingEntry, StageFile
from pipeline.register.store import Store
from pipeline.signing import Signer, validate
from pipeline.signing.fields import Permission
from tests.integration.archive.conftest import DOCX, NOW, Desk, failed, without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(example_office: Home, archived: Document) -> Path:
    return example_office.outbox / "luu-tru" / "2022" / "VPUBND-QĐ" / "14"


def test_a_package_holds_the_pdf_its_source_its_data_and_a_manifest(folder: Path, issued_pdfs: list[bytes]) -> None:
    assert {path.name for path in folder.iterdir()} == {"van-ban.pdf", "nguon.docx", "du-lieu.json", "manifest.json"}
    assert (folder / "van-ban.pdf").read_bytes() == issued_pdfs[0]
    assert (folder / "nguon.docx").read_bytes() == DOCX
    assert json.loads((folder / "du-lieu.json").read_text("utf-8")) == {"nguoi_ky": "Phan Quốc Nghĩa"}


def test_the_manifest_tells_hashes_verdicts_and_its_place_in_the_diary(folder: Path, document: Document) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    row = AuditRow.objects.get(act="issued")

    assert (manifest["symbol"], manifest["number"], manifest["date"]) == ("14/QĐ-VPUBND", 14, "2022-09-19")
    for name, told in manifest["files"].items():
        data = (folder / name).read_bytes()
        assert told == {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    assert [(one["role"], one["verdict"]) for one in manifest["signatures"]] == [
        ("signer", "valid"),
        ("organisation", "valid"),
    ]
    assert {"tool", "version", "profile", "verdict"} <= manifest["pdfa"].keys()
    assert manifest["pdfa"]["verdict"] == "passed"
    assert manifest["audit"] == {"seq": row.seq, "hash": row.hash}


def test_archiving_moves_the_document_with_one_audit_row(archived: Document, folder: Path) -> None:
    archived.refresh_from_db()
    (row,) = AuditRow.objects.filter(act="archived")

    assert archived.state == DocumentState.ARCHIVED
    assert row.facts["files"]["manifest.json"] == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert audit.verify().ok


def test_two_who_archive_at_once_leave_one_row(desk: Desk, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other is quicker while we have the manifest made."""
    make, begun = Archive._manifest, []

    def overtaken(archive: Archive, ours: Document, *rest: Any) -> bytes:
        begun.append(ours)
        manifest = make(archive, ours, *rest)
        if len(begun) == 1:
            archive.archive(Document.objects.get(pk=ours.pk))
        return manifest

    monkeypatch.setattr(Archive, "_manifest", overtaken)
    desk.archive.archive(document)

    assert len(begun) == 2
    assert AuditRow.objects.filter(act="archived").count() == 1
    assert failed(desk.verifier.document(document)) == {}


def test_archiving_twice_changes_nothing(desk: Desk, archived: Document, folder: Path) -> None:
    before = (folder / "manifest.json").stat().st_mtime_ns

    assert desk.archive.archive(archived) == folder

    assert (folder / "manifest.json").stat().st_mtime_ns == before
    assert AuditRow.objects.filter(act="archived").count() == 1


def test_a_missing_package_is_made_again_byte_for_byte(desk: Desk, archived: Document, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    shutil.rmtree(folder)

    assert desk.archive.waiting() == [archived]
    desk.archive.archive(archived)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not failed(desk.verifier.document(archived))


def test_no_half_made_folder_is_left(folder: Path) -> None:
    assert [path.name for path in folder.parent.iterdir()] == ["14"]


def test_a_changed_package_is_not_mended_in_silence(desk: Desk, archived: Document, folder: Path) -> None:
    (folder / "nguon.docx").write_bytes(b"another")

    assert desk.archive.waiting() == []
    desk.archive.archive(archived)

    assert "nguon.docx đã bị sửa" in failed(desk.verifier.document(archived))["manifest"]


def test_a_draft_cannot_be_archived(desk: Desk, document: Document) -> None:
    draft = Document.objects.create(kind="x", plan=document.plan, slug="du-thao", title="x")

    with pytest.raises(NotIssuedYet, match="du-thao"):
        desk.archive.archive(draft)


def test_what_is_not_as_it_was_issued_is_not_archived(desk: Desk, document: Document) -> None:
    OutgoingEntry.objects.update(number=15, symbol="15/QĐ-VPUBND")

    with pytest.raises(NotFitForArchive, match="15/QĐ-VPUBND"):
        desk.archive.archive(document)

    document.refresh_from_db()
    assert document.state == DocumentState.ISSUED
    assert not AuditRow.objects.filter(act="archived").exists()


def test_a_document_whose_issue_the_diary_does_not_tell_is_not_archived(desk: Desk, issued_pdfs: list[bytes]) -> None:
    document = desk.issue("mot", 14, issued_pdfs[0])
    document.slug = "hai"
    document.save()

    with pytest.raises(NotFitForArchive, match="nhật ký"):
        desk.archive.archive(document)


def test_an_untouched_archive_verifies(desk: Desk, archived: Document, issued_pdfs: list[bytes]) -> None:
    desk.archive.archive(desk.issue("thu-hai", 15, issued_pdfs[1]))

    found = list(desk.verifier.documents())

    assert [one.id for one in found] == [archived.slug, "thu-hai"]
    for one in found:
        assert failed(one) == {}
        names = [check.check for check in one.checks]
        wanted = ["signature:signer", "signature:organisation", "number", "xmp", "sha256", "pdfa", "manifest", "audit"]
        assert names == wanted


def test_an_issued_document_verifies_before_it_is_archived(desk: Desk, document: Document) -> None:
    verified = desk.verifier.document(document)

    assert verified.ok
    assert "manifest" not in [check.check for check in verified.checks]


def test_a_tampered_manifest_is_found(desk: Desk, archived: Document, folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"verdict": "passed"', '"verdict": "failed"'), "utf-8")

    assert "manifest.json đã bị sửa" in failed(desk.verifier.document(archived))["manifest"]


@pytest.mark.parametrize("name", ["van-ban.pdf", "nguon.docx", "du-lieu.json", "manifest.json"])
def test_a_missing_file_is_named(desk: Desk, archived: Document, folder: Path, name: str) -> None:
    (folder / name).unlink()

    assert f"thiếu {name}" in failed(desk.verifier.document(archived))["manifest"]


def test_a_file_too_many_is_named(desk: Desk, archived: Document, folder: Path) -> None:
    (folder / "them.pdf").write_bytes(b"x")

    assert "them.pdf không thuộc gói này" in failed(desk.verifier.document(archived))["manifest"]


def test_a_pdf_swapped_for_another_good_one_is_found(
    desk: Desk, archived: Document, folder: Path, issued_pdfs: list[bytes]
) -> None:
    (folder / "van-ban.pdf").write_bytes(issued_pdfs[1])

    assert failed(desk.verifier.document(archived)).keys() == {"manifest"}


def test_a_pdf_swapped_in_the_store_is_found(
    desk: Desk, archived: Document, example_office: Home, issued_pdfs: list[bytes]
) -> None:
    _overwrite(Store(example_office.store).path(archived.entry.file_id), issued_pdfs[1])

    assert failed(desk.verifier.document(archived)).keys() == {"sha256"}


def test_a_pdf_swapped_everywhere_shows_in_the_diary(
    desk: Desk, archived: Document, example_office: Home, issued_pdfs: list[bytes]
) -> None:
    """The register, the store and the package agree on another good PDF; number, manifest and diary do not."""
    other = desk.issue("khac", 15, issued_pdfs[1]).entry.file_id
    OutgoingEntry.objects.filter(document__slug="khac").delete()
    OutgoingEntry.objects.filter(document=archived).update(file_id=other)

    assert failed(desk.verifier.document(archived)).keys() == {"number", "xmp", "manifest", "audit"}


@pytest.mark.parametrize(
    "change",
    [{"number": 16}, {"day": "2022-09-20"}, {"symbol": "16/QĐ-VPUBND"}],
    ids=["number", "day", "symbol"],
)
def test_a_changed_line_of_the_outgoing_book_is_found(
    desk: Desk, archived: Document, change: dict[str, object]
) -> None:
    OutgoingEntry.objects.update(**change)

    assert failed(desk.verifier.document(archived)).keys() & {"number", "xmp"}
    assert "manifest" in failed(desk.verifier.document(archived))


def test_a_package_that_could_not_be_written_is_made_at_the_next_start(
    desk: Desk, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr("pipeline.archive.packages.write_whole", _disk_full)
        with pytest.raises(StoreTrouble):
            desk.archive.archive(document)
    assert "thiếu thư mục" in failed(desk.verifier.document(document))["manifest"]

    (waiting,) = desk.archive.waiting()
    made = desk.archive.archive(waiting)

    assert [path.name for path in made.parent.iterdir()] == ["14"]
    assert failed(desk.verifier.document(document)) == {}


def test_a_package_whose_stored_file_is_lost_cannot_be_made_again(desk: Desk, archived: Document, folder: Path) -> None:
    manifest = AuditRow.objects.get(act="archived").facts["files"]["manifest.json"]
    shutil.rmtree(folder)
    Store(desk.home.store).path(manifest).unlink()

    with pytest.raises(NotFitForArchive, match=manifest):
        desk.archive.archive(archived)


def test_the_package_of_a_void_document_is_made_again(desk: Desk, archived: Document, folder: Path) -> None:
    Document.objects.update(state=DocumentState.VOID)
    shutil.rmtree(folder)

    (waiting,) = desk.archive.waiting()
    desk.archive.archive(waiting)

    assert failed(desk.verifier.document(archived)) == {}
    assert Document.objects.get().state == DocumentState.VOID


@pytest.mark.parametrize("facts", ["{}", "null", "[]", '{"files": 5}'])
def test_an_audit_row_of_archiving_that_was_emptied_is_no_crash(desk: Desk, archived: Document, facts: str) -> None:
    without_triggers("UPDATE register_auditrow SET facts = %s WHERE act = 'archived'", facts)

    assert "manifest" in failed(desk.verifier.document(archived))
    assert desk.verifier.diary().broken_at == AuditRow.objects.get(act="archived").seq


def test_an_audit_row_of_the_issue_that_was_emptied_is_no_crash(desk: Desk, archived: Document) -> None:
    without_triggers("UPDATE register_auditrow SET facts = 'null' WHERE act = 'issued'")

    assert failed(desk.verifier.document(archived)).keys() == {"audit"}


@pytest.mark.parametrize(
    ("change", "check"),
    [({"signer": "Giàng A Mẫu"}, "signature:signer"), ({"body": "Sở thử nghiệm"}, "signature:organisation")],
    ids=["signer", "body"],
)
def test_a_signature_of_somebody_else_is_found(
    desk: Desk, archived: Document, change: dict[str, str], check: str
) -> None:
    if "body" in change:
        Body.objects.update(name=change["body"])
    else:
        OutgoingEntry.objects.update(**change)

    assert "Không phải là chữ ký của" in failed(desk.verifier.document(archived))[check]


def test_a_seal_that_permits_changes_is_not_one_of_ours(
    desk: Desk, issued_pdfs: list[bytes], chief: Signer, sealer: Signer
) -> None:
    report = validate(issued_pdfs[0], desk.trust, at=NOW)
    assert report.organisation is not None
    loose = dataclasses.replace(report.organisation, permission=Permission.FILL)
    changed = dataclasses.replace(report, signatures=(*report.signatures[:1], loose))

    (check,) = [check for check in checks_of_ours(changed, None) if not check.ok]

    assert check.check == "signature"


def _disk_full(path: Path, data: bytes) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_what_a_dead_process_left_is_swept_once_it_is_old(desk: Desk, archived: Document, folder: Path) -> None:
    old, young = folder.parent / ".alt.tmp", folder.parent / ".neu.tmp"
    for left in (old, young):
        (left / "new").mkdir(parents=True)
    os.utime(old, (0, 0))

    desk.archive.sweep()

    assert not old.exists()
    assert young.exists()


@pytest.mark.parametrize("lost", ["pdf", "docx"])
def test_a_file_missing_in_the_store_is_no_crash(desk: Desk, document: Document, lost: str) -> None:
    sha256 = document.entry.file_id if lost == "pdf" else document.revisions.get().docx_sha256
    Store(desk.home.store).path(sha256).unlink()

    with pytest.raises(NotFitForArchive, match=sha256):
        desk.archive.archive(document)
    assert sha256 in failed(desk.verifier.document(document))["sha256"]


def test_a_revision_removed_from_the_register_is_no_crash(desk: Desk, document: Document) -> None:
    StageFile.objects.all().delete()

    with pytest.raises(NotFitForArchive, match=r"nguon\.docx"):
        desk.archive.archive(document)
    assert failed(desk.verifier.document(document)).keys() == {"sha256"}


def _overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)
