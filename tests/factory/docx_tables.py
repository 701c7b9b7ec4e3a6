"""Word forms as tables: two columns, four columns with merged cells, label above value in one cell or in two."""

from __future__ import annotations

from typing import Any

from tests.factory import docx_frame, docx_kit
from tests.factory.dice import Dice
from tests.factory.docx_kit import Ink, fill_cell
from tests.factory.sheet import Entry, Sheet

LAYOUTS = (
    "two columns", "two columns", "three columns", "four columns", "four columns", "label above in cell",
    "label row above value row", "ticks in cells",
)  # fmt: skip


def write(sheet: Sheet, rng: Dice, ink: Ink, layout: str = "") -> tuple[bytes, tuple[str, ...]]:
    document = docx_kit.new_document(ink)
    traits = add(document, sheet, rng, ink, layout)
    return docx_kit.save(document), traits


def add(document: Any, sheet: Sheet, rng: Dice, ink: Ink, layout: str = "") -> tuple[str, ...]:
    """Put the whole form at the end of `document`."""
    docx_frame.write_head(document, ink, sheet)
    layout = layout or rng.choice(LAYOUTS)
    framed = rng.rare(0.12)
    body = _frame(document) if framed else document
    {
        "two columns": _two_columns,
        "three columns": _three_columns,
        "four columns": _four_columns,
        "label above in cell": _boxes,
        "label row above value row": _rows_above,
        "ticks in cells": _ticks_in_cells,
    }[layout](body, sheet, rng, ink)
    docx_frame.write_tail(document, ink, sheet)
    return (layout, "framed") if framed else (layout,)


def _frame(document: Any) -> Any:
    """A table of one cell round the whole form, as a border; its cell."""
    table = document.add_table(rows=1, cols=1)
    table.style = "Table Grid"
    return table.cell(0, 0)


def _grid(document: Any, columns: int) -> Any:
    """A ruled table in `document`, which may also be a cell."""
    table = document.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    return table


def _label(sheet: Sheet, rng: Dice, number: int, *, colon: bool) -> str:
    entry = sheet.entries[number - 1]
    return sheet.heading(entry, number) + (sheet.colon if colon else "")


def _two_columns(document: Any, sheet: Sheet, rng: Dice, ink: Ink) -> None:
    table, colon = _grid(document, 2), rng.random() < 0.5
    if rng.random() < 0.25:
        row = table.add_row().cells
        fill_cell(row[0], ink, ["Nội dung"], bold=True, centre=True)
        fill_cell(row[1], ink, ["Thông tin"], bold=True, centre=True)
    for number, entry in enumerate(sheet.entries, 1):
        cells = table.add_row().cells
        label = _label(sheet, rng, number, colon=colon)
        if entry.long and rng.random() < 0.35:
            merged = cells[0].merge(cells[1])
            fill_cell(merged, ink, [label if colon else label + ":", *sheet.written(entry)])
        else:
            fill_cell(cells[0], ink, [label], bold=rng.random() < 0.3)
            fill_cell(cells[1], ink, list(sheet.written(entry)))


def _three_columns(document: Any, sheet: Sheet, rng: Dice, ink: Ink) -> None:
    table = _grid(document, 3)
    head = table.add_row().cells
    for cell, word in zip(head, ("STT", "Nội dung", rng.choice(("Thông tin", "Kê khai", "Ghi"))), strict=True):
        fill_cell(cell, ink, [word], bold=True, centre=True)
    for number, entry in enumerate(sheet.entries, 1):
        cells = table.add_row().cells
        fill_cell(cells[0], ink, [str(number)], centre=True)
        fill_cell(cells[1], ink, [entry.label])
        fill_cell(cells[2], ink, list(sheet.written(entry)))


