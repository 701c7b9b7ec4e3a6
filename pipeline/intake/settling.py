"""When a file is complete: unchanged for a while, nobody writes to it, and its container has its end.

Times are measured by the monotonic clock from the scan that first saw this state of the file; the time of change in
the file itself may be years old or lie in the future, so it is only ever compared with itself.
"""

from __future__ import annotations

import errno
import fcntl
import signal
import zipfile
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import IO

from pipeline.intake.names import shown
from pipeline.intake.scanning import Candidate, Left, Why, age_of, open_folder
from pipeline.register.store import Stamp, open_regular

#: how long a file must stay unchanged, in seconds: where the system says for certain that nobody writes and the
#: container's end is there; and where one of the two is not known (shares, kinds without an end mark)
QUICK = 0.3
SLOW = 5.0
#: how long an empty or truncated file may take to be completed; then it is taken as it is, for reading to return it
PATIENCE = 600.0
#: how long a file may stay open in Word before its last saved state is taken
OPEN_PATIENCE = 8 * 3600.0

_TAIL = 2048


class Writer(Enum):
    """What the system says about somebody writing to a file."""

    NONE = auto()
    BUSY = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Probe:
    """What opening the file told. `whole` is None for kinds of file that have no end mark."""

    writer: Writer
    whole: bool | None


class Settling:
    """Remembers how long each file in the inbox has been unchanged."""

    def __init__(self, inbox: Path, patience: float = PATIENCE) -> None:
        self._inbox = inbox
        self._patience = patience
        self._seen: dict[str, tuple[Stamp, float]] = {}

    def sort(self, candidates: list[Candidate], now: float) -> tuple[list[Candidate], list[Left]]:
        """Divide `candidates` into those complete at `now` (monotonic seconds) and those that must wait, and why."""
        self._seen = {candidate.place: self._first_seen(candidate, now) for candidate in candidates}
        settled: list[Candidate] = []
        left: list[Left] = []
        for candidate in candidates:
            unchanged = now - self._seen[candidate.place][1]
            try:
                why = why_wait(self._inbox, candidate, unchanged, self._patience)
            except FileNotFoundError:
                continue
            except OSError as trouble:
                left.append(_unreadable(candidate, unchanged, trouble))
                continue
            if why is None:
                settled.append(candidate)
            else:
                left.append(Left(shown(candidate.place), why, age_of(candidate.arrived_ns)))
        return settled, left

    def _first_seen(self, candidate: Candidate, now: float) -> tuple[Stamp, float]:
        seen = self._seen.get(candidate.place)
        return seen if seen and seen[0] == candidate.stamp else (candidate.stamp, now)


def why_wait(inbox: Path, candidate: Candidate, unchanged: float, patience: float = PATIENCE) -> Why | None:
    """Why a file that has been `unchanged` for so many seconds must wait; None where it is complete.

    An incomplete one waits `patience` where the system knows of no writer, and `PATIENCE` where it cannot know. Raises
    `OSError` where the file cannot be opened.
    """
    probe = probe_file(inbox, candidate)
    if probe.writer is Writer.BUSY:
        return Why.BEING_WRITTEN
    # Where the system knows of no writer, the long waits may count from before this process was started.
    waited = max(unchanged, age_of(candidate.arrived_ns)) if probe.writer is Writer.NONE else unchanged
    if candidate.locked and waited < OPEN_PATIENCE:
        return Why.OPEN
    incomplete = candidate.stamp.size == 0 or probe.whole is False
    allowed = patience if probe.writer is Writer.NONE else PATIENCE
    if incomplete and not candidate.marked and waited < allowed:
        return Why.INCOMPLETE
    return None if unchanged >= _needed(candidate, probe) else Why.SETTLING


def _needed(candidate: Candidate, probe: Probe) -> float:
    if candidate.marked:
        return 0.0
    return QUICK if probe.writer is Writer.NONE and probe.whole else SLOW


def _unreadable(candidate: Candidate, unchanged: float, trouble: OSError) -> Left:
    """A file that cannot be opened: for a moment that means nothing, rights may still be being set."""
    refused = Left.refused(shown(candidate.place), age_of(candidate.arrived_ns), trouble)
    return replace(refused, why=Why.SETTLING, detail="") if unchanged < SLOW else refused


def probe_file(inbox: Path, candidate: Candidate) -> Probe:
    """Open the file and look at its two ends; raise `OSError` where it cannot be read."""
    with open_folder(inbox, candidate.folder) as folder, open_regular(candidate.name, folder) as reader:
        return Probe(_writer(reader), _is_whole(reader, candidate.stamp.size))


def writer_of(path: Path) -> Writer:
    """What the system says about somebody writing to the file at `path`; raise `OSError` where it cannot be read."""
    with open_regular(path) as reader:
        return _writer(reader)


def _writer(reader: IO[bytes]) -> Writer:
    """Ask for a read lease: the kernel refuses it as long as any process has the file open for writing.

    Shares do not support leases and a stranger's file gives none; then there is no answer, which is not "free".
    """
    try:
        # Should a writer come in this very moment, the kernel tells us by a signal; SIGURG is one that does not kill.
        fcntl.fcntl(reader, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(reader, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(reader, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as refusal:
        return Writer.BUSY if refusal.errno == errno.EAGAIN else Writer.UNKNOWN
    return Writer.NONE


def _is_whole(reader: IO[bytes], size: int) -> bool | None:
    head = reader.read(1024)
    reader.seek(max(0, size - _TAIL))
    tail = reader.read(_TAIL)
    if head.startswith(b"PK\x03\x04"):
        return zipfile.is_zipfile(reader)
    if b"%PDF-" in head:
        return b"%%EOF" in tail
    if head.startswith(b"\x89PNG"):
        return b"IEND" in tail
    if head.startswith(b"\xff\xd8\xff"):
        # Phones write more after the end of the picture, so a missing mark proves nothing.
        return True if tail.rstrip(b"\x00").endswith(b"\xff\xd9") else None
    return None
