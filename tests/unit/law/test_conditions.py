"""Conditions of titles by date, against the tables of the domain reference (4.2, 4.5)."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.law import own
from pipeline.law.conditions import (
    Candidate,
    Collective,
    ShareRounding,
    Stage,
    condition_rules,
    conditions_on,
    failures,
    most_allowed,
    share_of,
)
from pipeline.law.files import Evidence
from pipeline.law.screening import Severity

OLD, NEW, NEXT = date(2022, 12, 20), date(2024, 12, 20), date(2026, 12, 20)
LDTT_AWARDED = (6, 7, 13, 14, 20, 33, 34, 47, 60, 87)


def failed(award, candidate, on):
    return [failure.rule.code for failure in failures(award, candidate, on=on)]


@pytest.mark.parametrize(
    ("rounding", "allowed"),
    [
        (ShareRounding.FLOOR, (0, 1, 1, 2, 3, 4, 5, 7, 9, 13)),
        (ShareRounding.HALF_UP, (1, 1, 2, 2, 3, 5, 5, 7, 9, 13)),
    ],
)
def test_fifteen_in_a_hundred_is_a_whole_number_of_people(rounding, allowed):
    assert tuple(share_of(count, 15, rounding) for count in LDTT_AWARDED) == allowed


def test_the_cap_on_base_level_fighters_ends_with_the_old_law():
    rule, most = most_allowed("CSTDCS", {"LDTT": 47}, on=OLD)

    assert (rule.code, most) == ("R-CSTDCS-CAP", 7)
    assert most_allowed("CSTDCS", {"LDTT": 47}, on=NEW) is None


@pytest.mark.parametrize(
    ("claims", "rating", "old", "new"),
    [
        (set(), "HTXS", ["R-CSTDCS-ANY"], []),
        ({"sang_kien"}, "HTT", [], []),
        (set(), "HTT", ["R-CSTDCS-ANY"], ["R-CSTDCS-ANY"]),
        ({"khoa_hoc"}, "HT", ["R-LDTT-RATE"], ["R-LDTT-RATE"]),
        ({"sang_kien"}, None, ["R-LDTT-RATE"], ["R-LDTT-RATE"]),
    ],
)
def test_a_base_level_fighter_needs_an_initiative_before_2024_and_one_of_three_things_after(claims, rating, old, new):
    who = Candidate(year=2022, rating=rating, claims=frozenset(claims))

    assert sorted(failed("CSTDCS", who, OLD)) == old
    assert sorted(failed("CSTDCS", who, NEW)) == new


def test_the_conditions_of_the_law_of_2026_sleep_until_somebody_vouches_for_them(tmp_path):
    who = Candidate(year=2026, rating="HTXS")
    assert failed("CSTDCS", who, NEXT) == []
    own.use(tmp_path)
    try:
        given = own.Confirmation("conditions.toml", "R-CSTDCS-ALL", date(2026, 10, 1), "Trần Thị Ví Dụ", NEXT)
        own.confirm("conditions.toml", condition_rules(), given)

        assert failed("CSTDCS", who, NEXT) == ["R-CSTDCS-ALL"]
        assert failed("CSTDCS", Candidate(year=2026, rating="HTXS", claims=frozenset({"sang_kien"})), NEXT) == []
    finally:
        own.use(None)


@pytest.mark.parametrize(
    ("years", "met"), [({2021, 2022, 2023}, True), ({2020, 2021, 2023}, False), ({2022, 2023}, False), (set(), False)]
)
def test_three_titles_must_follow_one_another_without_a_gap(years, met):
    who = Candidate(year=2024, titles={"CSTDCS": frozenset(years)})

    assert (failed("CSTDT", who, NEW) == []) is met


def test_a_failure_names_what_was_found_and_what_is_wanted():
    who = Candidate(year=2024, titles={"CSTDCS": frozenset({2021, 2023})})

    (failure,) = failures("CSTDT", who, on=NEW)

    assert (failure.found, failure.wanted) == ("CSTDCS: 2021, 2023", "CSTDCS: 2021, 2022, 2023")


@pytest.mark.parametrize(
    ("members", "old_least", "new_least"), [(7, 4, 5), (8, 5, 6), (9, 5, 7), (10, 6, 7), (12, 7, 9)]
)
def test_the_share_of_good_workers_in_a_collective(members, old_least, new_least):
    def least(on):
        return next(
            n for n in range(members + 1) if not failed("TTLDTT", Collective(members=members, with_={"LDTT": n}), on)
        )

    assert (least(OLD), least(NEW)) == (old_least, new_least)


def test_an_outstanding_collective_needs_everybody_and_a_fighter():
    whole = Collective(members=10, with_={"LDTT": 7, "HT": 10, "CSTDCS": 1})
    lacking = Collective(members=10, with_={"LDTT": 6, "HT": 9}, discipline="CANHCAO")

    assert failed("TTLDXS", whole, OLD) == []
    assert sorted(failed("TTLDXS", lacking, OLD)) == ["R-TT-ALL-XS", "R-TT-CLEAN-XS", "R-TT-ONE-XS", "R-TT-SHARE-XS"]
    assert sorted(failed("TTLDXS", lacking, NEW)) == ["R-TT-ALL-XS", "R-TT-ONE-XS", "R-TT-SHARE-XS"]


def test_a_light_discipline_does_not_hurt_a_collective():
    assert failed("TTLDTT", Collective(members=4, with_={"LDTT": 4}, discipline="KHIENTRACH"), OLD) == []


def test_five_months_of_service_are_too_few():
    assert "R-LDTT-6M" in failed("LDTT", Candidate(year=2025, rating="HTT", months=5), date(2025, 12, 20))
    assert failed("LDTT", Candidate(year=2025, rating="HTT", months=6), date(2025, 12, 20)) == []


def test_what_nobody_verified_never_blocks():
    rules = {(rule.code, rule.period.start): rule for rule in condition_rules().condition}

    unsure = rules["R-LDTT-6M", date(2014, 6, 1)]
    sure = rules["R-LDTT-6M", date(2025, 8, 5)]

    assert (unsure.evidence, unsure.weight(Stage.DECISION)) == (Evidence.MEMORY, Severity.WARN)
    assert sure.weight(Stage.DECISION) is Severity.ERROR


def test_every_award_the_chief_decides_has_conditions_on_every_day_of_the_plan():
    for award in ("LDTT", "CSTDCS", "TTLDTT"):
        for year in range(2021, 2027):
            assert conditions_on(award, date(year, 11, 1))
