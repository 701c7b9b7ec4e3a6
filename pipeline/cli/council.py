"""``vanthu council``: the Council's members, sessions, ballots and results."""

from __future__ import annotations

import datetime as dt
import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.opening import open_office
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.register.models import Person, Session, Unit

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_FILE = click.Path(dir_okay=False, path_type=Path)
_ROLES = ("chu_tich", "pho_chu_tich", "uy_vien", "thu_ky")

_who = click.option("--who", default=getpass.getuser, help=_("Who does it; the login name where it is left out."))
_json = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))


@click.group(help=_("The Council: members, sessions, ballots, results."))
def council() -> None:
    """A session is planned, counted and closed; closed, it never changes."""


@council.command(help=_("Make the person with this staff id a member of the Council."))
@click.argument("staff_id")
@click.option("--role", type=click.Choice(_ROLES), required=True, help=_("What the member is in the Council."))
@click.option("--since", type=_DAY, required=True, help=_("First day of membership."))
@click.option("--symbol", required=True, help=_("The decision that names the members."))
@_who
def member(staff_id: str, role: str, since: dt.datetime, symbol: str, who: str) -> None:
    """By decision and date; an earlier membership of the person ends the day before."""
    open_office()

    from pipeline.programme.council import appoint
    from pipeline.register.models import CouncilRole

    appointed = appoint(_person(staff_id), CouncilRole(role), since=since.date(), symbol=symbol, who=who)
    click.echo(
        _("{name} is a member of the Council since {day}.").format(
            name=appointed.person.full_name, day=f"{since:%d/%m/%Y}"
        )
    )


@council.command(help=_("List the members of a day."))
@click.option("--on", "day", type=_DAY, help=_("The day; today where it is left out."))
def members(day: dt.datetime | None) -> None:
    """The chair first."""
    open_office()

    from pipeline import clock
    from pipeline.programme.council import members_on

    for each in members_on(day.date() if day else clock.today()):
        click.echo(f"{each.person.staff_id}  {each.person.full_name}  ({each.get_role_display()}, {each.symbol})")


@council.command(help=_("Plan a session; what the round brings is put on its agenda."))
@click.option("--round", "round_code", help=_("The round it is about: Q3/2022 or 2022."))
@click.option("--day", type=_DAY, required=True, help=_("The day of the session."))
@click.option("--place", required=True, help=_("Where it is held."))
@click.option("--begins", default="", help=_("When it begins, as the minutes print it."))
@_who
def plan(round_code: str | None, day: dt.datetime, place: str, begins: str, who: str) -> None:
    """Prints the name of the session, by which the other commands know it."""
    open_office()

    from pipeline.programme.council import plan_session

    session = plan_session(_round(round_code), day=day.date(), place=place, begins=begins, who=who)
    click.echo(_("Session {session}: {count} on the agenda.").format(session=session.code, count=session.items.count()))


@council.command(help=_("Put somebody the Council itself introduces on the agenda of SESSION."))
@click.argument("session")
@click.option("--person", help=_("Staff id of a person."))
@click.option("--unit", help=_("Code of a unit."))
@click.option("--title", required=True, help=_("Code of the title or commendation, such as GK."))
@click.option("--why", default="", help=_("The merit, as papers print it."))
@_who
def introduce(session: str, person: str | None, unit: str | None, title: str, why: str, who: str) -> None:
    """Leaders of the office and collectives come onto the agenda this way only (REQ-025)."""
    open_office()

    from pipeline.programme.council import find_session
    from pipeline.programme.council import introduce as put_on_agenda

    item = put_on_agenda(find_session(session), _title(title), _subject(person, unit), why, who=who)
    click.echo(f"{item.rank}. {item.name} – {item.title.name}")


@council.command("sheet", help=_("Write the sheet to count on for SESSION: FILE.xlsx, to be filled in Excel."))
@click.argument("session")
@click.argument("file", type=_FILE)
def sheet_(session: str, file: Path) -> None:
    """One row for each on the agenda, one for each member."""
    open_office()

    from pipeline.programme.council import find_session
    from pipeline.programme.tally import write_tally

    write_tally(find_session(session), file)
    click.echo(str(file))


