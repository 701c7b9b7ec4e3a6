"""``vanthu archive | upgrade | anchor | export``: what is kept for long, and what is handed over."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doors import complain
from pipeline.cli.keys import KeyChoice, key_options
from pipeline.cli.opening import open_office
from pipeline.clock import VIETNAM
from pipeline.errors import NoSuchDocument
from pipeline.home import home
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.engine.keeping import Kept
    from pipeline.issuing.clerk import Clerk
    from pipeline.register.models import Document, OutgoingEntry

EDXML = "edxml"
RECORD_PACKAGE = "tt05-2025-chua-doi-chieu"
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
A_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(help=_("Bring issued documents into the archive, and make again what is missing there."))
@click.argument("names", metavar="[ID]...", nargs=-1)
def archive(names: tuple[str, ...]) -> int:
    """All issued documents where none is named; one that does not fit does not keep the others."""
    clerk = _clerk()

    from pipeline.engine import keeping

    keeper = keeping.archive_of(clerk)
    keeper.sweep()
    return _tell(keeping.archive(clerk, _named(names) if names else keeper.waiting()))


@click.command(help=_("Add archive timestamps, so that issued documents can be verified for years."))
@click.argument("names", metavar="[ID]...", nargs=-1)
def upgrade(names: tuple[str, ...]) -> int:
    """Where none is named: all that have none yet or whose last one ends soon. Their packages are made again."""
    clerk = _clerk()

    from pipeline import clock
    from pipeline.archive import lasting
    from pipeline.engine import keeping

    entries = _entries(_named(names)) if names else list(lasting.due(clock.now()))
    worst = _tell(keeping.upgrade(clerk, entries))
    return max(worst, _tell(keeping.archive(clerk, [entry.document for entry in entries])))


@click.command(help=_("Sign the head of the diary with the office's key, so that nobody can cut it off unseen."))
@key_options
def anchor(**key: Any) -> None:  # noqa: ANN401 - see key_options
    """Without a key named, the organisation's lies in ``chung-thu/dau.p12``."""
    clerk = _clerk()

    from pipeline.engine import keeping
    from pipeline.register.trusted import seal_key

    with KeyChoice(**key).open(seal_key(home())) as signer:
        click.echo(keeping.anchor(clerk, signer))


@click.command(help=_("Write the issued documents ID for others: as edXML messages, or as one record package."))
@click.argument("names", metavar="ID...", nargs=-1, required=True)
@click.option("--as", "form", type=click.Choice([EDXML, RECORD_PACKAGE]), required=True, help=_("What to write."))
@click.option(
    "--about", type=A_FILE, required=True, help=_("What the register does not know (TOML): organisations or dossier.")
)
@click.option("--out", type=A_FOLDER, required=True, help=_("Folder to write into."))
def export(names: tuple[str, ...], form: str, about: Path, out: Path) -> None:
    """Prints what was written; nothing is, where one of the documents cannot be exported."""
    open_office()

    from pipeline.archive.about import Dossier, Organs, read_about
    from pipeline.archive.exporting import Exporter
    from pipeline.archive.record_package import NOTE, Version

    exporter = Exporter(home=home(), actor=getpass.getuser())
    if form == EDXML:
        for path in exporter.edxml(_named(names), read_about(about, Organs), out):
            click.echo(path)
        return
    click.echo(exporter.record_package(_named(names), read_about(about, Dossier), Version(form), out))
    complain(NOTE)


def _clerk() -> Clerk:
    """Open the office for whoever uses this computer."""
    open_office()

    from pipeline.issuing.clerk import Clerk

    return Clerk(home(), getpass.getuser())


def _tell(kept: Iterable[Kept]) -> int:
    """Say of each document what came of it, and return the worst exit code; one does not keep the others."""
    worst = 0
    for one in kept:
        if one.hindrance is not None:
            complain(f"{one.slug}: {one.hindrance.message}")
            worst = max(worst, one.hindrance.exit_code)
        elif one.until is not None:
            sentence = _("{document}: can be verified until {day}, and is renewed before that.")
            click.echo(sentence.format(document=one.slug, day=f"{one.until.astimezone(VIETNAM):%d/%m/%Y}"))
        elif one.folder is not None:
            click.echo(one.folder)
    return worst


def _entries(documents: Iterable[Document]) -> list[OutgoingEntry]:
    """Their lines in the outgoing book; raises `NotIssuedYet` where one has none in force."""
    from pipeline.archive.books import require_in_force

    entries = []
    for document in documents:
        require_in_force(document)
        assert document.entry is not None
        entries.append(document.entry)
    return entries


def _named(names: Sequence[str]) -> list[Document]:
    """The documents with these names, in this order; raises `NoSuchDocument` for one there is not."""
    from pipeline.register.models import Document

    found = {document.slug: document for document in Document.objects.filter(slug__in=names)}
    for name in names:
        if name not in found:
            raise NoSuchDocument(document=name)
    return [found[name] for name in names]
