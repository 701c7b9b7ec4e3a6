"""A person at a terminal: the real command on a pseudo terminal, its screen read and its keys pressed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

#: seconds until a screen must have come; a first start with pictures takes a few
PATIENCE = 40.0
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x1b\x07]*(?:\x07|\x1b\\)|\r")


class Terminal:
    """One command on a terminal of 110 columns."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 110, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**environment, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        os.close(theirs)
        self._seen = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def wait_for(self, text: str) -> str:
        """All that has been shown since the last key, once `text` is among it."""
        end = time.monotonic() + PATIENCE
        data = b""
        while time.monotonic() < end:
            if text in self._seen:
                return self._seen
            if select.select([self._ours], [], [], 0.2)[0]:
                data += os.read(self._ours, 65_536)
                self._seen = _CONTROL.sub("", data.decode(errors="ignore"))
        raise AssertionError(f"“{text}” did not come; the screen says:\n{self._seen}")

    def press(self, keys: str) -> None:
        """Press keys once the command listens to single ones; what was shown before is forgotten."""
        end = time.monotonic() + PATIENCE
        while termios.tcgetattr(self._ours)[3] & termios.ICANON:
            assert time.monotonic() < end, "the command does not listen"
            time.sleep(0.02)
        self._seen = ""
        os.write(self._ours, keys.encode())

    def exit_code(self) -> int:
        """Wait for the command to end."""
        return self.process.wait(timeout=PATIENCE)
