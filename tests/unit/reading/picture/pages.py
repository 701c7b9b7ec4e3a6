"""Pictures of pages for tests: our own blanks as a scanner sees them, and writing on them."""

from __future__ import annotations

import functools
import io

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from pipeline.reading import blanks
from pipeline.reading.picture.page.sources import Picture

Pixels = npt.NDArray[np.uint8]

DPI = 200
_FONT = "LiberationSerif-Regular.ttf"


@functools.cache
def _blank(form: str, page: int) -> bytes:
    import pypdfium2

    drawn = pypdfium2.PdfDocument(blanks.blank(form).pdf)[page - 1].render(scale=DPI / 72, grayscale=True)
    return encoded(np.array(drawn.to_numpy()).reshape(drawn.height, drawn.width), ".png")


def blank(form: str = "TD-02", page: int = 1) -> Pixels:
    """A page of a blank of ours, printed and scanned without a flaw."""
    return cv2.imdecode(np.frombuffer(_blank(form, page), np.uint8), cv2.IMREAD_GRAYSCALE)


def encoded(pixels: Pixels, suffix: str) -> bytes:
    return cv2.imencode(suffix, pixels)[1].tobytes()


def picture(pixels: Pixels, number: int = 1) -> Picture:
    return Picture(number=number, pixels=pixels, dpi=DPI)


def write(pixels: Pixels, text: str, x: float, y: float, *, size: float = 12, font: str = _FONT) -> Pixels:
    """`pixels` with `text` beginning at `x`, its baseline at `y` (points)."""
    image = Image.fromarray(pixels)
    face = ImageFont.truetype(font, round(size * DPI / 72))
    ImageDraw.Draw(image).text((x * DPI / 72, y * DPI / 72), text, font=face, fill=0, anchor="ls")
    return np.array(image)


def stroke(pixels: Pixels, *points: tuple[float, float], width: float = 1.2, shade: int = 20) -> Pixels:
    """`pixels` with a stroke of the pen through `points` (points)."""
    drawn = pixels.copy()
    places = np.array([[round(x * DPI / 72), round(y * DPI / 72)] for x, y in points], np.int32)
    cv2.polylines(drawn, [places], False, shade, max(1, round(width * DPI / 72)), cv2.LINE_AA)
    return drawn


def in_zone(form: str, key: str) -> tuple[float, float, float, float]:
    """The place of a zone, points."""
    zone = blanks.zone_map(form, 1)["fields"][key]
    return zone["x"], zone["y"], zone["x"] + zone["w"], zone["y"] + zone["h"]


def filled(answers: dict[str, str], form: str = "TD-02", ticked: tuple[str, ...] = ()) -> Pixels:
    """Page 1 of a blank with these lines written and these boxes crossed."""
    pixels = blank(form)
    for key, text in answers.items():
        x0, _y0, _x1, y1 = in_zone(form, key)
        pixels = write(pixels, text, x0 + 4, y1 - 4)
    for key in ticked:
        x0, y0, x1, y1 = in_zone(form, key)
        pixels = stroke(stroke(pixels, (x0 + 2, y0 + 2), (x1 - 2, y1 - 2)), (x0 + 2, y1 - 2), (x1 - 2, y0 + 2))
    return pixels


def tiff(*pages: Pixels, dpi: tuple[float, float] = (DPI, DPI), mode: str = "L") -> bytes:
    first, *others = (Image.fromarray(page).convert(mode) for page in pages)
    stream = io.BytesIO()
    first.save(
        stream,
        "TIFF",
        save_all=True,
        append_images=others,
        dpi=dpi,
        compression="group4" if mode == "1" else "tiff_lzw",
    )
    return stream.getvalue()


def pdf(*pages: Pixels, dpi: float = DPI) -> bytes:
    first, *others = (Image.fromarray(page) for page in pages)
    stream = io.BytesIO()
    first.save(stream, "PDF", save_all=True, append_images=others, resolution=dpi, quality=90)
    return stream.getvalue()
