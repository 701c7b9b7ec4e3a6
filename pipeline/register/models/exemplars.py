"""What becomes of exemplars and of the plan itself: stages, follow-up, publications, dissemination, withdrawals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pipeline.register.models.office import Person, Unit
from pipeline.register.models.programme import EmulationField, Nomination, Plan, Registration


class Scope(models.TextChoices):
    """All-round, or in one field and more (REQ-006)."""

    ALL_ROUND = "toan_dien"
    BY_FIELD = "theo_linh_vuc"


class Exemplar(models.Model):
    """A person or collective the plan builds up as an example, over years (REQ-009, REQ-010, REQ-017)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="exemplars")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="exemplars")
    #: the collective itself, or the unit of the person
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="exemplars")
    scope = models.CharField(max_length=20, choices=Scope.choices)
    fields = models.ManyToManyField(EmulationField, blank=True)
    #: a model or practice, not only people (REQ-010)
    model_of_work = models.BooleanField(default=False)
    #: what others can learn, ready to be published (REQ-007)
    good_practice = models.TextField(blank=True)
    since = models.DateField()

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "person"), condition=Q(person__isnull=False), name="exemplar_once_in_a_plan"
            ),
            models.UniqueConstraint(
                fields=("plan", "unit"), condition=Q(person__isnull=True), name="collective_exemplar_once_in_a_plan"
            ),
        )


class ExemplarStep(models.TextChoices):
    """The four stages run in step (plan I.2)."""

    DISCOVERED = "phat_hien"
    NURTURED = "boi_duong"
    SUMMED_UP = "tong_ket"
    REPLICATED = "nhan_rong"


class ExemplarStage(models.Model):
    """An exemplar entered a stage on a day."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=20, choices=ExemplarStep.choices)
    day = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("day", "id")
        constraints = (models.UniqueConstraint(fields=("exemplar", "stage"), name="stage_entered_once"),)


class FollowUp(models.Model):
    """A look at how an exemplar fares: what was found, what is difficult, what is done about it (REQ-011, REQ-012)."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.CASCADE, related_name="follow_ups")
    day = models.DateField()
    finding = models.TextField()
    difficulty = models.TextField(blank=True)
    measure = models.TextField(blank=True)

    class Meta:
        ordering = ("day", "id")


class Publication(models.Model):
    """Where and when an exemplar was made known (REQ-007, REQ-014)."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.CASCADE, related_name="publications")
    day = models.DateField()
    #: "Cổng Thông tin điện tử", "bản tin nội bộ" …
    outlet = models.CharField(max_length=200)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ("day", "id")


class Dissemination(models.Model):
    """A unit explained the plan to its staff (REQ-020)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="disseminations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="disseminations")
    day = models.DateField()
    #: "họp phòng", "văn bản" …
    form = models.CharField(max_length=200)
    attendance = models.PositiveIntegerField()
    #: SHA-256 of a paper that proves it, in the store
    evidence = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("day", "id")
        constraints = (models.UniqueConstraint(fields=("plan", "unit", "day"), name="dissemination_once_a_day"),)


class Withdrawal(models.Model):
    """A unit takes a nomination or registration back, or a person notes that it did (domain reference 10.3)."""

    nomination = models.OneToOneField(
        Nomination, null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    registration = models.OneToOneField(
        Registration, null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    day = models.DateField()
    who = models.CharField(max_length=100)
    why = models.CharField(max_length=500)

    class Meta:
        ordering = ("day", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(nomination__isnull=False, registration__isnull=True)
                | Q(nomination__isnull=True, registration__isnull=False),
                name="withdrawal_is_of_one_form",
            ),
        )
