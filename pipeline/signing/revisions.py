"""Adding one signed revision to a PDF, never touching a byte of what was there."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import logging
from collections.abc import Iterator

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.stamp.base import BaseStampStyle

from pipeline.errors import NotPrepared, TimestampTrouble
from pipeline.signing.fields import Permission
from pipeline.signing.signers import Signer

DIGEST = "sha256"

# pyHanko notes that a seal asks for less than the chief's signature permits, which is what the seal is for.
logging.getLogger("pyhanko").setLevel(logging.ERROR)


class _Clocked(PdfSigner):
    """Signs at a time given, not at whatever the machine's clock says."""

    at: dt.datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def open_writer(pdf: bytes) -> IncrementalPdfFileWriter:
    """A writer that adds a revision to `pdf`; raises `NotPrepared` for what is no sound PDF."""
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf))
    except (PdfError, ValueError, KeyError) as error:
        raise NotPrepared from error


def sign_revision(
    writer: IncrementalPdfFileWriter,
    *,
    field: str,
    signer: Signer,
    at: dt.datetime,
    style: BaseStampStyle,
    permission: Permission,
    certify: bool,
    timestamps: TimeStamper | None,
) -> bytes:
    """Write the revision in `writer` with a PAdES signature in the empty `field`; return the whole file.

    Raises `TimestampTrouble` when the service named by `timestamps` does not answer.
    """
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm(int(permission)),
    )
    pdf_signer = _Clocked(metadata, signer.key, stamp_style=style, timestamper=timestamps)
    pdf_signer.at = at
    with timestamp_trouble():
        signed: bytes = pdf_signer.sign_pdf(writer, existing_fields_only=True).getvalue()
    return signed


@contextlib.contextmanager
def timestamp_trouble() -> Iterator[None]:
    """Turn the trouble of a time-stamping service into `TimestampTrouble`."""
    try:
        yield
    except TimestampRequestError as error:
        raise TimestampTrouble(cause=str(error) or type(error).__name__) from error


def assert_extends(new: bytes, old: bytes) -> bytes:
    """Return `new`, which must begin with all of `old`; anything else would void signatures."""
    if not new.startswith(old):
        raise AssertionError("a signing step changed bytes it was given")
    return new
