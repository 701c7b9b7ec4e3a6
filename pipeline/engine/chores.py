"""What the service does from time to time, by a table of due times: a restart forgets nothing and does nothing twice.

The times are real ones; `pipeline.clock` moves only what the office dates. Whoever moves a due time does the chore, so
two processes never do it at once. What could not be done is met again when the chore is due next.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from pipeline import clock
from pipeline.errors import VanthuError
from pipeline.home import Home
from pipeline.issuing.clerk import Clerk
from pipeline.issuing.deadlines import deadlines
from pipeline.issuing.expiry import ending
from pipeline.logs import log
from pipeline.register.models import DueTime, OutgoingEntry

ACTOR = "vanthu"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

#: whether the service wants to stop
Stopping = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to be done again and again."""

    key: str
    every: dt.timedelta
    do: Callable[[Home, Stopping], None]


def keep(home: Home, stopping: Stopping) -> None:
    """Give documents their archive timestamps, and bring into the archive what is not there yet."""
    if not OutgoingEntry.objects.filter(file__isnull=False).exists():
        return  # so that an office that issues nothing needs no libraries for signing

    from pipeline.archive import lasting
    from pipeline.engine import keeping
    from pipeline.register.trusted import time_service

    clerk = Clerk(home, ACTOR)
    due = itertools.takewhile(lambda _entry: not stopping(), lasting.due(clock.now()))
    kept = list(keeping.upgrade(clerk, due)) if time_service() else []
    waiting = itertools.takewhile(lambda _document: not stopping(), keeping.archive_of(clerk).waiting())
    for one in itertools.chain(kept, keeping.archive(clerk, waiting)):
        if one.hindrance is None:
            log().info("kept", document=one.slug, act="upgraded" if one.until else "archived")
        else:
            log().warning("not-kept", document=one.slug, reason=one.hindrance.code)


def watch(home: Home, _stopping: Stopping) -> None:
    """Write into the log which deadlines and certificates come near; the account shows them to people."""
    today, now = clock.today(), clock.now()
    for deadline in deadlines():
        log().warning("to-be-issued", **deadline.as_json(today))
    for one in ending(home, at=now):
        log().warning("certificate-ends", place=one.place, until=one.until.isoformat(), ended=one.has_ended(now))


CHORES = (Chore("keep", HOUR, keep), Chore("watch", DAY, watch))


def hasten() -> None:
    """Make all chores due now: the service looks at everything when it starts."""
    DueTime.objects.update(at=timezone.now())


def do_due(home: Home, stopping: Stopping = lambda: False) -> None:
    """Do every chore that is due; trouble with one is logged and does not keep the others."""
    for chore in CHORES:
        if stopping() or not _claim(chore):
            continue
        try:
            chore.do(home, stopping)
        except VanthuError as trouble:
            log().warning("chore-failed", chore=chore.key, reason=trouble.code)


def _claim(chore: Chore) -> bool:
    """Whether it is due and ours; it is due again after its time."""
    now = timezone.now()
    DueTime.objects.get_or_create(chore=chore.key, defaults={"at": now})
    return bool(DueTime.objects.filter(chore=chore.key, at__lte=now).update(at=now + chore.every))
