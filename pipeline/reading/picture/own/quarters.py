"""The quarter in Roman figures: recognisers, made for words, read "III" as "TII" or "HI"; its stems can be counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.reading import parse

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
#: of the height of the writing, what a column of ink fills that belongs to a stem
STEM = 0.72
#: of all ink, what stems of I make up at least; the rest are serifs
STEMS_ONLY = 0.5
#: and where all ways of reading see as many stems
SERIFS_TOO = 0.4
#: and where they have no serifs at all
BARE_STEMS = 0.95
_DIGIT = re.compile("[1-4]")
#: figures that no lost stroke makes out of others
_PLAIN = re.compile("[2-4]")
_NO_STEMS = re.compile("[2-9VA]", re.IGNORECASE)
#: how many stems a recogniser takes for one letter
_STEMS = dict.fromkeys("IlTiÍíÌìÏ1|!Jjt[]/", 1) | dict.fromkeys("HNUnuh", 2) | dict.fromkeys("Mm", 3)
#: a stem is at most this part of the height wide
WIDE = 0.42
#: more than these there are not in a quarter
FULL = 3


def quarter_of(ink: npt.NDArray[np.bool_], readings: Sequence[str]) -> int | None:
    """The quarter written in `ink`; None where stems and `readings` contradict each other or tell nothing."""
    read = {found.number for text in readings if (found := parse.quarter(text))}
    if len(read) == 1 and all(_DIGIT.search(text) for text in readings):
        return read.pop()
    stems, share = _stems(ink)
    if not any(map(str.strip, readings)) and 2 <= stems <= 3 and share >= BARE_STEMS:
        return stems  # upright bars side by side, which recognisers take for no letters
    counts = [_read_stems(text) for text in readings]
    if 1 <= stems <= 3 and share >= (SERIFS_TOO if set(counts) == {stems} else STEMS_ONLY):
        # What looks like stems to recognisers as well; how many there are, one of the readings must say, and none more:
        # thin strokes get lost.
        others = any(_NO_STEMS.search(text) for text in readings)
        lost = max(counts, default=0) > stems and stems < FULL
        return stems if stems in counts and not others and not lost else None
    if stems == 1 and 2 * sum("V" in text.upper() for text in readings) > len(readings):
        return 4
    figures = sum(_PLAIN.search(text) is not None for text in readings)
    told = 2 * figures > len(readings) or all(map(parse.quarter, readings))
    return read.pop() if len(read) == 1 and told else None


def _read_stems(text: str) -> int:
    """How many stems the letters of a reading have; 0 where one is no row of stems.

    No quarter has more than `FULL`: a fourth one is the serif of "III", read as "ITII".
    """
    letters = [letter for letter in text if not letter.isspace() and letter not in ".,'‘’"]
    counts = [_STEMS.get(letter, 0) for letter in letters]
    return min(sum(counts), FULL) if all(counts) else 0


def _stems(ink: npt.NDArray[np.bool_]) -> tuple[int, float]:
    """How many upright strokes there are, and how much of the ink is theirs."""
    height = ink.shape[0]
    columns = ink.sum(axis=0)
    full = np.concatenate([[0], (columns >= STEM * height).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(full)).reshape(-1, 2)
    narrow = [(int(start), int(end)) for start, end in edges if end - start <= WIDE * height]
    inside = sum(int(columns[start:end].sum()) for start, end in narrow)
    return len(narrow), inside / max(1, int(columns.sum()))
