"""A .docx as a `Document`: one pass over its XML, tracked changes accepted, hidden text left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.conformity.drawings import boxes_in, chosen, drawn_in
from pipeline.conformity.model import (
    Cell,
    Document,
    Drawn,
    Paragraph,
    Section,
    Span,
    Strip,
    Traces,
)
from pipeline.conformity.numbering import Numbering
from pipeline.conformity.ooxml import MC, VAL, R, W, flag, has_border, twips, value, whole
from pipeline.conformity.styles import Props, Styles, paragraph_props, shape_of
from pipeline.errors import NotCheckable, UnsupportedFile
from pipeline.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

_INLINE_WRAPPERS = {f"{W}{name}" for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdtContent")}
_BLOCK_WRAPPERS = {f"{W}{name}" for name in ("ins", "moveTo", "customXml", "sdtContent")}
_CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"))
_DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object"}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
#: left and right inner margin of a cell where nothing is said, in points
CELL_MARGIN = 5.4
#: Word knows no table with more columns
MOST_COLUMNS = 63
A4 = (595.3, 841.9)


def read_docx(data: bytes) -> Document:
    """The document in a .docx; raises a `FileRefused` where it cannot be opened."""
    return Reader(Package(data)).document()


def _main_part(package: Package) -> str:
    try:
        return package.main_part
    except UnsupportedFile as error:
        raise NotCheckable(kind=".zip") from error


@dataclass
class _Line:
    """What is gathered while a paragraph is read."""

    spans: list[Span] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    breaks_page: bool = False


@dataclass(frozen=True)
class _Table:
    number: int
    style: str
    grid: tuple[float, ...]
    borders: _Element | None
    margins: float


class Reader:
    """Reads the parts of one package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = _main_part(package)
        self.root = package.xml(self.main)
        self._styles = Styles.of(package)
        self._numbering = Numbering.of(package)
        self._relations = {relation.key: relation for relation in package.inner_relations(self.main)}
        self._section = 1
        self._tables = 0
        self._count = 0
        self._hidden = 0
        self._page_due = False
        self._instruction: list[str] | None = None
        self._boxes: list[_Element] = []
        self._strips: dict[str, tuple[Paragraph, ...]] = {}
        #: parts whose XML is parsed, by name: what corrections change
        self.parts: dict[str, _Element] = {self.main: self.root}

    def document(self) -> Document:
        """Everything that is shown."""
        body = self.root.find(f"{W}body")
        paragraphs = () if body is None else tuple(self._blocks(body, "body", None))
        boxes = tuple(self._text_boxes())
        notes = tuple(self._footnotes())
        sections = tuple(self._sections())
        changes = sum(1 for _change in self.root.iter(*_CHANGES))
        comments = sum(1 for _reference in self.root.iter(f"{W}commentReference"))
        return Document(
            paragraphs=paragraphs,
            sections=sections,
            boxes=boxes,
            notes=notes,
            traces=Traces(comments=comments, changes=changes, hidden=self._hidden),
        )

    def _text_boxes(self) -> Iterator[Paragraph]:
        seen = 0
        while seen < len(self._boxes):  # boxes may stand in boxes
            self._count = 0
            yield from self._blocks(self._boxes[seen], "box", None)
            seen += 1
        self._boxes.clear()

    def _footnotes(self) -> Iterator[Paragraph]:
        """The texts of foot- and endnotes; the first ones are the lines that part them from the page."""
        for relation in self._relations.values():
            if relation.kind in {"footnotes", "endnotes"}:
                self._count = 0
                root = self.parts[relation.target] = self.package.xml(relation.target)
                for note in root.iterfind(f"{W}{relation.kind[:-1]}"):
                    if note.get(f"{W}type", "normal") == "normal":
                        yield from self._blocks(note, "footnote", None)

    # Blocks

    def _blocks(self, parent: _Element, part: str, cell: Cell | None, style: str = "") -> Iterator[Paragraph]:
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                yield self._paragraph(child, part, cell, style)
            elif tag == f"{W}tbl":
                yield from self._table(child, part)
            elif tag == f"{W}sdt":
                yield from self._blocks_of_control(child, part, cell, style)
            elif tag in _BLOCK_WRAPPERS:
                yield from self._blocks(child, part, cell, style)

    def _blocks_of_control(self, control: _Element, part: str, cell: Cell | None, style: str) -> Iterator[Paragraph]:
        content = control.find(f"{W}sdtContent")
        if content is not None:
            yield from self._blocks(content, part, cell, style)

    def _table(self, element: _Element, part: str) -> Iterator[Paragraph]:
        self._tables += 1
        settings = element.find(f"{W}tblPr")
        style = value(settings, "tblStyle") or self._styles.plain_table
        grid = tuple(twips(column.get(f"{W}w")) or 0.0 for column in element.iterfind(f"{W}tblGrid/{W}gridCol"))
        borders = None if settings is None else settings.find(f"{W}tblBorders")
        if borders is None:
            borders = self._style_borders(style)
        table = _Table(self._tables, style, grid, borders, self._margins(settings, style))
        for number, row in enumerate(_rows(element), 1):
            yield from self._row(table, number, row, part)

    def _style_borders(self, style: str) -> _Element | None:
        for element in reversed(self._styles.chain(style)):
            found = element.find(f"{W}tblPr/{W}tblBorders")
            if found is not None:
                return found
        return None

    def _margins(self, settings: _Element | None, style: str) -> float:
        """Left and right inner margin of the cells together."""
        owners = [settings, *(el.find(f"{W}tblPr") for el in reversed(self._styles.chain(style)))]
        total = 0.0
        for names in (("left", "start"), ("right", "end")):
            given = (twips(value(_child(owner, "tblCellMar"), name, "w")) for owner in owners for name in names)
            total += next((measure for measure in given if measure is not None), CELL_MARGIN)
        return total

    def _row(self, table: _Table, number: int, row: _Element, part: str) -> Iterator[Paragraph]:
        settings = row.find(f"{W}trPr")
        place = whole(value(settings, "gridBefore"))
        cells = list(_cells(row))
        for column, element in enumerate(cells, 1):
            own = element.find(f"{W}tcPr")
            span = min(max(whole(value(own, "gridSpan"), 1), 1), MOST_COLUMNS)
            merge = None if own is None else own.find(f"{W}vMerge")
            width = sum(table.grid[place : place + span]) or twips(value(own, "tcW", "w")) or 0.0
            if merge is None or merge.get(VAL) == "restart":
                cell = Cell(
                    table=table.number, row=number, column=column, columns=len(cells),
                    left=sum(table.grid[:place]), width=width, bordered=_bordered(own, table.borders),
                    inner=max(width - table.margins, 0.0), height=_exact_height(settings),
                    unbreakable=settings is not None and bool(flag(settings, "cantSplit")),
                )  # fmt: skip
                yield from self._blocks(element, part, cell, table.style)
            place += span

    # Paragraphs

    def _paragraph(self, element: _Element, part: str, cell: Cell | None, table_style: str) -> Paragraph:
        self._count += 1
        settings = element.find(f"{W}pPr")
        style = value(settings, "pStyle") or self._styles.normal
        base_p, base_r = self._styles.paragraph(style, table_style)
        label, indents = self._label(settings, style)
        direct = {} if settings is None else paragraph_props(settings)
        shape = shape_of([base_p, indents, direct], style)
        line = _Line()
        starts_page, self._page_due = self._page_due or shape.page_break_before, False
        self._inline(element, base_r, line)
        mark, _caps, _hidden = self._styles.look(base_r, None if settings is None else settings.find(f"{W}rPr"))
        paragraph = Paragraph(
            number=self._count, part=part, section=self._section, spans=tuple(line.spans), shape=shape,
            cell=cell, label=label, drawn=tuple(line.drawn), fields=tuple(line.fields),
            starts_page=starts_page, element=element, mark=mark,
        )  # fmt: skip
        self._page_due |= line.breaks_page
        if part == "body" and settings is not None and settings.find(f"{W}sectPr") is not None:
            self._section += 1
        return paragraph

    def _label(self, settings: _Element | None, style: str) -> tuple[str, dict[str, Any]]:
        reference = None if settings is None else settings.find(f"{W}numPr")
        if reference is None:
            reference = self._styles.numbering_of(style)
        return ("", {}) if reference is None else self._numbering.label(reference)

    def _inline(self, parent: _Element, base: Props, line: _Line) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, base, line)
            elif tag in _INLINE_WRAPPERS or tag == f"{W}sdt":
                self._inline(child, base, line)
            elif tag == f"{W}fldSimple":
                line.fields.append(child.get(f"{W}instr", "").strip())
                self._inline(child, base, line)
            elif tag == f"{MC}AlternateContent":
                choice = chosen(child)
                if choice is not None:
                    self._inline(choice, base, line)

    def _run(self, run: _Element, base: Props, line: _Line) -> None:
        look, caps, hidden = self._styles.look(base, run.find(f"{W}rPr"))
        text: list[str] = []
        for child in run:
            self._run_child(child, text, line)
        shown = "".join(text)
        if not shown:
            return
        if hidden:
            self._hidden += bool(shown.strip())
            return
        symbol = run.find(f"{W}sym")
        if symbol is not None:
            look = replace(look, ascii_font=symbol.get(f"{W}font"), high_font=symbol.get(f"{W}font"))
        line.spans.append(Span(shown.upper() if caps else shown, look, run))

    def _run_child(self, child: _Element, text: list[str], line: _Line) -> None:
        tag = child.tag
        if tag == f"{W}t":
            text.append(child.text or "")
        elif tag in _SIGNS:
            text.append(_SIGNS[tag])
        elif tag == f"{W}br":
            if child.get(f"{W}type") == "page":
                line.breaks_page = True
            else:
                text.append("\n")
        elif tag == f"{W}sym":
            text.append(_symbol(child.get(f"{W}char", "")))
        elif tag == f"{W}fldChar":
            self._field_mark(child.get(f"{W}fldCharType"), line)
        elif tag == f"{W}instrText":
            if self._instruction is not None:
                self._instruction.append(child.text or "")
        elif tag == f"{MC}AlternateContent":
            choice = chosen(child)
            for inner in () if choice is None else choice:
                self._run_child(inner, text, line)
        elif tag in _DRAWN:
            self._drawing(child, line)

    def _field_mark(self, kind: str | None, line: _Line) -> None:
        if kind == "begin":
            self._instruction = []
        elif self._instruction is not None:
            line.fields.append("".join(self._instruction).strip())
            self._instruction = None

    def _drawing(self, element: _Element, line: _Line) -> None:
        found = drawn_in(element)
        line.drawn.extend(found)
        self._boxes.extend(box for box in boxes_in(element) if _outermost(box))

    # Sections

    def _sections(self) -> Iterator[Section]:
        body = self.root.find(f"{W}body")
        if body is None:
            return
        elements = [*body.iterfind(f".//{W}pPr/{W}sectPr"), *body.iterfind(f"{W}sectPr")]
        inherited: dict[tuple[str, str], str] = {}
        for number, element in enumerate(elements or [None], 1):
            for kind in ("header", "footer"):
                for reference in () if element is None else element.iterfind(f"{W}{kind}Reference"):
                    key = reference.get(f"{R}id", "")
                    inherited[kind, reference.get(f"{W}type", "default")] = key
            yield self._one_section(number, element, inherited)

    def _one_section(self, number: int, element: _Element | None, strips: dict[tuple[str, str], str]) -> Section:
        size, margins, pages = (_child(element, name) for name in ("pgSz", "pgMar", "pgNumType"))

        def margin(name: str) -> float:
            return abs(_measure(margins, name, 0.0 if name == "gutter" else 72.0))

        start = None if pages is None else pages.get(f"{W}start")
        return Section(
            number=number,
            width=_measure(size, "w", A4[0]),
            height=_measure(size, "h", A4[1]),
            top=margin("top"), bottom=margin("bottom"), left=margin("left"), right=margin("right"),
            gutter=margin("gutter"),
            landscape=size is not None and size.get(f"{W}orient") == "landscape",
            title_page=element is not None and bool(flag(element, "titlePg")),
            first_page=whole(start) if start else None,
            number_format="decimal" if pages is None else pages.get(f"{W}fmt", "decimal"),
            strips=tuple(
                self._strip(*key, target, number) for key, target in strips.items() if self._is_shown(key[1], element)
            ),
            kind=value(element, "type") or "nextPage",
            element=element,
        )  # fmt: skip

    def _is_shown(self, pages: str, section: _Element | None) -> bool:
        """Headers of first and of even pages are shown only where section and document say so."""
        if pages == "first":
            return section is not None and bool(flag(section, "titlePg"))
        return pages != "even" or self._even_odd

    @cached_property
    def _even_odd(self) -> bool:
        names = (relation.target for relation in self._relations.values() if relation.kind == "settings")
        return any(bool(flag(self.package.xml(name), "evenAndOddHeaders")) for name in names)

    def _strip(self, kind: str, pages: str, key: str, section: int) -> Strip:
        relation = self._relations.get(key)
        if relation is None:
            return Strip(kind, pages, ())
        if relation.target not in self._strips:
            self._count, self._section = 0, section
            root = self.parts[relation.target] = self.package.xml(relation.target)
            self._strips[relation.target] = tuple(self._blocks(root, kind, None))
            while self._boxes:  # a page number may stand in a frame of the header
                self._strips[relation.target] += tuple(self._blocks(self._boxes.pop(), kind, None))
        return Strip(kind, pages, self._strips[relation.target])


