"""What was issued at the basic level gets an archive timestamp later, and a new one before that ends."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.archive import lasting
from pipeline.cli.main import cli
from pipeline.engine import chores
from pipeline.errors import NoTimeService, NotIssuedYet
from pipeline.home import Home
from pipeline.issuing import act, copies, outbox
from pipeline.issuing.clerk import Clerk
from pipeline.register.models import AuditRow, Document, DocumentState, OutgoingEntry, Stage, StageFile
from pipeline.register.store import Store
from pipeline.signing import Role, Signer, Verdict, Weakness, validate
from tests.factory.authority import VIETNAM, Authority
from tests.factory.office_keys import give_keys
from tests.factory.time_service import stamper, time_service
from tests.integration.archive.conftest import NOW, Desk, failed

pytestmark = pytest.mark.django_db

Run = Callable[..., tuple[int, str, str]]
SOON = dt.datetime(2022, 11, 1, tzinfo=VIETNAM)


@pytest.fixture
def run(example_office: Home, authority: Authority, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process for the example office, which has keys, and a list of revoked certificates."""
    give_keys(example_office, authority)
    example_office.database.touch()  # what stands for the register where the database is in memory

    def call(*words: str) -> tuple[int, str, str]:
        code = cli.main(list(words), standalone_mode=False) or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def service(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A time service whose certificate ends in 2030."""
    with time_service(stamper(authority, at=NOW)) as url:
        monkeypatch.setenv("VANTHU_TSA", url)
        yield


@pytest.fixture
def waning(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A time service whose certificate ends in six weeks."""
    with time_service(stamper(authority, at=NOW, until=SOON)) as url:
        monkeypatch.setenv("VANTHU_TSA", url)
        yield


def bytes_of(desk: Desk) -> bytes:
    return Store(desk.home.store).read(OutgoingEntry.objects.get().sha256)


def acts(document: Document) -> list[str]:
    rows = AuditRow.objects.filter(subject=f"document:{document.slug}").order_by("seq")
    return [row.act for row in rows]


@pytest.mark.usefixtures("service")
def test_a_document_of_the_basic_level_is_upgraded_without_touching_what_was_signed(
    run: Run, desk: Desk, archived: Document, issued_pdfs: list[bytes], tmp_path: Path
) -> None:
    code, out, _err = run("upgrade")

    pdf = bytes_of(desk)
    report = validate(pdf, desk.trust, at=NOW)
    assert (code, out.splitlines()[0]) == (
        0,
        f"{archived.slug}: kiểm tra được đến ngày 01/01/2030, và sẽ được gia hạn trước ngày đó.",
    )
    assert pdf.startswith(issued_pdfs[0])
    assert report.ok
    assert [(one.role, one.verdict) for one in report.signatures] == [
        (Role.SIGNER, Verdict.VALID),
        (Role.ORGANISATION, Verdict.VALID),
        (Role.TIMESTAMP, Verdict.VALID),
    ]
    assert Weakness.NO_DSS not in report.signatures[0].weaknesses
    (tmp_path / "lasting.pdf").write_bytes(pdf)
    answer = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "lasting.pdf"], capture_output=True, text=True, check=False
    )
    assert answer.stdout.count("Signature Validation: Signature is Valid.") >= 2


@pytest.mark.usefixtures("service")
def test_book_folders_package_and_diary_follow_the_upgrade(run: Run, desk: Desk, archived: Document) -> None:
    run("upgrade", archived.slug)

    entry, pdf = OutgoingEntry.objects.get(), bytes_of(desk)
    package = desk.home.archive / "2022" / "VPUBND-QĐ" / "14"
    told = AuditRow.objects.get(act="upgraded").facts
    assert outbox.issued(desk.home, entry).read_bytes() == pdf
    assert (package / "van-ban.pdf").read_bytes() == pdf
    assert told["sha256"] == entry.sha256
    assert StageFile.objects.get(stage=Stage.LASTING).file_id == entry.sha256
    assert StageFile.objects.get(stage=Stage.ISSUED).file_id == told["before"] != entry.sha256
    assert acts(archived) == ["issued", "archived", "upgraded", "archived"]
    assert failed(desk.verifier.document(archived)) == {}
    assert not lasting.at_basic_level().exists()
    assert not lasting.due(NOW).exists()


