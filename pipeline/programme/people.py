"""Finding the unit and the person a form speaks of. Nobody is ever bent onto a list: no exact match is no match."""

from __future__ import annotations

import datetime as dt

from pipeline.register.models import Appointment, Person, Unit, UnitAlias
from pipeline.vietnamese.text import match_key


def find_unit(written: str) -> Unit | None:
    """The unit whose code, name or alias reads the same as `written`, tone placement and dashes levelled."""
    if not written:
        return None
    wanted = match_key(written)
    for unit in Unit.objects.all():
        if wanted in (match_key(unit.code), match_key(unit.name)):
            return unit
    for alias in UnitAlias.objects.select_related("unit"):
        if match_key(alias.alias) == wanted:
            return alias.unit
    return None


def find_person(written: str, birth: str, unit: Unit | None, day: dt.date) -> Person | None:
    """The one person this name means on `day`: in the unit, else anywhere with the same birth.

    `birth` is an ISO date or a year. Two people the name fits equally well are nobody: a person must choose.
    """
    wanted = match_key(written)
    namesakes = [person for person in Person.objects.all() if match_key(person.full_name) == wanted]
    colleagues = set(_staff_of(unit, day)) if unit else set()
    here = [person for person in namesakes if person.pk in colleagues]
    for candidates in (here, namesakes):
        fitting = [person for person in candidates if _born(person, birth)]
        if len(fitting) == 1 and (birth or candidates is here):
            return fitting[0]
    return None


def _staff_of(unit: Unit, day: dt.date) -> list[int]:
    return list(Appointment.objects.on(day).filter(unit=unit).values_list("person_id", flat=True))


def _born(person: Person, birth: str) -> bool:
    """Whether the written birth does not speak against the person."""
    if not birth or person.birth_date is None:
        return True
    return person.birth_date.isoformat().startswith(birth)