def _rows(table: _Element) -> Iterator[_Element]:
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag == f"{W}sdt" or child.tag in _BLOCK_WRAPPERS:
            yield from _rows(child)


def _cells(row: _Element) -> Iterator[_Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt" or child.tag in _BLOCK_WRAPPERS:
            yield from _cells(child)


def _child(parent: _Element | None, name: str) -> _Element | None:
    return None if parent is None else parent.find(W + name)


def _measure(element: _Element | None, name: str, default: float) -> float:
    measure = None if element is None else twips(element.get(W + name))
    return default if measure is None else measure


def _bordered(own: _Element | None, table: _Element | None) -> bool:
    """Whether a cell shows a line on any side."""
    cell = _child(own, "tcBorders")
    for side, inner in (("top", "insideH"), ("bottom", "insideH"), ("left", "insideV"), ("right", "insideV")):
        if cell is not None and cell.find(W + side) is not None:
            if has_border(cell, side):
                return True
        elif has_border(table, side) or has_border(table, inner):
            return True
    return False


def _exact_height(settings: _Element | None) -> float | None:
    return twips(value(settings, "trHeight")) if value(settings, "trHeight", "hRule") == "exact" else None


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except ValueError:
        return ""


def _outermost(box: _Element) -> bool:
    """Whether a box's text is not repeated in the older half of an ``mc:AlternateContent``."""
    return not any(parent.tag == f"{MC}Fallback" for parent in box.iterancestors())
