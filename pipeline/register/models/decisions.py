"""What people decided about forms that were read: append-only, so that undoing is a decision of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from pipeline.law.screening import Severity
from pipeline.register.models.findings import Finding
from pipeline.register.models.submissions import FieldReading, Form, SubmissionState


class DecisionKind(models.TextChoices):
    """What a person can say about a value, a finding or a form."""

    ACCEPTED = "accepted"  # the value is as it was read
    CORRECTED = "corrected"  # the paper says something else
    UNREADABLE = "unreadable"  # nobody can read it; the form says nothing there
    RESOLVED = "resolved"  # a finding was looked into, the reason is the note
    RETURNED = "returned"  # the form goes back to its unit, the reason is the note
    UNDONE = "undone"  # an earlier decision is taken back


class DecisionQuerySet(QuerySet["Decision"]):
    """Decisions of people."""

    def standing(self) -> DecisionQuerySet:
        """Those that hold: neither taken back nor a taking back themselves."""
        return self.exclude(kind=DecisionKind.UNDONE).filter(undone_by__isnull=True)


class Decision(models.Model):
    """One decision of one person. Triggers of the database refuse to change or delete the row."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="decisions")
    #: the value decided about; null where it is a finding or the whole form
    reading = models.ForeignKey(FieldReading, null=True, on_delete=models.PROTECT, related_name="decisions")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=DecisionKind.choices)
    #: the value that held before and the one that holds since
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    who = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    #: the decision an `UNDONE` one takes back, which can happen once
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="undone", undoes__isnull=False) | (~Q(kind="undone") & Q(undoes__isnull=True)),
                name="undone_names_what_it_undoes",
            ),
            models.CheckConstraint(
                condition=Q(reading__isnull=True) | Q(finding__isnull=True), name="decision_is_about_one_thing"
            ),
        )


def open_doubts(forms: QuerySet[Form]) -> QuerySet[FieldReading]:
    """The doubtful values of `forms` about which nobody has decided; a returned form has none."""
    decided = Decision.objects.standing().filter(reading=OuterRef("pk"))
    doubtful = FieldReading.objects.filter(form__in=forms, review=True).exclude(form__in=returned_forms(forms))
    return doubtful.filter(~Exists(decided))


def open_findings(forms: QuerySet[Form]) -> QuerySet[Finding]:
    """The findings of `forms` that a person must resolve and nobody has; a returned form has none."""
    resolved = Decision.objects.standing().filter(finding=OuterRef("pk"))
    serious = Finding.objects.filter(form__in=forms, gone_at=None).exclude(severity=Severity.INFO)
    return serious.exclude(form__in=returned_forms(forms)).filter(~Exists(resolved))


def returned_forms(forms: QuerySet[Form]) -> QuerySet[Form]:
    """Those of `forms` that a person gave back to their unit, alone or with the whole file."""
    given_back = Decision.objects.standing().filter(kind=DecisionKind.RETURNED, form=OuterRef("pk"))
    return forms.filter(Q(submission__state=SubmissionState.RETURNED) | Exists(given_back))
