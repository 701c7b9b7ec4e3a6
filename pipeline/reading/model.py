"""What every reader hands on (`Content`) and what reading returns (`FileReading`).

A reader turns one medium into a flat list of blocks in reading order; recognising the form and finding its values
works on blocks only and never asks which medium they came from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Medium(StrEnum):
    """The kinds of file a form may arrive in (contract §1)."""

    DOCX = "docx"
    DOC = "doc"  # Word 97 and RTF, read after conversion
    XLSX = "xlsx"
    PDF_FORM = "pdf_form"
    PDF_TEXT = "pdf_text"
    SCAN = "scan"
    PHOTO = "photo"


#: Told how many pictures of pages are read, and how many there are.
Tell = Callable[[int, int], None]

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in points, origin top-left of the upright page


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text stands, named the way its medium allows."""

    page: int | None = None
    box: Box | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Only the parts that are known, as contract §1 prints them."""
        parts = {name: getattr(self, name) for name in self.__slots__}
        known = {
            name: list(part) if isinstance(part, tuple) else part for name, part in parts.items() if part is not None
        }
        if self.page is not None:
            known.setdefault("box", None)
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of text that was written in one go: a run, a word of a PDF, the value of a cell."""

    text: str
    place: Place
    #: decoded from TCVN3 or VNI, so a little less certain
    legacy: bool = False
    #: the encoding was told by the look of the text, not by its font: a person must confirm
    guessed: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph or one visual line; `text` is the joined spans, NFC, with its tabs and leaders still in it."""

    spans: tuple[Span, ...]
    place: Place

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table, present once however many grid positions it covers."""

    lines: tuple[Line, ...]
    row: int  # from 0, top grid row
    column: int  # from 0, left grid column
    row_span: int = 1
    column_span: int = 1
    place: Place = field(default_factory=Place)
    #: a formula whose result is not stored in the file: neither empty nor known
    uncomputed: bool = False
    #: the typed value behind the text where the medium knows it (a date cell, a number cell, a tick)
    raw: Any = None

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A grid, ruled or not, in reading order (row by row)."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    place: Place


class ControlKind(StrEnum):
    """What a person can do with a control."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A content control of Word or a field of a PDF form.

    `name` is its tag or field name, `title` its title or tooltip, `label` the printed words it belongs to where the
    reader could tell; any may be empty or meaningless. `value` is None when nothing was filled in (a placeholder
    still showing is nothing); a check has "on" or None.
    """

    kind: ControlKind
    name: str
    title: str
    label: str
    value: str | None
    place: Place
    #: what a check stands for ("Nam", "LV05") where the form says it
    option: str = ""
    #: the value behind the text where the control keeps one: the ISO date of a date control
    stored: str = ""
    legacy: bool = False
    guessed: bool = False


Block = Line | Table | Control


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that one file shows, in reading order."""

    medium: Medium
    pages: int
    blocks: Sequence[Block]
    #: words about the file as a whole that a person should know ("có thay đổi được theo dõi")
    notes: tuple[str, ...] = ()
    #: pages that are nothing but pictures, from 1: not among the blocks, to be read as pictures
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a form with what speaks for and against it (contract §1)."""

    value: Any
    confidence: float = 1.0
    review: bool = False
    why: tuple[str, ...] = ()
    source: Place | None = None
    #: the text the value was read from, as it stands in the file
    text: str | None = None
    #: other values the reader thinks possible, the likeliest first; for the person who decides, never for programs
    candidates: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        source = None if self.source is None else {**self.source.as_json(), "text": self.text}
        return {
            "value": self.value,
            "confidence": round(self.confidence, 4),
            "review": self.review,
            "why": list(self.why),
            "source": source,
        }


#: the form is silent about this field
ABSENT = Value(value=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFinding:
    """Something about a form as a whole that a person should see (`R-FORM-02` …)."""

    rule: str
    severity: str  # "error" | "warn" | "info"
    message: str

    def as_json(self) -> dict[str, str]:
        return {"rule": self.rule, "severity": self.severity, "message": self.message}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReading:
    """One filled form found in a file."""

    form: str  # "TD-01" | "TD-02"
    pages: tuple[int, ...]
    fields: dict[str, Value]
    tables: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    findings: tuple[ReadingFinding, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "pages": list(self.pages),
            "fields": {key: value.as_json() for key, value in self.fields.items()},
            "tables": {
                name: [{key: value.as_json() for key, value in row.items()} for row in rows]
                for name, rows in self.tables.items()
            },
            "findings": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """All forms of one file."""

    medium: Medium
    pages: int
    forms: tuple[FormReading, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The office's lists. They help to read; a name is never bent onto them."""

    units: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
