"""Detached signatures (CMS) over any bytes, by the keys and for the trust of `pipeline.signing`."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass

from asn1crypto import cms
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.status import StandardCMSSignatureStatus

from pipeline.messages import _
from pipeline.signing import Signer, Trust
from pipeline.signing.revisions import DIGEST, timestamp_trouble
from pipeline.signing.signers import holder_of
from pipeline.signing.trust import Revocation
from pipeline.signing.validation import KEY_USAGE

#: what a file that is no signature makes of the parsers
NO_SIGNATURE = (ValueError, TypeError, KeyError, SignatureValidationError, CMSExtractionError, CMSStructuralError)


@dataclass(frozen=True, slots=True)
class Vouching:
    """Who vouches for bytes, and why not; `fault` is "" where the signature holds."""

    holder: str
    fault: str


def sign(data: bytes, signer: Signer, *, timestamps: TimeStamper | None = None) -> bytes:
    """The signature over `data` (DER); raises `TimestampTrouble`."""
    with timestamp_trouble():
        signature = asyncio.run(
            signer.key.async_sign_general_data(data, DIGEST, detached=True, use_cades=True, timestamper=timestamps)
        )
    return bytes(signature.dump())


def check(data: bytes, signature: bytes, trust: Trust, *, at: dt.datetime) -> Vouching:
    """Who signed `data`, as far as `signature` shows it to a verifier of the time `at`."""
    try:
        status = asyncio.run(_status(data, cms.ContentInfo.load(signature)["content"], trust, at))
    except NO_SIGNATURE:
        return Vouching("", _("the signature is damaged"))
    holder = holder_of(status.signing_cert)
    if not (status.intact and status.valid):
        return Vouching(holder, _("the content is not what was signed"))
    if status.revoked:
        return Vouching(holder, _("the certificate was revoked"))
    return Vouching(holder, "" if status.trusted else _("its certificate is not trusted"))


async def _status(data: bytes, signature: cms.SignedData, trust: Trust, at: dt.datetime) -> StandardCMSSignatureStatus:
    """Judged by the lists of revoked certificates as far as they tell of this one, otherwise without them."""
    for revocation in (Revocation.OF_SIGNER, Revocation.IF_DECLARED):
        context = trust.context(at, revocation=revocation)
        status = await async_validate_detached_cms(
            data,
            signature,
            signer_validation_context=context,
            ts_validation_context=trust.context(at),
            key_usage_settings=KEY_USAGE,
        )
        if status.trusted or status.revoked:
            break
    return status
