"""The final PDF as a `Document`: what stands where is measured, what only a Word file knows stays unknown.

The lines of the letterhead and of the closing become cells of two columns, the others are joined to paragraphs; then
the same rules look at them. Rules that ask for what a PDF does not tell are not evaluated.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.conformity.closing import TITLE
from pipeline.conformity.letterhead import is_creed, is_date, is_motto, is_number
from pipeline.conformity.model import Align, Cell, Document, Drawn, Paragraph, Section, Shape, Span, Strip
from pipeline.conformity.pdf_pages import PdfPage, Piece, Stroke, read_pages
from pipeline.conformity.widths import SINGLE
from pipeline.vietnamese.text import fold

#: a stroke this far below a line of text belongs to it, in points
STROKE_REACH = 20.0
#: how far a line may end before the right edge and still be full, and how far its middle may be off, in points
FULL = 6.0
OFF_MIDDLE = 12.0
INDENT = 8.0
#: lines of this size and smaller at the foot of a page are footnotes
FOOTNOTE = 10.0
#: height of the bands at the top and the bottom of a page that hold page numbers
BAND = 62.0
_PAGE_NUMBER = re.compile(r"(?:Trang\s*)?[-–]?\s*(\d{1,4})\s*[-–]?(?:\s*/\s*\d+)?", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(r"[^,]{2,40},?\s*ngày", re.IGNORECASE)
#: what a new paragraph begins with
_BEGINS = re.compile(r"(?:Căn cứ|Theo đề nghị|Điều \d+|[IVX]+\.|\d+(?:\.\d+)*\.|[a-zđ]\)|[-–+•] )")
_LABEL = re.compile(r"noi nhan\s*:?")
_ANNEX = re.compile(r"phu luc( [ivx]+| \d+)?")

#: rules a PDF cannot answer: they ask for what was typed or set, or for spaces that lines of a PDF only hint at
UNSEEN = frozenset(
    {
        "ND30-I.3-MARGIN-TOP", "ND30-I.3-MARGIN-BOTTOM", "ND30-II.6e-NOSPACEINDENT", "ND30-II.7-SIG-SPACE",
        "ND30-III.1đ-ANNEX-PAGENO", "ND30-III.2b-URGENCY", "ND30-III.2c-CIRC", "ND30-III.4-ADDRESS", "TYP-COMMENTS",
        "TYP-FIELDS", "TYP-DBLSPACE", "ND30-II.1a-QH-ONELINE", "TYP-NFC", "ND30-II.6e-SIZE", "ND30-II.6e-JUSTIFY",
        "ND30-II.6e-INDENT", "ND30-II.6e-INDENT-UNIFORM", "ND30-II.6e-PARA-GAP", "ND30-II.6e-LINE",
        "ND30-II.6e-UPRIGHT", "ND30-II.6đ-DIEU-FORM", "ND30-PL2.I", "TYP-VARIANTS", "ND30-II.9d-KG-MANY",
    }
)  # fmt: skip


def read_pdf(data: bytes) -> Document:
    """The document in a PDF, each paragraph with its page and area; raises a `FileRefused`."""
    pages, facts = read_pages(data)
    numbers = [found for page in pages for found in _page_numbers(page)]
    edges = {size: _edges(kept) for size, kept in _by_size(pages)}
    found = (_page_paragraphs(page, numbers, edges[page.width, page.height]) for page in pages)
    paragraphs = tuple(_numbered(itertools.chain.from_iterable(found)))
    sections = tuple(_sections(pages, numbers))
    return Document(paragraphs=paragraphs, sections=sections, pdf=facts)


def _numbered(paragraphs: Iterator[Paragraph]) -> Iterator[Paragraph]:
    for number, paragraph in enumerate(paragraphs, 1):
        yield replace(paragraph, number=number)


# Pages


def _by_size(pages: Sequence[PdfPage]) -> Iterator[tuple[tuple[float, float], list[PdfPage]]]:
    sizes = dict.fromkeys((page.width, page.height) for page in pages)
    yield from ((size, [page for page in pages if (page.width, page.height) == size]) for size in sizes)


def _page_numbers(page: PdfPage) -> Iterator[Piece]:
    """The page numbers in the bands at the top and the bottom."""
    for line in (*page.lines[:1], *page.lines[-1:]):
        in_band = line[0].baseline < BAND or line[0].baseline > page.height - BAND
        if len(line) == 1 and in_band and _PAGE_NUMBER.fullmatch(line[0].text):
            yield line[0]


def _sections(pages: Sequence[PdfPage], numbers: list[Piece]) -> Iterator[Section]:
    shown = {piece.page: piece for piece in numbers}
    strips = tuple(_strips(pages, numbers))
    first = min((piece.page for piece in numbers), default=2)
    start = _first_number(shown.get(first), first)
    for place, (size, group) in enumerate(itertools.groupby(pages, key=lambda page: (page.width, page.height)), 1):
        kept = list(group)
        left, right = _edges(kept)
        yield Section(
            number=place, width=size[0], height=size[1], top=60, bottom=60, left=left, right=size[0] - right, gutter=0,
            landscape=size[0] > size[1], title_page=1 not in shown, first_page=start,
            number_format="decimal", strips=strips,
        )  # fmt: skip


def _first_number(piece: Piece | None, page: int) -> int | None:
    match = _PAGE_NUMBER.fullmatch(piece.text) if piece else None
    return int(match[1]) - page + 1 if match else None


def _strips(pages: Sequence[PdfPage], numbers: list[Piece]) -> Iterator[Strip]:
    for kind, chosen in (("header", True), ("footer", False)):
        found = [piece for piece in numbers if (piece.baseline < BAND) == chosen]
        if found:
            piece = found[-1]
            page = next(page for page in pages if page.number == piece.page)
            off = abs(piece.middle - sum(_edges([page])) / 2)
            shape = Shape(align=Align.CENTER if off <= OFF_MIDDLE * 2 else Align.RIGHT)
            yield Strip(kind, "default", (Paragraph(1, kind, 1, piece.spans, shape, fields=("PAGE",)),))


def _edges(pages: Sequence[PdfPage]) -> tuple[float, float]:
    """Left and right edge of the text: where most lines begin and where the full ones end."""
    lines = [line[0] for page in pages for line in page.lines if len(line) == 1]
    width = pages[0].width
    long = [piece for piece in lines if piece.right - piece.left > width * 0.6]
    if len(long) < 3:
        return width * 30 / 210, width * 190 / 210
    lefts = Counter(round(piece.left) for piece in long)
    # Short paragraphs begin at their indent only; recipients and headings of lists show where the text really begins.
    lefts.update(round(line[0].left) for page in pages for line in page.lines if _LABEL.match(fold(line[0].text)))
    rights = sorted(piece.right for piece in long)
    return float(min(left for left in lefts if lefts[left] > 1 or len(long) < 6)), rights[len(rights) * 9 // 10]


# Paragraphs


def _page_paragraphs(page: PdfPage, numbers: list[Piece], edges: tuple[float, float]) -> Iterator[Paragraph]:
    skipped = {id(piece) for piece in numbers}
    lines = [line for line in page.lines if id(line[0]) not in skipped]
    while lines and max(piece.size for piece in lines[-1]) <= FOOTNOTE:
        lines.pop()
    head = _letterhead_end(lines, page.width) if page.number == 1 else 0
    foot = next((at for at, line in enumerate(lines) if _LABEL.match(fold(line[0].text)) and at >= head), len(lines))
    end = next((at for at in range(foot + 1, len(lines)) if _ANNEX.fullmatch(fold(lines[at][0].text))), len(lines))
    while head < foot < len(lines) and _is_title(lines[foot - 1], page.width):
        foot -= 1
    yield from _columns(page, lines[:head], 1)
    yield from _body(page, lines[head:foot], edges)
    yield from _columns(page, lines[foot:end], 1000 + page.number)
    yield from _body(page, lines[end:], edges)


def _is_title(line: tuple[Piece, ...], width: float) -> bool:
    """Whether a line on the right is the signer's title, which may begin above "Nơi nhận"."""
    return len(line) == 1 and line[0].left > width * 0.45 and bool(TITLE.match(line[0].text)) and line[0].text.isupper()


