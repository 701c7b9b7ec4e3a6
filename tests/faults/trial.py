"""One office under trial: what was dropped into it, and what must hold whatever was killed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.home import Home
from pipeline.register.store import Store


class Zygote:
    """The process that forks workers for us (zygote.py)."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, root: Path, do: str, **order: Any) -> list[int]:
        """Let forked workers do something in the office at `root`; their exit codes (-9: killed)."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"home": str(root), "do": do, **order}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@dataclass
class Trial:
    """Files dropped, by place; every check reads the disk and the database itself."""

    home: Home
    zygote: Zygote
    dropped: dict[str, bytes] = field(default_factory=dict)

    def drop(self, place: str, data: bytes) -> None:
        path = self.home.inbox / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        self.dropped[place] = data

    def drop_many(self, count: int, size: int = 2_000) -> None:
        """Different files in three places; every tenth repeats the bytes of the one before."""
        for number in range(count):
            folder = ("", "KT/", "VHXH/")[number % 3]
            self.drop(f"{folder}tệp {number}.pdf", pdf(number - (number % 10 == 9), size))

    def run(self, **order: Any) -> list[int]:
        return self.zygote.run(self.home.root, "take", **order)

    def finish(self) -> None:
        assert self.run() == [0]

    def account(self) -> dict[str, Any]:
        assert self.zygote.run(self.home.root, "account") == [0]
        return json.loads((self.home.var / "account.json").read_text())

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Folder and name, state, sha256, receipt of every submission."""
        with closing(sqlite3.connect(self.home.database)) as register:
            found = register.execute("SELECT folder, name, state, file_id, receipt FROM register_submission").fetchall()
        return [
            (f"{folder}/{name}" if folder else name, state, sha, receipt) for folder, name, state, sha, receipt in found
        ]

    def check_books(self) -> None:
        """At any moment: the account balances, and no file is both in the inbox and received, or nowhere."""
        account = self.account()
        waiting = list(self.home.inbox.rglob("*.pdf"))
        assert account["balanced"] is True
        assert account["received"] + len(waiting) == len(self.dropped)

    def check_end(self) -> None:
        """When all is done: one receipt a file, its bytes in the store, a duplicate for each repeat, no leftovers."""
        rows = self.rows()
        store = Store(self.home.store)
        assert sorted(place for place, *_ in rows) == sorted(self.dropped)
        assert {place: store.read(sha256) for place, _, sha256, _ in rows} == self.dropped
        repeats = len(self.dropped) - len(set(self.dropped.values()))
        assert [state for _, state, *_ in rows].count("duplicate") == repeats
        assert sorted(path.stem for path in self.home.receipts.glob("*.txt")) == sorted(receipt for *_, receipt in rows)
        assert self.leftovers() == []

    def leftovers(self) -> list[Path]:
        stored = [path for path in self.home.store.rglob("*") if path.is_file() and len(path.name) != 64]
        waiting = list(self.home.inbox.rglob("*.pdf"))
        return [*self.home.claimed.rglob("*"), *stored, *waiting]


def pdf(number: int, size: int = 2_000) -> bytes:
    """A file of its own for each number, with the ends of a PDF."""
    return b"%PDF-1.4\n" + (f"{number} ".encode() * size)[:size] + b"\n%%EOF\n"
