"""About how many pages a document takes, from measured text; nothing is rendered."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.conformity.model import Document, Paragraph
from pipeline.conformity.widths import height

#: how far the estimate may be off, as a share
DOUBT = 0.12


@dataclass(frozen=True, slots=True)
class Extent:
    """Pages filled, about: 1.4 ends on the second page."""

    pages: float

    @property
    def several(self) -> bool | None:
        """Whether there is more than one page; None where the estimate is too close to tell."""
        if abs(self.pages - 1) <= DOUBT:
            return None
        return self.pages > 1


def measure(document: Document) -> Extent:
    """Count the pages of a PDF, measure the text of a Word document."""
    if document.pdf is not None:
        return Extent(float(document.pdf.pages) if document.pdf.pages != 1 else 0.5)
    pages = 0.0
    for section, group in itertools.groupby(document.paragraphs, key=lambda paragraph: paragraph.section):
        page = document.sections[min(section, len(document.sections)) - 1]
        filled = 0.0
        for paragraphs in _flows(group):
            needed = _flow_height(paragraphs, page.text_width)
            if paragraphs[0].starts_page and filled % 1:
                filled = int(filled) + 1
            filled += needed / max(page.text_height, 1.0)
        pages = (pages if page.kind == "continuous" or not pages else float(-(-pages // 1))) + filled
    return Extent(pages)


def _flows(paragraphs: Iterable[Paragraph]) -> Iterable[list[Paragraph]]:
    """Single paragraphs, and the paragraphs of a table row together."""
    for _key, group in itertools.groupby(paragraphs, key=lambda p: (p.cell.table, p.cell.row) if p.cell else p.number):
        yield list(group)


def _flow_height(paragraphs: list[Paragraph], free: float) -> float:
    if paragraphs[0].cell is None:
        return height(paragraphs[0], free)
    columns: dict[int, float] = {}
    for paragraph in paragraphs:
        assert paragraph.cell is not None
        column = paragraph.cell.column
        columns[column] = columns.get(column, 0.0) + height(paragraph, paragraph.cell.inner or free)
    fixed = paragraphs[0].cell.height if paragraphs[0].cell else None
    return fixed if fixed is not None else max(columns.values())
