"""The service: it visits the inbox, advances what waits, and drafts what has become due.

All it knows lies in the register's rows and in the inbox; killed at any moment, the next one goes on from there.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections

from pipeline import flow
from pipeline.engine.readers import Readers
from pipeline.errors import VanthuError
from pipeline.home import Home
from pipeline.intake.box import Inbox
from pipeline.logs import log
from pipeline.register.lexicon import lexicon
from pipeline.register.models import SubmissionState
from pipeline.typeset import Typesetter

#: seconds between two looks while something settles or is being read
TICK = 0.1
#: seconds before a submission whose step failed is tried again: at first, and at most
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0


@dataclass(slots=True)
class _Postponed:
    """A submission whose step failed for a reason that is not the file's."""

    until: float
    pause: float


class Service:
    """Works for one office until told to stop. `on_state` hears of every submission that got somewhere."""

    def __init__(self, home: Home, readers: Readers, on_state: Callable[[SubmissionState], None]) -> None:
        self.inbox = Inbox(home)
        self.last_error: VanthuError | None = None
        self._readers = readers
        self._on_state = on_state
        self._threads = ThreadPoolExecutor(readers.count, thread_name_prefix="advance", initializer=_name_thread)
        self._running: dict[int, Future[None]] = {}
        self._postponed: dict[int, _Postponed] = {}

    def turn(self) -> bool:
        """Visit the inbox and start every step that waits; False when there was nothing to do and nothing runs."""
        taken = self.inbox.collect()
        self._forget_finished()
        waiting = self._dispatch()
        return bool(taken or waiting or self._running)

    def drain(self) -> None:
        """Wait for the steps that run now."""
        wait(self._running.values())
        self._forget_finished()

    def close(self) -> None:
        """Finish what runs and let the threads go."""
        self._threads.shutdown(wait=True)

    def _dispatch(self) -> int:
        started = 0
        for submission_id in flow.waiting():
            if submission_id not in self._running and self._is_due(submission_id):
                self._running[submission_id] = self._threads.submit(self._advance, submission_id)
                started += 1
        return started

    def _is_due(self, submission_id: int) -> bool:
        postponed = self._postponed.get(submission_id)
        return postponed is None or postponed.until <= time.monotonic()

    def _advance(self, submission_id: int) -> None:
        try:
            state = flow.advance(submission_id, self._readers)
        except Exception as error:
            self._postpone(submission_id, error)
        else:
            self._postponed.pop(submission_id, None)
            self._on_state(state)

    def _postpone(self, submission_id: int, error: Exception) -> None:
        """Try again later, each time after twice the pause; the file waits where it is."""
        log().warning("step-failed", submission=submission_id, error=type(error).__name__)
        last = self._postponed.get(submission_id)
        pause = min(2 * last.pause, LONGEST_PAUSE) if last else FIRST_PAUSE
        self._postponed[submission_id] = _Postponed(time.monotonic() + pause, pause)
        if isinstance(error, VanthuError):
            self.last_error = error

    def _forget_finished(self) -> None:
        for submission_id in [key for key, future in self._running.items() if future.done()]:
            del self._running[submission_id]
