"""Lines drawn on a page and dots to write on: found as rules and leaders, and taken out of the picture.

A rule is a thin long run of ink and dots to write on are small components standing in a row, so letters are never
closed over: a first version joined ink before it looked for lines and ate text (design/reading.md, 4). Where a letter
crosses a rule, the ink on both sides of it tells, and the crossing stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reading.model import Box
from pipeline.reading.pdf_marks import Rule
from pipeline.reading.picture.free.boxes import Mask, TickBox, take_boxes
from pipeline.reading.picture.page.sources import Pixels

#: the shortest rules, points: across, a row of letters joined at the foot is shorter; down, no letter is as tall
ACROSS, DOWN = 24.0, 13.0
#: the same in a photo: rules of a page that is not flat rise and fall, so their level runs are short
BENT_ACROSS = 12.0
#: how far apart the ends of a rule may lie on a flat page, points; and how many long rules show how a page is bent
LEVEL, SHOWN_BY = 1.2, 3
#: rules are thinner than this, points
THICKEST = 3.2
#: a rule shorter than this must stand free, points: a heading in bold has serifs joined in a row
DOUBTFUL = 70.0
#: the largest part of a doubtful rule that may have ink above or below it
CROWDED = 0.45
#: a line over this part of the page's height is no rule of a table
STREAK = 0.93
#: parts of one rule are at most this far apart, points; cracked toner parts them
CRACK = 4.0
#: the rules across and down that make a table of two rows or columns; how near pieces of them are that a fax left,
#: points; how much more of the rules is found when these are put together
OF_A_TABLE, GAP, LONGER = 3, 1.2, 1.25
#: pages are moved in strips of so many rows
STRIP = 256
#: a row of dots is a cracked rule where it reaches rules down the page, or goes on another on its level, points
MEET, SAME_LEVEL = 2.5, 1.5
#: frames one below the other are so many points apart: more than a double line, less than a row of text
BETWEEN_FRAMES = (3.0, 8.0)
#: a dot to write on is no larger than this, points
DOT = 2.3
#: dots of one row: how many at least, how far apart at most, how far off their line, points
ROW_OF_DOTS, PITCH, WAVE = 5, 9.0, 0.9
#: ink is darker than this share of the way from black to white; between the two by Otsu's rule
DARKEST, LIGHTEST = 110, 200
#: of a page with hardly any ink, the part in percent that is ink for sure
INKIEST = 0.02


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Drawing:
    """What is drawn on a page, in points, and what is left of its ink."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    #: rows of dots or underscores to write on
    leaders: tuple[Box, ...]
    boxes: tuple[TickBox, ...]
    #: 1 where there is ink that is none of these, else 0
    ink: Mask
    #: the picture without them
    grey: Pixels


def inked(grey: Pixels) -> Mask:
    """1 where a page has ink, else 0; `grey` has an even background."""
    threshold, _mask = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if threshold > LIGHTEST:  # so little ink that Otsu's rule parts the paper's own grain
        threshold = float(np.percentile(grey[::2, ::2], (INKIEST, 50)).mean())
    level = min(max(threshold, DARKEST), LIGHTEST)
    return (grey < level).astype(np.uint8)


def read_drawing(grey: Pixels, dpi: float) -> Drawing:
    """The rules and leaders of an upright page with an even background."""
    point = dpi / 72
    ink = inked(grey)
    left = ink.copy()
    boxes = take_boxes(left, point)
    across, down = _table_rules(left, point)
    _erase(left, across, point)
    turned = np.ascontiguousarray(left.T)
    _erase(turned, down, point)
    left = np.ascontiguousarray(turned.T)
    leaders = _erase_dots(left, point)
    vertical = [_rule(stroke, point) for stroke in down if not _is_streak(stroke, across, ink.shape[0])]
    rows, leaders = with_cracked([_rule(stroke, point) for stroke in across], vertical, leaders)
    horizontal = tuple(rows)
    return Drawing(
        horizontal=horizontal,
        vertical=parted(vertical, horizontal),
        leaders=tuple(leaders),
        boxes=tuple(boxes),
        ink=left,
        grey=_without(grey, ink, left),
    )


