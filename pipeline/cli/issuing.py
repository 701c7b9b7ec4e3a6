"""``vanthu freeze | reserve | print | sign | refuse | issue | void``: from a draft to an issued one (contract §9)."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doors import complain, tell_hindrances
from pipeline.cli.keys import KeyChoice, key_options
from pipeline.cli.opening import open_office
from pipeline.cli.words import state_word
from pipeline.errors import StorageTrouble, VanthuError
from pipeline.home import home
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.issuing.clerk import Clerk
    from pipeline.register.models import OutgoingEntry

#: as long as the register keeps it
LONGEST_REASON = 500


def _reason(_context: click.Context, _parameter: click.Parameter, why: str) -> str:
    if not 0 < len(why.strip()) <= LONGEST_REASON:
        raise click.BadParameter(_("Give a reason of at most {most} characters.").format(most=LONGEST_REASON))
    return why.strip()


why_option = click.option("--why", required=True, callback=_reason, help=_("The reason; it is kept."))


despite_option = click.option(
    "--despite", default="", help=_("Why it is frozen although it breaks rules of presentation; the diary keeps it.")
)


@click.command(help=_("Freeze the draft ID and lay its PDF out to be signed."))
@click.argument("name", metavar="ID")
@despite_option
def freeze(name: str, despite: str) -> None:
    """Prints where the PDF lies."""
    clerk = _clerk()

    from pipeline import flow
    from pipeline.issuing.outbox import to_sign
    from pipeline.typeset import Typesetter

    with Typesetter() as typesetter:
        document = flow.freeze(clerk, typesetter, name, despite)
    click.echo(to_sign(clerk.home, document))


@click.command(help=_("Reserve a number for the draft ID, print it in it, and lay its PDF out to be signed."))
@click.argument("name", metavar="ID")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help=_("The day printed in it, today or soon; today otherwise.")
)
@despite_option
def reserve(name: str, day: dt.datetime | None, despite: str) -> None:
    """For tools that cannot sign a document whose number is filled in afterwards; prints the number and the PDF."""
    clerk = _clerk()

    from pipeline import flow
    from pipeline.issuing.outbox import to_sign
    from pipeline.typeset import Typesetter

    with Typesetter() as typesetter:
        entry = flow.reserve(clerk, typesetter, name, day.date() if day else None, despite)
    click.echo(
        _("{symbol}, day {day}: {file}").format(
            symbol=entry.symbol, day=f"{entry.day:%d/%m/%Y}", file=to_sign(clerk.home, entry.document)
        )
    )


@click.command("print", help=_("Write the frozen document ID as a PDF to be printed and signed by hand."))
@click.argument("name", metavar="ID")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=_("The file; ID-in.pdf otherwise."))
def print_(name: str, out: Path | None) -> None:
    """A routing slip, then the document; each page bears a mark by which its scan is known."""
    clerk = _clerk()

    from pipeline.files import write_whole
    from pipeline.issuing.clerk import find_document
    from pipeline.issuing.printing import print_copy

    path = out or Path(f"{name}-in.pdf")
    write_whole(path, print_copy(clerk, find_document(name)))
    click.echo(path)


@click.command(help=_("Sign the frozen documents ID with the key of the person they name."))
@click.argument("names", metavar="ID...", nargs=-1, required=True)
@click.option("--paper", metavar="RECEIPT", help=_("ID is signed by hand: I have seen the signature on this scan."))
@key_options
def sign(names: tuple[str, ...], paper: str | None, **key: Any) -> int:  # noqa: ANN401 - see key_options
    """One PIN for all; each document for itself, so one that cannot be signed does not keep the others."""
    if paper is not None:
        return _sign_on_paper(names, paper)
    clerk = _clerk()

    from pipeline.issuing import chief
    from pipeline.issuing.clerk import find_document

    with clerk.telling_key_trouble("sign", names), KeyChoice(**key).open() as signer:

        def sign_one(name: str) -> str:
            chief.sign(clerk, find_document(name), signer)
            return state_word("signed")

        return _each(names, sign_one)


def _sign_on_paper(names: tuple[str, ...], receipt: str) -> int:
    if len(names) != 1:
        raise click.UsageError(_("One scan is one document: name one ID with --paper."))
    clerk = _clerk()

    from pipeline import flow

    flow.sign_on_paper(clerk, names[0], receipt)
    click.echo(f"{names[0]}: {state_word('signed')}")
    return 0


@click.command(help=_("Send the document ID back to be drafted anew."))
@click.argument("name", metavar="ID")
@why_option
def refuse(name: str, why: str) -> None:
    """Also a signed document that can not be issued any more."""
    clerk = _clerk()

    from pipeline.issuing import chief
    from pipeline.issuing.clerk import find_document

    chief.refuse(clerk, find_document(name), why)
    click.echo(f"{name}: {state_word('refused')}")


@click.command(help=_("Give the signed documents ID number and day, seal them and enter them in the outgoing book."))
@click.argument("names", metavar="ID...", nargs=-1, required=True)
@key_options
def issue(names: tuple[str, ...], **key: Any) -> int:  # noqa: ANN401 - see key_options
    """Without a key named, the organisation's lies in ``chung-thu/dau.p12``. Numbers are given in the order named.

    What is issued is archived at once, and the head of the diary signed; when that fails it stays issued: exit 1.
    """
    clerk = _clerk()

    from pipeline import flow
    from pipeline.engine import keeping
    from pipeline.register.trusted import seal_key

    with clerk.telling_key_trouble("issue", names), KeyChoice(**key).open(seal_key(clerk.home)) as sealer:
        issued: list[OutgoingEntry] = []

        def issue_one(name: str) -> str:
            issued.append(flow.issue(clerk, name, sealer))
            return _told(clerk, issued[-1])

        worst = _each(names, issue_one)
        return max(worst, tell_hindrances(keeping.after_issue(clerk, issued, sealer))) if issued else worst


def _told(clerk: Clerk, entry: OutgoingEntry) -> str:
    """The number, and what is left to be done to a paper; what is not known of the keys is complained of."""
    from pipeline.issuing.act import revocation_unknown

    holders = revocation_unknown(entry)
    if holders:
        sentence = _(
            "{symbol} is issued, but whether the certificates of {holders} were revoked is not known: the folder "
            "chung-thu holds no list of revoked certificates (CRL) of their authority that is valid on this day."
        )
        complain(sentence.format(symbol=entry.symbol, holders=", ".join(holders)))
    return entry.symbol + _left_to_do(clerk, entry)


def _left_to_do(clerk: Clerk, entry: OutgoingEntry) -> str:
    """A paper is stamped by hand; unless the number was reserved, it does not bear number and day yet."""
    from pipeline.issuing.clerk import frozen_revision
    from pipeline.issuing.paper import paper_of
    from pipeline.issuing.wet import printed_facts, signed_on_paper

    revision = frozen_revision(entry.document)
    if not signed_on_paper(revision):
        return ""
    if printed_facts(clerk, paper_of(revision)).symbol == entry.symbol:
        return _("; stamp the paper.")
    return _("; write number and day {day} on the paper and stamp it.").format(day=f"{entry.day:%d/%m/%Y}")


@click.command(help=_("Declare the number SYMBOL (05/QĐ-VPUBND), issued or reserved, void; it is never given again."))
@click.argument("symbol")
@why_option
@click.option("--year", type=int, help=_("The year, where several years have that number."))
def void(symbol: str, why: str, year: int | None) -> None:
    """The line stays in the outgoing book; what it was only reserved for is a draft again."""
    clerk = _clerk()

    from pipeline import flow

    flow.make_void(clerk, symbol, why, year)
    click.echo(f"{symbol}: {state_word('void')}")


def _clerk() -> Clerk:
    """Open the office for whoever uses this computer, and lay out what a dead process did not."""
    open_office()

    from pipeline.issuing import outbox
    from pipeline.issuing.clerk import Clerk

    clerk = Clerk(home(), getpass.getuser())
    outbox.restore(clerk)
    return clerk


def _each(names: Iterable[str], do: Callable[[str], str]) -> int:
    """Do it to each document, say what came of it, and return the worst exit code."""
    worst = 0
    for name in _with_progress(list(names)):
        try:
            outcome = do(name)
        except StorageTrouble:
            raise
        except VanthuError as refusal:
            complain(f"{name}: {refusal.message}")
            worst = max(worst, refusal.exit_code)
        else:
            click.echo(f"{name}: {outcome}")
    return worst


def _with_progress(names: list[str]) -> Iterator[str]:
    """The names, with a bar on a terminal when there are many."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(names, console=console, disable=len(names) == 1 or not console.is_terminal, transient=True)
