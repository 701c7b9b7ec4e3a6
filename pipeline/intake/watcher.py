"""One watcher per inbox: a lock file for this machine, a heartbeat in the register for the others.

Two watchers would still take each file exactly once, but the second one's recovery would finish the first one's claims
under its hands; so the second is turned away with a sentence that names the first.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import socket
from typing import IO, Self

from django.db.models import QuerySet
from django.db.models.functions import Now

from pipeline.errors import InboxGone, SecondWatcher
from pipeline.home import Home
from pipeline.intake.recording import register_answers
from pipeline.register.models import LetterBox

#: a watcher on another machine that has not been heard of for this long is dead; its clock plays no part
SILENCE = dt.timedelta(seconds=60)
#: seconds between two heartbeats
BEAT = 15.0


class Watcher:
    """The right to take files from the inbox, held inside a ``with`` block.

    Entering raises `SecondWatcher` where another process holds it. The heartbeat is by the clock of the database.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        lock = self._home.lock.open("a+", encoding="utf-8")
        try:
            self._seize(lock)
            self._sign()
        except BaseException:
            lock.close()
            raise
        self._lock = lock
        return self

    def __exit__(self, *exception: object) -> None:
        try:
            with register_answers():
                self._row().update(watcher_host="", watcher_pid=None, watcher_seen=None)
        finally:
            if self._lock is not None:
                self._lock.close()

    def beat(self) -> None:
        """Say that this watcher is alive; call it every `BEAT` seconds or so.

        Raises `SecondWatcher` where another machine has taken over after a long silence of ours.
        """
        with register_answers():
            heard = self._row().update(watcher_seen=Now())
        if not heard:
            self._sign()

    @staticmethod
    def _seize(lock: IO[str]) -> None:
        try:
            # A record lock: unlike flock it is not inherited by a forked reader that outlives us.
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as held:
            lock.seek(0)
            raise SecondWatcher(host=socket.gethostname(), pid=lock.read().strip()) from held
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()

    def _sign(self) -> None:
        """Write this process into the register, unless a living watcher on another machine stands there."""
        here = socket.gethostname()
        with register_answers():
            alive = LetterBox.objects.filter(
                id=1, watcher_seen__gt=Now() - SILENCE, watcher_seen__lt=Now() + SILENCE
            ).exclude(watcher_host=here)
            signed = (
                LetterBox.objects.filter(id=1)
                .exclude(id__in=alive.values("id"))
                .update(watcher_host=here, watcher_pid=os.getpid(), watcher_seen=Now())
            )
            if signed:
                return
            other = LetterBox.objects.filter(id=1).first()
        if other is None:
            raise InboxGone(folder=self._home.inbox)
        raise SecondWatcher(host=other.watcher_host, pid=other.watcher_pid)

    @staticmethod
    def _row() -> QuerySet[LetterBox]:
        return LetterBox.objects.filter(id=1, watcher_host=socket.gethostname(), watcher_pid=os.getpid())
