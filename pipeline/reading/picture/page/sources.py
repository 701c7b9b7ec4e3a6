"""Page pictures of a file, whatever it is: PDF, TIFF of several pages, JPEG, PNG, BMP, from one bit to full colour.

Pages come one at a time and none larger than recognising needs, so that a feed of 200 pages takes the memory of one.
Pictures lie as they were fed in: upside down, sideways, askew. Only what a file says about itself is applied (EXIF
orientation of a JPEG, rotation of a PDF page, the two resolutions of a fax).
"""

from __future__ import annotations

import contextlib
import io
import math
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.errors import DamagedFile, FileRefused, PictureTooLarge, TooManyPages

if TYPE_CHECKING:
    from PIL.Image import Image as ImageFile

Pixels = npt.NDArray[np.uint8]

#: more pages than any feed; a hopper takes 50 to 100 sheets
MAX_PAGES = 200
#: A3 in colour at 600 dots an inch has 70 million
MAX_PIXELS = 80_000_000
#: of a picture's sides; a longer one is no sheet of paper
MAX_SIDE = 16_000
#: the longest side handed on: A4 at 400 dots an inch, A3 at 300
LONGEST = 5_000
#: dots an inch a PDF page is drawn at that is not one single picture
DRAWN_DPI = 300.0
#: a resolution outside of this was not measured but made up by the program that wrote the file (72, 96)
PLAUSIBLE_DPI = (97.0, 1_300.0)
#: inches: the sizes a sheet may have by its resolution, else that is made up too
PLAUSIBLE_SIDE = (4.0, 20.0)
A4_LONG = 297 / 25.4
#: inches of sheets that may be A4 with the edges cut off or with paper around; how far off the shape and the size of
#: other sheets of its series may seem
NEAR_A4 = (9.5, 14.0)
SAME_SHAPE, SAME_SIZE = 0.03, 0.04
#: a page is compared with its picture drawn at this scale (36 dots an inch), softened, and is more than that picture
#: where a place differs by so many of 255 shades
_LOOK, _UNLIKE = 0.5, 48
#: how far red, green and blue of a grey picture may lie apart, and how much of it may be further
GREY_SPREAD, GREY_EXCEPTIONS = 24, 0.0005
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP")
_PDF_MAGIC, _PDF_WINDOW = b"%PDF-", 1_029
_EXIF_MAKE, _EXIF_MODEL = 0x010F, 0x0110


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Picture:
    """One page as it lies in its file; `number` is counted from 1."""

    number: int
    #: height x width in shades of grey, or height x width x 3 in red, green and blue
    pixels: Pixels
    #: dots an inch of these pixels; for photos no more than a guess
    dpi: float
    #: taken by a camera, as far as the file tells
    photo: bool = False

    @property
    def grey(self) -> Pixels:
        """Height x width in shades of grey."""
        return _grey(self.pixels)

    @property
    def red(self) -> Pixels:
        """The red channel, in which red stamps fade; the same as `grey` for a picture without colour."""
        return self.pixels if self.pixels.ndim == 2 else np.ascontiguousarray(self.pixels[:, :, 0])


def pictures(data: bytes, pages: Collection[int] | None = None) -> Iterator[Picture]:
    """The pages of `data` in their order, only those numbered `pages` (from 1) where given.

    Raises `DamagedFile`, `PictureTooLarge` and `TooManyPages`, the first two only when the page is reached.
    """
    return _pdf_pages(data, pages) if _is_pdf(data) else _image_pages(data, pages)


def count_pages(data: bytes) -> int:
    """How many pages `data` has; raises `DamagedFile`, `PictureTooLarge` and `TooManyPages`."""
    if _is_pdf(data):
        from pipeline.reading.pdf_page import opened

        with opened(data) as document:
            return _allowed(len(document))
    with _opened(data) as image:
        return _frames(image)


def is_photo(data: bytes) -> bool:
    """Whether a camera made the picture in `data`, as far as that says."""
    if _is_pdf(data):
        return False
    with _opened(data) as image:
        return _from_camera(image)


def _is_pdf(data: bytes) -> bool:
    return _PDF_MAGIC in data[:_PDF_WINDOW]


