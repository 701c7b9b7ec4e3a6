"""A document with its number printed, signed by a tool that saves the whole file anew instead of adding to it.

Its bytes are no longer those that were sent, so it is compared object by object: pages with all they show, fields,
bookmarks, structure, everything the catalogue names. A tool may renumber, compress and order objects as it likes;
whatever else it changes is found. Pictures or texts of the pages are not compared, for two files that look and read
alike here may look otherwise elsewhere.

Only for documents in which nothing is filled in any more: there the chief's signature covers all a reader sees.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Name

from pipeline.errors import ReturnedRewritten
from pipeline.messages import _
from pipeline.signing.fields import CHIEF
from pipeline.signing.pdfa import quick_check
from pipeline.signing.returned import signature_of
from pipeline.signing.sealing import Signed
from pipeline.signing.signers import Person
from pipeline.signing.trust import Trust
from pipeline.signing.validation import read_form

#: by how much of itself a fraction may differ
ROUNDING = 1e-6
#: how a stream is stored, which is the tool's own affair
STORAGE = {"/Length", "/Filter", "/DecodeParms"}
#: of the catalogue: compared by itself, or changed by every signature and without effect on what is shown
OF_CATALOGUE = {"/Pages", "/Metadata", "/Perms", "/Version", "/Extensions"}
#: of a page: where it hangs in the tree, and its annotations, which are compared by themselves
OF_PAGE = {"/Parent", "/Annots"}
#: of the chief's field: the signature and how it looks
OF_SIGNATURE = {"/V", "/AP"}


def accept_rewritten(sent: bytes, returned: bytes, signer: Person, trust: Trust, *, at: dt.datetime) -> Signed:
    """Accept `returned`, which is the document `sent` saved anew with the signature of `signer`, as of the time `at`.

    Raises `ReturnedRewritten` where it is another document, any other `ReturnedRefused`, or `ForbidsFilling` when the
    signature leaves no room for the organisation's.
    """
    report, chief = signature_of(returned, signer, trust, at=at)
    if chief.covered != len(returned):
        raise ReturnedRewritten(problem=_("something was added after the signature"))
    if read_form(sent) != (report.fields, report.metadata):
        raise ReturnedRewritten(problem=_("number, day or metadata differ"))
    for problem in _differences(sent, returned):
        raise ReturnedRewritten(problem=problem)
    verdict = quick_check(returned)
    if not verdict.passed:
        raise ReturnedRewritten(problem="; ".join(verdict.problems))
    return Signed(pdf=returned, chief=chief, symbol=report.metadata.symbol, date=report.metadata.issued)


def _differences(sent: bytes, returned: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(sent)) as before, pikepdf.open(io.BytesIO(returned)) as after:
        if len(before.pages) != len(after.pages):
            yield _("it has {there} pages, {sent} were sent").format(there=len(after.pages), sent=len(before.pages))
            return
        for number, (old, new) in enumerate(zip(before.pages, after.pages, strict=True), start=1):
            if not _same(old.obj, new.obj) or not _same(_annotations(old), _annotations(new)):
                yield _("page {page} is not as it was sent").format(page=number)
        if not _same(before.Root, after.Root):
            yield _("fields, bookmarks or structure are not as they were sent")


def _annotations(page: pikepdf.Page) -> Any:  # noqa: ANN401 - pikepdf says no more of its objects
    return page.obj.get("/Annots", pikepdf.Array())


def _same(first: Any, second: Any) -> bool:  # noqa: ANN401
    """Whether two objects of two files are the same with everything they refer to."""
    waiting, met = [(first, second)], set()
    while waiting:
        pair = waiting.pop()
        names = tuple(getattr(one, "objgen", (0, 0)) for one in pair)
        if names in met:
            continue
        if (0, 0) not in names:
            met.add(names)
        inside = _parts(*pair)
        if inside is None:
            return False
        waiting += inside
    return True


def _parts(first: Any, second: Any) -> list[tuple[Any, Any]] | None:  # noqa: ANN401
    """What is still to be compared of two objects; None where they differ in themselves."""
    if isinstance(first, pikepdf.Stream) and isinstance(second, pikepdf.Stream):
        return _entries(first, second, STORAGE) if _data(first) == _data(second) else None
    if isinstance(first, pikepdf.Dictionary) and isinstance(second, pikepdf.Dictionary):
        return _entries(first, second, _passed_over(first))
    if isinstance(first, pikepdf.Array) and isinstance(second, pikepdf.Array):
        return list(zip(first, second, strict=True)) if len(first) == len(second) else None
    if isinstance(first, Decimal) or isinstance(second, Decimal):
        return [] if _as_far_as_written(first, second) else None
    return [] if first == second else None


def _as_far_as_written(first: Any, second: Any) -> bool:  # noqa: ANN401
    """Tools write fractions with as many places as they like; on a page this is a thousandth of a point."""
    return (
        isinstance(first, Decimal | int)
        and isinstance(second, Decimal | int)
        and math.isclose(first, second, rel_tol=ROUNDING)
    )


def _entries(first: Any, second: Any, passed_over: set[str]) -> list[tuple[Any, Any]] | None:  # noqa: ANN401
    keys = set(first.keys()) - passed_over
    if keys != set(second.keys()) - passed_over:
        return None
    return [(first[key], second[key]) for key in keys]


def _passed_over(dictionary: Any) -> set[str]:  # noqa: ANN401
    """The entries of a dictionary of the file sent that a signing tool may change."""
    if dictionary.get("/Type") == Name.Catalog:
        return OF_CATALOGUE
    if dictionary.get("/Type") == Name.Page:
        return OF_PAGE
    if dictionary.get("/FT") == Name.Sig and dictionary.get("/T") == CHIEF:
        return OF_SIGNATURE
    return set()


def _data(stream: Any) -> tuple[bytes, str]:  # noqa: ANN401
    """What a stream holds; a picture, which is not unpacked, with how it is packed."""
    try:
        return stream.read_bytes(), ""
    except pikepdf.PdfError:
        return stream.read_raw_bytes(), str(stream.get("/Filter"))
