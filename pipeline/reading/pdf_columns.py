"""Text set side by side without rules: letterheads and signature blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.reading import parse
from pipeline.reading.labels import whole_label
from pipeline.reading.lines import role_of
from pipeline.reading.pdf_layout import VisualLine

#: middles of centred lines differ by less than this, points
CENTRED = 9.0
#: beginnings of lines under one another differ by less than this, points
FLUSH = 3.5
#: lines of one column of a heading follow one another within this, points
HEADING_ROOM = 10.0
#: a signature leaves this much room at most, points
SIGNATURE_ROOM = 110.0


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two columns of lines that stand beside one another."""

    left: tuple[VisualLine, ...]
    right: tuple[VisualLine, ...]
    #: how many visual lines they were
    height: int


def side_by_side(lines: Sequence[VisualLine]) -> list[VisualLine | SideBySide]:
    """`lines` with letterheads and signature blocks taken as two columns instead of line by line.

    What tells them from labels with values beside them: the lines of the right column have one middle, and those of one
    column at least have different beginnings.
    """
    found: list[VisualLine | SideBySide] = []
    lines = [_parted(line, below) for line, below in zip(lines, [*lines[1:], None], strict=True)]
    index = 0
    while index < len(lines):
        block = _block(lines[index:])
        found.append(_with_lines_above(block, found) if block else lines[index])
        index += block.height if block else 1
    return found


def _parted(line: VisualLine, below: VisualLine | None) -> VisualLine:
    """`line` of a letterhead with a tab where the two columns of the line below it nearly touch in it."""
    columns = below.segments() if below is not None else []
    if len(columns) != 2 or len(line.segments()) != 1 or not line.text.isupper():
        return line
    for index in range(1, len(line.words)):
        left, right = VisualLine(line.words[:index]), VisualLine(line.words[index:])
        if all(
            abs(_middle(part) - _middle(column)) < CENTRED for part, column in ((left, columns[0]), (right, columns[1]))
        ):
            return VisualLine(
                (*line.words[: index - 1], replace(line.words[index - 1], after="\t"), *line.words[index:])
            )
    return line


def _block(lines: Sequence[VisualLine]) -> SideBySide | None:
    """The two-column block that begins with the first of `lines`, if one does."""
    first = lines[0].segments()
    if len(first) != 2:
        return None
    left, right = [first[0]], [first[1]]
    height, bottom = 1, lines[0].box[3]
    for line in lines[1:]:
        parts = _parts(line.segments(), left, right)
        if parts is None or line.box[1] - bottom > SIGNATURE_ROOM:
            break
        left += parts[0]
        right += parts[1]
        height, bottom = height + 1, line.box[3]
    if len(right) < 2 or not (_is_centred(left) or _is_centred(right)) or any(map(_is_field, left)):
        return None
    return SideBySide(tuple(left), tuple(right), height)


def _with_lines_above(block: SideBySide, found: list[VisualLine | SideBySide]) -> SideBySide:
    """`block` with the last lines of `found`, which it takes, that stand on top of its right column alone.

    The place and date and the role of who signs have often nothing beside them.
    """
    right = list(block.right)
    while found and isinstance(last := found[-1], VisualLine) and _is_on_top(last, right[0], block.left):
        right.insert(0, last)
        found.pop()
    return replace(block, right=tuple(right))


def _is_on_top(line: VisualLine, first: VisualLine, left: Sequence[VisualLine]) -> bool:
    """Whether `line` is a heading of its own kind set over `first`, nothing but the margin beside it."""
    is_heading = line.text.isupper() or role_of(line.text) is not None or parse.place_and_date(line.text) is not None
    is_near = first.box[1] - line.box[3] < HEADING_ROOM and abs(_middle(line) - _middle(first)) < CENTRED
    return is_heading and is_near and line.box[0] > max(part.box[2] for part in left)


def _is_field(line: VisualLine) -> bool:
    """Whether a line is a label with its colon, beside which a value stands; "Nơi nhận:" is none."""
    key = whole_label(line.text) if line.text.endswith(":") else None
    return key is not None and not key.startswith("other.")


def _is_centred(column: Sequence[VisualLine]) -> bool:
    begins, middles = [line.box[0] for line in column], [_middle(line) for line in column]
    return max(begins) - min(begins) > FLUSH and max(middles) - min(middles) < CENTRED


def _parts(
    segments: list[VisualLine], left: list[VisualLine], right: list[VisualLine]
) -> tuple[list[VisualLine], list[VisualLine]] | None:
    """What one more line adds to both columns; None when it is not set in these two columns."""
    at_right = abs(_middle(segments[-1]) - _middle(right[0])) < CENTRED and segments[-1].box[0] > left[0].box[2] - 20
    at_left = segments[0].box[2] < min(part.box[0] for part in right)
    if len(segments) == 2 and at_left and at_right:
        return [segments[0]], [segments[1]]
    if len(segments) == 1 and at_right:
        return [], segments
    if len(segments) == 1 and at_left:
        return segments, []
    return None


def _middle(line: VisualLine) -> float:
    return (line.box[0] + line.box[2]) / 2
