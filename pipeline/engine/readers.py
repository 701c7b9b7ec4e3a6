"""A pool of reading processes: `Readers` is the `flow.Reader` of the service."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as TookTooLong
from pathlib import Path
from typing import Self

from pebble import ProcessExpired, ProcessPool

from pipeline.engine import reading_process
from pipeline.errors import DamagedFile, TypesetError, VanthuError
from pipeline.flow import ReaderLost
from pipeline.logs import log
from pipeline.reading.model import FileReading, Lexicon
from pipeline.typeset import Typesetter

#: seconds one file may take before its process is killed
TIME_BOX = 30
#: a process is replaced after this many files, so that no leak lasts
FILES_PER_PROCESS = 500
_FROM_OUTSIDE = {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT}


class Readers:
    """Read stored files in `count` child processes; call it from as many threads.

    A process that dies or hangs takes only its own file with it. Files of Word 97 and RTF pass through LibreOffice.
    """

    def __init__(self, count: int, lexicon: Lexicon, typesetter: Typesetter) -> None:
        self.count = count
        self.lexicon = lexicon
        self.typesetter = typesetter
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([reading_process.__name__])
        self._pool = ProcessPool(
            max_workers=count, max_tasks=FILES_PER_PROCESS, initializer=reading_process.prepare, context=context
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __call__(self, path: Path) -> FileReading:
        """Read the file at `path`; raises `FileRefused` or `ReaderLost`."""
        try:
            return self._run(reading_process.read_file, path, self.lexicon)
        except reading_process.ConversionNeeded as needed:
            docx = self._convert(path, needed.suffix)
            return self._run(reading_process.read_converted, path, self.lexicon, docx)

    def _convert(self, path: Path, suffix: str) -> bytes:
        try:
            return self.typesetter.docx(path.read_bytes(), suffix=suffix)
        except TypesetError as failure:
            log().warning("conversion-failed", file=path.name, reason=failure.code)
            raise DamagedFile from failure

    def _run(self, function: Callable[..., FileReading], path: Path, *arguments: object) -> FileReading:
        future = self._pool.schedule(function, args=[path, *arguments], timeout=TIME_BOX)
        try:
            reading: FileReading = future.result()
        except (VanthuError, reading_process.ConversionNeeded):
            raise
        except ProcessExpired as death:
            log().warning("reader-died", file=path.name, exit_code=death.exitcode)
            raise ReaderLost(killed=death.exitcode in _FROM_OUTSIDE) from death
        except TookTooLong as hang:
            log().warning("reader-hung", file=path.name)
            raise ReaderLost(killed=False) from hang
        except Exception as surprise:
            # A parser met something nobody foresaw: to the file it is the same as a crash.
            log().warning("reader-failed", file=path.name, error=type(surprise).__name__)
            raise ReaderLost(killed=False) from surprise
        return reading
