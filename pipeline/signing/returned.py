"""A file that went out to be signed elsewhere and came back: accepted only if it is what was sent plus one signature.

The threat: whoever holds the file, or the tool it was signed with, may change the document before signing, so that the
signature itself is sound. Hence the bytes sent must be there unchanged, and the revision added may touch nothing but
the chief's signature field.
"""

from __future__ import annotations

import datetime as dt
import io

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import enumerate_sig_fields

from pipeline.errors import (
    ForbidsFilling,
    NotTheFileSent,
    ReturnedBroken,
    ReturnedByAnother,
    ReturnedChanged,
    ReturnedOutOfTerm,
    ReturnedSignedTwice,
    ReturnedUnsigned,
    ReturnedUntrusted,
    ReturnedWrongField,
)
from pipeline.signing.fields import CHIEF, ORGANISATION, Permission
from pipeline.signing.report import Report, SignatureReport, Verdict
from pipeline.signing.sealing import Signed
from pipeline.signing.signers import Person
from pipeline.signing.trust import Trust
from pipeline.signing.validation import read_form, strict_policy, validate

PREPARED_REVISION = 0


def accept_returned(sent: bytes, returned: bytes, signer: Person, trust: Trust, *, at: dt.datetime) -> Signed:
    """Accept `returned`, the file `sent` with the signature of `signer`, as of the time `at`.

    Raises the `ReturnedRefused` that names what is wrong, or `ForbidsFilling` when the signature leaves no room for
    number and seal.
    """
    if not returned.startswith(sent):
        raise NotTheFileSent
    report, chief = signature_of(returned, signer, trust, at=at)
    if (
        not chief.is_untouched(len(returned))
        or read_form(sent) != (report.fields, report.metadata)
        or not _addsonly_signature(returned)
    ):
        raise ReturnedChanged
    return Signed(pdf=returned, chief=chief, symbol=report.metadata.symbol, date=report.metadata.issued)


def signature_of(returned: bytes, signer: Person, trust: Trust, *, at: dt.datetime) -> tuple[Report, SignatureReport]:
    """What `returned` holds, and the signature of `signer` on it, which must be the only one.

    Raises a `ReturnedRefused`, or `ForbidsFilling` when the signature leaves no room for the organisation's.
    """
    report = validate(returned, trust, at=at)
    if report.fault is not None:
        raise ReturnedBroken(problem=report.fault)
    chief = _only_signature(report)
    _check_signature(chief, signer)
    if chief.permission is Permission.NOTHING:
        raise ForbidsFilling
    return report, chief


def _only_signature(report: Report) -> SignatureReport:
    """The one signature there may be, in the chief's field; raises the `ReturnedRefused` that names what is wrong."""
    if not report.signatures:
        raise ReturnedUnsigned
    if len(report.signatures) > 1:
        raise ReturnedSignedTwice(count=len(report.signatures))
    if report.chief is None:
        raise ReturnedWrongField(field=report.signatures[0].field)
    return report.chief


def _check_signature(chief: SignatureReport, signer: Person) -> None:
    """Raise the `ReturnedRefused` that names what is wrong unless `signer` has signed with a trusted certificate."""
    if not chief.verdict.intact:
        raise ReturnedBroken(problem=chief.detail)
    if not signer.holds(chief.holder, chief.fingerprint):
        raise ReturnedByAnother(holder=chief.holder, expected=signer.name)
    if not chief.in_term:
        when = chief.stamped or chief.claimed
        raise ReturnedOutOfTerm(holder=chief.holder, time=f"{when:%H:%M %d/%m/%Y}" if when else "?")
    if chief.verdict is not Verdict.VALID:
        raise ReturnedUntrusted(holder=chief.holder, problem=chief.detail)


def _addsonly_signature(returned: bytes) -> bool:
    """Whether everything after the prepared revision belongs to the chief's signature."""
    reader = PdfFileReader(io.BytesIO(returned))
    difference = strict_policy(first_signature=True).review_file(reader, PREPARED_REVISION)
    fields = {name for name, _value, _field in enumerate_sig_fields(reader)}
    return (
        isinstance(difference, DiffResult)
        and difference.changed_form_fields <= {CHIEF}
        and fields == {CHIEF, ORGANISATION}
    )
