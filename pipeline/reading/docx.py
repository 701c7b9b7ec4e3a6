"""Reader of Word files: bytes -> `Content`.

One pass over the markup with lxml. python-docx would lose content controls, tracked changes and form fields, and costs
several times as much. The order of blocks is the order of the document; a text box stands after its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.messages import _
from pipeline.package import Package
from pipeline.reading import ticks
from pipeline.reading.docx_controls import ControlState, legacy_field_text, read_control
from pipeline.reading.docx_fonts import Fonts, W
from pipeline.reading.docx_grid import (
    TRANSPARENT,
    grid_before,
    grid_span,
    is_frame,
    is_framing_row,
    row_cells,
    table_rows,
    vertical_merge,
)
from pipeline.reading.docx_lines import all_lines, all_spans, is_ticked, lines_of, spans_of, ticked_line
from pipeline.reading.legacy_text import RawRun
from pipeline.reading.model import Block, Cell, Content, Control, ControlKind, Line, Medium, Place, Table

if TYPE_CHECKING:
    from lxml.etree import _Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_INLINE = TRANSPARENT | {f"{W}hyperlink", f"{W}fldSimple"}
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_CHANGES = _DELETED | {f"{W}ins", f"{W}moveTo"}
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MACHINE_LINE = ("MẪU ", "MẪU:")


def read_docx(data: bytes) -> Content:
    """All that a .docx shows, in reading order; raises a `FileRefused` for a package that cannot be opened."""
    package = Package(data)
    fonts = Fonts(package)
    walker = _Walker(fonts, _running_lines(package, fonts, "footer"))
    head = [line for lines in _running_lines(package, fonts, "header").values() for line in lines]
    body = package.xml(package.main_part).find(f"{W}body")
    if body is not None:
        walker.blocks(body)
    notes = (_("The document holds tracked changes; the accepted text was read."),) if walker.tracked else ()
    return Content(medium=Medium.DOCX, pages=walker.page, blocks=(*head, *walker.found), notes=notes)


def _running_lines(package: Package, fonts: Fonts, kind: str) -> dict[str, list[Line]]:
    """The lines of page headers (a letterhead may stand there) or footers that hold words, by relation."""
    found: dict[str, list[Line]] = {}
    for relation in package.relations(package.main_part):
        if relation.kind == kind and relation.target in package.names:
            part = _Walker(fonts)
            part.blocks(package.xml(relation.target))
            lines = [line for line in all_lines(part.found) if any(map(str.isalpha, line.text))]
            found[relation.key] = [replace(line, place=Place()) for line in lines]
    return found


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read: its runs so far, and what hangs on it."""

    place: Place
    style: str | None
    runs: list[RawRun] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    #: open complex fields; True while the instruction, which is not shown, is being passed over
    fields: list[bool] = field(default_factory=list)

    def add(self, text: str, font: str | None = None, *, bold: bool = False) -> None:
        if text:
            self.runs.append(RawRun(text, font, self.place, bold))


