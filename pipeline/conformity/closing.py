"""Finding boxes 7, 9b and 12 at the end: signer, Nơi nhận, the drafter's sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.conformity.anatomy import Closing
from pipeline.conformity.letterhead import halves
from pipeline.conformity.model import Align, Document, Paragraph
from pipeline.conformity.ruled import is_typed_line
from pipeline.vietnamese.names import is_plausible, split_honorific
from pipeline.vietnamese.text import fold

_LABEL = re.compile(r"noi +nhan\b(?! va| ho so| tien)")
_ITEM = re.compile(r"[-–—+•*]")
_DRAFTER = re.compile(r"[A-ZĐ]{2,5}\.?\s*(?:\(\d+\)|\.?\s*\d+\s*b?)?\.?")
#: words only a signer's title begins with
TITLE = re.compile(
    r"((TM|T/M|KT|K/T|TL|T/L|TUQ|Q|THỪA LỆNH|THAY MẶT|KÝ THAY)\s*[./ ]\s*\S|"
    r"(PHÓ\s+)?(CHÁNH |CHỦ TỊCH|CHỦ NHIỆM|GIÁM ĐỐC|TỔNG |TRƯỞNG |BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|CỤC TRƯỞNG|"
    r"CHI CỤC TRƯỞNG|VỤ TRƯỞNG|HIỆU TRƯỞNG|VIỆN TRƯỞNG|THỦ TRƯỞNG|CHỦ TỌA|CHỦ TOẠ|THƯ KÝ|QUYỀN ))"
)
_ASIDE = re.compile(r"[(\[<{].*")
#: the closing stands within this many paragraphs of a signer without "Nơi nhận"
LONGEST = 25
#: lines with middles this close, in points, are centred below each other
SAME_MIDDLE = 6.0


def find_closing(document: Document, start: int) -> Closing:
    """The end of the main text behind position `start`, as far as there is one."""
    paragraphs = document.paragraphs
    at = next((place for place in range(start, len(paragraphs)) if _is_label(paragraphs[place])), None)
    if at is None:
        return _without_label(paragraphs, start)
    cell = paragraphs[at].cell
    if cell is not None:
        return _in_table(paragraphs, at, start)
    return _in_lines(paragraphs, at, start)


def _is_label(paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= 90 and bool(_LABEL.match(fold(paragraph.text)))


def _in_table(paragraphs: Sequence[Paragraph], at: int, start: int) -> Closing:
    cell = paragraphs[at].cell
    assert cell is not None
    places = [
        place for place, paragraph in enumerate(paragraphs) if paragraph.cell and paragraph.cell.table == cell.table
    ]
    inside = [paragraphs[place] for place in places]
    left: list[Paragraph] = []
    right: list[Paragraph] = []
    two = False
    for paragraph in inside:
        assert paragraph.cell is not None
        (left if paragraph.cell.left <= cell.left + 1 else right).extend(paragraph.lines())
    label_at = next(place for place, paragraph in enumerate(left) if _is_label(paragraph))
    first, end = places[0], places[-1] + 1
    if not any(paragraph.text for paragraph in right):
        right, first, two = _signer_before(paragraphs, first, start)
    return _assembled(left[label_at], left[label_at + 1 :], right, range(first, end), two=two)


def _in_lines(paragraphs: Sequence[Paragraph], at: int, start: int) -> Closing:
    left: list[Paragraph] = []
    right: list[Paragraph] = []
    end = at
    for place in range(at, min(at + 60, len(paragraphs))):
        paragraph = paragraphs[place]
        if paragraph.cell is not None or (paragraph.starts_page and place > at):
            break
        if paragraph.section != paragraphs[at].section:
            break
        if len(paragraph.text) > 220 or re.match(r"phu luc\b", fold(paragraph.text)):
            break
        for piece in (half for line in paragraph.lines() for half in halves(line)):
            to_right = piece.side == "right" or (not _ITEM.match(piece.text) and _stands_right(piece))
            (right if to_right else left).append(piece)
        end = place + 1
    first, two = at, False
    titles, above = _titles_above(paragraphs, at, start)
    if titles and any(piece.text for piece in right):
        right, first = [*titles, *right], above
    elif not any(piece.text for piece in right):
        right, first, two = _signer_before(paragraphs, at, start)
    return _assembled(left[0], left[1:], right, range(first, end), two=two)


def _stands_right(piece: Paragraph) -> bool:
    if piece.side:
        return False
    pushed = piece.raw.startswith(("\t\t", " " * 15))
    aside = piece.shape.align in {Align.RIGHT, Align.CENTER} or piece.shape.left > 150 or pushed
    return not piece.text or aside or bool(TITLE.match(piece.text))


def _titles_above(paragraphs: Sequence[Paragraph], at: int, start: int) -> tuple[list[Paragraph], int]:
    """Titles pushed to the right on the lines above "Nơi nhận"."""
    found: list[Paragraph] = []
    first = at
    for place in range(at - 1, max(start, at - 5), -1):
        line = paragraphs[place]
        if not line.text:
            continue
        if line.cell is not None or not TITLE.match(line.text) or not line.text.isupper():
            break
        found, first = [line, *found], place
    return found, first


def _signer_before(paragraphs: Sequence[Paragraph], at: int, start: int) -> tuple[list[Paragraph], int, bool]:
    """A signer who stands above "Nơi nhận": minutes, invitations on one column."""
    titled = [place for place in range(max(start, at - LONGEST), at) if TITLE.match(paragraphs[place].text)]
    # a table of those present holds titles, too, but not in capitals
    for place in sorted(titled, key=lambda place: not paragraphs[place].text.isupper()):
        paragraph = paragraphs[place]
        if paragraph.cell is not None and paragraph.cell.columns > 1:
            return _two_columns(paragraphs, place, at)
        if paragraph.cell is None and paragraph.text.isupper():
            return [line for found in paragraphs[place:at] for line in found.lines()], place, False
    return [], at, False


def _two_columns(paragraphs: Sequence[Paragraph], place: int, at: int) -> tuple[list[Paragraph], int, bool]:
    first, end = place, place
    while first > 0 and _in_one_table(paragraphs[first - 1], paragraphs[place]):
        first -= 1
    while end < at and _in_one_table(paragraphs[end], paragraphs[place]):
        end += 1
    inside = [(_column(found), found) for found in paragraphs[first:end]]
    outer, inner = min(column for column, _found in inside), max(column for column, _found in inside)
    right = _levelled([line for column, found in inside if column == inner for line in found.lines()])
    two = any(TITLE.match(found.text) for column, found in inside if column == outer)
    return right, first, two


def _levelled(column: list[Paragraph]) -> list[Paragraph]:
    """The lines of a column; on paper those with one middle are centred."""
    middles = [(line.area[0] + line.area[2]) / 2 for line in column if line.area]
    if not middles or max(middles) - min(middles) > SAME_MIDDLE:
        return column
    return [replace(line, shape=replace(line.shape, align=Align.CENTER)) for line in column]


def _in_one_table(one: Paragraph, other: Paragraph) -> bool:
    return one.cell is not None and other.cell is not None and one.cell.table == other.cell.table


def _column(paragraph: Paragraph) -> float:
    """Where its column stands; on paper, where lines are centred, which one it is."""
    assert paragraph.cell is not None
    return paragraph.cell.column if paragraph.page else paragraph.cell.left


def _without_label(paragraphs: Sequence[Paragraph], start: int) -> Closing:
    """No "Nơi nhận" anywhere: the last title in capitals is taken for the signer's."""
    for place in range(len(paragraphs) - 1, start, -1):
        paragraph = paragraphs[place]
        signs = paragraph.text == paragraph.text.upper() and TITLE.match(paragraph.text)
        if signs and len(paragraph.text) < 90 and paragraph.shape.align is not Align.BOTH:
            first = place
            while first > start and TITLE.match(paragraphs[first - 1].text) and paragraphs[first - 1].text.isupper():
                first -= 1
            return _unlabelled(paragraphs, first)
    return Closing(start=len(paragraphs), end=len(paragraphs))


