"""What a check found, in the words both the terminal and the page for the browser use."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pipeline.conformity import FileReport, Result, Severity, Status
from pipeline.messages import _

#: places of one finding that are named; the rest is counted
MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one weight."""

    #: "E", "W", "R", "I"
    level: str
    heading: str
    results: list[Result]


def groups(report: FileReport) -> list[Group]:
    """What was found, the gravest first; nothing empty."""
    failed = {severity: [r for r in report.of(Status.FAIL) if r.rule.severity is severity] for severity in Severity}
    found = (
        Group("E", _("Errors"), failed[Severity.ERROR]),
        Group("W", _("Warnings"), failed[Severity.WARNING]),
        Group("R", _("To be looked at by a person"), [*failed[Severity.REVIEW], *report.of(Status.REVIEW)]),
        Group("I", _("Hints"), failed[Severity.INFO]),
    )
    return [group for group in found if group.results]


def facts(report: FileReport) -> str:
    """Kind and stage of the document, and the rules it was held against."""
    stage = {"draft": _("draft"), "signed": _("signed"), "issued": _("issued")}[report.stage.value]
    return f"{report.kind or _('kind unknown')} · {stage} · {report.pack}"


def summary_headings() -> tuple[str, ...]:
    """The columns of `summary_row`."""
    return _("Kind"), _("Errors"), _("Warnings"), _("To look at"), _("Not evaluated")


def summary_row(report: FileReport) -> tuple[str, ...]:
    """One file in a summary of many."""
    failed = Counter(result.rule.severity for result in report.of(Status.FAIL))
    summary = report.summary
    counts = (failed[Severity.ERROR], failed[Severity.WARNING], summary["review"], summary["not_evaluated"])
    return report.kind or "?", *map(str, counts)


def holding(report: FileReport) -> str:
    """How many rules hold."""
    summary = report.summary
    words = _("{passed} rules hold, {inapplicable} do not apply.")
    return words.format(passed=summary["pass"], inapplicable=summary["not_applicable"])


def unevaluated(report: FileReport) -> Counter[str]:
    """Why rules could not be evaluated, and how many for each reason."""
    return Counter(result.found for result in report.of(Status.NOT_EVALUATED))


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
