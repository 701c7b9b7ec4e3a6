"""Pieces of text lines on an upright page: which ink belongs to which, so that each can be read by itself.

Recognising line by line costs no more than recognising a page at once, is a fifth more often right, and leaves the
layout to the rules that read text PDFs (design/reading.md, 4). In Vietnamese a line is more than a row of letters:
marks above and below belong to the letter they stand nearest to, and one mark given to the wrong line makes another
word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reading.model import Box
from pipeline.reading.pdf_marks import Rule
from pipeline.reading.picture.free.boxes import Mask
from pipeline.reading.picture.free.strokes import Drawing
from pipeline.reading.picture.page.sources import Pixels

#: letters are at least this high and at most that high and wide, points
LOWEST, TALLEST, WIDEST = 3.0, 30.0, 90.0
#: what is lower than this part of the usual letter is a mark or a stop
MARK = 0.62
#: letters at most this far apart are one piece, in heights of the usual letter
NEAR = 3.2
#: a tone or stop stands at most this far from its letter, in heights of the usual letter
REACH = 0.5
#: what stands further along the line has at least this area, in squares of that height: hyphens have, specks have not
HYPHEN = 0.06
#: the middle of letters that joins them along a line, a part of their usual height
CORE = 0.3
#: the smallest speck of ink that is looked at, square points
SPECK = 0.35
#: white around a piece, points
MARGIN = 2.0


#: owners of ink that belongs to no piece: whether to be left in the picture of pieces it reaches into, or not
NOBODY, DIRT = -1, -2


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Letters on one line without a wide gap or a rule between them."""

    #: in points
    box: Box
    baseline: float
    #: the height of most of its letters, points
    height: float
    #: its number in the picture that says which ink is whose
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """All pieces of a page and whose ink is whose."""

    pieces: tuple[Piece, ...]
    #: for every pixel the number of its piece; 0 for paper, `NOBODY` or `DIRT` for other ink
    owners: npt.NDArray[np.int16]
    grey: Pixels
    point: float
    #: the usual height of small letters, points
    height: float

    def crop(self, piece: Piece) -> tuple[Pixels, tuple[int, int]]:
        """The picture of `piece` without the ink of its neighbours, and where its corner lies, pixels."""
        return crop(self, piece.box, piece.number)


def crop(pieces: Pieces, box: Box, number: int) -> tuple[Pixels, tuple[int, int]]:
    """The part of the page around `box` (points) with only the ink of piece `number` and of nobody."""
    height, width = pieces.grey.shape
    x0, y0 = (max(0, round((edge - MARGIN) * pieces.point)) for edge in box[:2])
    x1 = min(width, round((box[2] + MARGIN) * pieces.point))
    y1 = min(height, round((box[3] + MARGIN) * pieces.point))
    owners = pieces.owners[y0:y1, x0:x1]
    others = (((owners > 0) & (owners != number)) | (owners == DIRT)).astype(np.uint8)
    part = pieces.grey[y0:y1, x0:x1].copy()
    if others.any():
        own = owners == number
        part[(cv2.dilate(others, np.ones((3, 3), np.uint8)) > 0) & ~own] = np.percentile(part, 90)
    return part, (x0, y0)


def read_pieces(drawing: Drawing, dpi: float) -> Pieces:
    """The pieces of a page whose rules and dots are taken out."""
    point = dpi / 72
    count, labels, stats, centres = cv2.connectedComponentsWithStats(drawing.ink, connectivity=8)
    sheet = _Components(np.asarray(stats[:count], np.int32), np.asarray(centres, np.float64), point)
    sheet.give_letters(_line_numbers(sheet, drawing, labels.shape))
    sheet.give_marks()
    sheet.leave_specks()
    pieces = tuple(sheet.pieces())
    return Pieces(pieces, sheet.owner.astype(np.int16)[labels], drawing.grey, point, sheet.usual / point)


