"""Keys to sign with: a PKCS#12 file, or a token by PKCS#11. Nothing here tries a PIN twice: tokens lock.

with open_token(library, label="VPUBND", pin=pin) as signer:
    signer.check(at, expected)
    certify(prepared, signer, at=at)
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pkcs11
import pkcs11.exceptions as token_errors
from asn1crypto import x509
from asn1crypto.pkcs12 import Pfx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from pkcs11 import Attribute, ObjectClass
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer as KeySigner
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from pipeline.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    KeyFileDamaged,
    KeyMissing,
    PinLocked,
    TokenBusy,
    TokenDriverMissing,
    TokenMissing,
    WrongHolder,
    WrongPin,
)
from pipeline.messages import _
from pipeline.vietnamese.text import match_key

if TYPE_CHECKING:
    from pkcs11 import _pkcs11

WRONG_PIN = (token_errors.PinIncorrect, token_errors.PinInvalid, token_errors.PinLenRange)
TOKEN_GONE = (
    token_errors.NoSuchToken,
    token_errors.TokenNotPresent,
    token_errors.TokenNotRecognised,
    token_errors.DeviceRemoved,
    token_errors.SessionHandleInvalid,
    token_errors.SessionClosed,
)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is to sign."""

    name: str
    #: SHA-256 of the certificate, where the office has registered it: many people share a name
    fingerprint: str | None = None

    def holds(self, holder: str, fingerprint: str) -> bool:
        """Whether the certificate issued to `holder`, with that `fingerprint`, belongs to this person."""
        if self.fingerprint is not None:
            return fingerprint == self.fingerprint
        return match_key(holder) == match_key(self.name)


@dataclass(frozen=True, kw_only=True)
class Signer:
    """A key that can be used now, and its certificate."""

    certificate: x509.Certificate
    key: KeySigner

    @property
    def holder(self) -> str:
        return holder_of(self.certificate)

    def check(self, at: dt.datetime, expected: Person | None = None) -> None:
        """Raise `KeyTrouble` unless the certificate is valid `at` that time and belongs to the person `expected`."""
        since, until = self.certificate.not_valid_before, self.certificate.not_valid_after
        if at > until:
            raise CertificateExpired(holder=self.holder, until=f"{until.astimezone(at.tzinfo):%d/%m/%Y}")
        if at < since:
            raise CertificateNotYetValid(holder=self.holder, since=f"{since.astimezone(at.tzinfo):%d/%m/%Y}")
        if expected is not None and not expected.holds(self.holder, self.certificate.sha256.hex()):
            raise WrongHolder(holder=self.holder, expected=expected.name)


def holder_of(certificate: x509.Certificate) -> str:
    """The name of the person or body a certificate was issued to."""
    names = certificate.subject.native
    name = names.get("common_name") or names.get("organization_name") or certificate.subject.human_friendly
    return str(name if isinstance(name, str) else name[0])


class _FileKey(SimpleSigner):
    """A key in memory that is loaded once.

    pyHanko loads, and thereby checks, an RSA key anew for each signature and for the trial before it: 35 of the 75 ms a
    document takes.
    """

    loaded: PrivateKeyTypes

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        mechanism = self.get_signature_mechanism_for_digest(digest_algorithm).signature_algo
        if mechanism == "rsassa_pkcs1v15" and isinstance(self.loaded, RSAPrivateKey):
            return self.loaded.sign(data, PKCS1v15(), get_pyca_cryptography_hash(digest_algorithm))
        return bytes(super().sign_raw(data, digest_algorithm))


def open_pkcs12(data: bytes, pin: str) -> Signer:
    """The key in the PKCS#12 file `data`; raises `WrongPin`, `KeyFileDamaged` or `KeyMissing`."""
    try:
        Pfx.load(data, strict=True).native  # noqa: B018 - parses it to the end
    except (ValueError, TypeError) as error:
        raise KeyFileDamaged from error
    try:
        loaded, certificate, others = pkcs12.load_key_and_certificates(data, pin.encode())
    except ValueError as error:
        raise WrongPin from error
    if loaded is None or certificate is None:
        raise KeyMissing(place=_("the key file"))
    store = SimpleCertificateStore()
    store.register_multiple(translate_pyca_cryptography_cert_to_asn1(other) for other in others)
    own = translate_pyca_cryptography_cert_to_asn1(certificate)
    key = _FileKey(own, translate_pyca_cryptography_key_to_asn1(loaded), store)
    key.loaded = loaded
    return Signer(certificate=own, key=key)


@contextlib.contextmanager
def open_token(library: str, *, label: str, pin: str) -> Iterator[Signer]:
    """The key on the token `label`, whose driver is the file `library`; the session ends with the block.

    One session signs any number of documents for one PIN. Raises `TokenDriverMissing`, `TokenMissing`, `TokenBusy`,
    `WrongPin`, `PinLocked` or `KeyMissing`.
    """
    with _sessions.session(library, label, pin) as session:
        try:
            yield _signer_on(session, label)
        except TOKEN_GONE as error:
            raise TokenMissing(token=label) from error


class _Sessions:
    """The sessions this process has open.

    A driver sees tokens plugged in since it was loaded only after it was started anew, which ends all its sessions; so
    it is done when there are none.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = 0

    @contextlib.contextmanager
    def session(self, library: str, label: str, pin: str) -> Iterator[pkcs11.Session]:
        with self._lock:
            session = _log_in(_load(library, restart=not self._open), label, pin)
            self._open += 1
        try:
            yield session
        finally:
            with self._lock:
                self._open -= 1
            with contextlib.suppress(pkcs11.PKCS11Error):  # it went with the token
                session.close()


_sessions = _Sessions()


def _load(library: str, *, restart: bool) -> _pkcs11.lib:
    try:
        driver = pkcs11.lib(library)
        if restart:
            driver.reinitialize()
    except (RuntimeError, OSError, pkcs11.PKCS11Error) as error:
        raise TokenDriverMissing(library=library) from error
    return driver


def _log_in(driver: _pkcs11.lib, label: str, pin: str) -> pkcs11.Session:
    try:
        return driver.get_token(token_label=label).open(user_pin=pin)
    except WRONG_PIN as error:
        raise WrongPin from error
    except token_errors.PinLocked as error:
        raise PinLocked from error
    except token_errors.UserAlreadyLoggedIn as error:  # where any PIN would do
        raise TokenBusy(token=label) from error
    except pkcs11.PKCS11Error as error:
        raise TokenMissing(token=label) from error


def _signer_on(session: pkcs11.Session, label: str) -> Signer:
    """The first key that has a certificate under the same id; tokens hold certificates of authorities, too."""
    certificates = {
        found[Attribute.ID]: x509.Certificate.load(found[Attribute.VALUE])
        for found in list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
    }
    keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True}))
    identity = next((key[Attribute.ID] for key in keys if key[Attribute.ID] in certificates), None)
    if identity is None:
        raise KeyMissing(place=label)
    certificate = certificates.pop(identity)
    key = PKCS11Signer(
        session, signing_cert=certificate, key_id=identity, ca_chain=set(certificates.values()), bulk_fetch=False
    )
    return Signer(certificate=certificate, key=key)
