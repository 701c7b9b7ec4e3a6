"""``vanthu archive``, ``vanthu anchor`` and ``vanthu export``: what is kept for long, and what is handed over."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doors import complain
from pipeline.cli.keys import KeyChoice, key_options
from pipeline.cli.opening import open_office
from pipeline.errors import ArchiveError, NoSuchDocument
from pipeline.home import home
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.register.models import Document

EDXML = "edxml"
RECORD_PACKAGE = "tt05-2025-chua-doi-chieu"
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
A_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(help=_("Bring issued documents into the archive, and make again what is missing there."))
@click.argument("names", metavar="[ID]...", nargs=-1)
def archive(names: tuple[str, ...]) -> int:
    """All issued documents where none is named; one that does not fit does not keep the others."""
    open_office()

    from pipeline.archive.archiving import Archive
    from pipeline.register.trusted import trust_of

    keeper = Archive(home=home(), trust=trust_of(home()), actor=getpass.getuser())
    keeper.sweep()
    worst = 0
    for document in _named(names) if names else keeper.waiting():
        try:
            click.echo(keeper.archive(document))
        except ArchiveError as refusal:
            complain(refusal.message)
            worst = refusal.exit_code
    return worst


@click.command(help=_("Sign the head of the diary with the office's key, so that nobody can cut it off unseen."))
@key_options
def anchor(**key: Any) -> None:  # noqa: ANN401 - see key_options
    """Without a key named, the organisation's lies in ``chung-thu/dau.p12``."""
    open_office()

    from pipeline import clock
    from pipeline.archive.anchors import Anchors
    from pipeline.register.trusted import seal_key, time_service

    with KeyChoice(**key).open(seal_key(home())) as signer:
        now = clock.now()
        click.echo(Anchors(home=home()).drop(now.date(), signer, at=now, timestamps=time_service()))


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


def _named(names: Sequence[str]) -> list[Document]:
    """The documents with these names, in this order; raises `NoSuchDocument` for one there is not."""
    from pipeline.register.models import Document

    found = {document.slug: document for document in Document.objects.filter(slug__in=names)}
    for name in names:
        if name not in found:
            raise NoSuchDocument(document=name)
    return [found[name] for name in names]
