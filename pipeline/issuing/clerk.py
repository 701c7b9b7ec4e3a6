"""Who acts, and the few things every act does: find the document, move it, keep its files, tell of a refusal."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from pipeline.errors import KeyTrouble, NoSuchDocument, VanthuError
from pipeline.home import Home
from pipeline.register import audit
from pipeline.register.models import Document, DocumentState, Revision, Stage, StageFile, StoredFile
from pipeline.register.store import Store


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody at work in one office."""

    home: Home
    #: as the diary names them
    name: str

    @property
    def store(self) -> Store:
        return Store(self.home.store)

    def tell(self, act: str, document: Document, **facts: object) -> None:
        """Write a row of the diary; call it inside the transaction whose effects it tells of."""
        audit.append(self.name, act, f"document:{document.slug}", **facts)

    @contextlib.contextmanager
    def telling_refusals(self, act: str, document: Document) -> Iterator[None]:
        """Write one row of the diary when what is tried in this block is refused."""
        try:
            yield
        except VanthuError as refusal:
            self.tell(f"{act}-refused", document, reason=refusal.code)
            raise

    @contextlib.contextmanager
    def telling_key_trouble(self, act: str, slugs: Iterable[str]) -> Iterator[None]:
        """Write one row of the diary when the key for `act` on these documents cannot be used."""
        try:
            yield
        except KeyTrouble as trouble:
            audit.append(self.name, f"{act}-refused", "key", reason=trouble.code, documents=list(slugs))
            raise


def find_document(slug: str) -> Document:
    """The document with this name; raises `NoSuchDocument`."""
    document = Document.objects.select_related("plan__body", "round").filter(slug=slug).first()
    if document is None:
        raise NoSuchDocument(document=slug)
    return document


def move(document: Document, before: tuple[DocumentState, ...], after: DocumentState) -> bool:
    """Move a document by compare-and-set; False where somebody else has moved it. Call it inside a transaction."""
    assert transaction.get_connection().in_atomic_block
    moved = Document.objects.filter(pk=document.pk, state__in=before).update(state=after)
    if moved:
        document.state = after
    return bool(moved)


def frozen_revision(document: Document) -> Revision:
    """The revision that was frozen last."""
    return Revision.objects.filter(document=document, stages__stage=Stage.PREPARED).latest("number")


def keep(revision: Revision, stage: Stage, pdf: bytes) -> StoredFile:
    """Enter the PDF of a stage, which must be in the store already. Call it inside a transaction."""
    file, _new = StoredFile.objects.get_or_create(sha256=sha256_of(pdf), defaults={"size": len(pdf)})
    StageFile.objects.create(revision=revision, stage=stage, file=file)
    return file


def bytes_of(clerk: Clerk, revision: Revision, stage: Stage) -> bytes:
    """The PDF of a revision at a stage it has reached."""
    return clerk.store.read(StageFile.objects.get(revision=revision, stage=stage).file_id)


def sha256_of(pdf: bytes) -> str:
    """The name of these bytes in the store."""
    return hashlib.sha256(pdf).hexdigest()
