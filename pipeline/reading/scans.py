"""Scanned papers that were printed here: pictures of pages, known by the DataMatrix in their bottom margin.

Only the two margins of a page are looked at, the lower one and, for pages lying upside down, the upper one: a mark is
14 mm wide, and a whole page takes ten times as long. Runs in the reading process, like every look at a file handed in.
"""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: dots an inch a margin is drawn at, the second where the first shows nothing
RESOLUTIONS = (200, 300)
#: how much of a page's height is looked at, at either end: the mark with its margin, and a crooked sheet's lee way
MARGIN = 0.16
#: of a page, the least that pictures must cover to be the picture of that page
WHOLE_PAGE = 0.8
#: papers are short; a longer file is no routing slip with its document
MAX_PAGES = 60
#: longer than any mark written here
MAX_MARK = 80


@dataclass(frozen=True, slots=True)
class Scan:
    """Pictures of pages and what their marks say, in the order of the pages; most forms have none."""

    pages: int
    marks: tuple[str, ...]
    #: the page each mark was read on, from 0
    where: tuple[int, ...] = ()
    #: the pages that lie upside down by their marks, from 0
    turned: tuple[int, ...] = ()


def read_scan(data: bytes) -> Scan | None:
    """The marks in a PDF of which every page is a picture; None for any other file.

    Text that a scanner's own recognition laid over the pictures does not count. None, too, on a machine without
    zxing-cpp (`pip install vanthu[sign]`), where nothing is printed to be signed.
    """
    import pypdfium2

    if importlib.util.find_spec("zxingcpp") is None:
        return None

    try:
        with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
            if not 0 < len(document) <= MAX_PAGES or not all(_is_picture(page) for page in document):
                return None
            pages = [_marks(page) for page in document]
    except pypdfium2.PdfiumError:
        return None
    where = {mark: number for number, (found, _turned) in reversed(list(enumerate(pages))) for mark in found}
    marks = tuple(dict.fromkeys(mark for found, _turned in pages for mark in found))
    turned = tuple(number for number, (_found, turned) in enumerate(pages) if turned)
    return Scan(pages=len(pages), marks=marks, where=tuple(where[mark] for mark in marks), turned=turned)


def _is_picture(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 has no types
    """Whether pictures cover the page; some scanners cut it into strips."""
    import pypdfium2.raw as pdfium

    pictures = [picture.get_bounds() for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
    covered = sum((right - left) * (top - bottom) for left, bottom, right, top in pictures)
    return bool(covered >= WHOLE_PAGE * page.get_width() * page.get_height())


def _marks(page: Any) -> tuple[list[str], bool]:  # noqa: ANN401
    """What the marks of a page say, and whether they stand in its upper margin."""
    for resolution in RESOLUTIONS:
        for margin, turned in zip(_margins(page, resolution), (False, True), strict=True):
            found = _decoded(margin)
            if found:
                return found, turned
    return [], False


def _margins(page: Any, resolution: int) -> Iterator[Any]:  # noqa: ANN401
    """The lower and the upper margin as pictures in shades of grey."""
    rest = (1 - MARGIN) * page.get_height()
    for crop in ((0, 0, 0, rest), (0, rest, 0, 0)):
        bitmap = page.render(scale=resolution / 72, crop=crop, grayscale=True)
        yield bitmap.to_pil()
        bitmap.close()


def _decoded(picture: Any) -> list[str]:  # noqa: ANN401
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix))
    return [code.text for code in found if 0 < len(code.text) <= MAX_MARK]
