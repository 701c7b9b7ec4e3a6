"""Waking up when something happens in the inbox. Events only set a flag; the scan finds the work.

Shares send no events, and the kernel has limits on them, so nothing depends on them: without events the inbox is
visited every few seconds all the same.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from pipeline.home import Home
from pipeline.logs import log

#: events within so many seconds of the first are one wake-up
GATHER = 0.1


class _Flag(FileSystemEventHandler):
    """Sets a flag, nothing else: a handler that takes a millisecond is half a minute late after ten thousand files.

    Opening and closing for reading are not heard: our own scan does that.
    """

    def __init__(self, flag: threading.Event) -> None:
        self._flag = flag

    def on_created(self, event: FileSystemEvent) -> None:
        self._flag.set()

    on_moved = on_modified = on_closed = on_created


class Waker:
    """Waits for the next moment to look into the inbox. `trouble` says why there are no events, if there are none."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._flag = threading.Event()
        self._observer: BaseObserver | None = None
        self._identity: tuple[int, int] | None = None
        self.trouble = ""

    def __enter__(self) -> Self:
        self._watch()
        return self

    def __exit__(self, *exception: object) -> None:
        self._unwatch()

    def wait(self, seconds: float) -> bool:
        """Sleep until something happens in the inbox, but no longer than `seconds`; say whether something did.

        A watch that has died (the folder was removed, replaced or mounted anew) is set up again first.
        """
        if not self._alive():
            self._unwatch()
            self._watch()
        happened = self._flag.wait(seconds)
        if happened:
            time.sleep(GATHER)
        self._flag.clear()
        return happened

    def wake(self) -> None:
        """End a wait at once, from another thread or a signal handler."""
        self._flag.set()

    def _alive(self) -> bool:
        observer = self._observer
        if observer is None or not observer.is_alive():
            return False
        return all(emitter.is_alive() for emitter in observer.emitters) and self._folder() == self._identity

    def _watch(self) -> None:
        """Ask the kernel for events. Its limits (ENOSPC, EMFILE) or a missing folder leave us with the scan alone."""
        observer = Observer()
        try:
            observer.schedule(_Flag(self._flag), str(self._home.inbox), recursive=True)
            observer.start()
            self._identity = self._folder()
        except OSError as trouble:
            observer.unschedule_all()
            self._say(os.strerror(trouble.errno or 0))
            return
        self._observer = observer
        self._say("")

    def _unwatch(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _say(self, trouble: str) -> None:
        if trouble != self.trouble:
            log().warning("inbox-events", trouble=trouble or "working again")
        self.trouble = trouble

    def _folder(self) -> tuple[int, int] | None:
        try:
            status = self._home.inbox.stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino)