def with_cracked(
    horizontal: Sequence[Rule], vertical: Sequence[Rule], leaders: Sequence[Box]
) -> tuple[list[Rule], list[Box]]:
    """`horizontal` with the rules of which a fold left a row of dots only, and the leaders without these.

    Such a row goes on where a rule ends, or reaches from one rule down to another; dots to write on keep away from
    the borders of a cell.
    """
    rules, others = list(horizontal), []
    for leader in leaders:
        at = (leader[1] + leader[3]) / 2
        meets = [
            any(abs(rule.at - end) < MEET and rule.start - MEET < at < rule.end + MEET for rule in vertical)
            for end in (leader[0], leader[2])
        ]
        goes_on = any(
            abs(rule.at - at) < SAME_LEVEL and min(abs(rule.end - leader[0]), abs(rule.start - leader[2])) < CRACK
            for rule in horizontal
        )
        if all(meets) or (goes_on and any(meets)):
            rules.append(Rule(at, leader[0], leader[2]))
        else:
            others.append(leader)
    return rules, others


def parted(vertical: Sequence[Rule], horizontal: Sequence[Rule]) -> tuple[Rule, ...]:
    """`vertical` rules cut where one frame ends and the next begins right below it.

    A gap between frames may be as small as a crack in one rule; two rules across that are too near to one another for
    a row of text between them tell.
    """
    levels = sorted(horizontal)
    gaps = [
        (upper, lower)
        for upper in levels
        for lower in levels
        if BETWEEN_FRAMES[0] < lower.at - upper.at < BETWEEN_FRAMES[1]
    ]
    pieces = []
    for rule in vertical:
        start = rule.start
        for upper, lower in gaps:
            meets = all(other.start - MEET < rule.at < other.end + MEET for other in (upper, lower))
            if meets and start < upper.at and lower.at < rule.end:
                pieces.append(Rule(rule.at, start, upper.at))
                start = lower.at
        pieces.append(Rule(rule.at, start, rule.end))
    return tuple(pieces)


def levelled(grey: Pixels, dpi: float) -> Pixels:
    """The photo of a page with its long rules made straight, across and down, and what stands between them moved along.

    As it is where they are straight, or too few.
    """
    flat = _unbent(grey, dpi / 72)
    turned = np.ascontiguousarray(flat.T)
    upright = _unbent(turned, dpi / 72)
    return flat if upright is turned else np.ascontiguousarray(upright.T)


def _unbent(grey: Pixels, point: float) -> Pixels:
    """`grey` with its rules across made level."""
    height, width = grey.shape
    rules = [rule for rule in _rules(inked(grey), point, BENT_ACROSS) if rule.end - rule.start > 0.4 * width]
    rules = sorted(rules, key=lambda rule: float(np.median(rule.at)))
    if len(rules) < SHOWN_BY or max(float(np.ptp(rule.at)) for rule in rules) < LEVEL * point:
        return grey
    columns = np.arange(0, width + 16, 16)
    middles = [float(np.median(rule.at)) for rule in rules]
    bends = [
        np.interp(columns, np.arange(rule.start, rule.end), rule.at) - middle
        for rule, middle in zip(rules, middles, strict=True)
    ]
    rows = np.arange(0, height + 16, 16)
    coarse = np.stack([np.interp(rows, middles, column) for column in np.stack(bends, axis=1)], axis=1)
    # One step of 16 pixels more than the page, so that enlarging it does not stretch the edges.
    shift = cv2.resize(coarse.astype(np.float32), (len(columns) * 16, len(rows)))[:, :width]
    return _moved_down(grey, np.asarray(shift, np.float32), 16)


