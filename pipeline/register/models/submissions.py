"""What was handed in: stored bytes, submissions, the forms found in them and every value read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pipeline.register.models.office import Unit


class StoredFile(models.Model):
    """Bytes in the store. One row per content, however often it was handed in."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)


class SubmissionState(models.TextChoices):
    """The life of a submission (docs/architecture.md, "two lives")."""

    RECEIVED = "received"  # in the store, waiting to be read
    READING = "reading"  # a worker has it; the lease says until when
    REGISTERED = "registered"  # every value is in the register
    REVIEW = "review"  # a person must look at something first
    DUPLICATE = "duplicate"  # the same bytes as an earlier submission
    RETURNED = "returned"  # cannot be taken; a copy and the reason lie in inbox/_tra-lai

    @classmethod
    def final(cls) -> tuple[SubmissionState, ...]:
        """The states in which nothing happens by itself any more."""
        return (cls.REGISTERED, cls.REVIEW, cls.DUPLICATE, cls.RETURNED)


class Submission(models.Model):
    """One file somebody handed in, and its receipt."""

    #: number on the receipt, also the name of the claim folder
    receipt = models.CharField(max_length=40, unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="submissions")
    #: the name as bytes on the disk; shown decoded in NFC
    name_bytes = models.BinaryField()
    name = models.CharField(max_length=300)
    #: the unit folder it lay in, as written; empty in the inbox itself
    folder = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=SubmissionState.choices, db_index=True)
    medium = models.CharField(max_length=10, blank=True)
    #: stable word for why it was returned or waits (the error's class name)
    reason_code = models.CharField(max_length=60, blank=True)
    #: the sentence on the receipt
    reason = models.TextField(blank=True)
    #: what a person should know although the file was taken
    notes = models.JSONField(default=list)
    first = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeats")
    #: readings begun; tells the holder of a lease from whoever took it up after the lease ran out
    attempts = models.PositiveIntegerField(default=0)
    #: readings in which the reader crashed or hung by itself, and those in which somebody killed it
    crashes = models.PositiveSmallIntegerField(default=0)
    kills = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    #: version of the reader whose result is recorded
    reader_version = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("received_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="duplicate") | Q(first__isnull=False), name="duplicate_names_its_first"
            ),
        )


class Form(models.Model):
    """One filled form found in a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="forms")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    pages = models.JSONField(default=list)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("submission_id", "rank")
        constraints = (models.UniqueConstraint(fields=("submission", "rank"), name="form_rank_once"),)


class FieldReading(models.Model):
    """One value read from a form: what, how sure, why doubtful, and where it stands on the paper.

    The row keeps what the machine read and is never changed; what people decide about it are rows of `Decision`.
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="readings")
    #: empty for a field, else the table and the row the cell belongs to
    table = models.CharField(max_length=20, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True)
    key = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    text = models.TextField(blank=True)
    confidence = models.FloatField()
    review = models.BooleanField()
    why = models.JSONField(default=list)
    source = models.JSONField(null=True)
    #: other values the reader thought possible, the likeliest first
    candidates = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)


class LetterBox(models.Model):
    """The inbox of this office: one row (id 1) with its identity and the one process that may take files from it."""

    #: what the sentinel in the inbox must say; an unmounted share or another office's folder says something else
    inbox_id = models.UUIDField()
    watcher_host = models.CharField(max_length=255, blank=True)
    watcher_pid = models.PositiveIntegerField(null=True, blank=True)
    #: heartbeat, by the clock of the database
    watcher_seen = models.DateTimeField(null=True, blank=True)


class CopiedFile(models.Model):
    """A file that was taken by copy because it cannot be removed from the inbox; it is not taken again."""

    #: path below the inbox, as bytes on the disk
    path = models.BinaryField()
    #: size and time of change (`pipeline.register.store.Stamp.text`); other values mean another content
    stamp = models.CharField(max_length=100)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="copied_file")
