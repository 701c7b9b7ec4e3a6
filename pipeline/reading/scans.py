"""Scanned papers that were printed here: pictures of pages, known by the DataMatrix in their bottom margin.

Only the two margins of a page are looked at, the lower one and, for pages lying upside down, the upper one: a mark is
14 mm wide, and a whole page takes ten times as long. Runs in the reading process, like every look at a file handed in.
"""

from __future__ import annotations

import contextlib
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


def read_scan(data: bytes) -> Scan | None:
    """The marks in a PDF of which every page is a picture; None for any other file.

    Text that a scanner's own recognition laid over the pictures does not count.
    """
    import pypdfium2

    try:
        with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
            if not 0 < len(document) <= MAX_PAGES or not all(_is_picture(page) for page in document):
                return None
            marks = [mark for page in document for mark in _marks(page)]
            return Scan(pages=len(document), marks=tuple(dict.fromkeys(marks)))
    except pypdfium2.PdfiumError:
        return None


def _is_picture(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 has no types
    """Whether pictures cover the page; some scanners cut it into strips."""
    import pypdfium2.raw as pdfium

    pictures = [picture.get_bounds() for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
    covered = sum((right - left) * (top - bottom) for left, bottom, right, top in pictures)
    return bool(covered >= WHOLE_PAGE * page.get_width() * page.get_height())


def _marks(page: Any) -> list[str]:  # noqa: ANN401
    for resolution in RESOLUTIONS:
        found = [mark for margin in _margins(page, resolution) for mark in _decoded(margin)]
        if found:
            return found
    return []


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