def _letterhead_end(lines: list[tuple[Piece, ...]], width: float) -> int:
    """Behind the line of number and date, and the lines on its left that belong to "V/v"."""
    end = 0
    for at, line in enumerate(lines[:14]):
        for piece in map(_plain, line):
            left = piece.area[0] if piece.area else 0.0
            numbered = is_number(piece) and piece.text.startswith("Số") and left < width * 0.4
            dated = is_date(piece) and bool(_PLACE_AND_DATE.match(piece.text)) and left > width * 0.35
            if is_motto(piece) or is_creed(piece) or numbered or dated:
                end = at + 1
    while 0 < end < len(lines) and _continues_about(lines[end]):
        end += 1
    return end


def _continues_about(line: tuple[Piece, ...]) -> bool:
    return len(line) == 1 and line[0].right < 280 and line[0].size <= 13.5


def _plain(piece: Piece) -> Paragraph:
    return Paragraph(0, "body", 1, piece.spans, Shape(), page=piece.page, area=_area([piece]))


def _area(pieces: Sequence[Piece]) -> tuple[float, float, float, float]:
    return (
        min(piece.left for piece in pieces),
        min(piece.baseline - piece.size for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.baseline + piece.size * 0.25 for piece in pieces),
    )


def _columns(page: PdfPage, lines: Sequence[tuple[Piece, ...]], table: int) -> Iterator[Paragraph]:
    """Lines of two columns as cells; the rows are the lines."""
    pieces = [(row, piece) for row, line in enumerate(lines, 1) for piece in line]
    border = _border([piece for _row, piece in pieces], page.width)
    for side in (1, 2):
        column = [(row, piece) for row, piece in pieces if (piece.middle >= border) == (side == 2)]
        middle = statistics.median([piece.middle for _row, piece in column]) if column else 0.0
        edge = min((piece.left for _row, piece in column), default=0.0)
        before: Piece | None = None
        for row, piece in column:
            left = 0.0 if side == 1 else border
            cell = Cell(table, row, side, 2, left, border, bordered=False, inner=page.width)
            listed = table > 1 and side == 1  # the recipients
            centred = abs(piece.middle - middle) <= OFF_MIDDLE and not listed
            gap = piece.baseline - before.baseline - SINGLE * piece.size if before else 0.0
            shape = Shape(align=Align.CENTER if centred else Align.LEFT, before=max(round(gap, 1), 0.0),
                          first=0.0 if side == 2 else piece.left - edge)  # fmt: skip
            drawn = tuple(_strokes_below(page.strokes, piece))
            yield replace(_plain(piece), shape=shape, cell=cell, drawn=drawn)
            before = piece


