"""``vanthu law``: the dated rules, read by anybody, added to and confirmed by an administrator."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.opening import open_office
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.law.files import Entry

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(help=_("Show the dated rules, add one, or confirm one."))
def law() -> None:
    """Rules are data: nothing here needs a new release."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """One entry as it is shown."""

    file: str
    entry: Entry

    def as_json(self) -> dict[str, Any]:
        from pipeline.law.matters import values_of

        entry = self.entry
        return {
            "file": self.file,
            "key": entry.key,
            "values": values_of(entry),
            "from": entry.period.start.isoformat(),
            "to": entry.period.end.isoformat() if entry.period.end else None,
            "source": entry.source,
            "verified": entry.evidence == "verified",
            "evidence": entry.evidence.value,
            "confirmed_by": entry.confirmed_by or None,
            "confirmed_on": entry.confirmed_on.isoformat() if entry.confirmed_on else None,
        }


@law.command("list", help=_("List the rules in force on a day, with source and how sure they are."))
@click.option("--on", "day", type=_DAY, help=_("The day; today where it is left out."))
@click.option("--file", "name", help=_("Only this rule file, such as money.toml."))
@click.option("--unsure", is_flag=True, help=_("Only what nobody has verified, in force on any day."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def list_(day: dt.datetime | None, name: str | None, unsure: bool, as_json: bool) -> None:
    """Rules of all matters, file by file."""
    open_office()

    from pipeline import clock
    from pipeline.law.matters import matters

    wanted = day.date() if day else clock.today()
    shown = [
        _Shown(file, entry)
        for file, entry in matters()
        if name in (None, file) and (_is_unsure(entry) if unsure else wanted in entry.period)
    ]
    if as_json:
        rules = [each.as_json() for each in shown]
        click.echo(json.dumps({"day": wanted.isoformat(), "rules": rules}, ensure_ascii=False, indent=1))
    else:
        _print(shown)


@law.command(help=_("Add the rules in FILE.toml, named like the rule file they belong to."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--who", required=True, help=_("The administrator who adds them."))
def add(file: Path, who: str) -> None:
    """The rules are checked together with all others first; one that does not fit keeps all of them out."""
    open_office()

    from django.db import transaction

    from pipeline.law import own
    from pipeline.law.matters import kind_of
    from pipeline.register import audit

    with transaction.atomic():
        audit.append(who, "law-added", f"law:{file.name}", text=file.read_text("utf-8"))
        kept = own.add(file, kind_of(file.name))
    click.echo(_("The rules are in force as their dates say; they are kept in {file}.").format(file=kept))


@law.command(help=_("Vouch for the entry KEY of the rule file FILE: it has been compared with the official text."))
@click.argument("file")
@click.argument("key")
@click.option("--from", "start", type=_DAY, required=True, help=_("The day the entry begins to hold."))
@click.option("--who", required=True, help=_("Who compared it."))
def confirm(file: str, key: str, start: dt.datetime, who: str) -> None:
    """What is confirmed may block from now on; who and when is kept with it."""
    open_office()

    from django.db import transaction

    from pipeline import clock
    from pipeline.law import own
    from pipeline.law.matters import kind_of, read_matter
    from pipeline.register import audit

    kind_of(file)
    given = own.Confirmation(file, key, start.date(), who, clock.today())
    with transaction.atomic():
        audit.append(who, "law-confirmed", f"law:{file}", key=key, start=given.start.isoformat())
        own.confirm(file, read_matter(file), given)
    click.echo(_("{key} of {file} is confirmed by {who}.").format(key=key, file=file, who=who))


def _is_unsure(entry: Entry) -> bool:
    from pipeline.law.files import Evidence

    return entry.evidence is not Evidence.VERIFIED


def _print(shown: list[_Shown]) -> None:
    from pipeline.law.matters import values_of

    for file in dict.fromkeys(each.file for each in shown):
        click.secho(file, bold=True)
        for entry in (each.entry for each in shown if each.file == file):
            click.echo(f"  {entry.key}  ({_period(entry)})")
            click.echo(f"      {values_of(entry)}")
            click.echo(_("      source: {source} [{sure}]").format(source=entry.source, sure=_sureness(entry)))


def _period(entry: Entry) -> str:
    end = entry.period.end
    return f"{entry.period.start:%d/%m/%Y} – {end:%d/%m/%Y}" if end else f"{entry.period.start:%d/%m/%Y} –"


def _sureness(entry: Entry) -> str:
    if entry.confirmed_on:
        return _("confirmed by {who} on {day}").format(who=entry.confirmed_by, day=f"{entry.confirmed_on:%d/%m/%Y}")
    words = {
        "verified": _("verified"),
        "secondary": _("seen in weak sources"),
        "memory": _("not looked up"),
        "assumed": _("our own default"),
        "unverified": _("not to be relied on"),
    }
    return words[entry.evidence.value]
