"""Finding boxes 1 to 4 and 5b: quốc hiệu, tiêu ngữ, bodies, number, place and date, V/v."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.conformity.anatomy import Letterhead
from pipeline.conformity.model import Document, Paragraph
from pipeline.conformity.ruled import RuledLine, is_typed_line, line_below
from pipeline.vietnamese.text import fold

#: how many paragraphs from the top a letterhead may begin and end in
REACH = 45
#: a heading is not longer than this
SHORT = 90

_MOTTO = re.compile(r"cong hoa +xa hoi|xa hoi +chu +nghia|chu nghia viet nam")
_CREED = re.compile(r"doc lap.{0,5}tu do|tu do.{0,5}hanh phuc")
_NUMBER = re.compile(r"\s*số\b\s*:?(?:.{0,45}/|\s*$|\s*:)", re.IGNORECASE)
_DATE = re.compile(r"ngày.{0,25}?tháng.{0,14}?năm", re.IGNORECASE | re.DOTALL)
_ABOUT = re.compile(r"\s*v\s*/\s*v\b", re.IGNORECASE)
_ENDS = re.compile(r"kinh gui|can cu |dieu \d|noi nhan")
_WIDE_GAP = re.compile(r"\t+|\s{4,}")
#: words a body's name may begin with; the last line that begins so, begins the issuing body
_BODY_WORDS = (
    "van phong", "so ", "ban ", "cuc ", "chi cuc", "tong cuc", "trung tam", "phong ", "hoi dong", "truong ",
    "thanh tra", "vien ", "cong ty", "uy ban", "ubnd", "bo ", "doan ", "benh vien", "to ", "hoi ", "cong an",
    "kho bac", "vu ", "dai hoc", "hdnd", "lien doan", "quy ",
)  # fmt: skip


@dataclass(frozen=True)
class _Zone:
    """The pieces of the letterhead, by column, and where the text goes on."""

    layout: str
    left: list[Paragraph]
    right: list[Paragraph]
    end: int


def find_letterhead(document: Document) -> Letterhead:
    """The letterhead at the top of `document`, as far as there is one."""
    top = list(document.paragraphs[:REACH])
    zone = _zone(document, top)
    motto = _first([*zone.right, *zone.left], is_motto)
    creed = _first([*zone.right, *zone.left], is_creed)
    left = [piece for piece in zone.left if piece is not motto and piece is not creed]
    number = _first([*left, *zone.right], is_number)
    date = _first([*zone.right, *left], is_date)
    about = _about(left)
    names = _names(left, {id(piece) for piece in (number, date, *about)}, number)
    parents, bodies = split_bodies(names)
    return Letterhead(
        motto=motto,
        creed=creed,
        creed_rule=_rule(document, zone, [creed]) if creed else None,
        layout=zone.layout,
        left=tuple(zone.left),
        right=tuple(zone.right),
        parents=tuple(parents),
        bodies=tuple(bodies),
        body_rule=_rule(document, zone, bodies) if bodies else None,
        number=number,
        date=date,
        about=tuple(about),
        end=zone.end,
    )


def _rule(document: Document, zone: _Zone, owners: list[Paragraph]) -> RuledLine | None:
    """The ruled line below a part; without a table both columns share their paragraphs, drawn lines stand in either."""
    owner = owners[-1]
    if zone.layout == "table":
        column = zone.right if any(piece is owner for piece in zone.right) else zone.left
    else:
        column = sorted([*zone.left, *zone.right], key=lambda piece: piece.number)
        column = [piece for piece in column if piece.side in {"", owner.side}]
    return line_below(owners, column, _free(document, column))


def is_motto(paragraph: Paragraph) -> bool:
    """Whether this is the quốc hiệu, rightly written or nearly so."""
    return len(paragraph.text) <= SHORT and bool(_MOTTO.search(fold(paragraph.text)))


def is_creed(paragraph: Paragraph) -> bool:
    """Whether this is the tiêu ngữ, rightly written or nearly so."""
    return len(paragraph.text) <= SHORT and bool(_CREED.search(fold(paragraph.text)))


def is_number(paragraph: Paragraph) -> bool:
    """Whether this is the line of number and symbol."""
    return len(paragraph.text) <= SHORT and bool(_NUMBER.match(paragraph.text))


def is_date(paragraph: Paragraph) -> bool:
    """Whether this is the line of place and date."""
    return len(paragraph.text) <= SHORT and not paragraph.text.startswith("(") and bool(_DATE.search(paragraph.text))


def split_bodies(names: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The lines of the superior body and those of the issuing body.

    The words decide ("VĂN PHÒNG" begins a name, "TỈNH LÀO CAI" does not); where they do not tell, the bold lines.
    """
    starts = [at for at, line in enumerate(names) if fold(line.text).startswith(_BODY_WORDS)]
    if len(starts) > 1 and starts[0] == 0:
        return list(names[: starts[-1]]), list(names[starts[-1] :])
    light = 0
    while light < len(names) and not names[light].any_bold():
        light += 1
    if 0 < light < len(names) and all(line.any_bold() for line in names[light:]):
        return list(names[:light]), list(names[light:])
    return [], list(names)


# Where the letterhead is


def _zone(document: Document, top: list[Paragraph]) -> _Zone:
    anchor = next((place for place, paragraph in enumerate(top) if _carries_motto(paragraph)), None)
    if anchor is None:
        anchor = next((place for place, paragraph in enumerate(top) if is_number(paragraph)), None)
    if anchor is None:
        boxed = [box for box in document.boxes if is_motto(box) or is_creed(box) or is_date(box)]
        return _stacked(top, boxed)
    cell = top[anchor].cell
    if cell is None or cell.columns < 2:
        return _stacked(top, [])
    return _table_zone(top, cell.table, anchor)


