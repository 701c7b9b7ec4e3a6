"""A record: what the archive knows of one issued document, as plain values. Packages and exports are made from it."""

from __future__ import annotations

import datetime as dt
import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import RecordUnfit
from pipeline.law.files import DATA, Entry, forbid_overlaps, load
from pipeline.messages import _

#: the công văn, whose symbol names no type
LETTER = "CV"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One issued document; names of fields are those of the register."""

    #: name of its files without the ending
    slug: str
    #: "VPUBND/QĐ"
    series: str
    year: int
    number: int
    #: number and symbol as printed, "05/QĐ-VPUBND"
    symbol: str
    day: dt.date
    #: type and content in one line, as the outgoing book has them
    subject: str
    signer: str
    signer_post: str
    #: the issuing body in full, and the place printed before the date
    body: str
    place: str
    recipients: tuple[str, ...] = ()
    #: SHA-256 of the sealed PDF and of the .docx it was typeset from
    pdf: str
    docx: str
    #: the facts it was drafted from; empty where a person wrote it
    facts: Mapping[str, Any]

    @property
    def code_number(self) -> str:
        """The number as printed ("05")."""
        return self.symbol.partition("/")[0]

    @property
    def notation(self) -> str:
        """The symbol without its number ("QĐ-VPUBND")."""
        return self.symbol.partition("/")[2]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A record together with its sealed PDF, as exports need it."""

    record: Record
    pdf: bytes

    @functools.cached_property
    def pages(self) -> int:
        import pikepdf

        with pikepdf.open(io.BytesIO(self.pdf)) as document:
            return len(document.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType(Entry):
    """A type of document and its number in edXML; None where nobody has seen it."""

    abbreviation: str
    name: str
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Entry):
    """The most characters of a field of the metadata."""

    field: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    type: tuple[DocumentType, ...]
    limit: tuple[Limit, ...]


@functools.cache
def _exchange() -> _File:
    path = DATA / "exchange.toml"
    file = load(path, _File)
    forbid_overlaps(path, file.type, lambda entry: entry.abbreviation)
    forbid_overlaps(path, file.limit, lambda entry: entry.field)
    return file


def type_of(record: Record) -> DocumentType:
    """The type of `record` on its day: what its symbol begins with, or công văn where that is no type (II.3b)."""
    types = {entry.abbreviation: entry for entry in _exchange().type if record.day in entry.period}
    try:
        return types.get(record.notation.partition("-")[0]) or types[LETTER]
    except KeyError:
        raise RecordUnfit(symbol=record.symbol, problem=_("its type is not known for that day")) from None


def check_lengths(paper: Paper) -> None:
    """Raise `RecordUnfit` where a value is longer than its field (NĐ 30/2020, Phụ lục VI, phần II)."""
    record = paper.record
    values = {
        "CodeNumber": record.code_number,
        "CodeNotation": record.notation,
        "OrganName": record.body,
        "Subject": record.subject,
        "PageAmount": str(paper.pages),
        "Position": record.signer_post,
        "FullName": record.signer,
    }
    for limit in _exchange().limit:
        if record.day in limit.period and len(values[limit.field]) > limit.most:
            problem = _("{field} is longer than {most} characters").format(field=limit.field, most=limit.most)
            raise RecordUnfit(symbol=record.symbol, problem=problem)
