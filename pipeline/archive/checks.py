"""What is looked at when a PDF is verified, one sentence each (contract §6).

Of our own documents the signatures are named by whose they are; of others by their fields, each with its weaknesses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.archive.manifest import DOCX
from pipeline.archive.manifest import sha256 as sha256_of
from pipeline.errors import NotFitForArchive
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.archive.record import Record
    from pipeline.register.store import Store
    from pipeline.signing import PdfaVerdict, Report, SignatureReport

SIGNER, ORGANISATION = "signature:signer", "signature:organisation"
NUMBER, XMP, MANIFEST, SHA256, PDFA, AUDIT = "number", "xmp", "manifest", "sha256", "pdfa", "audit"
FILE, ANY_SIGNATURE = "file", "signature"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name in the contract, whether it is as it should be, and a sentence."""

    check: str
    ok: bool
    detail: str

    def as_json(self) -> dict[str, Any]:
        return {"check": self.check, "ok": self.ok, "detail": self.detail}


def require(record: Record, *checks: Check) -> None:
    """Raise `NotFitForArchive` for the first check that failed."""
    for check in checks:
        if not check.ok:
            raise NotFitForArchive(symbol=record.symbol, problem=check.detail)


def checks_of_ours(report: Report, record: Record | None) -> list[Check]:
    """A document prepared by this program, compared with the line of the outgoing book where there is one."""
    if report.fault is not None:
        return [Check(FILE, False, report.fault)]
    if record is not None and record.on_paper:
        return list(_checks_of_paper(report, record))
    signer, body = (record.signer, record.body) if record else (None, None)
    checks = [
        _of_ours(SIGNER, report.chief, signer),
        _of_ours(ORGANISATION, report.organisation, body),
        *_of_other_signatures(report, skip=(report.chief, report.organisation)),
        _of_number(report, record),
        _of_metadata(report, record),
    ]
    if all(check.ok for check in checks) and not report.ok:
        sentence = _("The signatures hold, but their order or what they permit is not that of a document issued here.")
        checks.append(Check(ANY_SIGNATURE, False, sentence))
    return checks


def _checks_of_paper(report: Report, record: Record) -> Iterator[Check]:
    """The scan of a document signed by hand; number and day stand on the paper and in the metadata."""
    yield Check(SIGNER, True, _("{signer} signed on paper; a clerk confirmed it.").format(signer=record.signer))
    seal = _of_ours(ORGANISATION, report.organisation, record.body)
    yield seal
    yield from _of_other_signatures(report, skip=(report.organisation,))
    yield _of_metadata(report, record)
    if seal.ok and not report.sealed_only:
        yield Check(ANY_SIGNATURE, False, _("The seal holds, but it is not alone on the scan, or permits changes."))


def checks_of_copy(report: Report, record: Record) -> list[Check]:
    """An electronic copy made here: the organisation's signature and what the metadata say."""
    if report.fault is not None:
        return [Check(FILE, False, report.fault)]
    return [
        _of_ours(ORGANISATION, report.organisation, record.body),
        *_of_other_signatures(report, skip=(report.organisation,)),
        _of_metadata(report, record),
    ]


def checks_of_others(report: Report) -> Iterator[Check]:
    """A file of somebody else: all its signatures, in the order they were made."""
    if report.fault is not None:
        yield Check(FILE, False, report.fault)
    elif not report.signatures:
        yield Check(ANY_SIGNATURE, False, _("The file bears no signature."))
    yield from _of_other_signatures(report, skip=())
    shown = report.numbering
    if shown.number or shown.day or shown.month:
        sentence = _("Number and day can be seen in the file: {number}; {day}/{month}.")
        parts = {"number": shown.number, "day": shown.day, "month": shown.month}
        yield Check(NUMBER, True, sentence.format(**{key: value or "?" for key, value in parts.items()}))


