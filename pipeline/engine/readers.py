"""The service's readers: stored files are read in child processes, Word 97 and RTF after a visit to LibreOffice."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from pipeline.engine import reading_process
from pipeline.engine.child import Child, ChildLost, Hear, UnforeseenError
from pipeline.engine.reading_process import ConversionNeeded
from pipeline.errors import DamagedFile, UnfitDocument
from pipeline.flow import ReaderLost
from pipeline.logs import log
from pipeline.reading.model import FileReading, Lexicon
from pipeline.reading.scans import Scan
from pipeline.typeset import Typesetter

#: seconds one file, or one page of a feed of pictures, may take before its process is killed. A page takes three; on a
#: machine with four times more work than it can do at once a sound page was once given up after thirty
TIME_BOX = 120.0
#: a process is replaced after this many files, so that no leak lasts
FILES_PER_PROCESS = 500


class Readers:
    """The `flow.Reader` of the service: at most `count` files at a time, called from as many threads."""

    def __init__(self, count: int, lexicon: Lexicon, typesetter: Typesetter) -> None:
        self.count = count
        self.lexicon = lexicon
        self.typesetter = typesetter
        self._idle: queue.LifoQueue[Child] = queue.LifoQueue()
        for _number in range(count):
            self._idle.put(Child(reading_process.prepare, reading_process.WARM))

    def __enter__(self) -> Self:
        for child in self._idle.queue:
            child.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for _number in range(self.count):
            self._idle.get().stop()

    def __call__(self, path: Path, heard: Hear | None = None) -> FileReading | Scan:
        """Read the file at `path`; raises `FileRefused` or `ReaderLost`.

        `heard` gets (pages read, pages there are) after each picture of a page.
        """
        outcome = self._run(reading_process.read_file, path, self.lexicon, heard=heard)
        if isinstance(outcome, ConversionNeeded):
            docx = self._convert(path, outcome.suffix)
            outcome = self._run(reading_process.read_converted, path, self.lexicon, docx)
        assert not isinstance(outcome, ConversionNeeded)
        return outcome

    def _convert(self, path: Path, suffix: str) -> bytes:
        try:
            return self.typesetter.docx(path.read_bytes(), suffix=suffix)
        except UnfitDocument as failure:
            log().warning("conversion-failed", file=path.name, reason=failure.code)
            raise DamagedFile from failure

    def _run(
        self,
        function: Callable[..., FileReading | Scan | ConversionNeeded],
        path: Path,
        *arguments: object,
        heard: Hear | None = None,
    ) -> FileReading | Scan | ConversionNeeded:
        with self._child() as child:
            try:
                return child.call(function, path, *arguments, seconds=TIME_BOX, heard=heard)
            except (ChildLost, UnforeseenError) as loss:
                # A parser that met something nobody foresaw is to the file the same as a crash.
                log().warning("reader-lost", file=path.name, cause=str(loss))
                raise ReaderLost(killed=isinstance(loss, ChildLost) and loss.killed) from loss

    @contextmanager
    def _child(self) -> Iterator[Child]:
        child = self._idle.get()
        try:
            if child.calls >= FILES_PER_PROCESS:
                child.stop()
            yield child
        finally:
            self._idle.put(child)
