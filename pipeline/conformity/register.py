"""What only the office knows: its names, its people, its book of numbers. Handed in by whoever has it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the outgoing book."""

    number: int
    symbol: str
    day: dt.date
    kind: str
    subject: str
    signer: str
    #: the book it stands in: symbols of one series are numbered together
    series: str = ""
    signed: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs in which form, from when to when (both days included)."""

    name: str
    #: the lines above the signature: ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")
    form: tuple[str, ...]
    start: dt.date = dt.date.min
    end: dt.date = dt.date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Facts of the issuing body; an empty field means "not known", and its rule is then not evaluated."""

    #: official names the body issues under, in any case
    names: tuple[str, ...] = ()
    place: str = ""
    #: abbreviations of bodies and of drafting units
    bodies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    signers: tuple[Signing, ...] = ()
    entries: tuple[Entry, ...] = field(default=())
    #: days nobody works on, besides Saturdays and Sundays
    holidays: frozenset[dt.date] = frozenset()
