"""The letter box: every settled file in the inbox becomes a receipt, exactly once, and no byte of it is lost.

A visit finishes what was claimed, scans, and takes what has settled (`pipeline.intake.taking`). Trouble with one file
keeps only that file back; trouble with the folder, the disk or the register ends the visit, and the next one goes on.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pipeline.errors import InboxGone, SourceUnreadable, StillBeingWritten
from pipeline.home import Home
from pipeline.intake import floor as disk_floor
from pipeline.intake import letter_box, returned
from pipeline.intake.claims import open_claims, remove_empty
from pipeline.intake.names import shown
from pipeline.intake.recording import register_answers
from pipeline.intake.scanning import FORGOTTEN, Candidate, Left, Look, Why, age_of, look
from pipeline.intake.settling import PATIENCE, QUICK, SLOW, Settling
from pipeline.intake.taking import finish, take
from pipeline.logs import log
from pipeline.register.models import CopiedFile, Submission, Unit, UnitAlias
from pipeline.register.store import Store
from pipeline.vietnamese.text import fold

#: how many of the files stored last are checked at start
CHECKED_AT_START = 20
#: seconds between two visits when nothing wakes us; a slow share is visited as seldom as every 30 seconds
PERIOD = 5.0
LONGEST_PERIOD = 30.0
#: the share of the time that looking may take
_DUTY = 1 / 30
#: seconds after which a visit stops taking and lets others have a turn; the next one follows at once
LONGEST_VISIT = 3.0


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a start found: claims finished, half-written files removed, and stored files that are damaged."""

    finished: list[Submission]
    swept: int
    damaged: list[str]


