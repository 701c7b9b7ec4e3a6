"""Liberation Serif, the face of our blanks: free, metric-compatible with Times New Roman, complete for Vietnamese."""

from __future__ import annotations

import functools
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import MissingPart
from pipeline.messages import _

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

#: where distributions put the font: Debian, Fedora, Arch
FOLDERS = (
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/liberation-serif"),
    Path("/usr/share/fonts/liberation"),
)


class Style(StrEnum):
    """The cuts a blank uses."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"


def font_file(style: Style) -> Path:
    """The font file of `style`; raises `MissingPart` with the way to install it."""
    for folder in FOLDERS:
        path = folder / f"LiberationSerif-{style}.ttf"
        if path.is_file():
            return path
    raise MissingPart(part=_("the font Liberation Serif"), remedy="sudo apt-get install fonts-liberation2")


@functools.cache
def font(style: Style) -> TTFont:
    """The font of `style`, made known to reportlab under the name it has in the PDF."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    loaded = TTFont(f"LiberationSerif-{style}", str(font_file(style)))
    pdfmetrics.registerFont(loaded)
    return loaded


def text_width(text: str, style: Style, size: float) -> float:
    """How wide `text` runs, in points."""
    width: float = font(style).stringWidth(text, size)
    return width


def wrapped(text: str, style: Style, size: float, width: float) -> list[str]:
    """`text` broken into lines of at most `width` points."""
    from reportlab.lib.utils import simpleSplit

    lines: list[str] = simpleSplit(text, font(style).fontName, size, width)
    return lines
