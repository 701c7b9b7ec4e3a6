"""The letter box of the office: which folder it is, proved by a sentinel file that bears its id.

An unmounted share looks like an empty folder, and an empty folder looks like "nothing to do". Only the right inbox id
in the folder proves that this is the office's inbox. Nobody but ``vanthu init`` creates the folder or the sentinel.
"""

from __future__ import annotations

import uuid

from pipeline.errors import InboxGone
from pipeline.files import write_whole
from pipeline.home import Home, home
from pipeline.register.models import LetterBox


def mark_inbox() -> None:
    """Mark the inbox, which must exist, as this office's (``vanthu init``); run again it changes nothing."""
    box, _new = LetterBox.objects.get_or_create(id=1, defaults={"inbox_id": uuid.uuid4()})
    write_whole(home().sentinel, f"{box.inbox_id}\n".encode())


def inbox_id() -> str | None:
    """What the sentinel must say; None where ``vanthu init`` was never run."""
    found = LetterBox.objects.filter(id=1).values_list("inbox_id", flat=True).first()
    return str(found) if found else None


def check(where: Home, wanted: str | None) -> None:
    """Raise `InboxGone` unless the folder carries the inbox id `wanted`."""
    found: str | None
    try:
        found = where.sentinel.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        found = None
    if found is None or found != wanted:
        raise InboxGone(folder=where.inbox)
