"""Words that stand where a ruled table has no cell belong to it; what stands in a cell stays where it was found."""

from __future__ import annotations

from pipeline.reading.model import Cell, Line, Place, Span, Table
from pipeline.reading.pdf_blocks import Laid
from pipeline.reading.picture.free.holes import upright, without_holes

XS = (50.0, 100.0, 250.0, 400.0)


def line(top: float, *words: tuple[float, str]) -> Laid:
    boxes = [(x, top, x + 5 * len(text), top + 10) for x, text in words]
    spans = tuple(
        Span(text=f"{text}\t", place=Place(page=1, box=box)) for box, (_x, text) in zip(boxes, words, strict=True)
    )
    box = (boxes[0][0], top, boxes[-1][2], top + 10)
    return Laid(Line(spans=spans, place=Place(page=1, box=box)), box)


def table(*texts: dict[int, str]) -> Laid:
    """A table of rows of 20 points from 100 down, the columns that are not given having no cell."""
    cells = []
    for row, known in enumerate(texts):
        for column, text in known.items():
            place = Place(page=1, box=(XS[column], 100.0 + 20 * row, XS[column + 1], 120.0 + 20 * row))
            words = Line(spans=(Span(text=text, place=place),), place=place)
            cells.append(Cell(lines=(words,), row=row, column=column, place=place))
    box = (XS[0], 100.0, XS[-1], 100.0 + 20 * len(texts))
    return Laid(Table(cells=tuple(cells), rows=len(texts), columns=3, place=Place(page=1, box=box)), box, XS)


def texts(laid: Laid) -> list[tuple[int, int, str]]:
    assert isinstance(laid.block, Table)
    return [(cell.row, cell.column, cell.text) for cell in laid.block.cells]


def test_words_where_no_cell_was_seen_become_cells_of_their_column() -> None:
    whole = without_holes([table({0: "TT"}, {0: "1", 1: "A", 2: "B"}), line(105, (110, "Họ và tên"), (260, "Chức vụ"))])

    assert [texts(each) for each in whole] == [
        [(0, 0, "TT"), (0, 1, "Họ và tên"), (0, 2, "Chức vụ"), (1, 0, "1"), (1, 1, "A"), (1, 2, "B")]
    ]


def test_a_row_without_any_cell_is_found_between_its_neighbours() -> None:
    rows = table({0: "1", 1: "A", 2: "B"}, {}, {0: "1", 1: "C", 2: "D"})

    (whole,) = without_holes([rows, line(125, (60, "II. TẬP THỂ"))])

    assert (1, 0, "II. TẬP THỂ") in texts(whole)


def test_a_line_over_a_cell_that_was_seen_or_beside_the_table_stays_a_line() -> None:
    laid = [table({0: "TT", 1: "Họ tên"}), line(105, (110, "Đỗ"), (260, "Chức vụ")), line(130, (110, "Tổng số"))]

    assert without_holes(laid) == laid


def leaning(*spans: tuple[int, int]) -> list[tuple[int, int]]:
    """The columns and spans of the cells of a table with the borders 50, 100, 104, 108 and 400, two a row."""
    xs = (50.0, 100.0, 104.0, 108.0, 400.0)
    place = Place(page=1, box=(50, 100, 400, 140))
    cells = tuple(
        Cell(lines=(), row=at // 2, column=start, column_span=end - start) for at, (start, end) in enumerate(spans)
    )
    found = upright(Laid(Table(cells=cells, rows=len(spans) // 2, columns=4, place=place), (50, 100, 400, 140), xs))
    assert isinstance(found.block, Table)
    return [(cell.column, cell.column_span) for cell in found.block.cells]


def test_a_border_that_leans_is_one_border() -> None:
    assert leaning((0, 1), (1, 4), (0, 2), (2, 4), (0, 3), (3, 4)) == [(0, 1), (1, 1)] * 3


def test_a_narrow_column_has_two_borders() -> None:
    assert leaning((0, 1), (1, 2), (2, 3), (3, 4)) == [(0, 1), (1, 1), (2, 1), (3, 1)]
