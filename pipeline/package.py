"""An Office package (.docx, .xlsx: a zip of parts) somebody handed in, opened with suspicion.

The directory of a zip may lie about sizes, so limits are checked twice: on the directory before anything is unpacked,
and by a hard cap while a part is unpacked.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.errors import DamagedFile, ForbiddenMarkup, PasswordProtected, Swollen, UnsupportedFile

if TYPE_CHECKING:
    from lxml import etree

#: Members of one package; a form has about fifteen, a fat yearly list a hundred.
MAX_MEMBERS = 2_000
#: Unpacked bytes of one part, and of all of them together.
MAX_PART_BYTES = 64 << 20
MAX_TOTAL_BYTES = 192 << 20
#: A part may unpack to this many times its packed size; small parts are left alone, spaces pack very well.
MAX_RATIO = 200
RATIO_FREE_BYTES = 1 << 20

_ENCRYPTED = 0x1
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE_DOCUMENT = "/officeDocument"


@dataclass(frozen=True, slots=True)
class Relation:
    """One arrow of a package: from a part to another part (`target` is its full name) or, `external`, to anywhere."""

    key: str
    kind: str  # the last word of the type: "styles", "hyperlink", "attachedTemplate" …
    target: str
    external: bool


class Package:
    """The parts of an Office file; opening one checks its directory and raises a `FileRefused` instead of unpacking."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise DamagedFile from error
        members = self._zip.infolist()
        _check_directory(members)
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """The bytes of a part, at most `MAX_PART_BYTES` of them."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
            raise DamagedFile from error
        if len(data) > MAX_PART_BYTES:
            raise Swollen
        return data

    def xml(self, name: str) -> etree._Element:
        """The parsed root of an XML part; nothing outside the part is ever fetched or expanded."""
        from lxml import etree

        data = self.read(name)
        if has_doctype(data):
            raise ForbiddenMarkup
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise DamagedFile from error

    def inner_relations(self, part: str) -> tuple[Relation, ...]:
        """The arrows from `part` to other parts that are there."""
        return tuple(one for one in self.relations(part) if not one.external and one.target in self.names)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The arrows that leave `part` ("" is the package itself)."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self.names:
            return ()
        return tuple(_relation(element, folder) for element in self.xml(name).iter(_RELATIONS))

    @cached_property
    def main_part(self) -> str:
        """The name of the part that is the document: usually `word/document.xml` or `xl/workbook.xml`."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and relation.target in self.names:
                return relation.target
        raise UnsupportedFile(kind=".zip")

    def write(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with some parts replaced or added; all others as they were, in the same order."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for member in self._zip.infolist():
                data = changed.get(member.filename)
                out.writestr(member, self._zip.read(member) if data is None else data, zipfile.ZIP_DEFLATED)
            for name in changed.keys() - self.names:
                out.writestr(name, changed[name])
        return target.getvalue()


def has_doctype(data: bytes) -> bool:
    """Whether an XML part declares a document type, in whichever encoding a parser would believe."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return True
    # A NUL byte is in every UTF-16 part and in no other text.
    return b"\0" in data and any("<!DOCTYPE".encode(encoding) in data for encoding in ("utf-16-le", "utf-16-be"))


def _relation(element: etree._Element, folder: str) -> Relation:
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not external:
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Relation(element.get("Id", ""), element.get("Type", "").rsplit("/", 1)[-1], target, external)


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
        raise Swollen
    if len({member.filename for member in members}) < len(members):
        raise DamagedFile  # two parts of one name: two readers would see two documents
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise PasswordProtected(kind="zip")
        too_dense = member.file_size > MAX_RATIO * max(member.compress_size, 1)
        if member.file_size > MAX_PART_BYTES or (member.file_size > RATIO_FREE_BYTES and too_dense):
            raise Swollen
