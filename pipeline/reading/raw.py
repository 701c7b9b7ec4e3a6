"""What was found on a form before it is understood: text, where it stands, and what says that it is this field's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.reading.model import Box, Cell, Line, Place, Span


class Evidence(StrEnum):
    """Why a text is taken for the value of a field, strongest first."""

    MACHINE = "machine"  # the machine-readable line of our own blank
    ZONE = "zone"  # it stands in the field's place on a printed blank of ours
    CONTROL = "control"  # a control whose name or title says so
    LABEL = "label"
    COLUMN = "column"
    TITLE = "title"
    SIGNATURE = "signature"
    DATE_LINE = "date_line"
    BARE = "bare"  # a label without any mark between it and the value
    LETTERHEAD = "letterhead"
    LOOSE = "loose"  # a label with other words before its colon


STRENGTH = {evidence: rank for rank, evidence in enumerate(reversed(Evidence))}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of one line."""

    text: str
    place: Place
    guessed: bool = False
    legacy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word or two as recognised from a picture."""

    text: str
    #: of the recogniser, from 0 to 1
    confidence: float
    #: what else the same ink was taken for; nothing where all ways of reading agreed
    others: tuple[str, ...] = ()
    #: how many ways of reading gave this text, and how many there were
    votes: int = 1
    readings: int = 1
    #: with a word beside it, it is a word of the language
    known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How a text was seen on a picture: what `picture.trust` weighs before it believes it."""

    tokens: tuple[Token, ...] = ()
    #: written with a pen, not printed
    by_hand: bool = False
    #: the text stands for ticked boxes, which are told by their ink
    ticks: bool = False
    #: what already speaks against it, in the words of the user
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The text found for one field; no text at all when the form has the label and nothing was filled in."""

    key: str
    fragments: tuple[Fragment, ...]
    evidence: Evidence
    uncomputed: bool = False
    #: the typed value of the cell or control, where the medium keeps one
    typed: Any = None
    #: where it was recognised from a picture
    sight: Sight | None = None

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(fragment.text for fragment in self.fragments)

    @property
    def place(self) -> Place | None:
        return merged_place([fragment.place for fragment in self.fragments])

    @property
    def guessed(self) -> bool:
        return any(fragment.guessed for fragment in self.fragments)

    @property
    def legacy(self) -> bool:
        return any(fragment.legacy for fragment in self.fragments)


def cut(line: Line, start: int, end: int) -> Fragment:
    """The part of `line` between two positions, placed where its own spans stand."""
    spans = list(_overlapping(line.spans, start, end))
    place = merged_place([span.place for span in spans]) or line.place
    return Fragment(
        text=line.text[start:end],
        place=place,
        guessed=any(span.guessed for span in spans),
        legacy=any(span.legacy for span in spans),
    )


def whole(line: Line) -> Fragment:
    """The whole of `line`."""
    return cut(line, 0, len(line.text))


def cell_fragments(cell: Cell) -> tuple[Fragment, ...]:
    """The lines of a cell that hold something."""
    return tuple(whole(line) for line in cell.lines if line.text.strip())


def merged_place(places: Sequence[Place]) -> Place | None:
    """One place for several: the first, with its box grown around all boxes of the same page."""
    if not places:
        return None
    first = places[0]
    boxes = [place.box for place in places if place.box is not None and place.page == first.page]
    if len(boxes) < 2:
        return first
    return Place(
        page=first.page,
        box=_around(boxes),
        paragraph=first.paragraph,
        table=first.table,
        row=first.row,
        column=first.column,
    )


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def _overlapping(spans: Iterable[Span], start: int, end: int) -> Iterable[Span]:
    position = 0
    for span in spans:
        after = position + len(span.text)
        if position < end and after > start and span.text[max(0, start - position) : end - position].strip():
            yield span
        position = after