def _four_columns(document: Any, sheet: Sheet, rng: Dice, ink: Ink) -> None:
    table, colon = _grid(document, 4), rng.random() < 0.4
    waiting: list[tuple[str, Entry]] = []

    def flush() -> None:
        if not waiting:
            return
        cells = table.add_row().cells
        for at, (label, entry) in enumerate(waiting):
            fill_cell(cells[2 * at], ink, [label])
            fill_cell(cells[2 * at + 1], ink, list(sheet.written(entry)))
        if len(waiting) == 1:
            cells[1].merge(cells[3])
        waiting.clear()

    for number, entry in enumerate(sheet.entries, 1):
        label = _label(sheet, rng, number, colon=colon)
        if entry.long or entry.vertical or entry.key in {"linh_vuc", "danh_hieu"} or rng.random() < 0.15:
            flush()
            waiting.append((label, entry))
            flush()
            continue
        waiting.append((label, entry))
        if len(waiting) == 2:
            flush()
    flush()


def _boxes(document: Any, sheet: Sheet, rng: Dice, ink: Ink) -> None:
    table = _grid(document, 2)
    cells: list[Any] = []
    for number, entry in enumerate(sheet.entries, 1):
        wide = entry.long or entry.vertical or entry.key == "danh_hieu"
        if wide or not cells:
            row = list(table.add_row().cells)
            if wide and cells:
                cells = []
            cells = [row[0].merge(row[1])] if wide else row
        cell = cells.pop(0)
        fill_cell(cell, ink, [_label(sheet, rng, number, colon=rng.random() < 0.5), *sheet.written(entry)])


def _rows_above(document: Any, sheet: Sheet, rng: Dice, ink: Ink) -> None:
    short = [(n, e) for n, e in enumerate(sheet.entries, 1) if not (e.long or e.vertical)]
    wide = [(n, e) for n, e in enumerate(sheet.entries, 1) if e.long or e.vertical]
    columns = rng.choice((3, 4))
    for start in range(0, len(short), columns):
        part = short[start : start + columns]
        table = _grid(document, len(part))
        labels, values = table.add_row().cells, table.add_row().cells
        for at, (number, entry) in enumerate(part):
            fill_cell(labels[at], ink, [_label(sheet, rng, number, colon=False)], bold=True, centre=True)
            fill_cell(values[at], ink, list(sheet.written(entry)))
        document.add_paragraph()
    for number, entry in wide:
        table = _grid(document, 1)
        fill_cell(table.add_row().cells[0], ink, [_label(sheet, rng, number, colon=False)], bold=True)
        fill_cell(table.add_row().cells[0], ink, list(sheet.written(entry)))
        document.add_paragraph()


def _ticks_in_cells(document: Any, sheet: Sheet, rng: Dice, ink: Ink) -> None:
    """Two columns, and each tick box a pair of cells: the word and an X or nothing."""
    sign = rng.choice(("X", "x", "✓"))
    table = _grid(document, 2)
    for number, entry in enumerate(sheet.entries, 1):
        label = _label(sheet, rng, number, colon=False)
        if not entry.ticks:
            cells = table.add_row().cells
            fill_cell(cells[0], ink, [label])
            fill_cell(cells[1], ink, list(sheet.written(entry)))
            continue
        if len(entry.ticks) == 2:
            table = _grid(document, 5)
            cells = table.add_row().cells
            fill_cell(cells[0], ink, [label])
            for at, tick in enumerate(entry.ticks):
                fill_cell(cells[1 + 2 * at], ink, [tick.label])
                fill_cell(cells[2 + 2 * at], ink, [sign if tick.on else ""], centre=True)
        else:
            table = _grid(document, 3)
            rows = [table.add_row().cells for _ in entry.ticks]
            fill_cell(rows[0][0].merge(rows[-1][0]), ink, [label])
            for row, tick in zip(rows, entry.ticks, strict=True):
                fill_cell(row[1], ink, [tick.label])
                fill_cell(row[2], ink, [sign if tick.on else ""], centre=True)
        table = _grid(document, 2)