@pytest.mark.usefixtures("waning", "archived")
def test_an_archive_timestamp_is_renewed_before_it_ends(
    run: Run, desk: Desk, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("upgrade")
    first = bytes_of(desk)
    assert OutgoingEntry.objects.get().lasts_until == SOON
    assert lasting.due(NOW).count() == 1

    with time_service(stamper(authority, at=NOW)) as url:
        monkeypatch.setenv("VANTHU_TSA", url)
        code, _out, _err = run("upgrade")

    renewed = bytes_of(desk)
    assert code == 0
    assert renewed.startswith(first)
    assert [one.role for one in validate(renewed, desk.trust, at=NOW).signatures][2:] == [Role.TIMESTAMP] * 2
    assert StageFile.objects.get(stage=Stage.LASTING).file_id == OutgoingEntry.objects.get().sha256
    assert not lasting.due(NOW).exists()


@pytest.mark.usefixtures("waning", "archived")
def test_a_renewal_that_gains_nothing_is_not_made(run: Run, desk: Desk) -> None:
    run("upgrade")
    before = bytes_of(desk)

    code, _out, err = run("upgrade")

    assert code == 3
    assert "01/11/2022" in err
    assert bytes_of(desk) == before


def test_without_a_service_nothing_is_upgraded(run: Run, archived: Document) -> None:
    with pytest.raises(NoTimeService):
        run("upgrade")

    assert acts(archived) == ["issued", "archived"]


def test_a_service_that_is_down_leaves_all_as_it_was_and_one_row(
    run: Run, desk: Desk, archived: Document, issued_pdfs: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.issue("2022-khac", 15, issued_pdfs[1])
    monkeypatch.setenv("VANTHU_TSA", "http://127.0.0.1:9/")

    code, _out, err = run("upgrade")
    run("upgrade")

    assert code == 3
    assert err.count("dấu thời gian") == 1
    assert lasting.at_basic_level().count() == 2
    refusals = AuditRow.objects.filter(act="upgrade-refused")
    assert [(row.subject, row.facts) for row in refusals] == [
        (f"document:{archived.slug}", {"reason": "TimestampTrouble"})
    ]
    assert failed(desk.verifier.document(archived)) == {}


@pytest.mark.usefixtures("service")
def test_without_a_list_of_revoked_certificates_it_stays_at_the_basic_level(
    run: Run, desk: Desk, archived: Document
) -> None:
    (desk.home.root / "chung-thu" / "thu-hoi.crl").unlink()

    code, _out, err = run("upgrade")

    assert code == 3
    assert "thu hồi" in err
    assert (lasting.at_basic_level().count(), acts(archived)[-1]) == (1, "upgrade-refused")


@pytest.mark.usefixtures("service")
def test_a_document_whose_signature_was_broken_gets_no_timestamp(
    run: Run, desk: Desk, issued_pdfs: list[bytes]
) -> None:
    broken = issued_pdfs[0].replace(b"2022-09-19", b"2022-09-18")
    document = desk.issue("2022-sua", 14, broken)

    code, _out, err = run("upgrade", document.slug)

    assert code == 3
    assert "bị phá vỡ" in err
    assert (OutgoingEntry.objects.get().lasts_until, bytes_of(desk)) == (None, broken)


@pytest.mark.usefixtures("service")
def test_a_document_lost_in_the_store_is_named(run: Run, desk: Desk, archived: Document) -> None:
    lost = OutgoingEntry.objects.get().sha256
    Store(desk.home.store).path(lost).unlink()

    code, _out, err = run("upgrade")

    assert code == 3
    assert lost in err


@pytest.mark.usefixtures("service")
def test_what_a_process_that_died_did_not_lay_out_is_laid_out_at_the_next_start(
    run: Run, desk: Desk, archived: Document, issued_pdfs: list[bytes]
) -> None:
    run("upgrade")
    entry = OutgoingEntry.objects.get()
    outbox.issued(desk.home, entry).write_bytes(issued_pdfs[0])

    outbox.restore(Clerk(desk.home, "văn thư"))

    assert outbox.issued(desk.home, entry).read_bytes() == bytes_of(desk)


@pytest.mark.usefixtures("service")
def test_a_package_of_before_the_upgrade_waits_to_be_made_again(
    run: Run, desk: Desk, archived: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr("pipeline.engine.keeping.archive", lambda _clerk, _documents: [])
        run("upgrade")
    assert [document.slug for document in desk.archive.waiting()] == [archived.slug]

    run("archive")

    assert failed(desk.verifier.document(archived)) == {}
    assert desk.archive.waiting() == []


@pytest.mark.usefixtures("service")
def test_a_copy_is_upgraded_too(run: Run, desk: Desk, sealer: Signer, archived: Document) -> None:
    clerk = Clerk(desk.home, "văn thư")
    copied = copies.make_copy(clerk, copies.of_symbol(clerk, "14/QĐ-VPUBND"), "trich_sao", (1,), sealer)

    code, _out, err = run("upgrade", copied.document.slug)

    copied.refresh_from_db()
    assert (code, err) == (0, "")
    assert copied.lasts_until is not None
    assert failed(desk.verifier.document(copied.document)) == {}


@pytest.mark.usefixtures("service")
def test_a_void_document_is_not_upgraded(run: Run, desk: Desk, archived: Document) -> None:
    act.make_void(Clerk(desk.home, "văn thư"), "14/QĐ-VPUBND", "ghi nhầm ngày")

    with pytest.raises(NotIssuedYet):
        run("upgrade", archived.slug)
    assert run("upgrade") == (0, "", "")


@pytest.mark.usefixtures("service")
def test_one_declared_void_meanwhile_keeps_its_file(run: Run, desk: Desk, archived: Document) -> None:
    """The number is declared void between reading the file and entering the new one."""
    entry = lasting.due(NOW).get()
    act.make_void(Clerk(desk.home, "văn thư"), "14/QĐ-VPUBND", "ghi nhầm ngày")
    give = lasting.Lasting(home=desk.home, trust=desk.trust, timestamps=stamper(Authority(), at=NOW), actor="văn thư")

    give.extend(entry, at=NOW)

    entry.refresh_from_db()
    assert (entry.lasts_until, Document.objects.get().state) == (None, DocumentState.VOID)


def test_the_service_archives_what_is_issued(desk: Desk, authority: Authority, issued_pdfs: list[bytes]) -> None:
    give_keys(desk.home, authority)
    document = desk.issue("2022-q3-qd-giay-khen", 14, issued_pdfs[0])

    chores.keep(desk.home, lambda: False)

    document.refresh_from_db()
    assert document.state == DocumentState.ARCHIVED
    assert (desk.home.archive / "2022" / "VPUBND-QĐ" / "14" / "van-ban.pdf").exists()
    assert OutgoingEntry.objects.get().lasts_until is None


def test_the_service_upgrades_once_there_is_a_time_service(
    desk: Desk,
    authority: Authority,
    issued_pdfs: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give_keys(desk.home, authority)
    for number, pdf in enumerate(issued_pdfs, start=14):
        desk.issue(f"2022-{number}", number, pdf)
    monkeypatch.setenv("VANTHU_TSA", "http://127.0.0.1:9/")
    chores.keep(desk.home, lambda: False)
    assert not OutgoingEntry.objects.filter(lasts_until__isnull=False).exists()

    with time_service(stamper(authority, at=NOW)) as url:
        monkeypatch.setenv("VANTHU_TSA", url)
        chores.keep(desk.home, lambda: False)

    for entry in OutgoingEntry.objects.all():
        package = desk.home.archive / "2022" / "VPUBND-QĐ" / f"{entry.number}" / "van-ban.pdf"
        assert entry.lasts_until is not None
        assert len(package.read_bytes()) == entry.file.size
    assert all(verified.ok for verified in desk.verifier.documents())
