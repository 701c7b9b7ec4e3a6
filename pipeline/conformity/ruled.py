"""The ruled lines below a heading: drawn, a paragraph's border, typed signs, or underlined letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.conformity.model import Align, Drawn, Paragraph
from pipeline.conformity.widths import width

#: a drawn line this much below the top of the next line of text still belongs to the text above, in points
NEXT_LINE_REACH = 6.0
_TYPED = re.compile(r"[_\u2010-\u2015\u2017\u203e\u2500\u2501=*oO0-]{3,}|_{2,}")
_SOLID = re.compile(r"[_\u2014\u2015\u2500\u2501\u203e]+")


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A line below a text: `length` in points, `offset` of its middle from the middle of the text where known."""

    kind: str  # "drawn", "border", "typed", "dashes", "underline"
    length: float
    paragraph: Paragraph
    offset: float | None = None


def is_typed_line(paragraph: Paragraph) -> bool:
    """Whether nothing but signs forming a line is written."""
    return bool(_TYPED.fullmatch(paragraph.text.replace(" ", "")))


def line_below(component: Sequence[Paragraph], column: Sequence[Paragraph], free: float) -> RuledLine | None:
    """The line below the last paragraph of `component`.

    `column` is the column it stands in, in order, and `free` the width for text there, in points.
    """
    last = component[-1]
    at = max((place for place, paragraph in enumerate(column) if paragraph.number == last.number), default=-1)
    following = column[at + 1 :] if at >= 0 else []
    gap = _until_text(following)
    for paragraph in [*gap, *component[::-1]]:
        drawn = _drawn(paragraph, last.side, free, after=True)
        if drawn:
            return _of_drawn(drawn, paragraph, free)
    for paragraph in gap:
        found = _written(paragraph, free)
        if found:
            return found
    if len(gap) < len(following):
        drawn = _drawn(following[len(gap)], last.side, free, after=False)
        if drawn:
            return _of_drawn(drawn, following[len(gap)], free)
    if last.shape.border_below:
        return RuledLine("border", free - last.shape.left - last.shape.right, last, _middle(last, free))
    if last.any_underlined():
        return RuledLine("underline", width(span for span in last.spans if span.look.underline), last, 0.0)
    return None


def _until_text(following: Sequence[Paragraph]) -> list[Paragraph]:
    gap = []
    for paragraph in following:
        if paragraph.text and not is_typed_line(paragraph):
            break
        gap.append(paragraph)
    return gap[:4]


def _drawn(paragraph: Paragraph, side: str, free: float, *, after: bool) -> Drawn | None:
    for thing in paragraph.drawn:
        if thing.kind != "line" or thing.width <= thing.height:
            continue
        if side and thing.x is not None and (thing.x + thing.width / 2 > free / 2) != (side == "right"):
            continue
        if after or thing.y is None or thing.y <= NEXT_LINE_REACH:
            return thing
    return None


def _of_drawn(thing: Drawn, paragraph: Paragraph, free: float) -> RuledLine:
    offset = None
    if thing.centred:
        offset = 0.0
    elif thing.x is not None and thing.x_from == "column" and paragraph.cell is not None:
        offset = thing.x + thing.width / 2 - free / 2
    return RuledLine("drawn", thing.width, paragraph, offset)


def _written(paragraph: Paragraph, free: float) -> RuledLine | None:
    shape = paragraph.shape
    if not paragraph.text and (shape.border_above or shape.border_below):
        return RuledLine("border", free - shape.left - shape.right, paragraph, _middle(paragraph, free))
    if paragraph.text and is_typed_line(paragraph):
        solid = _SOLID.fullmatch(paragraph.text.replace(" ", ""))
        offset = 0.0 if shape.align is Align.CENTER else None
        return RuledLine("typed" if solid else "dashes", width(paragraph.spans), paragraph, offset)
    return None


def _middle(paragraph: Paragraph, free: float) -> float:
    """How far the middle between the indents is from the middle of the free width."""
    return (paragraph.shape.left - paragraph.shape.right) / 2