class _Walker:
    """Walks block markup and collects `found`."""

    def __init__(self, fonts: Fonts, footers: Mapping[str, list[Line]] | None = None) -> None:
        self.fonts = fonts
        self._footers = footers or {}
        self.found: list[Block] = []
        self.page = 1
        self.tracked = False
        self._paragraphs = 0
        self._tables = 0
        self._cell: Place | None = None

    # Blocks

    def blocks(self, parent: _Element) -> None:
        for element in parent:
            self._block(element)

    def _block(self, element: _Element) -> None:
        tag = element.tag
        if tag == f"{W}p":
            self._paragraph(element)
        elif tag == f"{W}tbl":
            self._table(element)
        elif tag == f"{W}sdt":
            self._block_control(element)
        elif tag in TRANSPARENT:
            self.tracked |= tag in _CHANGES
            self.blocks(element)
        elif tag == f"{_MC}AlternateContent":
            choice = element.find(f"{_MC}Choice")
            if choice is not None:
                self.blocks(choice)
        elif tag in _DELETED:
            self.tracked = True
        elif tag == f"{W}sectPr":
            self._footer(element)

    def _block_control(self, element: _Element) -> None:
        state = read_control(element)
        start = len(self.found)
        content = element.find(f"{W}sdtContent")
        if content is not None and not state.empty:
            self.blocks(content)
        inside = self.found[start:]
        if state.named and not any(isinstance(block, Control) for block in inside):
            place = inside[0].place if inside else self._next_place()
            self.found.append(state.control(all_spans(inside), place))

    def _next_place(self) -> Place:
        return self._cell or Place(page=self.page, paragraph=self._paragraphs + 1)

    def _paragraph(self, element: _Element) -> None:
        properties = element.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        if properties is not None and properties.find(f"{W}pageBreakBefore") is not None and self.found:
            self.page += 1
        place = self._next_place()
        self._paragraphs += 1
        paragraph = _Paragraph(place, style.get(f"{W}val") if style is not None else None)
        self._inline(element, paragraph)
        self.found += lines_of(paragraph.runs, paragraph.place)
        self.found += paragraph.controls
        for box in paragraph.boxes:
            self.blocks(box)
        section = properties.find(f"{W}sectPr") if properties is not None else None
        if section is not None:
            self._section_break(section)

    def _footer(self, section: _Element) -> None:
        """The machine-readable line at the foot of a section; nothing else there belongs to a form."""
        for reference in section.iter(f"{W}footerReference"):
            for line in self._footers.get(reference.get(_RELATION_ID, ""), ()):
                if line.text.lstrip().upper().startswith(_MACHINE_LINE):
                    self.found.append(line)

    def _section_break(self, section: _Element) -> None:
        self._footer(section)
        kind = section.find(f"{W}type")
        if kind is None or kind.get(f"{W}val") in ("nextPage", "oddPage", "evenPage"):
            self.page += 1

    # Inside a paragraph

    def _inline(self, parent: _Element, paragraph: _Paragraph) -> None:
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element, paragraph)
            elif tag == f"{W}sdt":
                self._run_control(element, paragraph)
            elif tag in _INLINE:
                self.tracked |= tag in _CHANGES
                self._inline(element, paragraph)
            elif tag in _DELETED:
                self.tracked = True
            elif tag == f"{_MC}AlternateContent":
                choice = element.find(f"{_MC}Choice")
                if choice is not None:
                    self._inline(choice, paragraph)

    def _run_control(self, element: _Element, paragraph: _Paragraph) -> None:
        state = read_control(element)
        if state.kind is ControlKind.CHECK:
            paragraph.add(ticks.ON if state.checked else ticks.OFF)
            if state.named:
                paragraph.controls.append(state.control((), paragraph.place))
            return
        start, inner = len(paragraph.runs), len(paragraph.controls)
        content = element.find(f"{W}sdtContent")
        if content is not None and not state.empty:
            self._inline(content, paragraph)
        if state.named and len(paragraph.controls) == inner:
            spans = spans_of(paragraph.runs[start:])
            paragraph.controls.append(state.control(spans, paragraph.place))

    def _run(self, element: _Element, paragraph: _Paragraph) -> None:
        properties = element.find(f"{W}rPr")
        if properties is not None and self._is_hidden(properties):
            self._field_marks(element, paragraph)
            return
        font = self.fonts.of_run(properties, paragraph.style)
        bold = properties is not None and _is_on(properties.find(f"{W}b"))
        placeholder = properties is not None and _is_placeholder(properties)
        for child in element:
            self._field_mark(child, paragraph)
            if any(paragraph.fields) or placeholder:
                continue
            self._piece(child, paragraph, font, bold=bold)

    def _piece(self, child: _Element, paragraph: _Paragraph, font: str | None, *, bold: bool) -> None:
        tag = child.tag
        if tag == f"{W}t":
            text = child.text or ""
            paragraph.add(ticks.drawn(text, font) if ticks.is_symbol_font(font) else text, font, bold=bold)
        elif tag in (f"{W}tab", f"{W}ptab"):
            paragraph.add("\t")
        elif tag in (f"{W}br", f"{W}cr"):
            self._break(child, paragraph)
        elif tag == f"{W}noBreakHyphen":
            paragraph.add("-")
        elif tag == f"{W}softHyphen":
            paragraph.add("\xad", font)  # the letter ư in TCVN3, and nothing in any other font
        elif tag == f"{W}sym":
            code = int(child.get(f"{W}char", "0"), 16)
            paragraph.add(ticks.symbol(child.get(f"{W}font"), code) or "")
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MC}AlternateContent"):
            choice = child.find(f"{_MC}Choice")
            paragraph.boxes += (child if choice is None else choice).iter(f"{W}txbxContent")

    def _break(self, child: _Element, paragraph: _Paragraph) -> None:
        kind = child.get(f"{W}type")
        if kind == "page":
            self.page += 1
        paragraph.add("\n")

    def _field_marks(self, run: _Element, paragraph: _Paragraph) -> None:
        for child in run:
            self._field_mark(child, paragraph)

    def _field_mark(self, child: _Element, paragraph: _Paragraph) -> None:
        if child.tag != f"{W}fldChar":
            return
        kind = child.get(f"{W}fldCharType")
        if kind == "begin":
            paragraph.add(legacy_field_text(child))
            paragraph.fields.append(True)
        elif kind == "separate" and paragraph.fields:
            paragraph.fields[-1] = False
        elif kind == "end" and paragraph.fields:
            paragraph.fields.pop()

    def _is_hidden(self, properties: _Element) -> bool:
        if _is_on(properties.find(f"{W}vanish")):
            return True
        style = properties.find(f"{W}rStyle")
        return style is not None and self.fonts.is_hidden(style.get(f"{W}val"))

    # Tables

    def _table(self, element: _Element) -> None:
        rows = [row for row in table_rows(element) if not self._is_deleted(row)]
        if self._cell is not None:
            self._inner_table(rows)
            return
        if is_frame(rows):
            self._unfold(rows)
            return
        for is_framing, group in groupby(rows, key=is_framing_row):
            if is_framing:
                self._unfold(group)
            else:
                self._tables += 1
                self._grid(list(group))

    def _is_deleted(self, row: _Element) -> bool:
        properties = row.find(f"{W}trPr")
        deleted = properties is not None and properties.find(f"{W}del") is not None
        self.tracked |= deleted
        return deleted

    def _unfold(self, rows: Iterable[_Element]) -> None:
        """Read rows that only frame other tables or a whole form: their cells one after another, as blocks."""
        for row in rows:
            for cell, _controls in row_cells(row):
                self.blocks(cell)

    def _inner_table(self, rows: list[_Element]) -> None:
        """Read a table inside a cell: its cells are lines of the outer cell, rows of ticks a line each."""
        start = len(self.found)
        by_row: list[list[list[Line]]] = []
        for row in rows:
            by_row.append([])
            for cell, _states in row_cells(row):
                begun = len(self.found)
                self.blocks(cell)
                by_row[-1].append(list(all_lines(self.found[begun:])))
        if is_ticked(by_row):
            controls = [block for block in self.found[start:] if isinstance(block, Control)]
            self.found[start:] = [*map(ticked_line, by_row), *controls]

    def _grid(self, rows: list[_Element]) -> None:
        start = len(self.found)
        number, columns = self._tables, 0
        cells: list[Cell] = []
        above: dict[int, int] = {}  # grid column -> index in `cells` of the cell that a vertical merge continues
        controls: list[Control] = []
        for row_number, row in enumerate(rows):
            column = grid_before(row)
            for element, states in row_cells(row):
                span = grid_span(element)
                merged = vertical_merge(element)
                if merged == "continue" and column in above:
                    cells[above[column]] = replace(
                        cells[above[column]], row_span=row_number - cells[above[column]].row + 1
                    )
                else:
                    place = Place(page=self.page, table=number, row=row_number + 1, column=column + 1)
                    cell, inside = self._read_cell(element, states, place)
                    controls += inside
                    cells.append(replace(cell, row=row_number, column=column, column_span=span))
                    above = {key: index for key, index in above.items() if not column <= key < column + span}
                    above[column] = len(cells) - 1
                column += span
            columns = max(columns, column)
        del self.found[start:]
        if not cells:
            return
        place = Place(page=self.page, table=number)
        self.found.append(Table(cells=tuple(cells), rows=len(rows), columns=columns, place=place))
        self.found += controls

    def _read_cell(self, element: _Element, states: list[ControlState], place: Place) -> tuple[Cell, list[Control]]:
        start = len(self.found)
        self._cell = place
        empty = any(state.empty for state in states)
        if not empty:
            self.blocks(element)
        self._cell = None
        inside = self.found[start:]
        del self.found[start:]
        lines = tuple(all_lines(inside))
        controls = [block for block in inside if isinstance(block, Control)]
        for state in states:
            if state.named and not controls:
                controls.append(state.control(all_spans(inside), place))
        return Cell(lines=lines, row=0, column=0, place=place), controls


def _is_on(element: _Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _is_placeholder(properties: _Element) -> bool:
    style = properties.find(f"{W}rStyle")
    return style is not None and style.get(f"{W}val", "").startswith("PlaceholderText")
