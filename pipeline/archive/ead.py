"""EAD as the record package has it: flat lists of fields in a given order, for the dossier and for each document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pipeline.archive import xml
from pipeline.archive.about import Dossier
from pipeline.archive.exchange import code_of, type_of
from pipeline.archive.record import Paper

ROOT = "simpledc"
LANGUAGE, CONDITION, ORIGIN = "Tiếng Việt", "Tốt", "Gốc điện tử"


def of_dossier(dossier: Dossier, papers: Sequence[Paper], day: dt.date) -> bytes:
    """EAD.xml, the 18 fields of a dossier packed on `day`; raises `RecordUnfit` where a field has no code."""
    days = [paper.record.day for paper in papers]
    return _document(
        {
            "arcFileCode": dossier.code,
            "title": dossier.title,
            "maintenance": code_of("maintenance", dossier.retention, day),
            "mode": code_of("mode", dossier.access, day),
            "language": code_of("language", LANGUAGE, day),
            "startDate": min(days).isoformat(),
            "endDate": max(days).isoformat(),
            "keyword": "; ".join(dossier.keywords),
            "totalDoc": len(papers),
            "numberOfPaper": 0,
            "numberOfPage": sum(paper.pages for paper in papers),
            "format": code_of("format", CONDITION, day),
            "inforSign": "",
            "confidenceLevel": code_of("confidenceLevel", ORIGIN, day),
            "paperFileCode": "",
            "riskRecovery": 0,
            "riskRecoveryStatus": "",
            "description": dossier.description,
        }
    )


def of_document(dossier: Dossier, paper: Paper, ordinal: int, day: dt.date) -> bytes:
    """EAD_doc_*.xml, the 19 fields of a document, which is the one numbered `ordinal` of its dossier."""
    record = paper.record
    return _document(
        {
            "arcFileCode": dossier.code,
            "mode": code_of("mode", dossier.access, day),
            "language": code_of("language", LANGUAGE, day),
            "keyword": "; ".join(dossier.keywords),
            "numberOfPage": paper.pages,
            "format": code_of("format", CONDITION, day),
            "inforSign": "",
            "confidenceLevel": code_of("confidenceLevel", ORIGIN, day),
            "description": "",
            "docCode": f"{dossier.code}.{ordinal:07d}",
            "docOrdinal": ordinal,
            "typeName": code_of("typeName", type_of(record).name, day),
            "codeNumber": record.code_number,
            "codeNotation": record.notation,
            "issuedDate": record.day.isoformat(),
            "organName": record.body,
            "subject": record.subject,
            "autograph": "",
            "process": "",
        }
    )


def _document(fields: dict[str, xml.Content]) -> bytes:
    root = xml.root("", ROOT, {})
    xml.fill(root, "", fields)
    return xml.document(root)
