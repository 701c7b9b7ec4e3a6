"""Where an office keeps its papers: the folders of contract §8, below ``VANTHU_HOME`` or the checkout."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
TEMPLATES = CHECKOUT / "templates"


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one office. `root` holds ``inbox/``, ``outbox/`` and ``var/``."""

    root: Path

    @property
    def inbox(self) -> Path:
        """The letter box: files are dropped here, also in one level of folders named by unit code."""
        return self.root / "inbox"

    @property
    def returned(self) -> Path:
        """Copies of what could not be taken, each with a ``.txt`` beside it."""
        return self.inbox / "_tra-lai"

    @property
    def sentinel(self) -> Path:
        """Holds the inbox id; where it is missing, the folder is not our inbox (an unmounted share)."""
        return self.inbox / ".vanthu-hop-thu"

    @property
    def outbox(self) -> Path:
        """What the office gets to see."""
        return self.root / "outbox"

    @property
    def receipts(self) -> Path:
        """One receipt per file taken."""
        return self.outbox / "bien-nhan"

    @property
    def drafts(self) -> Path:
        """Drafts, in Word and PDF."""
        return self.outbox / "du-thao"

    @property
    def to_review(self) -> Path:
        """One page per file that waits for a person, as long as it waits and somebody looks at it."""
        return self.outbox / "cho-xem"

    @property
    def archive(self) -> Path:
        """Packages for the archive, ``<year>/<series>/<number>/``, and the signed heads of the diary."""
        return self.outbox / "luu-tru"

    @property
    def var(self) -> Path:
        """What only the program touches."""
        return self.root / "var"

    @property
    def database(self) -> Path:
        """The register, where no ``DATABASE_URL`` says otherwise."""
        return self.var / "register.sqlite3"

    @property
    def store(self) -> Path:
        """Every byte ever taken, one read-only file per SHA-256."""
        return self.var / "store"

    @property
    def claimed(self) -> Path:
        """One folder per receipt whose file is being taken right now."""
        return self.var / "claimed"

    @property
    def rules(self) -> Path:
        """What the office adds to the dated rules, and which of them it has confirmed."""
        return self.root / "quy-tac"

    @property
    def log(self) -> Path:
        """The program's own log; no personal data."""
        return self.var / "vanthu.log"

    @property
    def lock(self) -> Path:
        """Held by the one process that takes files out of the inbox."""
        return self.var / "watcher.lock"

    def folders(self) -> tuple[Path, ...]:
        """Every folder ``vanthu init`` makes."""
        made = (self.inbox, self.returned, self.receipts, self.drafts, self.outbox / "trinh-ky")
        return (*made, self.outbox / "phat-hanh", self.archive, self.store, self.claimed, self.rules)


def home() -> Home:
    """The office this process works for."""
    return Home(Path(os.environ.get("VANTHU_HOME") or CHECKOUT).resolve())
