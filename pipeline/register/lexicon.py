"""The office's lists as the register knows them, in the shape reading wants."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.reading.model import Lexicon
from pipeline.register.models import Appointment, Person, Title, Unit


def lexicon() -> Lexicon:
    """Units, titles, posts and staff of the office, each name once, in the office's own order."""
    return Lexicon(
        units=_once(Unit.objects.values_list("name", flat=True)),
        titles=_once(Title.objects.values_list("name", flat=True)),
        posts=_once(Appointment.objects.values_list("post", flat=True)),
        staff=_once(Person.objects.order_by("full_name").values_list("full_name", flat=True)),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
