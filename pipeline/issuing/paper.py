"""What a revision says about itself: who signs it, what it is about, who gets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import NoSeries, NoSignerNamed, SignerNotInOffice
from pipeline.register.models import Appointment, Body, Document, NumberSeries, Revision, Round
from pipeline.signing import Person
from pipeline.vietnamese.dates import roman
from pipeline.vietnamese.text import fold, match_key

Facts = Mapping[str, Any]
#: how the line of the file copy among the recipients begins (NĐ 30/2020, Phụ lục I, II.9d)
FILE_COPY = "Lưu:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One revision of a document."""

    document: Document
    revision: Revision
    #: those of the register it goes back to, if a person edited it
    facts: Facts

    @property
    def body(self) -> Body:
        """Who issues it."""
        return self.document.plan.body

    @property
    def mark(self) -> str:
        """What the metadata of its PDF call it."""
        return f"{self.document.slug}/{self.revision.number}"

    @property
    def signer(self) -> str:
        """The name printed below the signature; raises `NoSignerNamed`."""
        name = self.facts.get("nguoi_ky")
        if not name:
            raise NoSignerNamed(document=self.document.slug)
        return str(name)

    @property
    def subject(self) -> str:
        """Kind and content in one line."""
        round_ = self.document.round
        title = self.document.title
        return f"{title.removesuffix(' quý')} {_period(round_)}" if round_ else title

    @property
    def recipients(self) -> list[str]:
        """The lines of Nơi nhận, without the file copy."""
        return [line for line in self.facts.get("noi_nhan", ()) if not line.startswith(FILE_COPY)]

    @property
    def kept_by(self) -> str:
        """Who keeps the file copy."""
        lines = [line for line in self.facts.get("noi_nhan", ()) if line.startswith(FILE_COPY)]
        return lines[0].removeprefix(FILE_COPY).strip() if lines else ""


def paper_of(revision: Revision) -> Paper:
    """What is known of `revision`; a person's own has no facts but those of the last one before from the register."""
    known = Revision.objects.filter(document=revision.document, number__lte=revision.number).exclude(facts={})
    source = known.order_by("-number").first()
    document = Document.objects.select_related("plan__body", "round").get(pk=revision.document_id)
    return Paper(document=document, revision=revision, facts=source.facts if source else {})


def competent(paper: Paper, day: dt.date) -> Person:
    """Whoever signs `paper`, who must hold a post that may sign on `day`; raises `SignerNotInOffice`."""
    posts = Appointment.objects.on(day).exclude(signs_as="").filter(person__search_name=fold(paper.signer))
    if not any(match_key(post.person.full_name) == match_key(paper.signer) for post in posts.select_related("person")):
        raise SignerNotInOffice(day=f"{day:%d/%m/%Y}", signer=paper.signer)
    return Person(name=paper.signer)


def series_of(paper: Paper, printed: str) -> NumberSeries:
    """The series of the symbol `printed` after the number, "/QĐ-VPUBND"; raises `NoSeries`."""
    symbol = printed.partition("/")[2]
    found = list(NumberSeries.objects.filter(body=paper.body, symbol=symbol))
    if len(found) != 1:
        raise NoSeries(symbol=symbol)
    return found[0]


def _period(round_: Round) -> str:
    return f"quý {roman(round_.quarter)} năm {round_.year}" if round_.quarter else f"năm {round_.year}"
