"""The service: it visits the inbox, advances what waits, drafts what has become due, and does its chores.

All it knows lies in the register's rows and in the inbox; killed at any moment, the next one goes on from there.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from django.db import connections

from pipeline import clock, flow
from pipeline.engine import chores
from pipeline.engine.readers import Readers
from pipeline.errors import StorageTrouble, VanthuError
from pipeline.home import Home
from pipeline.intake.box import Inbox
from pipeline.intake.settling import PATIENCE
from pipeline.intake.watcher import BEAT, Watcher
from pipeline.intake.watching import Waker
from pipeline.logs import log
from pipeline.register.lexicon import lexicon
from pipeline.register.models import SubmissionState
from pipeline.typeset import Typesetter

#: seconds between two looks while something is being read or settles
TICK = 0.05
#: seconds before a submission whose step failed is tried again: at first, and at most
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
#: seconds between two looks at the table of due times
CHORES_EVERY = 60.0

OnState = Callable[[SubmissionState], None]


@contextmanager
def open_service(
    home: Home, on_state: OnState = lambda _state: None, *, patience: float = PATIENCE
) -> Iterator[Service]:
    """Start a service: one watcher, warm reading processes, a LibreOffice when one is needed; stop all at the end."""
    with ExitStack() as opened:
        watcher = opened.enter_context(Watcher(home))
        typesetter = opened.enter_context(Typesetter())
        readers = opened.enter_context(Readers(os.cpu_count() or 1, lexicon(), typesetter))
        inbox = Inbox(home, patience=patience)
        service = Service(inbox, watcher, readers, typesetter, on_state)
        opened.callback(service.close)
        service.recover()
        yield service


@dataclass(slots=True)
class _Postponed:
    """A submission whose step failed for a reason that is not the file's."""

    until: float
    pause: float


class Service:
    """Works for one office. `on_state` hears of every submission that got somewhere."""

    def __init__(
        self,
        inbox: Inbox,
        watcher: Watcher,
        readers: Readers,
        typesetter: Typesetter,
        on_state: OnState,
    ) -> None:
        self.inbox = inbox
        #: what kept a step from being done last, for reasons outside the file
        self.trouble: VanthuError | None = None
        #: what kept documents from being drafted the last time
        self.obstacles: list[VanthuError] = []
        self._home = inbox.home
        self._stopping = threading.Event()
        self._waker = Waker(inbox.home)
        self._watcher = watcher
        self._readers = readers
        self._typesetter = typesetter
        self._on_state = on_state
        self._threads = ThreadPoolExecutor(readers.count, thread_name_prefix="advance")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="chores")
        self._running: dict[int, Future[None]] = {}
        self._postponed: dict[int, _Postponed] = {}
        self._last_beat = time.monotonic()
        self._chores: Future[None] | None = None
        self._chores_at = 0.0
        self._news = True
        self._drafted_on = clock.today()

    def recover(self) -> None:
        """Finish what a predecessor left: claims in the middle, readings nobody does any more."""
        self.inbox.recover()
        flow.release_all()

    def run_once(self) -> None:
        """Take and process all that is there, then draft what has become due."""
        for _taken in self.inbox.drain():
            self._step()
        while self._step():
            time.sleep(TICK)
        self.draft_due()
        chores.do_due(self._home)
        if self.trouble is not None:
            raise self.trouble

    def run(self) -> None:
        """Keep working until `stop` is called; trouble with disk or database makes it wait, never end."""
        chores.hasten()
        with self._waker:
            while not self._stopping.is_set():
                self._waker.wait(self._turn())

    def stop(self) -> None:
        """End `run` soon, from a signal handler or another thread."""
        self._stopping.set()
        self._waker.wake()

    def _turn(self) -> float:
        """One turn of the watch; returns the seconds until the next is due if nothing wakes us before."""
        try:
            self._beat()
            self._look_at_chores()
            self.inbox.collect()
            if self._step():
                return TICK
            if self._news or self._drafted_on != clock.today():
                self.draft_due()
        except StorageTrouble as trouble:
            log().warning("waiting", cause=trouble.code)
            self.trouble = trouble
        return self.inbox.next_visit()

    def draft_due(self) -> None:
        """Draft for every round whose forms are in."""
        self._news = False
        self._drafted_on = clock.today()
        self.obstacles = flow.draft_due_rounds(self._home, self._typesetter)

    def close(self) -> None:
        """Finish what runs and let the threads go."""
        self._threads.shutdown(wait=True)
        self._beside.shutdown(wait=True)

    def _beat(self) -> None:
        if time.monotonic() - self._last_beat >= BEAT:
            self._watcher.beat()
            self._last_beat = time.monotonic()

    def _look_at_chores(self) -> None:
        """Do beside everything else what is due; one round of it at a time."""
        if time.monotonic() < self._chores_at or (self._chores is not None and not self._chores.done()):
            return
        self._chores_at = time.monotonic() + CHORES_EVERY
        self._chores = self._beside.submit(self._do_chores)

    def _do_chores(self) -> None:
        try:
            chores.do_due(self._home, self._stopping.is_set)
        except Exception as error:
            log().warning("chores-failed", error=type(error).__name__)
        finally:
            connections.close_all()

    def _step(self) -> bool:
        """Start every step that waits; whether anything runs now."""
        self._running = {key: future for key, future in self._running.items() if not future.done()}
        for submission_id in flow.waiting():
            if submission_id not in self._running and self._is_due(submission_id):
                self._running[submission_id] = self._threads.submit(self._advance, submission_id)
        return bool(self._running)

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
            self._news = True
            self._on_state(state)
        finally:
            connections.close_all()

    def _postpone(self, submission_id: int, error: Exception) -> None:
        """Try again later, each time after twice the pause; the file waits where it is."""
        log().warning("step-failed", submission=submission_id, error=type(error).__name__)
        last = self._postponed.get(submission_id)
        pause = min(2 * last.pause, LONGEST_PAUSE) if last else FIRST_PAUSE
        self._postponed[submission_id] = _Postponed(time.monotonic() + pause, pause)
        if isinstance(error, VanthuError):
            self.trouble = error
