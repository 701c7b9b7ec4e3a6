"""What papers about a session tell, as plain values: who was there, what was voted, and how it ended."""

from __future__ import annotations

from typing import Any

from pipeline.law.council import Ballot, threshold
from pipeline.programme.council import room_of, votes_of
from pipeline.programme.standing import cap_doubt, doubts_about
from pipeline.programme.voting import ballot_words, share
from pipeline.register.models import Appointment, Attendance, CouncilRole, Session, SessionItem

_ROLES = {
    CouncilRole.CHAIR: "Chủ tịch Hội đồng",
    CouncilRole.VICE_CHAIR: "Phó Chủ tịch Hội đồng",
    CouncilRole.MEMBER: "Ủy viên",
    CouncilRole.SECRETARY: "Ủy viên, Thư ký",
}


def session_table(session: Session) -> dict[str, Any]:
    """A session's members, agenda and results; votes are None before they are counted."""
    attendance = list(session.attendance.select_related("member__person"))
    there = {each.member.person_id for each in attendance if each.present}
    items = list(session.items.select_related("title", "unit", "person", "nomination", "row"))
    room = room_of(session)
    return {
        "code": session.code,
        "day": session.day.isoformat(),
        "place": session.place,
        "begins": session.begins,
        "ends": session.ends,
        "members": [_member(each, session) for each in attendance],
        "counts": {"members": room.members, "present": room.present, "written": room.written},
        "ballots": {"issued": session.issued, "returned": session.returned, "valid": session.valid},
        "ballot": ballot_words(_ballot(session, items)),
        "items": [_item(item, session, there) for item in items],
        "cap": _cap(session),
    }


def _cap(session: Session) -> str | None:
    doubt = cap_doubt(session)
    return None if doubt is None else f"{doubt.rule}: {doubt.sentence}"


def _ballot(session: Session, items: list[SessionItem]) -> Ballot:
    """One secret vote makes the whole session vote by ballot."""
    ways = {threshold(item.title.code, session.day).ballot for item in items}
    return Ballot.SECRET if Ballot.SECRET in ways else Ballot.OPEN


def _member(each: Attendance, session: Session) -> dict[str, Any]:
    person = each.member.person
    return {
        "name": person.full_name,
        "gender": person.gender,
        "post": _post(person.pk, session),
        "role": _ROLES[CouncilRole(each.member.role)],
        "role_code": each.member.role,
        "present": each.present,
        "reason": each.reason,
        "written": each.written_opinion,
    }


def _item(item: SessionItem, session: Session, there: set[int]) -> dict[str, Any]:
    votes = votes_of(item, there)
    rule = threshold(item.title.code, session.day)
    return {
        "rank": item.rank,
        "name": item.name,
        "title": item.title.name,
        "title_code": item.title.code,
        "decided_by": item.title.decided_by,
        "collective": item.collective,
        "unit": item.unit.name,
        "post": _post(item.person_id, session),
        "reason": item.reason,
        "agree": item.agree,
        "disagree": item.disagree,
        "share": None if item.agree is None else share(votes, rule, room_of(session)),
        "needed": f"{rule.numerator}/{rule.parts}",
        "passed": item.passed,
        "doubts": [f"{doubt.rule}: {doubt.sentence}" for doubt in doubts_about(item)],
    }


def _post(person: int | None, session: Session) -> str:
    appointment: Appointment | None = Appointment.objects.on(session.day).filter(person=person).first()
    return appointment.post if appointment else ""
