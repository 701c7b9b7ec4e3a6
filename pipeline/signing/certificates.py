"""Whose certificates a signed PDF carries and how long they are good for; nothing is judged here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from asn1crypto import pem, x509

from pipeline.signing.report import ROLES, Role
from pipeline.signing.revisions import open_writer
from pipeline.signing.signers import holder_of
from pipeline.signing.validation import TIMESTAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Somebody's certificate, and what it was used for."""

    holder: str
    role: Role
    #: the last moment it is valid
    until: dt.datetime


def certificates_of(pdf: bytes) -> tuple[Certificate, ...]:
    """Those of a sound `pdf`, in the order of the signatures and timestamps; raises `NotPrepared`."""
    return tuple(
        _certificate(one.signer_cert, Role.TIMESTAMP if one.sig_object_type == TIMESTAMP else _role(one.field_name))
        for one in open_writer(pdf).prev.embedded_signatures
    )


def read_certificate(data: bytes) -> Certificate:
    """That of a certificate file (DER or PEM); raises `ValueError`."""
    return _certificate(x509.Certificate.load(pem.unarmor(data)[2] if pem.detect(data) else data), Role.OTHER)


def _role(field: str) -> Role:
    return ROLES.get(field, Role.OTHER)


def _certificate(certificate: x509.Certificate, role: Role) -> Certificate:
    return Certificate(holder=holder_of(certificate), role=role, until=certificate.not_valid_after)
