"""The grey hints of our own Word blanks, which Word prints where nothing was filled in: read off paper they are empty.

They are told by the letters of the blanks' own descriptions, so a letter or two misread do not make words of them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from pipeline.messages import _
from pipeline.reading.blanks.definition import FORMS, Entry, Grid, Row, form
from pipeline.reading.labels import Tail, find_labels, fold_letters
from pipeline.reading.model import Cell, Line

#: how alike letters must be to those of a hint, of 100
ALIKE = 85.0
#: how many letters more or fewer may be read
MISREAD = 2
#: shorter hints are words of other texts, too
LETTERS = 12


def emptied(cell: Cell) -> Cell:
    """A cell without the lines that are together nothing but a hint."""
    return replace(cell, lines=()) if is_own_hint(cell.text) and not find_labels(cell.text) else cell


def without_hint(line: Line) -> Line:
    """A line without its hint where it is a label with a colon and nothing else, or nothing but the hint.

    Labels of other offices say what our hints say ("Trình độ chuyên môn; lý luận chính trị") and stay.
    """
    labels = find_labels(line.text)
    start = labels[0].value_start if labels else 0
    if labels and labels[0].tail is not Tail.COLON:
        return line
    if not is_own_hint(line.text[start:]):
        return line
    return replace(line, spans=(replace(line.spans[0], text=line.text[:start].rstrip(), place=line.place),))


def is_own_hint(text: str) -> bool:
    """Whether `text` is what our Word blanks show until something is written."""
    from rapidfuzz import fuzz, process

    read = _letters(text)
    alike = [hint for hint in _hints() if abs(len(hint) - len(read)) <= MISREAD]
    return process.extractOne(read, alike, scorer=fuzz.ratio, score_cutoff=ALIKE) is not None


@functools.cache
def _hints() -> tuple[str, ...]:
    hints = {_("click here to fill in"), *(entry.hint for name in FORMS for entry in _entries(name))}
    return tuple(sorted(letters for hint in hints if len(letters := _letters(hint)) >= LETTERS))


def _entries(name: str) -> Iterator[Entry]:
    blank = form(name)
    yield from blank.period
    for page in blank.pages:
        for block in page.blocks:
            if isinstance(block, Row):
                yield from block.fields
            elif isinstance(block, Grid):
                yield from block.columns


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold_letters(text)))
