"""Words that somebody struck out: deletions of tracked changes as LibreOffice and Word print them, and corrections."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from pipeline.reading.pdf_marks import Glyph, Rule

#: a stroke through a word runs this high above its baseline, parts of the size of its letters; underlines run below
LOWEST, HIGHEST = 0.12, 0.5
#: it begins and ends with the word, points
OVERHANG = 2.0


def without_struck(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> list[Glyph]:
    """`glyphs` without those that one of the horizontal `rules` strikes out."""
    order = sorted(range(len(glyphs)), key=lambda index: glyphs[index].baseline)
    baselines = [glyphs[index].baseline for index in order]
    highest = HIGHEST * max((glyph.em for glyph in glyphs), default=0.0)
    struck: set[int] = set()
    for rule in rules:
        near = order[bisect.bisect(baselines, rule.at) : bisect.bisect(baselines, rule.at + highest)]
        crossed = [index for index in near if _is_crossed(glyphs[index], rule)]
        if crossed and _ends_with([glyphs[index] for index in crossed], rule):
            struck.update(crossed)
    return [glyph for index, glyph in enumerate(glyphs) if index not in struck]


def _is_crossed(glyph: Glyph, rule: Rule) -> bool:
    is_high = LOWEST * glyph.em < glyph.baseline - rule.at < HIGHEST * glyph.em
    return is_high and rule.start < (glyph.x0 + glyph.x1) / 2 < rule.end


def _ends_with(glyphs: Sequence[Glyph], rule: Rule) -> bool:
    """Whether a rule is as long as the words it crosses; those of tables and blanks go their own ways."""
    reach = OVERHANG + 0.3 * glyphs[0].em  # a space at the end is struck as well
    return (
        rule.start > min(glyph.x0 for glyph in glyphs) - reach and rule.end < max(glyph.x1 for glyph in glyphs) + reach
    )
