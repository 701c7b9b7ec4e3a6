"""A paper signed by hand, as the office keeps it: pictures of its pages in a PDF/A-2b under the organisation's seal.

The scan itself is somebody's file and may hold anything. Its pages are drawn anew as pictures, so that what is sealed
is what a person saw, and nothing else. Number and day are written on the paper by hand; here they stand in the
metadata, and in the upper right corner of the first page, where electronic copies have the organisation's signature.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Collection

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms
from pyhanko.sign.timestamps import TimeStamper

from pipeline.errors import NotPrepared
from pipeline.signing import xmp
from pipeline.signing.copying import add_corner, sign_copy
from pipeline.signing.revisions import assert_extends
from pipeline.signing.signers import Person, Signer

#: dots an inch, and how much is lost in compression: handwriting stays readable at 150 kB a page
RESOLUTION, QUALITY = 200, 80


def page_pictures(scan: bytes, *, turned: Collection[int] = (), without: Collection[int] = ()) -> list[bytes]:
    """Each page of `scan` as a JPEG (from 0), but those in `without`, and those in `turned` the other way up.

    Raises `NotPrepared` where one cannot be drawn.
    """
    try:
        with contextlib.closing(pypdfium2.PdfDocument(scan)) as document:
            kept = [number for number in range(len(document)) if number not in without]
            return [_picture(document[number], 180 if number in turned else 0) for number in kept]
    except pypdfium2.PdfiumError as error:
        raise NotPrepared from error


def page_picture(picture: Image.Image, dpi: float, *, turned: bool = False) -> bytes:
    """The same of a page that is a picture of `dpi` dots an inch in its file."""
    size = (round(picture.width * RESOLUTION / dpi), round(picture.height * RESOLUTION / dpi))
    upright = picture.rotate(180) if turned else picture
    return _encoded(upright.resize(size, Image.Resampling.LANCZOS))


def seal_scan(
    pictures: list[bytes],
    corner: bytes,
    facts: xmp.Facts,
    *,
    sealer: Signer,
    at: dt.datetime,
    expected: Person,
    timestamps: TimeStamper | None = None,
) -> bytes:
    """The PDF/A of these pages, saying what `facts` say, sealed `at` that time and closed to any change.

    The one page of `corner` is what the organisation's signature shows. Raises `KeyTrouble` or `TimestampTrouble`.
    """
    plain = _unsealed(pictures, corner, facts)
    return assert_extends(sign_copy(plain, sealer, at=at, expected=expected, timestamps=timestamps), plain)


def _picture(page: pypdfium2.PdfPage, rotation: int) -> bytes:
    drawn = page.render(scale=RESOLUTION / 72, rotation=rotation, may_draw_forms=False)
    return _encoded(drawn.to_pil())


def _encoded(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.convert("RGB").save(stream, "JPEG", quality=QUALITY, dpi=(RESOLUTION, RESOLUTION))
    return stream.getvalue()


def _unsealed(pictures: list[bytes], corner: bytes, facts: xmp.Facts) -> bytes:
    with pikepdf.new() as document:
        for jpeg in pictures:
            _add_page(document, jpeg)
        add_corner(document, corner)
        document.Root.Metadata = document.make_indirect(
            document.make_stream(xmp.write(facts), Type=Name.Metadata, Subtype=Name.XML)
        )
        document.Root.OutputIntents = Array([_srgb(document)])
        stream = io.BytesIO()
        document.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return stream.getvalue()


def _add_page(document: pikepdf.Pdf, jpeg: bytes) -> None:
    with Image.open(io.BytesIO(jpeg)) as picture:
        across, down = picture.size
    width, height = (side * 72 / RESOLUTION for side in (across, down))
    image = document.make_stream(
        jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=across,
        Height=down,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page = document.add_blank_page(page_size=(width, height))
    page.obj.Resources = Dictionary(XObject=Dictionary(Page=image))
    page.obj.Contents = document.make_stream(f"{width:.3f} 0 0 {height:.3f} 0 0 cm /Page Do".encode())


def _srgb(document: pikepdf.Pdf) -> pikepdf.Object:
    """What the colours of the pictures mean, as PDF/A asks for (ISO 19005-2, 6.2.3)."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        DestOutputProfile=document.make_indirect(document.make_stream(profile, N=3)),
    )
