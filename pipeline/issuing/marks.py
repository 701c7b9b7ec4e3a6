"""The mark on each page of a printed copy: document, revision, page, and a check of the frozen bytes.

``VT17.2.1.0A1B2C3D`` is page 1 of revision 2 of the document with the key 17. The check makes sure that a mark of
another office, of an earlier freezing or one read wrongly is nobody's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.issuing.clerk import frozen_revision
from pipeline.reading.scans import MARK
from pipeline.register.models import Document, DocumentState, Revision, Stage, StageFile

#: the page number of the routing slip
SLIP = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """What the marks of one scan say together."""

    #: that all of them name; None where they name several, or one that is not waiting for a signature
    revision: Revision | None
    #: the pages read, the slip is 0
    pages: tuple[int, ...] = ()


def mark_of(revision: Revision, page: int) -> str:
    """The mark on `page` (from 1; the slip is 0) of a frozen `revision`."""
    head = f"VT{revision.document_id}.{revision.number}.{page}"
    frozen = StageFile.objects.get(revision=revision, stage=Stage.PREPARED).file_id
    return f"{head}.{hashlib.sha256(f'{head}.{frozen}'.encode()).hexdigest()[:8].upper()}"


def marks_of_ours(marks: Iterable[str]) -> list[str]:
    """Those that a program like this one has printed; other papers bear other codes."""
    return [mark for mark in marks if MARK.fullmatch(mark)]


def read_marks(marks: Iterable[str]) -> Marked:
    """Which frozen document these marks are of, if it is one and waits for its signature."""
    found = [(_revision_of(match), int(match["page"])) for mark in marks if (match := MARK.fullmatch(mark))]
    revisions = {revision for revision, _page in found}
    if len(revisions) != 1:
        return Marked(None)
    return Marked(revisions.pop(), tuple(sorted({page for _revision, page in found})))


def _revision_of(match: re.Match[str]) -> Revision | None:
    document = Document.objects.filter(pk=int(match["document"]), state=DocumentState.FROZEN).first()
    if document is None:
        return None
    revision = frozen_revision(document)
    return revision if mark_of(revision, int(match["page"])) == match[0] else None
