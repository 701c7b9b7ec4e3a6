"""The record package that is handed over to an archive: METS, EAD and PREMIS around the signed PDFs (AIP_hoso).

Thông tư 05/2025/TT-BNV, Phụ lục I, known from second-hand sources only. So every package says "chưa đối chiếu bản gốc",
its version must be asked for by name, and it brings no schemas: those of the circular were not at hand.
"""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.archive import ead
from pipeline.archive.about import Dossier
from pipeline.archive.exchange import check_lengths
from pipeline.archive.mets import Contents, Part, mets
from pipeline.archive.premis import Event, premis
from pipeline.archive.record import Paper
from pipeline.clock import VIETNAM

PDF, XML = "application/pdf", "text/xml"
REP = "representations/rep1"
NOTE = "CHƯA ĐỐI CHIẾU BẢN GỐC: cấu trúc gói dựng theo tài liệu thứ cấp về Thông tư 05/2025/TT-BNV, Phụ lục I."
SOFTWARE = "Văn Thư"


class Version(enum.StrEnum):
    """Which rules a package follows; it has to be asked for."""

    #: AIP_hoso, not compared with the circular itself
    TT05_2025 = "tt05-2025-chua-doi-chieu"


@dataclass(frozen=True, slots=True)
class RecordPackage:
    """A folder to be written: its name and its files by relative path."""

    name: str
    files: Mapping[str, bytes]


def build(dossier: Dossier, papers: Sequence[Paper], version: Version, *, at: dt.datetime) -> RecordPackage:
    """The package of `dossier` with these documents in order; the same content gives the same identifier.

    Raises `RecordUnfit` where a value has no code or does not fit into its field.
    """
    for paper in papers:
        check_lengths(paper)
    at = at.astimezone(VIETNAM)
    digests = "".join(paper.record.pdf for paper in papers)
    number = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{version}:{dossier.code}:{digests}")).upper()
    objid = f"urn:{dossier.fonds}:uuid:{number}"
    inner = _representation(dossier, papers, objid, at)
    return RecordPackage(objid.replace(":", "_"), {**_outer(dossier, papers, inner, objid, at), **inner})


def _outer(
    dossier: Dossier, papers: Sequence[Paper], inner: Mapping[str, bytes], objid: str, at: dt.datetime
) -> dict[str, bytes]:
    """The files above the representation."""
    table = Part(href=f"{REP}/METS.xml", mime=XML, data=inner[f"{REP}/METS.xml"])
    description = Part(href="metadata/descriptive/EAD.xml", mime=XML, data=ead.of_dossier(dossier, papers, at.date()))
    preservation = Part(
        href="metadata/preservation/PREMIS.xml", mime=XML, data=premis([table], _events(papers, at), SOFTWARE)
    )
    contents = Contents(
        objid=objid,
        label=dossier.title,
        agent=papers[0].record.body,
        note=NOTE,
        at=at,
        descriptive=[description],
        preservation=preservation,
        groups={"Representations/rep1": [table]},
    )
    return {"METS.xml": mets(contents), description.href: description.data, preservation.href: preservation.data}


def _representation(dossier: Dossier, papers: Sequence[Paper], objid: str, at: dt.datetime) -> dict[str, bytes]:
    """The signed PDFs with what describes each of them, by path in the package."""
    names = [f"{dossier.code}.{ordinal:03d}" for ordinal in range(1, len(papers) + 1)]
    data = [Part(href=f"data/{name}.pdf", mime=PDF, data=paper.pdf) for name, paper in zip(names, papers, strict=True)]
    descriptions = [
        Part(
            href=f"metadata/descriptive/EAD_doc_{name}.xml",
            mime=XML,
            data=ead.of_document(dossier, paper, ordinal, at.date()),
        )
        for ordinal, (name, paper) in enumerate(zip(names, papers, strict=True), start=1)
    ]
    preservation = Part(
        href="metadata/preservation/PREMIS_rep1.xml", mime=XML, data=premis(data, _events(papers, at), SOFTWARE)
    )
    contents = Contents(
        objid="rep1",
        label=dossier.title,
        agent=papers[0].record.body,
        note=NOTE,
        at=at,
        descriptive=descriptions,
        preservation=preservation,
        groups={"Data": data},
    )
    table = Part(href="METS.xml", mime=XML, data=mets(contents))
    return {f"{REP}/{part.href}": part.data for part in (table, *data, *descriptions, preservation)}


def _events(papers: Sequence[Paper], at: dt.datetime) -> list[Event]:
    symbols = ", ".join(paper.record.symbol for paper in papers)
    return [Event(type="information package creation", at=at, detail=symbols)]
