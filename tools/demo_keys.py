"""Keys for the demonstration: an authority of its own, marked as such in every certificate and picture.

Nobody else trusts it, and nothing signed with it is worth anything: its names say so. An office that has a folder
``chung-thu`` keeps what is in it.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw

AUTHORITY = "CA TRÌNH DIỄN, không có giá trị pháp lý"
UNIT = "CHỨNG THƯ TRÌNH DIỄN"
#: the demonstration lives in 2022, those who look at it later
SINCE, UNTIL = dt.datetime(2021, 1, 1, tzinfo=dt.UTC), dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
PIN = "trinh-dien"
BLUE, RED = "#1428b4", "#c81414"


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """Where the chief's key and the PIN of both keys lie; the organisation's is ``chung-thu/dau.p12``."""

    chief: Path
    pin: Path


def make_keys(root: Path, chief: str, body: str) -> DemoKeys:
    """Give the office at `root` keys for `chief` and `body`, once."""
    folder = root / "chung-thu"
    keys = DemoKeys(chief=folder / "khoa-trinh-dien.p12", pin=folder / "pin-trinh-dien.txt")
    if folder.exists():
        return keys
    authority = _Authority()
    (folder / "hinh").mkdir(parents=True)
    (folder / "goc-trinh-dien.crt").write_bytes(authority.certificate.public_bytes(serialization.Encoding.DER))
    (folder / "thu-hoi-trinh-dien.crl").write_bytes(authority.revocations())
    (folder / "dau.p12").write_bytes(authority.key_file(body))
    keys.chief.write_bytes(authority.key_file(chief))
    keys.pin.write_text(f"{PIN}\n")
    (folder / "hinh" / f"{chief}.png").write_bytes(_picture(BLUE, 440, 184))
    (folder / "hinh" / "dau.png").write_bytes(_picture(RED, 420, 420))
    return keys


class _Authority:
    """Vouches for whoever the demonstration needs."""

    def __init__(self) -> None:
        self.key = _new_key()
        self.name = _name(AUTHORITY)
        constraint = x509.BasicConstraints(ca=True, path_length=0)
        self.certificate = self._certificate(self.name, self.key, constraint, _usage(vouches=True))

    def key_file(self, holder: str) -> bytes:
        """A key with its certificate (PKCS#12)."""
        key = _new_key()
        constraint = x509.BasicConstraints(ca=False, path_length=None)
        certificate = self._certificate(_name(holder), key, constraint, _usage(vouches=False))
        locked = BestAvailableEncryption(PIN.encode())
        return pkcs12.serialize_key_and_certificates(b"trinh-dien", key, certificate, [self.certificate], locked)

    def revocations(self) -> bytes:
        """The list of revoked certificates: none."""
        builder = x509.CertificateRevocationListBuilder(self.name, SINCE, UNTIL)
        own = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        signed = builder.add_extension(x509.CRLNumber(1), critical=False).add_extension(own, critical=False)
        return signed.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _certificate(
        self, holder: x509.Name, key: rsa.RSAPrivateKey, constraint: x509.BasicConstraints, usage: x509.KeyUsage
    ) -> x509.Certificate:
        builder = x509.CertificateBuilder(
            self.name, holder, key.public_key(), x509.random_serial_number(), SINCE, UNTIL
        )
        extensions = (
            (constraint, True),
            (usage, True),
            (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False),
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(self.key, hashes.SHA256())


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(holder: str) -> x509.Name:
    parts = ((NameOID.COMMON_NAME, holder), (NameOID.ORGANIZATIONAL_UNIT_NAME, UNIT))
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts])


def _usage(*, vouches: bool) -> x509.KeyUsage:
    signs = not vouches
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_cert_sign=vouches,
        crl_sign=vouches,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _picture(colour: str, width: int, height: int) -> bytes:
    """A ring with the words that it is a demonstration, on nothing, as PNG."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((8, 8, width - 8, height - 8), outline=colour, width=10)
    draw.text((width / 2, height / 2), "TRINH DIEN", fill=colour, anchor="mm", font_size=44)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
