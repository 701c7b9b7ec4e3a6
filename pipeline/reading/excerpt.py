"""What stands on the paper where a value was read, for the eyes of a person: a picture, or lines of text.

Pages of a PDF are drawn, scanned and photographed pages laid flat as they were read, and the place is framed. Word and
Excel have no pages; their place is shown as the lines around it. Runs in a reading process: files are hostile.
"""

from __future__ import annotations

import contextlib
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.reading.model import Block, Control, Line, Medium, Place

if TYPE_CHECKING:
    from PIL import Image

#: dots an inch of the pictures
DPI = 150
#: points around the box: what the label says stands left of it or above
BEFORE, BEHIND, AROUND = 170.0, 60.0, 22.0
#: lines shown before and behind the one that holds the value, and how much of each
LINES, LONGEST = 2, 200
_FRAME = (200, 30, 30)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The place of one value. Both are empty where the file does not tell the place, or it cannot be shown."""

    png: bytes | None = None
    lines: tuple[str, ...] = ()
    #: which of the lines holds the value
    marked: int = 0


NOTHING = Excerpt()


def excerpts(data: bytes, medium: Medium, places: Sequence[Mapping[str, Any] | None]) -> list[Excerpt]:
    """The excerpts at `places` (as contract §1 writes them), in their order, of a file that was read as `medium`."""
    if medium in (Medium.DOCX, Medium.XLSX):
        rows = list(_rows(data))
        return [_lines(rows, place) for place in places]
    if medium is Medium.DOC:
        return [NOTHING for _place in places]  # it was read from a conversion that is not kept
    wanted = {place["page"] for place in places if place and _on_page(place)}
    flat = wanted if medium in (Medium.SCAN, Medium.PHOTO) else wanted & _pictures_among(data)
    shown: dict[int, Excerpt] = {}
    for number, page in itertools.chain(_drawn(data, wanted - flat), _laid_flat(data, flat)):
        for index, place in enumerate(places):
            if place and _on_page(place) and place["page"] == number:
                shown[index] = _cropped(page, place["box"])
    return [shown.get(index, NOTHING) for index in range(len(places))]


# Pages


def _on_page(place: Mapping[str, Any]) -> bool:
    return bool(place.get("page") and place.get("box"))


def _pictures_among(data: bytes) -> set[int]:
    """The pages of a PDF that were read as pictures, beside others whose text was read."""
    from pipeline.reading.reader import read_content

    return set(read_content(data).pictures)


def _drawn(data: bytes, wanted: set[int]) -> Iterator[tuple[int, Image.Image]]:
    import pypdfium2

    if not wanted:
        return
    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        document.init_forms()
        for number in sorted(wanted):
            if number <= len(document):
                yield number, document[number - 1].render(scale=DPI / 72).to_pil().convert("RGB")


def _laid_flat(data: bytes, wanted: set[int]) -> Iterator[tuple[int, Image.Image]]:
    if not wanted:
        return
    from PIL import Image

    from pipeline.reading.picture.page import upright
    from pipeline.reading.picture.page.sources import pictures

    for picture in pictures(data, wanted):
        page = Image.fromarray(upright.lay_flat(picture).grey)
        size = (round(page.width * DPI / upright.DPI), round(page.height * DPI / upright.DPI))
        yield picture.number, page.resize(size, Image.Resampling.LANCZOS).convert("RGB")


def _cropped(page: Image.Image, box: Sequence[float]) -> Excerpt:
    from PIL import ImageDraw

    scale = DPI / 72
    x0, y0, x1, y1 = box
    left, top = max(0, round((x0 - BEFORE) * scale)), max(0, round((y0 - AROUND) * scale))
    right, bottom = min(page.width, round((x1 + BEHIND) * scale)), min(page.height, round((y1 + AROUND) * scale))
    if left >= right or top >= bottom:
        return NOTHING
    crop = page.crop((left, top, right, bottom))
    frame = (x0 * scale - left - 4, y0 * scale - top - 4, x1 * scale - left + 4, y1 * scale - top + 4)
    ImageDraw.Draw(crop).rectangle(frame, outline=_FRAME, width=2)
    stream = io.BytesIO()
    crop.save(stream, "PNG", optimize=True)
    return Excerpt(png=stream.getvalue())


# Lines


@dataclass(frozen=True, slots=True)
class _Row:
    """One paragraph, or one row of a table, with the places that stand in it."""

    text: str
    places: tuple[Place, ...]


def _rows(data: bytes) -> Iterator[_Row]:
    from pipeline.reading.reader import read_content

    for block in read_content(data).blocks:
        yield from _rows_of(block)


def _rows_of(block: Block) -> Iterator[_Row]:
    if isinstance(block, Line):
        yield _Row(block.text, (block.place, *(span.place for span in block.spans)))
    elif isinstance(block, Control):
        yield _Row(f"{block.label or block.title or block.name}: {block.value or ''}", (block.place,))
    else:
        for number in range(block.rows):
            cells = [cell for cell in block.cells if cell.row == number]
            places = [cell.place for cell in cells] + [line.place for cell in cells for line in cell.lines]
            yield _Row(" | ".join(" ".join(cell.text.split()) for cell in cells), tuple(places))


def _lines(rows: Sequence[_Row], place: Mapping[str, Any] | None) -> Excerpt:
    found = next((number for number, row in enumerate(rows) if place and _stands_in(row, place)), None)
    if found is None:
        return NOTHING
    first = max(0, found - LINES)
    shown = [" ".join(row.text.split())[:LONGEST] for row in rows[first : found + LINES + 1]]
    return Excerpt(lines=tuple(shown), marked=found - first)


def _stands_in(row: _Row, place: Mapping[str, Any]) -> bool:
    return any(candidate.as_json() == place for candidate in row.places)
