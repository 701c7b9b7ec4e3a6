"""One worker process and its LibreOffice, seen from our side: started, asked with a time-box, stopped or killed."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from pipeline.typeset import profile
from pipeline.typeset.parts import Parts

WORKER = Path(__file__).with_name("worker.py")
#: from the start of the worker to its first word; 2 s on an idle machine
START_SECONDS = 90.0
#: for an orderly end, before the kill
STOP_SECONDS = 8.0
#: address space of the office: it maps some 1.5 GB for a small letter
MEMORY = 6 * 1024**3


class OfficeDied(Exception):
    """The worker or its office ended, or was killed because its time was up; another may be started."""


class NotStarted(OfficeDied):
    """The office did not even come up."""


class Refused(Exception):
    """LibreOffice cannot convert this document; the worker is well."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """One conversion: LibreOffice's names of the filters, and the suffix of each file."""

    import_filter: str
    export_filter: str
    source_suffix: str
    target_suffix: str
    export_options: dict[str, object] = field(default_factory=dict)


class Office:
    """A warm LibreOffice in a process group of its own.

    To be used by the one thread that made it: the kernel kills the worker when that thread ends.
    """

    def __init__(self, parts: Parts) -> None:
        #: documents converted, refused ones included
        self.documents = 0
        #: memory of the office after the last document, in bytes
        self.rss = 0
        #: processor time of the office since its start, in seconds
        self.cpu = 0.0
        with ExitStack() as stack:
            self._room = stack.enter_context(profile.room(parts.family))
            self._process = _launch(parts, self._room)
            stack.callback(_kill_group, self._process)
            #: process id of the office itself, a child of the worker
            self.pid = self._first_word()
            self._stack = stack.pop_all()

    def convert(self, data: bytes, order: Order, seconds: float) -> bytes:
        """Return `data` converted.

        Raises `Refused` with LibreOffice's words, or `OfficeDied`; after that this object is of no more use. Never
        takes longer than `seconds`.
        """
        source = self._room.new_path(order.source_suffix)
        target = self._room.new_path(order.target_suffix)
        source.write_bytes(data)
        try:
            self._tell(_line(order, source, target))
            answer = self._answer(seconds)
            self._take_note(answer)
            if "refused" in answer:
                raise Refused(answer["refused"])
            return target.read_bytes()
        finally:
            source.unlink(missing_ok=True)
            target.unlink(missing_ok=True)

    def stop(self) -> None:
        """End the office in good order, so that it leaves nothing behind; kill it if it does not obey."""
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End the worker and its office at once and clear their room away."""
        self._stack.close()

    def _first_word(self) -> int:
        try:
            return int(self._answer(START_SECONDS)["office"])
        except OfficeDied as trouble:
            raise NotStarted from trouble

    def _tell(self, line: bytes) -> None:
        try:
            stdin = _pipe(self._process.stdin)
            stdin.write(line)
            stdin.flush()
        except OSError as gone:
            raise OfficeDied from gone

    def _answer(self, seconds: float) -> dict[str, Any]:
        """The worker's next line; at most `seconds` are waited for it."""
        handle, until, line = _pipe(self._process.stdout).fileno(), time.monotonic() + seconds, b""
        with selectors.DefaultSelector() as selector:
            selector.register(handle, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise OfficeDied
                part = os.read(handle, 65536)
                if not part:
                    raise OfficeDied
                line += part
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _take_note(self, answer: dict[str, Any]) -> None:
        self.documents += 1
        self.rss = answer["rss"]
        self.cpu = answer["cpu"]


def _launch(parts: Parts, room: profile.Room) -> subprocess.Popen[bytes]:
    setting = {
        "office": str(parts.office),
        "profile": room.profile.as_uri(),
        "pipe": room.pipe,
        "parent": os.getpid(),
        "memory": MEMORY,
    }
    return subprocess.Popen(
        [parts.python, "-I", WORKER, json.dumps(setting)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=room.folder,
        env=room.environment(),
        start_new_session=True,
    )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):  # unsent lines are of no interest any more
            _pipe(stream).close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _line(order: Order, source: Path, target: Path) -> bytes:
    fields = {
        "source": str(source),
        "target": str(target),
        "import": order.import_filter,
        "export": order.export_filter,
        "options": order.export_options,
    }
    return json.dumps(fields).encode() + b"\n"
