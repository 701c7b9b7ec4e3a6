"""Who the office is: the issuing body, its units, people, appointments and recipients, each with its dates."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from pipeline.vietnamese.text import fold


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from a day to a day, both inclusive; an open end is null."""

    def on(self, day: dt.date) -> Self:
        """Only the rows in force on `day`."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Dated(models.Model):
    """A row with a first and a last day."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Body(Dated):
    """An issuing body. Known by its key, never by its name: a merger may keep the name and change the body."""

    key = models.CharField(max_length=40, unique=True)
    #: full official name, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
    name = models.CharField(max_length=200)
    #: as used inside sentences, "Văn phòng UBND tỉnh Lào Cai"
    short_name = models.CharField(max_length=200)
    #: upper line of the letterhead (direct superior), "UBND TỈNH LÀO CAI"
    letterhead_parent = models.CharField(max_length=200)
    #: lower line of the letterhead, "VĂN PHÒNG"
    letterhead_name = models.CharField(max_length=200)
    #: second part of a symbol, "VPUBND"
    abbreviation = models.CharField(max_length=30)
    #: địa danh printed before the date, "Lào Cai"
    place = models.CharField(max_length=100)
    #: who decides in a quyết định, "CHÁNH VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH LÀO CAI"
    deciding_authority = models.CharField(max_length=200)
    #: unit that drafts, printed in "Lưu: VT, …"
    drafting_unit = models.CharField(max_length=30)
    #: the office file it was loaded from last
    office_file = models.CharField(max_length=1000, blank=True)


class Unit(Dated):
    """A phòng, ban or đơn vị of the office."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    #: place in every list of units
    rank = models.PositiveIntegerField()
    #: whether it must introduce somebody each quarter (the leaders of the office do not, plan III)
    nominates = models.BooleanField(default=True)

    class Meta:
        ordering = ("rank", "code")


class UnitAlias(models.Model):
    """Another way a unit is written on forms."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "alias"), name="unit_alias_once"),)


class UnitSuccession(models.Model):
    """A unit became another one (tách, nhập, đổi tên, giải thể) on a day."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=20)
    day = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="unit_does_not_succeed_itself"),
        )


class Person(models.Model):
    """Somebody the office knows. The name is printed exactly as it stands here; it is not the identity."""

    staff_id = models.CharField(max_length=40, unique=True)
    full_name = models.CharField(max_length=100)
    #: folded name for searching only (one tone mark is another person)
    search_name = models.CharField(max_length=100, db_index=True, editable=False)
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=3, blank=True)
    ethnic_group = models.CharField(max_length=40, blank=True)

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Keep the search column in step with the name."""
        self.search_name = fold(self.full_name)
        super().save(*args, **kwargs)


class Appointment(Dated):
    """A person holds a post in a unit for a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField(max_length=100)
    #: order of posts in lists: a head before a deputy before a specialist
    rank = models.PositiveIntegerField(default=100)
    #: lines above the signature ("CHÁNH VĂN PHÒNG"); empty when this post signs nothing
    signs_as = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("rank", "id")


class Recipient(models.Model):
    """One line of Nơi nhận."""

    key = models.CharField(max_length=40, unique=True)
    #: as printed, "Ban TĐKT tỉnh"
    printed = models.CharField(max_length=200)
    full_name = models.CharField(max_length=200, blank=True)


class RecipientGroup(models.Model):
    """The Nơi nhận of a kind of document, in order."""

    #: kind of document (`ke_hoach`, `qd_giay_khen` …)
    kind = models.CharField(max_length=40, unique=True)
    recipients = models.ManyToManyField(Recipient, through="RecipientGroupMember")


class RecipientGroupMember(models.Model):
    """A recipient's place in a group."""

    group = models.ForeignKey(RecipientGroup, on_delete=models.CASCADE, related_name="members")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT)
    rank = models.PositiveIntegerField()

    class Meta:
        ordering = ("rank",)
        constraints = (models.UniqueConstraint(fields=("group", "rank"), name="recipient_rank_once"),)
