"""Reading forms of any layout from their pictures: label first, then value by geometry, as text PDFs are read.

A page is turned into the marks that a text PDF has (`marks`), so that blocks, labels and values are found by the same
rules; what is believed of them is decided by how they were seen (`witness`).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.reading import parse, phrases
from pipeline.reading.compose import forms_of as composed
from pipeline.reading.compose import with_fields
from pipeline.reading.forms import REGISTRATION, FormPart, all_lines, refuse_restricted, split_forms
from pipeline.reading.grids import section_of_line
from pipeline.reading.labels import Head, Tail, find_labels, numbering_end
from pipeline.reading.lists import Lists
from pipeline.reading.model import Block, Content, FormReading, Lexicon, Line, Medium, Table
from pipeline.reading.pdf_blocks import Laid, page_blocks
from pipeline.reading.pdf_marks import PageMarks
from pipeline.reading.pdf_pages import joined_pages
from pipeline.reading.picture.free.absence import with_missing
from pipeline.reading.picture.free.crosscheck import checked
from pipeline.reading.picture.free.holes import upright, without_holes
from pipeline.reading.picture.free.marks import Seen, read_marks
from pipeline.reading.picture.free.rows import with_missing_rows
from pipeline.reading.picture.free.strokecount import may_be_strokes
from pipeline.reading.picture.free.strokes import levelled
from pipeline.reading.picture.free.unfilled import emptied, without_hint
from pipeline.reading.picture.free.witness import Witness
from pipeline.reading.picture.free.wording import mended_table
from pipeline.reading.picture.page.upright import DPI, Sheet

#: borders of a table that has columns enough to be told from others by them
MANY_BORDERS = 4
#: how much wider one scan of a table may be than another, and how far off a border may stand then, points
STRETCH, SAME_BORDER = 0.08, 2.5
#: what the line of our own Word blank that counts people has, as it may be read
_COUNT_OF_ALL = re.compile(r"Tổng số người[ :.;]*\d")
_PEOPLE = re.compile(r"(người)[:.;]*(\d+)")
_COUNT_OF_WOMEN = re.compile(r"(^|[\t ])Nữ[ :.;]*(\d+)(?!\S)")
#: the letterhead is in the first so many lines or tables of its page
LETTERHEAD = 5
#: the row that numbers the columns of a list is one of the first so many
NUMBERS_WITHIN = 4
#: fewer letters and figures are dirt
FEW_SIGNS = 3


@dataclass(frozen=True, slots=True)
class FreePage:
    """What was found on one page: words and lines with their places, no pixels."""

    marks: PageMarks
    laid: tuple[Laid, ...]
    seen: tuple[Seen, ...]

    @property
    def number(self) -> int:
        """Of the file, from 1."""
        return self.marks.number


def read_page(sheet: Sheet) -> FreePage:
    """Read an upright page whose layout is not known."""
    grey = levelled(sheet.grey, DPI) if sheet.photo else sheet.grey
    marks, seen = read_marks(grey, DPI, sheet.number)
    return FreePage(marks, tuple(without_holes([*map(upright, page_blocks(marks))])), tuple(seen))


def forms_of(pages: Sequence[FreePage], lexicon: Lexicon) -> list[FormReading]:
    """The forms on `pages` that lie together, in their order; [] where nothing speaks for a known form.

    Raises `SecretDocument` and `PartyDocument` for papers other rules hold for.
    """
    return [form for sheaf in _sheaves(pages) for form in _forms_in(sheaf, lexicon)]


def _sheaves(pages: Sequence[FreePage]) -> list[list[FreePage]]:
    """`pages` parted where one begins a form although its title cannot be read; the rest is parted by titles."""
    found: list[list[FreePage]] = []
    for page in pages:
        if not found or _begins_form(page):
            found.append([page])
        else:
            found[-1].append(page)
    return found


def _begins_form(page: FreePage) -> bool:
    """Whether a page without a title has the labels of a form and the letterhead no page but the first one has."""
    blocks = tuple(laid.block for laid in page.laid)
    heads = (part for line in all_lines(blocks[:LETTERHEAD]) for part in line.text.split("\t"))
    if not any(phrases.begins_with("letterhead", "national", head) for head in heads):
        return False
    return any(not part.title for part in split_forms(Content(medium=Medium.SCAN, pages=1, blocks=blocks)))


def _forms_in(pages: Sequence[FreePage], lexicon: Lexicon) -> list[FormReading]:
    blocks = tuple(map(_mended, joined_pages(_aligned(pages), ())))
    content = Content(medium=Medium.SCAN, pages=len(pages), blocks=blocks)
    refuse_restricted(content)
    witness = Witness({page.number: page.seen for page in pages})
    return [
        _judged(form, part, witness, Lists(lexicon))
        for part in split_forms(content)
        for form in composed(part, content, lexicon, settle=witness.settle)
    ]


def _aligned(pages: Sequence[FreePage]) -> list[tuple[PageMarks, Sequence[Laid]]]:
    """The pages with the borders of tables that go on where they stood on the page before: no two scans lie alike.

    What stands above such a table and is dirt, or stands above it on every page, is left out.
    """
    found: list[tuple[PageMarks, Sequence[Laid]]] = []
    before: tuple[float, ...] = ()
    said: set[str] = set()
    for page in pages:
        laid = list(page.laid)
        first = next((index for index, block in enumerate(laid) if len(block.xs) >= MANY_BORDERS), None)
        table = _in_borders(laid[first], before) if first is not None else None
        if first is not None and table is not None:
            running = all(_says_nothing(block, said) for block in laid[:first])
            laid[: first + 1] = [table] if running else [*laid[:first], table]
        found.append((page.marks, laid))
        before = next((block.xs for block in reversed(laid) if len(block.xs) >= MANY_BORDERS), ())
        said |= {block.block.text for block in page.laid if isinstance(block.block, Line)}
    return found


def _says_nothing(laid: Laid, said: Collection[str]) -> bool:
    """Whether a block is dirt, or a line that a page before has as well."""
    if not isinstance(laid.block, Line):
        return False
    return laid.block.text in said or sum(map(str.isalnum, laid.block.text)) < FEW_SIGNS


def _in_borders(laid: Laid, before: Sequence[float]) -> Laid | None:
    """A table whose borders stand as those `before` do, moved along and a little wider or narrower, with these borders.

    A border more that no cell begins at was drawn by a stamp or a fold. None where it is another table.
    """
    if not before or len(laid.xs) < len(before) or not isinstance(laid.block, Table):
        return None
    scale = (before[-1] - before[0]) / (laid.xs[-1] - laid.xs[0])
    moved = before[0] + scale * (np.array(laid.xs) - laid.xs[0])
    kept = [int(np.argmin(np.abs(moved - x))) for x in before]
    if abs(scale - 1) > STRETCH or np.abs(moved[kept] - before).max() > SAME_BORDER:
        return None
    columns = [bisect.bisect(kept, at) - 1 for at in range(len(laid.xs))]
    ends = [bisect.bisect_left(kept, at) for at in range(len(laid.xs))]
    cells = tuple(
        replace(cell, column=columns[cell.column], column_span=max(1, ends[end] - columns[cell.column]))
        for cell in laid.block.cells
        if (end := cell.column + cell.column_span) in kept or cell.text.strip()
    )
    return replace(laid, block=replace(laid.block, cells=cells, columns=len(before) - 1), xs=tuple(before))


def _judged(form: FormReading, part: FormPart, witness: Witness, lists: Lists) -> FormReading:
    """`form` with the fields under review that others speak against, and those that were not found for sure."""
    sure = checked(form, part, witness, lists)
    tables = with_missing_rows(sure.tables, part) if sure.form == REGISTRATION else sure.tables
    return replace(with_fields(sure, with_missing(sure.form, sure.fields, part)), tables=tables)


def _mended(block: Block) -> Block:
    if isinstance(block, Line):
        plain = without_hint(block)
        return _as_date_line(_renumbered(_with_counts(plain)), is_blank=plain is not block)
    if not isinstance(block, Table):
        return block
    table = _without_numbers(mended_table(block))
    cells = (replace(cell, lines=tuple(map(_renumbered, cell.lines))) for cell in map(emptied, table.cells))
    return replace(table, cells=tuple(cells))


def _without_numbers(table: Table) -> Table:
    """A list without the row that numbers its columns below their heads, as it may be read: "q)  (2)  3)  4"."""
    for number in range(1, min(table.rows, NUMBERS_WITHIN)):
        if _are_numbers([text for cell in table.cells if cell.row == number and (text := cell.text.strip())]):
            cells = (replace(cell, lines=()) if cell.row == number else cell for cell in table.cells)
            return replace(table, cells=tuple(cells))
    return table


def _are_numbers(texts: Sequence[str]) -> bool:
    """Whether cells hold nothing longer than a number in brackets, and most of them a bracket."""
    short = len(texts) >= FEW_SIGNS and all(len(text) <= FEW_SIGNS for text in texts)
    return short and 2 * sum(text.endswith(")") for text in texts) > len(texts)


def _as_date_line(line: Line, *, is_blank: bool) -> Line:
    """A label and a day of signing, or the hint for one, as a line of place and date, which no text above swallows."""
    labels = find_labels(line.text)
    if not labels or (labels[0].key, labels[0].head, labels[0].tail) != ("ngay_ky", Head.START, Tail.COLON):
        return line
    day = line.text[labels[0].value_start :].strip(" .…")
    day = "… tháng … năm …" if is_blank else day
    if parse.place_and_date(f"ngày {day}") is None:
        written = parse.date(day)  # its month in words: "26 tháng ba năm 2025"
        exact = written.exact() if written is not None else None
        if exact is None:
            return line
        day = f"{exact:%d/%m/%Y}"
    return replace(line, spans=(replace(line.spans[0], text=f"Ngày {day}", place=line.place),))


def _with_counts(line: Line) -> Line:
    """The line of our own Word blank that counts a unit's people, each number behind the label it is known by.

    "Tổng số người31  Nữ:2": a colon may be lost, and the women are "Nữ" only beside the count of all.
    """
    if not _COUNT_OF_ALL.search(line.text):
        return line
    spans = (
        replace(span, text=_COUNT_OF_WOMEN.sub(r"\1Số nữ: \2", _PEOPLE.sub(r"\1: \2", span.text)))
        for span in line.spans
    )
    return replace(line, spans=tuple(spans))


def _renumbered(line: Line) -> Line:
    """The heading of a part of a list with a Roman number where strokes stand: "IH. TẬP THỂ" is "II. TẬP THỂ"."""
    number, _space, rest = line.text.partition(" ")
    is_number = may_be_strokes(number.rstrip(".)/:-")) and not numbering_end(f"{number} ")
    if not is_number or not section_of_line(rest) or line.spans[0].text.strip() != number:
        return line
    first = replace(line.spans[0], text=line.spans[0].text.replace(number, "II."))
    return replace(line, spans=(first, *line.spans[1:]))
