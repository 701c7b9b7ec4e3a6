"""Electronic copies (NĐ 30/2020, Đ25; Phụ lục I, phần II): the pages copied, with the organisation's signature in the
upper right corner of the first.

A copy is a new file. What the source shows in form fields and signatures becomes part of the pages, as on a photocopy;
the source itself is never written to.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name, String
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp.noop import NoOpStampStyle

from pipeline.errors import CopySourceUnfit, NoSuchPages, NotPrepared
from pipeline.messages import _
from pipeline.signing import xmp
from pipeline.signing.fields import ORGANISATION, Permission
from pipeline.signing.page_text import opened
from pipeline.signing.preparing import APPEND_ONLY, LOCKED, MM, PRINT, SIGNATURES_EXIST
from pipeline.signing.revisions import open_writer, sign_revision
from pipeline.signing.signers import Person, Signer

#: the corner's distance from the edges of the page: above the letterhead, in line with the text
RIGHT_MARGIN, TOP_MARGIN = 15 * MM, 7 * MM
#: scanned copies must have so many dots an inch (Phụ lục I, phần II, I.2); scanners miss it by a hair
DOTS_AN_INCH, TOLERANCE = 200, 0.97
#: a scanned page is one picture over at least this share of it
WHOLE_PAGE = 0.8
#: what belongs to a page in its old file only
LEFT_BEHIND = ("/Annots", "/AA", "/B", "/StructParents", "/Tabs", "/Thumb", "/Metadata", "/PieceInfo")


def check_scan(pdf: bytes) -> None:
    """Raise `CopySourceUnfit` unless every page is a scan in colour of enough dots an inch."""
    try:
        with opened(pdf) as document:
            for index in range(len(document)):
                _check_scanned_page(document[index], index + 1)
    except NotPrepared as error:
        raise CopySourceUnfit(problem=_("the file is damaged, locked or no PDF")) from error


def _check_scanned_page(page: pypdfium2.PdfPage, number: int) -> None:
    width, height = page.get_size()
    pictures = list(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)))
    picture = max(pictures, key=_area, default=None)
    if picture is None or _area(picture) < WHOLE_PAGE * width * height:
        raise CopySourceUnfit(problem=_("page {page} is no scan of a sheet of paper").format(page=number))
    known = picture.get_metadata()
    dots = round(min(known.horizontal_dpi, known.vertical_dpi))
    if dots < DOTS_AN_INCH * TOLERANCE:
        sentence = _("page {page} has {dots} dots an inch, at least {least} are asked for")
        raise CopySourceUnfit(problem=sentence.format(page=number, dots=dots, least=DOTS_AN_INCH))
    if known.bits_per_pixel < 24 and known.colorspace in (pdfium.FPDF_COLORSPACE_DEVICEGRAY, 0):
        raise CopySourceUnfit(problem=_("page {page} was not scanned in colour").format(page=number))


def _area(picture: pypdfium2.PdfObject) -> float:
    x0, y0, x1, y1 = picture.get_bounds()
    return float(abs((x1 - x0) * (y1 - y0)))


def copy_pages(source: bytes, pages: Sequence[int] | None, corner: bytes, facts: xmp.Facts) -> bytes:
    """A new PDF of the `pages` (from 1; None for all) of `source`, the one page of `corner` as its signature field.

    Raises `NoSuchPages`, or `CopySourceUnfit` for a file that cannot be opened.
    """
    try:
        with pikepdf.open(io.BytesIO(source)) as original, pikepdf.new() as copy:
            _copy_pages(original, pages, copy)
            add_corner(copy, corner)
            packet = copy.make_stream(xmp.write(facts), Type=Name.Metadata, Subtype=Name.XML)
            copy.Root.Metadata = copy.make_indirect(packet)
            if "/OutputIntents" in original.Root:
                copy.Root.OutputIntents = copy.copy_foreign(original.make_indirect(original.Root.OutputIntents))
            stream = io.BytesIO()
            copy.save(
                stream,
                min_version="1.7",
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                deterministic_id=True,
            )
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise CopySourceUnfit(problem=_("the file is damaged, locked or no PDF")) from error
    return stream.getvalue()


def sign_copy(
    pdf: bytes, sealer: Signer, *, at: dt.datetime, expected: Person, timestamps: TimeStamper | None
) -> bytes:
    """Sign the copy `pdf` as the organisation `expected`; what the corner shows stays, no picture is added to it.

    Raises `KeyTrouble` or `TimestampTrouble`.
    """
    sealer.check(at, expected)
    return sign_revision(
        open_writer(pdf),
        field=ORGANISATION,
        signer=sealer,
        at=at,
        style=NoOpStampStyle(),
        permission=Permission.NOTHING,
        certify=True,
        timestamps=timestamps,
    )


def _copy_pages(original: pikepdf.Pdf, pages: Sequence[int] | None, copy: pikepdf.Pdf) -> None:
    there = len(original.pages)
    wanted = range(1, there + 1) if pages is None else pages
    if not wanted or min(wanted) < 1 or max(wanted) > there:
        raise NoSuchPages(pages=", ".join(map(str, wanted)), there=there)
    original.flatten_annotations("print")
    for number in wanted:
        page = original.pages[number - 1]
        for key in LEFT_BEHIND:
            if key in page.obj:
                del page.obj[key]
        copy.pages.append(page)
        if copy.pages[-1].obj.get("/Rotate", 0):
            _turn_upright(copy)


def _turn_upright(copy: pikepdf.Pdf) -> None:
    """Draw the last page anew as it is seen, so that its upper right corner is where it says."""
    turned = copy.pages[-1]
    x0, y0, x1, y1 = (float(edge) for edge in turned.cropbox)
    size = (x1 - x0, y1 - y0) if int(turned.obj.Rotate) % 180 == 0 else (y1 - y0, x1 - x0)
    upright = copy.add_blank_page(page_size=size)
    upright.add_overlay(turned, pikepdf.Rectangle(0, 0, *size))
    del copy.pages[-2]


def add_corner(copy: pikepdf.Pdf, corner: bytes) -> None:
    """The empty signature field of the organisation, whose appearance is the page `corner`."""
    page = copy.pages[0]
    with pikepdf.open(io.BytesIO(corner)) as label:
        look = copy.copy_foreign(label.pages[0].as_form_xobject())
    width, height = float(look.BBox[2]), float(look.BBox[3])
    _x0, _y0, right, top = (float(edge) for edge in page.cropbox)
    right, top = right - RIGHT_MARGIN, top - TOP_MARGIN
    widget = copy.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(ORGANISATION),
            Rect=Array([round(edge, 3) for edge in (right - width, top - height, right, top)]),
            F=PRINT | LOCKED,
            P=page.obj,
            AP=Dictionary(N=look),
        )
    )
    page.obj.Annots = Array([widget])
    copy.Root.AcroForm = copy.make_indirect(Dictionary(Fields=Array([widget]), SigFlags=SIGNATURES_EXIST | APPEND_ONLY))
