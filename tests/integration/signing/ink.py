"""Measuring what is drawn into a slot: the ink on the page, and what the typeface itself says it must be."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

#: dots a point, and how far around the slot is looked for ink that has left it
SCALE, AROUND = 12, 20
DARK = 100
FACES = Path("/usr/share/fonts/truetype/liberation2")


@dataclass(frozen=True)
class Ink:
    """In points from the left and lower edge of the page: the slot, and the ink that is new in and around it."""

    slot: tuple[float, float, float, float]
    box: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def is_inside(self) -> bool:
        """But for the width of one dot, which belongs to both sides of an edge."""
        dot = 1 / SCALE
        x0, y0, x1, y1 = self.slot
        return (
            x0 - dot <= self.box[0] and y0 - dot <= self.box[1] and self.box[2] <= x1 + dot and self.box[3] <= y1 + dot
        )


def ink_of(field: str, before: bytes, after: bytes) -> Ink:
    """What is drawn for `field` on the first page of `after` and not on that of `before`."""
    slot = _slot(after, field)
    old, new = _page(before), _page(after)
    height = new.height / SCALE
    around = (slot[0] - AROUND, height - slot[3] - AROUND, slot[2] + AROUND, height - slot[1] + AROUND)
    crop = tuple(round(edge * SCALE) for edge in around)
    changed = ImageChops.difference(old.crop(crop), new.crop(crop)).point(lambda shade: 255 if shade > DARK else 0)
    box = changed.getbbox()
    assert box is not None, f"nothing is drawn for {field}"
    left, top, right, bottom = (edge / SCALE for edge in box)
    drawn = (around[0] + left, height - around[1] - bottom, around[0] + right, height - around[1] - top)
    return Ink(slot=slot, box=drawn)


def ink_due(text: str, size: float, *, italic: bool) -> float:
    """How wide the ink of `text` is in Liberation Serif: its advances, less what is blank before and behind it."""
    with TTFont(FACES / f"LiberationSerif-{'Italic' if italic else 'Regular'}.ttf") as font:
        names, glyphs, advances = font.getBestCmap(), font["glyf"], font["hmtx"]
        first, last = names[ord(text[0])], names[ord(text[-1])]
        total = sum(advances[names[ord(letter)]][0] for letter in text)
        blank = glyphs[first].xMin + advances[last][0] - glyphs[last].xMax
        return (total - blank) * size / font["head"].unitsPerEm


def _slot(pdf: bytes, field: str) -> tuple[float, float, float, float]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for entry in document.Root.AcroForm.Fields:
            if str(entry.T) == field:
                x0, y0, x1, y1 = (float(edge) for edge in entry.Rect)
                return x0, y0, x1, y1
    raise AssertionError(field)


def _page(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        page = document[0]
        picture = page.render(scale=SCALE, may_draw_forms=True).to_pil().convert("L")
        page.close()
    return picture