def _table_zone(top: list[Paragraph], table: int, anchor: int) -> _Zone:
    tables = {table}
    end = max(place for place, paragraph in enumerate(top) if paragraph.cell and paragraph.cell.table == table) + 1
    following = next((paragraph for paragraph in top[end : end + 3] if paragraph.text), None)
    if following is not None and following.cell and (is_number(following) or is_date(following)):
        tables.add(following.cell.table)  # number and date in a table of their own
        end = max(at for at, paragraph in enumerate(top) if paragraph.cell and paragraph.cell.table in tables) + 1
    pieces = [piece for paragraph in top[:end] if paragraph.cell for piece in paragraph.lines()]
    first_left = min(piece.cell.left for piece in pieces if piece.cell)
    border = _border(pieces, first_left)
    left = [piece for piece in pieces if piece.cell and piece.cell.left < border]
    right = [piece for piece in pieces if piece.cell and piece.cell.left >= border]
    end, loose = _loose_date(top, end, left + right)
    return _Zone("table", left, right + loose, end)


def _border(pieces: list[Paragraph], first_left: float) -> float:
    """Where the right column begins: at the cell of the motto, else at the second cell."""
    for piece in pieces:
        if piece.cell and is_motto(piece) and piece.cell.left > first_left:
            return piece.cell.left
    others = sorted({piece.cell.left for piece in pieces if piece.cell and piece.cell.left > first_left})
    return others[0] if others else first_left + 1


def _loose_date(top: list[Paragraph], end: int, pieces: list[Paragraph]) -> tuple[int, list[Paragraph]]:
    """A date that stands below the table."""
    if any(is_date(piece) for piece in pieces):
        return end, []
    for place in range(end, min(end + 3, len(top))):
        if top[place].cell is None and is_date(top[place]):
            return place + 1, [top[place]]
    return end, []


def _stacked(top: list[Paragraph], boxed: list[Paragraph]) -> _Zone:
    """A letterhead without a table: two columns by tabs or spaces, or one line below the other."""
    left: list[Paragraph] = []
    right: list[Paragraph] = list(boxed)
    tabbed, end = False, 0
    for place, paragraph in enumerate(top[:14]):
        if _ENDS.match(fold(paragraph.text)) or len(paragraph.text) > 2 * SHORT:
            break
        pieces = [half for line in paragraph.lines() for half in halves(line)]
        if any(map(_is_headline, pieces)):
            end = place + 1
        tabbed |= len(pieces) > 1
        for piece in pieces:
            to_right = piece.side == "right" or is_motto(piece) or is_creed(piece) or is_date(piece)
            (right if to_right else left).append(piece)
    kept = {paragraph.number for paragraph in top[:end]}
    left = [piece for piece in left if piece.number in kept]
    right = [piece for piece in right if piece.part == "box" or piece.number in kept]
    layout = "tabs" if tabbed else "box" if boxed else "stacked"
    return _Zone(layout, left, right, end)


def halves(line: Paragraph) -> list[Paragraph]:
    """A line of two columns parted by tabs or many spaces, as its left and its right half."""
    raw = line.raw
    start = len(raw) - len(raw.lstrip())
    gap = _WIDE_GAP.search(raw.rstrip(), start)
    if gap is None or (is_number(line) and not _DATE.search(raw)):
        return [line]
    if is_number(line):  # the blank for the number is a gap as well
        gaps = [found for found in _WIDE_GAP.finditer(raw) if "/" in raw[: found.start()]]
        gap = gaps[0] if gaps else gap
    return [line.cut(0, gap.start(), "left"), line.cut(gap.end(), len(raw), "right")]


def _carries_motto(paragraph: Paragraph) -> bool:
    """Whether the quốc hiệu stands in it, alone or beside the name of a body."""
    return len(paragraph.text) <= 2 * SHORT and bool(_MOTTO.search(fold(paragraph.text)))


def _is_headline(piece: Paragraph) -> bool:
    return is_motto(piece) or is_creed(piece) or is_number(piece) or is_date(piece) or bool(_ABOUT.match(piece.text))


# What stands in it


def _first(pieces: Iterable[Paragraph], test: Callable[[Paragraph], bool]) -> Paragraph | None:
    return next((piece for piece in pieces if test(piece)), None)


def _about(left: list[Paragraph]) -> list[Paragraph]:
    start = next((at for at, piece in enumerate(left) if _ABOUT.match(piece.text)), None)
    if start is None:
        return []
    found = []
    for piece in left[start:]:
        if not piece.text or is_typed_line(piece) or is_number(piece) or piece.shape.boxed:
            break
        found.append(piece)
    return found


def _names(left: list[Paragraph], taken: set[int], number: Paragraph | None) -> list[Paragraph]:
    """The lines of the bodies' names: what is written on the left above the number."""
    names = []
    for piece in left:
        if piece is number or id(piece) in taken:
            break
        if piece.text and not is_typed_line(piece) and not piece.text.startswith("("):
            names.append(piece)
    return names[:6]


def _free(document: Document, column: list[Paragraph]) -> float:
    for piece in column:
        if piece.cell is not None:
            return piece.cell.inner
    return document.sections[0].text_width if document.sections else 0.0
