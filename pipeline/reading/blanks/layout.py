"""Where everything of a form stands on paper: computed once, then drawn, made fillable and written as zone map.

A zone is generous for a pen (lines 8.6 mm apart, boxes of 4.5 mm) and empty: no rule, leader or hint is printed in it,
so what a scanner finds in a zone was written by a person. Zones never overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.reading.blanks import marks
from pipeline.reading.blanks.definition import Block, Entry, Form, Grid, Lines, Lists, Option, Row, Sign, Ticks
from pipeline.reading.blanks.fonts import Style, text_width, wrapped
from pipeline.reading.blanks.keys import Key
from pipeline.reading.blanks.marks import MM, Mark
from pipeline.reading.blanks.sheet import Frame, Rule, Sheet, Text, Zone, ZoneKind

A4 = (210 * MM, 297 * MM)
MARGIN = 18 * MM  # left and right: clear of the corner squares
TOP = 11 * MM

LINE = 8.6 * MM  # one line of a form, rule to rule
WRITING = 7.6 * MM  # the height of a zone in it
CLEARANCE = 0.7 * MM  # between a zone and its rule, so that a scan a little out of place does not show the rule
BOX = 4.5 * MM
BASELINE = 2.4 * MM  # of printed words above the rule
RISE = 1.3 * MM  # of the middle of small letters above their baseline
GAP = 2.5 * MM
HEADS = 14 * MM  # the heads of a table
NUMBERS = 9 * MM  # its column of row numbers

WORDS = 11.5
SMALL = 9.0
GREY = 0.35


def sheets(form: Form, lists: Lists, plan: str) -> list[Sheet]:
    """The pages of `form`, laid out; `plan` is the code of the plan it serves."""
    width, height = reversed(A4) if form.landscape else A4
    pages = []
    for number, page in enumerate(form.pages, start=1):
        sheet = Sheet(width, height, Mark(form.form, form.version, number), TOP)
        _head(sheet, form) if number == 1 else _continued(sheet, form)
        indent = _label_column(page.blocks)
        for block in page.blocks:
            _block(sheet, block, lists, indent)
        _foot(sheet, marks.footer_line(form.form, form.version, plan, form.footer), len(form.pages))
        pages.append(sheet)
    return pages


def _block(sheet: Sheet, block: Block, lists: Lists, indent: float) -> None:
    match block:
        case Row():
            _row(sheet, block, lists, indent)
        case Ticks():
            _ticks(sheet, block, block.choices(lists))
        case Lines():
            _lines(sheet, block)
        case Grid():
            _grid(sheet, block, lists)
        case Sign():
            _sign(sheet, block)


def _right(sheet: Sheet) -> float:
    return sheet.width - MARGIN


# The head


def _head(sheet: Sheet, form: Form) -> None:
    """Letterhead left, national motto right of it, title, period and addressee (decree 30/2020, appendix I, 1-2, 5)."""
    code_left = marks.qr_box(sheet.width, sheet.mark)[0]
    middle = MARGIN + 28 * MM
    right = (middle + 28 * MM + code_left) / 2
    first, second = TOP + 4.5 * MM, TOP + 9.8 * MM
    _centred(sheet, middle, first, form.superior, size=12)
    body = _centred(sheet, middle, second, form.body, style=Style.BOLD, size=12)
    sheet.draw(Rule(middle - body / 5, second + 1.6 * MM, middle + body / 5, second + 1.6 * MM))
    _centred(sheet, right, first, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", style=Style.BOLD, size=12)
    motto = _centred(sheet, right, second, "Độc lập - Tự do - Hạnh phúc", style=Style.BOLD, size=13)
    sheet.draw(Rule(right - motto / 2, second + 1.6 * MM, right + motto / 2, second + 1.6 * MM))
    _centred(sheet, sheet.width / 2, TOP + 21 * MM, form.title, style=Style.BOLD, size=14)
    sheet.y = TOP + 22.2 * MM
    _period(sheet, form.period)
    _centred(sheet, sheet.width / 2, sheet.y + 6 * MM, f"Kính gửi: {form.addressee}", size=WORDS)
    sheet.y += 7 * MM


def _continued(sheet: Sheet, form: Form) -> None:
    _centred(sheet, sheet.width / 2, TOP + 12 * MM, f"Tiếp theo trang 1 - {form.title}", style=Style.BOLD, size=12)
    sheet.y = TOP + 22 * MM


def _period(sheet: Sheet, entries: Sequence[Entry]) -> None:
    """The second line of the title, centred: QUÝ ____ NĂM ____."""
    widths = [text_width(entry.label, Style.BOLD, 14) + GAP + _width(entry) for entry in entries]
    x = (sheet.width - sum(widths) - 2 * GAP * (len(entries) - 1)) / 2
    for entry, width in zip(entries, widths, strict=True):
        sheet.draw(Text(x=x, y=sheet.y + LINE - BASELINE, text=entry.label, style=Style.BOLD, size=14))
        _line(sheet, entry, x + width - _width(entry), x + width, ())
        x += width + 2 * GAP
    sheet.y += LINE


def _width(entry: Entry) -> float:
    return (entry.width or 0) * MM


def _centred(sheet: Sheet, x: float, y: float, text: str, *, style: Style = Style.REGULAR, size: float) -> float:
    line = Text(x=x, y=y, text=text, style=style, size=size, centred=True)
    sheet.draw(line)
    return line.width


# Lines of words and boxes


def _label_column(blocks: Sequence[Block]) -> float:
    """Where the first line of each row begins, so that they stand below one another."""
    labels = [block.fields[0].label for block in blocks if isinstance(block, Row)]
    return MARGIN + GAP + max((text_width(f"{label}:", Style.REGULAR, WORDS) for label in labels), default=0)


def _row(sheet: Sheet, row: Row, lists: Lists, indent: float) -> None:
    """Entries side by side; the one without a width takes what the others leave."""
    rest = _right(sheet) - MARGIN - sum(_width(entry) + GAP for entry in row.fields if entry.width)
    x = MARGIN
    for entry in row.fields:
        end = x + (_width(entry) or rest)
        start = x + text_width(f"{entry.label}:", Style.REGULAR, WORDS) + GAP
        sheet.draw(Text(x=x, y=sheet.y + LINE - BASELINE, text=f"{entry.label}:", size=WORDS))
        if entry.options:
            _inline_boxes(sheet, entry, entry.choices(lists), start)
        else:
            _line(sheet, entry, max(start, indent) if x == MARGIN else start, end, entry.suggestions(lists))
        x = end + GAP
    sheet.y += LINE


def _line(sheet: Sheet, entry: Entry, x0: float, x1: float, suggestions: Sequence[str]) -> None:
    """A ruled line from `x0` to `x1` in the line at `sheet.y`; the zone ends just above the rule."""
    rule = sheet.y + LINE - 0.3 * MM
    sheet.draw(Rule(x0, rule, x1, rule))
    box = (x0, rule - CLEARANCE - WRITING, x1, rule - CLEARANCE)
    label = f"{entry.name} ({entry.hint})" if entry.hint else entry.name
    sheet.zones.append(
        Zone(key=Key(field=entry.key), label=label, kind=ZoneKind.LINE, box=box, suggestions=suggestions)
    )


def _inline_boxes(sheet: Sheet, entry: Entry, options: Sequence[Option], x: float) -> None:
    for option in options:
        baseline = sheet.y + LINE - BASELINE
        _tick(sheet, Key(field=entry.key, option=option.code), f"{entry.name}: {option.label}", x=x, baseline=baseline)
        word = Text(x=x + BOX + 1.5 * MM, y=baseline, text=option.label, size=WORDS)
        sheet.draw(word)
        x = word.x + word.width + 5 * MM


def _tick(sheet: Sheet, key: Key, label: str, *, x: float, baseline: float) -> None:
    """A box at `x`, centred on the small letters of a text standing on `baseline`."""
    top = baseline - RISE - BOX / 2
    box = (x, top, x + BOX, top + BOX)
    sheet.draw(Frame(box))
    sheet.zones.append(Zone(key=key, label=label, kind=ZoneKind.CHECK, box=box))


def _heading(sheet: Sheet, label: str, remark: str) -> None:
    head = Text(x=MARGIN, y=sheet.y + 5.4 * MM, text=f"{label} ", size=WORDS)
    small = Text(x=head.x + head.width, y=head.y, text=f"({remark})", style=Style.ITALIC, size=10, grey=GREY)
    sheet.draw(head, small, Text(x=small.x + small.width, y=head.y, text=":", size=WORDS))
    sheet.y += 6.8 * MM


def _ticks(sheet: Sheet, ticks: Ticks, options: Sequence[Option]) -> None:
    """Boxes in columns, filled downwards."""
    _heading(sheet, ticks.label, ticks.remark)
    pitch = 6 * MM
    rows = -(-len(options) // ticks.columns)
    column = (_right(sheet) - MARGIN) / ticks.columns
    for number, option in enumerate(options):
        x = MARGIN + 2 * MM + number // rows * column
        baseline = sheet.y + number % rows * pitch + 4 * MM
        _tick(sheet, Key(field=ticks.key, option=option.code), f"{ticks.name}: {option.label}", x=x, baseline=baseline)
        sheet.draw(Text(x=x + BOX + 2 * MM, y=baseline, text=option.label, size=11))
    sheet.y += rows * pitch


def _lines(sheet: Sheet, block: Lines) -> None:
    """A frame for writing; short marks at both sides guide the pen without printing a line through the words."""
    _heading(sheet, block.label, block.remark)
    top, bottom = sheet.y + 0.5 * MM, sheet.y + 0.5 * MM + block.lines * 8 * MM
    left, right = MARGIN, _right(sheet)
    sheet.draw(Frame((left, top, right, bottom)))
    for number in range(1, block.lines):
        y = top + number * 8 * MM
        sheet.draw(Rule(left, y, left + 1.5 * MM, y), Rule(right - 1.5 * MM, y, right, y))
    box = (left + 2 * MM, top + 0.5 * MM, right - 2 * MM, bottom - 0.5 * MM)
    sheet.zones.append(Zone(key=Key(field=block.key), label=block.name, kind=ZoneKind.MULTI, box=box))
    sheet.y = bottom + 1 * MM


# Tables


def _grid(sheet: Sheet, grid: Grid, lists: Lists) -> None:
    """A ruled table with numbered rows, tick columns for everything that has options."""
    sheet.draw(Text(x=MARGIN, y=sheet.y + 5 * MM, text=grid.label, style=Style.BOLD, size=WORDS))
    top = sheet.y + 6.5 * MM
    body = top + HEADS
    bottom = body + grid.rows * LINE
    _number_column(sheet, grid.rows, top, body)
    for column, x in _columns(grid):
        _column_head(sheet, column, column.choices(lists), x, top)
        for row in range(grid.rows):
            key = Key(table=grid.key, row=row + 1, field=column.key)
            _cell(sheet, key, column, lists, x=x, y=body + row * LINE)
        sheet.draw(Rule(x, top, x, bottom))
    right = _right(sheet)
    for row in range(grid.rows):
        sheet.draw(Rule(MARGIN, body + row * LINE, right, body + row * LINE))
    sheet.draw(Frame((MARGIN, top, right, bottom), 0.8))
    sheet.y = bottom
    _legend(sheet, grid.legend(lists))


def _columns(grid: Grid) -> Iterator[tuple[Entry, float]]:
    x = MARGIN + NUMBERS
    for column in grid.columns:
        yield column, x
        x += _width(column)


def _number_column(sheet: Sheet, rows: int, top: float, body: float) -> None:
    x = MARGIN + NUMBERS / 2
    _centred(sheet, x, top + HEADS / 2 + 1.2 * MM, "STT", style=Style.BOLD, size=SMALL)
    for row in range(rows):
        _centred(sheet, x, body + (row + 1) * LINE - 3 * MM, str(row + 1), size=11)


def _column_head(sheet: Sheet, column: Entry, options: Sequence[Option], x: float, top: float) -> None:
    middle = x + _width(column) / 2
    if not options:
        _centred(sheet, middle, top + HEADS / 2 + 1.2 * MM, column.label, style=Style.BOLD, size=10)
        return
    for number, line in enumerate(wrapped(column.label, Style.BOLD, SMALL, _width(column) - 1 * MM)):
        _centred(sheet, middle, top + (3.6 + 3.6 * number) * MM, line, style=Style.BOLD, size=SMALL)
    for option, centre in _boxes(column, options, x):
        words = wrapped(option.short, Style.REGULAR, 7, _width(column) / len(options) - 0.5 * MM)
        for number, line in enumerate(words):
            _centred(sheet, centre, top + (10.3 + 2.7 * number) * MM, line, size=7)


def _boxes(column: Entry, options: Sequence[Option], x: float) -> Iterator[tuple[Option, float]]:
    """The options of a tick column with the middle of their boxes."""
    pitch = _width(column) / len(options)
    for number, option in enumerate(options):
        yield option, x + (number + 0.5) * pitch


def _cell(sheet: Sheet, key: Key, column: Entry, lists: Lists, *, x: float, y: float) -> None:
    label = f"{key.row}. {column.label}"
    options = column.choices(lists)
    if not options:
        box = (x + 0.7 * MM, y + 0.5 * MM, x + _width(column) - 0.7 * MM, y + 0.5 * MM + WRITING)
        suggestions = column.suggestions(lists)
        sheet.zones.append(Zone(key=key, label=label, kind=ZoneKind.LINE, box=box, suggestions=suggestions))
        return
    for option, centre in _boxes(column, options, x):
        box_key = replace(key, option=option.code)
        _tick(sheet, box_key, f"{label}: {option.label}", x=centre - BOX / 2, baseline=y + LINE / 2 + RISE)


def _legend(sheet: Sheet, text: str) -> None:
    sheet.y += 1 * MM
    for line in wrapped(text, Style.ITALIC, 8, _right(sheet) - MARGIN):
        sheet.y += 3.2 * MM
        sheet.draw(Text(x=MARGIN, y=sheet.y, text=line, style=Style.ITALIC, size=8, grey=GREY))
    sheet.y += 1 * MM


# The foot


def _sign(sheet: Sheet, block: Sign) -> None:
    """Date, post, room for the signature and the name, centred in the right half; advice in the left."""
    right = _right(sheet)
    left = right - 88 * MM
    middle = (left + right) / 2
    _advice(sheet, block.note, left - MARGIN - 8 * MM)
    sheet.y += 1 * MM
    _signed_line(sheet, block.date, block.date_label, left, right)
    _centred(sheet, middle, sheet.y + 5 * MM, block.post, style=Style.BOLD, size=12)
    _centred(sheet, middle, sheet.y + 9.5 * MM, block.remark, style=Style.ITALIC, size=10)
    sheet.y += 22.5 * MM
    _signed_line(sheet, block.key, block.label, left, right)


def _signed_line(sheet: Sheet, key: str, label: str, left: float, right: float) -> None:
    words = Text(x=left, y=sheet.y + LINE - BASELINE, text=f"{label}:", size=WORDS)
    sheet.draw(words)
    _line(sheet, Entry(key=key, label=label), left + words.width + GAP, right, ())
    sheet.y += LINE


def _advice(sheet: Sheet, note: Sequence[str], width: float) -> None:
    y = sheet.y + 8 * MM
    for number, paragraph in enumerate(note):
        style = Style.ITALIC if number else Style.BOLD
        for line in wrapped(paragraph, style, SMALL, width):
            sheet.draw(Text(x=MARGIN, y=y, text=line, style=style, size=SMALL, grey=GREY))
            y += 4 * MM


def _foot(sheet: Sheet, line: str, pages: int) -> None:
    """The machine-readable line with the page number as its last part, between the bottom squares."""
    text = f"{line} | Trang {sheet.mark.page}/{pages}"
    sheet.draw(Text(x=MARGIN, y=sheet.height - 10.5 * MM, text=text, size=SMALL))
