"""When a form of a free layout may be believed to say nothing of a field.

Of nominations of free layouts on poor paper, a field nothing was found of was written on the form in four cases of ten:
its label or its row had not been recognised. So a field every form must have always goes to a person, the others where
a line in the body of the form belongs to no field (design/reading.md, 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.messages import _
from pipeline.reading import parse, ticks
from pipeline.reading.codes import title_matches
from pipeline.reading.fields import KINDS, REQUIRED, Kind
from pipeline.reading.forms import FormPart, all_lines, machine_line
from pipeline.reading.labels import (
    Head,
    Label,
    Tail,
    ends_label,
    find_labels,
    fold_letters,
    numbering_end,
    strip_leaders,
)
from pipeline.reading.lines import is_closing, is_heading, is_signature, is_unit
from pipeline.reading.model import Box, Line, Place, Table, Value
from pipeline.reading.picture.words.trust import doubted

Values = dict[str, Value]

#: both options of the sex one after the other, with what was made of the boxes: "L]Nam Nữ"
_BOTH_SEXES = re.compile(r"Nam\b.*Nữ\b|Nữ\b.*Nam\b")

#: fewer letters may be dirt
FEW_LETTERS = 3
#: points, by which a value may stand higher or lower than the label at its left
BESIDE = 8.0
#: points below its label, within which a value begins
BELOW = 40.0
#: the share of the fields of a form from which on what was lost speaks of the page, not of the fields
POORLY_READ = 1 / 3
#: of the head and the foot of a form, which lines in its body say nothing of
_ENDS = frozenset({"don_vi", "quy", "nam", "ngay_ky", "truong_don_vi"})
#: kinds whose values may be ticked, or have colons of their own
_MANY = (Kind.LONG, Kind.TEXT, Kind.FIELDS, Kind.TITLES, Kind.SEX)
_OPTIONS = (Kind.FIELDS, Kind.TITLES, Kind.SEX)
_COLONS = (Kind.LONG, Kind.TEXT, Kind.FIELDS)


def with_missing(form: str, values: Values, part: FormPart) -> Values:
    """`values` of a `form` ("TD-01" or "TD-02") with those under review that may be there and were not found."""
    stray = [*(line.place for line in stray_lines(values, part)), *_overfull(values)]
    why = _("This entry was not found on the paper; please look again.")
    values = _with_cut_short(values, part)
    tangled = _tangled_cells(part)
    unboxed = _ticked_elsewhere(values, part) | {
        key for line in all_lines(part.blocks) for key in _options_without_box(line.text)
    }
    return _with_poorly_read(
        {
            key: doubted(value, why)
            if (key in unboxed and value.value is None)
            or _is_open(key, value, form, [*tangled, *_may_belong(stray, key, value, part)])
            else value
            for key, value in values.items()
        }
    )


def _with_poorly_read(values: Values) -> Values:
    """`values` with all that were not found under review where many of what the form has could not be read.

    A page on which labels and values were lost is no evidence that a form says nothing of the others.
    """
    lost = sum(value.review and value.value is None for value in values.values())
    had = sum(value.review or value.text is not None for value in values.values())
    if lost <= POORLY_READ * had:
        return values
    why = _("This entry was not found on the paper; please look again.")
    return {
        key: doubted(value, why) if value.value is None and not value.review else value for key, value in values.items()
    }


def _ticked_elsewhere(values: Values, part: FormPart) -> set[str]:
    """The fields of options that a ticked line may belong to, which no value holds: the row of boxes was torn apart.

    Above the body a square is a letter of the title.
    """
    held = {key: value.source for key, value in values.items() if value.source is not None and value.source.box}
    page, top = min((_level(place) for key, place in held.items() if key not in _ENDS), default=(0, 0.0))
    torn = any(
        ticks.ON in line.text
        and _level(line.place) > (page, top - BESIDE)
        and not _is_held(line.place, [*held.values()])
        for line in all_lines(part.blocks)
    )
    return {key for key in values if torn and KINDS[key] in _OPTIONS}


def _options_without_box(text: str) -> Iterator[str]:
    """The fields whose options stand in a line where fewer boxes were seen than there are options, or none."""
    start = next((label.value_start for label in find_labels(text) if label.key == "gioi_tinh"), 0)
    options = re.split(f"[{ticks.ON}{ticks.OFF}]", text[start:])
    if any(map(_BOTH_SEXES.search, options)):
        yield "gioi_tinh"
    if len(options) > 1 and any(len(title_matches(option).found) > 1 for option in options):
        yield "danh_hieu"


def _tangled_cells(part: FormPart) -> list[Place]:
    """Where cells begin with words and have a label of ours further on: cells of several rows were taken for one."""
    cells = [cell for block in part.blocks if isinstance(block, Table) for cell in block.cells]
    return [cell.place for cell in cells if any(map(_has_label_behind_words, cell.lines))]


def _has_label_behind_words(line: Line) -> bool:
    labels = find_labels(line.text)
    if not labels or labels[0].head is not Head.GAP or not {*labels[0].key.split("+")} & set(KINDS):
        return False
    return len(_letters(line.text[: labels[0].start])) >= FEW_LETTERS


def _with_cut_short(values: Values, part: FormPart) -> Values:
    """`values` under review that go on in the line below, before the label of another field: "cấp | lý luận …"."""
    ends = [line.place for line in all_lines(part.blocks) if _goes_on_before_label(line, values)]
    why = _("Something near here could not be read.")
    return {
        key: doubted(value, why)
        if value.value is not None and any(_is_right_below(end, value) for end in ends)
        else value
        for key, value in values.items()
    }


def _goes_on_before_label(line: Line, values: Values) -> bool:
    """Whether a line begins in small letters, has a label further on, and what stands before that is nobody's."""
    label = next((label for label in find_labels(line.text) if label.head is Head.GAP), None)
    before = strip_leaders(line.text[: label.start]) if label else ""
    letters = _letters(before)
    is_said = any(letters in _letters(value.text or "") for value in values.values())
    return len(letters) >= FEW_LETTERS and before[:1].islower() and not is_said


