"""Drafts and their revisions: rendered from facts, kept in the store, laid out in ``outbox/du-thao``.

The same facts and the same template make no new revision. What a person edited in Word is never overwritten: the edit
becomes the next revision, and when the register's facts change afterwards the difference is laid beside the draft.
Bytes are stored before the transaction and put into the outbox after it, so a crash leaves nothing half-done.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from pipeline import clock
from pipeline.drafting.authority import cap_faults, check_granted, check_titles
from pipeline.drafting.charting import charted
from pipeline.drafting.difference import difference
from pipeline.drafting.facts.letterhead import signer
from pipeline.drafting.fitting import fitted
from pipeline.drafting.kind import Kind, Occasion
from pipeline.drafting.presentation import faults_of, sheet
from pipeline.drafting.samples import given_sample
from pipeline.drafting.sums import check_sums, with_sums
from pipeline.drafting.wording import complete, with_fixed_lines
from pipeline.errors import DraftClosed, DraftInUse, NothingToDraft
from pipeline.files import write_whole
from pipeline.home import TEMPLATES, Home
from pipeline.messages import _
from pipeline.register import audit
from pipeline.register.models import Document, DocumentState, Origin, Revision
from pipeline.register.store import Store
from pipeline.templating import Template
from pipeline.typeset import Typesetter

Facts = Mapping[str, Any]

#: the states in which a document takes another revision, and those of one that has gone out
OPEN = (DocumentState.DRAFT, DocumentState.REFUSED)
GONE = (DocumentState.ISSUED, DocumentState.ARCHIVED, DocumentState.VOID, DocumentState.RECALLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be drafted: the kind, its template and all facts for it."""

    kind: Kind
    variant: str
    template: Path
    facts: Facts

    def render(self) -> bytes:
        """The .docx; raises `SumsDisagree` and `TemplateError`."""
        check_sums(self.facts)
        return charted(fitted(Template(self.template).render(self.facts), self.facts), self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a person wants otherwise than usual."""

    variant: str | None = None
    template: Path | None = None
    #: facts that are added to those of the register or replace them
    data: Facts = field(default_factory=dict)


AS_IS = Changes()


def order(kind: Kind, occasion: Occasion | None, changes: Changes = AS_IS) -> Order:
    """Gather the facts of a document; what neither the register nor the given data hold is left blank.

    Raises `DraftImpossible` where the register does not know enough and no data are given, or where a decision names
    what its signer may not confer, or whom the Council granted nothing.
    """
    variant, standard = kind.template(changes.variant)
    known = _known(kind, occasion, variant, changes.data) if occasion else {}
    given = {**known, **changes.data}
    if "noi_nhan" in changes.data and "noi_nhan" in known:
        given["noi_nhan"] = with_fixed_lines(changes.data["noi_nhan"], known["noi_nhan"])
    facts = complete(with_sums(given), given_sample(kind, variant), kind.annexes)
    if kind.confers:
        check_titles(facts)
        if occasion is not None and occasion.round is not None:
            check_granted(facts, occasion.round, occasion.day)
    return Order(kind=kind, variant=variant, template=changes.template or TEMPLATES / standard, facts=facts)


def _known(kind: Kind, occasion: Occasion, variant: str, data: Facts) -> dict[str, Any]:
    """What the register says; where it has nothing to draft, the data may say it all the same."""
    try:
        known = kind.facts(occasion, variant)
    except NothingToDraft:
        if not data:
            raise
        known = kind.known(occasion, variant)
    if "nguoi_ky" in data and "quyen_han_ky" not in data:
        known |= signer(occasion.day, str(data["nguoi_ky"]))
    return known


class Drafts:
    """The drafts of one office."""

    def __init__(self, home: Home, typesetter: Typesetter, actor: str) -> None:
        self._home = home
        self._store = Store(home.store)
        self._typesetter = typesetter
        self._actor = actor

    def save(self, wanted: Order, occasion: Occasion) -> Revision:
        """Bring the draft up to date and return its newest revision.

        Raises `DraftClosed` for a document that is frozen, `DraftInUse` while the draft is open in Word,
        `SumsDisagree`, `TemplateError` or `TypesetError` where it cannot be made; the previous revision then stays as
        it is.
        """
        document = _document(wanted, occasion)
        _refuse_closed(document)
        self._refuse_while_open(document)
        docx = wanted.render()
        if document.pk is None:
            return self._add(document, docx, wanted)
        self.adopt_edit(document)
        return self._update(document, docx, wanted)

    def newest(self, document: Document) -> Revision:
        """The newest revision, what a person has saved over the draft included; raises as `save` does."""
        _refuse_closed(document)
        self._refuse_while_open(document)
        return self.adopt_edit(document) or document.revisions.latest("number")

    def adopt_edit(self, document: Document) -> Revision | None:
        """Make what a person saved over the draft its next revision; None when nobody did.

        An older revision lying in the outbox is no edit: there was a crash before the newer one was laid out.
        """
        path = self._path(document, "docx")
        if not path.exists() or _knows(document, edited := path.read_bytes()):
            return None
        return self._add(document, edited, None)

    def _update(self, document: Document, docx: bytes, wanted: Order) -> Revision:
        revisions = list(document.revisions.all())
        last = revisions[-1]
        by_machine = [revision.docx_sha256 for revision in revisions if revision.origin == Origin.MACHINE]
        if _sha256(docx) == by_machine[-1]:
            self._path(document, "thay-doi.txt").unlink(missing_ok=True)
        elif last.origin == Origin.MACHINE:
            return self._add(document, docx, wanted)
        else:
            self._report_beside(document, self._store.read(last.docx_sha256), docx)
        self._lay_out(document, last)
        return last

    def _refuse_while_open(self, document: Document) -> None:
        # Word drops the first two letters of a long name for its lock, LibreOffice keeps the whole name.
        locks = (f"~${document.slug[2:]}.docx", f".~lock.{document.slug}.docx#")
        if any((self._home.drafts / lock).exists() for lock in locks):
            raise DraftInUse(file=f"{document.slug}.docx")

    def _add(self, document: Document, docx: bytes, wanted: Order | None) -> Revision:
        """The next revision, `wanted` from the register or, without an order, edited by a person."""
        last = document.revisions.last() if document.pk else None
        revision = Revision(
            number=last.number + 1 if last else 1,
            origin=Origin.MACHINE if wanted else Origin.PERSON,
            pdf_sha256=self._store.put(self._typesetter.pdf(docx)),
            docx_sha256=self._store.put(docx),
            faults=[*faults_of(docx, clock.today()), *_faults_of_awards(wanted, last)],
            difference=difference(self._store.read(last.docx_sha256), docx) if last else "",
            **(_provenance(wanted) if wanted else {}),
        )
        with transaction.atomic():
            _save_open(document)
            revision.document = document
            revision.save()
            facts = {"revision": revision.number, "origin": str(revision.origin), "sha256": revision.docx_sha256}
            audit.append(self._actor, "drafted", f"document:{document.slug}", **facts)
        self._lay_out(document, revision)
        return revision

    def _lay_out(self, document: Document, revision: Revision) -> None:
        """Put a revision's files into the outbox where they are not there yet.

        A .docx nobody knows was saved by a person while we were at work: it is left for the next run to adopt.
        """
        for ending, sha256 in (("docx", revision.docx_sha256), ("pdf", revision.pdf_sha256)):
            path, data = self._path(document, ending), self._store.read(sha256)
            there = path.read_bytes() if path.exists() else None
            if there != data and (there is None or ending == "pdf" or _knows(document, there)):
                write_whole(path, data)
        faults = self._path(document, "the-thuc.txt")
        if revision.faults:
            write_whole(faults, sheet(revision.faults).encode())
        else:
            faults.unlink(missing_ok=True)

    def _report_beside(self, document: Document, edited: bytes, rendered: bytes) -> None:
        heading = _(
            "The register has changed since this draft was edited in Word. The draft was left as you edited it; "
            "these are the differences:"
        )
        text = f"{heading}\n\n{difference(edited, rendered)}\n"
        write_whole(self._path(document, "thay-doi.txt"), text.encode())

    def _path(self, document: Document, ending: str) -> Path:
        return self._home.drafts / f"{document.slug}.{ending}"


def _document(wanted: Order, occasion: Occasion) -> Document:
    """The document with this slug; a new one is not saved before its first revision can be made.

    Of a kind of which the office writes many, one that has gone out is followed by another with the same subject.
    """
    first = wanted.kind.slug(occasion, wanted.variant, wanted.facts)
    for number in itertools.count(1):
        slug = first if number == 1 else f"{first}-{number}"
        document = Document.objects.filter(slug=slug).first()
        if document is None or not wanted.kind.many or document.state not in GONE:
            break
    return document or Document(
        slug=slug,
        kind=wanted.kind.key,
        variant=wanted.variant,
        plan=occasion.plan,
        round=occasion.round,
        title=wanted.kind.name(wanted.facts),
    )


def _refuse_closed(document: Document) -> None:
    if document.state not in OPEN:
        raise DraftClosed(document=document.slug)


def _save_open(document: Document) -> None:
    """Save a new document, or make a refused one a draft again; somebody may have frozen it while we were at work."""
    if document.pk is None:
        document.save()
    elif not Document.objects.filter(pk=document.pk, state__in=OPEN).update(state=DocumentState.DRAFT):
        raise DraftClosed(document=document.slug)


def _knows(document: Document, docx: bytes) -> bool:
    """Whether these bytes are one of its revisions."""
    return document.revisions.filter(docx_sha256=_sha256(docx)).exists()


def _faults_of_awards(wanted: Order | None, last: Revision | None) -> list[dict[str, Any]]:
    """What the awards themselves contradict; an edit in Word is no new list of awards."""
    if wanted is not None:
        return cap_faults(wanted.facts, clock.today()) if wanted.kind.confers else []
    return [fault for fault in last.faults if fault["rule"].startswith("R-")] if last else []


def _sha256(docx: bytes) -> str:
    return hashlib.sha256(docx).hexdigest()


def _provenance(wanted: Order) -> dict[str, Any]:
    return {
        "facts": json.loads(json.dumps(wanted.facts, ensure_ascii=False)),
        "template": wanted.template.name,
        "template_sha256": Template(wanted.template).sha256,
    }
