"""Files dropped into the inbox become submissions: each one once, whole, with its receipt."""

from __future__ import annotations

import datetime as dt
import errno
import os
import unicodedata
from pathlib import Path

import pytest

from pipeline.errors import DiskFloor, StoreTrouble
from pipeline.intake import box as box_module
from pipeline.intake import claims, taking
from pipeline.intake.account import account
from pipeline.intake.box import Inbox
from pipeline.intake.scanning import look
from pipeline.intake.settling import OPEN_PATIENCE, PATIENCE, QUICK, SLOW, Writer
from pipeline.register import audit, points
from pipeline.register.models import AuditRow, StoredFile, Submission
from tests.integration.intake.office import Office, pdf


def test_a_dropped_file_becomes_a_submission_with_everything_known_about_it(office: Office) -> None:
    office.drop("phiếu.pdf", folder="VHXH")

    (row,) = office.settle()

    assert (row.name, row.folder, row.state) == ("phiếu.pdf", "VHXH", "received")
    assert bytes(row.name_bytes) == "phiếu.pdf".encode()
    assert office.stored(row) == pdf("VHXH/phiếu.pdf")
    assert StoredFile.objects.get().size == len(pdf("VHXH/phiếu.pdf"))
    assert not (office.home.inbox / "VHXH" / "phiếu.pdf").exists()
    assert office.leftovers() == []


def test_the_diary_tells_of_every_file(office: Office) -> None:
    office.drop("a.pdf")
    (row,) = office.settle()

    (entry,) = AuditRow.objects.filter(subject=f"submission:{row.receipt}")
    assert (entry.act, entry.facts["sha256"]) == ("received", row.file_id)
    assert audit.verify().ok


def test_files_already_there_when_the_service_starts_settle_like_any_other(office: Office) -> None:
    path = office.drop("a.pdf")
    assert office.visit() == []
    path.write_bytes(pdf("more"))  # the copy was still running
    assert office.visit(QUICK) == []

    (row,) = office.visit(QUICK)

    assert office.stored(row) == pdf("more")


def test_a_slow_scanner_is_waited_for_and_the_whole_is_taken(office: Office) -> None:
    path = office.home.inbox / "quet.pdf"
    with path.open("wb") as scanner:
        for page in range(3):
            scanner.write(b"%PDF-1.4\n" + bytes(str(page), "ascii"))
            scanner.flush()
            assert office.visit(PATIENCE) == []
            assert office.left() == {"quet.pdf": "being_written"}
        scanner.write(b"\n%%EOF\n")

    (row,) = office.settle()

    assert office.stored(row).endswith(b"2\n%%EOF\n")


def test_what_word_saves_by_renaming_over_is_taken_once_and_newest(office: Office) -> None:
    path = office.drop("phieu.pdf", pdf("old"))
    office.visit()
    temporary = office.drop("~WRL0001.tmp", pdf("new"))
    office.visit(QUICK / 2)
    temporary.rename(path)

    rows = office.settle()

    assert [office.stored(row) for row in rows] == [pdf("new")]


def test_the_same_name_with_other_content_is_another_submission(office: Office) -> None:
    office.drop("phieu.pdf", pdf("one"))
    (first,) = office.settle()
    office.drop("phieu.pdf", pdf("two"))
    (second,) = office.settle()

    assert (office.stored(first), office.stored(second)) == (pdf("one"), pdf("two"))
    assert first.receipt != second.receipt
    assert second.state == "received"


def test_the_same_content_again_is_a_duplicate_that_names_the_first(office: Office) -> None:
    office.drop("a.pdf", pdf("x"))
    (first,) = office.settle()
    office.drop("b.pdf", pdf("x"))
    (second,) = office.settle()
    office.drop("a.pdf", pdf("x"), folder="KT")
    (third,) = office.settle()

    assert [row.state for row in (second, third)] == ["duplicate", "duplicate"]
    assert second.first == third.first == first
    assert StoredFile.objects.count() == 1
    assert account().duplicate == 2


def test_the_same_name_in_two_unit_folders_is_two_files(office: Office) -> None:
    office.drop("phieu.pdf", folder="VHXH")
    office.drop("phieu.pdf", folder="KT")

    rows = office.settle()

    assert sorted(row.folder for row in rows) == ["KT", "VHXH"]


def test_an_unknown_folder_name_is_kept_as_written_for_review(office: Office) -> None:
    office.drop("phieu.pdf", folder="phong gi do")

    (row,) = office.settle()

    assert row.folder == "phong gi do"


