"""Long-term validation: an archive timestamp for what was issued at the basic level, a new one before the last ends.

Nothing that was signed is touched: each is one more revision behind it. The files are written before the transaction,
laid out and packed anew after it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from pipeline.archive.books import IN_FORCE, facts_of, record_of, subject_of
from pipeline.archive.checks import checks_of_copy, checks_of_ours, of_copy_in_store, of_pdfa, require
from pipeline.archive.record import Record
from pipeline.errors import TimestampTooShort, VanthuError
from pipeline.home import Home
from pipeline.law.copies import is_copy
from pipeline.register import audit
from pipeline.register.models import (
    AuditRow,
    Document,
    EntryStatus,
    OutgoingEntry,
    Revision,
    Stage,
    StageFile,
    StoredFile,
)
from pipeline.register.store import Store

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

    from pipeline.signing import Trust

UPGRADED, REFUSED = "upgraded", "upgrade-refused"
#: how long before its archive timestamp ends a document gets a new one
AHEAD = dt.timedelta(days=90)


def at_basic_level() -> QuerySet[OutgoingEntry]:
    """The lines in force whose document has no archive timestamp: its signatures hold as long as their certificates."""
    return _in_force().filter(lasts_until__isnull=True)


def due(at: dt.datetime) -> QuerySet[OutgoingEntry]:
    """The lines in force whose document needs an archive timestamp, its first or a new one."""
    return _in_force().filter(Q(lasts_until__isnull=True) | Q(lasts_until__lt=at + AHEAD))


def _in_force() -> QuerySet[OutgoingEntry]:
    issued = OutgoingEntry.objects.filter(status=EntryStatus.ISSUED, file__isnull=False)
    return issued.filter(document__state__in=IN_FORCE).select_related("document").order_by("id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """Makes the documents of one office last."""

    home: Home
    trust: Trust
    timestamps: TimeStamper
    #: as the diary names whoever does it
    actor: str

    def extend(self, entry: OutgoingEntry, *, at: dt.datetime) -> None:
        """Put the document of `entry` under an archive timestamp; `at` is now.

        Raises `TimestampTrouble`, `TimestampTooShort`, `RevocationUnknown`, `NotTrustedForLong`, or `NotFitForArchive`
        where the document is not as it was issued or the time service is not trusted. Nothing has changed then.
        """
        with self._telling_refusals(entry.document):
            record = record_of(entry.document)
            pdf, until = self._extended(record, entry, at)
            sha256 = Store(self.home.store).put(pdf)
            with transaction.atomic():
                file, _new = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": len(pdf)})
                before = OutgoingEntry.objects.filter(pk=entry.pk, file_id=record.pdf, status=EntryStatus.ISSUED)
                # Another process may have been quicker, or the number was declared void meanwhile.
                if before.update(file=file, lasts_until=until):
                    _keep(entry.document, file)
                    facts = {"until": until.isoformat(), "before": record.pdf}
                    audit.append(self.actor, UPGRADED, subject_of(entry.document), sha256=sha256, **facts)
        entry.refresh_from_db(fields=["file", "lasts_until"])

    def _extended(self, record: Record, entry: OutgoingEntry, at: dt.datetime) -> tuple[bytes, dt.datetime]:
        """The new PDF, and how long it lasts. Nobody is asked for a timestamp on what does not hold."""
        from pipeline.signing import certificates_of, upgrade

        store = Store(self.home.store)
        require(record, of_copy_in_store(store, record))
        issued = store.read(record.pdf)
        self._require_sound(issued, record, entry, at)
        pdf = upgrade(issued, self.trust, self.timestamps, at=at)
        until = certificates_of(pdf)[-1].until
        if entry.lasts_until is not None and until <= entry.lasts_until:
            raise TimestampTooShort(until=f"{until.astimezone(at.tzinfo):%d/%m/%Y}")
        self._require_sound(pdf, record, entry, at)
        return pdf, until

    def _require_sound(self, pdf: bytes, record: Record, entry: OutgoingEntry, at: dt.datetime) -> None:
        """Look at it as a receiver would."""
        from pipeline.signing import precheck, validate

        report = validate(pdf, self.trust, at=at)
        if is_copy(entry.document.kind):
            require(record, *checks_of_copy(report, record))
        else:
            require(record, *checks_of_ours(report, record), of_pdfa(precheck(pdf)))

    @contextlib.contextmanager
    def _telling_refusals(self, document: Document) -> Iterator[None]:
        """One row of the diary for a hindrance, however often it is met in a row: the service tries again and again."""
        try:
            yield
        except VanthuError as refusal:
            rows = AuditRow.objects.filter(subject=subject_of(document), act__in=(UPGRADED, REFUSED))
            last = rows.order_by("seq").last()
            if last is None or (last.act, facts_of(last).get("reason")) != (REFUSED, refusal.code):
                audit.append(self.actor, REFUSED, subject_of(document), reason=refusal.code)
            raise


def _keep(document: Document, file: StoredFile) -> None:
    """Enter it as a stage of the revision that was issued; a copy has none."""
    revision = Revision.objects.filter(document=document, stages__stage=Stage.ISSUED).first()
    if revision is not None:
        StageFile.objects.update_or_create(revision=revision, stage=Stage.LASTING, defaults={"file": file})
