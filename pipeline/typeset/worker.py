"""One warm LibreOffice, converting the files its parent names. Standard library and `uno` only.

Runs under whichever Python can `import uno`, never under ours, so nothing of `pipeline` may be imported here. The
talk is one JSON object a line. From the parent, in the argument: ``{"office", "profile", "pipe", "parent", "memory"}``,
then on stdin: ``{"source", "target", "import", "export", "options"}``. To the parent: first ``{"ready", "office"}``,
then for each order ``{"done"}`` or ``{"refused"}``, with ``rss`` (bytes) and ``cpu`` (seconds spent by the office so
far). When the office dies this script ends: the parent starts another.

No orphan survives: this script dies with its parent, the office with this script, whoever is killed and however.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

#: how long the office may take from its start to its first answer; the parent has a timer of its own
START_SECONDS = 60
#: `soffice.bin` asks its caller to start it again after it has set up a new profile
WANTS_RESTART = (79, 81)
#: the largest file the office may write; a document of ours is far below 10 MB
LARGEST_FILE = 512 * 1024 * 1024

PR_SET_PDEATHSIG = 1

#: what LibreOffice hands out; its methods are known only at run time
UnoObject = Any


class OfficeGone(Exception):
    """The office ended or broke its connection."""


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when the thread that started it ends."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the call above
        os._exit(1)


class Office:
    """A running `soffice.bin` on a UNO pipe of its own."""

    def __init__(self, program: str, profile: str, pipe: str, memory: int) -> None:
        self._pipe = pipe
        self._command = [
            program,
            "--headless",
            "--invisible",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            "--nolockcheck",
            f"--accept=pipe,name={self._pipe};urp",
            f"-env:UserInstallation={profile}",
        ]
        self._memory = memory
        self._process = self._launch()
        self._context = self._connect()
        self._desktop = self._context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self._context
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def convert(self, order: dict[str, Any]) -> None:
        """Write `target` from `source` with the filters named.

        Raises `ValueError` with LibreOffice's own words when it refuses, `OfficeGone` when it did not live through it.
        """
        try:
            document = self._load(order["source"], order["import"])
            try:
                self._store(document, order["target"], order["export"], order["options"])
            finally:
                document.close(True)
        except DisposedException as lost:
            raise OfficeGone(str(lost)) from lost
        except uno.getClass("com.sun.star.uno.Exception") as refusal:
            if self._process.poll() is not None:
                raise OfficeGone(str(refusal)) from refusal
            raise ValueError(f"{type(refusal).__name__}: {refusal}") from refusal

    def stop(self) -> None:
        """Ask the office to end, and make it."""
        with contextlib.suppress(Exception):
            self._desktop.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def rss(self) -> int:
        """Memory in use, in bytes."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * resource.getpagesize()

    def cpu(self) -> float:
        """Processor time used since its start, in seconds."""
        # Behind the bracket that closes the name, user and system time are the 12th and 13th field.
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _load(self, source: str, import_filter: str) -> UnoObject:
        document = self._desktop.loadComponentFromURL(
            Path(source).as_uri(),
            "_blank",
            0,
            properties(Hidden=True, FilterName=import_filter, MacroExecutionMode=0, UpdateDocMode=0),
        )
        if document is None:
            raise ValueError("not loaded")
        return document

    def _store(self, document: UnoObject, target: str, export_filter: str, options: dict[str, object]) -> None:
        given = {"FilterName": export_filter}
        if options:
            given["FilterData"] = uno.Any("[]com.sun.star.beans.PropertyValue", properties(**options))
        document.storeToURL(Path(target).as_uri(), properties(**given))

    def _launch(self) -> subprocess.Popen[bytes]:
        me = os.getpid()

        def limit() -> None:
            die_with_parent(me)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
            resource.setrlimit(resource.RLIMIT_AS, (self._memory, self._memory))

        return subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=limit,  # noqa: PLW1509 - this script has one thread
        )

    def _connect(self) -> UnoObject:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                return resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
            except NoConnectException:
                self._keep_running()
                time.sleep(0.05)
        raise OfficeGone("no answer after its start")

    def _keep_running(self) -> None:
        code = self._process.poll()
        if code in WANTS_RESTART:
            self._process = self._launch()
        elif code is not None:
            raise OfficeGone(f"ended at its start with code {code}")


def properties(**values: object) -> tuple[PropertyValue, ...]:
    """Keyword arguments in the form UNO takes them."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def say(**facts: object) -> None:
    """Send the parent one line."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Start the office, then follow orders until stdin closes."""
    setting = json.loads(sys.argv[1])
    die_with_parent(setting["parent"])
    office = Office(setting["office"], setting["profile"], setting["pipe"], setting["memory"])
    say(ready=True, office=office.pid)
    for line in sys.stdin:
        try:
            office.convert(json.loads(line))
        except ValueError as refusal:
            say(refused=str(refusal), rss=office.rss(), cpu=office.cpu())
        else:
            say(done=True, rss=office.rss(), cpu=office.cpu())
    office.stop()


if __name__ == "__main__":
    try:
        main()
    except OfficeGone as gone:
        sys.exit(f"LibreOffice: {gone}")
