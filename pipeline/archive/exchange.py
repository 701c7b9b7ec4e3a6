"""What exchange formats call our documents: types, codes and lengths, from ``law/data/exchange.toml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline.archive.record import Paper, Record
from pipeline.errors import RecordUnfit
from pipeline.law import own
from pipeline.law.files import DATA, Entry
from pipeline.messages import _

#: the công văn, whose symbol names no type
LETTER = "CV"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType(Entry):
    """A type of document and its number in edXML; None where nobody has seen it."""

    abbreviation: str
    name: str
    number: int | None = None

    @property
    def key(self) -> str:
        return self.abbreviation


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Entry):
    """The most characters of a field of the metadata."""

    field: str
    most: int

    @property
    def key(self) -> str:
        return self.field


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Entry):
    """How a field of a record package writes a meaning."""

    field: str
    meaning: str
    code: str

    @property
    def key(self) -> str:
        return f"{self.field} {self.meaning}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    type: tuple[DocumentType, ...]
    limit: tuple[Limit, ...]
    code: tuple[Code, ...]


@own.cached
def _exchange() -> _File:
    return own.read(DATA / "exchange.toml", _File)


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


def code_of(field: str, meaning: str, day: dt.date) -> str:
    """How a package made on `day` writes `meaning`; raises `RecordUnfit` naming those it can write."""
    codes = {entry.meaning: entry.code for entry in _exchange().code if entry.field == field and day in entry.period}
    if meaning not in codes:
        problem = _("{field} has no code for “{meaning}”; known are: {known}")
        known = ", ".join(codes) or "-"
        raise RecordUnfit(symbol=field, problem=problem.format(field=field, meaning=meaning, known=known))
    return codes[meaning]
