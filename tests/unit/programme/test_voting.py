"""Votes are counted in whole numbers: what adds up, what suffices, who keeps out (domain reference 4.4)."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.errors import QuorumNotMet, VotesDoNotAddUp
from pipeline.law.council import quorum, threshold
from pipeline.programme.voting import Ballots, Room, Votes, check_ballots, check_quorum, check_votes, passes, share

DAY = dt.date(2022, 12, 20)


def room(members: int, present: int | None = None, written: int = 0) -> Room:
    return Room(members=members, present=members if present is None else present, written=written)


@pytest.mark.parametrize(
    ("members", "two_thirds", "eighty", "ninety"),
    [(5, 4, 4, 5), (7, 5, 6, 7), (9, 6, 8, 9), (11, 8, 9, 10), (13, 9, 11, 12), (15, 10, 12, 14)],
)
def test_the_fewest_votes_that_suffice(members: int, two_thirds: int, eighty: int, ninety: int) -> None:
    for award, least in (("GK", two_thirds), ("BK_TINH", eighty), ("CSTDT", ninety)):
        rule = threshold(award, DAY)
        assert rule.least(members) == least
        assert passes(Votes("x", least, members - least), rule, room(members))
        assert not passes(Votes("x", least - 1, members - least + 1), rule, room(members))


def test_absent_members_count_in_the_whole() -> None:
    assert not passes(Votes("x", 5, 0), threshold("GK", DAY), room(9, present=5))


def test_a_member_voted_about_is_left_out_of_the_whole() -> None:
    rule = threshold("CSTDT", DAY)

    assert passes(Votes("x", 6, 0, own=True), rule, room(7))
    assert not passes(Votes("x", 6, 0), rule, room(7))


@pytest.mark.parametrize("ballots", [Ballots(8, 7, 7), Ballots(7, 8, 7), Ballots(7, 6, 7), Ballots(7, 7, -1)], ids=str)
def test_ballots_that_do_not_add_up_are_refused_with_the_numbers(ballots: Ballots) -> None:
    with pytest.raises(VotesDoNotAddUp, match=str(ballots.issued)):
        check_ballots(ballots, room(7))


def test_a_written_opinion_is_a_ballot_of_somebody_absent() -> None:
    check_ballots(Ballots(7, 7, 7), room(8, present=6, written=1))


@pytest.mark.parametrize(("agree", "disagree"), [(6, 0), (8, 0), (7, 1), (-1, 8)])
def test_votes_about_a_person_must_be_as_many_as_the_valid_ballots(agree: int, disagree: int) -> None:
    with pytest.raises(VotesDoNotAddUp, match=r"Giàng A Mẫu.*7"):
        check_votes(Votes("Giàng A Mẫu", agree, disagree), Ballots(7, 7, 7))


def test_too_few_members_decide_nothing() -> None:
    check_quorum(room(9, present=6), quorum(DAY))
    with pytest.raises(QuorumNotMet, match=r"5.*9.*6"):
        check_quorum(room(9, present=5), quorum(DAY))


@pytest.mark.parametrize(
    ("agree", "members", "printed"), [(5, 6, "83,33"), (2, 3, "66,67"), (7, 7, "100"), (1, 2, "50")]
)
def test_the_share_is_printed_with_two_decimals_at_most(agree: int, members: int, printed: str) -> None:
    assert share(Votes("x", agree, 0), threshold("GK", DAY), room(members)) == printed
