"""What signing needs to know of this office: whom it trusts, its time-stamping service and its pictures.

All of it lies in the folder ``chung-thu``, where an operator puts what the certificate authority hands out:

* ``*.crt``, ``*.cer``, ``*.pem``: certificates of authorities; one that vouches for itself is a root.
* ``*.crl``: lists of revoked certificates.
* ``hinh/<name of the signer>.png``: the picture of a signature; ``hinh/dau.png``: that of the seal.
* ``dau.p12``: the organisation's key, where it is a file.

The address of the service is ``VANTHU_TSA``; without it signatures carry no trusted time, and reports say so.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CertificateFileWrong
from pipeline.home import Home
from pipeline.vietnamese.text import match_key

if TYPE_CHECKING:
    from pipeline.signing import HttpTimestamps, Trust

CERTIFICATES = frozenset({".crt", ".cer", ".pem"})
LISTS = frozenset({".crl"})
SEAL = "dau"


def trust_of(home: Home) -> Trust:
    """The authorities this office trusts and the lists it has; raises `CertificateFileWrong`."""
    from pipeline.signing import Trust

    roots: list[bytes] = []
    others: list[bytes] = []
    for path in certificate_files(home):
        (roots if _vouches_for_itself(path) else others).append(path.read_bytes())
    lists = tuple(path.read_bytes() for path in _files(home, LISTS))
    return Trust(roots=tuple(roots), intermediates=tuple(others), revocations=lists)


def certificate_files(home: Home) -> list[Path]:
    """The certificates the office keeps: of authorities, and of whoever the operator wants watched."""
    return _files(home, CERTIFICATES)


def time_service() -> HttpTimestamps | None:
    """The time-stamping service, where the office has one."""
    url = os.environ.get("VANTHU_TSA")
    if not url:
        return None

    from pipeline.signing import HttpTimestamps

    return HttpTimestamps(url)


def signature_picture(home: Home, signer: str) -> bytes | None:
    """The picture of this person's signature; None where the office keeps none."""
    found = (path for path in _pictures(home) if match_key(path.stem) == match_key(signer))
    return next((path.read_bytes() for path in found), None)


def seal_picture(home: Home) -> bytes | None:
    """The picture of the seal; None where the office keeps none."""
    return next((path.read_bytes() for path in _pictures(home) if path.stem == SEAL), None)


def seal_key(home: Home) -> Path:
    """Where the organisation's key lies, if it is a file and nobody names another."""
    return _folder(home) / f"{SEAL}.p12"


def _folder(home: Home) -> Path:
    return home.root / "chung-thu"


def _files(home: Home, endings: frozenset[str]) -> list[Path]:
    folder = _folder(home)
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in endings) if folder.is_dir() else []


def _pictures(home: Home) -> list[Path]:
    return sorted((_folder(home) / "hinh").glob("*.png"))


def _vouches_for_itself(path: Path) -> bool:
    from asn1crypto import pem, x509

    data = path.read_bytes()
    try:
        certificate = x509.Certificate.load(pem.unarmor(data)[2] if pem.detect(data) else data)
        return bool(certificate.self_issued)
    except ValueError as error:
        raise CertificateFileWrong(file=path.name) from error
