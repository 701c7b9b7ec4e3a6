"""A feed of paper: its pages one after the other, each form found, in order, none merged, none lost.

Sheets of our own blank are known by their codes, which also put them back in order; all other pages go to the reader
of free layouts. A page is read while its picture is in memory and remembered by what was found on it only.

What the reader of free layouts (`free`) provides:

    free.read_page(sheet: Sheet) -> FreePage                                   # remembers words and boxes, no pixels
    free.forms_of(pages: Sequence[FreePage], lexicon: Lexicon) -> list[FormReading]   # of pages lying together
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby

from pipeline.reading.compose import Raws, nomination, registration
from pipeline.reading.lists import Lists
from pipeline.reading.model import FormReading
from pipeline.reading.picture import trust
from pipeline.reading.picture.own import OwnPage
from pipeline.reading.raw import Raw

NOMINATION = "TD-02"


def forms_of_own(pages: Sequence[OwnPage], lists: Lists) -> list[FormReading]:
    """The forms of sheets of ours that lie together, in their order."""
    forms = []
    for _kind, run in groupby(pages, key=lambda page: (page.mark.form, page.mark.version)):
        forms += [_form(sheets, lists) for sheets in copies(list(run))]
    return forms


def copies(pages: Sequence[OwnPage]) -> list[list[OwnPage]]:
    """Sheets of one kind parted into copies of the form: as few as possible, as much in order as possible.

    No copy has two sheets of the same number. A stack fed in backwards gives the same copies as one fed in forwards;
    where a sheet is missing, sheets in their order belong together sooner than others.
    """
    best: list[tuple[int, int, list[list[OwnPage]]]] = [(0, 0, [])]
    for end in range(1, len(pages) + 1):
        found = []
        for start in range(end):
            sheet = list(pages[start:end])
            numbers = [page.mark.page for page in sheet]
            if len(set(numbers)) == len(numbers):
                count, turned, parted = best[start]
                found.append((count + 1, turned + _inversions(numbers), [*parted, sheet]))
        best.append(min(found, key=lambda each: each[:2]))
    return [sorted(sheet, key=lambda page: page.mark.page) for sheet in best[-1][2]]


def _inversions(numbers: Sequence[int]) -> int:
    return sum(one > other for one, other in combinations(numbers, 2))


def _form(sheets: Sequence[OwnPage], lists: Lists) -> FormReading:
    raws: Raws = {key: list(found) for page in sheets for key, found in page.fields.items()}
    numbers = tuple(sorted(page.number for page in sheets))
    if sheets[0].mark.form == NOMINATION:
        return nomination(raws, lists, numbers, settle=trust.settle)
    people, collectives = (list(_rows(sheets, table)) for table in ("ca_nhan", "tap_the"))
    return registration(raws, people, collectives, lists, pages=numbers, settle=trust.settle)


def _rows(sheets: Sequence[OwnPage], table: str) -> Iterator[list[Raw]]:
    """The rows of a table in which something is written, from the top."""
    found = {row: raws for page in sheets for (name, row), raws in page.rows.items() if name == table}
    for row in sorted(found):
        yield found[row]
