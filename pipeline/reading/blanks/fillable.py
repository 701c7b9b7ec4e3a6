"""Fields to click on a printed blank: one widget per zone, exactly over it (ISO 32000-1, 12.7).

Vietnamese typed by a person must show whatever the viewer. So the fields name a font that is inside the file, whole:
viewers draw with it what was typed. A field's name is the zone's key, its tooltip what a person calls it, the "on"
state of a box its option code.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.reading.blanks import typeface
from pipeline.reading.blanks.objects import Name, dictionary, pdf, stream
from pipeline.reading.blanks.sheet import Sheet, Zone, ZoneKind

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter
    from pypdf.generic import ArrayObject, IndirectObject

#: What the fields call their font. PDFium (Chromium, Edge) asks a font of the file for letters beyond Latin-1 only when
#: it goes by the name of a symbol font, and leaves Vietnamese letters out when the system cannot help (its
#: CPDF_BAFontMap); to all other viewers it is a name like any other.
FONT = "Wingdings"

PRINT = 1 << 2  # annotation flag: shown on paper too
MULTILINE = 1 << 12
COMBO = 1 << 17
EDIT = 1 << 18  # a combo box that takes other words than its list


def fillable(printed: bytes, sheets: Sequence[Sheet]) -> bytes:
    """`printed`, the PDF of `sheets`, with a field over every zone; the same bytes every time."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed)))
    writer.pdf_header = "%PDF-1.7"
    tree = _FieldTree(writer)
    for page, sheet in zip(writer.pages, sheets, strict=True):
        widgets = [tree.add(str(zone.key), _widget(writer, zone, sheet.height, page)) for zone in sheet.zones]
        page[NameObject("/Annots")] = pdf(widgets)
        page[NameObject("/Tabs")] = NameObject("/R")
    writer.root_object[NameObject("/AcroForm")] = dictionary(_form(writer, tree.roots))
    filled = io.BytesIO()
    writer.write(filled)
    return filled.getvalue()


class _FieldTree:
    """`ca_nhan[1].ho_ten` hangs below `ca_nhan[1]`: a dot parts the levels of a field's full name."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._nodes: dict[str, tuple[IndirectObject, ArrayObject]] = {}
        self.roots: list[IndirectObject] = []

    def add(self, name: str, widget: dict[str, Any]) -> IndirectObject:
        """Put a field called `name` into the tree; returns it for the page's annotations."""
        parent, _dot, own = name.rpartition(".")
        if not parent:
            field = self._writer._add_object(dictionary({**widget, "T": own}))
            self.roots.append(field)
            return field
        node, kids = self._node(parent)
        field = self._writer._add_object(dictionary({**widget, "T": own, "Parent": node}))
        kids.append(field)
        return field

    def _node(self, name: str) -> tuple[IndirectObject, ArrayObject]:
        from pypdf.generic import ArrayObject

        if name not in self._nodes:
            kids = ArrayObject()
            node = self._writer._add_object(dictionary({"T": name, "Kids": kids}))
            self._nodes[name] = node, kids
            self.roots.append(node)
        return self._nodes[name]


def _widget(writer: PdfWriter, zone: Zone, height: float, page: PageObject) -> dict[str, Any]:
    x0, y0, x1, y1 = zone.box
    return {
        "Type": Name("Annot"),
        "Subtype": Name("Widget"),
        "F": PRINT,
        "P": page.indirect_reference,
        "Rect": [x0, height - y1, x1, height - y0],
        "TU": zone.label,
        **(_check(writer, zone) if zone.kind is ZoneKind.CHECK else _words(zone)),
    }


def _words(zone: Zone) -> dict[str, Any]:
    """A field for words; where there are suggestions, a list one may also write into."""
    if zone.suggestions:
        return {"FT": Name("Ch"), "Ff": COMBO | EDIT, "Opt": list(zone.suggestions), "DA": f"/{FONT} 12 Tf 0 g"}
    if zone.kind is ZoneKind.MULTI:
        return {"FT": Name("Tx"), "Ff": MULTILINE, "DA": f"/{FONT} 11 Tf 0 g"}
    return {"FT": Name("Tx"), "DA": f"/{FONT} 12 Tf 0 g"}


def _check(writer: PdfWriter, zone: Zone) -> dict[str, Any]:
    """A box that shows a cross when on. Its frame is print, not part of the widget."""
    x0, y0, x1, y1 = zone.box
    size = x1 - x0, y1 - y0
    states = {"Off": _appearance(writer, size, b""), zone.key.option: _appearance(writer, size, _cross(*size))}
    return {
        "FT": Name("Btn"),
        "V": Name("Off"),
        "AS": Name("Off"),
        "AP": {"N": states},
        # "8" is the cross of ZapfDingbats, for viewers that draw boxes themselves
        "MK": {"CA": "8"},
        "DA": "/ZaDb 0 Tf 0 g",
    }


def _cross(width: float, height: float) -> bytes:
    low, right, top = 2.5, width - 2.5, height - 2.5
    return f"1.2 w 1 J {low} {low} m {right:.2f} {top:.2f} l {low} {top:.2f} m {right:.2f} {low} l S".encode()


def _appearance(writer: PdfWriter, size: tuple[float, float], content: bytes) -> IndirectObject:
    form = stream(content, Type=Name("XObject"), Subtype=Name("Form"), BBox=[0, 0, *size], Resources={})
    return writer._add_object(form)


def _form(writer: PdfWriter, roots: list[IndirectObject]) -> dict[str, Any]:
    symbols = {"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("ZapfDingbats")}
    return {
        "Fields": roots,
        "DA": f"/{FONT} 12 Tf 0 g",
        "DR": {"Font": {FONT: typeface.embed(writer), "ZaDb": writer._add_object(dictionary(symbols))}},
        # programs that fill in a form rarely draw what they wrote; the viewer then does
        "NeedAppearances": True,
    }
