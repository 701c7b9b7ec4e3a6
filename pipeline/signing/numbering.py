"""Number and day printed into a typeset document before anybody signs it, for a number that was reserved.

The digits become part of the page, in the typeface of the document and where its blanks are, so the first signature
covers them and no signing tool has anything to fill in. What is printed is found again by `prepare`, which reads the
page anew.
"""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
from pikepdf import Dictionary, Name

from pipeline.errors import DateDiffers, NotPrepared, NumberDiffers, NumberTooLong
from pipeline.signing.fields import NUMBER, SLOT_FIELDS, number_text, slot_values, split_symbol
from pipeline.signing.slot_font import slot_font, text_width
from pipeline.signing.slots import Slot, Slots, find_slots


def print_numbering(pdf: bytes, number: int, day: dt.date) -> bytes:
    """The typeset `pdf` with `number` and `day` where they are blank.

    Raises `NumberTooLong`, `NumberDiffers` or `DateDiffers` where they do not go with what is printed already,
    `SlotsUncertain`, or `NotPrepared` where `pdf` is damaged.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            slots = find_slots(document, pdf)
            _check(slots, number, day)
            values = slot_values(number, day)
            for name in SLOT_FIELDS:
                if not slots.fields[name].printed:
                    _print(document, name, slots.fields[name], values[name])
            stream = io.BytesIO()
            document.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    except pikepdf.PdfError as error:
        raise NotPrepared from error
    return stream.getvalue()


def _check(slots: Slots, number: int, day: dt.date) -> None:
    printed, _symbol = split_symbol(slots.known_symbol)
    if printed not in (None, number):
        raise NumberDiffers(number=number_text(number), printed=number_text(printed or 0))
    if not day.isoformat().startswith(slots.known_date):
        raise DateDiffers(day=f"{day:%d/%m/%Y}", printed="/".join(reversed(slots.known_date.split("-"))))


def _print(document: pikepdf.Pdf, name: str, slot: Slot, text: str) -> None:
    """Draw `text` at the end of its page: a number against the symbol on its right, day and month in the middle."""
    font, page = slot_font(italic=slot.italic), document.pages[slot.page]
    room = slot.x1 - slot.x0 - text_width(text, font.widths, slot.size)
    if room < 0:
        raise NumberTooLong(number=text)
    if Name.Font not in page.resources:
        page.resources.Font = Dictionary()
    if f"/{font.resource}" not in page.resources.Font:
        page.resources.Font[f"/{font.resource}"] = font.embed(document)
    x = slot.x0 + (room if name == NUMBER else room / 2)
    drawing = f"q BT 0 g /{font.resource} {slot.size:g} Tf {x:.3f} {slot.baseline:.3f} Td ({text}) Tj ET Q"
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q {drawing}".encode("ascii"))
