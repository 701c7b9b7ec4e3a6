"""A child answers, fails, dies or hangs; its owner always gets to know which, and the next call works."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from pipeline.engine import reading_process
from pipeline.engine.child import Child, ChildLost, UnforeseenError, tell
from pipeline.errors import EmptyFile


def prepare() -> None:
    """Die with the fork server, as the reading processes do."""
    reading_process.die_with_parent()


def double(number: int) -> int:
    return 2 * number


def refuse() -> None:
    raise EmptyFile


def stumble() -> None:
    raise RuntimeError("holds the name of Giàng A Mẫu")


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def hang() -> None:
    time.sleep(60)


def read_pages(count: int) -> str:
    for number in range(count):
        time.sleep(0.4)
        tell((number + 1, count))
    return "read"


def crash() -> None:
    os._exit(3)


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child(prepare)
    yield child
    child.stop()


def test_a_child_answers(child: Child) -> None:
    assert child.call(double, 21, seconds=10) == 42


def test_word_sent_meanwhile_is_heard_and_gives_a_long_call_its_time(child: Child) -> None:
    heard: list[tuple[int, int]] = []
    child.start()

    assert child.call(read_pages, 4, seconds=1.2, heard=heard.append) == "read"
    assert heard == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_refusal_arrives_as_itself(child: Child) -> None:
    with pytest.raises(EmptyFile):
        child.call(refuse, seconds=10)


def test_a_surprise_arrives_without_what_it_said(child: Child) -> None:
    with pytest.raises(UnforeseenError, match=r"^RuntimeError$"):
        child.call(stumble, seconds=10)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_killed_from_outside_is_not_to_blame(child: Child, number: signal.Signals) -> None:
    with pytest.raises(ChildLost) as lost:
        child.call(die, number, seconds=10)

    assert lost.value.killed
    assert child.call(double, 4, seconds=10) == 8


def test_a_child_that_crashes_is_to_blame(child: Child) -> None:
    with pytest.raises(ChildLost) as lost:
        child.call(crash, seconds=10)

    assert not lost.value.killed


def test_a_child_that_hangs_is_killed_in_time(child: Child) -> None:
    child.call(double, 1, seconds=10)
    start = time.monotonic()

    with pytest.raises(ChildLost) as lost:
        child.call(hang, seconds=0.2)

    assert not lost.value.killed
    assert time.monotonic() - start < 5
    assert child.call(double, 5, seconds=10) == 10


def test_a_child_killed_while_idle_costs_one_call(child: Child) -> None:
    pid = child.call(os.getpid, seconds=10)
    os.kill(pid, signal.SIGKILL)

    with pytest.raises(ChildLost):
        child.call(double, 1, seconds=10)

    assert child.call(double, 1, seconds=10) == 2


def nap_thrice(child: Child) -> None:
    """Long enough for a child to follow its killed server."""
    for _call in range(3):
        child.call(time.sleep, 0.2, seconds=10)


def test_a_killed_fork_server_is_not_the_functions_fault(child: Child) -> None:
    server = child.call(os.getppid, seconds=10)
    os.kill(server, signal.SIGKILL)

    with pytest.raises(ChildLost) as lost:
        nap_thrice(child)

    assert lost.value.killed
    assert child.call(double, 3, seconds=10) == 6
