"""``vanthu check``: documents against the rules of presentation (contract §3)."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doors import NEEDS_PERSON, complain
from pipeline.errors import FileRefused, NotSetUp, VanthuError
from pipeline.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.conformity import FileReport, Result
    from pipeline.typeset import Typesetter

STAGES = ("draft", "signed", "issued")
#: places of one finding that the terminal names; the rest is counted
MOST_PLACES = 4


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
def check(
    files: tuple[Path, ...], as_json: bool, stage: str | None, day: dt.datetime | None, fixed: Path | None
) -> int:
    """Exit 3 when a file could not be read, 1 when a rule is broken or a person has to look."""
    if fixed is not None and len(files) != 1:
        raise click.UsageError(_("--fix takes exactly one file."))
    with _Checker(stage, day.date() if day else None) as checker:
        reports = list(_reports(files, checker, quiet=as_json))
        if fixed is not None and reports:
            _write_fixed(files[0], fixed, checker)
    if as_json:
        click.echo(json.dumps({"files": [report.as_json() for report in reports]}, ensure_ascii=False))
    else:
        _print(reports)
    if len(reports) < len(files):
        return FileRefused.exit_code
    from pipeline.conformity import Status

    return NEEDS_PERSON if any(report.of(Status.FAIL, Status.REVIEW) for report in reports) else 0


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
        if self._typesetter is None:
            from pipeline.typeset import Typesetter

            self._typesetter = Typesetter()
        return self._typesetter.docx(data, suffix=suffix)


def _reports(files: Sequence[Path], checker: Callable[[Path], FileReport], *, quiet: bool) -> Iterator[FileReport]:
    """A report for each file that could be read; the others are named on stderr with the remedy."""
    from rich.console import Console
    from rich.progress import track

    hidden = quiet or len(files) < 3 or not sys.stderr.isatty()
    console = Console(stderr=True)
    for path in track(files, description=_("Checking"), console=console, disable=hidden, transient=True):
        try:
            yield checker(path)
        except NotSetUp:
            raise  # a missing LibreOffice concerns every file
        except VanthuError as error:
            complain(_("{file}: {reason}").format(file=path, reason=error.message))
        except OSError as trouble:
            complain(_("{file}: {reason}").format(file=path, reason=trouble.strerror or str(trouble)))


def _write_fixed(source: Path, target: Path, checker: _Checker) -> None:
    from pipeline.conformity.fixing import fix
    from pipeline.files import write_whole

    outcome = fix(source.read_bytes(), check=checker, convert=checker.convert)
    write_whole(target, outcome.docx)
    complain(_("{file}: {count} corrections, the text is unchanged.").format(file=target, count=len(outcome.applied)))


# What a person reads


def _print(reports: Sequence[FileReport]) -> None:
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False)
    for report in reports:
        _print_report(console, report)
    if len(reports) > 1:
        _print_summary(console, reports)


def _print_report(console: Console, report: FileReport) -> None:
    from pipeline.conformity import Severity, Status

    console.print(
        f"\n[bold]{_escaped(report.file)}[/bold]  {report.kind or _('kind unknown')} · {_stage(report)} · {report.pack}"
    )
    for note in report.notes:
        console.print(f"  ! {_escaped(note)}")
    found = report.of(Status.FAIL, Status.REVIEW)
    groups = (
        (_("Errors"), [r for r in found if r.status is Status.FAIL and r.rule.severity is Severity.ERROR]),
        (_("Warnings"), [r for r in found if r.status is Status.FAIL and r.rule.severity is Severity.WARNING]),
        (_("To be looked at by a person"), [r for r in found if r.status is Status.REVIEW]),
        (_("Hints"), [r for r in found if r.status is Status.FAIL and r.rule.severity is Severity.INFO]),
    )
    for heading, results in groups:
        if results:
            console.print(f"\n  [bold]{heading} ({len(results)})[/bold]")
            for result in results:
                console.print(_escaped(_paragraph(result)))
    _print_rest(console, report)


def _paragraph(result: Result) -> str:
    lines = [
        f"  • {result.rule.title}: {result.found}",
        _("    Rule: {allowed} ({clause})").format(allowed=result.rule.allowed, clause=result.rule.clause),
        _("    Place: {place}").format(place=place_words(result.where)),
        _("    Remedy: {remedy}").format(remedy=result.rule.remedy),
    ]
    return "\n".join(lines)


def place_words(where: dict[str, Any] | None) -> str:
    """A place in words: paragraph 14 “Căn cứ …”."""
    if where is None:
        return _("the whole document")
    places = [where, *where.get("also", [])]
    named = "; ".join(_one_place(place) for place in places[:MOST_PLACES])
    more = where.get("count", len(places)) - MOST_PLACES
    return named + (_(" and {count} more").format(count=more) if more > 0 else "")


def _one_place(place: dict[str, Any]) -> str:
    if "section" in place:
        return _("section {number}").format(number=place["section"])
    parts = {"header": _("page header"), "footer": _("page footer"), "box": _("text box"), "footnote": _("footnote")}
    words = [parts[place["part"]]] if place.get("part") in parts else []
    if "page" in place:
        words.append(_("page {number}").format(number=place["page"]))
    if "table" in place:
        words.append(_("table {table}, row {row}, column {column}").format(**place))
    elif "paragraph" in place and place.get("part") not in parts:
        words.append(_("paragraph {number}").format(number=place["paragraph"]))
    if place.get("text"):
        words.append(f"“{place['text']}”")
    return " ".join(words)


def _print_rest(console: Console, report: FileReport) -> None:
    """How many rules hold, and why some could not be evaluated."""
    from pipeline.conformity import Status

    summary = report.summary
    words = _("  {passed} rules hold, {inapplicable} do not apply.")
    console.print("\n" + words.format(passed=summary["pass"], inapplicable=summary["not_applicable"]))
    reasons = Counter(result.found for result in report.of(Status.NOT_EVALUATED))
    if reasons:
        console.print(_("  {count} rules could not be evaluated:").format(count=sum(reasons.values())))
        for reason, count in reasons.most_common():
            console.print(_escaped(f"    {count} · {reason}"))


def _print_summary(console: Console, reports: Sequence[FileReport]) -> None:
    from rich.table import Table

    from pipeline.conformity import Severity, Status

    table = Table(title=_("Summary"), title_justify="left")
    table.add_column(_("File"), overflow="fold")
    for heading in (_("Kind"), _("Errors"), _("Warnings"), _("To look at"), _("Not evaluated")):
        table.add_column(heading, justify="right")
    for report in reports:
        failed = Counter(result.rule.severity for result in report.of(Status.FAIL))
        summary = report.summary
        counts = (failed[Severity.ERROR], failed[Severity.WARNING], summary["review"], summary["not_evaluated"])
        table.add_row(report.file, report.kind or "?", *map(str, counts))
    console.print(table)


def _stage(report: FileReport) -> str:
    return {"draft": _("draft"), "signed": _("signed"), "issued": _("issued")}[report.stage.value]


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
