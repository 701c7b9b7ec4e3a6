"""Where number, day, month and signature go: by the bookmarks of the template, cross-checked with the printed words.

LibreOffice exports bookmarks as named destinations. Each slot lies between two of them, `slotsoA` and `slotsoB` and so
on, around a run of no-break spaces. A draft edited by hand may have lost or moved them, so the gaps between `Số:` and
`/KH-…` and between `ngày`, `tháng` and `năm` are measured too: where both are known they must agree; where only the gap
is known it will do. A slot may be printed already, the month of a report for instance: then it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from pipeline.errors import SlotsUncertain
from pipeline.messages import _
from pipeline.signing.fields import DAY, MONTH, NUMBER, WRITTEN
from pipeline.signing.page_text import Line, opened, page_lines
from pipeline.vietnamese.text import nfc

#: the pair `…A`, `…B` of bookmarks around each slot
BOOKMARKS = {NUMBER: "slotso", DAY: "slotngay", MONTH: "slotthang"}
SIGNATURE_BOOKMARK = "slotky"
#: the printed words around each slot; what stands right of it says symbol and year
WORDS = {
    NUMBER: re.compile(r"Số(?P<left>:)\s*(?P<printed>\d*)\s*(?P<right>/)[^\W\d_][^\s/]*"),
    DAY: re.compile(r"ngà(?P<left>y)\s*(?P<printed>\d*)\s*(?P<right>t)háng\s*\d*\s*năm\s*\d{4}"),
    MONTH: re.compile(r"thán(?P<left>g)\s*(?P<printed>\d*)\s*(?P<right>n)ăm\s*\d{4}"),
}
#: by how much bookmark and printed words may differ, in points
TOLERANCE = 1.0
#: a blank of Times New Roman, and the narrowest slot, two digits, as shares of the size
BLANK = 0.25
NARROWEST = 1.0
#: the narrowest place for a signature, in points
NARROWEST_SIGNATURE = 60.0


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place in a line of text, in points from the lower left corner of the page."""

    #: from 0
    page: int
    x0: float
    x1: float
    baseline: float
    #: of the letters beside it, in points
    size: float
    #: whether they are italic, as the date line is (Phụ lục I, II.4c)
    italic: bool
    #: digits that are there already; "" for a blank slot
    printed: str


@dataclass(frozen=True, kw_only=True)
class SignaturePlace:
    """The line between the signer's title and name, in points from the lower left corner of the page."""

    page: int
    x0: float
    x1: float
    #: upper edge of the line
    top: float


@dataclass(frozen=True, kw_only=True)
class Slots:
    """All places of one document."""

    #: by field name: number, day, month
    fields: Mapping[str, Slot]
    signature: SignaturePlace
    #: what follows the number, "/KH-VPUBND"
    symbol: str
    year: int

    @property
    def known_date(self) -> str:
        """As much of the date as is printed, in the manner of XMP: "2022", "2022-09", "2022-09-05"."""
        printed = (self.fields[MONTH].printed, self.fields[DAY].printed)
        known = printed if all(printed) else printed[:1] if printed[0] else ()
        return "-".join([str(self.year), *(f"{int(part):02d}" for part in known)])

    @property
    def known_symbol(self) -> str:
        """The symbol with the number, where that is printed."""
        return self.fields[NUMBER].printed + self.symbol


@dataclass(frozen=True)
class _Mark:
    page: int
    x: float
    y: float


def find_slots(document: pikepdf.Pdf, pdf: bytes) -> Slots:
    """Find the slots of `document`, whose bytes are `pdf`; raises `SlotsUncertain` naming what to mend in Word."""
    marks = _bookmarks(document)
    page = marks["slotsoA"].page if "slotsoA" in marks else 0
    with opened(pdf) as text:
        line, words = _heading(page_lines(text, page))
    gaps = {name: _gap(line, match, page) for name, match in words.items()}
    _check_printed({name: gap.printed for name, gap in gaps.items()})
    return Slots(
        fields={name: _settle(gap, marks, BOOKMARKS[name]) for name, gap in gaps.items()},
        signature=_signature_place(marks),
        symbol=nfc(_right_of(words[NUMBER])),
        year=int(_right_of(words[MONTH])[-4:]),
    )


