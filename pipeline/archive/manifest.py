"""The manifest of a package: what lies in it, what signatures and PDF/A were found to be, its place in the diary.

Its own SHA-256 stands in the audit row of archiving, so that a package can be checked against the chain alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.archive.record import Record
    from pipeline.register.models import AuditRow
    from pipeline.signing import PdfaVerdict, Report, SignatureReport

FORMAT = "vanthu-luu-tru/1"
MANIFEST = "manifest.json"
PDF, DOCX, DATA = "van-ban.pdf", "nguon.docx", "du-lieu.json"


def manifest(
    record: Record,
    files: Mapping[str, bytes],
    *,
    report: Report,
    pdfa: PdfaVerdict,
    issue: AuditRow,
    archived: dt.datetime,
) -> bytes:
    """The manifest of a package with these `files` by name; `issue` is the audit row that tells of the issue."""
    parts = {
        "format": FORMAT,
        "document": record.slug,
        "series": record.series,
        "year": record.year,
        "number": record.number,
        "symbol": record.symbol,
        "date": record.day.isoformat(),
        "subject": record.subject,
        "signer": record.signer,
        "archived": archived.isoformat(timespec="seconds"),
        "files": {name: {"sha256": sha256(data), "size": len(data)} for name, data in files.items()},
        "signatures": [signature_as_json(one) for one in report.signatures],
        "pdfa": {
            "tool": pdfa.tool,
            "version": pdfa.version,
            "profile": pdfa.profile,
            "verdict": "passed" if pdfa.passed else "failed",
            "problems": list(pdfa.problems),
        },
        "audit": {"seq": issue.seq, "hash": issue.hash},
    }
    return as_bytes(parts)


def signature_as_json(signature: SignatureReport) -> dict[str, Any]:
    """One signature for programs; times as ISO 8601, weaknesses as stable words."""
    return {
        "field": signature.field,
        "role": signature.role.value,
        "verdict": signature.verdict.value,
        "detail": signature.detail,
        "holder": signature.holder,
        "fingerprint": signature.fingerprint,
        "claimed": signature.claimed.isoformat() if signature.claimed else None,
        "stamped": signature.stamped.isoformat() if signature.stamped else None,
        "digest": signature.digest,
        "format": signature.format,
        "changes": signature.changes,
        "weaknesses": [weakness.value for weakness in signature.weaknesses],
    }


def as_bytes(parts: Mapping[str, Any]) -> bytes:
    """JSON as the archive keeps it: readable, and the same bytes for the same content."""
    return (json.dumps(parts, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
