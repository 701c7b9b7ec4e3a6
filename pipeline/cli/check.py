"""``vanthu check``: documents against the rules of presentation (contract §3)."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from pipeline.cli.doors import NEEDS_PERSON, complain
from pipeline.errors import FileRefused, NotSetUp, VanthuError
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.conformity import FileReport
    from pipeline.conformity.model import Document
    from pipeline.typeset import Typesetter

T = TypeVar("T")

STAGES = ("draft", "signed", "issued")


@click.command(help=_("Check documents against the rules of presentation (NĐ 30/2020/NĐ-CP)."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document for programs."))
@click.option(
    "--stage", type=click.Choice(STAGES), help=_("Where the document stands; else it is taken from the text.")
)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help=_("Check by the rules of this day."))
@click.option(
    "--fix", "fixed", type=click.Path(dir_okay=False, path_type=Path), help=_("Write a corrected copy (.docx).")
)
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, path_type=Path), help=_("Write a page that shows every place.")
)
def check(
    files: tuple[Path, ...],
    as_json: bool,
    stage: str | None,
    day: dt.datetime | None,
    fixed: Path | None,
    page: Path | None,
) -> int:
    """Exit 3 when a file could not be read, 1 when a rule is broken or a person has to look."""
    if fixed is not None and len(files) != 1:
        raise click.UsageError(_("--fix takes exactly one file."))
    if page is not None and page.suffix.lower() not in {".html", ".htm"}:  # else a slip would write over a document
        raise click.UsageError(_("The file for --html must be named .html."))
    with _Checker(stage, day.date() if day else None) as checker:
        outcomes = list(_outcomes(files, checker, quiet=as_json))
        reports = [outcome for outcome in outcomes if not isinstance(outcome, Refusal)]
        if fixed is not None and reports:
            _write_fixed(files[0], fixed, checker)
        if page is not None:
            _write_page(page, outcomes, checker, quiet=as_json)
    if as_json:
        click.echo(json.dumps({"files": [report.as_json() for report in reports]}, ensure_ascii=False))
    else:
        from pipeline.cli import check_terminal

        check_terminal.show(reports)
    if len(reports) < len(files):
        return FileRefused.exit_code
    return NEEDS_PERSON if any(report.needs_person for report in reports) else 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read, and why."""

    file: str
    reason: str


class _Checker:
    """Checks file after file; LibreOffice is started for the first one that needs it."""

    def __init__(self, stage: str | None, day: dt.date | None) -> None:
        self._stage, self._day = stage, day
        self._typesetter: Typesetter | None = None

    def __enter__(self) -> _Checker:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._typesetter is not None:
            self._typesetter.close()

    def __call__(self, source: Path | bytes) -> FileReport:
        from pipeline.clock import today
        from pipeline.conformity import check as check_one

        return check_one(source, stage=self._stage, date=self._day, convert=self.convert, today=today())

    def convert(self, data: bytes, suffix: str) -> bytes:
        """A .doc, .rtf or .odt as .docx."""
        return self._started().docx(data, suffix=suffix)

    def laid_out(self, source: Path) -> tuple[Document, bytes]:
        """A document and its pages: a PDF is its own, anything else is typeset."""
        from pipeline.conformity.docx import read_docx
        from pipeline.conformity.media import Medium, medium_of
        from pipeline.conformity.pdf import read_pdf

        data = source.read_bytes()
        medium = medium_of(data)
        if medium is Medium.PDF:
            return read_pdf(data), data
        docx = data if medium is Medium.DOCX else self.convert(data, f".{medium.value}")
        return read_docx(docx), self._started().preview(docx)

    def _started(self) -> Typesetter:
        if self._typesetter is None:
            from pipeline.typeset import Typesetter

            self._typesetter = Typesetter()
        return self._typesetter


def _outcomes(
    files: Sequence[Path], checker: Callable[[Path], FileReport], *, quiet: bool
) -> Iterator[FileReport | Refusal]:
    """A report for each file that could be read; the others are named on stderr with the remedy."""
    for path in _tracked(files, _("Checking"), quiet=quiet):
        try:
            yield checker(path)
            continue
        except NotSetUp:
            raise  # a missing LibreOffice concerns every file
        except VanthuError as error:
            refusal = Refusal(str(path), error.message)
        except OSError as trouble:
            refusal = Refusal(str(path), trouble.strerror or str(trouble))
        complain(_("{file}: {reason}").format(file=refusal.file, reason=refusal.reason))
        yield refusal


def _tracked(things: Sequence[T], doing: str, *, quiet: bool) -> Iterable[T]:
    """The things one by one, with a bar for people who wait for more than two."""
    from rich.console import Console
    from rich.progress import track

    hidden = quiet or len(things) < 3 or not sys.stderr.isatty()
    return track(things, description=doing, console=Console(stderr=True), disable=hidden, transient=True)


def _write_page(path: Path, outcomes: Sequence[FileReport | Refusal], checker: _Checker, *, quiet: bool) -> None:
    from pipeline.cli import check_page
    from pipeline.files import write_whole

    tracked = _tracked(outcomes, _("Drawing"), quiet=quiet)
    write_whole(path, check_page.page(tracked, checker.laid_out))
    complain(_("{file}: open this page in a browser.").format(file=path))


def _write_fixed(source: Path, target: Path, checker: _Checker) -> None:
    from pipeline.conformity.fixing import fix
    from pipeline.files import write_whole

    outcome = fix(source.read_bytes(), check=checker, convert=checker.convert)
    write_whole(target, outcome.docx)
    complain(_("{file}: {count} corrections, the text is unchanged.").format(file=target, count=len(outcome.applied)))
