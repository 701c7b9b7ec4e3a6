"""A start finishes what a dead process had begun, as often as it is asked, and the account holds all the while."""

from __future__ import annotations

import time

import pytest

from pipeline.intake import claims, receipts, returned, taking
from pipeline.intake.account import Account, account
from pipeline.intake.scanning import FORGOTTEN, look
from pipeline.register import points
from pipeline.register.models import StoredFile, Submission
from pipeline.register.store import Store
from tests.integration.intake.office import Office, pdf


class Stopped(BaseException):
    """The process ends here."""


def stop_at(monkeypatch: pytest.MonkeyPatch, wanted: points.Point) -> None:
    def hook(point: points.Point) -> None:
        if point == wanted:
            raise Stopped

    monkeypatch.setattr(points, "hook", hook)


def test_a_claimed_file_is_in_progress_until_it_has_its_receipt(office: Office) -> None:
    office.drop("a.pdf")
    claims.claim(office.home, look(office.home.inbox).candidates[0])

    assert account() == Account(received=1, registered=0, review=0, duplicate=0, returned=0, in_progress=1)


def test_a_claim_and_its_receipt_count_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("a.pdf")
    office.visit()
    stop_at(monkeypatch, "commit")
    with pytest.raises(Stopped):
        office.visit(60)

    assert claims.open_claims(office.home) != []
    assert account().received == 1


def test_an_empty_claim_folder_counts_for_nothing_and_is_removed(office: Office) -> None:
    (office.home.claimed / "BN-20220916-AAAA-AAAA" / "KT").mkdir(parents=True)

    assert account().received == 0
    office.restart().recover()
    assert office.leftovers() == []


@pytest.mark.parametrize(
    "point", ["rename", "claim-fsync", "copy", "before-store", "store", "store-fsync", "before-commit", "commit"]
)
def test_recovery_keeps_number_folder_and_bytes_wherever_the_process_ended(
    office: Office, monkeypatch: pytest.MonkeyPatch, point: points.Point
) -> None:
    office.drop("phiếu.pdf", folder="VHXH")
    office.visit()
    stop_at(monkeypatch, point)
    with pytest.raises(Stopped):
        office.visit(60)
    (claimed,) = claims.open_claims(office.home)
    assert account().received == account().in_progress == 1
    stop_at(monkeypatch, "copy")
    for _ in range(3):
        with pytest.raises(Stopped):
            office.restart().recover()
    monkeypatch.setattr(points, "hook", lambda _: None)

    office.restart().recover()
    office.restart().recover()

    row = Submission.objects.get()
    assert (row.receipt, row.name, row.folder) == (claimed.receipt, "phiếu.pdf", "VHXH")
    assert office.stored(row) == pdf("VHXH/phiếu.pdf")
    assert office.leftovers() == []
    assert (office.home.receipts / f"{row.receipt}.txt").exists()


def test_a_claim_without_its_file_is_somebody_elses_success(office: Office) -> None:
    office.drop("a.pdf")
    claimed = claims.claim(office.home, look(office.home.inbox).candidates[0])
    assert claimed is not None
    first = taking.finish(office.home, claimed)

    assert taking.finish(office.home, claimed) == first
    assert Submission.objects.count() == 1


def test_stored_files_damaged_by_a_power_cut_are_named_at_start(office: Office) -> None:
    office.drop("a.pdf", pdf("a"))
    office.drop("b.pdf", pdf("b"))
    rows = office.settle()
    path = Store(office.home.store).path(rows[0].file_id)
    path.chmod(0o644)
    path.write_bytes(b"\0" * StoredFile.objects.get(pk=rows[0].file_id).size)

    assert office.restart().recover().damaged == [rows[0].file_id]


def test_receipts_that_are_missing_are_written_at_start(office: Office) -> None:
    office.drop("a.pdf")
    (row,) = office.settle()
    path = office.home.receipts / f"{row.receipt}.txt"
    text = path.read_text()
    path.unlink()

    office.restart().recover()

    assert path.read_text() == text


def test_what_was_committed_but_not_delivered_is_delivered_at_start(office: Office) -> None:
    office.drop("a.pdf", pdf("x"))
    (row,) = office.settle()
    Submission.objects.filter(pk=row.pk).update(state="returned", reason="Tệp rỗng.")

    office.restart().recover()

    assert (office.home.returned / "a.pdf").read_bytes() == pdf("x")
    assert "Tệp rỗng." in (office.home.receipts / f"{row.receipt}.txt").read_text()


def test_a_returned_copy_people_have_removed_does_not_come_back(office: Office) -> None:
    office.drop("a.pdf")
    (row,) = office.settle()
    row.state, row.reason = "returned", "Tệp rỗng."
    row.save()
    assert returned.deliver(row)
    (office.home.returned / "a.pdf").unlink()
    receipt = office.home.receipts / f"{row.receipt}.txt"
    receipt.write_text(receipt.read_text().replace("Trả lại", "Gửi trả"))  # another version's wording

    office.restart().recover()

    assert "Trả lại" in receipt.read_text()

    assert not (office.home.returned / "a.pdf").exists()


def test_half_written_receipts_are_removed_when_nobody_can_still_be_writing_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = office.home.receipts / ".0123456789abcdef.tmp"
    half.write_bytes(b"BI")
    office.restart().recover()
    assert half.exists()
    tomorrow = time.time() + FORGOTTEN + 1
    monkeypatch.setattr(time, "time", lambda: tomorrow)

    assert office.restart().recover().swept == 1
    assert not half.exists()


def test_a_receipt_that_cannot_be_written_does_not_hold_the_file_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Submission) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(receipts, "write", full)
    office.drop("a.pdf")
    office.drop("b.pdf")

    assert len(office.settle()) == 2
    monkeypatch.undo()
    monkeypatch.setenv("VANTHU_HOME", str(office.home.root))
    assert returned.deliver_late() == 2


@pytest.mark.parametrize("state", ["received", "reading", "registered", "review", "returned"])
def test_every_state_has_its_place_in_the_account(office: Office, state: str) -> None:
    office.drop("a.pdf")
    (row,) = office.settle()
    Submission.objects.filter(pk=row.pk).update(state=state)

    counted = account().as_json()

    place = "in_progress" if state in ("received", "reading") else state
    assert {key for key, count in counted.items() if count == 1 and key != "balanced"} == {"received", place}
    assert counted["balanced"] is True
