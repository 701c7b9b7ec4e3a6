"""Preparing a typeset PDF for signing: form fields for number and day, two empty signatures, metadata; one revision.

From here on the bytes are only ever added to: each later step begins with the bytes it was given, or the signatures
before it would be void.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pipeline.errors import NotPrepared
from pipeline.signing import xmp
from pipeline.signing.fields import CHIEF, NUMBER, ORGANISATION, SLOT_FIELDS, Permission
from pipeline.signing.slot_font import DESCENT, HEIGHT, SlotFont, slot_font
from pipeline.signing.slots import SignaturePlace, Slot, Slots, find_slots

MM = 72 / 25.4
#: the signer's image, in points: as wide as most real ones look, as high as the template's row leaves
SIGNATURE_WIDTH, SIGNATURE_HEIGHT = 110.0, 46.0
#: the line the signature is centred on, as set in the templates, in points
SIGNATURE_LINE = 16.1
#: outer diameter of the round seal in millimetres; real size is the decree's rule (Phụ lục I, II.8a), the figure is not
SEAL_MM = 36.0
#: the seal covers this share of the signature on its left (Phụ lục I, II.8; Đ33.1b)
SEAL_OVERLAP = 1 / 3

PRINT, LOCKED = 1 << 2, 1 << 7
READ_ONLY = 1
#: the file has signatures and may only be added to (ISO 32000-2, 12.7.3, SigFlags)
SIGNATURES_EXIST, APPEND_ONLY = 1, 2
RIGHT, CENTRED = 2, 1

Rectangle = tuple[float, float, float, float]
Entries = dict[str, pikepdf.Object | int]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A document ready for the chief's signature."""

    pdf: bytes
    slots: Slots


def prepare(pdf: bytes, *, draft: str, title: str, seal_mm: float = SEAL_MM) -> Prepared:
    """Make the typeset `pdf` (PDF/A-2b) ready for signing.

    `draft` identifies draft and revision in the metadata, `seal_mm` is the real size of the office's seal. Raises
    `SlotsUncertain` where number, day or signature have no certain place, `NotPrepared` where `pdf` is damaged, or
    signed or prepared already.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            if "/AcroForm" in document.Root:
                raise NotPrepared
            slots = find_slots(document, pdf)
            _add_form(document, slots, seal_mm)
            _describe(document, slots, draft, title)
            stream = io.BytesIO()
            document.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    except pikepdf.PdfError as error:
        raise NotPrepared from error
    return Prepared(pdf=stream.getvalue(), slots=slots)


def _add_form(document: pikepdf.Pdf, slots: Slots, seal_mm: float) -> None:
    fonts = {font.resource: font.embed(document) for font in map(_font_of, slots.fields.values())}
    page, signature = slots.signature.page, signature_box(slots.signature)
    seal = seal_box(signature, seal_mm)
    fields = [_text_field(document, name, slots.fields[name]) for name in SLOT_FIELDS]
    fields.append(_add_widget(document, page, signature, _signature_entries(CHIEF, "Chữ ký của người có thẩm quyền")))
    fields.append(
        _add_widget(
            document, page, seal, {**_signature_entries(ORGANISATION, "Chữ ký số của cơ quan"), "/Lock": _lock()}
        )
    )
    document.Root.AcroForm = document.make_indirect(
        Dictionary(
            Fields=Array(fields),
            SigFlags=SIGNATURES_EXIST | APPEND_ONLY,
            DR=Dictionary(Font=Dictionary({f"/{name}": font for name, font in fonts.items()})),
            DA=String("/Slot 13 Tf 0 g"),
        )
    )


def signature_box(place: SignaturePlace) -> Rectangle:
    """Where the signer's image goes: centred between title and name (Phụ lục I, II.7d)."""
    x, y = (place.x0 + place.x1) / 2, place.top - SIGNATURE_LINE / 2
    return (
        x - SIGNATURE_WIDTH / 2,
        y - SIGNATURE_HEIGHT / 2,
        x + SIGNATURE_WIDTH / 2,
        y + SIGNATURE_HEIGHT / 2,
    )


def seal_box(signature: Rectangle, seal_mm: float) -> Rectangle:
    """Where the seal goes: over the left third of the signature, at real size (Phụ lục I, II.8)."""
    x0, y0, x1, y1 = signature
    right, middle, side = x0 + (x1 - x0) * SEAL_OVERLAP, (y0 + y1) / 2, seal_mm * MM
    return (right - side, middle - side / 2, right, middle + side / 2)


def _font_of(slot: Slot) -> SlotFont:
    return slot_font(italic=slot.italic)


def _text_field(document: pikepdf.Pdf, name: str, slot: Slot) -> pikepdf.Object:
    """A read-only field over a slot; where digits are printed already it holds them and shows nothing."""
    y0 = slot.baseline - DESCENT * slot.size
    entries: Entries = {
        "/FT": Name.Tx,
        "/T": String(name),
        "/Ff": READ_ONLY,
        "/Q": RIGHT if name == NUMBER else CENTRED,
        "/DA": String(f"/{_font_of(slot).resource} {slot.size:g} Tf 0 g"),
    }
    if slot.printed:
        entries["/V"] = String(slot.printed)
    return _add_widget(document, slot.page, (slot.x0, y0, slot.x1, y0 + HEIGHT * slot.size), entries)


def _signature_entries(name: str, title: str) -> Entries:
    return {"/FT": Name.Sig, "/T": String(name), "/TU": String(title)}


def _add_widget(document: pikepdf.Pdf, page: int, box: Rectangle, entries: Entries) -> pikepdf.Object:
    """A field that is its own widget, with the empty appearance PDF/A asks for (ISO 19005-2, 6.3.3)."""
    x0, y0, x1, y1 = box
    empty = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, x1 - x0, y1 - y0]))
    widget = document.make_indirect(
        Dictionary(
            {
                "/Type": Name.Annot,
                "/Subtype": Name.Widget,
                "/Rect": Array([round(edge, 3) for edge in box]),
                "/F": PRINT | LOCKED,
                "/P": document.pages[page].obj,
                "/AP": Dictionary(N=document.make_indirect(empty)),
                **entries,
            }
        )
    )
    target = document.pages[page].obj
    if "/Annots" not in target:
        target.Annots = Array()
    target.Annots.append(widget)
    return widget


def _lock() -> pikepdf.Object:
    """What the seal locks: exactly the fields filled with it, and everything else but archiving."""
    return Dictionary(
        Type=Name.SigFieldLock,
        Action=Name.Include,
        Fields=Array([String(name) for name in SLOT_FIELDS]),
        P=int(Permission.NOTHING),
    )


def _describe(document: pikepdf.Pdf, slots: Slots, draft: str, title: str) -> None:
    """Replace the metadata LibreOffice wrote; its document information says no more than they do."""
    facts = xmp.Facts(title=title, symbol=slots.known_symbol, issued=slots.known_date, draft=draft, pdfa="2B")
    document.Root.Metadata = document.make_indirect(
        document.make_stream(xmp.write(facts), Type=Name.Metadata, Subtype=Name.XML)
    )
    del document.trailer["/Info"]
