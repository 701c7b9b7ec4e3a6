"""Exports: issued documents as others want them, written where the user says and told of in the diary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from pipeline import clock
from pipeline.archive import edxml, record_package
from pipeline.archive.about import Dossier, Organs
from pipeline.archive.books import record_of, require_in_force, subject_of
from pipeline.archive.manifest import sha256
from pipeline.archive.packages import disk_trouble, write_folder
from pipeline.archive.record import Paper
from pipeline.archive.record_package import Version
from pipeline.files import write_whole
from pipeline.home import Home
from pipeline.register import audit
from pipeline.register.models import Document
from pipeline.register.store import Store

EDXML = "edxml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """Takes documents out of one office."""

    home: Home
    #: as the diary names whoever exports
    actor: str

    def edxml(self, documents: Sequence[Document], organs: Organs, out: Path) -> Iterator[Path]:
        """One message per document in `out`; raises `NotIssuedYet` or `RecordUnfit` before the first is written."""
        messages = []
        for document, paper in zip(documents, self._papers(documents), strict=True):
            receivers = tuple(organs.receivers)
            message = edxml.Message(paper=paper, sender=organs.sender, receivers=receivers, at=clock.now())
            messages.append((document, out / f"{paper.record.symbol.replace('/', '-')}.edxml", edxml.build(message)))
        for document, path, data in messages:
            with disk_trouble(out):
                write_whole(path, data)
            self._tell([document], EDXML, sha256(data))
            yield path

    def record_package(self, documents: Sequence[Document], dossier: Dossier, version: Version, out: Path) -> Path:
        """One package of all documents, in their order; raises `NotIssuedYet` or `RecordUnfit`."""
        package = record_package.build(dossier, self._papers(documents), version, at=clock.now())
        write_folder(out / package.name, package.files)
        self._tell(documents, version, sha256(package.files["METS.xml"]))
        return out / package.name

    def _papers(self, documents: Sequence[Document]) -> list[Paper]:
        for document in documents:
            require_in_force(document)
        store = Store(self.home.store)
        records = [record_of(document) for document in documents]
        return [Paper(record=record, pdf=store.read(record.pdf)) for record in records]

    def _tell(self, documents: Sequence[Document], form: str, digest: str) -> None:
        with transaction.atomic():
            for document in documents:
                audit.append(self.actor, "exported", subject_of(document), form=form, sha256=digest)
