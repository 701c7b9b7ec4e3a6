"""What an office adds to the law itself, without a release: entries of its own and confirmations, in ``quy-tac/``.

* ``money.toml``, ``basis.toml`` …: entries in the form of our own files of that name. A new entry ends the one with the
  same key that was still in force, the day before it begins; any other overlap is an error.
* ``plan-2026-2030.toml``: the fields of a plan we do not know.
* ``xac-nhan.toml``: which entries a named administrator compared with the official text. What is not verified may warn
  and never blocks; what somebody vouches for is verified.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from pipeline.errors import NoSuchRule, RuleFileBroken
from pipeline.files import write_whole
from pipeline.law.files import DATA, Entry, Evidence, File, Period, entries, forbid_overlaps, load

CONFIRMATIONS = "xac-nhan.toml"

P = ParamSpec("P")
R = TypeVar("R")

_CACHES: list[functools._lru_cache_wrapper[Any]] = []
_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person vouches for one entry."""

    file: str
    key: str
    start: dt.date
    by: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class _Confirmations:
    confirmation: tuple[Confirmation, ...]


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """`functools.cache` for what is read from rule files; forgotten when the office's folder changes."""
    kept = functools.cache(function)
    _CACHES.append(kept)
    return cast("Callable[P, R]", kept)


def use(folder: Path | None) -> None:
    """Take the office's own entries from `folder` from now on; None: only what the program ships."""
    global _folder  # noqa: PLW0603 - one process works for one office
    _folder = folder
    for cache in _CACHES:
        cache.cache_clear()


def read(path: Path, kind: type[File]) -> File:
    """The rule file at `path` with what the office added and confirmed; raises `RuleFileBroken`."""
    file = load(path, kind)
    own = _own(path.name)
    if own is not None and own != path:
        file = _merged(file, load(own, kind))
    file = _with_confirmations(path.name, file)
    forbid_overlaps(path, file)
    return file


def files(pattern: str) -> list[Path]:
    """The rule files whose names fit `pattern`, ours and those only the office has, by name."""
    ours = {path.name: path for path in DATA.glob(pattern)}
    theirs = {path.name: path for path in _folder.glob(pattern)} if _folder else {}
    return [path for _name, path in sorted((theirs | ours).items())]


def add(path: Path, kind: type[File]) -> Path:
    """Put the entries of the file at `path` beside the law; refused whole when one of them does not fit.

    Returns the office's file they are in now. Raises `RuleFileBroken`.
    """
    assert _folder is not None, "an office is open"
    text = path.read_text("utf-8")
    load(path, kind)
    kept = _folder / path.name
    before = kept.read_text("utf-8") if kept.exists() else None
    write_whole(kept, "\n".join(filter(None, (before, text))).encode())
    try:
        read(DATA / path.name if (DATA / path.name).exists() else kept, kind)
    except RuleFileBroken:
        _put_back(kept, before)
        raise
    use(_folder)
    return kept


def confirm(name: str, file: object, given: Confirmation) -> Entry:
    """Write down that a person vouches for an entry of `file`, the rule file called `name`; returns it confirmed.

    Raises `NoSuchRule` where no such entry waits for it.
    """
    assert _folder is not None, "an office is open"
    waiting = [entry for entry in entries(file) if _is_meant(entry, given) and entry.evidence is not Evidence.VERIFIED]
    if not waiting:
        raise NoSuchRule(file=name, key=given.key, day=f"{given.start:%d/%m/%Y}")
    kept = _folder / CONFIRMATIONS
    before = kept.read_text("utf-8") if kept.exists() else ""
    write_whole(kept, (before + _as_toml(given)).encode())
    use(_folder)
    return waiting[0].confirmed(given.by, given.on)


def _put_back(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        write_whole(path, text.encode())


def _own(name: str) -> Path | None:
    path = _folder / name if _folder else None
    return path if path is not None and path.exists() else None


def _merged(file: File, own: File) -> File:
    names = [section.name for section in dataclasses.fields(file)]  # type: ignore[arg-type]
    sections = {name: tuple(_with_new(getattr(file, name), getattr(own, name))) for name in names}
    return dataclasses.replace(file, **sections)  # type: ignore[type-var]


def _with_new(ours: Iterable[Entry], new: Iterable[Entry]) -> list[Entry]:
    """`ours`, then `new` by their days, each open end closed by the next entry with that key."""
    kept = list(ours)
    for entry in sorted(new, key=lambda one: one.period.start):
        if entry.exclusive:
            kept = [_ended(one, entry) for one in kept]
        kept.append(entry)
    return kept


def _ended(entry: Entry, by: Entry) -> Entry:
    start = entry.period.start
    if entry.key != by.key or entry.period.end is not None or start >= by.period.start:
        return entry
    return dataclasses.replace(entry, period=Period(start=start, end=by.period.start - dt.timedelta(days=1)))


def _with_confirmations(name: str, file: File) -> File:
    given = [confirmation for confirmation in _confirmations() if confirmation.file == name]
    if not given:
        return file
    names = [section.name for section in dataclasses.fields(file)]  # type: ignore[arg-type]
    sections = {section: tuple(_confirmed(entry, given) for entry in getattr(file, section)) for section in names}
    return dataclasses.replace(file, **sections)  # type: ignore[type-var]


def _confirmed(entry: Entry, given: Iterable[Confirmation]) -> Entry:
    for confirmation in given:
        if _is_meant(entry, confirmation):
            return entry.confirmed(confirmation.by, confirmation.on)
    return entry


def _is_meant(entry: Entry, confirmation: Confirmation) -> bool:
    return (entry.key, entry.period.start) == (confirmation.key, confirmation.start)


def _confirmations() -> tuple[Confirmation, ...]:
    path = _own(CONFIRMATIONS)
    return load(path, _Confirmations).confirmation if path else ()


def _as_toml(given: Confirmation) -> str:
    by = given.by.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'[[confirmation]]\nfile = "{given.file}"\nkey = "{given.key}"\nstart = {given.start}\n'
        f'by = "{by}"\non = {given.on}\n\n'
    )