class _Components:
    """Connected ink and the piece each belongs to: 0 for paper, -1 for none."""

    def __init__(self, stats: npt.NDArray[np.int32], centres: npt.NDArray[np.float64], point: float) -> None:
        self.point = point
        self.left, self.top = stats[:, 0], stats[:, 1]
        self.right, self.bottom = stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]
        self.width, self.height = stats[:, 2], stats[:, 3]
        self.centre = (self.top + self.bottom) / 2
        self.centres = centres
        is_ink = (stats[:, 4] >= max(2.0, SPECK * point * point)) & (self.height <= TALLEST * point)
        is_ink[0] = False
        self.usual = self._usual_height(is_ink)
        is_letter = is_ink & (self.height >= MARK * self.usual) & (self.width <= WIDEST * point)
        self.letters = np.flatnonzero(is_letter)
        self.marks = np.flatnonzero(is_ink & ~is_letter)
        self.owner = np.full(len(stats), NOBODY, np.int32)
        self.owner[0] = 0

    def _usual_height(self, is_ink: npt.NDArray[np.bool_]) -> float:
        heights = self.height[is_ink & (self.height >= LOWEST * self.point) & (self.height <= 14 * self.point)]
        return float(np.median(heights)) if len(heights) else 6 * self.point

    def give_letters(self, lines: npt.NDArray[np.uint16]) -> None:
        """Letters belong to the line their middle lies on."""
        columns = ((self.left + self.right) // 2)[self.letters]
        self.owner[self.letters] = lines[self.centre[self.letters].astype(int), columns]

    def give_marks(self) -> None:
        """Marks belong to the nearest letter: a tone to the one below it, a comma to the one before it."""
        order = self.marks[np.argsort(-self.height[self.marks], kind="stable")]
        for _round in range(2):  # a tone may stand on a mark
            for mark in order:
                if self.owner[mark] == NOBODY:
                    self.owner[mark] = self._nearest(mark)
        for mark in order:
            is_large = self.width[mark] * self.height[mark] >= HYPHEN * self.usual**2
            if self.owner[mark] == NOBODY and (is_large or self._is_half_a_colon(mark)):
                self.owner[mark] = self._beside(mark)

    def _nearest(self, mark: int) -> int:
        across, down = self._apart(mark)
        gap = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
        gap[self.owner <= 0] = np.inf
        nearest = int(np.argmin(gap))
        return int(self.owner[nearest]) if gap[nearest] < REACH * self.usual else NOBODY

    def _beside(self, mark: int) -> int:
        """The piece of the nearest letter on the line that `mark` stands on."""
        across, down = self._apart(mark)
        across = np.where((self.owner <= 0) | (down > 0), np.inf, np.maximum(across, 0))
        nearest = int(np.argmin(across))
        return int(self.owner[nearest]) if across[nearest] < NEAR * self.usual else NOBODY

    def _is_half_a_colon(self, mark: int) -> bool:
        """Whether another dot stands above or below `mark`."""
        aside = np.abs(self.centres[self.marks, 0] - self.centres[mark, 0])
        apart = np.abs(self.centres[self.marks, 1] - self.centres[mark, 1])
        return bool(np.any((aside < 0.15 * self.usual) & (apart > 0.3 * self.usual) & (apart < 0.9 * self.usual)))

    def _apart(self, mark: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """How far everything is from `mark`, along the lines and across them; negative where they overlap."""
        across = np.maximum(self.left - self.right[mark], self.left[mark] - self.right)
        down = np.maximum(self.top - self.bottom[mark], self.top[mark] - self.bottom)
        return across, down

    def leave_specks(self) -> None:
        """What is small and belongs to no letter is dirt; larger ink that is nobody's may touch letters."""
        small = (self.height < MARK * self.usual) & (self.width < 2 * self.usual) & (self.owner == NOBODY)
        self.owner[small] = DIRT

    def pieces(self) -> Sequence[Piece]:
        """The pieces, from the top down."""
        found = []
        is_letter = np.zeros(len(self.owner), bool)
        is_letter[self.letters] = True
        for number in np.unique(self.owner[self.letters]):
            if number > 0:
                all_ink = np.flatnonzero(self.owner == number)
                found.append(self._piece(int(number), all_ink, all_ink[is_letter[all_ink]]))
        return sorted(found, key=lambda piece: (piece.baseline, piece.box[0]))

    def _piece(self, number: int, ink: npt.NDArray[np.intp], letters: npt.NDArray[np.intp]) -> Piece:
        box = self.left[ink].min(), self.top[ink].min(), self.right[ink].max(), self.bottom[ink].max()
        x0, y0, x1, y1 = (float(edge) / self.point for edge in box)
        return Piece(
            box=(x0, y0, x1, y1),
            baseline=float(np.median(self.bottom[letters])) / self.point,
            height=float(np.median(self.height[letters])) / self.point,
            number=number,
        )


def _line_numbers(sheet: _Components, drawing: Drawing, shape: tuple[int, ...]) -> npt.NDArray[np.uint16]:
    """For every pixel in the middle of a line its number: the cores of near letters drawn as bars that touch."""
    bars = np.zeros(shape, np.uint8)
    half, step = CORE * sheet.usual, NEAR * sheet.usual / 2
    for letter in sheet.letters:
        y = sheet.centre[letter]
        # A tall letter has its mark on it: its middle is that of its lower part.
        y = max(y, sheet.bottom[letter] - sheet.usual) if sheet.height[letter] < 2 * sheet.usual else y
        start, end = int(sheet.left[letter] - step), int(sheet.right[letter] + step)
        bars[max(0, int(y - half)) : int(y + half) + 1, max(0, start) : end] = 1
        bars[int(sheet.centre[letter]), (sheet.left[letter] + sheet.right[letter]) // 2] = 1
    _part(bars, drawing.vertical, sheet.point)
    _count, numbers = cv2.connectedComponents(bars, connectivity=4, ltype=cv2.CV_16U)
    return np.asarray(numbers, np.uint16)


def _part(bars: Mask, rules: Sequence[Rule], point: float) -> None:
    """No line runs over a rule."""
    for rule in rules:
        x, y0, y1 = round(rule.at * point), round(rule.start * point), round(rule.end * point)
        bars[max(0, y0) : y1, max(0, x - 1) : x + 2] = 0
