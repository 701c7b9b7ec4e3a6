"""The pages of a PDF as pieces of lines and horizontal strokes, measured from the upper left corner, in points."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.conformity.model import Look, Span
from pipeline.errors import DamagedFile, PasswordProtected

#: share of a page above which its picture is a scan
MOSTLY_PICTURE = 0.8
#: baselines this close are one line, and a gap of so many ems parts two columns
SAME_BASELINE = 2.5
COLUMN_GAP = 1.5
#: a drawn object lower than this is a stroke
FLAT = 2.5
#: letters this much smaller than those beside them are raised or lowered
RAISED = 0.72
#: digits smaller than this are marks of footnotes
SMALLEST = 9.5
#: typefaces with the widths and looks of Times New Roman
_TIMES = re.compile(
    r"(?:[A-Z]{6}\+)?(?:Times\s*New\s*Roman\w*|TimesNewRoman\w*|LiberationSerif|Liberation Serif|Tinos|Times)\b[-,]?\w*"
)
#: what gaps for number and day follow
_TO_FILL_IN = re.compile(r"(?:^Số\s*:?|^\(.*\bsố|\bngày|\btháng|\bnăm|^V/v)[\s\d.…/]*$")
_BOLD = re.compile(r"bold|black|semibold|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words on one line without a wide gap."""

    page: int
    left: float
    right: float
    baseline: float
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join("".join(span.text for span in self.spans).split())

    @property
    def size(self) -> float:
        """Its largest letters."""
        return max(span.look.size for span in self.spans)

    @property
    def middle(self) -> float:
        """Between left and right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Stroke:
    """A horizontal line."""

    left: float
    right: float
    y: float


@dataclass(frozen=True)
class PdfPage:
    """A page: its size, its lines from top to bottom, its strokes."""

    number: int
    width: float
    height: float
    lines: tuple[tuple[Piece, ...], ...]
    strokes: tuple[Stroke, ...]
    #: share of the page that pictures cover
    pictured: float = 0.0


@dataclass(frozen=True)
class PdfFacts:
    """What only a PDF tells."""

    pages: int
    version: float
    signatures: int
    #: fonts by name and whether they are embedded
    fonts: dict[str, bool] = field(default_factory=dict)
    #: pages that are a picture; `colour` and `dpi` are those of the first one
    scanned: int = 0
    colour: bool = False
    dpi: float = 0.0


def read_pages(data: bytes) -> tuple[list[PdfPage], PdfFacts]:
    """The pages of a PDF; raises `PasswordProtected` or `DamagedFile`."""
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(data) as document:
            return _read(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise PasswordProtected(kind="PDF") from error
        raise DamagedFile from error


def _read(document: Any) -> tuple[list[PdfPage], PdfFacts]:  # noqa: ANN401  a library without types
    from pypdfium2 import raw

    if not len(document):
        raise DamagedFile
    reader = _Reader(raw)
    pages = [reader.page(document, number) for number in range(len(document))]
    facts = PdfFacts(
        pages=len(document),
        version=(document.get_version() or 14) / 10,
        signatures=max(raw.FPDF_GetSignatureCount(document), 0),
        fonts=reader.fonts,
        scanned=sum(page.pictured > MOSTLY_PICTURE for page in pages),
        colour=reader.colour,
        dpi=reader.dpi,
    )
    return pages, facts


@dataclass(frozen=True, slots=True)
class _Word:
    left: float
    right: float
    baseline: float
    span: Span


class _Reader:
    def __init__(self, raw: Any) -> None:  # noqa: ANN401  a module without types
        self._raw = raw
        self.fonts: dict[str, bool] = {}
        self.colour = False
        self.dpi = 0.0

    def page(self, document: Any, number: int) -> PdfPage:  # noqa: ANN401
        raw = self._raw
        page = document[number]
        width, height = page.get_size()
        text_page = page.get_textpage()
        words, strokes, pictured = [], [], 0.0
        kinds = [raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE]
        for thing in page.get_objects(filter=kinds, max_depth=4, textpage=text_page):
            left, bottom, right, top = thing.get_bounds()
            if thing.type == raw.FPDF_PAGEOBJ_TEXT:
                word = self._word(thing, height)
                words.extend([word] if word else [])
            elif thing.type == raw.FPDF_PAGEOBJ_PATH:
                if top - bottom <= FLAT and right - left > 5:
                    strokes.append(Stroke(left, right, height - (top + bottom) / 2))
            else:
                pictured += (right - left) * (top - bottom) / (width * height)
                self._picture(thing, right - left)
        text_page.close()
        page.close()
        return PdfPage(number + 1, width, height, tuple(_lines(words, number + 1)), tuple(_merged(strokes)), pictured)

    def _word(self, thing: Any, height: float) -> _Word | None:  # noqa: ANN401
        matrix = thing.get_matrix()
        size = round(thing.get_font_size() * (matrix.a**2 + matrix.b**2) ** 0.5 * 2) / 2
        text = thing.extract().replace("\u00a0", " ").replace("\r", "").replace("\n", "") or " "
        if abs(matrix.b) > abs(matrix.a) or size <= 0 or (size < SMALLEST and text.strip().isdigit()):
            return None  # turned text is no line of the document, and neither are the marks of footnotes
        font = thing.get_font()
        name = font.get_base_name()
        self.fonts.setdefault(name, bool(font.is_embedded))
        family = "Times New Roman" if _TIMES.fullmatch(name) else name.split("+")[-1]
        look = Look(
            family, family, size, bool(_BOLD.search(name)), bool(_ITALIC.search(name)), color=self._color(thing)
        )
        left, _bottom, right, _top = thing.get_bounds()
        return _Word(min(left, matrix.e), max(right, matrix.e), height - matrix.f, Span(text, look))

    def _color(self, thing: Any) -> str:  # noqa: ANN401
        from ctypes import c_uint

        parts = [c_uint() for _channel in range(4)]
        if not self._raw.FPDFPageObj_GetFillColor(thing, *parts):
            return "auto"
        color = "".join(f"{part.value:02X}" for part in parts[:3])
        return "auto" if color == "000000" else color

    def _picture(self, thing: Any, width: float) -> None:  # noqa: ANN401
        pixels, _rows = thing.get_px_size()
        if width > 200 and not self.dpi:
            self.dpi = pixels / width * 72
            self.colour = thing.get_metadata().colorspace not in {1, 4}  # DeviceGray, CalGray


def _lines(words: list[_Word], page: int) -> Iterator[tuple[Piece, ...]]:
    """Words grouped by baseline, from top to bottom, and parted where a wide gap is."""
    ordered = sorted(words, key=lambda word: (word.baseline, word.left))
    group: list[_Word] = []
    for word in ordered:
        if group and word.baseline - group[-1].baseline > SAME_BASELINE:
            yield from _pieces(group, page)
            group = []
        group.append(word)
    yield from _pieces(group, page)


def _pieces(words: list[_Word], page: int) -> Iterator[tuple[Piece, ...]]:
    """The words of one line, parted where a wide gap is; typed spaces make a gap, too, unless it is one to fill in."""
    pieces: list[list[_Word]] = []
    end = 0.0
    for word in sorted(words, key=lambda word: word.left):
        blank = not word.span.text.strip()
        near = word.left - end <= COLUMN_GAP * word.span.look.size
        if not pieces or not (near or blank or _TO_FILL_IN.search("".join(part.span.text for part in pieces[-1]))):
            pieces.append([])
        pieces[-1].append(word)
        end = end if blank else word.right
    found = [_piece(group, page) for group in pieces if any(word.span.text.strip() for word in group)]
    if found:
        yield tuple(found)


def _piece(words: list[_Word], page: int) -> Piece:
    written = [word for word in words if word.span.text.strip()]
    kept = [word for word in words if written[0].left <= word.left <= written[-1].left]
    spans = [kept[0].span]
    for before, word in itertools.pairwise(kept):
        apart = word.left - before.right > 0.15 * word.span.look.size
        glued = spans[-1].text.endswith(" ")
        text = word.span.text.lstrip(" ") if glued else word.span.text
        spans.append(Span(f" {text.lstrip()}" if apart and not glued else text, word.span.look))
    largest = max(span.look.size for span in spans)
    spans = [
        replace(span, look=replace(span.look, raised=True)) if span.look.size < RAISED * largest else span
        for span in spans
    ]
    ends_in_gap = _TO_FILL_IN.search("".join(word.span.text for word in words))  # centred together with its text
    right = words[-1].right if ends_in_gap else written[-1].right
    return Piece(page, written[0].left, right, kept[0].baseline, tuple(spans))


def _merged(strokes: list[Stroke]) -> Iterator[Stroke]:
    """Strokes that go on on one height, as one."""
    ordered = sorted(strokes, key=lambda stroke: (round(stroke.y), stroke.left))
    current: Stroke | None = None
    for stroke in ordered:
        if current and abs(stroke.y - current.y) < 1 and current.left - 1.5 <= stroke.left <= current.right + 1.5:
            current = Stroke(current.left, max(current.right, stroke.right), current.y)
        else:
            if current:
                yield current
            current = stroke
    if current:
        yield current
