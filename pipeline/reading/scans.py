"""Scanned papers that were printed here: pictures of pages, known by the DataMatrix in their bottom margin.

A scan is a PDF whose pages are pictures, a TIFF of one or many pages, or a JPEG or PNG. Only the two margins of a page
are looked at, the lower one and, for pages lying upside down, the upper one: a mark is 14 mm wide, and a whole page
takes ten times as long. A picture by itself may be a photograph, on which the page lies anywhere: it is looked at
whole, when its margins show nothing. Runs in the reading process, like every look at a file handed in.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import FileRefused

if TYPE_CHECKING:
    from PIL.Image import Image

    from pipeline.reading.picture.page.sources import Picture

#: what is printed on papers of ours, and on nothing else that we know of
MARK = re.compile(r"VT(?P<document>\d{1,9})\.(?P<revision>\d{1,6})\.(?P<page>\d{1,4})\.(?P<check>[0-9A-F]{8})")

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
#: pages looked at before anybody looks for a form: the slip, and the first page of the document
LOOKED_AT = 2
#: some tools put a few bytes before the head of a PDF
PDF_WITHIN = 1_029


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
    """The marks in a scan; None for any other file.

    Text that a scanner's own recognition laid over the pictures does not count. None, too, on a machine without
    zxing-cpp (`pip install vanthu[sign]`), where nothing is printed to be signed.
    """
    return _scan(data, MAX_PAGES)


def marked_scan(data: bytes) -> Scan | None:
    """The marks in a scan whose first pages bear one of ours; nobody need look for a form in it, page by page."""
    beginning = _scan(data, LOOKED_AT)
    if beginning is None or not any(MARK.fullmatch(mark) for mark in beginning.marks):
        return None
    return read_scan(data)


def is_pdf(data: bytes) -> bool:
    """Whether the scan is a PDF, not a picture."""
    return b"%PDF-" in data[:PDF_WITHIN]


#: what the marks of a page say, and whether they show that it lies upside down
Found = tuple[list[str], bool]


def _scan(data: bytes, most: int) -> Scan | None:
    """The marks on the first `most` pages."""
    if importlib.util.find_spec("zxingcpp") is None:
        return None
    with contextlib.suppress(FileRefused):
        pages = list(itertools.islice(_pdf_pages(data) if is_pdf(data) else _image_pages(data), most))
        return _summary(pages) if pages else None
    return None


def _summary(pages: list[Found]) -> Scan:
    where = {mark: number for number, (found, _turned) in reversed(list(enumerate(pages))) for mark in found}
    marks = tuple(dict.fromkeys(mark for found, _turned in pages for mark in found))
    turned = tuple(number for number, (_found, turned) in enumerate(pages) if turned)
    return Scan(pages=len(pages), marks=marks, where=tuple(where[mark] for mark in marks), turned=turned)


def _pdf_pages(data: bytes) -> Iterator[Found]:
    """Nothing where one of the pages is no picture."""
    from pipeline.reading.pdf_page import opened

    with opened(data) as document:
        if 0 < len(document) <= MAX_PAGES and all(_is_picture(page) for page in document):
            for page in document:
                yield _in_margins(functools.partial(_drawn_margins, page))


def _is_picture(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 has no types
    """Whether pictures cover the page; some scanners cut it into strips."""
    import pypdfium2.raw as pdfium

    pictures = [picture.get_bounds() for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
    covered = sum((right - left) * (top - bottom) for left, bottom, right, top in pictures)
    return bool(covered >= WHOLE_PAGE * page.get_width() * page.get_height())


def _drawn_margins(page: Any, resolution: int) -> Iterator[Image]:  # noqa: ANN401
    """The lower and the upper margin in shades of grey."""
    rest = (1 - MARGIN) * page.get_height()
    for crop in ((0, 0, 0, rest), (0, rest, 0, 0)):
        bitmap = page.render(scale=resolution / 72, crop=crop, grayscale=True)
        yield bitmap.to_pil()
        bitmap.close()


def _image_pages(data: bytes) -> Iterator[Found]:
    """Nothing where what reads pictures is not installed."""
    try:
        from pipeline.reading.picture.page.sources import count_pages, pictures
    except ImportError:
        return
    alone = count_pages(data) == 1
    for picture in pictures(data):
        found = _in_margins(functools.partial(_cut_margins, picture))
        yield found if found[0] or not alone else _anywhere(picture)


def _cut_margins(picture: Picture, resolution: int) -> Iterator[Image]:
    height = picture.pixels.shape[0]
    margin = round(MARGIN * height)
    for first, last in ((height - margin, height), (0, margin)):
        yield _scaled(picture, resolution, first, last)


def _scaled(picture: Picture, resolution: int, first: int, last: int) -> Image:
    """The rows from `first` to `last` at a resolution, in shades of grey."""
    from PIL import Image

    rows = Image.fromarray(picture.grey[first:last])
    scale = resolution / picture.dpi
    return rows.resize((max(1, round(rows.width * scale)), max(1, round(rows.height * scale))))


def _in_margins(margins: Callable[[int], Iterator[Image]]) -> Found:
    for resolution in RESOLUTIONS:
        for margin, turned in zip(margins(resolution), (False, True), strict=True):
            found = [text for text, _place in _decoded(margin)]
            if found:
                return found, turned
    return [], False


def _anywhere(picture: Picture) -> Found:
    """Marks stand at the foot of a page: where the first is in the upper half, the page is upside down."""
    page = _scaled(picture, RESOLUTIONS[-1], 0, picture.pixels.shape[0])
    found = _decoded(page)
    return [text for text, _place in found], bool(found) and found[0][1] < page.height / 2


def _decoded(picture: Image) -> list[tuple[str, int]]:
    """What the codes in a picture say, and how far below its upper edge they stand."""
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix))
    return [(code.text, code.position.top_left.y) for code in found if 0 < len(code.text) <= MAX_MARK]
