"""A feed of paper: its pages one after the other, each form found, in order, none merged, none lost.

Sheets of our own blank are known by their codes, which also put them back in order; all other pages go to the reader
of free layouts (`free`). A page is read while its picture is in memory and remembered by what was found on it only;
empty pages and sheets that part forms are dropped, pages that are no form are named in a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby

import cv2

from pipeline.errors import EmptyPages, NoSuchBlank, UnknownForm
from pipeline.messages import _
from pipeline.reading import blanks
from pipeline.reading.blanks import Key, Mark
from pipeline.reading.compose import Raws, nomination, registration
from pipeline.reading.forms import expected_forms
from pipeline.reading.lists import Lists
from pipeline.reading.model import ABSENT, FileReading, FormReading, Lexicon, Medium, ReadingFinding, Tell, Value
from pipeline.reading.picture.calibration import Origin, calibrated
from pipeline.reading.picture.free import forms as free
from pipeline.reading.picture.own import sheet as own
from pipeline.reading.picture.own.sheet import OwnPage
from pipeline.reading.picture.page import sources
from pipeline.reading.picture.page.upright import Sheet, lay_flat
from pipeline.reading.picture.words import trust
from pipeline.reading.raw import Raw

NOMINATION = "TD-02"


@dataclass(frozen=True, slots=True)
class Strange:
    """A page that is no paper with writing on it; `number` is counted from 1."""

    number: int


Page = OwnPage | free.FreePage | Strange


def read_pictures(
    data: bytes, lexicon: Lexicon, *, pages: Collection[int] | None = None, tell: Tell | None = None
) -> FileReading:
    """Every form on the pictures in `data`; on those numbered `pages` (from 1) where given.

    Raises what `sources.pictures` does, `EmptyPages` when nothing is written on any page, `UnknownForm` when no form
    is recognised, `MissingPart` without Tesseract.
    """
    cv2.setNumThreads(1)  # several files are read at once, each in a process of its own
    lists = Lists(lexicon)
    total = sources.count_pages(data)
    found: list[Page] = []
    photos = 0
    foreign: dict[int, str] = {}
    for done, picture in enumerate(sources.pictures(data, pages), start=1):
        sheet = lay_flat(picture)
        photos += sheet.photo
        if not sheet.is_empty:
            page = _read(sheet, lists) if sheet.is_writing else Strange(sheet.number)
            found.append(page)
            if message := _misplaced(sheet, page):
                foreign[sheet.number] = message
        if tell is not None:
            tell(done, total if pages is None else len(pages))
    if not found:
        raise EmptyPages
    forms = _forms(found, lists)
    if not forms:
        raise UnknownForm(expected=expected_forms())
    medium = Medium.PHOTO if photos else Medium.SCAN
    return FileReading(medium=medium, pages=total, forms=tuple(_with_foreign_codes(forms, foreign)))


def _bears_foreign_code(sheet: Sheet) -> bool:
    """Whether a page bears the code of a blank of ours that it is not: of another office, or put on by mistake."""
    if sheet.mark is not None:
        return not _is_known(sheet)
    return any(Mark.of_payload(code) is not None for code in sheet.codes)


def _misplaced(sheet: Sheet, page: Page) -> str:
    """What to say of a page that was read by its labels although it bears our code, or the line at our foot."""
    if _bears_foreign_code(sheet):
        return _("The code on page {page} is not that of this form; the page was read by its printed labels.")
    if isinstance(page, free.FreePage) and Mark.of_footer(" ".join(word.text for word in page.seen)) is not None:
        return _("Page {page} looks like a sheet of ours whose marks are damaged; it was read by its printed labels.")
    return ""


def _with_foreign_codes(forms: Sequence[FormReading], pages: Mapping[int, str]) -> list[FormReading]:
    """Each form with a finding where one of `pages` is its own, and with nothing believed to be absent there."""
    return [
        _with_misplaced(form, [pages[page].format(page=page) for page in form.pages if page in pages]) for form in forms
    ]


def _with_misplaced(form: FormReading, messages: Sequence[str]) -> FormReading:
    if not messages:
        return form
    findings = (ReadingFinding(rule="R-FORM-04", severity="warn", message=message) for message in messages)
    return replace(
        form,
        fields=_with_absent_doubted(form.fields, messages),
        tables={name: [_with_absent_doubted(row, messages) for row in rows] for name, rows in form.tables.items()},
        findings=(*form.findings, *findings),
    )


def _with_absent_doubted(values: dict[str, Value], messages: Sequence[str]) -> dict[str, Value]:
    """`values` with what was not found under review: on a sheet read in a way it was not made for, it may be there."""
    return {key: trust.doubted(value, *messages) if value.value is None else value for key, value in values.items()}


def _read(sheet: Sheet, lists: Lists) -> Page:
    if sheet.mark is None or not _is_known(sheet):
        return free.read_page(sheet)
    return own.read_page(sheet, lists)


def _is_known(sheet: Sheet) -> bool:
    """Whether we ever printed this sheet; the code of another office may name a version we never had."""
    assert sheet.mark is not None
    try:
        zones = blanks.zone_map(sheet.mark.form, sheet.mark.version)
    except NoSuchBlank:
        return False
    return any(zone["page"] == sheet.mark.page for zone in zones["fields"].values())


def _forms(pages: Sequence[Page], lists: Lists) -> list[FormReading]:
    """The forms of all pages, in the order of their first ones; pages of no form are named in the form before them."""
    forms: list[FormReading] = []
    strange: list[int] = []
    for is_own, run in groupby(pages, key=lambda page: isinstance(page, OwnPage)):
        if is_own:
            ours = forms_of_own([page for page in run if isinstance(page, OwnPage)], lists)
            forms += [calibrated(form, Origin.ZONE) for form in ours]
        else:
            others = list(run)
            found = free.forms_of([page for page in others if isinstance(page, free.FreePage)], lists.lexicon)
            forms += [calibrated(form, Origin.LABEL) for form in found]
            strange += [page.number for page in others if not any(page.number in form.pages for form in found)]
    return _with_strange_pages(forms, strange) if forms else []


def _with_strange_pages(forms: list[FormReading], pages: Sequence[int]) -> list[FormReading]:
    if not pages:
        return forms
    named = ", ".join(map(str, pages))
    message = _("No form was recognised on these pages: {pages}.").format(pages=named)
    finding = ReadingFinding(rule="R-FORM-04", severity="warn", message=message)
    return [replace(forms[0], findings=(*forms[0].findings, finding)), *forms[1:]]


# Sheets of ours


def forms_of_own(pages: Sequence[OwnPage], lists: Lists) -> list[FormReading]:
    """The forms of sheets of ours that lie together, in their order."""
    forms: list[FormReading] = []
    for _kind, run in groupby(pages, key=lambda page: (page.mark.form, page.mark.version)):
        parted = copies(list(run))
        whole = all({page.mark.page for page in sheets} == _sheets_of(sheets[0]) for sheets in parted)
        for sheets in parted:
            form = _with_missing_sheets(_form(sheets, lists), sheets)
            forms.append(form if whole else _with_doubtful_sheets(form, sheets))
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
        form = nomination(raws, lists, numbers, settle=trust.settle)
    else:
        people, collectives = (list(_rows(sheets, table)) for table in ("ca_nhan", "tap_the"))
        form = registration(raws, people, collectives, lists, pages=numbers, settle=trust.settle)
    return form


def _sheets_of(page: OwnPage) -> set[int]:
    """The numbers of all sheets of the form that `page` is one of."""
    zones = blanks.zone_map(page.mark.form, page.mark.version)["fields"].values()
    return {zone["page"] for zone in zones}


def _with_missing_sheets(form: FormReading, sheets: Sequence[OwnPage]) -> FormReading:
    """`form` with everything under review that stands on a sheet of it that was not handed in, or not recognised."""
    missing = _sheets_of(sheets[0]) - {page.mark.page for page in sheets}
    if not missing:
        return form
    why = _("Sheet {sheets} of this form was not found.").format(sheets=", ".join(map(str, sorted(missing))))
    return _doubted(form, sheets[0].mark, missing, why)


def _with_doubtful_sheets(form: FormReading, sheets: Sequence[OwnPage]) -> FormReading:
    """`form`, of several sheets, that lay beside a sheet without its fellows: each may belong to the other."""
    later = {page.mark.page for page in sheets[1:]}
    if not later:
        return form
    named = ", ".join(map(str, form.pages))
    why = _("Sheets are missing beside this form; please look whether pages {pages} belong together.").format(
        pages=named
    )
    return _doubted(form, sheets[0].mark, later, why)


def _doubted(form: FormReading, mark: Mark, sheets: Collection[int], why: str) -> FormReading:
    """`form` with the fields on some of its `sheets` under review, and a finding."""
    zones = blanks.zone_map(mark.form, mark.version)["fields"].items()
    keys = {key for name, zone in zones if zone["page"] in sheets and (key := Key.of(name)) and not key.table}
    unsure = {key.field: trust.doubted(form.fields.get(key.field, ABSENT), why) for key in keys}
    finding = ReadingFinding(rule="R-FORM-04", severity="warn", message=why)
    return replace(form, fields=form.fields | unsure, findings=(*form.findings, finding))


def _rows(sheets: Sequence[OwnPage], table: str) -> Iterator[list[Raw]]:
    """The rows of a table in which something is written, from the top."""
    found = {row: raws for page in sheets for (name, row), raws in page.rows.items() if name == table}
    for row in sorted(found):
        # A signature or a crease across boxes makes nobody a nominee.
        if any(raw.sight is None or not raw.sight.ticks for raw in found[row]):
            yield found[row]
