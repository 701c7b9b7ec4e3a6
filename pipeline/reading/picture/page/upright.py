"""From the picture of a page, however it lies, to a sheet: upright, straight, flat, on white paper, 300 dots an inch.

Our own blanks are laid flat by their marks, which also say which sheet it is. Any other page is cut out of its photo,
turned by the look of its letters and straightened by its lines. The pixels of a sheet and the points of contract §1
(`box`: origin top-left of the page as shown upright) differ by nothing but a factor.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reading.blanks import layout
from pipeline.reading.blanks.definition import FORMS
from pipeline.reading.blanks.marks import MM, Mark
from pipeline.reading.model import Box
from pipeline.reading.picture.page import cleaning, engine
from pipeline.reading.picture.page.bending import Bend
from pipeline.reading.picture.page.registration import Registration, bent, find_codes, lying, page_size, register
from pipeline.reading.picture.page.sources import A4_LONG, Picture, Pixels

DPI = 300
PIXELS_PER_POINT = DPI / 72

Matrix = npt.NDArray[np.float64]

#: dots an inch lines are straightened at, degrees a page may lie askew, first and second step of the search
STRAIGHTEN_DPI = 80
MOST_ASKEW, FIRST_STEP, SECOND_STEP = 6.0, 0.5, 0.1
#: longest side of the picture Tesseract judges
TURN_SIDE = 2_400
#: Tesseract's confidence from which it is believed which way up a page lies; below, a strip of it is read all four ways
SURE_TURN = 3.0
#: such a strip is this part of the page; what is recognised this well is legible
STRIPS, LEGIBLE = 6, 0.7
#: of the picture, the least a page cut out of a photo covers, and the most: more is the whole picture
PAGE_SHARES = (0.25, 0.97)
#: how far the sides of A4 may seem off in a photo
A4_LEEWAY = 0.15
#: of the picture, what a page of ours covers at least in a scan
SCANNED_SHARE = 0.88
#: of its length, how far the outline of a page is simplified to four corners
COARSE = (0.03, 0.04, 0.05, 0.06)
#: of Otsu's level, where a page is parted from its table: a shadow lies between the two
LEVELS = (1.0, 0.75)
#: shades from the page to the table within so many pixels of its edge, for most of it; a shadow fades slowly
EDGE_CONTRAST, EDGE_REACH = 18.0, 6.0
#: the same at each side of a page: in 24 photos where a shadow ended, never more than 12
SIDE_CONTRAST = 13.0
#: rows of a sheet that are unbent at once
STRIP = 64
#: the line at the foot of our blanks, points from the lower edge: above and below it
FOOT = (10.5 * MM + 11, 10.5 * MM - 4)
#: longest side of the picture in which a page is looked for
SEARCH_SIDE = 640
#: a page with more ink than this has no room for reading; forms have a tenth
MOST_INK = 0.3
#: a page with fewer specks of ink as large as letters than this is empty
LETTERS_OF_A_PAGE = 12


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sheet:
    """One page, upright; `number` is its place in the file, from 1."""

    number: int
    #: height x width in shades of grey, paper near white, `DPI` dots an inch
    grey: Pixels
    #: it lay there as a photo, or looks like one
    photo: bool
    #: which sheet of our own it is, laid flat by its marks; None for everybody else's
    mark: Mark | None = None
    #: how many of the four corner squares were seen on a sheet of our own
    squares: int = 0
    #: what QR codes say that are not ours, or stand on a sheet too damaged to be laid flat
    codes: tuple[str, ...] = ()
    #: one bit a dot, as faxes are
    two_valued: bool = False

    def points(self, box: tuple[float, float, float, float]) -> Box:
        """A box of pixels in points."""
        x0, y0, x1, y1 = (round(edge / PIXELS_PER_POINT, 1) for edge in box)
        return x0, y0, x1, y1

    def crop(self, box: Box, margin: float = 0.0) -> Pixels:
        """The part of the page inside `box` with a margin around it, all in points; may be empty at the edges."""
        height, width = self.grey.shape
        x0, y0 = (max(0, round((edge - margin) * PIXELS_PER_POINT)) for edge in box[:2])
        x1 = min(width, round((box[2] + margin) * PIXELS_PER_POINT))
        y1 = min(height, round((box[3] + margin) * PIXELS_PER_POINT))
        return self.grey[y0 : max(y0, y1), x0 : max(x0, x1)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written on the page; specks and dark edges are no writing."""
        return self.mark is None and not self.codes and not has_letters(self.grey)

    @property
    def is_writing(self) -> bool:
        """Whether the page is paper with ink on it, and not a landscape or the noise of a broken scanner."""
        return self.mark is not None or float((cleaning.ink(self.grey) > 0).mean()) <= MOST_INK


