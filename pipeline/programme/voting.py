"""Counting votes, in whole numbers only (domain reference 4.4): who may vote, what adds up, what suffices.

Issued = returned + not returned; returned = valid + invalid; valid = agree + disagree of each item, less the member
who is voted about and keeps out of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import QuorumNotMet, VotesDoNotAddUp
from pipeline.law.council import Ballot, Denominator, Quorum, Threshold
from pipeline.messages import _


@dataclass(frozen=True, slots=True)
class Ballots:
    """What became of the ballots of a session; in an open vote the hands are counted like ballots."""

    issued: int
    returned: int
    valid: int

    @property
    def invalid(self) -> int:
        """Given back, and not valid."""
        return self.returned - self.valid


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes about one item; `own`: the item is about a member, who does not vote on it."""

    name: str
    agree: int
    disagree: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """Who could vote: all members, those there, and absent ones who wrote their opinion."""

    members: int
    present: int
    written: int


def check_quorum(room: Room, rule: Quorum) -> None:
    """Raise `QuorumNotMet` where too few members are there to decide anything."""
    if not rule.met(room.present, room.members):
        least = -(-room.members * rule.numerator // rule.parts)
        raise QuorumNotMet(present=room.present, members=room.members, least=least, law=rule.source)


def check_ballots(ballots: Ballots, room: Room) -> None:
    """Raise `VotesDoNotAddUp` where there are more ballots than voters, or fewer than were given back."""
    voters = room.present + room.written
    if ballots.issued > voters:
        raise _wrong(_("{issued} ballots were handed out to {voters} voters"), issued=ballots.issued, voters=voters)
    if not 0 <= ballots.valid <= ballots.returned <= ballots.issued:
        problem = _("{issued} handed out, {returned} given back, {valid} valid")
        raise _wrong(problem, issued=ballots.issued, returned=ballots.returned, valid=ballots.valid)


def check_votes(votes: Votes, ballots: Ballots) -> None:
    """Raise `VotesDoNotAddUp` where the votes about an item are not as many as the valid ballots."""
    expected = ballots.valid - votes.own
    if min(votes.agree, votes.disagree) < 0 or votes.agree + votes.disagree != expected:
        problem = _("{name}: {agree} agree and {disagree} disagree, of {expected} valid ballots")
        raise _wrong(problem, name=votes.name, agree=votes.agree, disagree=votes.disagree, expected=expected)


def whole(rule: Threshold, room: Room, *, own: bool) -> int:
    """The number of members of whom the share is taken; the one voted about is left out."""
    voters = room.members
    if rule.of is Denominator.PRESENT:
        voters = room.present + (room.written if rule.absent_written else 0)
    return voters - own


def passes(votes: Votes, rule: Threshold, room: Room) -> bool:
    """Whether the votes suffice."""
    return rule.passed(votes.agree, whole(rule, room, own=votes.own))


def share(votes: Votes, rule: Threshold, room: Room) -> str:
    """The agreeing share as minutes print it: in a hundred, two decimals at most, a comma: "83,33"."""
    of = whole(rule, room, own=votes.own)
    hundredths = (votes.agree * 10_000 + of // 2) // of if of else 0
    number = f"{hundredths // 100},{hundredths % 100:02d}"
    return number.rstrip("0").rstrip(",")


def ballot_words(ballot: Ballot) -> str:
    """How a vote is taken, as minutes print it."""
    return "bỏ phiếu kín" if ballot is Ballot.SECRET else "biểu quyết công khai"


def _wrong(problem: str, **facts: object) -> VotesDoNotAddUp:
    return VotesDoNotAddUp(problem=problem.format(**facts))
