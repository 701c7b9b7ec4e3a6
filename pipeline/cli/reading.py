"""``vanthu read`` and ``vanthu forms``: reading filled forms, and the blanks to fill in (contract §1, §2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doors import NEEDS_PERSON, complain
from pipeline.errors import FileRefused, LexiconWrong, ReaderKiller, UnknownForm
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.engine.readers import Readers
    from pipeline.reading.model import FileReading, Lexicon

#: of a feed, the pages after which its progress is said
PAGES_A_WORD = 10
LISTS = ("units", "titles", "posts", "staff")


@click.command(help=_("Read filled forms and print their values, without touching the register."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document for programs."))
@click.option("--lexicon", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=_("Lists of the office."))
def read(files: tuple[Path, ...], as_json: bool, lexicon: Path | None) -> int:
    """Exit 3 when a file was refused, 1 when a value needs a person."""
    from pipeline.register import open_register

    open_register()

    from pipeline.engine.readers import Readers
    from pipeline.typeset import Typesetter

    with Typesetter() as typesetter, Readers(1, _lexicon(lexicon), typesetter) as readers:
        reports = [_report(path, readers) for path in files]
    for report in reports:
        if report["reason"]:
            complain(_("{file}: {reason}").format(file=report["file"], reason=report["reason"]))
    if as_json:
        click.echo(json.dumps({"files": reports}, ensure_ascii=False))
    else:
        _print(reports)
    return _exit_code(reports)


def _lexicon(path: Path | None) -> Lexicon:
    """The lists given for this run, else the register's, else none."""
    from pipeline.errors import NotSetUp
    from pipeline.reading.model import Lexicon
    from pipeline.register import require_office
    from pipeline.register.lexicon import lexicon

    if path is not None:
        return _given_lexicon(path)
    try:
        require_office()
    except NotSetUp:
        return Lexicon()
    return lexicon()


def _given_lexicon(path: Path) -> Lexicon:
    from pipeline.reading.model import Lexicon

    try:
        lists = json.loads(path.read_text(encoding="utf-8"))
        return Lexicon(**{name: tuple(map(str, lists.get(name, ()))) for name in LISTS})
    except (ValueError, AttributeError, TypeError) as error:
        raise LexiconWrong(file=path.name) from error


def _report(path: Path, readers: Readers) -> dict[str, Any]:
    """One entry of contract §1; a file that cannot be read is refused by name and does not stop the others."""
    from pipeline.flow import ReaderLost
    from pipeline.reading.forms import expected_forms
    from pipeline.reading.scans import Scan

    report: dict[str, Any] = {"file": str(path), "sha256": None, "medium": None, "pages": 0}
    refused = {"verdict": "refused", "forms": []}
    try:
        report["sha256"] = _sha256(path)
        reading = readers(path, partial(_show_progress, path))
        if isinstance(reading, Scan):
            raise UnknownForm(expected=expected_forms())
    except FileRefused as refusal:
        return {**report, **refused, "reason": refusal.message}
    except OSError as trouble:
        return {**report, **refused, "reason": _("The file cannot be opened: {cause}.").format(cause=trouble.strerror)}
    except ReaderLost:
        return {**report, **refused, "reason": ReaderKiller(times=1).message}
    return {**report, **_as_json(reading)}


def _show_progress(path: Path, pages: tuple[int, int]) -> None:
    """Say now and then how far a long feed has been read."""
    done, total = pages
    if done % PAGES_A_WORD == 0:
        complain(_("{file}: {done} of {total} pages read.").format(file=path, done=done, total=total))


def _as_json(reading: FileReading) -> dict[str, Any]:
    return {
        "medium": reading.medium.value,
        "pages": reading.pages,
        "verdict": "read",
        "reason": None,
        "forms": [form.as_json() for form in reading.forms],
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _exit_code(reports: list[dict[str, Any]]) -> int:
    if any(report["verdict"] == "refused" for report in reports):
        return FileRefused.exit_code
    return NEEDS_PERSON if any(value["review"] for report in reports for _key, value in _values(report)) else 0


def _values(report: dict[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    for form in report["forms"]:
        yield from form["fields"].items()
        for rows in form["tables"].values():
            for row in rows:
                yield from row.items()


def _print(reports: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    from pipeline.reading.labels import spoken_name

    console = Console()
    for report in reports:
        for form in report["forms"]:
            table = Table(title=f"{report['file']} · {form['form']}", title_justify="left", show_lines=False)
            for heading in (_("Field"), _("Value"), _("Doubt")):
                table.add_column(heading, overflow="fold")
            for key, value in form["fields"].items():
                doubt = "; ".join(value["why"]) if value["review"] else ""
                table.add_row(spoken_name(key), _shown(value["value"]), doubt)
            console.print(table)
            for finding in form["findings"]:
                console.print(f"{finding['rule']}: {finding['message']}", markup=False)


def _shown(value: object) -> str:
    if value is None:
        return "—"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@click.command(help=_("Write the blank form FORM (TD-01 or TD-02): Word, PDF and zone map."))
@click.argument("form", metavar="FORM")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help=_("Folder to write into."))
def forms(form: str, out: Path) -> None:
    """Three files named after the form; what was there under these names is replaced whole."""
    from pipeline.files import write_whole
    from pipeline.reading.blanks import blank
    from pipeline.register import open_register

    open_register()
    lists = _lexicon(None)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in blank(form, units=lists.units, posts=lists.posts).files().items():
        write_whole(out / name, data)
        click.echo(out / name)
