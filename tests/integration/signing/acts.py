"""What others may do to a document between our own acts: honest tools and dishonest people."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp.noop import NoOpStampStyle

from pipeline.signing import Signer
from pipeline.signing.fields import Permission
from pipeline.signing.revisions import sign_revision


def written(writer: IncrementalPdfFileWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def writer_of(pdf: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter(io.BytesIO(pdf))


def overlaid(pdf: bytes) -> bytes:
    """Something drawn over the first page in a revision of its own."""
    writer = writer_of(pdf)
    stream = generic.StreamObject(stream_data=b"1 0 0 rg 100 600 200 50 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))
    return written(writer)


def filled(pdf: bytes, field: str, text: str) -> bytes:
    """The text field `field` filled with `text` in a revision of its own, as a form program would."""
    writer = writer_of(pdf)
    for entry in writer.root["/AcroForm"]["/Fields"]:
        target = entry.get_object()
        if target["/T"] == field:
            target[pdf_name("/V")] = generic.pdf_string(text)
            look = generic.StreamObject(
                {
                    pdf_name("/Type"): pdf_name("/XObject"),
                    pdf_name("/Subtype"): pdf_name("/Form"),
                    pdf_name("/BBox"): generic.ArrayObject(map(generic.FloatObject, (0, 0, 30, 14))),
                    pdf_name("/Resources"): writer.root["/AcroForm"]["/DR"],
                },
                stream_data=f"BT /Slot 13 Tf 2 3 Td ({text}) Tj ET".encode(),
            )
            target[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
            writer.update_container(target)
    return written(writer)


def refonted(pdf: bytes) -> bytes:
    """The font of the slots replaced by another in a revision of its own: what is filled in later looks different."""
    writer = writer_of(pdf)
    form = writer.root["/AcroForm"]
    font = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Font"),
            pdf_name("/Subtype"): pdf_name("/Type1"),
            pdf_name("/BaseFont"): pdf_name("/ZapfDingbats"),
            pdf_name("/FirstChar"): generic.NumberObject(45),
            pdf_name("/Widths"): form["/DR"]["/Font"]["/Slot"]["/Widths"],
        }
    )
    form["/DR"]["/Font"][pdf_name("/Slot")] = writer.add_object(font)
    writer.update_container(form["/DR"])
    return written(writer)


def renamed_in_metadata(pdf: bytes, old: bytes, new: bytes) -> bytes:
    """The metadata changed in a revision of their own."""
    writer = writer_of(pdf)
    stream = writer.root["/Metadata"]
    data = stream.data.replace(old, new)
    assert data != stream.data
    changed = generic.StreamObject(
        {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")}, stream_data=data
    )
    writer.root[pdf_name("/Metadata")] = writer.add_object(changed)
    writer.update_root()
    writer._update_meta = lambda: None  # type: ignore[method-assign] # the forger leaves no trace
    return written(writer)


def flipped(pdf: bytes) -> bytes:
    """One bit of the first revision turned over."""
    place = pdf.index(b"stream") + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def resaved(pdf: bytes, change: Callable[[pikepdf.Pdf], None] = lambda _document: None) -> bytes:
    """Written anew by a program that knows nothing of signatures."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        stream = io.BytesIO()
        document.save(stream)
    return stream.getvalue()


def signed_in(
    pdf: bytes,
    field: str,
    signer: Signer,
    at: dt.datetime,
    *,
    permission: Permission = Permission.FILL,
    certifying: bool = False,
) -> bytes:
    """Signed in the prepared `field` by a tool other than ours."""
    return sign_revision(
        writer_of(pdf),
        field=field,
        signer=signer,
        at=at,
        style=NoOpStampStyle(),
        permission=permission,
        certify=certifying,
        timestamps=None,
    )


def signed_anywhere(
    pdf: bytes, signer: Signer, field: str = "Signature1", box: tuple[int, int, int, int] | None = None, **how: object
) -> bytes:
    """Signed in a new field, by the manner `how` of pyHanko."""
    specification = SigFieldSpec(field, box=box)
    metadata = PdfSignatureMetadata(field_name=field, **how)  # type: ignore[arg-type]
    pdf_signer = PdfSigner(metadata, signer.key, new_field_spec=specification, stamp_style=NoOpStampStyle())
    return pdf_signer.sign_pdf(writer_of(pdf)).getvalue()
