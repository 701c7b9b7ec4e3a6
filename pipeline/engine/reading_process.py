"""What runs inside a reading process. Every file is hostile: the process has little memory and writes no files.

The module is imported once by the fork server, so that a reading process is warm the moment it starts.
"""

from __future__ import annotations

import ctypes
import gc
import resource
import signal
from dataclasses import dataclass
from pathlib import Path

from pipeline.engine.child import tell
from pipeline.errors import UnknownForm
from pipeline.reading import read
from pipeline.reading.model import FileReading, Lexicon
from pipeline.reading.scans import Scan, marked_scan, read_scan

#: address space of one reading process, in bytes; a picture of 80 million dots needs most of it, a form a tenth
MEMORY = 3 << 29
#: what takes long to load and is not needed by everybody who imports this module
WARM = ("pipeline.reading.picture.feed", "tesserocr")
_PR_SET_PDEATHSIG = 1


def prepare() -> None:
    """Give up what reading never needs, and die with the fork server."""
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent dies, however that dies."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class ConversionNeeded:
    """A file of Word 97 or RTF: LibreOffice must turn it into .docx first, and it does not live in this process."""

    suffix: str


class _Postponed(Exception):
    """Ends a reading that needs the conversion."""


def read_file(path: Path, lexicon: Lexicon) -> FileReading | Scan | ConversionNeeded:
    """Read one stored file; raises `FileRefused` for one that must be returned.

    Scanned pages with a mark are a paper that was printed here; without form and mark they may be one.
    """

    def convert(_legacy: bytes, suffix: str) -> bytes:
        raise _Postponed(suffix)

    scan = marked_scan(path.read_bytes())
    if scan is not None:
        return scan
    try:
        return read(path, lexicon=lexicon, convert=convert, tell=lambda done, pages: tell((done, pages)))
    except _Postponed as postponed:
        return ConversionNeeded(str(postponed))
    except UnknownForm:
        scan = read_scan(path.read_bytes())
        if scan is None:
            raise
        return scan


def read_converted(path: Path, lexicon: Lexicon, docx: bytes) -> FileReading:
    """Read a legacy file whose .docx has been made meanwhile."""
    return read(path, lexicon=lexicon, convert=lambda _legacy, _suffix: docx)