def _allowed(pages: int) -> int:
    if pages > MAX_PAGES:
        raise TooManyPages(pages=pages, limit=MAX_PAGES)
    return pages


def _check_size(page: int, width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PictureTooLarge(page=page, width=width, height=height)


# Pictures by themselves


def _image_pages(data: bytes, pages: Collection[int] | None) -> Iterator[Picture]:
    with _opened(data) as image:
        for number in range(1, _frames(image) + 1):
            if pages is None or number in pages:
                image.seek(number - 1)
                yield _frame(image, number)


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[ImageFile]:
    """The picture in `data`, not yet decoded. What a damaged one makes Pillow raise has no common class."""
    from PIL import Image

    with warnings.catch_warnings():
        # A picture may warn of its metadata and its size; our own limit is lower than Pillow's.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                _check_size(1, *image.size)
                yield image
        except FileRefused:
            raise
        except Image.DecompressionBombError as error:
            raise PictureTooLarge(page=1, width=f"> {MAX_SIDE}", height=f"> {MAX_SIDE}") from error
        except Exception as error:
            raise DamagedFile from error


def _frames(image: ImageFile) -> int:
    """The pages of a TIFF. The second picture in a JPEG of a telephone is a map of brightness, no page."""
    return _allowed(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def _frame(image: ImageFile, number: int) -> Picture:
    from PIL import ImageOps

    _check_size(number, *image.size)
    across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    width = image.width
    photo = _from_camera(image)
    if image.format in ("JPEG", "MPO"):
        # The decoder of JPEG halves a picture at no cost, but never below the size asked for.
        image.draft(None, (LONGEST // 2, LONGEST // 2))
    shrunk = width / image.width
    ImageOps.exif_transpose(image, in_place=True)  # a copy of a page at 600 dots an inch takes 100 MB
    by = -(-max(image.size) // LONGEST) if image.mode in ("L", "RGB") else 1
    shrunk *= by
    pixels = _settled(_eight_bits(image.reduce(by) if by > 1 else image))
    if min(across, down) > 0 and max(across, down) > 1.3 * min(across, down):
        pixels, across, down = _squared(pixels, across, down)
    return _fitted(Picture(number=number, pixels=pixels, dpi=max(across, down) / shrunk, photo=photo))


def _from_camera(image: ImageFile) -> bool:
    exif = image.getexif()
    # Scanners write their name as well; they also know their resolution.
    return bool(exif.get(_EXIF_MAKE) and exif.get(_EXIF_MODEL)) and image.format in ("JPEG", "MPO")


def _eight_bits(image: ImageFile) -> Pixels:
    """The picture as an array, transparent parts as white paper."""
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":
        deep = np.asarray(image, dtype=np.float32)
        return _array(deep / max(float(deep.max()), 255.0) * 255.0)
    if "A" in image.getbands() or "transparency" in image.info:
        layers = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers)
    if image.mode not in ("L", "RGB"):
        image = image.convert("L" if image.mode in ("1", "LA") else "RGB")
    return np.asarray(image)


def _squared(pixels: Pixels, across: float, down: float) -> tuple[Pixels, float, float]:
    """A fax has twice as many dots across as down: stretched to the finer of both."""
    finer = max(across, down)
    if not PLAUSIBLE_DPI[0] <= finer <= PLAUSIBLE_DPI[1]:
        return pixels, across, down
    height, width = pixels.shape[:2]
    size = round(width * finer / across), round(height * finer / down)
    _check_size(1, *size)
    return _array(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC)), finer, finer


# Pages of a PDF


def _pdf_pages(data: bytes, pages: Collection[int] | None) -> Iterator[Picture]:
    from pipeline.reading.pdf_page import opened

    with opened(data) as document:
        for number in range(1, _allowed(len(document)) + 1):
            if pages is None or number in pages:
                page = document[number - 1]
                yield _fitted(_embedded(page, number) or _drawn(page, number))
                page.close()


def _drawn(page: Any, number: int) -> Picture:  # noqa: ANN401 - pypdfium2 has no types
    scale = min(DRAWN_DPI / 72, LONGEST / max(page.get_size()))
    return Picture(number=number, pixels=_rendered(page, scale), dpi=72 * scale)


def _rendered(page: Any, scale: float) -> Pixels:  # noqa: ANN401
    return _settled(page.render(scale=scale, rev_byteorder=True).to_numpy())


def _embedded(page: Any, number: int) -> Picture | None:  # noqa: ANN401
    """The one picture that is the page, as it was scanned; ten times as fast as drawing it, and not smoothed.

    None where the page is more than that: several pictures, a picture turned or masked, a stamp laid over it. The
    page drawn small tells.
    """
    import pypdfium2.raw as pdfium

    found = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    if len(found) != 1:
        return None
    width, height = found[0].get_px_size()
    _check_size(number, width, height)
    pixels = found[0].get_bitmap(render=False).to_numpy()
    if pixels.ndim == 3:  # pdfium has blue first
        pixels = _array(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGB if pixels.shape[2] > 3 else cv2.COLOR_BGR2RGB))
    turned = _turned(_settled(np.ascontiguousarray(pixels)), page.get_rotation())
    dpi = max(turned.shape[:2]) / max(page.get_size()) * 72
    return Picture(number=number, pixels=turned, dpi=dpi) if _shows(page, turned) else None


def _turned(pixels: Pixels, degrees: int) -> Pixels:
    """Turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, k=-(degrees // 90) % 4))


def _shows(page: Any, pixels: Pixels) -> bool:  # noqa: ANN401
    """Whether the page looks like `pixels` and nothing else."""
    drawn = _grey(_rendered(page, _LOOK))
    reduced = cv2.resize(_grey(pixels), (drawn.shape[1], drawn.shape[0]), interpolation=cv2.INTER_AREA)
    softened = [cv2.GaussianBlur(each, (0, 0), 3).astype(np.int16) for each in (drawn, reduced)]
    return bool(np.abs(softened[0] - softened[1]).max() < _UNLIKE)


# Both


def _settled(pixels: Pixels) -> Pixels:
    """Without colour where there is none: a grey page saved in colour costs three times as much."""
    if pixels.ndim == 2:
        return pixels
    red, green, blue = (pixels[::4, ::4, channel] for channel in range(3))
    spread = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue)
    if float(np.mean(spread > GREY_SPREAD)) > GREY_EXCEPTIONS:
        return pixels
    return _grey(pixels)


def _fitted(picture: Picture) -> Picture:
    """No larger than needed, with a resolution one can believe."""
    longest = max(picture.pixels.shape[:2])
    shrink = -(-longest // LONGEST)
    pixels = picture.pixels
    if shrink > 1:
        size = pixels.shape[1] // shrink, pixels.shape[0] // shrink
        pixels = _array(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    shortest = min(picture.pixels.shape[:2])
    return replace(picture, pixels=pixels, dpi=_believable(picture.dpi, longest, shortest) / shrink)


def _believable(dpi: float, longest: int, shortest: int) -> float:
    """`dpi` where it makes a sheet of paper of sides of so many pixels, else that of A4."""
    if PLAUSIBLE_DPI[0] <= dpi <= PLAUSIBLE_DPI[1] and PLAUSIBLE_SIDE[0] <= longest / dpi <= PLAUSIBLE_SIDE[1]:
        return dpi if _is_paper(longest / dpi, longest / shortest) else longest / A4_LONG
    return longest / A4_LONG


def _is_paper(inches: float, shape: float) -> bool:
    """Whether a sheet whose longer side has so many `inches` may have this `shape`.

    Programs of phones and mixed feeds write A4 with the resolution of another page: a sheet of that shape which is no
    size of its series.
    """
    if abs(shape / math.sqrt(2) - 1) > SAME_SHAPE or NEAR_A4[0] <= inches <= NEAR_A4[1]:
        return True
    return any(abs(inches / (A4_LONG * math.sqrt(2) ** step) - 1) < SAME_SIZE for step in (-2, -1, 1))


def _grey(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else _array(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def _array(pixels: Any) -> Pixels:  # noqa: ANN401 - OpenCV's types are wider than what it returns
    return np.asarray(pixels, dtype=np.uint8)
