"""Visual lines that were one line to whoever wrote them: broken by the margin, put together again.

A line was broken by the margin when the first word of the next line would not have fitted behind it. Lines that end
short of that were ended on purpose and stay apart.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading import parse, phrases
from pipeline.reading.labels import Head, Tail, find_labels, whole_label
from pipeline.reading.lines import role_of
from pipeline.reading.model import Box
from pipeline.reading.pdf_layout import LEADERS, VisualLine, Word
from pipeline.reading.ticks import OFF, ON
from pipeline.vietnamese.syllables import is_syllable
from pipeline.vietnamese.text import nfc

#: lines of one paragraph follow one another within this many heights of a line
LINE_PITCH = 1.6
#: a paragraph begins at most this far right of the margin, and its second line of its first, points
HANGING = 48.0
#: text reaches at least this part of the page's width before a margin breaks it
MARGIN_SHARE = 0.85

_NEW_ITEM = re.compile(rf"[-–—+*•●▪■➢✓{ON}{OFF}\[(“\"]|\(?(?:\d{{1,2}}|[IVX]{{1,4}}|[a-zđ])\s*[.)/:-](?!\d)")
_BOX = rf"[{ON}{OFF}]|[\[(] ?[xXvV]? ?[\])]"
_TICK = re.compile(_BOX)
#: a year that a cell too narrow parted: "14-6-" and "1971", "QUÝ II/202" and "3"
_PARTED_YEAR = re.compile(r"(?:\w[/-]|\d\.\d{1,2}\.)(?=[\d|]{5}\b)(?:[12]\d{0,2})?\|\d+\b")
#: a tick box at the end of a line, whose words stand on the next
_LOOSE_TICK = re.compile(rf"(?:{_BOX})$")


def whole_lines(lines: Sequence[VisualLine], page_width: float) -> list[VisualLine]:
    """The free lines of a page with those broken by its right margin made whole."""
    if len(lines) < 2:
        return list(lines)
    left = min(line.box[0] for line in lines)
    # Leaders and centred headings may reach past the margin that breaks the text.
    running = [line.box[2] for line in lines if line.box[0] - left < HANGING and not _ends_in_leaders(line)]
    return _joined(lines, left, max([*running, MARGIN_SHARE * page_width]))


def whole_headings(lines: Sequence[VisualLine]) -> list[VisualLine]:
    """Centred lines with the rest of a role, of a name of a body or of a date, left over for the next line, put back.

    Only the words can tell: "XÁC NHẬN CỦA TRƯỞNG ĐƠN" and "VỊ", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH" and "CÔNG",
    "Lào Cai, ngày 5 tháng 3 năm" and "2024".
    """
    joined: list[VisualLine] = []
    for line in lines:
        if joined and _is_rest_of_heading(joined[-1], line):
            joined[-1] = _with(joined[-1], joined[-1], line)
        else:
            joined.append(line)
    return joined


def _is_rest_of_heading(before: VisualLine, line: VisualLine) -> bool:
    height = line.words[0].box[3] - line.words[0].box[1]
    is_short = line.box[2] - line.box[0] < 0.62 * (before.box[2] - before.box[0]) and len(line.words) < 4
    is_near = 0 < line.box[3] - before.box[3] < LINE_PITCH * height
    if not (is_short and is_near):
        return False
    if line.text[-1].isdigit():
        return not _is_dated(before.text) and _is_dated(f"{before.text} {line.text}")
    if not (before.text.isupper() and line.text.isupper()):
        return False
    if role_of(before.text) is None and role_of(f"{before.text} {line.text}") is not None:
        return True
    return _names_body(before.text) and not _names_body(line.text) and role_of(line.text) is None


def _is_dated(text: str) -> bool:
    date = parse.place_and_date(text)
    return date is not None and date.year > 0


def _names_body(text: str) -> bool:
    """Whether a line begins as the names of offices and units do, and goes on: "BÁO" alone names none."""
    return " " in text and any(
        phrases.begins_with("letterhead", key, text) for key in ("parents", "unit_words", "national")
    )


def whole_cell_lines(lines: Sequence[VisualLine], cell: Box) -> list[VisualLine]:
    """The lines of a cell with those broken by its right border made whole."""
    if len(lines) < 2:
        return list(lines)
    inset = min(line.box[0] for line in lines) - cell[0]
    return _joined(lines, cell[0], cell[2] - min(max(inset, 1.0), 7.0))


def _joined(lines: Sequence[VisualLine], left: float, right: float) -> list[VisualLine]:
    joined: list[VisualLine] = []
    last: VisualLine | None = None  # the visual line that the last joined one ends in
    for line in lines:
        from_margin = bool(joined) and joined[-1].words[0].box[0] - left < HANGING  # centred lines end where they end
        part = _continued_part(joined[-1], last, line, right) if last is not None and from_margin else None
        if part is not None:
            joined[-1] = _with(joined[-1], part, line)
        else:
            joined.append(line)
        last = line
    return joined


def _continued_part(before: VisualLine, last: VisualLine, line: VisualLine, right: float) -> VisualLine | None:
    """The part of `last`, between its wide gaps, that goes on in `line`."""
    parts, below = last.segments(), line.segments()
    index = _above(parts, line)
    if index is None or (len(parts) > 1 and len(below) > 1):
        return None
    # A part in the left half of a page is broken by what stands in the right half.
    walls = [part.box[0] - 4 for part in (*parts[index + 1 : index + 2], *below[1:2])]
    if (index + 1 == len(parts) or before is last) and _goes_on(before, parts[index], line, min([right, *walls])):
        return parts[index]
    # What the right margin breaks behind a tab goes on at the left one.
    if index > 0 or len(parts) == 1 or not _goes_on(before, parts[-1], line, right):
        return None
    return parts[-1] if whole_label(parts[0].text) is not None or _is_labelled(parts[-1]) else None


def _is_labelled(part: VisualLine) -> bool:
    labels = find_labels(part.text)
    return bool(labels) and labels[0].head is Head.START and labels[0].tail is Tail.COLON


def _above(parts: Sequence[VisualLine], line: VisualLine) -> int | None:
    """Which of `parts` begins above the beginning of `line`, or a little left of it."""
    x = line.box[0]
    found = [index for index, part in enumerate(parts) if part.box[0] - (HANGING if index == 0 else 3) <= x]
    return found[-1] if found and x - parts[found[-1]].box[0] < HANGING else None


def _goes_on(before: VisualLine, part: VisualLine, line: VisualLine, right: float) -> bool:
    end = part.words[-1]
    height = end.box[3] - end.box[1]
    is_near = 0 < line.box[3] - part.box[3] < LINE_PITCH * height
    is_heading = line.text.isupper() and len(line.words) > 1 and not end.text.isupper()
    if not is_near or is_heading:
        return False
    if _is_tick_of_last_option(before, line):
        return True
    is_full = end.box[2] + 0.25 * height + _unbroken_width(line) > right or _LOOSE_TICK.search(part.text) is not None
    return is_full and not (_is_end(before) or _is_end(part) or _is_beginning(line))


def _is_tick_of_last_option(before: VisualLine, line: VisualLine) -> bool:
    """Whether `line` begins with the tick box of the words that end `before`, whose boxes stand behind their words."""
    if not _TICK.match(line.text):
        return False
    options = before.text.rpartition(":")[2].strip()
    boxes = list(_TICK.finditer(options))
    return bool(boxes) and boxes[0].start() > 0 and boxes[-1].end() < len(options)


def _unbroken_width(line: VisualLine) -> float:
    """The width of the first word with the leaders behind it, which no margin parts from it."""
    leaders = itertools.takewhile(lambda word: set(word.text) <= LEADERS, line.words[1:])
    return max([line.words[0].box[2], *(word.box[2] for word in leaders)]) - line.words[0].box[0]


def _is_end(line: VisualLine) -> bool:
    """Whether a line ends with room to write on, is a label whose value follows, or says a date and nothing else."""
    return _ends_in_leaders(line) or whole_label(line.text) is not None or _is_dated(line.text)


def _ends_in_leaders(line: VisualLine) -> bool:
    return len(line.text) > 1 and set(line.text[-2:]) <= LEADERS


def _is_beginning(line: VisualLine) -> bool:
    if _NEW_ITEM.match(line.text):
        return True
    labels = find_labels(line.text)
    return bool(labels) and labels[0].head is Head.START and labels[0].tail >= Tail.LEADER


def _with(before: VisualLine, part: VisualLine, line: VisualLine) -> VisualLine:
    """`before` with `line` put behind its `part`."""
    ends = (index for index in range(len(before.words), 0, -1) if before.words[index - 1].box == part.words[-1].box)
    place = next(ends, len(before.words))  # the only word of `part` may have become one with the word before it
    *words, end = before.words[:place]
    first, *rest = line.words
    glued = [_glued(end, first)] if _is_one_word(end.text, first.text) else [replace(end, after=" "), first]
    *inner, final = [*words, *glued, *rest]
    after = end.after if place < len(before.words) else final.after
    return VisualLine((*inner, replace(final, after=after), *before.words[place:]))


def _is_one_word(end: str, first: str) -> bool:
    """Whether a cell too narrow parted a syllable or an abbreviation: "Chiế" and "n", "CSTĐC" and "S"."""
    if _PARTED_YEAR.search(f"{end}|{first}"):
        return True
    start = re.split(r"\W", nfc(end))[-1]
    rest = re.split(r"\W", nfc(first))[0]
    if not start or not rest:
        return False
    if (start + rest).isupper():
        return not is_syllable(start.lower()) and not is_syllable(rest.lower())
    # Words without spaces between them are what a cell parts anywhere, even into two syllables: "kiến/nộ" and "i".
    cramped = re.search(r"\w[,;/+]\w+$", nfc(end)) is not None
    return rest.islower() and is_syllable(start + rest) and (cramped or not (is_syllable(start) and is_syllable(rest)))


def _glued(end: Word, first: Word) -> Word:
    return replace(end, text=end.text + first.text, after=first.after)
