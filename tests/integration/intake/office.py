"""Short ways to drop files into an inbox, to let them settle and to look at what became of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.home import Home
from pipeline.intake.box import Inbox
from pipeline.intake.settling import PATIENCE
from pipeline.register.models import Submission
from pipeline.register.store import Store


def pdf(text: str = "") -> bytes:
    """Something that begins and ends like a PDF."""
    return f"%PDF-1.4\n{text}\n%%EOF\n".encode(errors="surrogateescape")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Office:
    """The office under test; its monotonic clock is moved by hand."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.now = 0.0
        self.box = self.restart()

    def restart(self) -> Inbox:
        """Another process takes over: nothing is remembered."""
        self.box = Inbox(self.home, floor=0)
        return self.box

    def drop(self, name: str, data: bytes | None = None, folder: str = "") -> Path:
        """Put a file into the inbox, as a person would."""
        path = self.home.inbox / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pdf(f"{folder}/{name}") if data is None else data)
        return path

    def visit(self, after: float = 0.0) -> list[Submission]:
        """One visit, `after` seconds later."""
        self.now += after
        return self.box.collect(self.now)

    def settle(self) -> list[Submission]:
        """Everything taken once whatever lies in the inbox has had all the time it needs."""
        return self.visit() + self.visit(PATIENCE)

    def left(self) -> dict[str, str]:
        """What the last visit did not take: place and reason."""
        return {left.place: left.why.value for left in self.box.left}

    def stored(self, row: Submission) -> bytes:
        """The bytes behind a receipt."""
        return Store(self.home.store).read(row.file_id)

    def leftovers(self) -> list[Path]:
        """Files below ``var`` that should not be there when nothing is under way."""
        folders = list(self.home.claimed.rglob("*"))
        return folders + list(self.home.store.rglob("*.tmp"))
