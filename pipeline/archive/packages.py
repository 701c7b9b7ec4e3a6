"""Packages: one folder per issued document, ``outbox/luu-tru/<year>/<series>/<number>/``.

A folder appears by one rename, complete and on the disk, or not at all. It can be made again from the store at any
time, since the audit row of archiving names the hash of every file in it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.manifest import sha256
from pipeline.errors import StoreTrouble
from pipeline.files import fsync_folder, write_whole
from pipeline.messages import _

SUFFIX = ".tmp"
#: a half-made folder this old belongs to a process that died
ABANDONED_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One document's place in the archive, and the SHA-256 of each file that belongs there by its name."""

    folder: Path
    hashes: Mapping[str, str]

    def faults(self) -> list[str]:
        """What is missing, changed or too much, in sentences; empty when the folder is as it was written."""
        if not self.folder.is_dir():
            return [_("the folder is missing")]
        return list(self._faults())

    def _faults(self) -> Iterator[str]:
        found = {path.name for path in self.folder.iterdir()}
        for name, wanted in self.hashes.items():
            if name not in found:
                yield _("{file} is missing").format(file=name)
            elif not _holds(self.folder / name, wanted):
                yield _("{file} was changed").format(file=name)
        for name in sorted(found - self.hashes.keys()):
            yield _("{file} does not belong there").format(file=name)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put `files`, by relative path, into `folder`, replacing what was there; readers see all of them or none.

    Raises `StoreTrouble`.
    """
    with disk_trouble(folder.parent):
        _write_folder(folder, files)


@contextlib.contextmanager
def disk_trouble(folder: Path) -> Iterator[None]:
    """Turn the trouble of the disk below `folder` into `StoreTrouble`."""
    try:
        yield
    except OSError as trouble:
        raise StoreTrouble(folder=folder, cause=os.strerror(trouble.errno or 0)) from trouble


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".", suffix=SUFFIX) as draft:
        new, old = Path(draft) / "new", Path(draft) / "old"
        for name, data in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(new / name, data)
        with contextlib.suppress(FileNotFoundError):
            folder.rename(old)
        _give_name(new, folder)
    fsync_folder(folder.parent)


def _give_name(new: Path, folder: Path) -> None:
    try:
        new.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another process was quicker with the same content
            raise


def sweep(archive: Path) -> None:
    """Remove what processes that died left half-made."""
    for draft in archive.rglob(f".*{SUFFIX}"):
        if draft.is_dir() and time.time() - draft.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(draft, ignore_errors=True)


def _holds(path: Path, wanted: str) -> bool:
    try:
        return sha256(path.read_bytes()) == wanted
    except OSError:
        return False
