"""The Council's work: members, sessions, agendas, votes, results (plan III, REQ-024, REQ-025; domain reference 4.4).

A session is planned, gets its agenda from the round it is about and from what the Council itself introduces, is counted
and closed. Closed, it never changes: decisions are drafted from its results.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from pipeline.errors import (
    NoCouncil,
    NoSuchMember,
    NoSuchSession,
    NotNominated,
    SessionClosed,
    TitleNotForSubject,
    VotesDoNotAddUp,
    VotesMissing,
)
from pipeline.law.codes import Kind, Subject
from pipeline.law.council import Denominator, quorum, threshold
from pipeline.messages import _
from pipeline.programme.voting import Ballots, Room, Votes, check_ballots, check_quorum, check_votes, passes
from pipeline.register import audit
from pipeline.register.models import (
    Appointment,
    Attendance,
    CouncilMember,
    CouncilRole,
    Nomination,
    NominationState,
    Person,
    RegistrationRow,
    Round,
    RoundKind,
    Session,
    SessionItem,
    SessionState,
    Title,
    Unit,
)

#: what a quarter's exemplars are proposed for
COMMENDATION = "GK"


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a member is not there, and whether a written opinion came."""

    reason: str
    written: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted: the ballots, and for each item (by its rank) the agreeing and the disagreeing votes."""

    ballots: Ballots
    votes: Mapping[int, tuple[int, int]]
    absent: Mapping[str, Absence] = field(default_factory=dict)


def members_on(day: dt.date) -> list[CouncilMember]:
    """The members on `day`, the chair first."""
    order = [role.value for role in CouncilRole]
    found = CouncilMember.objects.on(day).select_related("person")
    return sorted(found, key=lambda member: (order.index(member.role), member.pk))


def appoint(person: Person, role: CouncilRole, *, since: dt.date, symbol: str, who: str) -> CouncilMember:
    """Make a person a member from `since` on, by the decision `symbol`; an earlier membership ends the day before."""
    with transaction.atomic():
        earlier = CouncilMember.objects.on(since).filter(person=person).exclude(symbol=symbol)
        earlier.update(valid_to=since - dt.timedelta(days=1))
        member, _new = CouncilMember.objects.update_or_create(
            person=person, symbol=symbol, defaults={"role": role, "valid_from": since, "valid_to": None}
        )
        audit.append(who, "member-appointed", f"council:{person.staff_id}", role=role.value, symbol=symbol)
    return member


def find_session(code: str) -> Session:
    """The session called `code`; raises `NoSuchSession`."""
    session = Session.objects.select_related("round").filter(code=code).first()
    if session is None:
        raise NoSuchSession(session=code)
    return session


def plan_session(round_: Round | None, *, day: dt.date, place: str, begins: str = "", who: str) -> Session:
    """A session on `day` with what `round_` brings on its agenda; raises `NoCouncil` without members on that day."""
    if not members_on(day):
        raise NoCouncil(day=f"{day:%d/%m/%Y}")
    with transaction.atomic():
        number = Session.objects.filter(day=day).count() + 1
        code = f"HD-{day.isoformat()}" + (f"-{number}" if number > 1 else "")
        session = Session.objects.create(code=code, round=round_, day=day, place=place, begins=begins)
        if round_ is not None:
            _bring(session, round_)
        audit.append(who, "session-planned", f"session:{code}", items=session.items.count())
    return session


def introduce(session: Session, title: Title, subject: Person | Unit, reason: str, *, who: str) -> SessionItem:
    """The Council itself puts a leader or a collective on the agenda (REQ-025).

    Raises `SessionClosed`, or `TitleNotForSubject` for a title that somebody of that kind cannot have.
    """
    with transaction.atomic():
        session = _planned(session)
        collective = isinstance(subject, Unit)
        wanted = Subject.COLLECTIVE if collective else Subject.PERSON
        if wanted not in title.subjects:
            subjects = _("collectives") if Subject.COLLECTIVE in title.subjects else _("persons")
            raise TitleNotForSubject(title=title.name, who=_name(subject), subjects=subjects)
        unit = subject if isinstance(subject, Unit) else _unit_of(subject, session.day)
        item = SessionItem.objects.create(
            session=session,
            rank=_next_rank(session),
            title=title,
            year=session.round.year if session.round else session.day.year,
            person=None if isinstance(subject, Unit) else subject,
            unit=unit,
            collective=collective,
            name=_name(subject),
            reason=reason,
        )
        audit.append(who, "introduced", f"session:{session.code}", rank=item.rank, title=title.code)
    return item


def room_of(session: Session) -> Room:
    """Who could vote in a session: the members of its day, and those of them who were there."""
    attendance = list(session.attendance.all())
    present = sum(each.present for each in attendance)
    written = sum(each.written_opinion for each in attendance)
    return Room(members=len(attendance), present=present, written=written)


def close(session: Session, count: Count, *, ends: str = "", who: str) -> Session:
    """Enter what was counted, decide each item, and close the session for good.

    Raises `SessionClosed`, `NoSuchMember`, `QuorumNotMet`, `VotesDoNotAddUp`, `NotNominated` for votes about somebody
    who is not on the agenda, `VotesMissing`; then nothing has changed.
    """
    with transaction.atomic():
        session = _planned(session)
        _attend(session, count.absent)
        room = room_of(session)
        check_quorum(room, quorum(session.day))
        check_ballots(count.ballots, room)
        items = list(session.items.select_related("title", "person"))
        _check_agenda(session, items, count.votes)
        for item in items:
            _decide(session, item, count, room)
        SessionItem.objects.bulk_update(items, ["agree", "disagree", "passed"])
        session.issued, session.returned, session.valid = (
            count.ballots.issued,
            count.ballots.returned,
            count.ballots.valid,
        )
        session.state, session.ends = SessionState.HELD, ends
        session.save()
        results = {str(item.rank): item.passed for item in items}
        audit.append(who, "session-closed", f"session:{session.code}", results=results, members=room.members)
    return session


def votes_of(item: SessionItem, members: Container[int]) -> Votes:
    """The votes about an item; `members` are the persons (by id) who sat in the session."""
    own = item.person_id is not None and item.person_id in members
    return Votes(name=item.name, agree=item.agree or 0, disagree=item.disagree or 0, own=own)


# Agendas


def _bring(session: Session, round_: Round) -> None:
    if round_.kind == RoundKind.QUARTERLY:
        commendation = Title.objects.get(code=COMMENDATION)
        nominations = round_.nominations.filter(state=NominationState.VALID).select_related("person", "unit")
        items = [_item_of_nomination(session, each, commendation) for each in nominations.order_by("unit__rank", "pk")]
    else:
        rows = RegistrationRow.objects.filter(registration__round=round_, registration__counts=True)
        rows = rows.select_related("registration__unit", "person").prefetch_related("titles")
        ordered = rows.order_by("registration__unit__rank", "collective", "rank")
        items = [_item_of_row(session, row, title) for row in ordered for title in _titles_of(row)]
    for rank, item in enumerate(items, start=1):
        item.rank = rank
    SessionItem.objects.bulk_create(items)


def _titles_of(row: RegistrationRow) -> list[Title]:
    wanted = Subject.COLLECTIVE if row.collective else Subject.PERSON
    return [title for title in row.titles.all() if title.kind == Kind.TITLE and wanted in title.subjects]


def _item_of_nomination(session: Session, nomination: Nomination, title: Title) -> SessionItem:
    return SessionItem(
        session=session,
        title=title,
        year=nomination.round.year,
        person=nomination.person,
        unit=nomination.unit,
        name=nomination.person.full_name if nomination.person else nomination.name,
        reason=nomination.achievement,
        nomination=nomination,
    )


def _item_of_row(session: Session, row: RegistrationRow, title: Title) -> SessionItem:
    return SessionItem(
        session=session,
        title=title,
        year=row.registration.round.year,
        person=row.person,
        unit=row.registration.unit,
        collective=row.collective,
        name=row.person.full_name if row.person else row.name,
        reason=row.initiative,
        row=row,
    )


def _next_rank(session: Session) -> int:
    last: int | None = session.items.aggregate(last=Max("rank"))["last"]
    return (last or 0) + 1


def _name(subject: Person | Unit) -> str:
    return subject.name if isinstance(subject, Unit) else subject.full_name


def _unit_of(person: Person, day: dt.date) -> Unit:
    appointment: Appointment | None = Appointment.objects.on(day).filter(person=person).select_related("unit").first()
    if appointment is None:
        raise NoSuchMember(who=person.full_name, day=f"{day:%d/%m/%Y}")
    return appointment.unit


# Votes


def _planned(session: Session) -> Session:
    """The session, locked; raises `SessionClosed`."""
    locked = Session.objects.select_for_update(of=("self",)).select_related("round").get(pk=session.pk)
    if locked.state != SessionState.PLANNED:
        raise SessionClosed(session=session.code)
    return locked


def _attend(session: Session, absent: Mapping[str, Absence]) -> None:
    members = members_on(session.day)
    known = {member.person.staff_id for member in members}
    for staff_id in absent:
        if staff_id not in known:
            raise NoSuchMember(who=staff_id, day=f"{session.day:%d/%m/%Y}")
    rows = []
    for member in members:
        absence = absent.get(member.person.staff_id)
        reason, written = (absence.reason, absence.written) if absence else ("", False)
        rows.append(
            Attendance(session=session, member=member, present=absence is None, reason=reason, written_opinion=written)
        )
    session.attendance.all().delete()
    Attendance.objects.bulk_create(rows)


def _check_agenda(session: Session, items: Sequence[SessionItem], votes: Mapping[int, tuple[int, int]]) -> None:
    ranks = {item.rank for item in items}
    for rank in votes:
        if rank not in ranks:
            raise NotNominated(who=rank, title=session.code)
    missing = [item.name for item in items if item.rank not in votes]
    if missing:
        raise VotesMissing(names=", ".join(missing))


def _decide(session: Session, item: SessionItem, count: Count, room: Room) -> None:
    item.agree, item.disagree = count.votes[item.rank]
    rule = threshold(item.title.code, session.day)
    there = session.attendance.filter(present=True).values_list("member__person_id", flat=True)
    votes = votes_of(item, set(there))
    check_votes(votes, count.ballots)
    if rule.of is Denominator.ALL and votes.agree > room.members:
        raise VotesDoNotAddUp(problem=f"{item.name}: {votes.agree} > {room.members}")
    item.passed = passes(votes, rule, room)
