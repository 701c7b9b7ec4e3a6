"""``vanthu exemplar``: the exemplars of the plan, their stages, follow-up and publications."""

from __future__ import annotations

import datetime as dt
import getpass
import json
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.opening import open_office
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.register.models import Exemplar

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_STEPS = ("phat_hien", "boi_duong", "tong_ket", "nhan_rong")

_who = click.option("--who", default=getpass.getuser, help=_("Who does it; the login name where it is left out."))
_day = click.option("--day", type=_DAY, help=_("The day; today where it is left out."))


@click.group(help=_("Exemplars: stages, follow-up, publications."))
def exemplar() -> None:
    """An exemplar is one person or unit over the years of a plan."""


@exemplar.command(help=_("Make everybody the Council granted an award in SESSION an exemplar."))
@click.argument("session")
@_who
def discover(session: str, who: str) -> None:
    """Those who are exemplars already stay the same one."""
    open_office()

    from pipeline.programme.council import find_session
    from pipeline.programme.exemplars import discover_granted, name_of
    from pipeline.register.models import Plan

    held = find_session(session)
    plan = held.round.plan if held.round else Plan.objects.latest("period_from")
    for found in discover_granted(plan, held.items.filter(passed=True), who=who):
        click.echo(f"{found.pk}. {name_of(found)}")


@exemplar.command("list", help=_("List the exemplars with their stages."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def list_(as_json: bool) -> None:
    """The earliest first."""
    open_office()

    from pipeline.register.models import Exemplar

    rows = [_as_json(each) for each in Exemplar.objects.select_related("person", "unit")]
    if as_json:
        click.echo(json.dumps({"exemplars": rows}, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['number']}. {row['name']} ({row['unit']}): {', '.join(row['stages'])}")


@exemplar.command(help=_("The exemplar NUMBER enters a stage."))
@click.argument("number", type=int)
@click.argument("step", type=click.Choice(_STEPS))
@_day
@click.option("--note", default="", help=_("What there is to say about it."))
@_who
def stage(number: int, step: str, day: dt.datetime | None, note: str, who: str) -> None:
    """The stages follow one another, each once."""
    open_office()

    from pipeline.programme.exemplars import enter_stage, find_exemplar, name_of
    from pipeline.register.models import ExemplarStep

    found = find_exemplar(number)
    enter_stage(found, ExemplarStep(step), day=_date(day), note=note, who=who)
    click.echo(f"{name_of(found)}: {step}")


@exemplar.command(help=_("Note how the exemplar NUMBER fares."))
@click.argument("number", type=int)
@click.argument("finding")
@click.option("--difficulty", default="", help=_("What is difficult."))
@click.option("--measure", default="", help=_("What is done about it."))
@_day
@_who
def note(number: int, finding: str, difficulty: str, measure: str, day: dt.datetime | None, who: str) -> None:
    """Used in reports."""
    open_office()

    from pipeline.programme.exemplars import find_exemplar, follow_up, name_of

    found = find_exemplar(number)
    follow_up(found, day=_date(day), finding=finding, difficulty=difficulty, measure=measure, who=who)
    click.echo(f"{name_of(found)}: {finding}")


@exemplar.command(help=_("Note where the exemplar NUMBER was made known."))
@click.argument("number", type=int)
@click.option("--outlet", required=True, help=_("The page, paper or meeting."))
@click.option("--title", required=True, help=_("The title of the text."))
@_day
@_who
def publish(number: int, outlet: str, title: str, day: dt.datetime | None, who: str) -> None:
    """The publication log of the reports."""
    open_office()

    from pipeline.programme.exemplars import find_exemplar, name_of
    from pipeline.programme.exemplars import publish as note_publication

    found = find_exemplar(number)
    note_publication(found, day=_date(day), outlet=outlet, title=title, who=who)
    click.echo(f"{name_of(found)}: {outlet}")


@exemplar.command(help=_("Print a text about the exemplar NUMBER, ready for the news page."))
@click.argument("number", type=int)
@click.option("--practice", help=_("First write down what others can learn from it."))
def news(number: int, practice: str | None) -> None:
    """Who, in which fields, since when, and the good practice."""
    open_office()

    from pipeline.programme.exemplars import find_exemplar, news_text

    found = find_exemplar(number)
    if practice is not None:
        found.good_practice = practice
        found.save(update_fields=["good_practice"])
    click.echo(news_text(found), nl=False)


def _date(day: dt.datetime | None) -> dt.date:
    from pipeline import clock

    return day.date() if day else clock.today()


def _as_json(found: Exemplar) -> dict[str, Any]:
    from pipeline.programme.exemplars import name_of

    return {
        "number": found.pk,
        "name": name_of(found),
        "unit": found.unit.code,
        "scope": found.scope,
        "fields": list(found.fields.order_by("code").values_list("code", flat=True)),
        "since": found.since.isoformat(),
        "stages": list(found.stages.order_by("pk").values_list("stage", flat=True)),
        "follow_ups": found.follow_ups.count(),
        "publications": found.publications.count(),
    }
