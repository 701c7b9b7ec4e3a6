"""One file on its way from the inbox to its receipt: claim, store, record, clear.

Every step may be interrupted anywhere and may be run again, by this process or another one: the claim folder bears the
receipt number, the store is keyed by content, the receipt row is unique, and the claimed file goes last.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence

from pipeline import clock
from pipeline.errors import StillBeingWritten, StoreTrouble
from pipeline.home import Home
from pipeline.intake.claims import Claim, claim, new_receipt_number
from pipeline.intake.recording import Arrival, record
from pipeline.intake.scanning import Candidate
from pipeline.intake.settling import Writer, writer_of
from pipeline.messages import _
from pipeline.register.models import Submission
from pipeline.register.store import Stamp, Store

_NOT_REMOVABLE = {errno.EACCES, errno.EPERM, errno.EROFS}
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


def take(home: Home, candidate: Candidate) -> Submission | None:
    """Take a settled file; None where it has gone or another claimer has it.

    Raises `StoreTrouble`, `RegisterTrouble`, `StillBeingWritten` or `SourceUnreadable`; then the file is still in the
    inbox or claimed, and `finish` completes the claim later. Any other `OSError` leaves the file in the inbox.
    """
    notes = _notes(candidate)
    try:
        claimed = claim(home, candidate)
    except OSError as trouble:
        if trouble.errno in _DISK_FULL:
            raise StoreTrouble(folder=home.claimed, cause=trouble.strerror) from trouble
        if trouble.errno in _NOT_REMOVABLE:
            return _take_by_copy(home, candidate, notes)
        raise
    return finish(home, claimed, notes) if claimed else None


def finish(home: Home, claimed: Claim, notes: Sequence[str] = ()) -> Submission | None:
    """Bring a claimed file to its receipt and clear the claim; None where another process has just done so.

    Nobody can open the file by its name any more, but a program may still have it open from before.
    """
    try:
        if writer_of(claimed.path) is Writer.BUSY:
            raise StillBeingWritten(name=claimed.name)
        arrived, links = claimed.taken_at(), claimed.path.lstat().st_nlink
        stored = Store(home.store).put_file(claimed.path)
    except FileNotFoundError:
        return Submission.objects.filter(receipt=claimed.receipt).first()
    if links > 1:
        notes = [*notes, _("The file has another name on the disk; its content there was not touched.")]
    row = record(Arrival(claimed.receipt, claimed.folder, claimed.name, arrived, notes), stored)
    if row.file_id != stored.sha256 or _changed(claimed, stored.stamp):
        # The number belongs to other bytes: a writer on a share went on after our copy. They are a file of their own.
        return finish(home, claimed.renumber(), notes)
    claimed.clear()
    return row


def _take_by_copy(home: Home, candidate: Candidate, notes: Sequence[str]) -> Submission:
    """Take a file that may be read but not removed; the register remembers it, so it is not taken again."""
    stored = Store(home.store).put_file(home.inbox / candidate.place)
    note = _("The file could not be removed from the inbox; a copy was taken.")
    arrival = Arrival(
        receipt=new_receipt_number(),
        folder=candidate.folder,
        name=candidate.name,
        at=clock.now(),
        notes=[*notes, note],
        copied_from=candidate.place,
    )
    return record(arrival, stored)


def _notes(candidate: Candidate) -> list[str]:
    open_note = _("The file was still open in Word, Excel or LibreOffice; what was last saved has been taken.")
    return [open_note] if candidate.locked else []


def _changed(claimed: Claim, stamp: Stamp) -> bool:
    try:
        return not stamp.same_content(Stamp.of(claimed.path.lstat()))
    except FileNotFoundError:
        return False
