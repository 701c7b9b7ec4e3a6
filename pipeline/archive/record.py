"""A record: what the archive knows of one issued document, as plain values. Packages and exports are made from it."""

from __future__ import annotations

import datetime as dt
import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
    #: SHA-256 of the sealed PDF and of the .docx it was typeset from; "" where the register does not know it
    pdf: str
    docx: str
    #: the facts it was drafted from; empty where a person wrote it
    facts: Mapping[str, Any]
    #: whether it was signed by hand; its PDF is the scan then, under the organisation's seal alone
    on_paper: bool = False

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
