"""The pages of a PDF for the eye: the letters in the order in which they are drawn, and a picture of each page.

Areas are (left, top, right, bottom) in points from the upper left corner of a page; pages are counted from 1.
"""

from __future__ import annotations

import functools
import io
import itertools
import unicodedata
from array import array
from collections.abc import Callable, Iterator
from ctypes import c_double
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import DamagedFile

Area = tuple[float, float, float, float]

#: dots an inch of the pictures, and the most dots on a side: a file may claim a page of five metres
DPI = 90
LONGEST = 2000
#: tones a picture is reduced to: enough for text and stamps, at a third of the bytes
TONES = 32
#: letters on one line further apart than this share of their height belong to different words at least
APART = 0.6
#: baselines this close are one line, in points
SAME_LINE = 2.0


def plain(text: str) -> str:
    """The letters and digits of `text`, their marks taken apart: what stays the same between a file and its print."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if sign.isalnum() or unicodedata.combining(sign))


_plain_sign = functools.lru_cache(maxsize=4096)(plain)


class Sheets:
    """An open PDF, to be closed; raises `DamagedFile` for what is none."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise DamagedFile from error
        self.sizes: list[tuple[float, float]] = [
            self._document.get_page_size(place) for place in range(len(self._document))
        ]
        self._open: tuple[int, Any, Any] | None = None  # the page last asked for, and its text

    def __enter__(self) -> Sheets:
        return self

    def __exit__(self, *_error: object) -> None:
        self._document.close()  # and what is open of it

    def is_straight(self, number: int) -> bool:
        """Whether the page is shown as its letters are measured: neither turned nor cropped."""
        page = self._page(number)[0]
        left, bottom, _right, _top = page.get_bbox()
        return bool(page.get_rotation() == 0 and abs(left) < 1 and abs(bottom) < 1)

    def picture(self, number: int) -> bytes:
        """The page as a PNG."""
        scale = min(DPI / 72, LONGEST / max(self.sizes[number - 1]))
        picture = self._page(number)[0].render(scale=scale).to_pil().convert("RGB").quantize(TONES)
        stream = io.BytesIO()
        picture.save(stream, "PNG", optimize=True)
        return stream.getvalue()

    def letters(self) -> Letters:
        """Everything drawn as text."""
        letters = Letters(self)
        for number in range(1, len(self.sizes) + 1):
            for sign, text, height in self._signs(number):
                letters.add(text, number, sign, height)
        return letters

    def area(self, number: int, sign: int) -> Area:
        """Where a sign of a page stands, as tall as its font."""
        left, bottom, right, top = self._page(number)[1].get_charbox(sign, loose=True)
        height = self.sizes[number - 1][1]
        return left, height - top, right, height - bottom

    def _signs(self, number: int) -> Iterator[tuple[int, str, float]]:
        """The signs of a page that are letters: their place among all, what they say, how deep their baseline is."""
        from pypdfium2 import raw

        text_page, height = self._page(number)[1], self.sizes[number - 1][1]
        x, y = c_double(), c_double()
        for sign in range(text_page.count_chars()):
            text = _plain_sign(chr(raw.FPDFText_GetUnicode(text_page, sign)))
            if text:
                raw.FPDFText_GetCharOrigin(text_page, sign, x, y)
                yield sign, text, height - y.value

    def _page(self, number: int) -> tuple[Any, Any]:
        if self._open is None or self._open[0] != number:
            if self._open is not None:
                self._open[2].close()
                self._open[1].close()
            page = self._document[number - 1]
            self._open = number, page, page.get_textpage()
        return self._open[1:]


@dataclass
class Letters:
    """Letters and digits in the order in which they are drawn; blanks and signs are left out."""

    sheets: Sheets
    _parts: list[str] = field(default_factory=list)
    _pages: array[int] = field(default_factory=lambda: array("L"))
    _signs: array[int] = field(default_factory=lambda: array("L"))
    _heights: array[float] = field(default_factory=lambda: array("f"))

    @functools.cached_property
    def text(self) -> str:
        """All of them; a letter with marks takes several places."""
        return "".join(self._parts)

    def add(self, text: str, page: int, sign: int, height: float) -> None:
        """Append one sign of a page, `height` under its upper edge."""
        self._parts.extend(text)
        for _part in text:
            self._pages.append(page)
            self._signs.append(sign)
            self._heights.append(height)

    def chosen(self, wanted: Callable[[int, float], bool]) -> Letters:
        """Those whose page and depth on it are `wanted`."""
        letters = Letters(self.sheets)
        for letter in zip(self._parts, self._pages, self._signs, self._heights, strict=True):
            if wanted(letter[1], letter[3]):
                letters.add(*letter)
        return letters

    def page(self, place: int) -> int:
        """The page of the letter at a place of `text`."""
        return self._pages[place]

    def on_page(self, number: int) -> tuple[int, int]:
        """Where in `text` a page begins and ends."""
        places = [place for place, page in enumerate(self._pages) if page == number]
        return (places[0], places[-1] + 1) if places else (0, 0)

    def areas(self, start: int, end: int) -> Iterator[tuple[int, Area]]:
        """What the letters from `start` to `end` cover, page by page."""
        signs = sorted({(self._pages[place], self._signs[place]) for place in range(start, end)})
        for page, group in itertools.groupby(signs, key=lambda sign: sign[0]):
            lefts, tops, rights, bottoms = zip(*(self.sheets.area(page, sign) for _page, sign in group), strict=True)
            yield page, (min(lefts), min(tops), max(rights), max(bottoms))

    def are_parted(self, place: int) -> bool:
        """Whether a line, a page or a wide gap ends between the letter before `place` and the one at it."""
        if place in (0, len(self._pages)) or self._pages[place - 1] != self._pages[place]:
            return True
        if abs(self._heights[place - 1] - self._heights[place]) > SAME_LINE:
            return True
        if self._signs[place - 1] == self._signs[place]:
            return False
        before = self.sheets.area(self._pages[place], self._signs[place - 1])
        behind = self.sheets.area(self._pages[place], self._signs[place])
        return abs(behind[0] - before[2]) > APART * (behind[3] - behind[1])
