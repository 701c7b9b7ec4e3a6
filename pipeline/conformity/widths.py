"""How wide text is and how tall its lines are, in points, without rendering.

``data/serif-widths.json`` holds the advance widths (2048 to the em) of Liberation Serif 2, which are those of Times New
Roman: style -> width -> the characters of that width.
"""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pipeline.conformity.model import Paragraph, Shape, Span

UNITS = 2048
#: ascent, descent and gap of the typeface together, in ems: what one single-spaced line takes
SINGLE = 1.15
#: a tab jumps to the next multiple of this where nothing else is set
TAB = 36.0
_STYLES = {(False, False): "regular", (True, False): "bold", (False, True): "italic", (True, True): "bold_italic"}


def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Width of `text` set at `size` points."""
    return sum(map(_tables()[_STYLES[bold, italic]].__getitem__, text)) * size / UNITS


def width(spans: Iterable[Span]) -> float:
    """Width of spans set on one line, without the spaces at their ends."""
    kept = list(spans)
    texts = [span.text for span in kept]
    if texts:
        texts[0], texts[-1] = texts[0].lstrip(), texts[-1].rstrip() if len(texts) > 1 else texts[0].strip()
    return sum(_span_width(span, text) for span, text in zip(kept, texts, strict=True))


def _span_width(span: Span, text: str) -> float:
    look = span.look
    scale = 0.6 if look.raised else 1.0
    return text_width(text.replace("\t", "      "), look.size * scale, bold=look.bold, italic=look.italic)


def line_widths(paragraph: Paragraph, available: float) -> list[float]:
    """The widths of the lines a paragraph breaks into, word by word, when `available` points are free."""
    if paragraph.area is not None and paragraph.cell is not None:
        return [paragraph.area[2] - paragraph.area[0]]  # a line of a PDF was measured
    lines = []
    for piece in paragraph.lines():
        whole = width(piece.spans)
        free = max(available - max(piece.shape.left, 0) - piece.shape.right, 1.0)
        if whole <= free or available <= 0:
            lines.append(whole)
        else:
            lines.extend(_wrapped(piece, free))
    return lines


def _wrapped(piece: Paragraph, free: float) -> list[float]:
    lines, current, pending = [], 0.0, 0.0
    for word, gap in _words(piece):
        if current and current + pending + word > free:
            lines.append(current)
            current = word
        else:
            current += pending + word
        pending = gap
    return [*lines, current]


def _words(piece: Paragraph) -> Iterable[tuple[float, float]]:
    """Width of each word and of the space behind it."""
    word = 0.0
    for span in piece.spans:
        look = span.look
        for index, part in enumerate(span.text.split(" ")):
            if index:
                yield word, text_width(" ", look.size, bold=look.bold, italic=look.italic)
                word = 0.0
            word += text_width(part, look.size, bold=look.bold, italic=look.italic)
    yield word, 0.0


def line_height(shape: Shape, size: float) -> float:
    """Height of one line of text of `size` points."""
    if shape.line_rule == "exact":
        return shape.line
    natural = size * SINGLE
    return max(natural, shape.line) if shape.line_rule == "atLeast" else natural * shape.line


def height(paragraph: Paragraph, available: float) -> float:
    """Height of a paragraph with its spaces when `available` points of width are free."""
    size = max(paragraph.sizes(), default=paragraph.mark.size)
    lines = len(line_widths(paragraph, available)) if paragraph.inked else 1
    lines += paragraph.raw.count("\n") if not paragraph.inked else 0
    return lines * line_height(paragraph.shape, size) + paragraph.shape.before + paragraph.shape.after


@functools.cache
def _tables() -> dict[str, defaultdict[str, int]]:
    path = Path(__file__).parent / "data" / "serif-widths.json"
    tables = json.loads(path.read_text("utf-8"))
    return {style: _by_sign(table) for style, table in tables.items()}


def _by_sign(table: dict[str, str]) -> defaultdict[str, int]:
    """Advance of each character; half an em for those the typeface has not."""
    advances = {sign: int(advance) for advance, signs in table.items() for sign in signs}
    return defaultdict(lambda: UNITS // 2, advances)
