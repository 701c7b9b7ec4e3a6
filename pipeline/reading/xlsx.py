"""Reader of .xlsx workbooks: bytes -> `Content`, a sheet as lines and tables in reading order.

The parts are parsed here and not by a library: python-calamine reserves memory for every position up to the last cell
and aborts the whole process over one stray cell at the end of a sheet, and neither it nor openpyxl can tell a formula
whose result was never stored from an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.errors import DamagedFile
from pipeline.messages import _
from pipeline.package import Package
from pipeline.reading.legacy_text import RawRun, decoded
from pipeline.reading.model import Block, Cell, Content, Line, Medium, Place, Span
from pipeline.reading.sheet_blocks import SheetRow, holds_form, sheet_blocks
from pipeline.reading.xlsx_styles import Style, Styles
from pipeline.vietnamese.text import nfc

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATION_ID = re.compile(r"\{[^}]*/relationships\}id")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
#: larger merged ranges are whole rows or columns, whose hidden cells nobody fills
_MERGED_LIMIT = 20_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes) -> Content:
    """What the visible sheets of a workbook show.

    Notes name the hidden sheets and, where others hold a form, those that do not: code lists, instructions. Raises
    `DamagedFile` where the parts contradict the format.
    """
    try:
        return _read(_Workbook(Package(data)))
    except (ValueError, OverflowError) as error:
        raise DamagedFile from error


def _read(workbook: _Workbook) -> Content:
    notes: list[str] = []
    found: dict[str, list[Block]] = {}
    for sheet in workbook.sheets():
        if sheet.hidden:
            notes.append(_("The hidden sheet “{sheet}” was not read.").format(sheet=sheet.name))
        else:
            found[sheet.name] = sheet_blocks(workbook.rows(sheet), sheet.name)
    forms = {name for name, blocks in found.items() if holds_form(blocks)} or set(found)
    others = [name for name, blocks in found.items() if blocks and name not in forms]
    notes += [_("The sheet “{sheet}” holds no form and was not read.").format(sheet=name) for name in others]
    blocks = tuple(block for name in found if name in forms for block in found[name])
    return Content(medium=Medium.XLSX, pages=1, blocks=blocks, notes=tuple(notes))


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """A piece of a text with the font it is set in, where it names one itself."""

    text: str
    font: str | None


class _Workbook:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._root = package.xml(package.main_part)
        relations = package.inner_relations(package.main_part)
        self._parts = {one.key: one.target for one in relations if one.kind == "worksheet"}
        by_kind = {one.kind: one.target for one in relations}
        properties = self._root.find("{*}workbookPr")
        from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._styles = Styles(self._part(by_kind.get("styles")), from_1904=from_1904)
        strings = self._part(by_kind.get("sharedStrings"))
        self._strings = [] if strings is None else [_texts(item) for item in strings.iterfind("{*}si")]

    def _part(self, name: str | None) -> _Element | None:
        return self._package.xml(name) if name else None

    def sheets(self) -> Iterator[_Sheet]:
        """The worksheets in the order of their tabs; sheets of charts and macros are passed over."""
        for element in self._root.iterfind("{*}sheets/{*}sheet"):
            key = next((value for name, value in element.attrib.items() if _RELATION_ID.fullmatch(str(name))), "")
            part = self._parts.get(str(key))
            if part:
                yield _Sheet(element.get("name", ""), part, element.get("state", "visible") != "visible")

    def rows(self, sheet: _Sheet) -> list[SheetRow]:
        """The rows of a sheet that hold anything; merged cells stand once, with their spans."""
        root = self._package.xml(sheet.part)
        spans, covered = _merged(root)
        rows: list[SheetRow] = []
        number = 0
        for element in root.iterfind("{*}sheetData/{*}row"):
            number = int(element.get("r", number + 1))
            found = [one for one in self._row(element, number - 1, sheet.name) if one.position not in covered]
            if _is_filled(found):
                rows.append(SheetRow(number - 1, tuple(_spanned(one.cell, spans) for one in found)))
        return rows

    def _row(self, element: _Element, row: int, sheet: str) -> Iterator[_Found]:
        column = -1
        for item in element.iterfind("{*}c"):
            reference = _REFERENCE.fullmatch(item.get("r", ""))
            column = _column_number(reference[1]) if reference else column + 1
            found = self._cell(item, row, column, sheet)
            if found is not None:
                yield found

    def _cell(self, item: _Element, row: int, column: int, sheet: str) -> _Found | None:
        """One cell; None when it shows nothing."""
        style = self._styles.of(int(item.get("s", "0")))
        formula = item.find("{*}f") is not None
        shown = self._shown(item, style)
        uncomputed = formula and (shown is None or shown.is_error)
        if not uncomputed and (shown is None or not "".join(text.text for text in shown.texts).strip()):
            return None
        place = Place(sheet=sheet, cell=f"{_column_letters(column)}{row + 1}")
        lines = () if uncomputed or shown is None else _lines(shown.texts, style, place)
        raw = shown.raw if shown and not uncomputed else None
        return _Found(Cell(lines=lines, row=row, column=column, place=place, uncomputed=uncomputed, raw=raw), formula)

    def _shown(self, item: _Element, style: Style) -> _Shown | None:
        """What a cell shows; None when nothing is stored in it."""
        kind = item.get("t", "n")
        if kind == "inlineStr":
            inline = item.find("{*}is")
            return None if inline is None else _Shown(_texts(inline))
        value = item.find("{*}v")
        stored = (value.text or "") if value is not None else ""
        if value is None or (not stored and kind != "str"):
            return None
        if kind == "s":
            index = int(stored)
            return _Shown(self._strings[index] if index < len(self._strings) else ())
        if kind in ("n", "b"):
            return self._number(stored, kind, style)
        return _Shown((_Text(_unescaped(stored), None),), is_error=kind == "e")

    def _number(self, stored: str, kind: str, style: Style) -> _Shown:
        if kind == "b":
            return _Shown((_Text("TRUE" if stored == "1" else "FALSE", None),), raw=stored == "1")
        text, raw = self._styles.shown(float(stored), style)
        return _Shown((_Text(text, None),), raw=raw)


@dataclass(frozen=True, slots=True)
class _Shown:
    texts: tuple[_Text, ...]
    raw: Any = None
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    cell: Cell
    formula: bool

    @property
    def position(self) -> tuple[int, int]:
        return self.cell.row, self.cell.column


def _is_filled(found: list[_Found]) -> bool:
    """Whether somebody wrote in a row: real lists carry hundreds of rows that hold nothing but prepared formulas."""
    return any(not one.formula or any(letter.isalpha() for letter in one.cell.text) for one in found)


def _merged(root: _Element) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """For the first cell of each merged range how many rows and columns it covers, and the cells that it hides."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for element in root.iterfind("{*}mergeCells/{*}mergeCell"):
        corners = [_REFERENCE.fullmatch(corner) for corner in element.get("ref", "").split(":")]
        if len(corners) != 2 or corners[0] is None or corners[1] is None:
            continue
        left, right = _column_number(corners[0][1]), _column_number(corners[1][1])
        top, bottom = int(corners[0][2]) - 1, int(corners[1][2]) - 1
        spans[top, left] = bottom - top + 1, right - left + 1
        if (bottom - top + 1) * (right - left + 1) <= _MERGED_LIMIT:
            covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            covered.discard((top, left))
    return spans, covered


