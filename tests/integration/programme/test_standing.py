"""How those on an agenda stand by the conditions of their titles, as far as the register knows."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.home import Home
from pipeline.programme.council import appoint, introduce, plan_session
from pipeline.programme.standing import cap_doubt, doubts_about
from pipeline.register.models import (
    Appointment,
    Award,
    CouncilRole,
    Hold,
    Initiative,
    Person,
    Rating,
    Session,
    SessionItem,
    Title,
    Unit,
)

pytestmark = pytest.mark.django_db

CLERK = "Vàng Văn Mẫu"


@pytest.fixture
def session(example_office: Home) -> Session:
    chair = Person.objects.get(staff_id="CB01")
    appoint(chair, CouncilRole.CHAIR, since=dt.date(2021, 1, 1), symbol="07/QĐ-VPUBND", who=CLERK)
    return plan_session(None, day=dt.date(2022, 12, 20), place="-", who=CLERK)


def propose(session: Session, staff_id: str, code: str) -> SessionItem:
    return introduce(session, Title.objects.get(code=code), Person.objects.get(staff_id=staff_id), "", who=CLERK)


def rules(item: SessionItem) -> set[str]:
    return {doubt.rule for doubt in doubts_about(item)}


def test_a_fighter_without_rating_and_initiative_is_doubted_by_both(session: Session) -> None:
    assert rules(propose(session, "CB10", "CSTDCS")) == {"R-LDTT-RATE", "R-CSTDCS-ANY"}


def test_what_the_register_knows_answers_the_conditions(session: Session) -> None:
    person = Person.objects.get(staff_id="CB10")
    Rating.objects.create(person=person, year=2022, code="HTT")
    Initiative.objects.create(person=person, year=2022, name="Sổ tay trình ký", kind="sang_kien")

    assert rules(propose(session, "CB10", "CSTDCS")) == set()


def test_a_provincial_fighter_needs_three_years_in_a_row_by_decision(session: Session) -> None:
    person = Person.objects.get(staff_id="CB10")
    for year in (2019, 2020, 2021):
        assert rules(SessionItem.objects.filter(title__code="CSTDT").first() or propose(session, "CB10", "CSTDT")) == {
            "R-PRIOR-3"
        }
        title = Title.objects.get(code="CSTDCS")
        Award.objects.create(person=person, title=title, year=year, symbol=f"{year}/QĐ", day=dt.date(year, 12, 30))

    assert rules(session.items.get(title__code="CSTDT")) == set()


def test_a_collective_is_measured_by_its_people_in_the_same_session(session: Session) -> None:
    unit = Unit.objects.get(code="TH")
    members = list(Appointment.objects.on(session.day).filter(unit=unit).values_list("person__staff_id", flat=True))
    item = introduce(session, Title.objects.get(code="TTLDTT"), unit, "", who=CLERK)
    assert rules(item) == {"R-TT-SHARE"}

    for staff_id in members[: len(members) // 2 + 1]:
        propose(session, staff_id, "LDTT")
    assert rules(item) == set()

    person = Person.objects.get(staff_id=members[0])
    Hold.objects.create(person=person, kind="CANHCAO", valid_from=dt.date(2022, 5, 1))
    assert rules(item) == {"R-TT-CLEAN"}


def test_more_fighters_than_fifteen_in_a_hundred_are_pointed_out_with_the_numbers(session: Session) -> None:
    for number in range(4, 17):
        propose(session, f"CB{number:02d}", "LDTT")
    propose(session, "CB10", "CSTDCS")
    assert cap_doubt(session) is None

    propose(session, "CB11", "CSTDCS")
    doubt = cap_doubt(session)

    assert doubt is not None
    assert (doubt.rule, doubt.severity) == ("R-CSTDCS-CAP", "warn")
    assert "đề nghị 2 CSTDCS trên 13 LDTT; 15% chỉ cho phép 1" in doubt.sentence


def test_an_initiative_that_has_won_a_title_counts_no_second_time(session: Session) -> None:
    person = Person.objects.get(staff_id="CB10")
    award = Award.objects.create(
        person=person, title=Title.objects.get(code="CSTDCS"), year=2021, symbol="1/QĐ", day=dt.date(2021, 12, 30)
    )
    Initiative.objects.create(person=person, year=2021, name="Sổ tay trình ký", kind="sang_kien", used_for=award)

    (doubt,) = doubts_about(propose(session, "CB10", "BK_TINH"))

    assert doubt.rule == "R-SK-REUSE"
    assert "Sổ tay trình ký" in doubt.sentence


def test_one_achievement_is_not_commended_twice(session: Session) -> None:
    person, commendation = Person.objects.get(staff_id="CB10"), Title.objects.get(code="GK")
    item = introduce(session, commendation, person, "Rút ngắn thời gian trình ký.", who=CLERK)
    assert rules(item) == set()

    day = dt.date(2022, 10, 5)
    Award.objects.create(
        person=person, title=commendation, year=2022, symbol="03/QĐ", day=day, reason="rút ngắn thời gian trình ký."
    )

    assert rules(item) == {"R-MONEY-02"}
