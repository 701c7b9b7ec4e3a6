"""What a machine reads on a printed blank: the corner squares, the QR code and the line in the footer.

The reader of scans uses this page too. A photo is flattened by its four corner squares; the QR code, which always lies
at the top right, then says which way is up and which form, version and page it is; zones are looked up by that.
Lengths are points, origin top-left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Box = tuple[float, float, float, float]  # x0, y0, x1, y1

MM = 72 / 25.4

#: printers leave about 5 mm of the edge white; more room makes a square survive a crooked scan
CORNER_INSET = 9 * MM
CORNER_SIZE = 6 * MM

QR_MODULE = 0.8 * MM
#: from the right edge of the page to the right edge of the code: clear of the corner square by more than the quiet zone
QR_RIGHT = 20 * MM
QR_TOP = 11 * MM

_FOOTER_FORM = re.compile(r"T[ĐÐD]\s*-\s*(?P<form>\d{2})\s*/\s*v\s*(?P<version>\d+)", re.IGNORECASE)
_FOOTER_PAGE = re.compile(r"Trang\s*(?P<page>\d)\s*/\s*\d", re.IGNORECASE)
_PAYLOAD = re.compile(r"VANTHU:(?P<form>[A-Z]{2}-\d{2})/(?P<version>\d+)/(?P<page>\d+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """Which sheet of paper this is: form `TD-02`, layout `version`, `page` from 1."""

    form: str
    version: int
    page: int

    def payload(self) -> str:
        """The text of the QR code. Capitals and digits only, which keeps the code small and its modules large."""
        return f"VANTHU:{self.form}/{self.version}/{self.page}"

    @classmethod
    def of_payload(cls, text: str) -> Mark | None:
        """The mark a QR code says, or None when the code is not one of ours."""
        match = _PAYLOAD.fullmatch(text.strip())
        return match and cls(match["form"], int(match["version"]), int(match["page"]))

    @classmethod
    def of_footer(cls, text: str) -> Mark | None:
        """The mark the line at the foot of a sheet says, as recognised from a picture of it; None for other words."""
        form, page = _FOOTER_FORM.search(text), _FOOTER_PAGE.search(text)
        return cls(f"TD-{form['form']}", int(form["version"]), int(page["page"])) if form and page else None


def corner_squares(width: float, height: float) -> tuple[Box, Box, Box, Box]:
    """The filled squares of a page of `width` x `height`: top-left, top-right, bottom-right, bottom-left."""
    left, right = CORNER_INSET, width - CORNER_INSET - CORNER_SIZE
    top, bottom = CORNER_INSET, height - CORNER_INSET - CORNER_SIZE
    places = (left, top), (right, top), (right, bottom), (left, bottom)
    return tuple((x, y, x + CORNER_SIZE, y + CORNER_SIZE) for x, y in places)  # type: ignore[return-value]


def qr_matrix(mark: Mark) -> list[list[bool]]:
    """The dark modules of the code, row by row, without a quiet zone. Never a Micro QR: scanners fail on those."""
    import segno

    code = segno.make(mark.payload(), error="q", micro=False)
    return [[bool(module) for module in row] for row in code.matrix]


def qr_box(width: float, mark: Mark) -> Box:
    """Where the code of `mark` lies on a page of `width`."""
    side = len(qr_matrix(mark)) * QR_MODULE
    right = width - QR_RIGHT
    return right - side, QR_TOP, right, QR_TOP + side


def footer_line(form: str, version: int, plan: str, blanks: tuple[str, ...]) -> str:
    """The machine-readable line, e.g. `MẪU TĐ-02/v1 | KH-2021-2025 | DV: …… | QUÝ: …… | NĂM: ……` (domain 7.0).

    `blanks` are the labels of what an empty form does not know yet; dots are read as nothing.
    """
    parts = [f"MẪU {form.replace('TD', 'TĐ')}/v{version}", plan, *(f"{label}: ……" for label in blanks)]
    return " | ".join(parts)
