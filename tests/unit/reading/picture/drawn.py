"""Pages drawn for tests: dark on light, 300 dots an inch, places in points."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

DPI = 300
POINT = DPI / 72
PAPER = 235
FONTS = "/usr/share/fonts/truetype/liberation2/Liberation{}.ttf"

Pixels = npt.NDArray[np.uint8]


class Sheet:
    """A page to draw on."""

    def __init__(self, width: float = 400.0, height: float = 120.0) -> None:
        self.image = Image.new("L", (round(width * POINT), round(height * POINT)), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, text: str, size: float = 12.0, font: str = "Serif-Regular") -> float:
        """Write `text` on the baseline `y`; where it ends."""
        face = ImageFont.truetype(FONTS.format(font), round(size * POINT))
        self.draw.text((x * POINT, y * POINT), text, font=face, fill=20, anchor="ls")
        return x + face.getlength(text) / POINT

    def line(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.6) -> None:
        self.draw.line([x0 * POINT, y0 * POINT, x1 * POINT, y1 * POINT], fill=20, width=max(1, round(thick * POINT)))

    def frame(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.6) -> None:
        for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.line(*ends, thick=thick)

    @property
    def grey(self) -> Pixels:
        return np.asarray(self.image).copy()


def inked(grey: Pixels) -> int:
    """How many dark pixels a picture has."""
    return int((grey < 128).sum())
