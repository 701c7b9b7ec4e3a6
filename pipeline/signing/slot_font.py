"""The font of the slots: digits, capitals and `/-` of the document's own typeface, embedded before anybody signs.

A viewer or signing tool that writes number and day with a font of its own makes the file unfit for archiving, so the
font is in the prepared document already and the shapes of its glyphs are covered by the first signature. It is a plain
TrueType font in WinAnsi encoding, its widths in thousandths of an em as PDF wants them (pyHanko's own fonts take the
units of the font file and draw digits twice as far apart).
"""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from pipeline.errors import MissingPart
from pipeline.messages import _

#: what a number, a day or a month is written with
CHARACTERS = "-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST, LAST = ord(CHARACTERS[0]), ord(CHARACTERS[-1])
FACES = {False: "Regular", True: "Italic"}
#: the free metric twins of Times New Roman that documents are set in, best first
FAMILIES = ("LiberationSerif", "Tinos")
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.local/share/fonts"), Path("~/.fonts"))
NONSYMBOLIC, SERIF, ITALIC = 1 << 5, 1 << 1, 1 << 6
#: how far the letters of the two families reach below the baseline, as a share of the size
DESCENT = 0.216
HEIGHT = 1.107


@dataclass(frozen=True, kw_only=True)
class SlotFont:
    """A subset of one face."""

    name: str
    #: the TrueType file
    data: bytes
    #: by character, in thousandths of the size
    widths: Mapping[str, int]
    italic: bool
    #: ascent, descent, cap height and slant as the font descriptor wants them
    ascent: int
    descent: int
    cap_height: int
    slant: float
    box: tuple[int, int, int, int]

    @property
    def resource(self) -> str:
        """Its name in the resources of a form."""
        return "SlotItalic" if self.italic else "Slot"

    def embed(self, document: pikepdf.Pdf) -> pikepdf.Object:
        """Put the font into `document` and return its dictionary."""
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + self.name),
            Flags=NONSYMBOLIC | SERIF | (ITALIC if self.italic else 0),
            FontBBox=Array(self.box),
            ItalicAngle=self.slant,
            Ascent=self.ascent,
            Descent=self.descent,
            CapHeight=self.cap_height,
            StemV=80,
            FontFile2=document.make_indirect(document.make_stream(self.data, Length1=len(self.data))),
        )
        return document.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.TrueType,
                BaseFont=Name("/" + self.name),
                FirstChar=FIRST,
                LastChar=LAST,
                Widths=Array([self.widths.get(chr(code), 0) for code in range(FIRST, LAST + 1)]),
                Encoding=Name.WinAnsiEncoding,
                FontDescriptor=document.make_indirect(descriptor),
            )
        )


@functools.cache
def slot_font(*, italic: bool) -> SlotFont:
    """The slot font, upright or italic; raises `MissingPart` where the machine has none of the families."""
    with TTFont(_font_file(FACES[italic])) as font:
        family = str(font["name"].getDebugName(6))
        _cut(font)
        scale = 1000 / font["head"].unitsPerEm
        advances, names = font["hmtx"], font.getBestCmap()
        head, os2 = font["head"], font["OS/2"]
        stream = io.BytesIO()
        font.save(stream)
        return SlotFont(
            name=f"SLOTAA+{family}",
            data=stream.getvalue(),
            widths={letter: round(advances[names[ord(letter)]][0] * scale) for letter in CHARACTERS},
            italic=italic,
            ascent=round(os2.sTypoAscender * scale),
            descent=round(os2.sTypoDescender * scale),
            cap_height=round(os2.sCapHeight * scale),
            slant=font["post"].italicAngle,
            box=tuple(round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)),
        )


def text_width(text: str, widths: Mapping[str, int], size: float) -> float:
    """Width of `text` in points; raises `KeyError` for a character the font lacks."""
    return sum(widths[letter] for letter in text) * size / 1000


def _cut(font: TTFont) -> None:
    """Leave only the glyphs of `CHARACTERS` and the tables a PDF needs."""
    options = subset.Options(layout_features=[], name_IDs=[6], notdef_outline=True, hinting=False)
    options.drop_tables += ["FFTM"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)


@functools.cache
def _font_file(face: str) -> Path:
    for family in FAMILIES:
        for folder in FOLDERS:
            # Version 2 of Liberation lies in a folder of its own beside version 1, whose digits are the same.
            for file in sorted(folder.expanduser().rglob(f"{family}-{face}.ttf"), reverse=True):
                return file
    raise MissingPart(part=_("the font Liberation Serif or Tinos"), remedy="apt install fonts-liberation2")
