"""Tick boxes of a page, drawn or typed, turned into the two signs of running text."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from pipeline.reading.model import Box
from pipeline.reading.pdf_grid import Grid
from pipeline.reading.pdf_marks import SMALL, Glyph, PageMarks
from pipeline.reading.ticks import OFF, ON, is_symbol_font, symbol

_EMPTY_SIGNS = frozenset("☐□◻◽▢❏❐❑❒⬜○◯")
_TICKED_SIGNS = frozenset("☑☒⌧🗹🗵🗷◉⦿")
#: what people put into an empty box
_TICKS = frozenset("✓✔✗✘✕✖×✚■●xXvV") | _TICKED_SIGNS
#: ZapfDingbats by its letters, for fonts without Unicode names
_DINGBATS = {"3": "✓", "4": "✔", "5": "✕", "6": "✖", "7": "✗", "8": "✘", "n": "■", "l": "●", "o": OFF, "q": OFF}


def with_tick_signs(marks: PageMarks, glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[list[Glyph], list[Grid]]:
    """`glyphs` with one ☐ or ☒ for each tick box of the page, and the grids that are no tick boxes."""
    signs = [_sign(glyph.text, glyph.font) for glyph in glyphs]
    named = [glyph._replace(text=sign) if sign else glyph for glyph, sign in zip(glyphs, signs, strict=True)]
    boxes = [grid.box for grid in grids if _is_square(grid)] + marks.circles
    boxes += [_box(glyph) for glyph in named if glyph.text in _EMPTY_SIGNS]
    signed = [glyph for glyph in named if glyph.text not in _EMPTY_SIGNS]
    for box in _outermost(boxes):
        signed = _signed(box, signed, marks)
    signed = [glyph._replace(text=ON) if glyph.text in _TICKED_SIGNS else glyph for glyph in signed]
    return signed, [grid for grid in grids if not _is_square(grid)]


def _is_square(grid: Grid) -> bool:
    width, height = grid.box[2] - grid.box[0], grid.box[3] - grid.box[1]
    return (
        len(grid.cells) == 1 and min(width, height) > 4.5 and max(width, height) < SMALL and 0.7 < width / height < 1.4
    )


@functools.lru_cache(maxsize=4096)
def _sign(text: str, font: str) -> str | None:
    """What a letter of a symbol font draws; None for a letter that is what it says."""
    code = ord(text[0])
    if is_symbol_font(font):
        return symbol(font, code)
    if 0xF000 < code < 0xF100:  # Wingdings drawn with another font; of other symbols forms use the bullets
        return symbol("Wingdings", code) or "•"
    return _DINGBATS.get(text) if "dingbats" in font.lower() else None


def _outermost(boxes: Sequence[Box]) -> list[Box]:
    """`boxes` without those that lie inside another: a box typed over a drawn box is one."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box[0] - box[2]) * (box[3] - box[1])):
        if not any(_inside(box, other) for other in kept):
            kept.append(box)
    return kept


def _signed(box: Box, glyphs: list[Glyph], marks: PageMarks) -> list[Glyph]:
    """`glyphs` with the sign for `box` instead of what was put into it; unchanged when words were put into it."""
    within = [glyph for glyph in glyphs if _inside(_box(glyph), box)]
    if any(glyph.text not in _TICKS for glyph in within):
        return glyphs
    ticked = within or any(_inside(ink, box) for ink in marks.ink)
    x0, y0, x1, y1 = box
    em = y1 - y0
    sign = Glyph(ON if ticked else OFF, x0, y0, x1, y1, y1 - 0.15 * em, em, "", -1, space_before=True, spaced=False)
    return [glyph for glyph in glyphs if glyph not in within] + [sign]


def _box(glyph: Glyph) -> Box:
    return glyph.x0, glyph.y0, glyph.x1, glyph.y1


def _inside(inner: Box, outer: Box) -> bool:
    """Whether the middle of `inner` lies in `outer`, a hair of drawing freedom added."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] - 1.5 < x < outer[2] + 1.5 and outer[1] - 2.5 < y < outer[3] + 2.5
