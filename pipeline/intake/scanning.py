"""What lies in the inbox: files that may be taken, and everything else with its reason.

One `scandir` of the inbox and of each unit folder, `lstat` only: nothing is opened here, links are not followed.
10,000 files cost about a tenth of a second, so the scan is the truth and events only wake it.
"""

from __future__ import annotations

import errno
import itertools
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pipeline.intake.names import READY_MARK, is_temporary, lock_names, shown
from pipeline.messages import _
from pipeline.register.store import Stamp

RETURNED = "_tra-lai"
#: the folder for claims on a share; the sentinel's name begins the same way
OURS = ".vanthu"
_NOT_LISTED = (OURS, ".git")
#: a temporary file older than this was forgotten by whoever wrote it, in seconds
FORGOTTEN = 86_400.0
# Another program holds the file (a sharing violation on SMB arrives as EBUSY): that is no fault of the file.
_BUSY = {errno.EBUSY, errno.EAGAIN, errno.ETXTBSY, errno.EINTR}
_NOT_UNITS = {RETURNED, "@eaDir", ".@__thumb"}


class Why(StrEnum):
    """Why something in the inbox has not been taken."""

    SETTLING = "settling"
    BEING_WRITTEN = "being_written"
    INCOMPLETE = "incomplete"
    OPEN = "open"
    UNREADABLE = "unreadable"
    TEMPORARY = "temporary"
    FORGOTTEN = "forgotten"
    NOT_A_FILE = "not_a_file"
    TOO_DEEP = "too_deep"
    COPIED = "copied"

    @property
    def sentence(self) -> str:
        """The reason for people, in Vietnamese."""
        return _(_SENTENCES[self])


_SENTENCES = {
    Why.SETTLING: "It has just arrived; it is taken as soon as it has stopped changing.",
    Why.BEING_WRITTEN: "It is being written; it is taken when the writing is done.",
    Why.INCOMPLETE: "It is empty or its end is missing; if nothing more comes within ten minutes it is returned.",
    Why.OPEN: "It is open in Word, Excel or LibreOffice; it is taken when it is closed.",
    Why.UNREADABLE: "It cannot be read. Give the program the right to read it.",
    Why.TEMPORARY: "It is a temporary file of another program.",
    Why.FORGOTTEN: "It is a temporary file that another program has forgotten. Delete it if nobody needs it.",
    Why.NOT_A_FILE: "It is a link or a device, not a file. Put the file itself here.",
    Why.TOO_DEEP: "It is a folder inside the folder of a unit. Move its files up into the folder of the unit.",
    Why.COPIED: "It was taken, but cannot be removed from here. Delete it, or give the program the right to do so.",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A regular file that may be taken once it has settled. `folder` is empty for the inbox itself."""

    folder: str
    name: str
    stamp: Stamp
    #: last change of name or content, in nanoseconds: the order of arrival (the time of change may be years old)
    arrived_ns: int
    #: the sender's ready mark lies beside it
    marked: bool = False
    #: the program that has it open keeps a lock file beside it
    locked: bool = False

    @property
    def place(self) -> str:
        """The path below the inbox."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


@dataclass(frozen=True, slots=True)
class Left:
    """Something that stays in the inbox for now, as `vanthu status` lists it. `age` is in seconds."""

    place: str
    why: Why
    age: float
    detail: str = ""

    @classmethod
    def refused(cls, place: str, age: float, trouble: OSError) -> Left:
        """What the system refused to open or to move, with its reason; another program's hold on it passes."""
        if trouble.errno in _BUSY:
            return cls(place, Why.BEING_WRITTEN, age)
        return cls(place, Why.UNREADABLE, age, os.strerror(trouble.errno or 0))

    @property
    def sentence(self) -> str:
        """The reason for people, with what the system said."""
        return f"{self.why.sentence} ({self.detail})" if self.detail else self.why.sentence


@dataclass(slots=True)
class Look:
    """What one scan saw: candidates in the order they should be taken, everything else, and folders found empty."""

    candidates: list[Candidate] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    empty_folders: list[str] = field(default_factory=list)


def look(inbox: Path) -> Look:
    """Scan the inbox and one level of unit folders; raise `OSError` where the inbox itself cannot be read."""
    seen = Look()
    queues = [_look_into(inbox, "", seen)]
    with os.scandir(inbox) as entries:
        folders = sorted(entry.name for entry in entries if _is_unit_folder(entry))
    for folder in folders:
        try:
            queues.append(_look_into(inbox, folder, seen))
        except OSError as trouble:
            seen.left.append(Left.refused(shown(folder), 0.0, trouble))
    seen.candidates = list(_in_turn(queues))
    return seen


@contextmanager
def open_folder(inbox: Path, folder: str) -> Iterator[int]:
    """A handle on the inbox or one of its unit folders. A unit folder that has become a link is not followed."""
    handle = os.open(inbox / folder, os.O_RDONLY | os.O_DIRECTORY | (os.O_NOFOLLOW if folder else 0) | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def age_of(arrived_ns: int) -> float:
    """Seconds since arrival by the wall clock, for showing; never negative, whatever the clock has done."""
    return max(0.0, time.time() - arrived_ns / 1e9)


def _is_unit_folder(entry: os.DirEntry[str]) -> bool:
    return not _is_passed_over(entry.name) and entry.is_dir(follow_symlinks=False)


def _is_passed_over(folder: str) -> bool:
    return folder.startswith(".") or folder in _NOT_UNITS


def _in_turn(queues: Iterable[list[Candidate]]) -> Iterator[Candidate]:
    """One of each folder after the other, so that one unit's thousand files do not keep the others waiting."""
    ordered = [sorted(queue, key=lambda candidate: (candidate.arrived_ns, candidate.name)) for queue in queues]
    for row in itertools.zip_longest(*ordered):
        yield from (candidate for candidate in row if candidate is not None)


def _look_into(inbox: Path, folder: str, seen: Look) -> list[Candidate]:
    with open_folder(inbox, folder) as handle, os.scandir(handle) as entries:
        here = (entry for entry in entries if not entry.name.startswith(_NOT_LISTED))
        found = {entry.name: status for entry in here if (status := _lstat(entry)) is not None}
    if folder and not found:
        seen.empty_folders.append(folder)
    return list(_sort_out(folder, found, seen))


def _lstat(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None


def _sort_out(folder: str, found: dict[str, os.stat_result], seen: Look) -> Iterator[Candidate]:
    for name, status in found.items():
        why = _why_not(folder, name, status)
        place = shown(f"{folder}/{name}" if folder else name)
        if why is not None:
            seen.left.append(Left(place, why, age_of(status.st_ctime_ns)))
        elif stat.S_ISREG(status.st_mode) and not _marks_another(name, found):
            yield Candidate(
                folder=folder,
                name=name,
                stamp=Stamp.of(status),
                arrived_ns=status.st_ctime_ns,
                marked=name + READY_MARK in found,
                locked=any(lock in found for lock in lock_names(name)),
            )


def _why_not(folder: str, name: str, status: os.stat_result) -> Why | None:
    if stat.S_ISDIR(status.st_mode):
        return Why.TOO_DEEP if folder and not _is_passed_over(name) else None
    if not stat.S_ISREG(status.st_mode):
        return Why.NOT_A_FILE
    if is_temporary(name):
        return Why.FORGOTTEN if age_of(status.st_ctime_ns) > FORGOTTEN else Why.TEMPORARY
    return None


def _marks_another(name: str, found: dict[str, os.stat_result]) -> bool:
    return name.endswith(READY_MARK) and name.removesuffix(READY_MARK) in found
