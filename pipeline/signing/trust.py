"""Whom the office trusts: certificate authorities and lists of revoked certificates, given by the operator.

Nothing is fetched: real documents carry one certificate in 672 of 675 signatures and no revocation data, so trust can
not come from the file, and an office must be able to verify without a network.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from asn1crypto import crl, pem, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

#: SHA-1 is in most real signatures until today: it is reported as a weakness, not taken for a broken signature
FORBIDDEN_HASHES = frozenset({"md2", "md5"})


class Revocation(enum.Enum):
    """How much must be known of whether a certificate was revoked."""

    #: of every certificate of the chain
    REQUIRED = REQUIRE_REVINFO
    #: of the signer's own
    OF_SIGNER = RevocationCheckingPolicy(
        RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
    )
    #: nothing; but pyHanko looks for a certificate in the lists only if that names a list, which many do not
    IF_DECLARED = RevocationCheckingPolicy(
        RevocationCheckingRule.CHECK_IF_DECLARED_SOFT, RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
    )


@dataclass(frozen=True, kw_only=True)
class Trust:
    """Certificates and lists, each in DER or PEM."""

    #: authorities trusted
    roots: tuple[bytes, ...]
    #: authorities in between that signatures may leave out
    intermediates: tuple[bytes, ...] = ()
    #: lists of revoked certificates (CRL)
    revocations: tuple[bytes, ...] = ()

    def context(
        self,
        at: dt.datetime,
        *,
        certificates: Iterable[x509.Certificate] = (),
        revocations: Iterable[crl.CertificateList] = (),
        revocation: Revocation = Revocation.IF_DECLARED,
    ) -> ValidationContext:
        """What pyHanko needs to judge a certificate as of the time `at`.

        `certificates` and `revocations` come from the document at hand.
        """
        return ValidationContext(
            trust_roots=[_certificate(root) for root in self.roots],
            other_certs=[*map(_certificate, self.intermediates), *certificates],
            crls=[*(crl.CertificateList.load(_der(entry)) for entry in self.revocations), *revocations],
            moment=at,
            allow_fetching=False,
            # Lists are newer than the signatures they are used for.
            revinfo_policy=CertRevTrustPolicy(revocation.value, retroactive_revinfo=True),
            algorithm_usage_policy=DisallowWeakAlgorithmsPolicy(FORBIDDEN_HASHES),
        )


def _certificate(data: bytes) -> x509.Certificate:
    return x509.Certificate.load(_der(data))


def _der(data: bytes) -> bytes:
    return bytes(pem.unarmor(data)[2]) if pem.detect(data) else data