def _is_right_below(place: Place, value: Value) -> bool:
    box, above = place.box, value.source.box if value.source else None
    if box is None or above is None or value.source is None or value.source.page != place.page:
        return False
    return -BESIDE < box[1] - above[3] < BESIDE and box[0] < above[2] and above[1] < box[1] - BESIDE


def _is_open(key: str, value: Value, form: str, stray: Sequence[Place]) -> bool:
    """Whether a field without a value may have one on the paper; `text` is "" where its label was seen."""
    if value.value is not None or value.review:
        return False
    if key == "truong_don_vi":
        return value.source is None  # else there is nothing but paper below the role of the head of the unit
    if key in REQUIRED[form] and value.text is None:
        return True
    return key not in _ENDS and bool(stray)


def _may_belong(stray: Sequence[Place], key: str, value: Value, part: FormPart) -> Sequence[Place]:
    """Those of the `stray` lines that may be the value of a field: where its label was seen, only what is near it."""
    labels = [
        line.place
        for line in all_lines(part.blocks)
        if any(key in label.key.split("+") and label.head is not Head.WORD for label in find_labels(line.text))
    ]
    if value.text is None or not labels:
        return stray
    return [place for place in stray if any(_is_at(place, label) for label in labels)]


def _is_at(place: Place, label: Place) -> bool:
    """Whether a place is where the value of a label is written: at its right, or below it."""
    if place.page != label.page or not place.box or not label.box:
        return False
    down = place.box[1] - label.box[1]
    return -BESIDE < down < BELOW and (place.box[0] > label.box[0] or down > BESIDE)


def stray_lines(values: Values, part: FormPart) -> list[Line]:
    """The lines in the body of a form that no value holds and that are no label, heading or hint."""
    held = [value.source for value in values.values() if value.source is not None and value.source.box is not None]
    body = [
        _level(value.source)
        for key, value in values.items()
        if key not in _ENDS and value.source is not None and value.source.box is not None
    ]
    if not body:
        return []
    below = (line for line in all_lines(part.blocks) if line.place.box and _level(line.place) > min(body))
    lines = list(_until_signature(below, max(body)))
    others = [line.place for line in lines if _is_label_of_others(line)]
    foreign = _cells_of_others(part)
    said = [_letters(value.text or "") for key, value in values.items() if KINDS[key] in _COLONS]
    return [
        line
        for line in lines
        if _says_something(line)
        and not _is_held(line.place, held)
        and not _is_beside(line.place, others)
        and line.place not in foreign
        and not any(_letters(line.text) in text for text in said)
    ]


