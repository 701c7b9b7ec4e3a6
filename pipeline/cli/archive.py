"""``vanthu archive``, ``vanthu anchor`` and ``vanthu export``: what is kept for long, and what is handed over."""

from __future__ import annotations

import getpass

import click

from pipeline.cli.doors import complain
from pipeline.cli.opening import open_office
from pipeline.errors import ArchiveError, NothingToVerify
from pipeline.home import home
from pipeline.messages import _


@click.command(help=_("Bring issued documents into the archive, and make again what is missing there."))
@click.argument("names", metavar="[ID]...", nargs=-1)
def archive(names: tuple[str, ...]) -> int:
    """All issued documents where none is named; one that does not fit does not keep the others."""
    open_office()

    from pipeline.archive.archiving import Archive
    from pipeline.register.models import Document, DocumentState
    from pipeline.register.trusted import trust_of

    keeper = Archive(home=home(), trust=trust_of(home()), actor=getpass.getuser())
    wanted = Document.objects.filter(slug__in=names) if names else Document.objects.filter(state=DocumentState.ISSUED)
    found = {document.slug: document for document in wanted}
    worst = 0
    for name in names or found:
        try:
            if name not in found:
                raise NothingToVerify(name=name)
            click.echo(keeper.archive(found[name]))
        except ArchiveError as refusal:
            complain(refusal.message)
            worst = refusal.exit_code
    for folder in keeper.rebuild():
        click.echo(folder)
    return worst
