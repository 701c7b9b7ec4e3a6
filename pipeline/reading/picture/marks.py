"""A page picture as the marks of a page, so that the rules that read text PDFs read it: words, rules, tick boxes.

Beside the marks stays a `Witness`: for every word how sure the recogniser is of it, and its picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.reading.model import Box
from pipeline.reading.pdf_marks import Glyph, PageMarks, Upright
from pipeline.reading.picture.boxes import TickBox
from pipeline.reading.picture.engine import Recogniser, Word
from pipeline.reading.picture.pieces import Piece, Pieces, read_pieces
from pipeline.reading.picture.sources import Pixels
from pipeline.reading.picture.strokes import Drawing, read_drawing
from pipeline.reading.picture.wording import mended
from pipeline.reading.ticks import OFF, ON

#: dots an inch that recognition is best at; coarser pictures are enlarged to it
BEST_DPI = 300.0
#: the size of a type whose usual letter is one point high
EM = 1.75
#: leaders are as wide as this, points, at least
SHORT_LEADER = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A word as the recogniser saw it, in points, and how sure it was (0 to 1)."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class PagePicture:
    """One page read from its picture."""

    marks: PageMarks
    seen: tuple[Seen, ...]
    pieces: Pieces

    def near(self, box: Box) -> list[Seen]:
        """The words whose middle lies in `box`."""
        return [word for word in self.seen if _holds(box, word.box)]


def read_marks(grey: Pixels, dpi: float, number: int, recogniser: Recogniser) -> PagePicture:
    """The marks of an upright page with an even background; `number` is counted from 1."""
    drawing = read_drawing(grey, dpi)
    pieces = read_pieces(drawing, dpi)
    height, width = grey.shape
    marks = PageMarks(number, Upright((0.0, 0.0, width * 72 / dpi, height * 72 / dpi), 0))
    marks.horizontal += drawing.horizontal
    marks.vertical += drawing.vertical
    seen: list[Seen] = []
    em = EM * pieces.height
    for piece in pieces.pieces:
        words = _mended(_words(pieces, piece, recogniser))
        seen += words
        marks.glyphs += [_glyph(word, piece.baseline, em, piece.number) for word in words]
    seen += [_seen_box(box) for box in drawing.boxes]
    marks.glyphs += [_box_glyph(box) for box in drawing.boxes]
    marks.glyphs += [_leader(box, em) for box in _empty_leaders(drawing, pieces.pieces)]
    return PagePicture(marks, tuple(seen), pieces)


def _words(pieces: Pieces, piece: Piece, recogniser: Recogniser) -> list[Seen]:
    part, corner = pieces.crop(piece)
    return list(placed(recogniser.line(*enlarged(part, 72 * pieces.point)), pieces.point, corner))


def _mended(words: list[Seen]) -> list[Seen]:
    texts = mended([word.text for word in words])
    return [replace(word, text=text) for word, text in zip(words, texts, strict=True) if text]


def enlarged(part: Pixels, dpi: float) -> tuple[Pixels, float]:
    """A picture in the resolution recognition is best at, and that resolution."""
    if dpi >= 0.9 * BEST_DPI:
        return part, dpi
    scale = BEST_DPI / dpi
    return cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC).astype(np.uint8), BEST_DPI


def placed(words: Iterable[Word], point: float, corner: tuple[int, int]) -> Iterable[Seen]:
    """Recognised words of a part of a page as words of the page, in points."""
    scale = max(BEST_DPI / (72 * point), 1.0) if 72 * point < 0.9 * BEST_DPI else 1.0
    for word in words:
        x0, y0, x1, y1 = (edge / scale for edge in word.box)
        box = (
            (x0 + corner[0]) / point, (y0 + corner[1]) / point, (x1 + corner[0]) / point, (y1 + corner[1]) / point
        )  # fmt: skip
        yield Seen(text=word.text, box=box, confidence=word.confidence)


def _glyph(word: Seen, baseline: float, em: float, run: int) -> Glyph:
    x0, _top, x1, _bottom = word.box
    return Glyph(
        word.text, x0, baseline - 0.89 * em, x1, baseline + 0.22 * em, baseline, em, "", run,
        space_before=True, spaced=True,
    )  # fmt: skip


def _seen_box(box: TickBox) -> Seen:
    return Seen(text=ON if box.ticked else OFF, box=box.box, confidence=0.0 if box.ticked is None else 1.0)


def _box_glyph(box: TickBox) -> Glyph:
    x0, y0, x1, y1 = box.box
    em = y1 - y0
    sign = ON if box.ticked else OFF
    return Glyph(sign, x0, y0, x1, y1, y1 - 0.15 * em, em, "", -1, space_before=True, spaced=False)


def _leader(box: Box, em: float) -> Glyph:
    x0, _top, x1, y1 = box
    return Glyph("…", x0, y1 - 0.89 * em, x1, y1 + 0.22 * em, y1, em, "", -2, space_before=True, spaced=False)


def _empty_leaders(drawing: Drawing, pieces: Sequence[Piece]) -> list[Box]:
    """Rows of dots that nothing is written over."""
    return [
        box
        for box in drawing.leaders
        if box[2] - box[0] >= SHORT_LEADER and not any(_written_over(box, piece.box) for piece in pieces)
    ]


def _written_over(leader: Box, piece: Box) -> bool:
    overlap = min(leader[2], piece[2]) - max(leader[0], piece[0])
    return overlap > 3 and piece[1] < leader[3] and piece[3] > leader[1] - 6


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
