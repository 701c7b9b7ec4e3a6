"""Kill -9 of the whole service, or of its reading processes alone: one receipt a file, nothing stranded or blamed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.acceptance.conftest import Office
from tests.factory import make
from tests.processes import command_of, descendants, wait_until


def drop_forms(office: Office, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        sample = make(number, "docx_lines")
        (office.inbox / f"{number:04d}-{sample.name}").write_bytes(sample.data)


def states(office: Office) -> list[tuple[str, str]]:
    """State and reason of every submission, straight from the database file."""
    with sqlite3.connect(f"file:{office.home}/var/register.sqlite3?mode=ro", uri=True) as register:
        return register.execute("SELECT state, reason_code FROM register_submission").fetchall()


def assert_everything_arrived(office: Office, count: int) -> None:
    rows = states(office)
    assert len(rows) == count
    assert {state for state, _reason in rows} <= {"registered", "review"}
    assert {reason for _state, reason in rows} == {""}
    receipts = list((office.outbox / "bien-nhan").glob("*.txt"))
    assert len(receipts) == count
    assert not [path for path in office.inbox.iterdir() if path.is_file() and not path.name.startswith(".")]
    assert not list((office.home / "var" / "claimed").iterdir())
    assert office.account()["balanced"]


def kill_and_restart(office: Office, kills: int, rng: random.Random) -> None:
    """Start the service and kill it at a random moment, again and again; then let it finish."""
    for _number in range(kills):
        service = office.start("run", "--once")
        time.sleep(rng.uniform(0.2, 1.6))
        service.kill()
        service.wait()
    done = office.run("run", "--once", timeout=600)
    assert done.returncode in (0, 1), done.stderr


def test_the_service_killed_at_random_moments(office: Office) -> None:
    drop_forms(office, 40)

    kill_and_restart(office, kills=8, rng=random.Random(20220919))

    assert_everything_arrived(office, 40)


@pytest.mark.stress
def test_two_hundred_kills_over_four_hundred_files(office: Office) -> None:
    drop_forms(office, 400)

    kill_and_restart(office, kills=200, rng=random.Random(336))

    assert_everything_arrived(office, 400)


def reading_processes(service: int) -> list[int]:
    return [pid for pid in descendants(service) if "forkserver" in command_of(pid)]


def kill_readers(office: Office, service: int, count: int, rng: random.Random) -> int:
    """Kill reading processes one after another while files are being read; the fork server counts as one of them."""
    killed = 0
    while killed < count and len(states(office)) and not all_final(office):
        victims = reading_processes(service)
        if victims:
            os.kill(rng.choice(victims), signal.SIGKILL)
            killed += 1
        time.sleep(rng.uniform(0.02, 0.3))
    return killed


def all_final(office: Office) -> bool:
    return all(state not in ("received", "reading") for state, _reason in states(office))


def test_only_the_readers_killed_while_the_watcher_lives(office: Office) -> None:
    watch_while_readers_die(office, files=40, kills=12)


@pytest.mark.stress
def test_only_the_readers_killed_many_times(office: Office) -> None:
    watch_while_readers_die(office, files=400, kills=200)


def watch_while_readers_die(office: Office, files: int, kills: int) -> None:
    service = office.start("watch")
    try:
        drop_forms(office, files)
        assert wait_until(lambda: bool(states(office)), 30)
        killed = kill_readers(office, service.pid, kills, random.Random(41))
        assert killed > 0
        assert wait_until(lambda: len(states(office)) == files and all_final(office), 30 + files)
        assert service.poll() is None
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait(60)

    assert_everything_arrived(office, files)


def test_a_killed_service_leaves_no_process_behind(office: Office, tmp_path: Path) -> None:
    service = office.start("watch")
    drop_forms(office, 5)
    assert wait_until(lambda: len(reading_processes(service.pid)) >= 2, 30)
    children = descendants(service.pid)

    service.kill()
    service.wait()

    assert wait_until(lambda: not any(command_of(pid) for pid in children), 10)
