"""A document as a reader sees it: effective formatting, visible text, measures in points.

Everything a rule looks at is here; the XML stays behind, except `Paragraph.element` and `Span.element`, by which
corrections find their place again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.conformity.pdf_pages import PdfFacts

MM = 72 / 25.4


def to_mm(points: float) -> float:
    """Points as millimetres."""
    return points / MM


class Align(StrEnum):
    """Where the lines of a paragraph stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Look:
    """Effective formatting of a run."""

    #: the fonts for Latin letters and for other Western ones (with marks: ă, ơ …); None where nothing names one
    ascii_font: str | None = None
    high_font: str | None = None
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    #: "auto" or six hexadecimal digits, upper case
    color: str = "auto"
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of visible text in one look."""

    text: str
    look: Look
    #: the ``w:r`` it comes from
    element: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Shape:
    """Effective formatting of a paragraph, in points; negative `first` is a hanging indent."""

    align: Align = Align.LEFT
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    #: multiple of single spacing (rule "auto") or points ("exact", "atLeast")
    line: float = 1.0
    line_rule: str = "auto"
    contextual: bool = False
    border_above: bool = False
    border_below: bool = False
    boxed: bool = False
    keep_next: bool = False
    page_break_before: bool = False
    #: tab stops: place in points, kind ("left", "center", "right" …)
    tabs: tuple[tuple[float, str], ...] = ()
    style: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a paragraph stands in a table; `left` and `width` in points from the table's edge, counted from zero."""

    table: int
    row: int
    column: int
    columns: int
    left: float
    width: float
    bordered: bool
    #: free width for text
    inner: float = 0.0
    #: height of the row where it is fixed, else None
    height: float | None = None
    unbreakable: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line, box or picture drawn at a paragraph; `x` and `y` are its offsets where they are known."""

    kind: str  # "line", "box", "picture"
    width: float
    height: float
    x: float | None = None
    y: float | None = None
    #: what `x` counts from: "column", "page", "margin" …
    x_from: str = "column"
    centred: bool = False
    color: str = "auto"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text, of a header or footer, or of a text box."""

    #: counted from 1 in its part
    number: int
    #: "body", "header", "footer", "box", "footnote"
    part: str
    section: int
    spans: tuple[Span, ...]
    shape: Shape
    cell: Cell | None = None
    #: what automatic numbering writes before the text
    label: str = ""
    drawn: tuple[Drawn, ...] = ()
    #: instructions of fields, e.g. "PAGE"
    fields: tuple[str, ...] = ()
    starts_page: bool = False
    element: Any = field(default=None, compare=False, repr=False)
    #: the look of the paragraph's mark: how tall an empty paragraph is
    mark: Look = Look()
    #: which half of a tabbed line this is, else ""
    side: str = ""
    #: page and area on it (left, top, right, bottom, in points from its upper left corner), in a PDF
    page: int = 0
    area: tuple[float, float, float, float] | None = None

    @cached_property
    def raw(self) -> str:
        """The visible text as typed, without the label."""
        return "".join(span.text for span in self.spans)

    @cached_property
    def text(self) -> str:
        """Label and text in composed letters, spaces single and trimmed."""
        plain = " ".join((self.label + self.raw).replace("\u00a0", " ").split())
        return unicodedata.normalize("NFC", plain)

    @cached_property
    def inked(self) -> tuple[Span, ...]:
        """The spans that show something."""
        return tuple(span for span in self.spans if span.text.strip())

    @cached_property
    def lettered(self) -> tuple[Span, ...]:
        """The spans whose weight and slant show: those with letters or digits, else all that show something."""
        return tuple(span for span in self.inked if any(map(str.isalnum, span.text))) or self.inked

    def sizes(self) -> set[float]:
        """The sizes of what is shown."""
        return {span.look.size for span in self.inked}

    def all_bold(self) -> bool:
        """Whether all letters are bold."""
        return all(span.look.bold for span in self.lettered)

    def any_bold(self) -> bool:
        """Whether some letters are bold."""
        return any(span.look.bold for span in self.lettered)

    def all_italic(self) -> bool:
        """Whether all letters are italic."""
        return all(span.look.italic for span in self.lettered)

    def any_italic(self) -> bool:
        """Whether some letters are italic."""
        return any(span.look.italic for span in self.lettered)

    def any_underlined(self) -> bool:
        """Whether something shown is underlined."""
        return any(span.look.underline for span in self.inked)

    def cut(self, start: int, end: int, side: str = "") -> Paragraph:
        """The same paragraph with only the characters `start` to `end` of its `raw` text."""
        spans, place = [], 0
        for span in self.spans:
            piece = span.text[max(start - place, 0) : max(end - place, 0)]
            if piece:
                spans.append(replace(span, text=piece))
            place += len(span.text)
        return replace(self, spans=tuple(spans), label=self.label if start == 0 else "", side=side)

    def lines(self) -> list[Paragraph]:
        """The paragraph cut at its manual line breaks."""
        pieces, start = [], 0
        for text in self.raw.split("\n"):
            pieces.append(self.cut(start, start + len(text), self.side))
            start += len(text) + 1
        return [piece for piece in pieces if piece.text] or [self]


@dataclass(frozen=True)
class Strip:
    """The header or footer of a section: which pages it is for, and what it holds."""

    kind: str  # "header", "footer"
    pages: str  # "default", "first", "even"
    paragraphs: tuple[Paragraph, ...]

    def numbers_pages(self) -> list[Paragraph]:
        """The paragraphs that show the page's number."""
        return [paragraph for paragraph in self.paragraphs if any(_is_page(code) for code in paragraph.fields)]


def _is_page(instruction: str) -> bool:
    return instruction.split()[:1] == ["PAGE"]


@dataclass(frozen=True)
class Section:
    """A section: its page in points and its headers, those taken over from the section before included."""

    number: int
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    gutter: float
    landscape: bool
    title_page: bool
    first_page: int | None
    number_format: str
    strips: tuple[Strip, ...]
    kind: str = "nextPage"
    element: Any = field(default=None, compare=False, repr=False)

    @property
    def text_width(self) -> float:
        """Between the margins."""
        return self.width - self.left - self.right - self.gutter

    @property
    def text_height(self) -> float:
        """Between the margins."""
        return self.height - self.top - self.bottom

    def strip(self, kind: str, pages: str) -> Strip | None:
        """The header or footer for the "default", "first" or "even" pages."""
        return next((strip for strip in self.strips if (strip.kind, strip.pages) == (kind, pages)), None)


@dataclass(frozen=True)
class Traces:
    """What a finished document must not carry."""

    comments: int = 0
    changes: int = 0
    hidden: int = 0


@dataclass(frozen=True)
class Document:
    """Everything that is shown."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    boxes: tuple[Paragraph, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    traces: Traces = Traces()
    #: what a PDF tells besides, None for a Word file
    pdf: PdfFacts | None = None

    @cached_property
    def strips(self) -> tuple[Strip, ...]:
        """Every header and footer once."""
        seen: dict[int, Strip] = {}
        for section in self.sections:
            for strip in section.strips:
                seen.setdefault(id(strip.paragraphs), strip)
        return tuple(seen.values())

    def everything(self) -> Iterator[Paragraph]:
        """Every paragraph, text first."""
        yield from self.paragraphs
        yield from self.boxes
        yield from self.notes
        for strip in self.strips:
            yield from strip.paragraphs

    def section_of(self, paragraph: Paragraph) -> Section:
        """The section a paragraph of the text stands in."""
        return self.sections[min(paragraph.section, len(self.sections)) - 1]
