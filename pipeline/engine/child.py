"""One child process that runs functions for its owner, and may die without taking anybody along.

Each child has a pipe of its own. (A pool whose workers share one channel stands still for ever when a worker is killed
while it holds the channel's lock; pebble 5.2 and `concurrent.futures` both give up the whole pool then.)
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from pipeline.errors import VanthuError

Result = TypeVar("Result")

#: what multiprocessing says when the fork server, the child's parent, is gone and took the truth with it
_UNKNOWN = 255
_FROM_OUTSIDE = {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT, _UNKNOWN, None}
#: seconds a killed process may take to vanish
_BURIAL = 10.0
#: seconds one call may take, however often it sends word
LONGEST = 1_500.0

_context = multiprocessing.get_context("forkserver")


class ChildLost(Exception):
    """The child died or had to be killed; the next call starts a new one. `killed`: somebody else killed it."""

    def __init__(self, cause: str, *, killed: bool) -> None:
        super().__init__(cause)
        self.killed = killed


class UnforeseenError(Exception):
    """Something nobody foresaw happened in the child; holds the name of the exception's class."""


Hear = Callable[[Any], None]


class Child:
    """Runs one function at a time; not to be shared between threads.

    `prepare` is run first in each new process, which finds its module and those named `warm` loaded, if there are any.
    """

    def __init__(self, prepare: Callable[[], None], warm: Sequence[str] = ()) -> None:
        _context.set_forkserver_preload([prepare.__module__, *warm])
        self._prepare = prepare
        self._process: Any = None
        self._pipe: Connection | None = None
        self.calls = 0

    def call(
        self, function: Callable[..., Result], *arguments: object, seconds: float, heard: Hear | None = None
    ) -> Result:
        """Return what `function` returns in the child, or raise what it raises there.

        `heard` gets what the function sends by `tell` meanwhile. Raises `ChildLost` when the child died on the way, or
        neither answered nor sent word within `seconds`.
        """
        self.calls += 1
        try:
            pipe = self._pipe or self.start()
            pipe.send((function, arguments))
            answer = _awaited(pipe, seconds, heard)
        except (EOFError, OSError):
            exit_code = self.stop()
            raise ChildLost(f"exit code {exit_code}", killed=exit_code in _FROM_OUTSIDE) from None
        if answer is None:
            self.stop()
            raise ChildLost(f"no answer in {seconds} s", killed=False)
        raised, value = answer
        if raised:
            raise value
        result: Result = value
        return result

    def stop(self) -> int | None:
        """End the process, if there is one; the next call starts a new one. Returns how it ended."""
        if self._process is None:
            return None
        if self._pipe is not None:
            self._pipe.close()
        self._process.join(0.2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_BURIAL)
        exit_code: int | None = self._process.exitcode
        self._process = self._pipe = None
        self.calls = 0
        return exit_code

    def start(self) -> Connection:
        """Start the process before it is needed, so that the first call finds it warm."""
        ours, theirs = _context.Pipe()
        self._process = _context.Process(target=_serve, args=(theirs, self._prepare), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours
        return ours


def tell(news: object) -> None:
    """Called in a child: send word to the owner while the function still runs; its time begins anew."""
    if _owner is not None:
        _owner.send((None, news))


#: in a child, the pipe to its owner
_owner: Connection | None = None


def _awaited(pipe: Connection, seconds: float, heard: Hear | None) -> tuple[bool, Any] | None:
    """What the child answers; None when it is silent for too long."""
    deadline = time.monotonic() + LONGEST
    while pipe.poll(min(seconds, max(0.0, deadline - time.monotonic()))):
        raised, value = pipe.recv()
        if raised is not None:
            return raised, value
        if heard is not None:
            heard(value)
    return None


def _serve(pipe: Connection, prepare: Callable[[], None]) -> None:
    """The child's life: answer until the owner hangs up."""
    global _owner  # noqa: PLW0603 - a child has one owner for life
    _owner = pipe
    prepare()
    while True:
        try:
            function, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(_answer(function, arguments))


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return False, function(*arguments)
    except VanthuError as error:
        return True, error
    except Exception as error:
        # Exceptions of libraries may hold what cannot be sent, or personal data: their kind is all we need.
        return True, UnforeseenError(type(error).__name__)
