"""What becomes of a draft: its PDF at each stage, and the outgoing book with the numbers given."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pipeline.register.models.documents import Document, NumberSeries, Revision
from pipeline.register.models.submissions import StoredFile, Submission


class Stage(models.TextChoices):
    """The PDF of a revision before and after each signature. Each begins with all bytes of the one before.

    But for a signed one whose number was reserved: the tool that signed it may have saved the same document anew.
    """

    PREPARED = "prepared"  # frozen, waiting for the chief; with number and day where these were reserved
    SIGNED = "signed"  # with the chief's signature
    ON_PAPER = "on-paper"  # the scan of the printed copy, signed by hand; begins with nothing of the others
    ISSUED = "issued"  # with number, day and the seal
    LASTING = "lasting"  # under an archive timestamp; the newest one, where it was renewed


class StageFile(models.Model):
    """The PDF of one revision at one stage; the bytes lie in the store under their SHA-256."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="stages")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("revision", "stage"), name="one_file_per_revision_and_stage"),)


class EntryStatus(models.TextChoices):
    """Whether a number is in force."""

    RESERVED = "reserved"  # given and printed in the document, which is not issued yet
    ISSUED = "issued"
    VOID = "void"


class OutgoingEntry(models.Model):
    """A line of the outgoing book (NĐ 30/2020, Phụ lục IV, I). It is never removed and its number never given again.

    A document has one line, and before it those of the numbers that were reserved for it and given up.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="entries")
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="entries")
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    #: as printed, "05/QĐ-VPUBND"
    symbol = models.CharField(max_length=50)
    day = models.DateField()
    #: kind and content in one line, as column 3 of the book has them
    subject = models.CharField(max_length=500)
    signer = models.CharField(max_length=100)
    #: the lines of Nơi nhận, without the one of the file copy
    recipients = models.JSONField(default=list)
    #: who keeps the file copy, "VT, TCHC"
    kept_by = models.CharField(max_length=100)
    #: the issued PDF, with the archive timestamps added since; none as long as the number is only reserved, and of a
    #: reservation given up
    file = models.OneToOneField(StoredFile, null=True, on_delete=models.PROTECT, related_name="entry")
    #: when the certificate of its newest archive timestamp ends; null where it has none (the basic level)
    lasts_until = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=EntryStatus.choices, default=EntryStatus.ISSUED)
    #: why the number is void
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("year", "series", "number")
        constraints = (
            models.UniqueConstraint(fields=("series", "year", "number"), name="number_given_once"),
            models.UniqueConstraint(
                fields=("document",), condition=~Q(status="void"), name="one_number_in_force_per_document"
            ),
            models.UniqueConstraint(
                fields=("document",), condition=Q(file__isnull=False), name="one_issue_per_document"
            ),
            models.CheckConstraint(
                condition=Q(status="reserved", file__isnull=True)
                | Q(status="issued", file__isnull=False)
                | Q(status="void"),
                name="issued_has_its_file_reserved_has_none",
            ),
            models.CheckConstraint(condition=Q(day__year=F("year")), name="number_of_the_year_of_its_day"),
            models.CheckConstraint(condition=Q(number__gte=1), name="numbers_begin_at_one"),
            models.CheckConstraint(condition=~Q(status="void") | ~Q(reason=""), name="void_says_why"),
        )

    @property
    def sha256(self) -> str:
        """Of the issued PDF, by which the store knows it; only for a number that was issued."""
        assert self.file_id is not None
        return self.file_id


class PaperScan(models.Model):
    """A file handed in that may be the scan of a paper signed by hand, and the marks read on its pages."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="scan")
    #: as read; empty where none could be
    marks = models.JSONField(default=list)
