"""Signing: preparing, certifying, numbering and sealing, archiving and validating a PDF. Bytes in, bytes out.

prepared = prepare(pdf, draft="VB-17/2", title=title)
certified = certify(prepared.pdf, signer, at=now, expected=Person(name="Phan Quốc Nghĩa"), picture=png)
signed = check_signed(certified, trust, at=now)
issued = issue(signed, number=15, day=today, sealer=sealer, at=now, picture=seal)
lasting = upgrade(issued, trust, timestamps, at=now)
assert validate(lasting, trust, at=now).ok

What follows is loaded when it is first asked for: pyHanko and its like take a quarter of a second, and a machine that
only drafts does without them (`pip install vanthu[sign]`).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from pipeline.errors import MissingPart

if TYPE_CHECKING:
    from pipeline.signing.certificates import Certificate, certificates_of, read_certificate
    from pipeline.signing.certifying import certify
    from pipeline.signing.numbering import print_numbering
    from pipeline.signing.pdfa import PdfaVerdict, precheck, quick_check
    from pipeline.signing.preparing import Prepared, prepare
    from pipeline.signing.report import Report, Role, SignatureReport, Verdict, Weakness
    from pipeline.signing.returned import accept_returned
    from pipeline.signing.rewritten import accept_rewritten
    from pipeline.signing.sealing import Signed, check_signed, issue
    from pipeline.signing.signers import Person, Signer, open_pkcs12, open_token
    from pipeline.signing.timestamps import HttpTimestamps
    from pipeline.signing.trust import Trust
    from pipeline.signing.upgrading import upgrade
    from pipeline.signing.validation import validate

__all__ = [
    "Certificate",
    "HttpTimestamps",
    "PdfaVerdict",
    "Person",
    "Prepared",
    "Report",
    "Role",
    "SignatureReport",
    "Signed",
    "Signer",
    "Trust",
    "Verdict",
    "Weakness",
    "accept_returned",
    "accept_rewritten",
    "certificates_of",
    "certify",
    "check_signed",
    "issue",
    "open_pkcs12",
    "open_token",
    "precheck",
    "prepare",
    "print_numbering",
    "quick_check",
    "read_certificate",
    "upgrade",
    "validate",
]

_HOMES = {
    "certificates": ("Certificate", "certificates_of", "read_certificate"),
    "certifying": ("certify",),
    "numbering": ("print_numbering",),
    "sealing": ("Signed", "check_signed", "issue"),
    "pdfa": ("PdfaVerdict", "precheck", "quick_check"),
    "preparing": ("Prepared", "prepare"),
    "report": ("Report", "Role", "SignatureReport", "Verdict", "Weakness"),
    "returned": ("accept_returned",),
    "rewritten": ("accept_rewritten",),
    "signers": ("Person", "Signer", "open_pkcs12", "open_token"),
    "timestamps": ("HttpTimestamps",),
    "trust": ("Trust",),
    "upgrading": ("upgrade",),
    "validation": ("validate",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load the module of a public name; raises `MissingPart` when the libraries for signing are not installed."""
    if name not in _HOME_OF:
        raise AttributeError(name)
    try:
        return getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    except ModuleNotFoundError as missing:
        raise MissingPart(part=missing.name, remedy="pip install 'vanthu[sign]'") from missing