def _moved_down(grey: Pixels, shift: npt.NDArray[np.float32], step: int) -> Pixels:
    """`grey` with every pixel taken from so many rows below as `shift` says, which has a row for `step` of its own.

    In strips: the places of all pixels at once take sixteen times the memory of the page.
    """
    height, width = grey.shape
    moved = np.empty_like(grey)
    across = np.arange(width, dtype=np.float32)[None, :]
    for top in range(0, height, STRIP):
        rows = np.arange(top, min(top + STRIP, height), dtype=np.float32)
        at = np.clip((rows + 0.5) / step - 0.5, 0, len(shift) - 1.001)
        above = at.astype(np.intp)
        share = (at - above)[:, None]
        down = rows[:, None] + (1 - share) * shift[above] + share * shift[above + 1]
        columns = np.repeat(across, len(rows), axis=0)
        moved[top : top + STRIP] = cv2.remap(
            grey, columns, down.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    return moved


# Rules, all of them as if they ran across


@dataclass(frozen=True, slots=True, eq=False)
class _Stroke:
    """A rule in pixels: from column `start` to `end`; `at` is its middle in each of these columns."""

    start: int
    end: int
    at: npt.NDArray[np.float32]
    thickness: float


def _table_rules(ink: Mask, point: float) -> tuple[list[_Stroke], list[_Stroke]]:
    """The rules across and down; those of a table that a fax left in short pieces are put together."""
    turned = np.ascontiguousarray(ink.T)
    found = _rules(ink, point, ACROSS), _rules(turned, point, DOWN)
    bridge = np.ones((1, max(3, round(GAP * point))), np.uint8)
    whole = [np.asarray(cv2.morphologyEx(part, cv2.MORPH_CLOSE, bridge), np.uint8) for part in (ink, turned)]
    bridged = _rules(whole[0], point, ACROSS), _rules(whole[1], point, DOWN)
    is_table = min(map(len, bridged)) >= OF_A_TABLE
    longer = any(_length(one) > LONGER * _length(other) for one, other in zip(bridged, found, strict=True))
    return bridged if is_table and longer else found


def _length(strokes: Sequence[_Stroke]) -> int:
    return sum(stroke.end - stroke.start for stroke in strokes)


def _rule(stroke: _Stroke, point: float) -> Rule:
    return Rule(float(np.median(stroke.at)) / point, stroke.start / point, stroke.end / point)


def _rules(ink: Mask, point: float, shortest: float) -> list[_Stroke]:
    run = np.ones((1, max(5, round(shortest * point))), np.uint8)
    runs = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, run), np.uint8)
    joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((3, round(CRACK * point)), np.uint8))
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, width, height = (int(number) for number in stats[label][:4])
        part = (labels[y : y + height, x : x + width] == label) & (runs[y : y + height, x : x + width] > 0)
        found.append(_stroke(part, (x, y), ink, point))
    return [stroke for stroke in found if _is_rule(stroke, ink, point)]


def _stroke(part: npt.NDArray[np.bool_], corner: tuple[int, int], ink: Mask, point: float) -> _Stroke:
    """The stroke whose long runs are `part` of the picture, from `corner` on."""
    x, y = corner
    height, width = part.shape
    thick = part.sum(axis=0)
    filled = thick > 0
    rows = np.arange(height, dtype=np.float32)[:, None]
    middles = (part * rows).sum(axis=0)[filled] / thick[filled] + y
    columns = np.arange(width, dtype=np.float32)
    at = np.interp(columns, columns[filled], middles).astype(np.float32)
    at = cv2.blur(at[None, :], (2 * round(6 * point) + 1, 1), borderType=cv2.BORDER_REPLICATE)[0]
    return _Stroke(x, x + width, at, _thickness(ink, at, np.arange(x, x + width), point))


def _thickness(ink: Mask, at: npt.NDArray[np.float32], columns: npt.NDArray[np.intp], point: float) -> float:
    """How thick a rule is in most of its columns: its runs of ink may be thinner, where it lies askew."""
    total = np.zeros(len(columns))
    for side in (-1, 1):
        unbroken = np.ones(len(columns), dtype=bool)
        for step in range(0 if side > 0 else 1, round(2 * THICKEST * point)):
            unbroken &= ink[_edge(at + side * step, ink), columns] > 0
            total += unbroken
    return float(np.percentile(total, 60))


def _is_streak(stroke: _Stroke, across: Sequence[_Stroke], height: int) -> bool:
    """Whether a line down the page was drawn by a dirty scanner: over all of it, or past everything."""
    at = float(np.median(stroke.at))
    reach = stroke.thickness + 4
    meets = any(
        other.start - reach <= at <= other.end + reach
        and stroke.start - reach <= float(np.median(other.at)) <= stroke.end + reach
        for other in across
    )
    return stroke.end - stroke.start > STREAK * height or not meets


