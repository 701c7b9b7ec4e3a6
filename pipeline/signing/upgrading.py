"""Making a document last: certificates, lists of revoked ones and an archive timestamp, in one more revision (B-LTA).

May be done with the issue, later, and again before the last archive timestamp expires; nothing that was signed is
touched.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io

from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import InsufficientRevinfoError, PathBuildingError, PathValidationError

from pipeline.errors import NotTrustedForLong, RevocationUnknown
from pipeline.signing.revisions import DIGEST, assert_extends, open_writer, timestamp_trouble
from pipeline.signing.signers import holder_of
from pipeline.signing.trust import Revocation, Trust


def upgrade(pdf: bytes, trust: Trust, timestamps: TimeStamper, *, at: dt.datetime) -> bytes:
    """Add to `pdf` what its signatures need to be validated for years, under a new archive timestamp.

    `validate` should have found them good; here they are not judged again. `at` is now. Raises `RevocationUnknown` when
    `trust` has no list for one of the certificates, `NotTrustedForLong`, `TimestampTrouble` or `NotPrepared`.
    """
    return assert_extends(asyncio.run(_upgrade(pdf, trust, timestamps, at)), pdf)


async def _upgrade(pdf: bytes, trust: Trust, timestamps: TimeStamper, at: dt.datetime) -> bytes:
    writer = open_writer(pdf)
    context = trust.context(at, revocation=Revocation.REQUIRED)
    paths = []
    for signature in _unsecured(writer.prev.embedded_signatures):
        found = await _collect(signature, context)
        contents = signature.pkcs7_content.hex().encode()
        DocumentSecurityStore.supply_dss_in_writer(writer, contents, paths=found, validation_context=context)
        paths += found
    output = io.BytesIO()
    with timestamp_trouble():
        await PdfTimeStamper(timestamps).async_timestamp_pdf(
            writer,
            DIGEST,
            context,
            validation_paths=paths,
            output=output,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        )
    return output.getvalue()


def _unsecured(signatures: list[EmbeddedPdfSignature]) -> list[EmbeddedPdfSignature]:
    """The signatures whose certificates must be secured: the last archive timestamp secured all before it."""
    for index in range(len(signatures) - 1, -1, -1):
        if signatures[index].sig_object_type == "/DocTimeStamp":
            return signatures[index:]
    return signatures


async def _collect(signature: EmbeddedPdfSignature, context: ValidationContext) -> list[object]:
    holder = holder_of(signature.signer_cert)
    try:
        return list(await collect_validation_info(signature, context))
    except InsufficientRevinfoError as error:
        raise RevocationUnknown(holder=holder) from error
    except (PathBuildingError, PathValidationError) as error:
        raise NotTrustedForLong(holder=holder) from error
