"""``vanthu init`` and ``vanthu doctor``: the office and the parts it stands on."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.home import CHECKOUT, home
from pipeline.messages import _

EXAMPLE = CHECKOUT / "samples" / "office.toml"


@click.command(
    help=_(
        "Set up the office from FILE (an office file in TOML), or bring it up to date. Without FILE: the file loaded "
        "last, and at the very first time the example office."
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
def init(file: Path | None) -> None:
    """Folders, database, office and letter box; may be run again after editing the file."""
    from pipeline.register import create_register, open_register

    for folder in home().folders():
        folder.mkdir(parents=True, exist_ok=True)
    open_register()
    create_register()

    from pipeline.intake.letter_box import mark_inbox
    from pipeline.register.office import load_office, loaded_file

    file = file or loaded_file() or EXAMPLE
    load_office(file)
    mark_inbox()
    if file == EXAMPLE:
        click.echo(_("This is the example office with fictional people; give your own file for real work."))
    click.echo(_("The office is ready. Drop filled forms into {inbox}.").format(inbox=home().inbox))
