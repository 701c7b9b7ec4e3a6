"""The picture of a signature or seal: a PNG with transparent background, blue or red (Phụ lục I, II.7d and II.8a)."""

from __future__ import annotations

import enum
import io

from PIL import Image, ImageStat, UnidentifiedImageError
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.stamp.base import BaseStampStyle
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko.stamp.static import StaticStampStyle

from pipeline.errors import PictureUnusable
from pipeline.messages import _

#: pixels beyond this many for each point of the page are waste: 400 dots an inch
PIXELS_PER_POINT = 400 / 72
#: larger pictures are photographs put in by mistake
MOST_PIXELS = 50_000_000
#: by how much the right colour must outweigh the other, of 255
COLOUR_LEAD = 20


class Ink(enum.Enum):
    """The colour the decree asks for."""

    #: of a person's signature
    BLUE = "xanh"
    #: of a body's seal
    RED = "đỏ"


def stamp_style(png: bytes | None, ink: Ink, width: float, height: float) -> BaseStampStyle:
    """How a signature field of `width` by `height` points is to look; raises `PictureUnusable`.

    Without a picture the field stays as blank as it was prepared.
    """
    if png is None:
        return NoOpStampStyle()
    picture = _read(png)
    _check_colour(picture, ink)
    picture.thumbnail((round(width * PIXELS_PER_POINT), round(height * PIXELS_PER_POINT)))
    return StaticStampStyle(
        background=PdfImage(picture), background_opacity=1.0, background_layout=_whole_box(), border_width=0
    )


def _read(png: bytes) -> Image.Image:
    try:
        file = Image.open(io.BytesIO(png))
        if file.format != "PNG":
            raise PictureUnusable(problem=_("it is no PNG file"))
        if file.width * file.height > MOST_PIXELS:
            raise PictureUnusable(problem=_("it has too many pixels"))
        picture = file.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureUnusable(problem=_("it is damaged or no picture")) from error
    lightest, _darkest = picture.getchannel("A").getextrema()
    if lightest == 255:
        raise PictureUnusable(problem=_("its background is not transparent"))
    return picture


def _check_colour(picture: Image.Image, ink: Ink) -> None:
    alpha = picture.getchannel("A")
    if alpha.getbbox() is None:
        raise PictureUnusable(problem=_("nothing can be seen on it"))
    red, _green, blue = ImageStat.Stat(picture.convert("RGB"), mask=alpha).mean
    lead = blue - red if ink is Ink.BLUE else red - blue
    if lead < COLOUR_LEAD:
        raise PictureUnusable(problem=_("a signature must be blue") if ink is Ink.BLUE else _("a seal must be red"))


def _whole_box() -> SimpleBoxLayoutRule:
    """As large as the box allows without distortion, centred, no margins: a seal is shown at real size."""
    return SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID,
        y_align=AxisAlignment.ALIGN_MID,
        margins=Margins(),
        inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
    )
