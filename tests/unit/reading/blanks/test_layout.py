"""The geometry of the blanks: what a pen and a scanner need."""

import itertools

import pytest

from pipeline.law import codes
from pipeline.reading.blanks import FORMS, layout, marks
from pipeline.reading.blanks.definition import Lists, form
from pipeline.reading.blanks.sheet import Frame, Rule, Sheet, Text, ZoneKind

MM = marks.MM
LISTS = Lists(fields=codes.emulation_fields(), titles=codes.titles())


@pytest.fixture(params=FORMS)
def sheets(request):
    return layout.sheets(form(request.param), LISTS, "KH-2021-2025")


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def text_box(text: Text):
    return text.left, text.y - 0.7 * text.size, text.left + text.width, text.y + 0.22 * text.size


def mark_boxes(sheet: Sheet):
    return [*marks.corner_squares(sheet.width, sheet.height), marks.qr_box(sheet.width, sheet.mark)]


def test_zones_never_overlap(sheets):
    for sheet in sheets:
        pairs = itertools.combinations(sheet.zones, 2)

        assert [(str(a.key), str(b.key)) for a, b in pairs if overlap(a.box, b.box)] == []


def test_zones_keep_inside_the_margins_and_clear_of_the_marks(sheets):
    for sheet in sheets:
        inside = (layout.MARGIN, layout.TOP, sheet.width - layout.MARGIN, sheet.height - 15 * MM)
        for zone in sheet.zones:
            assert inside[0] <= zone.box[0] < zone.box[2] <= inside[2] + 0.01, str(zone.key)
            assert inside[1] <= zone.box[1] < zone.box[3] <= inside[3], str(zone.key)
            assert not any(overlap(zone.box, mark) for mark in mark_boxes(sheet)), str(zone.key)


def test_nothing_is_printed_inside_a_zone(sheets):
    for sheet in sheets:
        for zone, drawing in itertools.product(sheet.zones, sheet.drawings):
            match drawing:
                case Text():
                    box = text_box(drawing)
                case Rule(x0, y0, x1, y1):
                    box = (x0, y0, x1 + 0.01, y1 + 0.01)
                case Frame():
                    continue  # a box to tick is its zone, a frame for writing is around it
            assert not overlap(zone.box, box), (str(zone.key), drawing)


def test_no_words_run_into_one_another_or_off_the_page(sheets):
    for sheet in sheets:
        boxes = [(drawing.text, text_box(drawing)) for drawing in sheet.drawings if isinstance(drawing, Text)]

        for text, box in boxes:
            assert box[0] >= layout.MARGIN - 0.5, text
            assert box[2] <= sheet.width - layout.MARGIN + 0.5, text
            assert not any(overlap(box, mark) for mark in mark_boxes(sheet)), text
        collisions = [(a, b) for (a, one), (b, other) in itertools.combinations(boxes, 2) if overlap(one, other)]
        assert collisions == []


def test_a_pen_has_room(sheets):
    for zone in (zone for sheet in sheets for zone in sheet.zones):
        x0, y0, x1, y1 = zone.box
        if zone.kind is ZoneKind.CHECK:
            assert x1 - x0 >= 4 * MM, str(zone.key)
            assert y1 - y0 >= 4 * MM, str(zone.key)
        else:
            assert y1 - y0 >= 7.5 * MM, str(zone.key)
    assert layout.LINE >= 8 * MM


def test_boxes_to_tick_stand_apart_so_that_a_large_cross_stays_in_its_own(sheets):
    for sheet in sheets:
        boxes = [zone.box for zone in sheet.zones if zone.kind is ZoneKind.CHECK]
        grown = [(x0 - 0.7 * MM, y0 - 0.7 * MM, x1 + 0.7 * MM, y1 + 0.7 * MM) for x0, y0, x1, y1 in boxes]

        assert not any(overlap(one, other) for one, other in itertools.combinations(grown, 2))
