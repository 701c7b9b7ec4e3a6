"""What a scan of the inbox sees."""

from __future__ import annotations

import os
import socket
import stat
import time
import unicodedata
from pathlib import Path

import pytest

from pipeline.intake import scanning
from pipeline.intake.scanning import FORGOTTEN, Why, look


def drop(inbox: Path, place: str, data: bytes = b"x") -> Path:
    path = inbox / place
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def taken(inbox: Path) -> list[str]:
    return [candidate.place for candidate in look(inbox).candidates]


def listed(inbox: Path) -> dict[str, Why]:
    return {left.place: left.why for left in look(inbox).left}


def test_files_are_found_in_the_inbox_and_in_unit_folders(tmp_path: Path) -> None:
    drop(tmp_path, "a.pdf")
    drop(tmp_path, "VHXH/a.pdf")

    assert taken(tmp_path) == ["a.pdf", "VHXH/a.pdf"]


def test_units_take_turns_in_the_order_of_arrival(tmp_path: Path) -> None:
    for place in ("VHXH/1", "VHXH/2", "VHXH/3", "KT/9", "0"):
        drop(tmp_path, place)
        time.sleep(0.02)  # arrival is told by the kernel's clock, which ticks every few milliseconds

    assert taken(tmp_path) == ["0", "KT/9", "VHXH/1", "VHXH/2", "VHXH/3"]


def test_our_own_files_and_returned_ones_are_not_even_listed(tmp_path: Path) -> None:
    drop(tmp_path, ".vanthu-hop-thu")
    drop(tmp_path, ".gitkeep")
    drop(tmp_path, "_tra-lai/a.pdf")
    drop(tmp_path, ".hidden/a.pdf")
    drop(tmp_path, "@eaDir/a.pdf")

    seen = look(tmp_path)

    assert (seen.candidates, seen.left) == ([], [])


def test_links_fifos_and_sockets_are_listed_and_never_opened(tmp_path: Path) -> None:
    target = drop(tmp_path, "a.pdf")
    folder = tmp_path / "KT"
    folder.mkdir()
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "folder-link").symlink_to(folder)
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))

        assert listed(tmp_path) == dict.fromkeys(
            ["link", "folder-link", "dangling", "loop", "fifo", "socket"], Why.NOT_A_FILE
        )
    assert taken(tmp_path) == ["a.pdf"]


def test_a_device_is_listed(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a device")
    os.mknod(tmp_path / "null", stat.S_IFCHR | 0o600, os.makedev(1, 3))

    assert listed(tmp_path) == {"null": Why.NOT_A_FILE}


def test_a_folder_inside_a_unit_folder_is_listed(tmp_path: Path) -> None:
    (tmp_path / "KT" / "thang 9").mkdir(parents=True)

    assert listed(tmp_path) == {"KT/thang 9": Why.TOO_DEEP}


def test_a_temporary_file_is_forgotten_after_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(tmp_path, "phieu.docx.part")
    assert listed(tmp_path) == {"phieu.docx.part": Why.TEMPORARY}

    later = time.time() + FORGOTTEN + 1
    monkeypatch.setattr(scanning.time, "time", lambda: later)

    assert listed(tmp_path) == {"phieu.docx.part": Why.FORGOTTEN}


def test_an_age_is_never_negative_when_the_clock_was_set_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(tmp_path, "a.part")
    monkeypatch.setattr(scanning.time, "time", lambda: 0.0)

    assert look(tmp_path).left[0].age == 0.0


def test_a_ready_mark_belongs_to_the_file_beside_it(tmp_path: Path) -> None:
    drop(tmp_path, "a.pdf")
    drop(tmp_path, "a.pdf.done")
    drop(tmp_path, "b.done")

    marks = {candidate.name: candidate.marked for candidate in look(tmp_path).candidates}

    assert marks == {"a.pdf": True, "b.done": False}


def test_names_alike_to_the_eye_are_two_files(tmp_path: Path) -> None:
    drop(tmp_path, unicodedata.normalize("NFC", "Phiếu.pdf"))
    drop(tmp_path, unicodedata.normalize("NFD", "Phiếu.pdf"))
    drop(tmp_path, "PHIẾU.pdf")

    assert len(taken(tmp_path)) == 3


def test_a_unit_folder_that_cannot_be_read_does_not_hide_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(tmp_path, "KT/a.pdf")
    drop(tmp_path, "VHXH/a.pdf")
    real = os.open

    def refuse(path, *arguments, **named):
        if Path(path).name == "KT":
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **named)

    monkeypatch.setattr(scanning.os, "open", refuse)
    seen = look(tmp_path)

    assert [candidate.place for candidate in seen.candidates] == ["VHXH/a.pdf"]
    assert [(left.place, left.why, left.detail) for left in seen.left] == [("KT", Why.UNREADABLE, "Permission denied")]


def test_thousands_of_files_are_seen_in_a_moment(tmp_path: Path) -> None:
    for number in range(3_000):
        (tmp_path / f"{number}.pdf").touch()
    started = time.monotonic()

    seen = look(tmp_path)

    assert len(seen.candidates) == 3_000
    assert time.monotonic() - started < 1.0