def test_a_writer_that_went_on_after_the_claim_is_waited_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = office.drop("a.pdf", pdf("begun"))
    writers = []

    def open_it(point: points.Point) -> None:
        if point == "mkdir":
            writers.append(path.open("ab"))

    office.visit()
    monkeypatch.setattr(points, "hook", open_it)
    assert office.visit(PATIENCE) == []
    assert account().in_progress == 1
    writers[0].write(pdf("finished"))
    writers[0].close()

    (row,) = office.visit(1)

    assert office.stored(row) == pdf("begun") + pdf("finished")
    assert account().received == 1


def test_on_a_share_bytes_written_after_our_copy_become_a_submission_of_their_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.drop("a.pdf", pdf("begun"))
    monkeypatch.setattr(taking, "writer_of", lambda _: Writer.UNKNOWN)
    with path.open("ab") as writer:

        def write_on(point: points.Point) -> None:
            if point == "before-commit" and Submission.objects.count() == 1:
                writer.write(b"more")
                writer.flush()

        candidates = look(office.home.inbox).candidates
        monkeypatch.setattr(points, "hook", write_on)
        taking.take(office.home, candidates[0])

    assert [office.stored(row) for row in Submission.objects.order_by("id")] == [pdf("begun"), pdf("begun") + b"more"]
    assert office.leftovers() == []


def test_what_took_a_files_place_after_the_scan_is_put_back(office: Office) -> None:
    office.drop("a.pdf", pdf("settled"))
    (candidate,) = look(office.home.inbox).candidates
    office.drop("b.part", b"half").rename(office.home.inbox / "a.pdf")

    assert taking.take(office.home, candidate) is None
    assert (office.home.inbox / "a.pdf").read_bytes() == b"half"
    assert office.leftovers() == []


def test_a_link_that_took_a_files_place_is_put_back_unread(office: Office, tmp_path: Path) -> None:
    path = office.drop("a.pdf")
    (candidate,) = look(office.home.inbox).candidates
    path.unlink()
    path.symlink_to("/etc/passwd")

    assert taking.take(office.home, candidate) is None
    assert path.is_symlink()
    assert Submission.objects.count() == 0


def test_a_unit_folder_that_has_become_a_link_is_not_entered(office: Office, tmp_path: Path) -> None:
    office.drop("a.pdf", folder="KT")
    (candidate,) = look(office.home.inbox).candidates
    elsewhere = tmp_path / "elsewhere"
    (office.home.inbox / "KT").rename(elsewhere)
    (office.home.inbox / "KT").symlink_to(elsewhere)

    with pytest.raises(NotADirectoryError):
        taking.take(office.home, candidate)
    assert (elsewhere / "a.pdf").exists()


def test_a_file_removed_between_scan_and_claim_is_no_event(office: Office) -> None:
    path = office.drop("a.pdf")
    (candidate,) = look(office.home.inbox).candidates
    path.unlink()

    assert taking.take(office.home, candidate) is None
    assert office.leftovers() == []


@pytest.mark.parametrize(
    "name",
    [
        "dòng\nmới.pdf",
        "-rf",
        "a..pdf",
        "phieu\u202efdp.exe",
        "a:b?.pdf",
        "đuôi. ",
        "CON",
        "$(reboot).pdf",
        os.fsdecode(b"phi\xd5u \xae\xa8ng k\xfd.pdf"),
        "ở" * 83 + ".pdf",
    ],
)
def test_odd_names_are_taken_with_their_bytes_kept(office: Office, name: str) -> None:
    office.drop(name, pdf("x"))

    (row,) = office.settle()

    assert os.fsdecode(bytes(row.name_bytes)) == name
    receipt = (office.home.receipts / f"{row.receipt}.txt").read_text()
    assert receipt.count("\n") == len(receipt.splitlines())
    assert office.leftovers() == []


def test_composed_and_decomposed_names_are_both_taken_and_shown_alike(office: Office) -> None:
    for form in ("NFC", "NFD"):
        office.drop(unicodedata.normalize(form, "Phiếu.pdf"), pdf(form))

    assert [row.name for row in office.settle()] == ["Phiếu.pdf", "Phiếu.pdf"]


def test_a_file_with_a_second_name_is_copied_and_noted_and_the_other_name_untouched(
    office: Office, tmp_path: Path
) -> None:
    other = tmp_path / "other.pdf"
    os.link(office.drop("a.pdf", pdf("x")), other)

    (row,) = office.settle()

    assert "một tên khác" in row.notes[0]
    assert other.read_bytes() == pdf("x")


def test_a_file_left_open_in_word_for_eight_hours_is_taken_with_a_note(office: Office) -> None:
    office.drop("phieu.pdf")
    office.drop("~$phieu.pdf", b"lock")
    office.visit()
    assert office.visit(OPEN_PATIENCE - 1) == []
    assert office.left()["phieu.pdf"] == "open"

    (row,) = office.visit(1)

    assert "Word" in row.notes[0]


