"""``vanthu statistics``: the tables T1 to T6 of a quarter, of any period or of the plan, and the yearly return."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.opening import open_office
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.programme.statistics.grids import Grid
    from pipeline.programme.statistics.window import Window
    from pipeline.register.models import Plan

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command(help=_("Count the tables T1 to T6 of a quarter, of any period, or of the whole plan."))
@click.option("--round", "round_code", help=_("A quarter, like Q3/2022."))
@click.option("--from", "first", type=_DAY, help=_("First day of a period."))
@click.option("--to", "last", type=_DAY, help=_("Last day of a period."))
@click.option("--plan", "whole", is_flag=True, help=_("The whole plan."))
@click.option(
    "--return", "year", type=int, help=_("Instead of the tables, the yearly statistical return of this year.")
)
@click.option("--on", type=_DAY, help=_("Count what was in or decided by this day; today where it is left out."))
@click.option(
    "--xlsx", type=click.Path(dir_okay=False, path_type=Path), help=_("Write FILE.xlsx, with sums as formulas.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def statistics(
    round_code: str | None,
    first: dt.datetime | None,
    last: dt.datetime | None,
    whole: bool,
    year: int | None,
    on: dt.datetime | None,
    xlsx: Path | None,
    as_json: bool,
) -> None:
    """Exactly one period is asked for."""
    ways = (bool(round_code), first is not None or last is not None, whole, year is not None)
    if sum(ways) != 1 or (first is None) != (last is None):
        raise click.UsageError(_("Name one period: --round, --from with --to, --plan, or --return."))
    open_office()

    from pipeline import clock

    day = on.date() if on else clock.today()
    if year is not None:
        told, tables, about = _yearly(year, day)
    else:
        told, tables, about = _counted(_window(round_code, first, last, day))
    if xlsx is not None:
        from pipeline.programme.statistics.workbook import write_workbook

        write_workbook(tables, about, xlsx)
        click.echo(str(xlsx), err=as_json)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif xlsx is None:
        _print(tables, about)


def _counted(window: Window) -> tuple[dict[str, Any], list[Grid], str]:
    from pipeline.programme.statistics import window_tables
    from pipeline.programme.statistics.grids import grids

    tables = window_tables(window)
    about = _("Statistics: {window}, as of {day}").format(window=window.name, day=f"{window.on:%d/%m/%Y}")
    return tables, grids(tables), about


def _yearly(year: int, on: dt.date) -> tuple[dict[str, Any], list[Grid], str]:
    from pipeline.programme.statistics.returns import return_grids, yearly_return

    told = yearly_return(_plan(dt.date(year, 12, 31)), year, on)
    about = _("Statistical return {year}, as of {day}").format(year=year, day=f"{on:%d/%m/%Y}")
    return told, return_grids(told), about


def _window(round_code: str | None, first: dt.datetime | None, last: dt.datetime | None, on: dt.date) -> Window:
    from pipeline.programme.statistics import window
    from pipeline.register.models import Round, RoundKind

    if first is not None and last is not None:
        return window.between(_plan(last.date()), first.date(), last.date(), on)
    if round_code is None:
        return window.whole(_plan(on), on)
    found = Round.objects.filter(code=round_code, kind=RoundKind.QUARTERLY).select_related("plan__body").first()
    if found is None:
        raise click.BadParameter(_("there is no quarter {code}").format(code=round_code))
    return window.quarter(found, on)


def _plan(day: dt.date) -> Plan:
    """The plan whose period `day` is in, else the latest."""
    from pipeline.register.models import Plan

    plans = Plan.objects.select_related("body").order_by("-period_from")
    return plans.filter(period_from__lte=day, period_to__gte=day).first() or plans[0]


def _print(grids: Sequence[Grid], about: str) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(about)
    for grid in grids:
        table = Table(title=f"{grid.name}. {grid.title}", show_footer=bool(grid.total), caption=grid.note or None)
        closing = [str(cell) for cell in grid.total] or [""] * len(grid.head)
        for head, total in zip(grid.head, closing, strict=True):
            table.add_column(head, footer=total, overflow="fold")
        for row in grid.rows:
            table.add_row(*map(str, row))
        console.print(table)
