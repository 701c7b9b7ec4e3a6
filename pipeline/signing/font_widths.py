"""Whether the widths a PDF states for a font are those in the font (ISO 19005-2, 6.2.11.5).

Wrong widths are drawn by some viewers and ignored by others, so nobody notices until the archive refuses the file.
TrueType fonts only: LibreOffice and we embed no other kind.
"""

from __future__ import annotations

import io
import itertools
import logging
from collections.abc import Iterator
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont, TTLibError
from pikepdf import Name

# It remarks on dates and tables that nobody will ever look at in a subset.
logging.getLogger("fontTools").setLevel(logging.ERROR)

#: thousandths of the size
TOLERANCE = 1.0
SYMBOLIC = 1 << 2
#: where symbol fonts keep their codes
PRIVATE = 0xF000


def wrong_widths(font: pikepdf.Dictionary) -> bool:
    """Whether `font`, a TrueType or CIDFontType2 dictionary with its file, states a width that is not its glyph's."""
    descriptor: Any = font.get("/FontDescriptor")
    if "/FontFile2" not in descriptor:
        return False
    try:
        with TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()), lazy=True) as file:
            scale = 1000 / file["head"].unitsPerEm
            names = file.getGlyphOrder()
            advances = file["hmtx"].metrics
            stated = _cid_widths(font) if font.get("/Subtype") == Name.CIDFontType2 else _simple_widths(font, file)
            return any(
                abs(width - advances[names[glyph]][0] * scale) > TOLERANCE
                for glyph, width in stated
                if 0 < glyph < len(names)
            )
    except (TTLibError, KeyError, AssertionError):
        return True


def _simple_widths(font: pikepdf.Dictionary, file: TTFont) -> Iterator[tuple[int, float]]:
    """Glyph number and stated width of each code of a simple font."""
    widths: Any = font.get("/Widths", [])
    first = int(font.get("/FirstChar", 0))
    descriptor: Any = font.get("/FontDescriptor")
    symbolic = bool(int(descriptor.get("/Flags", 0)) & SYMBOLIC)
    for code, width in enumerate(widths, first):
        glyph = _glyph(file, code, symbolic=symbolic)
        if glyph:
            yield glyph, float(width)


def _glyph(file: TTFont, code: int, *, symbolic: bool) -> int:
    """The glyph a code of a simple font shows, 0 for none."""
    tables = {(table.platformID, table.platEncID): table.cmap for table in file["cmap"].tables}
    if symbolic:
        places = [((3, 0), PRIVATE + code), ((3, 0), code), ((1, 0), code)]
    else:
        letter = bytes([code]).decode("cp1252", "replace")
        places = [((3, 1), ord(letter)), ((1, 0), code)]
    for table, place in places:
        name = tables.get(table, {}).get(place)
        if name is not None:
            return int(file.getGlyphID(name))
    return 0


def _cid_widths(font: pikepdf.Dictionary) -> Iterator[tuple[int, float]]:
    """Glyph number and stated width of a CID font whose codes are glyph numbers."""
    if font.get("/CIDToGIDMap", Name.Identity) != Name.Identity:
        return
    entries: Any = iter(font.get("/W", []))
    for first in entries:
        second = next(entries)
        if isinstance(second, pikepdf.Array):
            yield from ((int(first) + index, float(width)) for index, width in enumerate(second))
        else:
            yield from zip(range(int(first), int(second) + 1), itertools.repeat(float(next(entries))))
