"""When a file is complete."""

from __future__ import annotations

import errno
import io
import os
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.intake import settling
from pipeline.intake.scanning import Why, look
from pipeline.intake.settling import OPEN_PATIENCE, PATIENCE, QUICK, SLOW, Probe, Settling, Writer, probe_file

PDF = b"%PDF-1.4\nmot\n%%EOF\n"


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<w:document/>" * 100)
    return buffer.getvalue()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path


def reasons(inbox: Path, memory: Settling, now: float) -> list[Why]:
    return [left.why for left in memory.sort(look(inbox).candidates, now)[1]]


def names_settled(inbox: Path, memory: Settling, now: float) -> list[str]:
    return [candidate.name for candidate in memory.sort(look(inbox).candidates, now)[0]]


def without_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a share: the system does not say whether somebody writes."""
    monkeypatch.setattr(settling, "_writer", lambda reader: Writer.UNKNOWN)


@pytest.mark.parametrize("data", [PDF, docx(), b"\x89PNG....IEND\xaeB`\x82", b"\xff\xd8\xff....\xff\xd9"])
def test_a_whole_file_nobody_writes_to_settles_quickly(inbox: Path, data: bytes) -> None:
    (inbox / "a").write_bytes(data)
    memory = Settling(inbox)

    assert reasons(inbox, memory, 0.0) == [Why.SETTLING]
    assert reasons(inbox, memory, QUICK / 2) == [Why.SETTLING]
    assert names_settled(inbox, memory, QUICK) == ["a"]


def test_a_kind_without_an_end_mark_takes_the_slow_time(inbox: Path) -> None:
    (inbox / "a.txt").write_bytes(b"text")
    memory = Settling(inbox)
    reasons(inbox, memory, 0.0)

    assert reasons(inbox, memory, SLOW - 0.1) == [Why.SETTLING]
    assert names_settled(inbox, memory, SLOW) == ["a.txt"]


def test_without_an_answer_about_writers_even_a_whole_file_takes_the_slow_time(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_lease(monkeypatch)
    (inbox / "a.pdf").write_bytes(PDF)
    memory = Settling(inbox)
    reasons(inbox, memory, 0.0)

    assert reasons(inbox, memory, QUICK) == [Why.SETTLING]
    assert names_settled(inbox, memory, SLOW) == ["a.pdf"]


def test_a_file_open_for_writing_waits_however_long_the_writer_pauses(inbox: Path) -> None:
    memory = Settling(inbox)
    with (inbox / "a.pdf").open("wb") as writer:
        writer.write(PDF)
        writer.flush()
        reasons(inbox, memory, 0.0)

        assert reasons(inbox, memory, 10 * OPEN_PATIENCE) == [Why.BEING_WRITTEN]

    assert names_settled(inbox, memory, 10 * OPEN_PATIENCE) == ["a.pdf"]


def test_every_change_starts_the_time_anew(inbox: Path) -> None:
    path = inbox / "a.txt"
    path.write_bytes(b"1")
    memory = Settling(inbox)
    reasons(inbox, memory, 0.0)
    path.write_bytes(b"12")

    assert reasons(inbox, memory, SLOW) == [Why.SETTLING]
    assert names_settled(inbox, memory, 2 * SLOW) == ["a.txt"]


@pytest.mark.parametrize("data", [b"", PDF[:12], docx()[:-30], b"\x89PNG...."], ids=["empty", "pdf", "docx", "png"])
def test_an_empty_or_truncated_file_waits_ten_minutes_and_is_then_taken(
    inbox: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_lease(monkeypatch)
    (inbox / "a").write_bytes(data)
    memory = Settling(inbox)
    reasons(inbox, memory, 0.0)

    assert reasons(inbox, memory, PATIENCE - 1) == [Why.INCOMPLETE]
    assert names_settled(inbox, memory, PATIENCE) == ["a"]


def test_a_truncated_file_that_has_lain_here_since_yesterday_does_not_wait_again(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.pdf").write_bytes(PDF[:12])
    tomorrow = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    memory = Settling(inbox)
    reasons(inbox, memory, 0.0)

    assert names_settled(inbox, memory, SLOW) == ["a.pdf"]


@pytest.mark.parametrize("mtime", [0, 946_684_800, 4_102_444_800], ids=["1970", "2000", "2100"])
def test_the_age_is_never_taken_from_the_time_of_change(inbox: Path, mtime: int) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    os.utime(inbox / "a.pdf", (mtime, mtime))
    memory = Settling(inbox)

    assert reasons(inbox, memory, 0.0) == [Why.SETTLING]
    assert names_settled(inbox, memory, QUICK) == ["a.pdf"]


def test_a_file_open_in_word_waits_eight_hours(inbox: Path) -> None:
    (inbox / "phieu.docx").write_bytes(docx())
    (inbox / "~$ieu.docx").write_bytes(b"lock")
    memory = Settling(inbox)
    reasons(inbox, memory, 0.0)

    assert reasons(inbox, memory, OPEN_PATIENCE - 1) == [Why.OPEN]
    assert names_settled(inbox, memory, OPEN_PATIENCE) == ["phieu.docx"]


def test_the_senders_ready_mark_ends_the_wait_at_once(inbox: Path) -> None:
    (inbox / "a.txt").write_bytes(b"text")
    (inbox / "a.txt.done").write_bytes(b"")

    assert names_settled(inbox, Settling(inbox), 0.0) == ["a.txt"]


def test_what_has_gone_since_the_scan_is_passed_over_in_silence(inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    candidates = look(inbox).candidates
    (inbox / "a.pdf").unlink()

    assert Settling(inbox).sort(candidates, 0.0) == ([], [])


def test_an_unreadable_file_is_listed_after_a_while_with_what_the_system_said(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    monkeypatch.setattr(settling, "probe_file", refuse(errno.EACCES))
    memory = Settling(inbox)

    assert reasons(inbox, memory, 0.0) == [Why.SETTLING]
    (left,) = memory.sort(look(inbox).candidates, SLOW)[1]
    assert (left.why, left.detail) == (Why.UNREADABLE, "Permission denied")


def test_a_sharing_violation_is_a_file_being_written_however_long_it_lasts(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    monkeypatch.setattr(settling, "probe_file", refuse(errno.EBUSY))
    memory = Settling(inbox)
    reasons(inbox, memory, 0.0)

    assert reasons(inbox, memory, 10 * OPEN_PATIENCE) == [Why.BEING_WRITTEN]


def test_a_link_put_in_the_place_of_a_file_is_not_followed(inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    candidates = look(inbox).candidates
    (inbox / "a.pdf").unlink()
    (inbox / "a.pdf").symlink_to("/etc/passwd")

    with pytest.raises(OSError, match="symbolic links"):
        probe_file(inbox, candidates[0])


def test_a_probe_of_a_file_without_end_mark_says_so(inbox: Path) -> None:
    (inbox / "a.txt").write_bytes(b"text")

    assert probe_file(inbox, look(inbox).candidates[0]) == Probe(Writer.NONE, None)


def refuse(number: int):
    def probe(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return probe
