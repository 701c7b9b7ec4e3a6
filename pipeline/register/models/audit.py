"""The diary: append-only rows, each holding the hash of the one before."""

from __future__ import annotations

from django.db import models


class AuditHead(models.Model):
    """The end of the chain. Its one row is locked by whoever appends."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)


class AuditRow(models.Model):
    """Something that happened. Triggers of the database refuse to change or delete it."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    #: stable word: "received", "registered", "drafted" …
    act = models.CharField(max_length=40)
    #: kind and key of what it happened to, "submission:BN-…"
    subject = models.CharField(max_length=100, db_index=True)
    #: facts without personal data: hashes, states, rule ids
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
