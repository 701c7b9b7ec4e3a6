"""What the office writes: documents, their revisions, and the series their numbers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from pipeline.register.models.office import Body
from pipeline.register.models.programme import Plan, Round

if TYPE_CHECKING:
    from pipeline.register.models.issuing import OutgoingEntry


class NumberSeries(models.Model):
    """A run of numbers from 01 each year ("VPUBND/QĐ")."""

    key = models.CharField(max_length=40, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    #: what follows the number, "QĐ-VPUBND"
    symbol = models.CharField(max_length=30)


class NumberCounter(models.Model):
    """The last number given in a series and year; changed only in the transaction that issues."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="counters")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("series", "year"), name="one_counter_per_series_and_year"),)


class DocumentState(models.TextChoices):
    """The life of a document (docs/architecture.md, "two lives")."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SIGNED = "signed"
    ISSUED = "issued"
    ARCHIVED = "archived"
    REFUSED = "refused"
    VOID = "void"
    RECALLED = "recalled"


class Document(models.Model):
    """A paper of the office, from its first draft on."""

    kind = models.CharField(max_length=40)
    variant = models.CharField(max_length=40, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT)
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    state = models.CharField(max_length=20, choices=DocumentState.choices, default=DocumentState.DRAFT)
    title = models.CharField(max_length=500)
    #: name of its files without the ending
    slug = models.CharField(max_length=150, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    @property
    def entry(self) -> OutgoingEntry | None:
        """Its line in the outgoing book, also one made void after issue; a reservation given up is not its any more."""
        lines = [line for line in self.entries.all() if line.file_id or line.status != "void"]
        return lines[0] if lines else None


class Origin(models.TextChoices):
    """Who wrote a revision."""

    MACHINE = "machine"  # rendered from the register
    PERSON = "person"  # edited in Word and found in the outbox


class Revision(models.Model):
    """One state of a draft. The bytes lie in the store under their SHA-256."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    docx_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    #: the facts it was rendered from and the template, empty for a person's revision
    facts = models.JSONField(default=dict)
    template = models.CharField(max_length=200, blank=True)
    template_sha256 = models.CharField(max_length=64, blank=True)
    #: what it contradicts of the rules of presentation (`drafting.presentation`), errors first
    faults = models.JSONField(default=list)
    #: what changed against the revision before, one line a change, readable
    difference = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("document_id", "number")
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="revision_number_once"),)
