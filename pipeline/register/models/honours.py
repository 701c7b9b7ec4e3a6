"""What is known of people and units beyond their posts: awards, ratings, initiatives, and what holds them up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pipeline.register.models.issuing import OutgoingEntry
from pipeline.register.models.office import Dated, Person, Unit
from pipeline.register.models.programme import Nomination, Title

_ONE_SUBJECT = Q(person__isnull=False, unit__isnull=True) | Q(person__isnull=True, unit__isnull=False)


class Award(models.Model):
    """A title or commendation somebody was given: a line of the golden book where we gave it.

    `name` is printed; `person` or `unit` says who that is in the register, where it is known (R-NAME-01).
    """

    name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="awards")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="awards")
    #: the unit a person was of; the same as `unit` for a collective
    of_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="awarded")
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="awards")
    #: the year it is for; decided perhaps in the next
    year = models.PositiveIntegerField()
    #: the decision that proves it, "05/QĐ-VPUBND" and its day
    symbol = models.CharField(max_length=50)
    day = models.DateField()
    #: our own decision's line in the outgoing book; null for awards of others and of before
    entry = models.ForeignKey(OutgoingEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="awards")
    #: what it was given for, as the decision prints it
    reason = models.TextField(blank=True)
    #: reward money paid, đồng
    money = models.PositiveBigIntegerField(default=0)
    #: line in the golden book, gapless in each year of decision; null for awards we did not give
    golden_year = models.PositiveIntegerField(null=True, blank=True)
    golden_number = models.PositiveIntegerField(null=True, blank=True)
    handed_over = models.DateField(null=True, blank=True)
    #: why and when it was taken back (luật, hủy bỏ quyết định khen thưởng)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("day", "golden_number", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(unit__isnull=True), name="award_is_of_a_person_or_a_unit"
            ),
            models.UniqueConstraint(
                fields=("person", "title", "year", "symbol"), condition=~Q(person=None), name="award_of_person_once"
            ),
            models.UniqueConstraint(
                fields=("unit", "title", "year", "symbol"), condition=~Q(unit=None), name="award_of_unit_once"
            ),
            models.UniqueConstraint(fields=("golden_year", "golden_number"), name="golden_number_given_once"),
            models.CheckConstraint(
                condition=Q(golden_number__isnull=True) | Q(entry__isnull=False), name="golden_number_has_decision"
            ),
            models.CheckConstraint(condition=Q(revoked_on__isnull=True) | ~Q(revoked_why=""), name="revoking_says_why"),
        )


class GoldenCounter(models.Model):
    """The last line of the golden book in a year; changed only in the transaction that issues a decision."""

    year = models.PositiveIntegerField(unique=True)
    last = models.PositiveIntegerField()


class Rating(models.Model):
    """The yearly rating of a person's work (domain reference 2.3)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ratings")
    year = models.PositiveIntegerField()
    #: HTXS, HTT, HT, KHT
    code = models.CharField(max_length=4)

    class Meta:
        ordering = ("person", "year")
        constraints = (models.UniqueConstraint(fields=("person", "year"), name="one_rating_a_year"),)


class Initiative(models.Model):
    """A recognised initiative or an accepted scientific work of a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="initiatives")
    year = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    #: "sang_kien" or "khoa_hoc", as conditions name their claims
    kind = models.CharField(max_length=20)
    #: the paper that recognises it
    symbol = models.CharField(max_length=50, blank=True)
    #: the award it has been used for; using it again is R-SK-REUSE
    used_for = models.ForeignKey(Award, null=True, blank=True, on_delete=models.SET_NULL, related_name="initiatives")

    class Meta:
        ordering = ("person", "year", "id")


class Hold(Dated):
    """Why nothing may be proposed for somebody now: discipline, investigation, a complaint (R-HOLD)."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="holds")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="holds")
    #: a discipline of domain reference 2.4, or "DIEUTRA", "DONTHU"
    kind = models.CharField(max_length=20)
    #: the paper that says so
    symbol = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ("valid_from", "id")
        constraints = (models.CheckConstraint(condition=_ONE_SUBJECT, name="hold_has_one_subject"),)


class TextMark(models.Model):
    """A few hashes of an achievement's word groups: texts that are nearly the same share at least one.

    Kept so that a new text is compared with the few it may equal and not with all of them (`screening.likeness`).
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="marks")
    mark = models.BigIntegerField(db_index=True)
