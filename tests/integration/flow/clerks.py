"""Clerks in processes of their own who all decide about the same forms, some of them killed on the way.

    python -m tests.integration.flow.clerks '{"forms": 6, "clerks": 3, "kills": 6, "seed": 1}'

Works in the office at VANTHU_HOME, on the database of DATABASE_URL where that is set, and prints what is left at the
end as JSON. Each clerk writes a year of birth of his own, and now and then takes back what somebody decided.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from tests.integration.crowd import fork, killed_among, set_up_office

UNITS = ("TH", "KT", "NC", "KGVX", "QTTV", "TCHC")
DOUBTS = ("ngay_sinh", "dan_toc", "gioi_tinh", "chuc_vu")
#: seconds; a clerk decides about thirty things in one
LONGEST_LIFE = 0.15
#: of the acts, those that take something back
UNDOING = 0.1


def main() -> None:
    order = json.loads(sys.argv[1])
    set_up_office()
    prepare(order["forms"])
    killed = work(order["clerks"], order["kills"], random.Random(order["seed"]))
    json.dump({"killed": killed, **remains()}, sys.stdout)


def prepare(count: int) -> None:
    """So many nominations that wait, each with four doubts; two of a unit ask which of them counts."""
    from pipeline import clock, flow
    from pipeline.home import home
    from pipeline.register.models import StoredFile, Submission, SubmissionState
    from pipeline.register.store import Store
    from tests.integration.conftest import NOMINATION, nomination
    from tests.integration.flow.conftest import doubt

    for number in range(count):
        data = f"form {number}".encode()
        file = StoredFile.objects.create(sha256=Store(home().store).put(data), size=len(data))
        submission = Submission.objects.create(
            receipt=f"BN-{number}",
            file=file,
            name_bytes=b"phieu.docx",
            name="phieu.docx",
            received_at=clock.now(),
            state=SubmissionState.RECEIVED,
        )
        doubts = {key: doubt(NOMINATION[key]) for key in DOUBTS}
        reading = nomination(don_vi=UNITS[number % len(UNITS)], **doubts)
        flow.advance(submission.pk, lambda _path, reading=reading: reading)


def work(clerks: int, kills: int, dice: random.Random) -> int:
    """Let clerks decide until nothing is open, but kill the first `kills`. Return how many were killed."""
    killed = 0
    while _open():
        undoing = UNDOING if killed < kills else 0.0
        workers = [
            fork(partial(_decide_all, f"Người {number}", random.Random(dice.random()), undoing))
            for number in range(clerks)
        ]
        for worker in workers if killed < kills else ():
            time.sleep(dice.uniform(0, LONGEST_LIFE))
            os.kill(worker, signal.SIGKILL)
        killed += killed_among(workers)
    return killed


def _open() -> bool:
    from django.db import connections

    from pipeline.register.models import Submission, SubmissionState

    found = Submission.objects.filter(state=SubmissionState.REVIEW).exists()
    connections.close_all()  # what is open must not be shared with a child
    return found


def _decide_all(who: str, dice: random.Random, undoing: float) -> None:
    from pipeline import flow
    from pipeline.errors import AlreadyDecided, NoSuchMatter, NothingToUndo, NotInReview
    from pipeline.programme.matters import open_matters
    from pipeline.programme.review import Act, Kind
    from pipeline.register.models import Submission, SubmissionState

    waiting = list(Submission.objects.filter(state=SubmissionState.REVIEW))
    dice.shuffle(waiting)
    for submission in waiting:
        for matter in open_matters(submission):
            if matter.address.startswith("R-"):
                act = Act(Kind.RESOLVED, matter.address, note="đã xem")
            elif matter.address == "ngay_sinh":
                act = Act(Kind.CORRECTED, matter.address, text=str(dice.randrange(1950, 2000)))
            else:
                act = Act(Kind.ACCEPTED, matter.address)
            if dice.random() < undoing:
                act = Act(Kind.UNDONE, dice.choice(DOUBTS))
            # another year of birth is perhaps another person, of whom a rule finds nothing any more
            with contextlib.suppress(AlreadyDecided, NoSuchMatter, NothingToUndo, NotInReview):
                flow.decide(submission.receipt, [act], who)


def remains() -> dict[str, Any]:
    """What rows and receipts say after the next start."""
    from pipeline.intake.returned import deliver_late
    from pipeline.register import audit
    from pipeline.register.models import AuditRow, Decision, Nomination, Submission

    deliver_late()
    standing = list(Decision.objects.standing().filter(reading__isnull=False))
    births = {one.form_id: one.after for one in standing if one.reading and one.reading.key == "ngay_sinh"}
    nominations = list(Nomination.objects.all())
    counting = [nomination.unit_id for nomination in nominations if nomination.state == "hop_le"]
    receipts = [path.read_text(encoding="utf-8") for path in Path(os.environ["VANTHU_HOME"]).rglob("BN-*.txt")]
    return {
        "states": sorted(set(Submission.objects.values_list("state", flat=True))),
        "decided_twice": len(standing) - len({one.reading_id for one in standing}),
        "decided": len(standing),
        "as_decided": all(nomination.birth == births[nomination.form_id] for nomination in nominations),
        "counting": len(counting),
        "counting_twice": len(counting) - len(set(counting)),
        "told": AuditRow.objects.filter(act="decided").count() == Decision.objects.count(),
        "audit_ok": audit.verify().ok,
        "receipts": sum("Đã vào sổ" in text for text in receipts),
    }


if __name__ == "__main__":
    main()
