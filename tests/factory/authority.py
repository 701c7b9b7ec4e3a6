"""A certificate authority invented for each test from a description: who is certified, from when to when."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VIETNAM = dt.timezone(dt.timedelta(hours=7))
OPENED = dt.datetime(2020, 1, 1, tzinfo=VIETNAM)
CLOSED = dt.datetime(2030, 1, 1, tzinfo=VIETNAM)
#: authorities and time-stamping services outlive those they vouch for
FAR_AWAY = dt.datetime(2060, 1, 1, tzinfo=VIETNAM)
PIN = "135790"


@functools.cache
def _key(name: str) -> rsa.RSAPrivateKey:
    """A key for `name`; keys are dear, so tests that ask for the same name share one."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Certified:
    """A key and its certificate."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    authority: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def key_der(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def p12(self, pin: str = PIN) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"key", self.key, self.certificate, [self.authority], BestAvailableEncryption(pin.encode())
        )


class Authority:
    """Signs certificates and lists of revoked ones."""

    def __init__(self, name: str = "Tổ chức chứng thực thử nghiệm") -> None:
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = _key(name)
        self.certificate = (
            self._builder(self.name, self.key, OPENED, FAR_AWAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .sign(self.key, hashes.SHA256())
        )

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def certify(
        self, holder: str, *, since: dt.datetime = OPENED, until: dt.datetime = CLOSED, stamps: bool = False
    ) -> Certified:
        """A certificate for `holder`; for a time-stamping service when it `stamps`."""
        key = _key(holder)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, holder)])
        builder = self._builder(subject, key, since, until).add_extension(
            _usage(digital_signature=True, content_commitment=True), critical=True
        )
        if stamps:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return Certified(builder.sign(self.key, hashes.SHA256()), key, self.certificate)

    def revocations(self, *revoked: Certified, at: dt.datetime) -> bytes:
        """The list of revoked certificates, issued `at` that time, good for a year."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.name)
            .last_update(at)
            .next_update(at + dt.timedelta(days=365))
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        for one in revoked:
            entry = x509.RevokedCertificateBuilder(one.certificate.serial_number, at)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _builder(
        self, subject: x509.Name, key: rsa.RSAPrivateKey, since: dt.datetime, until: dt.datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )


def _usage(**on: bool) -> x509.KeyUsage:
    off = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**{**off, **on})
