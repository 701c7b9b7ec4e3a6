"""The kinds of administrative documents and their abbreviations (NĐ 30/2020, Điều 7 and Phụ lục III, Mục I)."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.law import own
from pipeline.law.files import DATA, Entry

FILE = DATA / "document-kinds.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind(Entry):
    """One tên loại văn bản."""

    code: str
    #: as the decree writes it, "Kế hoạch"
    name: str
    #: as the symbol carries it, "KH"; empty for công văn and thư công
    abbreviation: str

    @property
    def key(self) -> str:
        return self.code

    def symbol(self, body: str, unit: str) -> str:
        """What follows the number and its slash: ``KH-VPUBND``; for a công văn ``VPUBND-TCHC`` (Phụ lục I, II.3b)."""
        return f"{self.abbreviation}-{body}" if self.abbreviation else f"{body}-{unit}"


@dataclass(frozen=True, slots=True)
class _File:
    kind: tuple[DocumentKind, ...]


@own.cached
def document_kinds() -> dict[str, DocumentKind]:
    """The kinds by code, in the order of the decree. Raises `RuleFileBroken`."""
    return {kind.code: kind for kind in own.read(FILE, _File).kind}
