"""Claims: a file leaves the inbox by one rename into a folder named by its receipt number.

    claimed/BN-20220916-7K3M-Q2XD/phieu.docx          dropped into the inbox itself
    claimed/BN-20220916-9D4T-Z81A/VHXH/phieu.docx     dropped into the folder VHXH

The name keeps its bytes, nothing can be overwritten, and of two claimers the loser finds the file gone. A claim is the
same thing as the receipt of its number; an empty folder counts for nothing. Where the inbox lies on another file
system (a share), a rename into ``var/`` is impossible, so the claim folder lies on that share: ``.vanthu/claimed``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import clock
from pipeline.files import fsync_folder
from pipeline.home import Home
from pipeline.intake.names import READY_MARK
from pipeline.intake.scanning import OURS, Candidate, open_folder
from pipeline.register.points import at
from pipeline.register.store import Stamp

# Crockford's letters: no I, L, O, U, so that a number read over the telephone is typed right.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 4


def new_receipt_number() -> str:
    """ "BN-20220916-7K3M-Q2XD": the day, then 40 random bits. Sorts by day and needs no counter to race for."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(2))
    return f"BN-{clock.today():%Y%m%d}-{'-'.join(groups)}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A file on its way into the store: `root`/`receipt`[/`folder`]/`name`."""

    root: Path
    receipt: str
    folder: str
    name: str

    @property
    def place(self) -> Path:
        """The folder that holds the file."""
        return self.root / self.receipt / self.folder

    @property
    def path(self) -> Path:
        return self.place / self.name

    def taken_at(self) -> dt.datetime:
        """When the rename put the file here; a receipt finished a day later, after a crash, tells the right day."""
        age = time.time() - self.place.stat().st_mtime
        return clock.now() - dt.timedelta(seconds=max(0.0, age))

    def renumber(self) -> Claim:
        """The same file under a fresh receipt number."""
        fresh = Claim(self.root, new_receipt_number(), self.folder, self.name)
        (self.root / self.receipt).rename(self.root / fresh.receipt)
        _sync(self.root)
        return fresh

    def clear(self) -> None:
        """Remove the file, which must be safe elsewhere, and its folders."""
        self.path.unlink(missing_ok=True)
        at("unlink")
        self.remove_folders()

    def remove_folders(self) -> None:
        """Remove the claim's folders where they are empty; whoever else does the same may be faster."""
        for folder in {self.place: None, self.root / self.receipt: None}:
            with contextlib.suppress(OSError):
                folder.rmdir()


def claim(home: Home, candidate: Candidate) -> Claim | None:
    """Move the file out of the inbox; None where it has gone meanwhile or another claimer was faster.

    Raises `PermissionError` (or `OSError` with EROFS) where the file may be read but not removed.
    """
    try:
        return _claim_into(home.claimed, home.inbox, candidate)
    except OSError as trouble:
        if trouble.errno != errno.EXDEV:
            raise
    return _claim_into(home.inbox / candidate.folder / OURS / "claimed", home.inbox, candidate)


def open_claims(home: Home) -> list[Claim]:
    """Every file that was claimed and not yet cleared away, wherever its claim folder lies."""
    return [claim for root in _roots(home) for claim in _claims_in(root)]


def remove_empty(home: Home) -> int:
    """Remove claim folders without a file, left by a process that died between two steps; return how many."""
    removed = 0
    for root in _roots(home):
        for folder in _folders(root):
            hollow = Claim(root, folder.name, next((inner.name for inner in _folders(folder)), ""), "")
            hollow.remove_folders()
            removed += not folder.exists()
    return removed


def _claim_into(root: Path, inbox: Path, candidate: Candidate) -> Claim | None:
    made = Claim(root, new_receipt_number(), candidate.folder, candidate.name)
    root.mkdir(parents=True, exist_ok=True)
    (root / made.receipt).mkdir()
    made.place.mkdir(exist_ok=True)
    at("mkdir")
    try:
        with open_folder(inbox, candidate.folder) as source:
            _remove_mark(candidate, source)
            os.rename(candidate.name, made.path, src_dir_fd=source)
            at("rename")
            if not candidate.stamp.same_content(Stamp.of(made.path.lstat())):
                _put_back(made, source)
    except FileNotFoundError:
        made.remove_folders()
        return None
    except OSError:
        made.remove_folders()
        raise
    for folder in {made.place: None, root / made.receipt: None, root: None, inbox / candidate.folder: None}:
        _sync(folder)
    at("claim-fsync")
    return made


def _sync(folder: Path) -> None:
    """Sync the names in `folder`. Some shares cannot and say so; there the server alone answers for them."""
    try:
        fsync_folder(folder)
    except FileNotFoundError:
        return  # another process has finished this claim, or the folder was removed; no name left to sync
    except OSError as refusal:
        if refusal.errno not in (errno.EINVAL, errno.EOPNOTSUPP):
            raise


def _remove_mark(candidate: Candidate, folder: int) -> None:
    # Before the file itself: a mark left without its file would look like a file handed in.
    if candidate.marked:
        with contextlib.suppress(OSError):
            os.unlink(candidate.name + READY_MARK, dir_fd=folder)


def _put_back(made: Claim, folder: int) -> None:
    """Give back what took the candidate's place after the scan: it has not settled, or is not even a file."""
    try:
        os.link(made.path, made.name, dst_dir_fd=folder, follow_symlinks=False)
        made.path.unlink()
    except FileExistsError:
        return  # yet another one lies there now; this one stays claimed
    except OSError:  # a folder, or a file system without links
        os.rename(made.path, made.name, dst_dir_fd=folder)
    raise FileNotFoundError(made.name)


def _roots(home: Home) -> Iterator[Path]:
    yield home.claimed
    with contextlib.suppress(OSError), os.scandir(home.inbox) as entries:
        folders = [Path(entry) for entry in entries if entry.is_dir(follow_symlinks=False)]
        yield from (root for folder in (home.inbox, *folders) if (root := folder / OURS / "claimed").is_dir())


def _claims_in(root: Path) -> Iterator[Claim]:
    for folder in _folders(root):
        for inner in (folder, *_folders(folder)):
            for name in _files(inner):
                yield Claim(root, folder.name, "" if inner == folder else inner.name, name)


def _folders(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return [Path(entry) for entry in entries if entry.is_dir(follow_symlinks=False)]
    return []


def _files(folder: Path) -> list[str]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return [entry.name for entry in entries if stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)]
    return []