def _border(pieces: Sequence[Piece], width: float) -> float:
    motto = next((piece for piece in pieces if is_motto(_plain(piece))), None)
    return motto.left - 5 if motto else width * 0.5


def _strokes_below(strokes: Sequence[Stroke], piece: Piece) -> Iterator[Drawn]:
    for stroke in strokes:
        near = 0 < stroke.y - piece.baseline <= STROKE_REACH
        inside = stroke.left >= piece.left - 20 and stroke.right <= piece.right + 20
        if near and (inside or abs((stroke.left + stroke.right) / 2 - piece.middle) <= OFF_MIDDLE):
            yield Drawn("line", stroke.right - stroke.left, 0.5)


def _body(page: PdfPage, lines: Sequence[tuple[Piece, ...]], edges: tuple[float, float]) -> Iterator[Paragraph]:
    """Lines joined to paragraphs; lines of several pieces are rows of a table."""
    group: list[Piece] = []
    last: Piece | None = None
    for line in lines:
        if len(line) > 1:
            yield from _paragraph(page, group, last, edges)
            last, group = (group[-1] if group else last), []
            yield from (_table_piece(piece, place) for place, piece in enumerate(line, 1))
            last = line[-1]
        elif group and not _goes_on(group, line[0], edges):
            yield from _paragraph(page, group, last, edges)
            last, group = group[-1], [line[0]]
        else:
            group.append(line[0])
    yield from _paragraph(page, group, last, edges)


def _table_piece(piece: Piece, column: int) -> Paragraph:
    return replace(_plain(piece), cell=Cell(500, round(piece.baseline), column, 2, piece.left, 0, bordered=True))


def _goes_on(group: list[Piece], piece: Piece, edges: tuple[float, float]) -> bool:
    """Whether a line belongs to the paragraph above it."""
    before = group[-1]
    if _is_centred(before, edges) or _is_centred(piece, edges):
        return False
    full = before.right >= edges[1] - 40
    far = piece.baseline - before.baseline > 2.2 * piece.size
    return full and not far and piece.left <= edges[0] + INDENT and not _BEGINS.match(piece.text)


def _is_centred(piece: Piece, edges: tuple[float, float]) -> bool:
    inset = piece.left > edges[0] + FULL and piece.right < edges[1] - FULL
    bold = all(span.look.bold for span in piece.spans if span.text.strip())
    return (inset or bold) and abs(piece.middle - sum(edges) / 2) <= OFF_MIDDLE


def _paragraph(
    page: PdfPage, group: list[Piece], above: Piece | None, edges: tuple[float, float]
) -> Iterator[Paragraph]:
    if not group:
        return
    spans: list[Span] = []
    for place, piece in enumerate(group):
        spans.extend([Span(" ", piece.spans[0].look)] if place else [])
        spans.extend(piece.spans)
    yield replace(
        _plain(group[0]),
        spans=tuple(spans),
        shape=_shape(group, above, edges),
        drawn=tuple(_strokes_below(page.strokes, group[-1])),
        starts_page=above is None,
        area=_area(group),
    )


def _shape(group: list[Piece], above: Piece | None, edges: tuple[float, float]) -> Shape:
    size = group[0].size
    pitches = [below.baseline - piece.baseline for piece, below in itertools.pairwise(group)]
    pitch = statistics.median(pitches) if pitches else SINGLE * size
    gap = group[0].baseline - above.baseline - pitch if above else 0.0
    return Shape(
        align=_align(group, edges),
        first=max(group[0].left - edges[0], 0.0),
        before=max(round(gap, 1), 0.0),
        line=round(pitch / (SINGLE * size), 2) if pitches else 1.0,
        style="pdf",
    )


def _align(group: list[Piece], edges: tuple[float, float]) -> Align:
    if len(group) == 1:
        return Align.CENTER if _is_centred(group[0], edges) else Align.LEFT
    full = sum(piece.right >= edges[1] - FULL for piece in group[:-1])
    return Align.BOTH if full == len(group) - 1 else Align.LEFT
