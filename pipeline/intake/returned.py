"""Files handed back: a copy in ``inbox/_tra-lai`` and beside it a text that says what was wrong and what to do.

The original stays in the store; what lies in the folder is for people, who may change or delete it. The receipt is
written after the copy, so a receipt that says what its row says proves that everything was delivered.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from pathlib import Path

from pipeline.files import write_new
from pipeline.home import home
from pipeline.intake import receipts
from pipeline.intake.names import safe_name
from pipeline.logs import log
from pipeline.register.models import Submission, SubmissionState
from pipeline.register.store import Store

#: how many of the submissions received last are looked at when a start delivers what its predecessor did not
LOOKED_AT = 1_000


def deliver(submission: Submission) -> bool:
    """Give people what the row calls for: the copy of a returned file, then the receipt. False where that failed.

    The row is committed; a full or read-only folder must not stop the work, and `deliver_late` makes up for it.
    """
    return _deliver(submission, with_copy=submission.state == SubmissionState.RETURNED)


def _deliver(submission: Submission, *, with_copy: bool) -> bool:
    try:
        if with_copy:
            put(submission)
        receipts.write(submission)
    except OSError as trouble:
        log().warning("not-delivered", receipt=submission.receipt, cause=os.strerror(trouble.errno or 0))
        return False
    return True


def deliver_late(last: int = LOOKED_AT) -> int:
    """Deliver what a dead process had committed but not delivered, among the `last` received; return how many."""
    rows = Submission.objects.select_related("file", "first").order_by("-id")[:last]
    return sum(_catch_up(row) for row in rows)


def _catch_up(submission: Submission) -> bool:
    written = receipts.written(submission)
    if written == receipts.text(submission):
        return False
    # Where the reason stands there already, only our wording has changed since: a copy people removed stays away.
    told = submission.reason != "" and all(line in written for line in submission.reason.splitlines())
    return _deliver(submission, with_copy=submission.state == SubmissionState.RETURNED and not told)


def put(submission: Submission) -> Path:
    """Hand back a copy of the file with its receipt text beside it; return the copy's path.

    Nothing is overwritten: a taken name gets a number. Run twice it finds what the first run has put there.
    """
    folder = home().returned
    folder.mkdir(exist_ok=True)
    for number in itertools.count(1):
        name = safe_name(submission.name, f" ({number})" if number > 1 else "")
        if _reserve(folder / f"{name}.txt", folder / name, submission):
            with contextlib.suppress(FileExistsError):
                Store(home().store).copy_out(submission.file_id, folder / name)
            return folder / name
    raise AssertionError


def _reserve(letter: Path, copy: Path, submission: Submission) -> bool:
    """Whether `letter` is now, or was already, the text about `submission`, and `copy` does not belong to another."""
    if not letter.exists():
        if copy.exists():
            return False
        with contextlib.suppress(FileExistsError):
            write_new(letter, receipts.text(submission).encode())
            return True
    with contextlib.suppress(OSError):
        return submission.receipt in letter.read_text(encoding="utf-8", errors="replace").splitlines()[0]
    return False