def _unlabelled(paragraphs: Sequence[Paragraph], first: int) -> Closing:
    cell = paragraphs[first].cell
    if cell is not None and cell.columns > 1:
        right, start, two = _two_columns(paragraphs, first, len(paragraphs))
        return _assembled(None, [], right, range(start, len(paragraphs)), two=two)
    end = min(first + LONGEST, len(paragraphs))
    column = [line for found in paragraphs[first:end] for line in found.lines()]
    return _assembled(None, [], column, range(first, end))


def _recipients(lines: Sequence[Paragraph]) -> tuple[list[Paragraph], Paragraph | None]:
    found: list[Paragraph] = []
    for line in lines:
        if not line.text or is_typed_line(line):
            continue
        if found and not _ITEM.match(line.text) and _DRAFTER.fullmatch(line.text):
            return found, line
        if line.text.startswith(("(", "[")) and not found:
            continue
        found.append(line)
    return found, None


def _assembled(
    label: Paragraph | None, below: list[Paragraph], right: list[Paragraph], places: range, *, two: bool = False
) -> Closing:
    """The closing of a label, what stands below it, the signer's column, and where in the text they stand."""
    recipients, drafter = _recipients(below)
    column = [line for line in right if not _ASIDE.match(line.text) or not line.text]
    while column and not column[0].text:
        column = column[1:]
    titles = _titles(column)
    rest = [line for line in column[len(titles) :] if line.text]
    name = next((line for line in rest if _is_name(line)), rest[-1] if rest and len(rest) <= 2 else None)
    others = rest[: rest.index(name)] if name is not None else []
    return Closing(
        label=label,
        recipients=tuple(recipients),
        titles=tuple(titles),
        other_titles=tuple(others),
        name=name,
        column=tuple(right),
        drafter=drafter,
        two_signers=two,
        start=places.start,
        end=places.stop,
    )


def _titles(column: list[Paragraph]) -> list[Paragraph]:
    """The lines of office and title: all until a gap or a name."""
    found: list[Paragraph] = []
    for line in column:
        if not line.text or (found and line.text != line.text.upper() and _is_name(line)):
            break
        found.append(line)
    return found


def _is_name(line: Paragraph) -> bool:
    _honorific, name = split_honorific(line.text)
    plain = re.sub(r"[.,]|\b(GS|PGS|TS|ThS|CN|BS|KS|NSND|NSƯT)\b", " ", name)
    return is_plausible(plain) and len(plain.split()) <= 7 and not TITLE.match(line.text)
