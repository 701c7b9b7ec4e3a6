"""Offices that die, hang, grow old or lose their parent; the documents after them are printed all the same."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.errors import TypesetError, UnfitDocument
from pipeline.typeset import Typesetter, office, typesetter
from pipeline.typeset.letter import WORDS, letter, package
from pipeline.typeset.office import Office
from pipeline.typeset.parts import find_parts

pytestmark = pytest.mark.office

POISON = package("<w:p><w:r><w:t>thuốc độc</w:t></w:r></w:p>")

Offices = Callable[[int], set[int]]


@pytest.fixture
def mine(offices: Offices, typeset: Typesetter) -> Callable[[], set[int]]:
    """The offices of this process that are not the shared one."""
    typeset.pdf(letter())
    shared = offices(os.getpid())
    return lambda: offices(os.getpid()) - shared


@pytest.fixture
def hurt_by_poison(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[signal.Signals, int], None]]:
    """Have the office receive a signal just as it is given the poison, for the first so many times."""
    whole = Office.convert

    def plug_in(hurt: signal.Signals, times: int) -> None:
        left = iter(range(times))

        def convert(self: Office, data: bytes, order: office.Order, seconds: float) -> bytes:
            if data == POISON and next(left, None) is not None:
                os.kill(self.pid, hurt)
            return whole(self, data, order, seconds)

        monkeypatch.setattr(Office, "convert", convert)

    return plug_in


@pytest.mark.parametrize("hurt", [signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV])
def test_a_document_whose_office_died_or_hung_is_given_to_a_second_one(hurt_by_poison, mine, hurt: signal.Signals):
    hurt_by_poison(hurt, 1)

    with Typesetter(seconds=2) as typeset:
        typeset.pdf(letter())
        first = mine()

        assert typeset.pdf(POISON)

        assert len(mine()) == 1
        assert mine().isdisjoint(first)


def test_a_document_that_hangs_twice_is_refused_in_time_and_the_next_is_printed(hurt_by_poison, mine):
    hurt_by_poison(signal.SIGSTOP, 2)

    with Typesetter(seconds=1) as typeset:
        typeset.pdf(letter())
        start = time.monotonic()
        with pytest.raises(UnfitDocument, match="quá 1 giây"):
            typeset.pdf(POISON)

        assert time.monotonic() - start < 20
        assert typeset.pdf(letter())
    assert mine() == set()


def test_a_killed_worker_script_takes_its_office_along_and_is_replaced(mine, is_alive):
    with Typesetter() as typeset:
        typeset.pdf(letter())
        [pid] = mine()
        worker = os.getpgid(pid)
        os.kill(worker, signal.SIGKILL)

        assert typeset.pdf(letter())
        assert not is_alive(pid)


def test_no_office_outlives_a_killed_program(offices: Offices, is_alive: Callable[[int], bool]):
    script = (
        "import sys\nfrom pipeline.typeset import Typesetter\nfrom pipeline.typeset.letter import letter\n"
        "typeset = Typesetter()\ntypeset.pdf(letter())\nprint('warm', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"warm\n"
        [pid] = offices(program.pid)
        program.kill()

    wait_until(lambda: not is_alive(pid))


def test_an_office_is_replaced_after_so_many_documents(mine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(typesetter, "DOCUMENTS_PER_OFFICE", 3)  # the warm-up letter counts

    with Typesetter() as typeset:
        typeset.pdf(letter())
        first = mine()
        typeset.pdf(letter())
        typeset.pdf(letter())

        assert len(first | mine()) == 2


def test_an_office_that_has_grown_too_large_is_replaced(mine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(typesetter, "LARGEST_RSS", 1)

    with Typesetter() as typeset:
        typeset.pdf(letter())

        wait_until(lambda: mine() == set())
        assert typeset.pdf(letter())


def test_an_idle_office_is_ended_and_comes_back(mine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(typesetter, "IDLE_SECONDS", 0.2)

    with Typesetter() as typeset:
        typeset.pdf(letter())
        wait_until(lambda: mine() == set())

        assert typeset.pdf(letter())


def test_two_workers_serve_several_threads_side_by_side(mine):
    with Typesetter(workers=2) as typeset, ThreadPoolExecutor(4) as threads:
        pdfs = list(threads.map(lambda _number: typeset.pdf(letter(), expect=WORDS), range(12)))

        assert len(pdfs) == 12
        assert len(mine()) == 2
    assert mine() == set()


def test_it_may_be_used_again_after_it_was_closed(mine):
    typeset = Typesetter()
    with typeset:
        typeset.pdf(letter())
    with typeset:
        assert typeset.pdf(letter())
    assert mine() == set()


def test_an_office_that_does_not_start_is_not_blamed_on_the_document(monkeypatch: pytest.MonkeyPatch):
    broken = dataclasses.replace(find_parts(), office=Path("/bin/false"))
    monkeypatch.setattr(typesetter, "find_parts", lambda: broken)

    with Typesetter() as typeset, pytest.raises(TypesetError, match="không khởi động được") as trouble:
        typeset.pdf(letter())

    assert not isinstance(trouble.value, UnfitDocument)


def test_a_killed_office_leaves_no_file_behind(mine, tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    room: list[Path] = []

    with Typesetter() as typeset:
        typeset.pdf(letter())
        room += tmp_path.iterdir()
        [pid] = mine()
        sockets = sockets_of(pid)
        os.kill(pid, signal.SIGKILL)

    assert len(room) == 1
    assert len(sockets) == 2
    assert not [path for path in (*room, *sockets) if path.exists()]


def sockets_of(pid: int) -> list[Path]:
    """The files of the sockets a process listens on."""
    inodes = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    lines = (line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:])
    return sorted({Path(fields[7]) for fields in lines if len(fields) > 7 and f"socket:[{fields[6]}]" in inodes})


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_forked_child_is_told_to_make_its_own(typeset: Typesetter):
    typeset.pdf(letter())
    child = os.fork()
    if child == 0:
        try:
            typeset.pdf(letter())
        except RuntimeError:
            os._exit(0)
        finally:
            os._exit(1)

    assert os.waitpid(child, 0)[1] == 0


def test_a_caller_may_be_a_thread_that_ends_at_once(mine):
    with Typesetter() as typeset:
        thread = threading.Thread(target=typeset.pdf, args=(letter(),))
        thread.start()
        thread.join()
        first = mine()

        assert typeset.pdf(letter())
        assert mine() == first


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.05)