def _overfull(values: Values) -> Iterator[Place]:
    """Where values stand that hold a field beside their own: boxes, a label with its colon, a day of birth, a unit."""
    for key, value in values.items():
        if key not in _ENDS and value.source is not None and _holds_more(KINDS[key], value.text or ""):
            yield value.source


def _holds_more(kind: Kind, text: str) -> bool:
    words = text.split()
    if kind is Kind.NAME and any(map(str.isdigit, text)):
        return True
    if kind is Kind.POST and any(is_unit(" ".join(words[at:])) for at in range(1, len(words))):
        return True
    return (kind not in _MANY and ticks.has_ticks(text)) or (kind not in _COLONS and ":" in text.rstrip(": "))


def _cells_of_others(part: FormPart) -> list[Place]:
    """Where the lines of cells stand that begin with a label whose value is not ours."""
    cells = [cell for block in part.blocks if isinstance(block, Table) for cell in block.cells]
    return [line.place for cell in cells if cell.lines and _is_label_of_others(cell.lines[0]) for line in cell.lines]


def _letters(text: str) -> str:
    """What a text says, to be found again in a longer one: its `place` is that of its first line."""
    return "".join(filter(str.isalnum, fold_letters(text)))


def _level(place: Place) -> tuple[int, float]:
    """How far down the form a place is."""
    return place.page or 0, place.box[1] if place.box else 0.0


def _until_signature(lines: Iterable[Line], last: tuple[int, float]) -> Iterator[Line]:
    """`lines` up to the date or the role of who signs, which stand below the `last` value: "Trưởng phòng" is a post."""
    for line in lines:
        text = line.text.strip()
        if _level(line.place) <= last:
            yield line
            continue
        if is_signature(text) or parse.place_and_date(text) is not None:
            return
        yield line


def _says_something(line: Line) -> bool:
    """Whether a line has words that are no label or the rest of one, no heading, hint or row of boxes."""
    text = line.text.strip()
    if sum(map(str.isalpha, text)) < FEW_LETTERS or text.startswith("(") or ticks.has_ticks(text):
        return False
    if is_closing(text) or machine_line(text) or any(ends_label(key, text) for key in KINDS):
        return False
    if is_heading(text) or (text.isupper() and " " in text):
        return False
    return not any(_is_told(label, text) for label in find_labels(text)) and bool(
        strip_leaders(text[numbering_end(text) :])
    )


def _is_told(label: Label, text: str) -> bool:
    """Whether words at the head of a line are a label for sure: "Số hóa 749 hồ sơ" is none, though "Số" is one."""
    is_long = label.key.startswith("other.") and " " in text[label.start : label.end]
    return label.head is Head.START and (label.tail >= Tail.END or is_long)


def _is_label_of_others(line: Line) -> bool:
    """Whether a line begins with a label whose value is not ours: "Quê quán", "Người liên hệ"."""
    labels = find_labels(line.text)
    return bool(labels) and labels[0].key.startswith("other.") and _is_told(labels[0], line.text)


def _is_beside(place: Place, others: Sequence[Place]) -> bool:
    """Whether a place stands at the right of one of `others`, or a little below."""
    return any(
        place.page == other.page
        and place.box
        and other.box
        and place.box[0] > other.box[0]
        and -BESIDE < place.box[1] - other.box[1] < BESIDE
        for other in others
    )


def _is_held(place: Place, held: Sequence[Place]) -> bool:
    return any(place.page == other.page and _overlap(place.box, other.box) for other in held)


def _overlap(one: Box | None, other: Box | None) -> bool:
    """Whether two boxes share more than a touch."""
    if one is None or other is None:
        return False
    width, height = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return width > 1 and height > 0.3 * min(one[3] - one[1], other[3] - other[1])
