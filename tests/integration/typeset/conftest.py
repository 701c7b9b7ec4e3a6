"""One warm LibreOffice for all tests of this folder, and a look at the processes from outside."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.typeset import Typesetter


@pytest.fixture(scope="session")
def typeset() -> Iterator[Typesetter]:
    with Typesetter() as typesetter:
        yield typesetter


@pytest.fixture
def offices() -> Callable[[int], set[int]]:
    """Process ids of every living LibreOffice below a process."""

    def find(ancestor: int) -> set[int]:
        parents = {pid: fields for pid in _processes() if (fields := _stat(pid)) is not None}
        return {
            pid for pid, (name, state, _parent) in parents.items() if _is_below(pid, ancestor, parents, name, state)
        }

    return find


@pytest.fixture
def is_alive() -> Callable[[int], bool]:
    """Whether a process runs; one that is dead but not yet reaped does not."""

    def look(pid: int) -> bool:
        fields = _stat(pid)
        return fields is not None and fields[1] != "Z"

    return look


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> tuple[str, str, int] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    state, parent, *_rest = text.rpartition(")")[2].split()
    return text[text.index("(") + 1 : text.rindex(")")], state, int(parent)


def _is_below(pid: int, ancestor: int, parents: dict[int, tuple[str, str, int]], name: str, state: str) -> bool:
    if name != "soffice.bin" or state == "Z" or pid == os.getpid():
        return False
    while pid in parents:
        pid = parents[pid][2]
        if pid == ancestor:
            return True
    return False