def of_signature(name: str, signature: SignatureReport) -> Check:
    """One signature: who, whether it holds, why not, and how it is weak."""
    from pipeline.signing import Verdict

    words = {
        Verdict.VALID: _("valid"),
        Verdict.NOT_TRUSTED: _("intact but not trusted"),
        Verdict.ALTERED: _("changed afterwards"),
        Verdict.BROKEN: _("broken"),
        Verdict.UNREADABLE: _("unreadable"),
    }
    said = words[signature.verdict] + (f" ({signature.detail})" if signature.detail else "")
    sentence = _("{holder}: {verdict}.").format(holder=signature.holder or "?", verdict=said)
    weaknesses = [weakness.sentence for weakness in signature.weaknesses]
    return Check(name, signature.verdict is Verdict.VALID, " ".join([sentence, *weaknesses]))


def _of_ours(name: str, signature: SignatureReport | None, expected: str | None) -> Check:
    """A signature that must be there, by the person or body `expected` as far as that is known."""
    from pipeline.signing import Person

    if signature is None:
        return Check(name, False, _("The signature is missing."))
    check = of_signature(name, signature)
    if expected is None or Person(name=expected).holds(signature.holder, signature.fingerprint):
        return check
    sentence = _("It is not the signature of {expected}.").format(expected=expected)
    return Check(name, False, f"{check.detail} {sentence}")


def of_store(store: Store, record: Record) -> Check:
    """Whether the bytes that were signed and their source are in the store, unchanged."""
    return _of_stored(store, (record.pdf, record.docx))


def of_copy_in_store(store: Store, record: Record) -> Check:
    """Whether the bytes of a copy, which has no source in Word, are in the store, unchanged."""
    return _of_stored(store, (record.pdf,))


def _of_stored(store: Store, wanted: tuple[str, ...]) -> Check:
    damaged = [sha256 for sha256 in wanted if not is_sound(store, sha256)]
    if damaged:
        told = ", ".join(sha256 or DOCX for sha256 in damaged)
        return Check(SHA256, False, _("Missing or damaged in the store: {files}.").format(files=told))
    return Check(SHA256, True, _("The stored files are those of the register."))


def is_sound(store: Store, wanted: str) -> bool:
    """Whether the store has the bytes with this hash."""
    try:
        return sha256_of(store.read(wanted)) == wanted
    except OSError:
        return False


def of_pdfa(verdict: PdfaVerdict) -> Check:
    """What the tool says, and which tool it was."""
    tool = f"{verdict.profile}, {verdict.tool} {verdict.version}"
    return Check(
        PDFA, verdict.passed, ": ".join([tool, _("passed") if verdict.passed else "; ".join(verdict.problems)])
    )


def _of_other_signatures(report: Report, skip: tuple[SignatureReport | None, ...]) -> Iterator[Check]:
    for signature in report.signatures:
        if not any(signature is one for one in skip):
            yield of_signature(f"{ANY_SIGNATURE}:{signature.field}", signature)


def _of_number(report: Report, record: Record | None) -> Check:
    """The three fields against the book; without a line in the book against the metadata."""
    from pipeline.signing.fields import slot_values

    shown = "/".join(report.fields.values())
    if record is None:
        return Check(NUMBER, report.number_agrees, _("Number, day and month in the file: {shown}.").format(shown=shown))
    if report.fields == slot_values(record.number, record.day):
        return Check(NUMBER, True, _("Number and day are those of the outgoing book."))
    sentence = _("The file says {shown}, the outgoing book {symbol} of {day}.")
    return Check(NUMBER, False, sentence.format(shown=shown, symbol=record.symbol, day=f"{record.day:%d/%m/%Y}"))


def _of_metadata(report: Report, record: Record | None) -> Check:
    said = (report.metadata.symbol, report.metadata.issued)
    sentence = _("The metadata say {symbol} of {day}.").format(symbol=said[0] or "?", day=said[1] or "?")
    if record is None:
        return Check(XMP, report.number_agrees, sentence)
    return Check(XMP, said == (record.symbol, record.day.isoformat()), sentence)
