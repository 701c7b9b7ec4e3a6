"""What happens to documents after their issue: an archive timestamp, the archive, the day's anchor.

Done at once by the command that issues, whose key is open then, and again by the service or the next command for what
could not be done. A document that is issued stays issued, whatever happens here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import clock
from pipeline.archive import lasting
from pipeline.archive.anchors import Anchors
from pipeline.archive.archiving import Archive
from pipeline.errors import NoTimeService, TimestampTooShort, TimestampTrouble, VanthuError
from pipeline.issuing import outbox
from pipeline.issuing.clerk import Clerk
from pipeline.law.copies import is_copy
from pipeline.register.models import Document, OutgoingEntry
from pipeline.register.trusted import time_service, trust_of

if TYPE_CHECKING:
    from pipeline.signing import Signer

#: what keeps every document from its timestamp, not only the one at hand
_SERVICE_OUT = (TimestampTrouble, TimestampTooShort)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One document that was to be kept."""

    slug: str
    #: where its package lies, when it was archived
    folder: Path | None = None
    #: how long it lasts, when it got an archive timestamp
    until: dt.datetime | None = None
    #: why nothing came of it
    hindrance: VanthuError | None = None


def after_issue(clerk: Clerk, entries: Iterable[OutgoingEntry], sealer: Signer) -> list[VanthuError]:
    """Keep what was just issued, then sign the head of the diary with the key that is open; returns what hindered."""
    entries = list(entries)
    kept = [*(upgrade(clerk, entries) if time_service() else ())]
    kept += archive(clerk, [entry.document for entry in entries])
    hindrances = [one.hindrance for one in kept if one.hindrance]
    try:
        anchor(clerk, sealer)
    except VanthuError as hindrance:
        hindrances.append(hindrance)
    return hindrances


def upgrade(clerk: Clerk, entries: Iterable[OutgoingEntry]) -> Iterator[Kept]:
    """Put documents under an archive timestamp; where the service does not answer the rest waits for another time.

    Raises `NoTimeService`.
    """
    service = time_service()
    if service is None:
        raise NoTimeService
    now = clock.now()
    keeper = lasting.Lasting(home=clerk.home, trust=trust_of(clerk.home), timestamps=service, actor=clerk.name)
    for entry in entries:
        slug = entry.document.slug
        try:
            keeper.extend(entry, at=now)
            outbox.lay_out(clerk, entry.document)
        except VanthuError as hindrance:
            yield Kept(slug=slug, hindrance=hindrance)
            if isinstance(hindrance, _SERVICE_OUT):
                return
        else:
            yield Kept(slug=slug, until=entry.lasts_until)


def archive(clerk: Clerk, documents: Iterable[Document]) -> Iterator[Kept]:
    """Bring documents into the archive and make their packages; a copy has none."""
    keeper = archive_of(clerk)
    for document in documents:
        if is_copy(document.kind):
            continue
        try:
            yield Kept(slug=document.slug, folder=keeper.archive(document))
        except VanthuError as hindrance:
            yield Kept(slug=document.slug, hindrance=hindrance)


def archive_of(clerk: Clerk) -> Archive:
    """The archive of the office this clerk works in."""
    return Archive(home=clerk.home, trust=trust_of(clerk.home), actor=clerk.name)


def anchor(clerk: Clerk, sealer: Signer) -> Path:
    """Sign the head of the diary as that of today; raises `KeyTrouble`, `TimestampTrouble`, `StoreTrouble`."""
    now = clock.now()
    return Anchors(home=clerk.home).drop(now.date(), sealer, at=now, timestamps=time_service())