def lay_flat(picture: Picture) -> Sheet:
    """The sheet on `picture`."""
    grey = cleaning.flattened(picture)
    codes = find_codes(grey)
    for code in codes:
        if found := register(grey, code):
            return _registered(picture, grey, found)
    texts = tuple(code.text for code in codes)
    said = [mark for text in texts if (mark := Mark.of_payload(text)) is not None]
    return _known_by_its_foot(picture, grey, said) or _unknown(picture, grey, texts)


def _known_by_its_foot(picture: Picture, grey: Pixels, said: Sequence[Mark]) -> Sheet | None:
    """A sheet of ours whose code cannot be read, by its squares and the line at its foot (`marks.footer_line`).

    Where a code was read and says another sheet, it is neither.
    """
    for found in lying(grey):
        sheet = _registered(picture, grey, found)
        width, height = found.size
        foot = sheet.crop((layout.MARGIN - 4, height - FOOT[0], width - layout.MARGIN, height - FOOT[1]))
        mark = Mark.of_footer(" ".join(word.text for word in engine.recogniser().line(foot)))
        if mark is None or mark.form not in FORMS or (said and mark not in said):
            continue
        if page_size(mark.form) == found.size:
            _seen, known = bent(grey, replace(found, mark=mark))
            return _registered(picture, grey, known)
    return None


def _registered(picture: Picture, grey: Pixels, found: Registration) -> Sheet:
    width, height = (round(side * PIXELS_PER_POINT) for side in found.size)
    # The middle of the first pixel lies half a pixel inside of the page.
    to_points = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, PIXELS_PER_POINT]]) / PIXELS_PER_POINT
    if found.bend is None:
        flat = _warped(grey, found.matrix @ to_points, (width, height))
    else:
        flat = _unbent(grey, found.matrix, found.bend, (width, height))
    return Sheet(
        number=picture.number, grey=flat, photo=picture.photo or not _fills(found, grey.shape),
        mark=found.mark, squares=found.squares,
        two_valued=cleaning.is_two_valued(picture.red),
    )  # fmt: skip


def _fills(found: Registration, shape: tuple[int, ...]) -> bool:
    """Whether the page is all of the picture, as scanners see to it."""
    width, height = found.size
    corners = np.array([[(0, 0), (width, 0), (width, height), (0, height)]], dtype=np.float64)
    seen = cv2.perspectiveTransform(corners, found.matrix).astype(np.float32)
    return cv2.contourArea(seen) >= SCANNED_SHARE * shape[0] * shape[1]


def _unknown(picture: Picture, grey: Pixels, codes: tuple[str, ...]) -> Sheet:
    quad = page_in(picture)
    if quad is not None:
        grey, dpi = _cut_out(grey, quad)
    else:
        dpi = picture.dpi
    upright = _straightened(np.ascontiguousarray(np.rot90(grey, -_turns(grey))), dpi)
    return Sheet(
        number=picture.number, grey=upright, photo=picture.photo or quad is not None, codes=codes,
        two_valued=cleaning.is_two_valued(picture.red),
    )  # fmt: skip


