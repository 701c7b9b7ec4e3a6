"""``vanthu rounds``, ``withdraw`` and ``disseminate``: what the standing body keeps track of all year."""

from __future__ import annotations

import datetime as dt
import getpass
import json
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.opening import open_office
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.programme.rounds import RoundReport
    from pipeline.register.models import Unit

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_who = click.option("--who", default=getpass.getuser, help=_("Who does it; the login name where it is left out."))


@click.command(help=_("List all rounds of the plan: open or closed, due, who has handed in."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def rounds(as_json: bool) -> None:
    """A round is open from its first day to its last, or to its due day where that is later."""
    open_office()

    from pipeline.programme.rounds import round_report
    from pipeline.register.models import Round

    rows = [_as_json(round_report(round_)) for round_ in Round.objects.all()]
    if as_json:
        click.echo(json.dumps({"rounds": rows}, ensure_ascii=False, indent=1))
        return
    for row in rows:
        state = {"open": _("open"), "closed": _("closed"), "coming": _("not open yet")}[row["state"]]
        missing = ", ".join(row["missing"]) if row["in"] else "-"
        line = _("{round}: {state}, due {day}; {count} of {of} units; missing: {missing}")
        told = {"round": row["round"], "state": state, "day": row["due_day"], "count": row["in"], "of": row["due"]}
        click.echo(line.format(missing=missing or "0", **told))


@click.command(help=_("A unit takes back what it handed in under the receipt RECEIPT."))
@click.argument("receipt")
@click.option("--form", "rank", default=1, help=_("Which form of the file, where it holds several."))
@click.option("--why", required=True, help=_("The reason."))
@_who
def withdraw(receipt: str, rank: int, why: str, who: str) -> None:
    """Only before the Council has voted about it; nothing is deleted."""
    open_office()

    from pipeline.programme.withdrawals import withdraw as take_back

    take_back(receipt, rank=rank, why=why, who=who)
    click.echo(_("{receipt}: withdrawn, and kept with the reason.").format(receipt=receipt))


@click.command(help=_("Note that the unit UNIT has explained the plan to its staff; without UNIT, who has not."))
@click.argument("unit", required=False)
@click.option("--day", type=_DAY, help=_("The day; today where it is left out."))
@click.option("--form", default="họp", help=_("How: a meeting, a letter …"))
@click.option("--attendance", type=int, default=0, help=_("How many people were there."))
@_who
def disseminate(unit: str | None, day: dt.datetime | None, form: str, attendance: int, who: str) -> None:
    """Required of every unit by the plan (REQ-020)."""
    open_office()

    from pipeline import clock
    from pipeline.programme.exemplars import disseminate as note_dissemination
    from pipeline.programme.exemplars import not_disseminated
    from pipeline.register.models import Plan

    plan = Plan.objects.latest("period_from")
    when = day.date() if day else clock.today()
    if unit is None:
        for missing in not_disseminated(plan, when):
            click.echo(f"{missing.code}  {missing.name}")
        return
    found = _unit(unit)
    note_dissemination(plan, found, day=when, form=form, attendance=attendance, who=who)
    click.echo(f"{found.name}: {when:%d/%m/%Y}, {form}, {attendance}")


def _unit(code: str) -> Unit:
    from pipeline.register.models import Unit

    found: Unit | None = Unit.objects.filter(code=code).first()
    if found is None:
        raise click.BadParameter(_("there is no unit with the code {code}").format(code=code))
    return found


def _as_json(report: RoundReport) -> dict[str, Any]:
    from pipeline import clock

    round_, today = report.round, clock.today()
    ends = max(round_.last_day, round_.due)
    state = "coming" if today < round_.first_day else "open" if today <= ends else "closed"
    return {**report.as_json(), "state": state, "due_day": round_.due.isoformat()}
