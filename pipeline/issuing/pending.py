"""Signed or numbered bytes the register does not know yet, and what a process leaves of them that dies before it does.

The sealed PDF, like the one a reserved number is printed in, is written inside the transaction that gives its number.
Should the process die between the two, a document with a number that somebody else gets would lie in the store; and one
with the chief's signature, should it die while he signs. So the hash is noted beside the store first, in a file that is
locked as long as the process lives; `sweep` removes what dead ones noted and did not enter.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.files import fsync_folder
from pipeline.home import Home
from pipeline.register.models import StoredFile
from pipeline.register.store import Store


@contextlib.contextmanager
def announcing(home: Home) -> Iterator[Callable[[str], None]]:
    """For the time of a transaction: call what this gives with the SHA-256 of bytes before they are stored."""
    path = _folder(home) / secrets.token_hex(8)
    with contextlib.ExitStack() as until_settled:

        def announce(sha256: str) -> None:
            path.parent.mkdir(parents=True, exist_ok=True)
            note = until_settled.enter_context(path.open("x", encoding="ascii"))
            fcntl.flock(note, fcntl.LOCK_EX)
            note.write(sha256)
            note.flush()
            os.fsync(note.fileno())
            fsync_folder(path.parent)

        yield announce
        path.unlink(missing_ok=True)


def sweep(home: Home) -> int:
    """Remove from the store what dead processes announced and never entered; return how many files that were."""
    return sum(_settle(home, path) for path in list(_folder(home).glob("*")))


def _settle(home: Home, path: Path) -> bool:
    try:
        with path.open(encoding="ascii") as note:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
            sha256 = note.read()
            if not sha256:
                return False  # made this very moment, and not locked yet
            lost = not StoredFile.objects.filter(sha256=sha256).exists()
            if lost:
                Store(home.store).path(sha256).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
    except (BlockingIOError, FileNotFoundError):
        return False
    return lost


def _folder(home: Home) -> Path:
    return home.var / "phat-hanh-do"