class Inbox:
    """One process's view of the office's inbox; it remembers how long each file has been unchanged.

    `left` lists what the last visit did not take. `replaced` counts how often another folder took the inbox's place.
    `floor` is the free space in bytes that must remain; `patience` the seconds an empty or truncated file may take to
    be completed where nobody is known to write it.
    """

    def __init__(self, home: Home, *, floor: int = disk_floor.DEFAULT, patience: float = PATIENCE) -> None:
        self.home = home
        self.left: list[Left] = []
        self.replaced = 0
        self._floor = floor
        self._settling = Settling(home.inbox, patience)
        self._identity: tuple[int, int] | None = None
        self._cost = 0.0
        self._more = False
        self._empty: list[str] = []
        self._taken_from: dict[str, float] = {}

    def recover(self) -> Recovery:
        """What a start does, and may do again at any time: finish every claim, sweep, check what was stored last."""
        store = Store(self.home.store)
        with register_answers():
            finished = self.finish_claims()
            damaged = store.damaged(last=CHECKED_AT_START)
            returned.deliver_late()
        remove_empty(self.home)
        swept = store.sweep() + _sweep_letters(self.home)
        for sha256 in damaged:
            log().error("stored-file-damaged", sha256=sha256)
        return Recovery(finished, swept, damaged)

    def collect(self, now: float | None = None) -> list[Submission]:
        """One visit at `now` (monotonic seconds): the submissions that became received or duplicate.

        Raises `InboxGone` where the folder is not our inbox; `DiskFloor`, `StoreTrouble` or `RegisterTrouble` where
        nothing can be taken just now.
        """
        moment = time.monotonic() if now is None else now
        self.left = []
        with register_answers():
            self._check_folder()
            taken = self.finish_claims()
            taken += self._take_settled(self._look_and_settle(moment), moment)
            self._remove_emptied(moment)
        return taken

    def drain(self, sleep: Callable[[float], None] = time.sleep) -> Iterator[list[Submission]]:
        """Visit until nothing more settles by itself within seconds, and hand on what each visit took.

        What ``vanthu run --once`` takes. A file that changes for ever without being open does not hold this up.
        """
        yield self.collect()
        waited = 0.0
        while (pause := self.next_visit()) <= QUICK and waited <= 2 * SLOW:
            sleep(pause)
            more = self.collect()
            waited = 0.0 if more else waited + QUICK
            yield more

    def next_visit(self) -> float:
        """Seconds until the next visit is due if nothing wakes us before; at most `QUICK` while there is work."""
        if self._more:
            return 0.0
        if any(left.why is Why.SETTLING for left in self.left):
            return QUICK
        return min(LONGEST_PERIOD, max(PERIOD, self._cost / _DUTY))

    def peek(self) -> list[Left]:
        """Everything that lies in the inbox, with age and reason, taking nothing: for ``vanthu status``."""
        with register_answers():
            seen = self.scan()
        settled, waiting = Settling(self.home.inbox, PATIENCE).sort(seen.candidates, 0.0)
        about_to_go = [Left(shown(one.place), Why.SETTLING, age_of(one.arrived_ns)) for one in settled]
        return seen.left + waiting + about_to_go

    def scan(self) -> Look:
        """Look once; files that were taken by copy and still lie there are listed as such, not offered again."""
        seen = look(self.home.inbox)
        copied = {(os.fsdecode(bytes(path)), stamp) for path, stamp in CopiedFile.objects.values_list("path", "stamp")}
        if copied:
            again = [one for one in seen.candidates if (one.place, one.stamp.text) in copied]
            seen.left += [Left(shown(one.place), Why.COPIED, age_of(one.arrived_ns)) for one in again]
            seen.candidates = [one for one in seen.candidates if one not in again]
        return seen

    def finish_claims(self) -> list[Submission]:
        """Complete every claim that was begun and not cleared, by whoever; also those whose receipt is committed."""
        taken: list[Submission] = []
        for claimed in open_claims(self.home):
            taken += self._one(claimed.name, partial(finish, self.home, claimed))
        return taken

    def _check_folder(self) -> None:
        letter_box.check(self.home, letter_box.inbox_id())
        try:
            status = self.home.inbox.stat()
        except OSError as trouble:
            raise InboxGone(folder=self.home.inbox) from trouble
        identity = (status.st_dev, status.st_ino)
        if self._identity not in (None, identity):
            self.replaced += 1
            log().warning("inbox-replaced")
        self._identity = identity

    def _look_and_settle(self, moment: float) -> list[Candidate]:
        started = time.monotonic()
        try:
            seen = self.scan()
        except OSError as trouble:
            raise InboxGone(folder=self.home.inbox) from trouble
        settled, waiting = self._settling.sort(seen.candidates, moment)
        self.left += seen.left + waiting
        self._empty = seen.empty_folders
        self._cost = time.monotonic() - started
        return settled

    def _take_settled(self, settled: list[Candidate], moment: float) -> list[Submission]:
        taken: list[Submission] = []
        until = time.monotonic() + LONGEST_VISIT
        self._more = False
        for candidate in settled:
            if time.monotonic() > until:
                self._more = True
                break
            disk_floor.check(self.home, candidate.stamp.size, self._floor)
            taken += self._one(candidate.place, partial(take, self.home, candidate))
            self._taken_from[candidate.folder] = moment
        return taken

    def _one(self, place: str, step: Callable[[], Submission | None]) -> list[Submission]:
        """Run `step` for one file; what is wrong with that file alone is listed and does not stop the others."""
        try:
            row = step()
        except FileNotFoundError:
            log().debug("gone-before-taken")
        except StillBeingWritten:
            self.left.append(Left(shown(place), Why.BEING_WRITTEN, 0.0))
        except SourceUnreadable as trouble:
            self.left.append(Left(shown(place), Why.UNREADABLE, 0.0, str(trouble.facts["cause"])))
        except OSError as trouble:
            self.left.append(Left.refused(shown(place), 0.0, trouble))
        else:
            if row is not None:
                returned.deliver(row)
                return [row]
        return []

    def _remove_emptied(self, moment: float) -> None:
        """Remove folders we have emptied, unless they bear a unit's name or somebody may still be copying into them."""
        left_alone = {fold(name) for name in unit_names()} if self._empty else set()
        for folder in self._empty:
            taken_at = self._taken_from.get(folder)
            if taken_at is not None and moment - taken_at >= PATIENCE and fold(folder) not in left_alone:
                with contextlib.suppress(OSError):
                    (self.home.inbox / folder).rmdir()


def _sweep_letters(home: Home) -> int:
    """Remove half-written receipts and returned files; young ones may still be in the hands of another process."""
    found = [path for folder in (home.receipts, home.returned) for path in folder.glob(".*.tmp")]
    dead = [path for path in found if age_of(path.lstat().st_ctime_ns) > FORGOTTEN]
    for path in dead:
        path.unlink(missing_ok=True)
    return len(dead)


def unit_names() -> Iterator[str]:
    """Every name a unit's folder may bear: its code, its name and what else it is called."""
    for row in Unit.objects.values_list("code", "name"):
        yield from row
    yield from UnitAlias.objects.values_list("alias", flat=True)