def _bookmarks(document: pikepdf.Pdf) -> dict[str, _Mark]:
    """The named destinations that mark slots; LibreOffice keeps them in a dictionary of the catalogue."""
    pages = {page.obj.objgen: index for index, page in enumerate(document.pages)}
    named: Any = document.Root.get("/Dests", {})
    found = {}
    for name, target in named.items():
        if name.startswith("/slot") and isinstance(target, pikepdf.Array) and target[1] == pikepdf.Name.XYZ:
            page, _kind, x, y, *_zoom = target
            found[name[1:]] = _Mark(pages[page.objgen], float(x), float(y))
    return found


def _heading(lines: list[Line]) -> tuple[Line, dict[str, re.Match[str]]]:
    """The line that holds number and date, and the words around each slot."""
    for line in lines:
        words = {name: pattern.search(line.text) for name, pattern in WORDS.items()}
        if all(words.values()):
            return line, {name: match for name, match in words.items() if match}
    raise SlotsUncertain(
        problem=_("the line with “Số: …/…” on the left and “…, ngày … tháng … năm …” on the right was not found")
    )


def _right_of(match: re.Match[str]) -> str:
    return match.string[match.start("right") : match.end()]


def _gap(line: Line, match: re.Match[str], page: int) -> Slot:
    """The slot as the printed words show it, from the end of the word on the left to the word on the right."""
    left, right = line.glyph(match.start("left")), line.glyph(match.start("right"))
    return Slot(
        page=page,
        x0=left.x1,
        x1=right.x0,
        baseline=left.baseline,
        size=left.size,
        italic=left.italic,
        printed=match["printed"],
    )


def _check_printed(printed: Mapping[str, str]) -> None:
    """Raise `SlotsUncertain` where digits that are printed already are not those the document will be issued with."""
    for name, digits in printed.items():
        if digits and digits != WRITTEN[name](int(digits)):
            raise SlotsUncertain(
                problem=_("“{printed}” is to be written “{right}”").format(
                    printed=digits, right=WRITTEN[name](int(digits))
                )
            )
    if printed[DAY] and not printed[MONTH]:
        raise SlotsUncertain(problem=_("the day is printed, the month is not"))


def _settle(gap: Slot, marks: Mapping[str, _Mark], bookmark: str) -> Slot:
    """The slot between the bookmarks if they agree with `gap`, or within `gap` when there are no bookmarks."""
    if gap.printed:
        return gap
    first, second = marks.get(f"{bookmark}A"), marks.get(f"{bookmark}B")
    blank = BLANK * gap.size
    if first is None or second is None:
        x0, x1 = gap.x0 + blank, gap.x1 - (0 if bookmark == BOOKMARKS[NUMBER] else blank)
    else:
        _check(gap, first, second, bookmark)
        x0, x1 = first.x, second.x
    if x1 - x0 < NARROWEST * gap.size:
        raise SlotsUncertain(problem=_slot_problem(_("the blank at “{place}” is too narrow"), bookmark))
    return Slot(
        page=gap.page, x0=x0, x1=x1, baseline=gap.baseline, size=gap.size, italic=gap.italic, printed=gap.printed
    )


def _check(gap: Slot, first: _Mark, second: _Mark, bookmark: str) -> None:
    """Raise `SlotsUncertain` unless both bookmarks lie at the edges of `gap`; a blank may stand before each."""
    reach = BLANK * gap.size + TOLERANCE
    agree = (
        first.page == second.page == gap.page
        and -TOLERANCE <= first.x - gap.x0 <= reach
        and -TOLERANCE <= gap.x1 - second.x <= reach
        and all(0 <= mark.y - gap.baseline <= 2 * gap.size for mark in (first, second))
    )
    if not agree:
        raise SlotsUncertain(
            problem=_slot_problem(_("the bookmarks at “{place}” are not where the blank is"), bookmark)
        )


def _slot_problem(sentence: str, bookmark: str) -> str:
    places = {"slotso": "Số: …/", "slotngay": "ngày … tháng", "slotthang": "tháng … năm"}
    return sentence.format(place=places[bookmark])


def _signature_place(marks: Mapping[str, _Mark]) -> SignaturePlace:
    first, second = marks.get(f"{SIGNATURE_BOOKMARK}A"), marks.get(f"{SIGNATURE_BOOKMARK}B")
    if first is None or second is None:
        raise SlotsUncertain(
            problem=_("the bookmarks slotkyA and slotkyB between the signer's title and name are lost")
        )
    if first.page != second.page or abs(first.y - second.y) > TOLERANCE or second.x - first.x < NARROWEST_SIGNATURE:
        raise SlotsUncertain(problem=_("the blank line between the signer's title and name is too short"))
    return SignaturePlace(page=first.page, x0=first.x, x1=second.x, top=first.y)
