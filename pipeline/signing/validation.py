"""Validating any signed PDF, ours or not: each signature by itself, and never with a crash.

pyHanko checks the cryptography and what was changed after each signature, here with a policy stricter than its own: the
appearance of a field may not be replaced in place. Whom to trust is the office's own decision (`trust`).

A certificate is judged as of the time that is proven. Archive timestamps are taken from the last to the first: the last
is judged as of now, each one before it as of the time the next one proves, and so are the signatures below them; a
signature's own timestamp may prove an earlier time still.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import io
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

from asn1crypto import crl, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    CatalogModificationRule,
    DiffPolicy,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import collect_timing_info
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)
from pyhanko_certvalidator import ValidationContext

from pipeline.messages import _
from pipeline.signing import xmp
from pipeline.signing.fields import DAY, MONTH, NUMBER, SLOT_FIELDS, Permission
from pipeline.signing.report import ROLES, Numbering, Report, Role, SignatureReport, Verdict, VisibleText, Weakness
from pipeline.signing.signers import holder_of
from pipeline.signing.trust import Revocation, Trust
from pipeline.signing.visible import read_numbering, read_visible

#: certificates of persons and bodies carry one or the other
KEY_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
TIMESTAMP = "/DocTimeStamp"
PKCS7 = "adbe.pkcs7"
#: a file may have something before its header, but readers look no further than this
HEADER_REACH = 1024

# What pyHanko finds in a foreign file goes into the report.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

Status = PdfSignatureStatus | DocumentTimestampStatus
S = TypeVar("S", PdfSignatureStatus, DocumentTimestampStatus)


def validate(pdf: bytes, trust: Trust, *, at: dt.datetime) -> Report:
    """Judge every signature of `pdf` as of the time `at`; what can not be judged is said in the report."""
    fault = _fault_of_bytes(pdf)
    if fault is not None:
        return Report(fault=fault)
    try:
        reader = _open(pdf)
        # In this order: pyHanko cannot compare revisions any more once it has handed out the metadata.
        signatures = _Examination(reader, trust, at).reports()
        fields, metadata = _slot_values(reader), _metadata(reader)
    except Exception:  # a foreign file may be broken in any way, which must not stop the report on the next one
        return Report(fault=_("the file is damaged or is no PDF"))
    if fields:
        visible: tuple[VisibleText, ...] = ()
        numbering = Numbering(number=fields[NUMBER], day=fields[DAY], month=fields[MONTH])
    else:
        visible = read_visible(pdf)
        numbering = read_numbering(pdf, visible)
    return Report(
        signatures=signatures, fields=fields, metadata=metadata, visible=visible, numbering=numbering, size=len(pdf)
    )


def read_form(pdf: bytes) -> tuple[dict[str, str], xmp.Facts]:
    """Values of the three fields and metadata of a sound `pdf`, without a look at its signatures."""
    reader = _open(pdf)
    return _slot_values(reader), _metadata(reader)


@functools.cache
def strict_policy(*, first_signature: bool = False) -> DiffPolicy:
    """pyHanko's own policy, but for fields whose appearance is replaced in place.

    For a `first_signature` the catalogue may also note that it certifies the document (Perms).
    """
    catalogue = CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | ({"/Perms"} if first_signature else set()))
    return StandardDiffPolicy(
        global_rules=[catalogue, *DEFAULT_DIFF_POLICY.global_rules[1:]],
        form_rule=FormUpdatingRule(
            field_rules=[
                SigFieldCreationRule(),
                SigFieldModificationRule(),
                GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            ]
        ),
    )


def _fault_of_bytes(pdf: bytes) -> str | None:
    if pdf.startswith(b"%PDF-"):
        return None
    if b"%PDF-" in pdf[:HEADER_REACH]:
        return _("other data stand before the beginning of the PDF, so its signatures cannot be judged")
    return _("the file is damaged or is no PDF")


def _open(pdf: bytes) -> PdfFileReader:
    """Strictly if possible; files of other programs, written carelessly or for readers of 2003, are read, too."""
    with contextlib.suppress(PdfError):
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        if not reader.xrefs.hybrid_xrefs_present:
            return reader
    return PdfFileReader(io.BytesIO(pdf), strict=False)


def _slot_values(reader: PdfFileReader) -> dict[str, str]:
    """The values of our three fields; empty when the file has none of them."""
    try:
        fields = [entry.get_object() for entry in reader.root["/AcroForm"]["/Fields"]]
    except KeyError:
        return {}
    named = {str(field["/T"]): str(field["/V"]) if "/V" in field else "" for field in fields if "/T" in field}
    return {name: named[name] for name in SLOT_FIELDS} if named.keys() >= set(SLOT_FIELDS) else {}


def _metadata(reader: PdfFileReader) -> xmp.Facts:
    try:
        return xmp.read(reader.root["/Metadata"].read_data(DecodePurpose.XMP_METADATA))
    except (KeyError, ValueError, PdfError):
        return xmp.Facts()


class _Examination:
    """The signatures of one file, judged from the last to the first."""

    def __init__(self, reader: PdfFileReader, trust: Trust, at: dt.datetime) -> None:
        self._reader = reader
        self._trust = trust
        #: the time at which what is judged now is proven to have existed
        self._proven = at
        self._certificates, self._revocations = _stored(reader)

    def reports(self) -> tuple[SignatureReport, ...]:
        """From the first signature to the last."""
        broken, embedded = self._embedded()
        found = [asyncio.run(self._examine(signature)) for signature in reversed(embedded)]
        return (*broken, *reversed(found))

    def _embedded(self) -> tuple[list[SignatureReport], list[EmbeddedPdfSignature]]:
        """What can not even be read of the signatures, and the others in the order they were made."""
        broken, embedded = [], []
        for name, _value, field in enumerate_sig_fields(self._reader, filled_status=True):
            try:
                embedded.append(EmbeddedPdfSignature(self._reader, field, name))
            except Exception as error:
                broken.append(_unreadable(name, error))
        return broken, sorted(embedded, key=lambda one: one.signed_revision)

    async def _examine(self, signature: EmbeddedPdfSignature) -> SignatureReport:
        try:
            if signature.sig_object_type == TIMESTAMP:
                return await self._examine_timestamp(signature)
            return await self._examine_signature(signature)
        except Exception as error:
            return _unreadable(signature.field_name, error)

    async def _examine_timestamp(self, signature: EmbeddedPdfSignature) -> SignatureReport:
        async def validate_as(revocation: Revocation) -> DocumentTimestampStatus:
            return await async_validate_pdf_timestamp(
                signature, self._context(self._proven, revocation), strict_policy()
            )

        status, _known = await self._twice(validate_as)
        verdict, detail = _judge(status)
        if verdict is Verdict.VALID:
            self._proven = min(self._proven, status.timestamp)
        return SignatureReport(
            field=signature.field_name,
            role=Role.TIMESTAMP,
            verdict=verdict,
            detail=detail,
            holder=holder_of(status.signing_cert),
            fingerprint=status.signing_cert.sha256.hex(),
            stamped=status.timestamp,
            **_common(signature, status),
        )

    async def _examine_signature(self, signature: EmbeddedPdfSignature) -> SignatureReport:
        proven = self._context(self._proven, Revocation.IF_DECLARED)
        stamped = await _stamped(signature, proven)

        async def validate_as(revocation: Revocation) -> PdfSignatureStatus:
            return await async_validate_pdf_signature(
                signature,
                self._context(stamped or self._proven, revocation),
                proven,
                diff_policy=strict_policy(),
                key_usage_settings=KEY_USAGE,
            )

        status, known = await self._twice(validate_as)
        verdict, detail = _judge(status)
        when = stamped or status.signer_reported_dt
        certificate = status.signing_cert
        return SignatureReport(
            field=signature.field_name,
            role=ROLES.get(signature.field_name, Role.OTHER),
            verdict=verdict,
            detail=detail,
            weaknesses=tuple(self._weaknesses(signature, status, stamped, known=known)),
            holder=holder_of(certificate),
            fingerprint=certificate.sha256.hex(),
            permission=_permission(signature),
            claimed=status.signer_reported_dt,
            stamped=stamped,
            in_term=None if when is None else certificate.not_valid_before <= when <= certificate.not_valid_after,
            **_common(signature, status),
        )

    async def _twice(self, validate_as: Callable[[Revocation], Awaitable[S]]) -> tuple[S, bool]:
        """The status, and whether it is known that the signer's certificate was not revoked.

        Where it is not known, the signature is judged again without that knowledge.
        """
        if self._trust.revocations or self._revocations:
            status = await validate_as(Revocation.OF_SIGNER)
            if status.trusted or status.revoked or not (status.intact and status.valid):
                return status, True
        return await validate_as(Revocation.IF_DECLARED), False

    def _weaknesses(
        self, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, stamped: dt.datetime | None, *, known: bool
    ) -> Iterator[Weakness]:
        if status.md_algorithm == "sha1":
            yield Weakness.SHA1
        if PKCS7 in str(signature.sig_object.get("/SubFilter")):
            yield Weakness.PKCS7
        if status.timestamp_validity is None:
            yield Weakness.NO_TIMESTAMP
        elif stamped is None:
            yield Weakness.TIMESTAMP_NOT_TRUSTED
        if not signature.other_embedded_certs:
            yield Weakness.NO_CHAIN
        if "/DSS" not in self._reader.root:
            yield Weakness.NO_DSS
        if not known:
            yield Weakness.REVOCATION_UNKNOWN
        if status.modification_level not in (None, ModificationLevel.NONE):
            yield Weakness.LATER_CHANGES
        if signature.docmdp_level is None:
            yield Weakness.NOT_CERTIFYING

    def _context(self, at: dt.datetime, revocation: Revocation) -> ValidationContext:
        return self._trust.context(
            at, certificates=self._certificates, revocations=self._revocations, revocation=revocation
        )


def _stored(reader: PdfFileReader) -> tuple[list[x509.Certificate], list[crl.CertificateList]]:
    """Certificates and lists of revoked ones that the file brings for its own validation (DSS)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return [], []
    lists = [entry.get_object().read_data(DecodePurpose.CRL) for entry in store.crls]
    return list(store.load_certs()), [crl.CertificateList.load(entry) for entry in lists]


