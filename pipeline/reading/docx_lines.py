"""From the runs of Word paragraphs to lines of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.reading import ticks
from pipeline.reading.legacy_text import RawRun, decoded
from pipeline.reading.model import Block, Line, Place, Span, Table

# The soft hyphen is a letter in TCVN3 only; left behind by Word between the words it parted, it is nothing.
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u2060\ufeff"))


def lines_of(runs: Sequence[RawRun], place: Place) -> list[Line]:
    """The lines of a paragraph, cut at its line breaks, in NFC, decoded by content where no font said how."""
    spans = spans_of(runs)
    lines: list[list[Span]] = [[]]
    for span in spans:
        first, *rest = span.text.split("\n")
        lines[-1].append(replace(span, text=first))
        lines += ([replace(span, text=text)] for text in rest)
    return [Line(spans=tuple(span for span in line if span.text), place=place) for line in lines]


def spans_of(runs: Sequence[RawRun]) -> list[Span]:
    """The runs of a paragraph in Unicode, NFC; a tone mark that a run boundary cut off goes back to its letter."""
    composed: list[Span] = []
    for span in decoded(runs):
        text = span.text.translate(_INVISIBLE)
        if not text:
            continue
        if composed and unicodedata.combining(text[0]):
            marks = 0
            while marks < len(text) and unicodedata.combining(text[marks]):
                marks += 1
            composed[-1] = replace(composed[-1], text=unicodedata.normalize("NFC", composed[-1].text + text[:marks]))
            text = text[marks:]
        if text:
            composed.append(replace(span, text=unicodedata.normalize("NFC", text)))
    return composed


def all_lines(blocks: list[Block]) -> Iterator[Line]:
    """The lines of `blocks`, those of table cells included."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        elif isinstance(block, Table):
            for cell in block.cells:
                yield from cell.lines


def all_spans(blocks: list[Block]) -> list[Span]:
    """The spans of all lines, with a line feed between one line and the next."""
    spans: list[Span] = []
    for line in all_lines(blocks):
        if spans:
            spans.append(Span(text="\n", place=line.place))
        spans += line.spans
    return spans


def _text_of(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines).strip()


def is_ticked(rows: list[list[list[Line]]]) -> bool:
    """Whether every row of a table pairs words with a mark or a place for one."""
    marks = [[ticks.mark(_text_of(lines)) for lines in cells] for cells in rows]
    return len(rows) > 1 and all(None in row and len(row) > row.count(None) for row in marks)


def ticked_line(cells: list[list[Line]]) -> Line:
    """A row of options and marks as one line: "Lao động tiên tiến ☒"."""
    first = next(line for lines in cells for line in lines)
    spans: list[Span] = []
    for lines in cells:
        sign = ticks.mark(_text_of(lines))
        spans += [Span(text=sign, place=first.place)] if sign else all_spans(list(lines))
        spans.append(Span(text=" ", place=first.place))
    return Line(spans=tuple(spans), place=first.place)
