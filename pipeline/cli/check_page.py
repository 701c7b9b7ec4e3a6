"""The page of ``vanthu check --html``: every finding, and the pages with its places marked and numbered like it."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.cli import web_page
from pipeline.cli.check import Refusal
from pipeline.cli.check_words import (
    facts,
    groups,
    holding,
    place_words,
    summary_headings,
    summary_row,
    unevaluated,
)
from pipeline.conformity import FileReport, Result
from pipeline.conformity.model import Document
from pipeline.conformity.places import Mark, Places
from pipeline.conformity.sheets import Sheets
from pipeline.errors import VanthuError
from pipeline.messages import _

#: of one file; a page with more takes a browser's memory and nobody's eyes get there
MOST_PICTURES = 40

#: The document in a file, and a PDF of its pages.
Layout = Callable[[Path], tuple[Document, bytes]]

_STYLE = """
body { max-width: 100rem; background: #fff }
h2 { font-size: 1.2rem; margin: 2rem 0 .2rem; padding-top: .8rem; border-top: 3px solid #8a8a8a }
h2, td, dd, p, li { overflow-wrap: anywhere }
h3 { font-size: 1.05rem; margin: 1.2rem 0 .4rem } h4 { font-size: 1rem; margin: 0 }
table { border-collapse: collapse; margin: 1rem 0; width: 100% }
th, td { border: 1px solid #bbb; padding: .2rem .6rem; text-align: left } td.n, th.n { text-align: right }
.E { --ink: #b3261e } .W { --ink: #8a5a00 } .R { --ink: #1f5fa8 } .I { --ink: #5f5f5f }
article { border-left: 4px solid var(--ink); padding: .1rem 0 .3rem .8rem; margin: .7rem 0 }
h4 b { color: var(--ink); margin-right: .3rem }
dl { display: grid; grid-template-columns: 7rem 1fr; gap: 0 .8rem; margin: .2rem 0 0 }
dt { color: #555 } dd { margin: 0 }
.note { color: #555 } :target { background: #fff3b0 }
figure { margin: 0 0 1.5rem } figcaption { color: #555 }
.paper { position: relative } .paper img { display: block; width: 100%; box-sizing: border-box }
.paper a { position: absolute; box-sizing: border-box; border: 2px solid var(--ink); text-decoration: none }
.paper a.edge { border-style: dashed }
.paper a span { position: absolute; right: 100%; top: -2px; padding: 0 .25rem; white-space: nowrap }
.paper a span { background: var(--ink); color: #fff; font: bold 12px/1.4 sans-serif; print-color-adjust: exact }
.paper a.edge span { right: auto; left: 0; top: 0 }
@media (min-width: 75rem) { .file { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem } }
@media (max-width: 30rem) { body { margin: .5rem auto } dl { grid-template-columns: 1fr } dt { font-size: .9rem }
  tr { display: grid; grid-template-columns: repeat(5, 1fr) } tr > :first-child, td[colspan] { grid-column: 1 / -1 } }
@media print { article, figure, tr { break-inside: avoid } figure { max-width: 17cm } }
"""


@dataclass(frozen=True, slots=True)
class _Finding:
    """A finding with its number in the file."""

    number: int
    level: str
    result: Result


@dataclass(frozen=True)
class _Pages:
    """The pictures of a file's pages, what is marked on them, and what has to be said about them."""

    note: str = ""
    #: number of a finding -> its marks, on whatever page
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    pictures: dict[int, bytes] = field(default_factory=dict)
    sizes: list[tuple[float, float]] = field(default_factory=list)

    def showing(self, finding: _Finding) -> list[int]:
        """The pictures on which a finding is marked."""
        return sorted({mark.page for mark in self.marks.get(finding.number, ())} & self.pictures.keys())


def page(outcomes: Iterable[FileReport | Refusal], laid_out: Layout) -> bytes:
    """The page about these files, as HTML that needs nothing from elsewhere."""
    rows, sections = [], []
    for number, outcome in enumerate(outcomes, 1):
        rows.append(_row(number, outcome))
        if not isinstance(outcome, Refusal):
            sections.append(_section(number, outcome, laid_out))
    summary = _summary(rows) if len(rows) > len(sections) or len(rows) > 1 else ""
    return web_page.page(_("Check of presentation"), _STYLE, summary + "\n".join(sections))


def _summary(rows: Sequence[str]) -> str:
    heads = "".join(f'<th class="n">{html.escape(heading)}</th>' for heading in summary_headings())
    return f"<table><tr><th>{html.escape(_('File'))}</th>{heads}</tr>{''.join(rows)}</table>"


def _row(number: int, outcome: FileReport | Refusal) -> str:
    name = html.escape(outcome.file)
    if isinstance(outcome, Refusal):
        return f'<tr><td>{name}</td><td colspan="{len(summary_headings())}">{html.escape(outcome.reason)}</td></tr>'
    cells = "".join(f'<td class="n">{html.escape(cell)}</td>' for cell in summary_row(outcome))
    return f'<tr><td><a href="#f{number}">{name}</a></td>{cells}</tr>'


def _section(number: int, report: FileReport, laid_out: Layout) -> str:
    """One file: what was found, beside the pages it was found on."""
    name = f"f{number}"
    findings: list[_Finding] = []
    for group in groups(report):
        findings += (_Finding(at, group.level, found) for at, found in enumerate(group.results, len(findings) + 1))
    pages = _draw(Path(report.file), findings, laid_out) if findings else _Pages()
    notes = "".join(f'<p class="note">{html.escape(note)}</p>' for note in (*report.notes, pages.note) if note)
    figures = "".join(_figure(name, shown, findings, pages) for shown in sorted(pages.pictures))
    return (
        f'<section id="{name}"><h2>{html.escape(report.file)}</h2>'
        f"<p>{html.escape(facts(report))}<br>{html.escape(_counts(report))}</p>{notes}"
        f'<div class="file"><div>{"".join(_chapters(name, report, findings, pages))}</div><div>{figures}</div></div>'
        "</section>"
    )


def _counts(report: FileReport) -> str:
    pairs = zip(summary_headings(), summary_row(report), strict=True)
    return " · ".join(f"{heading}: {count}" for heading, count in pairs) + ". " + holding(report)


# Findings


def _chapters(name: str, report: FileReport, findings: Sequence[_Finding], pages: _Pages) -> Iterator[str]:
    for group in groups(report):
        yield f"<h3>{html.escape(group.heading)} ({len(group.results)})</h3>"
        yield from (_article(name, finding, pages) for finding in findings if finding.level == group.level)
    reasons = unevaluated(report)
    if reasons:
        items = "".join(f"<li>{count} · {html.escape(reason)}</li>" for reason, count in reasons.most_common())
        yield f"<h3>{html.escape(_('Not evaluated'))} ({reasons.total()})</h3><ul>{items}</ul>"


def _article(name: str, finding: _Finding, pages: _Pages) -> str:
    result, rule = finding.result, finding.result.rule
    pairs = (
        (_("Found"), html.escape(result.found)),
        (_("Allowed"), html.escape(rule.allowed)),
        (_("Clause"), html.escape(rule.clause)),
        (_("Place"), html.escape(place_words(result.where)) + _links(name, finding, pages)),
        (_("Remedy"), html.escape(rule.remedy)),
    )
    listed = "".join(f"<dt>{html.escape(key)}</dt><dd>{value}</dd>" for key, value in pairs if value)
    return (
        f'<article class="{finding.level}" id="{name}-{finding.number}">'
        f"<h4><b>{finding.number}</b> {html.escape(rule.title)}</h4><dl>{listed}</dl></article>"
    )


def _links(name: str, finding: _Finding, pages: _Pages) -> str:
    """Links to the pages that show the place, or a word that none does."""
    shown = pages.showing(finding)
    if shown:
        words = _("page {number}")
        links = (f'<a href="#{name}-p{at}">{html.escape(words.format(number=at))}</a>' for at in shown)
        return " → " + ", ".join(links)
    return f' <span class="note">{html.escape(_("(not marked)"))}</span>' if finding.result.where else ""


# Pages


def _draw(path: Path, findings: Sequence[_Finding], laid_out: Layout) -> _Pages:
    """Mark the findings and draw the pages with marks, those of the gravest findings first."""
    try:
        document, pdf = laid_out(path)
        with Sheets(pdf) as sheets:
            places = Places(document, sheets)
            marks = {finding.number: places.marks(finding.result) for finding in findings}
            marked = list(dict.fromkeys(mark.page for found in marks.values() for mark in found))
            pictures = {number: sheets.picture(number) for number in marked[:MOST_PICTURES]}
            note = _shown_words(len(pictures), len(marked), len(sheets.sizes))
            return _Pages(note, marks, pictures, sheets.sizes)
    except (VanthuError, OSError) as trouble:
        reason = trouble.message if isinstance(trouble, VanthuError) else str(trouble)
        return _Pages(note=_("The pages cannot be shown: {reason}").format(reason=reason))


def _shown_words(shown: int, marked: int, pages: int) -> str:
    if not shown:
        return _("No place could be marked on a page.")
    if shown < marked:
        words = _("Only {shown} of {marked} pages with marks are shown, those of the gravest findings first.")
        return words.format(shown=shown, marked=marked)
    return _("Of {pages} pages, the {shown} with marks are shown.").format(pages=pages, shown=shown)


def _figure(name: str, number: int, findings: Sequence[_Finding], pages: _Pages) -> str:
    boxes = "".join(_boxes(name, number, findings, pages))
    caption = html.escape(_("page {number}").format(number=number))
    return (
        f'<figure id="{name}-p{number}"><figcaption>{caption}</figcaption>'
        f'<div class="paper">{web_page.picture(pages.pictures[number])}{boxes}</div></figure>'
    )


def _boxes(name: str, number: int, findings: Sequence[_Finding], pages: _Pages) -> Iterator[str]:
    """One box for each area, with the numbers of all findings about it; the small ones lie above the large ones."""
    about: dict[Mark, list[_Finding]] = defaultdict(list)
    for finding in findings:
        for mark in pages.marks[finding.number]:
            if mark.page == number:
                about[mark].append(finding)
    for mark in sorted(about, key=_extent, reverse=True):
        gravest, numbers = about[mark][0], " ".join(str(finding.number) for finding in about[mark])
        kind = f"{gravest.level} edge" if mark.edge else gravest.level
        yield (
            f'<a class="{kind}" href="#{name}-{gravest.number}" style="{_position(mark, pages.sizes[number - 1])}">'
            f"<span>{numbers}</span></a>"
        )


def _extent(mark: Mark) -> float:
    left, top, right, bottom = mark.area
    return (right - left) * (bottom - top)


def _position(mark: Mark, size: tuple[float, float]) -> str:
    """The area as shares of the page, a little larger than the letters."""
    slack = 0 if mark.edge else 2
    left, top, right, bottom = mark.area
    left, top = max(left - slack, 0), max(top - slack, 0)
    width, height = min(right + slack, size[0]) - left, min(bottom + slack, size[1]) - top
    shares = {"left": left / size[0], "top": top / size[1], "width": width / size[0], "height": height / size[1]}
    return ";".join(f"{side}:{share:.2%}" for side, share in shares.items())
