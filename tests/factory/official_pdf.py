"""A one-page official document as LibreOffice would typeset it: PDF/A-2b with the bookmarks of the templates.

Written with reportlab, so that tests of signing need no LibreOffice; places are those of the real templates.
"""

from __future__ import annotations

import functools
import io
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageCms
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.signing import xmp

FOLDER = Path("/usr/share/fonts/truetype/liberation2")
FACES = {"Regular": "OfficialRegular", "Bold": "OfficialBold", "Italic": "OfficialItalic"}
#: of the line with number and date
BASELINE = 730.7
WIDTHS = {"slotso": 32.5, "slotngay": 28.8, "slotthang": 21.0}


@functools.cache
def _register_fonts() -> None:
    for face, name in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(FOLDER / f"LiberationSerif-{face}.ttf")))


class _Page:
    """Writes words from left to right and remembers where the slots lie."""

    def __init__(self) -> None:
        _register_fonts()
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=(595.3, 841.9), invariant=1)
        self.marks: dict[str, tuple[float, float]] = {}
        self.x = 0.0

    def words(self, text: str, face: str, size: float, y: float, x: float | None = None) -> None:
        self.x = self.x if x is None else x
        self.canvas.setFont(FACES[face], size)
        self.canvas.drawString(self.x, y, text)
        self.x += pdfmetrics.stringWidth(text, FACES[face], size)

    def slot(self, name: str, printed: str, face: str, size: float, y: float, width: float | None = None) -> None:
        top = y + 12.2
        self.marks[f"{name}A"] = (self.x, top)
        if printed:
            self.words(printed, face, size, y)
        else:
            self.x += width or WIDTHS[name]
        self.marks[f"{name}B"] = (self.x, top)


def official_pdf(
    *,
    number: str = "",
    day: str = "",
    month: str = "",
    year: int = 2022,
    symbol: str = "/QĐ-VPUBND",
    heading: bool = True,
    without: tuple[str, ...] = (),
    moved: dict[str, float] | None = None,
    number_width: float = WIDTHS["slotso"],
) -> bytes:
    """The document; `without` names bookmarks to leave out, `moved` shifts some by points, as careless editing does."""
    page = _Page()
    if heading:
        page.words("Số: ", "Regular", 13, BASELINE, x=103.6)
        page.slot("slotso", number, "Regular", 13, BASELINE, number_width)
        page.words(symbol, "Regular", 13, BASELINE)
        page.words("Lào Cai, ngày ", "Italic", 14, BASELINE, x=287.6)
        page.slot("slotngay", day, "Italic", 14, BASELINE)
        page.words(" tháng ", "Italic", 14, BASELINE)
        page.slot("slotthang", month, "Italic", 14, BASELINE)
        page.words(f" năm {year}", "Italic", 14, BASELINE)
    page.words("QUYẾT ĐỊNH", "Bold", 14, 690, x=250)
    page.words("Điều 1. Tặng Giấy khen cho các cá nhân có tên sau đây.", "Regular", 14, 640, x=113)
    page.words("CHÁNH VĂN PHÒNG", "Bold", 14, 370, x=348)
    page.words("Phan Quốc Nghĩa", "Bold", 14, 275, x=365)
    page.marks |= {"slotkyA": (362.1, 338.0), "slotkyB": (474.1, 338.0)}
    page.canvas.save()
    marks = {name: (x + (moved or {}).get(name, 0.0), y) for name, (x, y) in page.marks.items() if name not in without}
    return _as_typeset(page.stream.getvalue(), marks)


def _as_typeset(pdf: bytes, marks: dict[str, tuple[float, float]]) -> bytes:
    """Add what LibreOffice adds: named destinations, metadata, output intent."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0].obj
        document.Root.Dests = Dictionary(
            {f"/{name}": Array([page, Name.XYZ, x, y, 0]) for name, (x, y) in marks.items()}
        )
        document.Root.Metadata = document.make_indirect(
            document.make_stream(xmp.write(xmp.Facts(title="x", pdfa="2B")), Type=Name.Metadata, Subtype=Name.XML)
        )
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        document.Root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String("sRGB"),
                    DestOutputProfile=document.make_indirect(document.make_stream(profile, N=3)),
                )
            ]
        )
        for name in [key for key, font in page.Resources.Font.items() if "/FontDescriptor" not in font]:
            del page.Resources.Font[name]  # reportlab names Helvetica on every page
        stream = io.BytesIO()
        document.save(stream)
    return stream.getvalue()