def _spanned(cell: Cell, spans: dict[tuple[int, int], tuple[int, int]]) -> Cell:
    rows, columns = spans.get((cell.row, cell.column), (1, 1))
    return replace(cell, row_span=rows, column_span=columns)


def _texts(item: _Element) -> tuple[_Text, ...]:
    """The pieces of a string item: plain, or runs with their fonts; phonetic readings are left out."""
    plain = item.find("{*}t")
    if plain is not None:
        return (_Text(_unescaped(plain.text or ""), None),)
    runs = []
    for run in item.iterfind("{*}r"):
        text, font = run.find("{*}t"), run.find("{*}rPr/{*}rFont")
        if text is not None:
            runs.append(_Text(_unescaped(text.text or ""), font.get("val") if font is not None else None))
    return tuple(runs)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _lines(texts: tuple[_Text, ...], style: Style, place: Place) -> tuple[Line, ...]:
    """The lines of a cell in Unicode and NFC."""
    lines: list[list[RawRun]] = [[]]
    for piece in texts:
        first, *rest = piece.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines[-1].append(RawRun(first, piece.font or style.font, place))
        lines += ([RawRun(text, piece.font or style.font, place)] for text in rest)
    return tuple(
        Line(spans=tuple(_composed(span) for span in decoded(runs) if span.text), place=place) for runs in lines
    )


def _composed(span: Span) -> Span:
    return span if span.text.isascii() else replace(span, text=nfc(span.text))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _column_letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
