"""Reading a PDF form (AcroForm): what its fields hold, and the printed page around them.

Every value is given twice: as a control, with its name, tooltip and printed label, and in the text of the page where
it shows. So a form whose fields are called "Text1" reads as well as any other page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reading.legacy_text import RawRun, decoded
from pipeline.reading.model import Box, Content, Control, ControlKind, Medium, Place
from pipeline.reading.pdf_fields import Widget, read_widgets
from pipeline.reading.pdf_layout import VisualLine, visual_lines
from pipeline.reading.pdf_marks import PageMarks
from pipeline.reading.pdf_page import opened, read_page
from pipeline.reading.pdf_text import content_of
from pipeline.vietnamese.text import fold, nfc

#: a printed label stands at most this far left of its field, points
LABEL_REACH = 260.0
#: a printed label stands at most this far above its field, points
LABEL_ABOVE = 20.0
#: the words that belong to a tick box begin at most this far from it, points
TICK_REACH = 30.0


def read_pdf_form(data: bytes) -> Content:
    """What the form `data` shows: each form followed by its controls.

    A form whose fields are all empty is read as text: it may have been flattened and have kept its fields.
    Raises `XfaForm` when the form is XFA only.
    """
    widgets = read_widgets(data)
    with opened(data) as document:
        pages = [read_page(document, index) for index in range(len(document))]
    if not any(widget.value for widget in widgets):
        return content_of(pages, Medium.PDF_TEXT)
    controls = [control for marks in pages for control in _controls(marks, widgets)]
    for widget in widgets:
        _show(widget, pages[widget.page])
    return content_of(pages, Medium.PDF_FORM, controls)


def _show(widget: Widget, marks: PageMarks) -> None:
    box = marks.upright.area(*widget.rect)
    if widget.kind is ControlKind.CHECK:
        marks.circles.append(box)
        if widget.value:
            marks.ink.append(box)
    elif widget.value:
        marks.write(nfc(widget.value), box)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A widget and where it stands on the upright page."""

    widget: Widget
    box: Box


def _controls(marks: PageMarks, widgets: Sequence[Widget]) -> list[Control]:
    """The controls of one page from the top down, with the printed words they belong to."""
    placed = [
        _Placed(widget, marks.upright.area(*widget.rect)) for widget in widgets if widget.page == marks.number - 1
    ]
    placed.sort(key=lambda one: (round(one.box[1] / 8), one.box[0]))
    lines = visual_lines(marks.glyphs)
    return [_control(one, _label(one, placed, lines), marks.number) for one in placed]


def _control(placed: _Placed, label: str, page: int) -> Control:
    widget = placed.widget
    place = Place(page=page, box=placed.box, field=widget.name or None)
    value, legacy, guessed = widget.value, False, False
    if value is not None and widget.kind is not ControlKind.CHECK:
        spans = decoded([RawRun(value, None, place)])
        value = nfc("".join(span.text for span in spans))
        legacy, guessed = any(span.legacy for span in spans), any(span.guessed for span in spans)
    # State names rarely have tones, and often are no more than "Yes": the printed words tell better.
    option = label if not widget.option or fold(label) == fold(widget.option) else widget.option
    option = option if widget.kind is ControlKind.CHECK else ""
    return Control(
        kind=widget.kind,
        name=widget.short_name,
        title=nfc(widget.title),
        label=nfc(label),
        value=value,
        place=place,
        option=nfc(option),
        legacy=legacy,
        guessed=guessed,
    )


# Printed labels


def _label(placed: _Placed, others: Sequence[_Placed], lines: Sequence[VisualLine]) -> str:
    if placed.widget.kind is ControlKind.CHECK:
        return _words_after(placed, others, lines) or _words_before(placed, others, lines)
    return _words_before(placed, others, lines) or _words_above(placed, lines)


def _words_before(placed: _Placed, others: Sequence[_Placed], lines: Sequence[VisualLine]) -> str:
    """The words left of a field, back to the field before it or to a wide gap."""
    x0 = placed.box[0]
    start = max((other.box[2] for other in _beside(placed, others) if other.box[0] < x0 - 2), default=0.0)
    parts = [part for line in lines if _level(line.box, placed.box) for part in line.segments()]
    before = [_cut(part, start - 2, x0 + 2) for part in parts]
    found = [part for part in before if part and x0 - part.box[2] < LABEL_REACH]
    return max(found, key=lambda part: part.box[2]).text if found else ""


def _words_after(placed: _Placed, others: Sequence[_Placed], lines: Sequence[VisualLine]) -> str:
    """The words right of a tick box, up to the next field or a wide gap."""
    x1 = placed.box[2]
    end = min((other.box[0] for other in _beside(placed, others) if other.box[0] > x1 - 2), default=float("inf"))
    parts = [part for line in lines if _level(line.box, placed.box) for part in line.segments()]
    after = [_cut(part, x1 - 2, end + 2) for part in parts]
    found = [part for part in after if part and part.box[0] - x1 < TICK_REACH]
    return min(found, key=lambda part: part.box[0]).text if found else ""


def _words_above(placed: _Placed, lines: Sequence[VisualLine]) -> str:
    x0, y0, x1, _y1 = placed.box
    parts = [part for line in lines for part in line.segments()]
    found = [part for part in parts if -4 < y0 - part.box[3] < LABEL_ABOVE and x0 - 15 < part.box[0] < x1]
    return max(found, key=lambda part: part.box[3]).text if found else ""


def _beside(placed: _Placed, others: Sequence[_Placed]) -> list[_Placed]:
    return [other for other in others if other is not placed and _level(other.box, placed.box)]


def _level(one: Box, other: Box) -> bool:
    """Whether two boxes stand on one line: one's middle, or the middle of its first line, is beside the other."""
    middle = (one[1] + one[3]) / 2
    return other[1] - 3 < middle < other[3] + 3


def _cut(part: VisualLine, start: float, end: float) -> VisualLine | None:
    """The words of `part` between `start` and `end`."""
    words = tuple(word for word in part.words if word.box[0] >= start and word.box[2] <= end)
    return VisualLine(words) if words else None
