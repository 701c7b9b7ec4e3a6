"""The store: bytes under their hash, whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from pathlib import Path

import pytest

from pipeline.errors import SourceUnreadable, StillBeingWritten, StoreTrouble
from pipeline.register import points
from pipeline.register import store as store_module
from pipeline.register.store import Store

DATA = b"noi dung" * 1000
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "store"
    folder.mkdir()
    return Store(folder)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "phieu.pdf"
    path.write_bytes(DATA)
    return path


def leftovers(store: Store) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file() and path.name != SHA256]


def test_bytes_put_are_read_back_under_their_hash(store: Store) -> None:
    assert store.put(DATA) == SHA256
    assert store.read(SHA256) == DATA
    assert leftovers(store) == []


def test_a_file_is_copied_and_left_alone(store: Store, source: Path) -> None:
    stored = store.put_file(source)

    assert (stored.sha256, stored.size) == (SHA256, len(DATA))
    assert source.read_bytes() == store.read(SHA256) == DATA


def test_stored_files_are_read_only(store: Store) -> None:
    assert store.path(store.put(DATA)).stat().st_mode & 0o777 == 0o444


def test_an_empty_file_is_stored_too(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    assert store.read(store.put_file(tmp_path / "empty").sha256) == b""


def test_putting_the_bytes_again_mends_a_damaged_file(store: Store) -> None:
    path = store.path(store.put(DATA))
    path.chmod(0o644)
    path.write_bytes(b"damaged")

    store.put(DATA)

    assert store.holds(SHA256, len(DATA))


def test_a_file_that_grows_during_the_copy_is_not_stored(
    store: Store, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_on(point: points.Point) -> None:
        if point == "copy":
            with source.open("ab") as writer:
                writer.write(b"more")

    monkeypatch.setattr(points, "hook", write_on)

    with pytest.raises(StillBeingWritten):
        store.put_file(source)
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_a_link_is_not_followed(store: Store, source: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(source)

    with pytest.raises(OSError, match="symbolic links"):
        store.put_file(tmp_path / "link")


def test_a_fifo_does_not_hold_the_program_up(store: Store, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")

    with pytest.raises(OSError, match="not a regular file"):
        store.put_file(tmp_path / "fifo")


def test_a_full_disk_is_trouble_of_the_store_and_leaves_nothing(
    store: Store, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store_module.os, "fsync", full)

    with pytest.raises(StoreTrouble, match="No space left"):
        store.put_file(source)
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_a_bad_sector_is_trouble_of_the_file(store: Store, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, reader) -> None:
            self.reader = reader

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            self.reader.close()

        def fileno(self) -> int:
            return self.reader.fileno()

        def read(self, _: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    real = store_module.open_regular
    monkeypatch.setattr(store_module, "open_regular", lambda path: Broken(real(path)))

    with pytest.raises(SourceUnreadable, match="Input/output error"):
        store.put_file(source)


def test_the_sweep_removes_what_dead_writers_left_and_spares_the_living(store: Store) -> None:
    dead, living = store.folder / ".dead.tmp", store.folder / ".living.tmp"
    dead.write_bytes(b"half")
    with living.open("wb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)

        assert store.sweep() == 1
        assert (dead.exists(), living.exists()) == (False, True)


@pytest.mark.parametrize("damage", [b"", DATA[:-1] + b"!", None], ids=["cut", "changed", "missing"])
def test_damage_is_seen(store: Store, damage: bytes | None) -> None:
    path = store.path(store.put(DATA))
    path.chmod(0o644)
    path.unlink() if damage is None else path.write_bytes(damage)

    assert not store.holds(SHA256, len(DATA))


def test_a_copy_for_people_may_be_changed_and_never_replaces_anything(store: Store, tmp_path: Path) -> None:
    store.put(DATA)
    store.copy_out(SHA256, tmp_path / "copy")

    assert (tmp_path / "copy").stat().st_mode & 0o200
    with pytest.raises(FileExistsError):
        store.copy_out(SHA256, tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []
