"""A page for the browser that shows, for one submission, every place a person must look at, beside what was read.

The page lies in ``outbox/cho-xem`` as long as its submission waits, so that a clerk opens it by a double click. It
holds its pictures and needs nothing from elsewhere.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli import web_page
from pipeline.cli.words import printable, value_words
from pipeline.files import write_whole
from pipeline.home import home
from pipeline.messages import _
from pipeline.register.models import FieldReading

if TYPE_CHECKING:
    from pipeline.programme.matters import Matter
    from pipeline.reading.excerpt import Excerpt
    from pipeline.register.models import Submission

#: resolved, these rules let a newer form count instead of the one that counted
REPLACING = ("R-ONE-01", "R-DUP-02")

#: the cells that say whose row it is
ROW_NAMES = ("ho_ten", "ten")

_STYLE = """
article { border-top: 2px solid #8a8a8a; padding: .8rem 0 1.2rem }
h2 { font-size: 1.1rem; margin: 0 0 .4rem } h2 small { font-weight: normal; color: #555 }
pre { font: inherit; white-space: pre-wrap; border-left: 3px solid #bbb }
pre { padding-left: .8rem; margin: .4rem 0; color: #555 }
pre mark { background: #fff3b0; color: #1a1a1a }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .1rem .8rem; margin: .5rem 0 0 }
dt { color: #555 } dd { margin: 0; white-space: pre-wrap }
@media print { article { break-inside: avoid } }
"""


def write(submission: Submission, matters: Sequence[Matter]) -> tuple[Path, list[Excerpt]]:
    """Write the page about `matters`, numbered from 1 in their order; return where it lies, and what it shows."""
    from pipeline.engine.excerpts import excerpts_of
    from pipeline.register.store import Store

    path = home().to_review / f"{submission.receipt}.html"
    places = [matter.about.source if isinstance(matter.about, FieldReading) else None for matter in matters]
    shown = excerpts_of(Store(home().store).path(submission.file_id), submission.medium, places)
    articles = [_article(number, *pair) for number, pair in enumerate(zip(matters, shown, strict=True), start=1)]
    place = f"{submission.folder}/{submission.name}" if submission.folder else submission.name
    body = "\n".join([f"<p>{html.escape(place)}</p>", *articles])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, web_page.page(submission.receipt, _STYLE, body))
    return path, shown


def clear_away() -> None:
    """Remove the pages of submissions that no longer wait: they show people's data."""
    from pipeline.register.models import Submission, SubmissionState

    pages = {path.stem: path for path in home().to_review.glob("*.html")}
    waiting = Submission.objects.filter(state=SubmissionState.REVIEW, receipt__in=pages)
    for receipt in pages.keys() - set(waiting.values_list("receipt", flat=True)):
        pages[receipt].unlink(missing_ok=True)


def _article(number: int, matter: Matter, excerpt: Excerpt) -> str:
    where = _("form {rank} ({kind})").format(rank=matter.form.rank, kind=matter.form.kind)
    if isinstance(matter.about, FieldReading) and matter.about.source and "page" in matter.about.source:
        where += ", " + _("page {page}").format(page=matter.about.source["page"])
    heading = f"<h2>{number}. {html.escape(matter.name)} <small>{html.escape(where)}</small></h2>"
    return f"<article>{heading}{_shown(excerpt)}<dl>{_facts(matter)}</dl></article>"


def _shown(excerpt: Excerpt) -> str:
    if excerpt.png is not None:
        return web_page.picture(excerpt.png)
    lines = [html.escape(line) for line in excerpt.lines]
    if not lines:
        return ""
    lines[excerpt.marked] = f"<mark>{lines[excerpt.marked]}</mark>"
    return f"<pre>{chr(10).join(lines)}</pre>"


def _facts(matter: Matter) -> str:
    return "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd>" for name, text in facts(matter) if text)


def facts(matter: Matter) -> list[tuple[str, str]]:
    """What a person should know about a matter, as pairs of name and text; texts may be empty."""
    about = matter.about
    if not isinstance(about, FieldReading):
        replacing = _("This form then counts in place of the earlier one.") if about.rule in REPLACING else ""
        return [(_("Finding"), printable(about.message)), (_("If resolved"), replacing)]
    value, text = value_words(about.key, about.value), printable(about.text)
    return [
        (_("Row of"), _row_of(about)),
        (_("Value"), value or _("nothing could be read")),
        (_("On the paper"), text if text != value else ""),
        (_("Doubt"), printable("; ".join(about.why))),
        (_("May also be"), "; ".join(value_words(about.key, candidate) for candidate in matter.candidates)),
    ]


def _row_of(reading: FieldReading) -> str:
    """Whose row of a table a cell stands in."""
    if reading.row is None or reading.key in ROW_NAMES:
        return ""
    row = FieldReading.objects.filter(form=reading.form, table=reading.table, row=reading.row)
    name = row.filter(key__in=ROW_NAMES).first()
    return value_words(name.key, name.value) if name else ""
