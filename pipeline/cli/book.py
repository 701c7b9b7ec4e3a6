"""``vanthu register``: the outgoing book, for people, for programs and to be printed (contract §5)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.doors import NEEDS_PERSON, complain
from pipeline.cli.opening import open_office
from pipeline.home import home
from pipeline.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.issuing.book import DiaryHead
    from pipeline.register.models import OutgoingEntry

A_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(help=_("Show the outgoing book, or write it as a workbook or a PDF to be bound."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document for programs."))
@click.option("--year", type=int, help=_("Only the numbers of this year."))
@click.option("--series", help=_("Only the numbers of this series, like VPUBND/QĐ."))
@click.option("--xlsx", type=A_FILE, help=_("Write the book as a workbook."))
@click.option("--pdf", type=A_FILE, help=_("Write the book as a PDF to be printed and bound."))
def register(as_json: bool, year: int | None, series: str | None, xlsx: Path | None, pdf: Path | None) -> int:
    """Exit 1 when numbers are missing."""
    open_office()

    from pipeline.files import write_whole
    from pipeline.issuing import book, book_files

    lines = book.entries(year=year, series=series)
    if xlsx is not None:
        write_whole(xlsx, book_files.workbook(book.volumes(lines)))
    if pdf is not None:
        write_whole(pdf, book_files.printed(book.volumes(lines), _heads()))
    if as_json:
        click.echo(json.dumps({"entries": [book.as_json(line) for line in lines]}, ensure_ascii=False))
    elif xlsx is None and pdf is None:
        _print(lines)
    return _tell_gaps()


def _heads() -> list[DiaryHead]:
    """The heads of the diary that were anchored, as they are printed in the book."""
    from pipeline.archive.anchors import Anchors
    from pipeline.issuing.book import DiaryHead

    return [DiaryHead(day=head.day, seq=head.seq, hash=head.hash) for head in Anchors(home=home()).heads()]


def _tell_gaps() -> int:
    from pipeline.issuing.numbers import gaps

    found = gaps()
    for gap in found:
        numbers = ", ".join(f"{number:02d}" for number in gap.numbers)
        complain(
            _("Numbers missing in {series}, {year}: {numbers}.").format(
                series=gap.series, year=gap.year, numbers=numbers
            )
        )
    return NEEDS_PERSON if found else 0


def _print(lines: Sequence[OutgoingEntry]) -> None:
    from rich.console import Console
    from rich.table import Table

    from pipeline.cli.words import state_word
    from pipeline.vietnamese.dates import short_date

    table = Table()
    for heading in (_("Number"), _("Day"), _("Title"), _("Signer"), _("State")):
        table.add_column(heading)
    for line in lines:
        state = f"{state_word(line.status)}: {line.reason}" if line.reason else state_word(line.status)
        table.add_row(line.symbol, short_date(line.day), line.subject, line.signer, state)
    Console().print(table)
