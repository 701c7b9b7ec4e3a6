"""What is no good paper: empty pages, letters, codes of strangers, pictures and files made to hurt a reader."""

from __future__ import annotations

import io
import struct
import zlib

import cv2
import numpy as np
import segno
from PIL import Image
from pypdf import PdfWriter

from tests.factory.dice import Dice
from tests.factory.paper import filled_in, packing
from tests.factory.paper.leaves import Leaf, drawn
from tests.factory.samples import letter

#: room for the code of our blank at 200 dots an inch: left, top, side
_CODE = (1313, 87, 183)


def own_page(seed: int = 1) -> Leaf:
    """A filled page of our own blank at 200 dots an inch."""
    [leaf] = drawn(filled_in("own", Dice.of(f"bad {seed}", wide=False)).layers, 200)
    return leaf


def empty_page() -> bytes:
    return packing.pdf([Leaf(np.full((2339, 1654, 3), 252, np.uint8), 200, 8)], 80)


def no_form() -> bytes:
    """A scanned letter."""
    from tests.factory.office import convert

    return packing.pdf([Leaf(leaf.pixels, 200, 8) for leaf in drawn((convert(letter(), "pdf"),), 200)], 80)


def with_code(payload: str, leaf: Leaf | None = None) -> bytes:
    """Our filled blank with another QR code stuck over its own."""
    leaf = leaf or own_page()
    modules = np.array([list(row) for row in segno.make(payload, error="q", micro=False).matrix], np.uint8)
    left, top, side = _CODE
    pixels = leaf.pixels.copy()
    pixels[top - 20 : top + side + 20, left - 20 : left + side + 20] = 255
    code = cv2.resize((1 - modules) * 255, (side, side), interpolation=cv2.INTER_NEAREST)
    pixels[top : top + side, left : left + side] = code[:, :, None]
    return packing.pdf([leaf.with_pixels(pixels)], 85)


def foreign_code() -> bytes:
    """The code of something else altogether."""
    return with_code("https://vidu.gov.vn/tra-cuu?ma=0123456789")


def unknown_version() -> bytes:
    """A layout of ours that was never printed."""
    return with_code("VANTHU:TD-02/99/1")


def unknown_page() -> bytes:
    """A page our form does not have."""
    return with_code("VANTHU:TD-02/1/7")


def huge_picture(side: int = 20_000) -> bytes:
    """A PNG of `side` x `side` white dots in one bit: a few kilobytes that unfold to hundreds of megabytes."""
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    squeeze = zlib.compressobj(9)
    data = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    parts = (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def many_pages(count: int = 10_000) -> bytes:
    """A PDF of empty pages, each a small picture."""
    writer = PdfWriter()
    picture = io.BytesIO()
    Image.new("1", (64, 91), 1).save(picture, "PDF")
    writer.append(picture)
    page = writer.pages[0]
    for _ in range(count - 1):
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def corrupt_tiff() -> bytes:
    """Two pages, of which the middle of the second was lost on the way."""
    leaf = own_page()
    data = packing.tiff([Leaf(leaf.pixels, 200, 8)] * 2)
    return data[: len(data) * 7 // 10]


def endless_tiff() -> bytes:
    """A TIFF whose list of pages leads back to its first."""
    data = bytearray(packing.tiff([Leaf(own_page().pixels, 200, 1)]))
    first = struct.unpack("<I", data[4:8])[0]
    entries = struct.unpack("<H", data[first : first + 2])[0]
    data[first + 2 + 12 * entries : first + 6 + 12 * entries] = struct.pack("<I", first)
    return bytes(data)


#: name -> what makes it
BAD = {
    "empty page": empty_page,
    "no form": no_form,
    "foreign code": foreign_code,
    "unknown version": unknown_version,
    "unknown page": unknown_page,
    "huge picture": huge_picture,
    "many pages": many_pages,
    "corrupt TIFF": corrupt_tiff,
    "endless TIFF": endless_tiff,
}
