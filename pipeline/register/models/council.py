"""The Council: its members by date, its sessions, what was put to the vote, and how the votes were cast."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pipeline.register.models.office import Dated, Person, Unit
from pipeline.register.models.programme import Nomination, RegistrationRow, Round, Title


class CouncilRole(models.TextChoices):
    """What a member is in the Council."""

    CHAIR = "chu_tich"
    VICE_CHAIR = "pho_chu_tich"
    MEMBER = "uy_vien"
    SECRETARY = "thu_ky"  # a member, too


class CouncilMember(Dated):
    """A person is a member for a time, by a decision."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=CouncilRole.choices)
    #: the decision that names the members, "07/QĐ-VPUBND"
    symbol = models.CharField(max_length=50)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("person", "symbol"), name="member_once_in_a_decision"),)


class SessionState(models.TextChoices):
    """Where a session stands."""

    PLANNED = "planned"  # the agenda may still change
    HELD = "held"  # counted and closed: nothing about it changes any more


class Session(models.Model):
    """A session of the Council (phiên họp)."""

    #: "HD-2022-12-20", as commands name it
    code = models.CharField(max_length=30, unique=True)
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    day = models.DateField()
    place = models.CharField(max_length=200)
    begins = models.CharField(max_length=20, blank=True)
    ends = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    #: ballots handed out, given back, valid; null before they are counted
    issued = models.PositiveIntegerField(null=True, blank=True)
    returned = models.PositiveIntegerField(null=True, blank=True)
    valid = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("day", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(issued__isnull=True)
                | (Q(returned__lte=F("issued")) & Q(valid__lte=F("returned")) & Q(valid__isnull=False)),
                name="ballots_add_up",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(valid__isnull=False), name="held_session_was_counted"
            ),
        )


class Attendance(models.Model):
    """A member at a session: there, or absent with a reason and perhaps a written opinion."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="attendance")
    present = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    written_opinion = models.BooleanField(default=False)

    class Meta:
        ordering = ("member_id",)
        constraints = (models.UniqueConstraint(fields=("session", "member"), name="member_once_in_a_session"),)


class SessionItemQuerySet(models.QuerySet["SessionItem"]):
    """Awards put to the vote."""

    def granted(self, round_: Round) -> SessionItemQuerySet:
        """Those that closed sessions about `round_` granted, in the order of their agendas."""
        held = self.filter(session__state=SessionState.HELD, session__round=round_, passed=True)
        wanted = ("title", "person", "unit", "session", "nomination__round", "row__registration__round")
        return held.select_related(*wanted).order_by("session__day", "rank")


def was_held(round_: Round) -> bool:
    """Whether the Council has decided about `round_`."""
    return Session.objects.filter(round=round_, state=SessionState.HELD).exists()


class SessionItem(models.Model):
    """An award for somebody put to the vote."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    rank = models.PositiveIntegerField()
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="items")
    #: the year the award is for
    year = models.PositiveIntegerField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="items")
    collective = models.BooleanField(default=False)
    #: as minutes and decisions print it
    name = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    nomination = models.ForeignKey(Nomination, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    row = models.ForeignKey(RegistrationRow, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    #: votes; null before they are counted
    agree = models.PositiveIntegerField(null=True, blank=True)
    disagree = models.PositiveIntegerField(null=True, blank=True)
    #: whether the award was granted; null before the session is closed
    passed = models.BooleanField(null=True, blank=True)

    objects = SessionItemQuerySet.as_manager()

    class Meta:
        ordering = ("rank",)
        constraints = (
            models.UniqueConstraint(fields=("session", "rank"), name="item_rank_once"),
            models.UniqueConstraint(
                fields=("session", "title", "person"), condition=Q(collective=False), name="person_once_on_the_agenda"
            ),
            models.UniqueConstraint(
                fields=("session", "title", "unit"), condition=Q(collective=True), name="unit_once_on_the_agenda"
            ),
        )
