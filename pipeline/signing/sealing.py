"""The clerk's act: number, day and the organisation's seal, added in one revision.

In one revision, because what is filled first and sealed later could be filled twice. The seal locks exactly the three
fields and permits nothing more but archiving, so it is the *seal* that vouches for the number; the chief's signature,
which permitted filling, does not.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.metadata.model import ExpandedName, XmpStructure, XmpValue
from pyhanko.pdf_utils.metadata.xmp_xml import MetadataStream
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.timestamps import TimeStamper

from pipeline.errors import (
    AlreadySigned,
    ChiefSignatureInvalid,
    ChiefSignatureMissing,
    DateDiffers,
    FilledInBetween,
    ForbidsFilling,
    NotPrepared,
    NumberDiffers,
    NumberTooLong,
)
from pipeline.messages import _
from pipeline.signing import xmp
from pipeline.signing.fields import ORGANISATION, Permission, number_text, slot_values, split_symbol
from pipeline.signing.pictures import Ink, stamp_style
from pipeline.signing.report import SignatureReport, Verdict
from pipeline.signing.revisions import assert_extends, open_writer, sign_revision
from pipeline.signing.signers import Person, Signer
from pipeline.signing.slot_font import DESCENT, text_width
from pipeline.signing.trust import Trust
from pipeline.signing.validation import read_form, validate

FONT_AND_SIZE = re.compile(r"/(?P<font>\S+) (?P<size>[\d.]+) Tf")
RIGHT = 2


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A document whose chief's signature was found valid; the only thing that can be issued."""

    pdf: bytes
    chief: SignatureReport
    #: what is printed of number and symbol, "/KH-VPUBND"
    symbol: str
    #: what is printed of the date, "2022-09"
    date: str


def check_signed(certified: bytes, trust: Trust, *, at: dt.datetime, expected: Person | None = None) -> Signed:
    """Make sure that `certified` is signed by the competent person and waits for number and seal.

    Raises `ChiefSignatureMissing`, `ChiefSignatureInvalid`, `FilledInBetween`, `ForbidsFilling`, `AlreadySigned` or
    `NotPrepared`. Best done before the register is locked for a number.
    """
    report = validate(certified, trust, at=at)
    if report.fault is not None or not report.has_slots:
        raise NotPrepared
    chief = report.chief
    if chief is None:
        raise ChiefSignatureMissing
    if report.organisation is not None:
        raise AlreadySigned
    if chief.verdict is not Verdict.VALID:
        raise ChiefSignatureInvalid(problem=chief.detail)
    if chief.permission is Permission.NOTHING:
        raise ForbidsFilling
    # The signature permits filling in, but only the act of issue may do it.
    untouched = chief.is_untouched(len(certified)) and not report.has_others
    if not untouched or read_form(certified[: chief.covered]) != (report.fields, report.metadata):
        raise FilledInBetween
    if expected is not None and not expected.holds(chief.holder, chief.fingerprint):
        raise ChiefSignatureInvalid(problem=_("it is the signature of {holder}").format(holder=chief.holder))
    return Signed(pdf=certified, chief=chief, symbol=report.metadata.symbol, date=report.metadata.issued)


def issue(
    signed: Signed,
    *,
    number: int,
    day: dt.date,
    sealer: Signer,
    at: dt.datetime,
    expected: Person | None = None,
    picture: bytes | None = None,
    timestamps: TimeStamper | None = None,
) -> bytes:
    """Fill in `number` and `day` and seal with the organisation's key `sealer`, `at` that time; return the document.

    `expected` is the body whose key it must be, `picture` its seal (PNG), shown at real size over the left third of the
    signature. With `timestamps` the seal carries the time of that service; `upgrade` adds the rest of long-term
    validation. Raises `NumberTooLong`, `NumberDiffers` or `DateDiffers` where number or day do not go with what is
    printed, `KeyTrouble`, `PictureUnusable`, `TimestampTrouble`.
    """
    sealer.check(at, expected)
    symbol = _whole_symbol(signed, number)
    if not day.isoformat().startswith(signed.date):
        raise DateDiffers(day=f"{day:%d/%m/%Y}", printed="/".join(reversed(signed.date.split("-"))))
    writer = open_writer(signed.pdf)
    _fill(writer, slot_values(number, day))
    _note(writer, {xmp.SYMBOL: symbol, xmp.ISSUED: day.isoformat()})
    sealed = sign_revision(
        writer,
        field=ORGANISATION,
        signer=sealer,
        at=at,
        style=stamp_style(picture, Ink.RED, *_size(writer, ORGANISATION)),
        permission=Permission.NOTHING,
        certify=False,
        timestamps=timestamps,
    )
    return assert_extends(sealed, signed.pdf)


