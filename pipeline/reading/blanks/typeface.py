"""Liberation Serif, whole, inside a PDF: what viewers draw typed Vietnamese with.

A composite font whose codes are glyph numbers and whose `ToUnicode` leads back to letters (ISO 32000-1, 9.7 and 9.10).
A subset would do for print, but nobody knows today what will be typed tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.reading.blanks.fonts import Style, font, font_file
from pipeline.reading.blanks.objects import Name, dictionary, stream

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import IndirectObject
    from reportlab.pdfbase.ttfonts import TTFontFace

SERIF = 1 << 1
NONSYMBOLIC = 1 << 5

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


def embed(writer: PdfWriter) -> IndirectObject:
    """Put the font into `writer` and return it."""
    face = font(Style.REGULAR).face
    name = Name("LiberationSerif")
    descendant = {
        "Type": Name("Font"),
        "Subtype": Name("CIDFontType2"),
        "BaseFont": name,
        "CIDSystemInfo": {"Registry": "Adobe", "Ordering": "Identity", "Supplement": 0},
        "CIDToGIDMap": Name("Identity"),
        "FontDescriptor": _descriptor(writer, face, name),
        "W": [0, [round(advance * 1000 / face.unitsPerEm) for advance, _bearing in face.hmetrics]],
    }
    composite = {
        "Type": Name("Font"),
        "Subtype": Name("Type0"),
        "BaseFont": name,
        "Encoding": Name("Identity-H"),
        "DescendantFonts": [writer._add_object(dictionary(descendant))],
        "ToUnicode": writer._add_object(stream(_to_unicode(face.charToGlyph))),
    }
    return writer._add_object(dictionary(composite))


def _descriptor(writer: PdfWriter, face: TTFontFace, name: Name) -> IndirectObject:
    program = font_file(Style.REGULAR).read_bytes()
    descriptor = {
        "Type": Name("FontDescriptor"),
        "FontName": name,
        "Flags": SERIF | NONSYMBOLIC,
        "FontBBox": [round(edge) for edge in face.bbox],
        "ItalicAngle": 0,
        "Ascent": round(face.ascent),
        "Descent": round(face.descent),
        "CapHeight": round(face.capHeight),
        "StemV": round(face.stemV),
        "FontFile2": writer._add_object(stream(program, Length1=len(program))),
    }
    return writer._add_object(dictionary(descriptor))


def _to_unicode(glyphs: Mapping[int, int]) -> bytes:
    """The CMap from glyph numbers to letters; where letters share a glyph, the commonest (lowest) one is meant."""
    letters: dict[int, int] = {}
    for letter, glyph in sorted(glyphs.items()):
        letters.setdefault(glyph, letter)
    return "".join([_CMAP_HEAD, *_sections(sorted(letters.items())), _CMAP_FOOT]).encode("ascii")


def _sections(pairs: Sequence[tuple[int, int]]) -> Iterator[str]:
    # A section holds at most 100 pairs.
    for start in range(0, len(pairs), 100):
        some = pairs[start : start + 100]
        lines = (f"<{glyph:04X}> <{chr(letter).encode('utf-16-be').hex().upper()}>" for glyph, letter in some)
        yield f"{len(some)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar\n"
