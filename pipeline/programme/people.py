"""Finding the unit and the person a form speaks of. Nobody is ever bent onto a list: no exact match is no match."""

from __future__ import annotations

import datetime as dt

from pipeline.register.models import Appointment, Person, Unit
from pipeline.vietnamese.text import fold, match_key


def find_unit(written: str) -> Unit | None:
    """The unit whose code, name or alias reads the same as `written`, tone placement and dashes levelled."""
    if not written:
        return None
    wanted = match_key(written)
    unit: Unit
    for unit in Unit.objects.prefetch_related("aliases"):
        spellings = (unit.code, unit.name, *(alias.alias for alias in unit.aliases.all()))
        if wanted in map(match_key, spellings):
            return unit
    return None


def find_person(written: str, birth: str, unit: Unit | None, day: dt.date) -> Person | None:
    """The one person this name means on `day`: in the unit, else anywhere with the same birth.

    `birth` is an ISO date or a year. Two people the name fits equally well are nobody: a person must choose.
    """
    wanted = match_key(written)
    candidates = Person.objects.filter(search_name=fold(written))
    namesakes = [person for person in candidates if match_key(person.full_name) == wanted]
    colleagues = set(_staff_of(unit, day)) if unit else set()
    here = [person for person in namesakes if person.pk in colleagues]
    for group in (here, namesakes):
        fitting = [person for person in group if _born(person, birth)]
        if len(fitting) == 1 and (birth or group is here):
            return fitting[0]
    return None


def _staff_of(unit: Unit, day: dt.date) -> list[int]:
    return list(Appointment.objects.on(day).filter(unit=unit).values_list("person_id", flat=True))


def _born(person: Person, birth: str) -> bool:
    """Whether the written birth does not speak against the person."""
    if not birth or person.birth_date is None:
        return True
    return person.birth_date.isoformat().startswith(birth)
