"""``vanthu copy``: electronic copies and extracts with the organisation's signature (NĐ 30/2020, Đ25)."""

from __future__ import annotations

import contextlib
import getpass
import re
from pathlib import Path
from typing import Any

import click

from pipeline.cli.doors import tell_hindrances
from pipeline.cli.keys import KeyChoice, key_options
from pipeline.cli.opening import open_office
from pipeline.home import home
from pipeline.messages import _

FORMS = ("sao_y", "sao_luc", "trich_sao")
A_FILE_TO_WRITE = click.Path(dir_okay=False, path_type=Path)


class PageRange(click.ParamType[tuple[int, ...]]):
    """ "1-3,5": pages from 1, in the order named."""

    name = "pages"

    def convert(
        self, value: str | tuple[int, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """The numbers of the pages."""
        if isinstance(value, tuple):
            return value
        pages: list[int] = []
        for part in value.split(","):
            match = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part.strip())
            if match is None:
                self.fail(_("Name pages as in 1-3 or 2,4."), param, ctx)
            pages.extend(range(int(match[1]), int(match[2] or match[1]) + 1))
        return tuple(pages)


@click.command(help=_("Make an electronic copy of a file, or of the document issued under the number SYMBOL."))
@click.argument("source", metavar="FILE|SYMBOL")
@click.option("--kind", type=click.Choice(FORMS), required=True, help=_("Form of the copy."))
@click.option("--pages", type=PageRange(), help=_("The pages of an extract, as in 1-3."))
@click.option("--year", type=int, help=_("The year, where several years have that number."))
@click.option("--out", type=A_FILE_TO_WRITE, help=_("Write the copy here, too."))
@key_options
def copy(
    source: str,
    kind: str,
    pages: tuple[int, ...] | None,
    year: int | None,
    out: Path | None,
    **key: Any,  # noqa: ANN401 - see key_options
) -> int:
    """Without a key named, the organisation's lies in ``chung-thu/dau.p12``. Prints number and place of the copy."""
    open_office()

    from pipeline.engine import keeping
    from pipeline.files import write_whole
    from pipeline.issuing import copies, outbox
    from pipeline.issuing.clerk import Clerk
    from pipeline.register.trusted import seal_key

    clerk = Clerk(home(), getpass.getuser())
    outbox.restore(clerk)
    at_hand = Path(source)
    wanted = copies.of_file(at_hand) if at_hand.is_file() else copies.of_symbol(clerk, source, year)
    with contextlib.ExitStack() as until_done:
        with clerk.telling_key_trouble("copy", [source]):
            sealer = until_done.enter_context(KeyChoice(**key).open(seal_key(clerk.home)))
        entry = copies.make_copy(clerk, wanted, kind, pages, sealer)
        hindrances = keeping.after_issue(clerk, [entry], sealer)
    if out is not None:
        write_whole(out, clerk.store.read(entry.sha256))
    click.echo(f"{entry.symbol}: {out or outbox.issued(clerk.home, entry)}")
    return tell_hindrances(hindrances)