async def _stamped(signature: EmbeddedPdfSignature, context: ValidationContext) -> dt.datetime | None:
    """The time the signature's own timestamp proves; None when there is none to be trusted."""
    timing = await collect_timing_info(signature.signer_info, context, raw_digest=signature.compute_digest)
    stamp = timing.get("timestamp_validity")
    return stamp.timestamp if stamp is not None and stamp.valid and stamp.intact and stamp.trusted else None


def _judge(status: Status) -> tuple[Verdict, str]:
    """Verdict and, for what is not valid, the reason."""
    if not (status.intact and status.valid):
        return Verdict.BROKEN, _("the content is not what was signed")
    if status.coverage is not None and status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Verdict.BROKEN, _("the signature does not cover the whole file")
    if status.docmdp_ok is False or status.modification_level == ModificationLevel.OTHER:
        return Verdict.ALTERED, _("the document was changed afterwards in a way the signature does not permit")
    if not status.trusted:
        return Verdict.NOT_TRUSTED, _distrust(status)
    return Verdict.VALID, ""


def _distrust(status: Status) -> str:
    if status.revoked:
        return _("the certificate was revoked")
    problem = status.trust_problem_indic
    if problem in (AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED):
        return _("the certificate is not valid at the proven time")
    if problem in (AdESIndeterminate.EXPIRED, AdESIndeterminate.NOT_YET_VALID, AdESFailure.NOT_YET_VALID):
        return _("the certificate is not valid at the proven time")
    if problem is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return _("its authority is not among those this office trusts")
    return _("its certificate was not accepted ({code})").format(code=getattr(problem, "name", problem))


def _permission(signature: EmbeddedPdfSignature) -> Permission | None:
    level = signature.docmdp_level
    return None if level is None else Permission(level.value)


def _common(signature: EmbeddedPdfSignature, status: Status) -> dict[str, Any]:
    level = status.modification_level
    return {
        "changes": "" if level is None else level.name,
        "digest": status.md_algorithm,
        "format": str(signature.sig_object.get("/SubFilter", "")).lstrip("/"),
        "revision": signature.signed_revision,
        "covered": signature.byte_range[2] + signature.byte_range[3],
    }


def _unreadable(field: str, error: Exception) -> SignatureReport:
    return SignatureReport(
        field=field,
        role=ROLES.get(field, Role.OTHER),
        verdict=Verdict.UNREADABLE,
        detail=_("the signature cannot be read ({cause})").format(cause=type(error).__name__),
    )
