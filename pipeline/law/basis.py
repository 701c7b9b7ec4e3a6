"""The legal basis of a document: its "Căn cứ …" lines by the day of issue (domain reference 4.1, 8.0)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Self

from pipeline.errors import RuleFileBroken
from pipeline.law import own
from pipeline.law.files import DATA, Entry, Evidence, weakest
from pipeline.messages import _
from pipeline.vietnamese.dates import long_date


class TextKind(StrEnum):
    """The ranks of legal texts, as they are cited."""

    LAW = "Luật"
    DECREE = "Nghị định"
    CIRCULAR = "Thông tư"
    DECISION = "Quyết định"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalText(Entry):
    """A law, decree, circular or provincial rule."""

    number: str
    kind: TextKind
    issuer: str
    signed: date
    title: str
    amends: str | None = None
    enabled: bool = True
    note: str = ""

    @property
    def key(self) -> str:
        # Two decrees in force on one day would both be printed; amendments are additions and may pile up.
        return self.number if self.amends or not self.enabled else self.kind.value

    @property
    def exclusive(self) -> bool:
        return self.enabled and not self.amends

    def confirmed(self, by: str, on: date) -> Self:
        """As for every entry; a text somebody vouches for is printed from now on."""
        # `super()` without arguments does not work in a dataclass with slots.
        return replace(super(LegalText, self).confirmed(by, on), enabled=True)

    @property
    def citation(self) -> str:
        """How a basis line names it. Laws go without number and issuer."""
        if self.kind is TextKind.LAW:
            return f"{self.title} {long_date(self.signed)}"
        return f"{self.kind} số {self.number} {long_date(self.signed)} của {self.issuer} {self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisGap(Entry):
    """A basis line that ought to be there but is not known."""

    about: str
    #: a Vietnamese sentence for the drafter: what is missing and what to do
    note: str

    @property
    def key(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class BasisLine:
    """One "Căn cứ …" line."""

    #: the line without its closing ";" or "."
    text: str
    #: the numbers of the texts it cites, the main one first
    numbers: tuple[str, ...]
    #: "secondary" and weaker: worth a note for the drafter
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class BasisRules:
    """The sections of ``basis.toml``."""

    text: tuple[LegalText, ...]
    gap: tuple[BasisGap, ...]


def basis_lines(on: date) -> list[BasisLine]:
    """The basis lines of a document issued `on` this day, in printing order.

    What is not known or not checked is left out; `basis_gaps` says so. The lines about the Office's own functions and
    about who proposes ("Theo đề nghị của …") belong to the document, not to the law.
    """
    in_force = [text for text in legal_texts() if text.enabled and on in text.period]
    return [_line(text, in_force) for text in in_force if text.amends is None]


def basis_gaps(on: date) -> list[BasisGap]:
    """What is missing among the basis lines of a document issued `on` this day, each with a note for the drafter."""
    waiting = [
        BasisGap(period=text.period, source=text.source, evidence=text.evidence, about=text.number, note=text.note)
        for text in legal_texts()
        if not text.enabled and on in text.period
    ]
    return waiting + [gap for gap in basis_rules().gap if on in gap.period]


def legal_texts() -> tuple[LegalText, ...]:
    """All texts of the catalogue in printing order, those not enabled too."""
    return basis_rules().text


def read_basis(path: Path) -> BasisRules:
    """Read and check a catalogue of legal texts; raises `RuleFileBroken`."""
    found = own.read(path, BasisRules)
    numbers = {text.number for text in found.text}
    for text in found.text:
        if text.amends is not None and text.amends not in numbers:
            problem = _("the amended text {number} is not in the file").format(number=text.amends)
            raise RuleFileBroken(file=path.name, entry=text.number, problem=problem)
        if not text.enabled and not text.note:
            raise RuleFileBroken(file=path.name, entry=text.number, problem=_("{key} is missing").format(key="note"))
    return found


@own.cached
def basis_rules() -> BasisRules:
    """The whole catalogue, texts no longer in force too."""
    return read_basis(DATA / "basis.toml")


def _line(text: LegalText, in_force: list[LegalText]) -> BasisLine:
    cited = [text, *(other for other in in_force if other.amends == text.number)]
    return BasisLine(
        text="Căn cứ " + "; ".join(each.citation for each in cited),
        numbers=tuple(each.number for each in cited),
        evidence=weakest(each.evidence for each in cited),
    )