@council.command(
    help=_("Write the pack for the members of SESSION: FILE.pdf with list, extracts, findings, earlier awards.")
)
@click.argument("session")
@click.argument("file", type=_FILE)
def pack(session: str, file: Path) -> None:
    """One page or more for each on the agenda."""
    open_office()

    from pipeline.files import write_whole
    from pipeline.programme.agenda_pack import agenda_pack
    from pipeline.programme.council import find_session

    write_whole(file, agenda_pack(find_session(session)))
    click.echo(str(file))


@council.command(help=_("Enter what was counted from FILE.xlsx and close SESSION for good."))
@click.argument("session")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ends", default="", help=_("When it ended, as the minutes print it."))
@_who
def close(session: str, file: Path, ends: str, who: str) -> None:
    """Nothing is entered unless everything adds up."""
    open_office()

    from pipeline.programme.council import close as close_session
    from pipeline.programme.council import find_session
    from pipeline.programme.tally import read_tally

    found = find_session(session)
    _print(close_session(found, read_tally(found, file), ends=ends, who=who))


@council.command(help=_("Show SESSION: who was there, what was voted, how it ended."))
@click.argument("session")
@_json
def show(session: str, as_json: bool) -> None:
    """Votes are missing as long as nothing was counted."""
    open_office()

    from pipeline.programme.council import find_session
    from pipeline.programme.minutes import session_table

    found = find_session(session)
    if as_json:
        click.echo(json.dumps(session_table(found), ensure_ascii=False, indent=1))
    else:
        _print(found)


@council.command("list", help=_("List the sessions."))
@_json
def list_(as_json: bool) -> None:
    """The oldest first."""
    open_office()

    from pipeline.register.models import Session

    rows = [_row(session) for session in Session.objects.select_related("round")]
    if as_json:
        click.echo(json.dumps({"sessions": rows}, ensure_ascii=False, indent=1))
        return
    for row in rows:
        state = _("held") if row["state"] == "held" else _("planned")
        click.echo(f"{row['session']}  {row['round'] or '-'}  {state}  {row['items']}")


def _row(session: Session) -> dict[str, Any]:
    return {
        "session": session.code,
        "round": session.round.code if session.round else None,
        "day": session.day.isoformat(),
        "state": session.state,
        "items": session.items.count(),
        "passed": session.items.filter(passed=True).count(),
    }


def _print(session: Session) -> None:
    from pipeline.programme.minutes import session_table

    told = session_table(session)
    click.echo(f"{told['code']}  {session.day:%d/%m/%Y}  {told['place']}")
    results = {True: _("granted"), False: _("not granted"), None: _("not voted yet")}
    for item in told["items"]:
        votes = "" if item["agree"] is None else f"  {item['agree']}/{item['disagree']} ({item['share']}%)"
        click.echo(f"  {item['rank']}. {item['name']} – {item['title']}{votes}: {results[item['passed']]}")
        for doubt in item["doubts"]:
            click.echo(f"     ! {doubt}")
    if told["cap"]:
        click.echo(f"  ! {told['cap']}")


def _person(staff_id: str) -> Person:
    from pipeline.register.models import Person

    found: Person | None = Person.objects.filter(staff_id=staff_id).first()
    if found is None:
        raise click.BadParameter(_("there is nobody with the staff id {id}").format(id=staff_id))
    return found


def _subject(person: str | None, unit: str | None) -> Person | Unit:
    from pipeline.register.models import Unit

    if (person is None) == (unit is None):
        raise click.UsageError(_("Name one person or one unit."))
    if person is not None:
        return _person(person)
    found: Unit | None = Unit.objects.filter(code=unit).first()
    if found is None:
        raise click.BadParameter(_("there is no unit with the code {code}").format(code=unit))
    return found


def _round(code: str | None) -> Any:  # noqa: ANN401 - a Round, whose module is loaded late
    from pipeline.register.models import Round

    found = Round.objects.filter(code=code).first() if code else None
    if code and found is None:
        raise click.BadParameter(_("there is no round {code}").format(code=code))
    return found


def _title(code: str) -> Any:  # noqa: ANN401 - a Title, whose module is loaded late
    from pipeline.register.models import Title

    found = Title.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Title.objects.values_list("code", flat=True))
        raise click.BadParameter(_("there is no title {code}; known are {known}").format(code=code, known=known))
    return found
