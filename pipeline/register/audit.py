"""The hash chain of the diary: append a row, verify all rows.

A row's hash is the SHA-256 of its canonical JSON, which holds the hash of the row before. Triggers keep the table
append-only; the chain shows it even where somebody dropped the triggers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from pipeline.register.models import AuditHead, AuditRow

GENESIS = "0" * 64


def append(actor: str, act: str, subject: str, **facts: Any) -> AuditRow:  # noqa: ANN401 - any JSON value
    """Write one row; call it inside the transaction whose effects it tells of."""
    with transaction.atomic():
        head, _ = AuditHead.objects.select_for_update().get_or_create(id=1, defaults={"seq": 0, "hash": GENESIS})
        row = AuditRow(
            seq=head.seq + 1,
            at=timezone.now(),
            actor=actor,
            act=act,
            subject=subject,
            facts=facts,
            previous=head.hash,
        )
        row.hash = _hash(row)
        row.save(force_insert=True)
        AuditHead.objects.filter(id=1).update(seq=row.seq, hash=row.hash)
    return row


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What verifying found: how many rows, and the first one that is not as it was written (None: all are)."""

    rows: int
    broken_at: int | None

    @property
    def ok(self) -> bool:
        return self.broken_at is None


def verify() -> ChainReport:
    """Walk the whole chain; a changed, removed, inserted or cut-off row is named by its number."""
    rows = AuditRow.objects.order_by("seq")
    broken_at = _first_break(rows.iterator(), AuditHead.objects.filter(id=1).first())
    return ChainReport(rows=rows.count(), broken_at=broken_at)


def _first_break(rows: Iterable[AuditRow], head: AuditHead | None) -> int | None:
    seq, previous = 0, GENESIS
    for row in rows:
        seq += 1
        # SQLite lets somebody who dropped the triggers write anything, also what is no time.
        if row.at is None or row.seq != seq or row.previous != previous or row.hash != _hash(row):
            return seq
        previous = row.hash
    at_end = (head.seq, head.hash) if head else (0, GENESIS)
    return None if at_end == (seq, previous) else seq + 1


def _hash(row: AuditRow) -> str:
    parts = {
        "seq": row.seq,
        "at": row.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": row.actor,
        "act": row.act,
        "subject": row.subject,
        "facts": row.facts,
        "previous": row.previous,
    }
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
