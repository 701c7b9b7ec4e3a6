"""The store: every byte ever taken or produced, one read-only file per SHA-256, below ``var/store``.

A file is written under a temporary name, synced, renamed to its hash and the folder synced, so a name in the store
always stands for the whole content. Writing the same bytes again replaces the file by itself, which mends a damaged
one. The writer holds a lock on its temporary file as long as it lives; `Store.sweep` removes those nobody holds.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.errors import SourceUnreadable, StillBeingWritten, StoreTrouble
from pipeline.files import fsync_folder
from pipeline.register.points import at

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes in a file's stat when somebody writes to it."""

    size: int
    mtime_ns: int
    inode: int
    device: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        return cls(status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev)

    @property
    def text(self) -> str:
        """What the register remembers: device and inode of a file on a share may change when it is mounted anew."""
        return f"{self.size}-{self.mtime_ns}"

    def same_content(self, other: Stamp) -> bool:
        """Whether nobody has written between the two; some shares give a file another inode when it is moved."""
        return self.text == other.text


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes now in the store; `stamp` is the source's at the moment it was copied."""

    sha256: str
    size: int
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Store:
    """Content-addressed files in `folder`, which must exist."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie, or would lie."""
        return self.folder / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash; raise `FileNotFoundError` where they are not stored."""
        return self.path(sha256).read_bytes()

    def put(self, data: bytes) -> str:
        """Keep `data` and return its SHA-256; it is on the disk when this returns."""
        sha256 = hashlib.sha256(data).hexdigest()
        with self._draft() as draft:
            draft.stream.write(data)
            self._keep(draft, sha256)
        return sha256

    def put_file(self, source: Path) -> Stored:
        """Keep a copy of the regular file `source`; links are not followed and the source is left alone.

        Raises `StillBeingWritten` where the source changed during the copy, `FileNotFoundError` where it has gone,
        `SourceUnreadable` where it cannot be read and `StoreTrouble` where the store cannot be written.
        """
        with open_regular(source) as reader, self._draft() as draft:
            before = Stamp.of(os.fstat(reader.fileno()))
            digest = hashlib.sha256()
            size = 0
            for chunk in _chunks(reader, source.name):
                digest.update(chunk)
                size += draft.stream.write(chunk)
                at("copy")
                if size > before.size:
                    break  # or a writer faster than we would keep us here for ever
            if Stamp.of(os.fstat(reader.fileno())) != before or size != before.size:
                raise StillBeingWritten(name=source.name)
            self._keep(draft, digest.hexdigest())
        return Stored(digest.hexdigest(), size, before)

    def copy_out(self, sha256: str, target: Path) -> None:
        """Write a copy people may change to `target`; raise `FileExistsError` where that name is taken."""
        with self.path(sha256).open("rb") as reader, _new_draft(target.parent, 0o644) as draft:
            shutil.copyfileobj(reader, draft.stream)
            draft.sync()
            os.link(draft.path, target)
        fsync_folder(target.parent)

    def holds(self, sha256: str, size: int) -> bool:
        """Whether the bytes are there and are still those: size first, then the whole hash."""
        try:
            with self.path(sha256).open("rb") as reader:
                right_size = os.fstat(reader.fileno()).st_size == size
                return right_size and hashlib.file_digest(reader, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def damaged(self, last: int | None = None) -> list[str]:
        """The hashes of the files in the register that are missing here or are not what they were.

        `last` looks only at so many files stored last: what was written shortly before a power cut may have suffered.
        """
        from pipeline.register.models import StoredFile

        files = StoredFile.objects.order_by("-stored_at").values_list("sha256", "size")[:last]
        return [sha256 for sha256, size in files if not self.holds(sha256, size)]

    def sweep(self) -> int:
        """Remove what dead writers left half-written; return how many files that were."""
        return sum(_remove_if_abandoned(path) for path in self.folder.glob("*.tmp"))

    @contextmanager
    def _draft(self) -> Iterator[_Draft]:
        try:
            with _new_draft(self.folder, 0o444) as draft:
                yield draft
        except OSError as trouble:
            raise StoreTrouble(folder=self.folder, cause=os.strerror(trouble.errno or 0)) from trouble

    def _keep(self, draft: _Draft, sha256: str) -> None:
        draft.sync()
        at("before-store")
        target = self.path(sha256)
        if not target.parent.is_dir():
            target.parent.mkdir(exist_ok=True)
            fsync_folder(self.folder)
        draft.path.replace(target)
        at("store")
        fsync_folder(target.parent)
        at("store-fsync")


def open_regular(path: Path | str, dir_fd: int | None = None) -> IO[bytes]:
    """Open a regular file for reading without following a link or waiting at a fifo; else raise `OSError`."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=dir_fd)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", os.fspath(path))
    return os.fdopen(handle, "rb", buffering=0)


def _chunks(reader: IO[bytes], name: str) -> Iterator[bytes]:
    try:
        while chunk := reader.read(_CHUNK):
            yield chunk
    except OSError as trouble:
        raise SourceUnreadable(name=name, cause=os.strerror(trouble.errno or 0)) from trouble


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file on its way to its name."""

    path: Path
    stream: IO[bytes]

    def sync(self) -> None:
        self.stream.flush()
        os.fsync(self.stream.fileno())


@contextmanager
def _new_draft(folder: Path, mode: int) -> Iterator[_Draft]:
    """A new locked temporary file in `folder`, gone at the end unless it was renamed."""
    path = folder / f".{secrets.token_hex(8)}.tmp"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with os.fdopen(handle, "wb") as stream:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield _Draft(path, stream)
        finally:
            path.unlink(missing_ok=True)


def _remove_if_abandoned(path: Path) -> bool:
    try:
        with path.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
