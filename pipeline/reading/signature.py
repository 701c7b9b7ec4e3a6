"""The ends of a form: the letterhead above, the place and date, and who signed below."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.reading import parse, phrases
from pipeline.reading.labels import strip_leaders
from pipeline.reading.lines import role_of
from pipeline.reading.model import Block, Line, Table
from pipeline.reading.raw import Evidence, Fragment, Raw, cut

_GAP = re.compile(r"\t+|\s{3,}")
#: Lines below the role within which the name must stand.
_REACH = 14


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a line between wide gaps, with its number from the left and from the right."""

    fragment: Fragment
    left: int
    right: int
    indented: bool  # a gap stands before it

    @property
    def text(self) -> str:
        return self.fragment.text.strip()


Column = list[list[_Part]]  # the lines of one column of the page, each in its parts


def parts_of(line: Line) -> list[_Part]:
    """The pieces of a line that stand apart."""
    text, found, start = line.text, [], 0
    for gap in (*_GAP.finditer(text), None):
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            found.append(cut(line, start, end))
        start = gap.end() if gap else end
    indented = bool(_GAP.match(text))
    return [_Part(fragment, left, len(found) - 1 - left, left > 0 or indented) for left, fragment in enumerate(found)]


def columns_of(blocks: Sequence[Block]) -> Iterator[Column]:
    """The text of `blocks` in columns: those of tables, tables below one another taken as one, and all free lines."""
    lines: Column = []
    columns: dict[int, Column] = {}
    for block in blocks:
        if isinstance(block, Line):
            lines.append(parts_of(block))
            if block.text.strip() and not _is_hint(block.text.strip()):
                yield from columns.values()
                columns = {}
        elif isinstance(block, Table):
            for cell in block.cells:
                columns.setdefault(cell.column, []).extend(parts_of(line) for line in cell.lines)
    yield from columns.values()
    yield lines


def signer(blocks: Sequence[Block]) -> Raw | None:
    """The name below the role of the head of a unit; a `Raw` without text where the role has no name, else None."""
    empty: Raw | None = None
    for column in columns_of(blocks):
        for number in range(len(column) - 1, -1, -1):
            for role in column[number]:
                if role_of(role.text) != "head":
                    continue
                name = _name_below(column, number, role)
                if name is not None:
                    return Raw(key="truong_don_vi", fragments=(name,), evidence=Evidence.SIGNATURE)
                empty = Raw(key="truong_don_vi", fragments=(), evidence=Evidence.SIGNATURE)
    return empty


def _name_below(column: Column, number: int, role: _Part) -> Fragment | None:
    for parts in column[number + 1 : number + 1 + _REACH]:
        if not parts:
            continue
        part = _same_column(parts, role, column[number])
        if part is None:
            continue
        text = strip_leaders(part.text)
        kind = role_of(text) if text else None
        if kind == "other":
            return None
        if not text or kind == "head" or _is_hint(text):
            continue
        if parse.looks_like_name(text) and not phrases.begins_with("role", "head", text):
            return Fragment(text, part.fragment.place, part.fragment.guessed, part.fragment.legacy)
        if len(parts) >= len(column[number]):
            return None
    return None


def _same_column(parts: list[_Part], role: _Part, roles: list[_Part]) -> _Part | None:
    """The part that stands below `role`, one of the `roles` of its line."""
    if all(part.fragment.place.box for part in (*parts, *roles)):
        below = [part for part in parts if min(roles, key=lambda other: abs(_middle(other) - _middle(part))) is role]
        return min(below, key=lambda part: abs(_middle(part) - _middle(role)), default=None)
    if len(parts) == len(roles):
        return next((part for part in parts if part.left == role.left), None)
    return next((part for part in parts if part.right == role.right and part.indented == (role.left > 0)), None)


def _middle(part: _Part) -> float:
    box = part.fragment.place.box
    return (box[0] + box[2]) / 2 if box else 0.0


def _is_hint(text: str) -> bool:
    return phrases.is_phrase("signed", "hints", text) or (text.startswith("(") and text.endswith(")"))


def signing_dates(blocks: Sequence[Block]) -> Iterator[Raw]:
    """Every line that is a place and a date."""
    for column in columns_of(blocks):
        for parts in column:
            for part in parts:
                if parse.place_and_date(part.text) is not None:
                    yield Raw(key="ngay_ky", fragments=(part.fragment,), evidence=Evidence.DATE_LINE)


def letterhead_unit(blocks: Sequence[Block]) -> Raw | None:
    """The unit of the letterhead: the lines below the parent body, left of the national motto."""
    for column in columns_of(blocks):
        lines = [parts[0] for parts in column if parts]
        starts = [number for number, part in enumerate(lines) if _is_unit_line(part.text)]
        if starts:
            below = itertools.takewhile(_goes_on, lines[starts[-1] + 1 :])
            fragments = (lines[starts[-1]].fragment, *(part.fragment for part in below))
            return Raw(key="don_vi", fragments=fragments, evidence=Evidence.LETTERHEAD)
    return None


def _goes_on(part: _Part) -> bool:
    """Whether a line is the rest of a unit's name that was too long for one line."""
    text = part.text
    is_words = any(map(str.isalpha, text)) and not any(map(str.isdigit, text)) and ":" not in text
    return is_words and text == text.upper() and not phrases.begins_with("letterhead", "national", text)


def _is_unit_line(text: str) -> bool:
    if (
        len(text) > 80
        or phrases.begins_with("letterhead", "national", text)
        or phrases.begins_with("letterhead", "parents", text)
        or ":" in text
    ):
        return False
    return text == text.upper() and phrases.begins_with("letterhead", "unit_words", text) > 0