def test_the_senders_ready_mark_goes_with_its_file(office: Office) -> None:
    office.drop("a.txt", b"text")
    office.drop("a.txt.done", b"")

    assert [row.name for row in office.visit()] == ["a.txt"]
    assert [path.name for path in office.home.inbox.iterdir() if path.is_file()] == [".vanthu-hop-thu"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 half"], ids=["empty", "truncated"])
def test_an_incomplete_file_waits_ten_minutes_and_is_taken_as_it_is(office: Office, data: bytes) -> None:
    office.drop("a.pdf", data)
    office.visit()
    assert office.visit(PATIENCE - 1) == []
    assert office.left() == {"a.pdf": "incomplete"}

    (row,) = office.visit(1)

    assert office.stored(row) == data


def test_a_future_or_ancient_time_of_change_makes_no_difference(office: Office) -> None:
    for name, moment in (("a.pdf", 0), ("b.pdf", 4_102_444_800)):
        os.utime(office.drop(name), (moment, moment))
    office.visit()

    assert len(office.visit(QUICK)) == 2


def test_units_take_turns(office: Office) -> None:
    for number in range(3):
        office.drop(f"{number}.pdf", folder="VHXH")
    office.drop("a.pdf", folder="KT")

    folders = [row.folder for row in office.settle()]

    assert folders == ["KT", "VHXH", "VHXH", "VHXH"]


def test_a_folder_of_fifty_files_is_taken_and_removed_only_when_nobody_adds_to_it(office: Office) -> None:
    for number in range(50):
        office.drop(f"{number}.pdf", folder="dot 1")

    assert len(office.settle()) == 50
    folder = office.home.inbox / "dot 1"
    assert folder.is_dir()
    office.visit(PATIENCE)
    assert not folder.exists()


def test_an_empty_folder_nothing_was_taken_from_is_left_alone(office: Office) -> None:
    (office.home.inbox / "dot 2").mkdir()
    office.visit()
    office.visit(10 * PATIENCE)

    assert (office.home.inbox / "dot 2").is_dir()


def test_one_file_that_cannot_be_claimed_does_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.rename

    def refuse(source, *arguments, **named):
        if source == "bad.pdf":
            raise OSError(errno.EBUSY, "Device or resource busy")
        return real(source, *arguments, **named)

    monkeypatch.setattr(claims.os, "rename", refuse)
    for name in ("a.pdf", "bad.pdf", "c.pdf"):
        office.drop(name)

    assert sorted(row.name for row in office.settle()) == ["a.pdf", "c.pdf"]
    assert office.left() == {"bad.pdf": "being_written"}
    monkeypatch.undo()


def test_a_file_that_cannot_be_removed_is_taken_once_by_copy_and_shown(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims.os, "rename", refusing(errno.EACCES))
    path = office.drop("a.pdf", pdf("x"), folder="KT")

    (row,) = office.settle()

    assert (row.state, office.stored(row)) == ("received", pdf("x"))
    assert "bản sao" in row.notes[0]
    office.restart()
    assert office.settle() == []
    assert office.left() == {"KT/a.pdf": "copied"}
    assert path.exists()
    assert account().received == 1
    path.write_bytes(pdf("other content"))
    assert [office.stored(row) for row in office.settle()] == [pdf("other content")]


def test_on_another_file_system_the_claim_lies_beside_the_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    crossed = across_file_systems(office, monkeypatch)
    office.drop("a.pdf", pdf("x"), folder="KT")

    (row,) = office.settle()

    assert office.stored(row) == pdf("x")
    assert crossed == [office.home.inbox / "KT" / ".vanthu" / "claimed"]
    assert list((office.home.inbox / "KT").rglob("*.pdf")) == []


def test_a_share_that_cannot_sync_its_folders_is_no_obstacle(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "fsync_folder", refusing(errno.EINVAL))
    office.drop("a.pdf")

    assert [row.name for row in office.settle()] == ["a.pdf"]


def test_a_claim_left_on_a_share_is_counted_and_finished(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    across_file_systems(office, monkeypatch)
    office.drop("a.pdf", pdf("x"))
    claimed = claims.claim(office.home, look(office.home.inbox).candidates[0])
    assert claimed is not None
    assert account().in_progress == 1

    (row,) = office.restart().recover().finished

    assert (row.receipt, office.stored(row)) == (claimed.receipt, pdf("x"))
    assert not claimed.path.exists()


def test_below_the_disk_floor_nothing_is_claimed_and_work_resumes_by_itself(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop("a.pdf")
    office.visit()
    monkeypatch.setattr(office.box, "_floor", 1 << 60)
    with pytest.raises(DiskFloor, match="dung lượng"):
        office.visit(PATIENCE)
    assert (office.home.inbox / "a.pdf").exists()
    monkeypatch.setattr(office.box, "_floor", 0)

    assert len(office.visit(1)) == 1


def test_a_full_disk_at_the_claim_is_trouble_of_the_store(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims.os, "rename", refusing(errno.ENOSPC))
    office.drop("a.pdf")

    with pytest.raises(StoreTrouble):
        office.settle()
    assert (office.home.inbox / "a.pdf").exists()
    assert office.leftovers() == []


def test_a_receipt_number_that_belongs_to_other_bytes_is_exchanged(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(["BN-20220916-AAAA-AAAA", "BN-20220916-AAAA-AAAA", "BN-20220916-BBBB-BBBB"])
    monkeypatch.setattr(claims, "new_receipt_number", lambda: next(numbers))
    office.drop("a.pdf")
    office.drop("b.pdf")

    rows = office.settle()

    assert [row.receipt for row in rows] == ["BN-20220916-AAAA-AAAA", "BN-20220916-BBBB-BBBB"]


def test_receipts_carry_the_day_of_the_office(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANTHU_TODAY", "2022-09-16")
    office.drop("a.pdf")

    (row,) = office.settle()

    assert row.receipt.startswith("BN-20220916-")
    assert abs(row.received_at - dt.datetime.now(dt.UTC)) > dt.timedelta(days=365)
    assert row.received_at.date().year == 2022


def test_a_corrected_file_is_noted_as_replacing_the_returned_one(office: Office) -> None:
    office.drop("a.pdf", pdf("bad"), folder="KT")
    (bad,) = office.settle()
    Submission.objects.filter(pk=bad.pk).update(state="returned")
    office.drop("a.pdf", pdf("good"), folder="KT")

    (good,) = office.settle()

    assert bad.receipt in good.notes[0]


def test_peeking_lists_everything_and_takes_nothing(office: Office) -> None:
    office.drop("a.pdf")
    office.drop("b.part", b"x")
    office.drop("c.txt", b"x")
    office.drop("c.txt.done", b"")

    assert {left.place: left.why for left in office.box.peek()} == {
        "a.pdf": "settling",
        "b.part": "temporary",
        "c.txt": "settling",
    }
    assert (office.home.inbox / "a.pdf").exists()


def test_draining_waits_for_what_is_about_to_settle_and_for_nothing_else(office: Office) -> None:
    office.drop("a.pdf")
    office.drop("half.pdf", b"%PDF-1.4")
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        office.now += seconds

    office.box.collect = lambda: type(office.box).collect(office.box, office.now)  # type: ignore[method-assign]
    rows = [row for visit in office.box.drain(sleep) for row in visit]

    assert [row.name for row in rows] == ["a.pdf"]
    assert pauses == [QUICK]
    assert office.left() == {"half.pdf": "incomplete"}


def test_without_patience_an_empty_file_nobody_writes_is_taken_as_it_is(office: Office) -> None:
    office.box = Inbox(office.home, floor=0, patience=0.0)
    office.drop("rong.docx", b"")

    assert office.visit() == []
    assert [row.name for row in office.visit(SLOW)] == ["rong.docx"]


def test_draining_gives_up_on_a_file_that_never_stops_changing(office: Office) -> None:
    path = office.drop("a.txt", b"")

    def sleep(seconds: float) -> None:
        office.now += seconds
        with path.open("ab") as writer:
            writer.write(b"more")

    office.box.collect = lambda: type(office.box).collect(office.box, office.now)  # type: ignore[method-assign]
    office.drop("b.pdf")

    assert [row.name for visit in office.box.drain(sleep) for row in visit] == ["b.pdf"]
    assert office.left() == {"a.txt": "settling"}


def test_a_long_visit_stops_and_the_next_one_goes_on_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box_module, "LONGEST_VISIT", 0.0)
    for number in range(5):
        office.drop(f"{number}.pdf")
    office.visit()

    assert len(office.visit(QUICK)) < 5
    assert office.box.next_visit() == 0.0
    monkeypatch.undo()
    assert office.visit() != []
    assert office.box.next_visit() > 0.0


def test_the_next_visit_is_soon_while_something_settles_and_rarer_on_a_slow_share(office: Office) -> None:
    office.visit()
    assert office.box.next_visit() == box_module.PERIOD
    office.drop("a.pdf")
    office.visit()
    assert office.box.next_visit() == QUICK
    office.settle()
    office.box._cost = 10.0
    assert office.box.next_visit() == box_module.LONGEST_PERIOD


def refusing(number: int):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def across_file_systems(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Let renames into ``var`` fail as they do across file systems; the claim folders used instead are collected."""
    real = os.rename
    roots: list[Path] = []

    def rename(source, target, **named):
        if office.home.var in Path(target).parents:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        roots.append(next(folder for folder in Path(target).parents if folder.name == "claimed"))
        return real(source, target, **named)

    monkeypatch.setattr(claims.os, "rename", rename)
    return roots
