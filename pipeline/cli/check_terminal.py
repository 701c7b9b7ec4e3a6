"""What a check found, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.cli.check_words import facts, groups, holding, place_words, summary_headings, summary_row, unevaluated
from pipeline.conformity import FileReport, Result
from pipeline.messages import _


def show(reports: Sequence[FileReport]) -> None:
    """Print every report, and a summary of several."""
    console = Console(soft_wrap=True, highlight=False)
    for report in reports:
        _print_report(console, report)
    if len(reports) > 1:
        _print_summary(console, reports)


def _print_report(console: Console, report: FileReport) -> None:
    console.print(f"\n[bold]{escape(report.file)}[/bold]  {facts(report)}")
    for note in report.notes:
        console.print(f"  ! {escape(note)}")
    for group in groups(report):
        console.print(f"\n  [bold]{group.heading} ({len(group.results)})[/bold]")
        for result in group.results:
            console.print(escape(_paragraph(result)))
    _print_rest(console, report)


def _paragraph(result: Result) -> str:
    lines = [
        f"  • {result.rule.title}: {result.found}",
        _("    Rule: {allowed} ({clause})").format(allowed=result.rule.allowed, clause=result.rule.clause),
        _("    Place: {place}").format(place=place_words(result.where)),
        _("    Remedy: {remedy}").format(remedy=result.rule.remedy),
    ]
    return "\n".join(lines)


def _print_rest(console: Console, report: FileReport) -> None:
    """How many rules hold, and why some could not be evaluated."""
    console.print("\n  " + holding(report))
    reasons = unevaluated(report)
    if reasons:
        console.print(_("  {count} rules could not be evaluated:").format(count=sum(reasons.values())))
        for reason, count in reasons.most_common():
            console.print(escape(f"    {count} · {reason}"))


def _print_summary(console: Console, reports: Sequence[FileReport]) -> None:
    table = Table(title=_("Summary"), title_justify="left")
    table.add_column(_("File"), overflow="fold")
    for heading in summary_headings():
        table.add_column(heading, justify="right")
    for report in reports:
        table.add_row(escape(report.file), *summary_row(report))
    console.print(table)
