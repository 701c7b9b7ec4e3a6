"""Awards, ratings, initiatives and holds an office knows from before, from a TOML file beside its office file.

The file is optional (``honours`` in the office file). Loading it again adds what is new; nothing is deleted.
"""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field

from pipeline.law.conditions import DISCIPLINES, RATINGS
from pipeline.register.models import Award, Hold, Initiative, Person, Rating, Title, Unit


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AwardEntry(_Strict):
    """An award of before: `person` (staff id) or `unit` (code)."""

    person: str = ""
    unit: str = ""
    title: str
    year: int
    symbol: str
    day: dt.date


class RatingEntry(_Strict):
    """A year's rating."""

    person: str
    year: int
    code: str = Field(pattern=f"^({'|'.join(RATINGS)})$")


class InitiativeEntry(_Strict):
    """A recognised initiative or scientific work."""

    person: str
    year: int
    name: str
    kind: str = Field(default="sang_kien", pattern="^(sang_kien|khoa_hoc)$")
    symbol: str = ""


class HoldEntry(_Strict):
    """A discipline, an investigation or an open complaint."""

    person: str = ""
    unit: str = ""
    kind: str = Field(pattern=f"^({'|'.join((*DISCIPLINES, 'DIEUTRA', 'DONTHU'))})$")
    valid_from: dt.date
    valid_to: dt.date | None = None
    symbol: str = ""


class HonoursFile(_Strict):
    """The whole file."""

    award: list[AwardEntry] = []
    rating: list[RatingEntry] = []
    initiative: list[InitiativeEntry] = []
    hold: list[HoldEntry] = []

    def people(self) -> set[str]:
        """The staff ids it names."""
        sections = (self.award, self.rating, self.initiative, self.hold)
        return {entry.person for section in sections for entry in section} - {""}

    def units(self) -> set[str]:
        """The codes of units it names."""
        return {entry.unit for entry in self.award if entry.unit} | {entry.unit for entry in self.hold if entry.unit}


def put_honours(file: HonoursFile) -> None:
    """Bring the register in line with `file`; call inside a transaction, after people, units and titles."""
    people = {person.staff_id: person for person in Person.objects.all()}
    units = {unit.code: unit for unit in Unit.objects.all()}
    titles = {title.code: title for title in Title.objects.all()}
    for award in file.award:
        Award.objects.update_or_create(
            person=people.get(award.person),
            unit=units.get(award.unit),
            title=titles[award.title],
            year=award.year,
            symbol=award.symbol,
            defaults={"day": award.day},
        )
    for rating in file.rating:
        Rating.objects.update_or_create(person=people[rating.person], year=rating.year, defaults={"code": rating.code})
    for work in file.initiative:
        Initiative.objects.update_or_create(
            person=people[work.person],
            year=work.year,
            name=work.name,
            kind=work.kind,
            defaults={"symbol": work.symbol},
        )
    for hold in file.hold:
        Hold.objects.update_or_create(
            person=people.get(hold.person),
            unit=units.get(hold.unit),
            kind=hold.kind,
            valid_from=hold.valid_from,
            defaults={"valid_to": hold.valid_to, "symbol": hold.symbol},
        )
