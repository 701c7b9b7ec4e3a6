"""``vanthu status``: the account, the rounds and the documents, for people and as JSON (contract §4)."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from pipeline.cli.doors import NEEDS_PERSON
from pipeline.cli.words import certificate_sentence, state_word
from pipeline.errors import InboxGone
from pipeline.home import home
from pipeline.law.files import Evidence
from pipeline.messages import _
from pipeline.vietnamese.dates import short_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.intake.scanning import Left


@click.command(help=_("Show the account: what came in, what waits for whom, who has not handed in."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document for programs."))
def status(as_json: bool) -> int:
    """Exit 1 when something waits for a person."""
    from pipeline.cli.opening import open_office

    open_office()

    from pipeline.intake.account import account
    from pipeline.programme.rounds import rounds_report

    report: dict[str, Any] = {
        "account": account().as_json(),
        "rounds": [entry.as_json() for entry in rounds_report()],
        "documents": _documents(),
        "reserved": _reserved(),
        "deadlines": _deadlines(),
        "certificates": _certificates(),
        "basic_level": _at_basic_level(),
        "inbox": [{"name": left.place, "seconds": round(left.age), "reason": left.sentence} for left in _left()],
    }
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        _print(report)
    urgent = any(entry["urgent"] for entry in report["deadlines"])
    return NEEDS_PERSON if report["account"]["review"] or urgent or report["certificates"] else 0


def _left() -> list[Left]:
    """What lies in the inbox and has not been received; nothing where the folder itself is not there."""
    from pipeline.intake.box import Inbox

    try:
        return Inbox(home()).peek()
    except OSError as trouble:
        raise InboxGone(folder=home().inbox) from trouble


def _documents() -> dict[str, int]:
    from django.db.models import Count

    from pipeline.register.models import Document, DocumentState

    counted = dict(Document.objects.values_list("state").annotate(count=Count("pk")))
    return {state.value: counted.get(state.value, 0) for state in DocumentState}


def _reserved() -> list[dict[str, str]]:
    """The numbers that were given to documents which are not issued yet."""
    from pipeline.issuing.book import reserved

    return [{"symbol": entry.symbol, "date": f"{entry.day}", "document": entry.document.slug} for entry in reserved()]


def _deadlines() -> list[dict[str, Any]]:
    """The documents that are signed and not issued, with the day by which they must be."""
    from pipeline import clock
    from pipeline.issuing.deadlines import deadlines

    return [one.as_json(clock.today()) for one in deadlines()]


def _certificates() -> list[dict[str, Any]]:
    """The certificates that end within a month, and those that have ended."""
    from pipeline import clock
    from pipeline.issuing.expiry import ending

    return [one.as_json(clock.now()) for one in ending(home(), at=clock.now())]


def _at_basic_level() -> int:
    """How many documents in force have no archive timestamp."""
    from pipeline.archive.lasting import at_basic_level

    return at_basic_level().count()


def _print(report: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console()
    console.print(_account_table(report["account"]))
    if report["rounds"]:
        console.print(_rounds_table(report["rounds"]))
    console.print(_documents_line(report["documents"]))
    for held in report["reserved"]:
        day = short_date(dt.date.fromisoformat(held["date"]))
        sentence = _("Number reserved: {symbol} of {day}, for {document}.")
        console.print(sentence.format(symbol=held["symbol"], day=day, document=held["document"]), markup=False)
    for sentence in _watched(report):
        console.print(sentence, markup=False)
    for left in report["inbox"]:
        console.print(_("Left in the inbox: {name}. {reason}").format(**left), markup=False)


def _watched(report: dict[str, Any]) -> Iterator[str]:
    """Days that come nearer, in sentences."""
    for one in report["deadlines"]:
        yield _deadline_sentence(one)
    for one in report["certificates"]:
        yield certificate_sentence(one["holder"], one["place"], dt.datetime.fromisoformat(one["until"]), one["ended"])
    if report["basic_level"]:
        sentence = _("Issued without an archive timestamp: {count}; verifiable while their certificates hold.")
        yield sentence.format(count=report["basic_level"])


def _deadline_sentence(one: dict[str, Any]) -> str:
    facts = {"document": one["document"], "by": short_date(dt.date.fromisoformat(one["by"]))}
    if one["late"]:
        sentence = _("LATE: {document} is signed and had to be issued and sent by {by}.").format(**facts)
    else:
        sentence = _("{document} is signed: issue and send it by {by}.").format(**facts)
    if one["holidays"] == Evidence.VERIFIED:
        return sentence
    return sentence + " " + _("(The holidays of that year are not confirmed.)")


def _account_table(account: dict[str, Any]) -> Table:
    table = Table(title=_("Account of the files handed in"), title_justify="left")
    names = {
        "received": _("Received"),
        "registered": _("Registered"),
        "review": _("Waiting for a person"),
        "duplicate": _("Handed in before"),
        "returned": _("Returned"),
        "in_progress": _("In progress"),
    }
    for name in names.values():
        table.add_column(name, justify="right")
    table.add_row(*(str(account[key]) for key in names))
    table.caption = _("The account balances.") if account["balanced"] else _("The account does NOT balance.")
    return table


def _rounds_table(rounds: list[dict[str, Any]]) -> Table:
    table = Table(title=_("Rounds"), title_justify="left")
    for heading in (_("Round"), _("Due"), _("In"), _("Late"), _("Not handed in")):
        table.add_column(heading)
    for entry in rounds:
        missing = ", ".join(entry["missing"])
        table.add_row(entry["round"], str(entry["due"]), str(entry["in"]), str(entry["late"]), missing)
    return table


def _documents_line(documents: dict[str, int]) -> str:
    present = [f"{count} {state_word(state)}" for state, count in documents.items() if count]
    return _("Documents: {list}.").format(list=", ".join(present) or _("none"))
