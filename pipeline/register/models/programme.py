"""What the plan asks for: fields, titles, rounds, yearly registrations and quarterly nominations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pipeline.register.models.office import Body, Dated, Person, Unit
from pipeline.register.models.submissions import Form


class BasisDocument(models.Model):
    """A document of somebody else that ours carry out ("Kế hoạch số 336/KH-UBND")."""

    type_name = models.CharField(max_length=100)
    symbol = models.CharField(max_length=50)
    day = models.DateField()
    issuer = models.CharField(max_length=200)
    title = models.CharField(max_length=500)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("symbol", "day"), name="basis_once"),)


class Plan(models.Model):
    """A plan with a period; forms outside the period belong to another plan."""

    code = models.CharField(max_length=40, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    title = models.CharField(max_length=500)
    basis = models.ForeignKey(BasisDocument, on_delete=models.PROTECT)
    period_from = models.DateField()
    period_to = models.DateField()
    #: day of issue as far as the draft knows it (month precision)
    drafted_month = models.DateField()
    #: "Kế hoạch số …" once issued; empty before
    symbol = models.CharField(max_length=50, blank=True)


class EmulationField(Dated):
    """One of the fields in which exemplars are built. Codes are never reused."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="fields")
    code = models.CharField(max_length=10, unique=True)
    label = models.CharField(max_length=100)
    #: the plan's own words
    verbatim = models.CharField(max_length=500)

    class Meta:
        ordering = ("code",)


class Title(models.Model):
    """A danh hiệu thi đua or a hình thức khen thưởng."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    #: "ca_nhan", "tap_the" or both
    subjects = models.JSONField(default=list)
    decided_by = models.CharField(max_length=100)
    rank = models.PositiveIntegerField()

    class Meta:
        ordering = ("rank",)


class RoundKind(models.TextChoices):
    """How often a round comes."""

    ANNUAL = "annual"  # registration of titles and exemplars, one form TD-01 a unit
    QUARTERLY = "quarterly"  # one nominee a unit, form TD-02


class Round(models.Model):
    """One collection of forms: a year's registration or a quarter's nominations."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    #: "2022" or "Q3/2022", as commands and reports name it
    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    year = models.PositiveIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    due = models.DateField()

    class Meta:
        ordering = ("first_day", "kind")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=RoundKind.ANNUAL, quarter__isnull=True)
                | Q(kind=RoundKind.QUARTERLY, quarter__gte=1, quarter__lte=4),
                name="round_quarter_fits_kind",
            ),
        )


class Registration(models.Model):
    """The yearly registration of one unit, from one form."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registrations")
    form = models.OneToOneField(Form, on_delete=models.PROTECT, related_name="registration")
    #: at most one registration of a unit and round counts; later versions wait until a person says so
    counts = models.BooleanField(default=False)
    #: the registration that counts in this one's place
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("round", "unit"), condition=Q(counts=True), name="one_counting_registration"
            ),
        )


class RegistrationRow(models.Model):
    """One person or collective of a registration."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="rows")
    rank = models.PositiveIntegerField()
    collective = models.BooleanField()
    #: as written on the form
    name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    post = models.CharField(max_length=200, blank=True)
    titles = models.ManyToManyField(Title, blank=True)
    fields = models.ManyToManyField(EmulationField, blank=True)
    initiative = models.TextField(blank=True)

    class Meta:
        ordering = ("collective", "rank")


class NominationState(models.TextChoices):
    """Where a nomination stands (domain reference 2.5)."""

    VALID = "hop_le"
    IN_REVIEW = "cho_ra_soat"
    WITHDRAWN = "rut"


class Nomination(models.Model):
    """One person introduced by one unit in one quarter."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="nominations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="nominations")
    form = models.OneToOneField(Form, on_delete=models.PROTECT, related_name="nomination")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=20, choices=NominationState.choices)
    #: the nomination that counts in this one's place
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces")
    #: as written on the form; the register's own spelling is the person's
    name = models.CharField(max_length=100)
    gender = models.CharField(max_length=3, blank=True)
    birth = models.CharField(max_length=10, blank=True)
    ethnic_group = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=200, blank=True)
    achievement = models.TextField(blank=True)
    titles = models.ManyToManyField(Title, blank=True)
    fields = models.ManyToManyField(EmulationField, blank=True)

    class Meta:
        constraints = (
            # R-ONE-01: a second valid nominee of the same unit and quarter is a conflict, never an overwrite.
            models.UniqueConstraint(
                fields=("round", "unit"),
                condition=Q(state=NominationState.VALID),
                name="one_valid_nominee_per_unit_and_round",
            ),
        )