def _warped(grey: Pixels, matrix: Matrix, size: tuple[int, int]) -> Pixels:
    """`matrix` takes pixels of the result to pixels of `grey`; what lies outside is paper."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(grey, matrix, size, flags=flags, borderValue=cleaning.PAPER), dtype=np.uint8)


def _unbent(grey: Pixels, matrix: Matrix, bend: Bend, size: tuple[int, int]) -> Pixels:
    """The sheet flat, strip by strip: maps of a whole page would take as much memory as eight of it."""
    width, height = size
    flat = np.empty((height, width), np.uint8)
    x = (np.arange(width) + 0.5) / PIXELS_PER_POINT
    for top in range(0, height, STRIP):
        rows = np.arange(top, min(height, top + STRIP))
        y = bend.heights(x, (rows + 0.5) / PIXELS_PER_POINT)
        over, down, by = (row[0] * x + row[1] * y + row[2] for row in matrix)
        columns, lines = (np.asarray(each / by, dtype=np.float32) for each in (over, down))
        flat[rows] = cv2.remap(grey, columns, lines, cv2.INTER_LINEAR, borderValue=(cleaning.PAPER,))
    return flat


# A page in a photo


def page_in(picture: Picture) -> Matrix | None:
    """The corners of a bright page on a darker table, clockwise from the top left; None where there is no table.

    A shadow may make a part of the page as dark as the table, so the page is looked for in several ways.
    """
    shrink = SEARCH_SIDE / max(picture.grey.shape)
    plainest: tuple[float, Matrix] | None = None
    by_most_sides: Matrix | None = None
    for number, (view, level) in enumerate(_views(picture, shrink)):
        square = _square(np.asarray(view > level, np.uint8))
        if square is None:
            continue
        contrasts = _edge_contrasts(view, square)
        least = float(np.median(contrasts, axis=1).min())
        if least >= SIDE_CONTRAST and (plainest is None or least > plainest[0]):
            plainest = least, square
        if number == 0 and np.median(contrasts) >= EDGE_CONTRAST:
            by_most_sides = square
    found = plainest[1] if plainest is not None else by_most_sides
    return None if found is None else _clockwise(found / shrink)


def _views(picture: Picture, shrink: float) -> Iterator[tuple[Pixels, float]]:
    """The picture, small and soft, with the level that parts page and table.

    By brightness; by the darkest of its colours, of which wood has little; by want of colour, which shadows leave.
    """
    pixels = picture.pixels
    views: list[tuple[Pixels, tuple[float, ...]]] = [(picture.grey, LEVELS)]
    if pixels.ndim == 3:
        darkest = np.ascontiguousarray(pixels.min(axis=2))
        views += [(darkest, LEVELS), (255 - (pixels.max(axis=2) - darkest), LEVELS[:1])]
    for view, levels in views:
        small = np.asarray(cv2.GaussianBlur(cleaning.reduced(view, shrink), (0, 0), 2), np.uint8)
        level, _bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        yield from ((small, part * level) for part in levels)


def _square(bright: npt.NDArray[np.uint8]) -> Matrix | None:
    """The four corners of what is bright; None where it has others, is little, or all of the picture."""
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _tree = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None or not PAGE_SHARES[0] <= cv2.contourArea(largest) / bright.size <= PAGE_SHARES[1]:
        return None
    hull = cv2.convexHull(largest)
    # A corner of a bent page is round and seems to be two; a coarser outline has one there.
    around = cv2.arcLength(hull, True)
    outlines = [cv2.approxPolyDP(hull, coarse * around, True) for coarse in COARSE]
    corners = next((outline for outline in outlines if len(outline) == 4), hull)
    if len(corners) != 4 or cv2.contourArea(corners) < 0.9 * cv2.contourArea(hull):
        return None
    return np.asarray(corners.reshape(4, 2), dtype=np.float64)


def _edge_contrasts(small: Pixels, corners: Matrix) -> Matrix:
    """How much darker it is just outside of a page than just inside, at points along each of its four sides."""
    middle = corners.mean(axis=0)
    along = np.linspace(0.05, 0.95, 40)[:, None]
    steps = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        points = start + along * (end - start)
        inward = (middle - points) / np.linalg.norm(middle - points, axis=1, keepdims=True)
        inside, outside = (_sampled(small, points + side * EDGE_REACH * inward) for side in (1, -1))
        steps.append(inside - outside)
    return np.stack(steps)


def _sampled(small: Pixels, points: Matrix) -> Matrix:
    height, width = small.shape
    columns = np.clip(np.rint(points[:, 0]).astype(int), 0, width - 1)
    rows = np.clip(np.rint(points[:, 1]).astype(int), 0, height - 1)
    return np.asarray(small[rows, columns], dtype=np.float64)


def _clockwise(corners: Matrix) -> Matrix:
    middle = corners.mean(axis=0)
    angles = np.arctan2(*(corners - middle).T[::-1])
    ordered = corners[np.argsort(angles)]
    first = int(np.argmin(ordered.sum(axis=1)))
    return np.roll(ordered, -first, axis=0)


def _cut_out(grey: Pixels, quad: Matrix) -> tuple[Pixels, float]:
    """The page inside `quad`, flat, and its dots an inch when its longer side is that of A4."""
    sides = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    width, height = _sheet_of_paper(float(sides[[0, 2]].mean()), float(sides[[1, 3]].mean()))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    return _warped(grey, np.asarray(matrix), (round(width), round(height))), max(width, height) / A4_LONG


def _sheet_of_paper(width: float, height: float) -> tuple[float, float]:
    """The sides of A4 where the page is about that: perspective shortens one of them."""
    long, short = max(width, height), min(width, height)
    if abs(long / short / math.sqrt(2) - 1) > A4_LEEWAY:
        return width, height
    return (long, long / math.sqrt(2)) if width > height else (long / math.sqrt(2), long)


# Upright and straight


def _turns(grey: Pixels) -> int:
    """Quarter turns clockwise that put the page upright."""
    if not has_letters(grey):
        return 0
    found = engine.orientation(cleaning.reduced(grey, TURN_SIDE / max(grey.shape)))
    if found is not None and found.confidence >= SURE_TURN:
        return found.quarters
    return max(range(4), key=lambda quarters: _legible(np.ascontiguousarray(np.rot90(grey, -quarters))))


def _legible(grey: Pixels) -> float:
    """How many letters are recognised well in the strip of a page with most ink: few where it is upside down."""
    dark = (255.0 - cleaning.reduced(grey, 400 / max(grey.shape))).sum(axis=1)
    high = max(1, len(dark) // STRIPS)
    top = int(np.argmax(np.convolve(dark, np.ones(high), mode="valid"))) / len(dark)
    strip = np.ascontiguousarray(grey[int(top * len(grey)) : int((top + 1 / STRIPS) * len(grey))])
    words = engine.recogniser().page(cleaning.reduced(strip, TURN_SIDE / max(grey.shape)), mode=engine.BLOCK)
    return float(sum(len(word.text) for word in words if word.confidence >= LEGIBLE))


def _straightened(grey: Pixels, dpi: float) -> Pixels:
    """With level lines, at `DPI`."""
    scale = DPI / dpi
    angle = np.deg2rad(askew(grey, dpi))
    height, width = grey.shape
    size = round(width * scale), round(height * scale)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = np.eye(3)
    matrix[:2, :2] = turn / scale
    matrix[:2, 2] = np.array([width, height]) / 2 - matrix[:2, :2] @ (np.array(size) / 2)
    return _warped(grey, matrix, size)


def askew(grey: Pixels, dpi: float) -> float:
    """Degrees the lines of a page fall to the right (clockwise); the angle at which rows of ink are sharpest."""
    dark = cleaning.ink(cleaning.reduced(grey, STRAIGHTEN_DPI / dpi))
    best = _sharpest(dark, np.arange(-MOST_ASKEW, MOST_ASKEW + FIRST_STEP, FIRST_STEP))
    return _sharpest(dark, np.arange(best - FIRST_STEP, best + FIRST_STEP + SECOND_STEP, SECOND_STEP))


def _sharpest(dark: Pixels, angles: Matrix) -> float:
    height, width = dark.shape
    middle = (width / 2, height / 2)

    def sharpness(angle: float) -> float:
        turned = cv2.warpAffine(dark, cv2.getRotationMatrix2D(middle, angle, 1), (width, height))
        rows = turned.sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    return float(max(angles, key=sharpness))


def has_letters(grey: Pixels) -> bool:
    """Whether there are as many specks of ink as a short text has letters, away from the edges."""
    height, width = grey.shape
    inner = grey[height // 25 : -(height // 25) or None, width // 25 : -(width // 25) or None]
    small = cleaning.reduced(inner, 1_200 / max(inner.shape))
    _count, _labels, stats, _middles = cv2.connectedComponentsWithStats(cleaning.ink(small))
    heights, widths = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    letters = (heights >= 5) & (heights <= 60) & (widths >= 2) & (widths <= 120) & (stats[1:, cv2.CC_STAT_AREA] >= 8)
    return int(letters.sum()) >= LETTERS_OF_A_PAGE
