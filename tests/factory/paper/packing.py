"""Pages as the files machines write: PDF, TIFF, JPEG, PNG."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence

import cv2
from PIL import Image

from tests.factory.dice import Dice
from tests.factory.paper.leaves import Leaf

_EPOCH = time.gmtime(1_663_300_000)  # a file of that name is the same every time
_SIDEWAYS = {6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE, 3: cv2.ROTATE_180}


def pack(leaves: Sequence[Leaf], rng: Dice, *, photo: bool = False) -> tuple[bytes, str]:
    """The file with these pages and the ending of its name."""
    if photo and len(leaves) == 1:
        return jpeg(leaves[0], rng.randint(60, 88), _orientation(rng)), "jpg"
    kinds = ("pdf", "pdf", "pdf", "tif") if len(leaves) > 1 else ("pdf", "pdf", "pdf", "tif", "jpg", "png")
    kind = rng.choice(kinds)
    if kind == "jpg" and leaves[0].depth > 1:
        return jpeg(leaves[0], rng.randint(70, 92)), kind
    if kind in {"png", "jpg"}:
        return _saved(leaves, "PNG"), "png"
    return (tiff(leaves), kind) if kind == "tif" else (pdf(leaves, rng.randint(60, 90)), kind)


def _orientation(rng: Dice) -> int:
    """How a phone says the picture is to be turned (EXIF 274)."""
    return rng.choices((1, 6, 8, 3), (60, 25, 8, 7))[0]


def picture(leaf: Leaf) -> Image.Image:
    """The page as Pillow has it, with no more bits than it was scanned with."""
    if leaf.depth == 24:
        return Image.fromarray(cv2.cvtColor(leaf.pixels, cv2.COLOR_BGR2RGB))
    grey = Image.fromarray(leaf.pixels[:, :, 1])
    return grey if leaf.depth == 8 else grey.convert("1", dither=Image.Dither.NONE)


def jpeg(leaf: Leaf, quality: int, orientation: int = 1) -> bytes:
    """A JPEG; with an `orientation` other than 1 its dots are turned and the file says how to turn them back."""
    turned = leaf if orientation == 1 else leaf.with_pixels(cv2.rotate(leaf.pixels, _SIDEWAYS[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    picture(turned).save(out, "JPEG", quality=quality, dpi=(leaf.dpi, leaf.dpi), exif=exif)
    return out.getvalue()


def tiff(leaves: Sequence[Leaf]) -> bytes:
    compression = {1: "group4", 8: "tiff_adobe_deflate", 24: "jpeg"}[leaves[0].depth]
    return _saved(leaves, "TIFF", compression=compression)


def pdf(leaves: Sequence[Leaf], quality: int) -> bytes:
    times = {"creationDate": _EPOCH, "modDate": _EPOCH}
    squeezed = {} if leaves[0].depth == 1 else {"quality": quality}
    return _saved(leaves, "PDF", resolution=leaves[0].dpi, **squeezed, **times)


def _saved(leaves: Sequence[Leaf], kind: str, **options: object) -> bytes:
    first, *others = [picture(leaf) for leaf in leaves]
    out = io.BytesIO()
    several = {"save_all": True, "append_images": others} if kind != "PNG" else {}
    first.save(out, kind, dpi=(leaves[0].dpi, leaves[0].dpi), **several, **options)
    return out.getvalue()