def _is_rule(stroke: _Stroke, ink: Mask, point: float) -> bool:
    if stroke.thickness > THICKEST * point:
        return False
    length = stroke.end - stroke.start
    return length > DOUBTFUL * point or _crowd(stroke, ink, point) < CROWDED


def _crowd(stroke: _Stroke, ink: Mask, point: float) -> float:
    """The part of a stroke that has ink close above or close below it, whichever is more."""
    reach = max(2, round(1.4 * point))
    columns = np.arange(stroke.start, stroke.end)
    sides = []
    for side in (-1, 1):
        edge = stroke.at + side * (stroke.thickness / 2 + 1)
        rows = [_edge(edge + side * step, ink) for step in range(1, reach + 1)]
        sides.append(float(np.mean(np.any([ink[row, columns] for row in rows], axis=0))))
    return max(sides)


def _erase(ink: Mask, strokes: list[_Stroke], point: float) -> None:
    """Take `strokes` out of `ink`, all but where something crosses them."""
    for stroke in strokes:
        bare = stroke.thickness / 2
        half = bare + max(1.0, 0.3 * point)
        columns = np.arange(stroke.start, stroke.end)
        above = ink[_edge(stroke.at - half - 1, ink), columns] > 0
        below = ink[_edge(stroke.at + half + 1, ink), columns] > 0
        for step in range(-round(half), round(half) + 1):
            # The soft edge of a rule goes, but not where a mark stands on it: the dot of "ị" above a line.
            kept = (above & below) | (above & (step < -bare)) | (below & (step > bare))
            rows = _edge(stroke.at + step, ink)
            ink[rows[~kept], columns[~kept]] = 0


def _edge(rows: npt.NDArray[np.float32], ink: Mask) -> npt.NDArray[np.intp]:
    # Not `rint`: it takes halves to even rows and so leaves out every other one.
    return np.asarray(np.clip(np.floor(rows + 0.5), 0, ink.shape[0] - 1), np.intp)


# Dots


def _erase_dots(ink: Mask, point: float) -> list[Box]:
    """Take rows of dots out of `ink`; the boxes of the rows, in points."""
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sizes = stats[:, 2:4].max(axis=1)
    is_dot = (sizes <= max(2, DOT * point)) & (stats[:, 4] >= 2)
    is_dot[0] = False
    gone = np.zeros(count, dtype=bool)
    leaders = []
    for row in _rows_of_dots(np.flatnonzero(is_dot), np.asarray(centres, np.float64), point):
        gone[row] = True
        boxes = stats[row]
        x0, y0 = boxes[:, 0].min(), boxes[:, 1].min()
        x1, y1 = (boxes[:, 0] + boxes[:, 2]).max(), (boxes[:, 1] + boxes[:, 3]).max()
        leaders.append((x0 / point, y0 / point, x1 / point, y1 / point))
    ink[gone[labels]] = 0
    return leaders


def _rows_of_dots(
    dots: npt.NDArray[np.intp], centres: npt.NDArray[np.float64], point: float
) -> Iterator[npt.NDArray[np.intp]]:
    """Groups of dots that stand in a row."""
    open_rows: list[list[int]] = []
    for dot in map(int, dots[np.argsort(centres[dots, 0])]):
        x, y = centres[dot]
        ended = [row for row in open_rows if x - centres[row[-1], 0] > PITCH * point]
        yield from (np.array(row) for row in ended if len(row) >= ROW_OF_DOTS)
        open_rows = [row for row in open_rows if x - centres[row[-1], 0] <= PITCH * point]
        near = [row for row in open_rows if abs(y - centres[row[-1], 1]) <= WAVE * point]
        if near:
            min(near, key=lambda row: abs(y - centres[row[-1], 1])).append(dot)
        else:
            open_rows.append([dot])
    yield from (np.array(row) for row in open_rows if len(row) >= ROW_OF_DOTS)


def _without(grey: Pixels, ink: Mask, left: Mask) -> Pixels:
    """`grey` with white where `ink` was taken away, its soft edge too."""
    taken = cv2.dilate(ink - left, np.ones((3, 3), np.uint8))
    clean = grey.copy()
    clean[(taken > 0) & (left == 0)] = np.median(grey[::8, ::8])
    return clean
