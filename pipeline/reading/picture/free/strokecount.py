"""Counting the strokes of a Roman number: recognition loses one of three as often as it finds a fourth in a slash."""

from __future__ import annotations

import re

import numpy as np

from pipeline.reading.picture.page.cleaning import PAPER
from pipeline.reading.picture.page.sources import Pixels

#: words that may be a Roman number up to three, with what stands behind it: "III/NĂM", "IIUnăm", "H1"
_STROKES = re.compile(r"(?:qu[ýỳyÿ])?[IlHUNM1|!iï]{1,6}(?:[/|,.\-J].*|(?:NĂM|năm).*)?", re.IGNORECASE)
#: a stem fills this part of the height of a capital
FULL = 0.85
#: and has ink at both ends of it, as a slash has not, a part of the height
END = 0.05
#: stems of a number stand no further apart, in heights of a capital; a letter behind a slash does. And as far apart as
#: the first two, so many times
PITCH, EVEN = 0.66, 1.3


def may_be_strokes(text: str) -> bool:
    """Whether a recognised word may be I, II or III."""
    return _STROKES.fullmatch(text) is not None


def count_stems(word: Pixels) -> int:
    """How many upright strokes in a row the picture of a word begins with, 0 where it begins with none."""
    dark = word < (float(word.min()) + PAPER) / 2
    columns = np.flatnonzero(dark.any(axis=0))
    if not len(columns):
        return 0
    # The first letter alone says how tall a capital is: marks of a later one reach higher, a slash lower.
    first = int(columns[0])
    rows = np.flatnonzero(dark[:, first : first + max(3, len(dark) // 4)].any(axis=1))
    dark = dark[rows[0] : rows[-1] + 1]
    height = len(dark)
    ends = max(1, round(END * height))
    full = (dark.mean(axis=0) >= FULL) & dark[:ends].any(axis=0) & dark[-ends:].any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], full.view(np.int8), [0]))))
    middles = (edges[0::2] + edges[1::2]) / 2
    if not len(middles) or middles[0] - first > PITCH * height / 2:
        return 0
    count, pitch = 1, PITCH
    for gap in np.diff(middles) / height:
        if gap > pitch:
            break
        count, pitch = count + 1, min(pitch, EVEN * gap)
    return count
