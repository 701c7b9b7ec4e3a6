"""``vanthu init``: an office described in TOML becomes rows of the register.

The file is readable and editable by the office (``samples/office.toml``). Loading it again adds what is new and
updates what changed; nothing is deleted, since issued papers may point to it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import OfficeFileWrong
from pipeline.law.codes import emulation_fields, titles
from pipeline.messages import _
from pipeline.register import audit
from pipeline.register.honours import HonoursFile, put_honours
from pipeline.register.models import (
    Appointment,
    BasisDocument,
    Body,
    EmulationField,
    NumberSeries,
    Person,
    Plan,
    Recipient,
    RecipientGroup,
    RecipientGroupMember,
    Round,
    RoundKind,
    Title,
    Unit,
    UnitAlias,
)

Entry = TypeVar("Entry", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BodyEntry(_Strict):
    """The issuing body; field names are those of `Body`."""

    key: str
    name: str
    short_name: str
    letterhead_parent: str
    letterhead_name: str
    abbreviation: str
    place: str
    deciding_authority: str
    drafting_unit: str
    valid_from: dt.date
    valid_to: dt.date | None = None


class BasisEntry(_Strict):
    """The document the plan carries out."""

    type_name: str
    symbol: str
    day: dt.date
    issuer: str
    title: str


class PlanEntry(_Strict):
    """The plan, its period and its rounds."""

    code: str
    title: str
    period_from: dt.date
    period_to: dt.date
    drafted_month: dt.date
    first_quarter: str = Field(pattern=r"^Q[1-4]/\d{4}$")
    last_quarter: str = Field(pattern=r"^Q[1-4]/\d{4}$")
    years: list[int]
    basis: BasisEntry


class DueEntry(_Strict):
    """Due days the plan itself does not give (REQ-029)."""

    annual: str = Field(pattern=r"^\d{2}-\d{2}$")
    quarter_day: int = Field(ge=1, le=28)


class UnitEntry(_Strict):
    """A unit; its place in the file is its place in every list."""

    code: str
    name: str
    kind: str
    nominates: bool = True
    aliases: list[str] = []
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class PostEntry(_Strict):
    """A post; its place in the file is its rank."""

    name: str
    signs_as: str = ""


class RecipientEntry(_Strict):
    """One line of Nơi nhận."""

    printed: str
    full_name: str = ""


class SeriesEntry(_Strict):
    """A number series."""

    key: str
    symbol: str


class PersonEntry(_Strict):
    """Somebody of the staff and the post held."""

    id: str
    name: str
    birth: dt.date | None = None
    sex: str = Field(default="", pattern="^(Nam|Nữ|)$")
    ethnic: str = ""
    unit: str
    post: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class OfficeFile(_Strict):
    """The whole file."""

    people: str
    #: what is known of earlier awards, ratings and initiatives, in a file of its own; none where it is left out
    honours: str = ""
    body: BodyEntry
    plan: PlanEntry
    due: DueEntry
    units: list[UnitEntry]
    posts: list[PostEntry]
    recipients: dict[str, RecipientEntry]
    recipient_groups: dict[str, list[str]]
    series: list[SeriesEntry]


class StaffFile(_Strict):
    """The staff list beside it."""

    people: list[PersonEntry]


def load_office(path: Path) -> None:
    """Bring the register in line with the office file at `path` and the staff list it names.

    Raises OfficeFileWrong, naming file and entry, before anything is written.
    """
    office = _read(path, OfficeFile)
    staff = _read(path.parent / office.people, StaffFile)
    honours = _read(path.parent / office.honours, HonoursFile) if office.honours else HonoursFile()
    _check_references(path, office, staff, honours)
    with transaction.atomic():
        body = _put_body(office.body, path.resolve())
        _put_units(body, office.units)
        _put_people(office, staff.people)
        _put_recipients(office)
        _put_titles()
        put_honours(honours)
        _put_rounds(_put_plan(body, office.plan), office)
        for series in office.series:
            NumberSeries.objects.update_or_create(key=series.key, defaults={"body": body, "symbol": series.symbol})
        audit.append("init", "office-loaded", f"body:{body.key}")


def _read(path: Path, model: type[Entry]) -> Entry:
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise OfficeFileWrong(file=path.name, place="-", problem=_("the file does not exist")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OfficeFileWrong(file=path.name, place="-", problem=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise OfficeFileWrong(file=path.name, place=place, problem=_problem(first["type"])) from error


def _problem(kind: str) -> str:
    """What pydantic found, in Vietnamese."""
    if kind == "missing":
        return _("the entry is missing")
    if kind == "extra_forbidden":
        return _("there is no such entry; look for a misspelling")
    return _("the value is not of the kind expected here")


def _check_references(path: Path, office: OfficeFile, staff: StaffFile, honours: HonoursFile) -> None:
    """Every key that points to another entry must find it."""
    units = {unit.code for unit in office.units}
    posts = {post.name for post in office.posts}
    for entry in staff.people:
        _must_be_in(units, entry.unit, office.people, f"people.{entry.id}.unit")
        _must_be_in(posts, entry.post, office.people, f"people.{entry.id}.post")
    for person in honours.people():
        _must_be_in({entry.id for entry in staff.people}, person, office.honours, "person")
    for unit in honours.units():
        _must_be_in(units, unit, office.honours, "unit")
    for award in honours.award:
        _must_be_in({title.code for title in titles()}, award.title, office.honours, "award.title")
    for kind, keys in office.recipient_groups.items():
        for key in keys:
            _must_be_in(set(office.recipients), key, path.name, f"recipient_groups.{kind}")


def _must_be_in(known: set[str], key: str, file: str, place: str) -> None:
    if key not in known:
        raise OfficeFileWrong(file=file, place=place, problem=_("{key} is not defined").format(key=key))


def _put_body(entry: BodyEntry, path: Path) -> Body:
    columns = {**entry.model_dump(exclude={"key"}), "office_file": str(path)}
    return Body.objects.update_or_create(key=entry.key, defaults=columns)[0]


def loaded_file() -> Path | None:
    """The office file that was loaded last; None before the first."""
    body = Body.objects.order_by("-valid_from").first()
    return Path(body.office_file) if body else None


def _put_units(body: Body, entries: list[UnitEntry]) -> None:
    for rank, entry in enumerate(entries, start=1):
        unit, _created = Unit.objects.update_or_create(
            code=entry.code,
            defaults={
                "body": body,
                "name": entry.name,
                "kind": entry.kind,
                "rank": rank,
                "nominates": entry.nominates,
                "valid_from": entry.valid_from or body.valid_from,
                "valid_to": entry.valid_to,
            },
        )
        for alias in entry.aliases:
            UnitAlias.objects.get_or_create(unit=unit, alias=alias)


def _put_people(office: OfficeFile, people: list[PersonEntry]) -> None:
    posts = {post.name: (rank, post) for rank, post in enumerate(office.posts, start=1)}
    units = {unit.code: unit for unit in Unit.objects.all()}
    for entry in people:
        person, _created = Person.objects.update_or_create(
            staff_id=entry.id,
            defaults={
                "full_name": entry.name,
                "birth_date": entry.birth,
                "gender": entry.sex,
                "ethnic_group": entry.ethnic,
            },
        )
        rank, post = posts[entry.post]
        Appointment.objects.update_or_create(
            person=person,
            unit=units[entry.unit],
            valid_from=entry.valid_from or office.body.valid_from,
            defaults={"post": post.name, "rank": rank, "signs_as": post.signs_as, "valid_to": entry.valid_to},
        )


def _put_recipients(office: OfficeFile) -> None:
    for key, entry in office.recipients.items():
        Recipient.objects.update_or_create(key=key, defaults=entry.model_dump())
    rows = {recipient.key: recipient for recipient in Recipient.objects.all()}
    for kind, keys in office.recipient_groups.items():
        group, _created = RecipientGroup.objects.get_or_create(kind=kind)
        group.members.all().delete()
        members = (RecipientGroupMember(group=group, recipient=rows[key], rank=rank) for rank, key in enumerate(keys))
        RecipientGroupMember.objects.bulk_create(members)


def _put_titles() -> None:
    for rank, title in enumerate(titles(), start=1):
        Title.objects.update_or_create(
            code=title.code,
            defaults={
                "name": title.name,
                "kind": title.kind,
                "subjects": sorted(title.subjects),
                "decided_by": title.decided_by,
                "rank": rank,
            },
        )


def _put_plan(body: Body, entry: PlanEntry) -> Plan:
    basis, _created = BasisDocument.objects.update_or_create(
        symbol=entry.basis.symbol, day=entry.basis.day, defaults=entry.basis.model_dump(exclude={"symbol", "day"})
    )
    kept = {"title", "period_from", "period_to", "drafted_month"}
    plan, _created = Plan.objects.update_or_create(
        code=entry.code, defaults={"body": body, "basis": basis, **entry.model_dump(include=kept)}
    )
    for field in emulation_fields():
        said = {
            "label": field.label,
            "verbatim": field.wording,
            "valid_from": field.period.start,
            "valid_to": field.period.end,
        }
        # A field stays with the plan it came with: the fields of an earlier plan are none of its successor's.
        EmulationField.objects.update_or_create(code=field.code, defaults=said, create_defaults={**said, "plan": plan})
    return plan


def _put_rounds(plan: Plan, office: OfficeFile) -> None:
    month, day = (int(part) for part in office.due.annual.split("-"))
    for year in office.plan.years:
        Round.objects.update_or_create(
            code=str(year),
            defaults={
                "plan": plan,
                "kind": RoundKind.ANNUAL,
                "year": year,
                "first_day": dt.date(year, 1, 1),
                "last_day": dt.date(year, 12, 31),
                "due": dt.date(year, month, day),
            },
        )
    for year, quarter in _quarters(office.plan.first_quarter, office.plan.last_quarter):
        last_month = 3 * quarter
        Round.objects.update_or_create(
            code=f"Q{quarter}/{year}",
            defaults={
                "plan": plan,
                "kind": RoundKind.QUARTERLY,
                "year": year,
                "quarter": quarter,
                "first_day": dt.date(year, last_month - 2, 1),
                "last_day": dt.date(year, last_month, calendar.monthrange(year, last_month)[1]),
                "due": dt.date(year, last_month, office.due.quarter_day),
            },
        )


def _quarters(first: str, last: str) -> Iterator[tuple[int, int]]:
    """Year and quarter of each round from "Q4/2021" to "Q2/2025", both included."""
    start, end = (int(code[3:]) * 4 + int(code[1]) - 1 for code in (first, last))
    for number in range(start, end + 1):
        yield number // 4, number % 4 + 1