def _whole_symbol(signed: Signed, number: int) -> str:
    try:
        printed, symbol = split_symbol(signed.symbol)
    except ValueError as error:
        raise NotPrepared from error
    if printed is not None and printed != number:
        raise NumberDiffers(number=number_text(number), printed=number_text(printed))
    return number_text(number) + symbol


def _fill(writer: IncrementalPdfFileWriter, values: dict[str, str]) -> None:
    """Write `values` into the blank fields; a field whose digits are printed has them as its value already."""
    form = writer.root["/AcroForm"]
    for field in [entry.get_object() for entry in form["/Fields"]]:
        text = values.get(str(field["/T"]))
        if text is not None and "/V" not in field:
            appearance = writer.add_object(_appearance(form, field, text))
            field[pdf_name("/V")] = generic.pdf_string(text)
            field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): appearance})
            writer.update_container(field)


def _appearance(form: generic.DictionaryObject, field: generic.DictionaryObject, text: str) -> generic.StreamObject:
    """How `field` looks with `text`, in the slot font that was embedded before the chief signed."""
    style = FONT_AND_SIZE.match(str(field["/DA"]))
    if style is None:
        raise NotPrepared
    name, size = pdf_name(f"/{style['font']}"), float(style["size"])
    fonts = form["/DR"]["/Font"]
    width = text_width(text, _widths(fonts[name]), size)
    x0, y0, x1, y1 = (float(edge) for edge in field["/Rect"])
    room = x1 - x0 - width
    if room < 0:
        raise NumberTooLong(number=text)
    x = room if field["/Q"] == RIGHT else room / 2
    drawing = f"/Tx BMC q BT 0 g {name} {size:g} Tf {x:.3f} {DESCENT * size:.3f} Td ({text}) Tj ET Q EMC"
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.FloatObject, (0, 0, x1 - x0, y1 - y0))),
            pdf_name("/Resources"): generic.DictionaryObject(
                {pdf_name("/Font"): generic.DictionaryObject({name: fonts.raw_get(name)})}
            ),
        },
        stream_data=drawing.encode("ascii"),
    )


def _widths(font: generic.DictionaryObject) -> dict[str, int]:
    return {chr(code): int(width) for code, width in enumerate(font["/Widths"], int(font["/FirstChar"]))}


def _note(writer: IncrementalPdfFileWriter, values: dict[str, str]) -> None:
    """Put number and date into the metadata, whose schema was declared before the chief signed."""
    stream = writer.root["/Metadata"]
    assert isinstance(stream, MetadataStream)
    new = {ExpandedName(xmp.OWN, name): XmpValue(value) for name, value in values.items()}
    # pyHanko serialises the list it holds when it writes the revision.
    stream.xmp[:] = [
        XmpStructure({**dict(part), **{k: v for k, v in new.items() if k in dict(part)}}) for part in stream.xmp
    ]


def _size(writer: IncrementalPdfFileWriter, name: str) -> tuple[float, float]:
    """Width and height of the field `name` in points."""
    for found, _value, field in enumerate_sig_fields(writer):
        if found == name:
            x0, y0, x1, y1 = (float(edge) for edge in field.get_object()["/Rect"])
            return x1 - x0, y1 - y0
    raise NotPrepared
