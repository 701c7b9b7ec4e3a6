"""A Word package (a zip of XML parts) opened with suspicion: sizes are limited, nothing outside it is fetched."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.errors import DamagedFile, ForbiddenMarkup, NotCheckable, PasswordProtected, Swollen

if TYPE_CHECKING:
    from lxml import etree

#: Members of one package, unpacked bytes of one part and of all of them together.
MAX_MEMBERS = 2_000
MAX_PART_BYTES = 64 << 20
MAX_TOTAL_BYTES = 256 << 20

_ENCRYPTED = 0x1
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """One arrow from a part to another part of the package."""

    key: str
    #: the last word of its type: "styles", "header", "image" …
    kind: str
    target: str


class Package:
    """The parts of a .docx; raises a `FileRefused` where it cannot be unpacked safely."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise DamagedFile from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
            raise Swollen
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise PasswordProtected(kind="zip")
        self.names = [member.filename for member in members]

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
        """The parsed root of an XML part; entities are refused, not expanded."""
        from lxml import etree

        data = self.read(name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ForbiddenMarkup
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise DamagedFile from error
        if root.getroottree().docinfo.internalDTD is not None:  # in an encoding the search above did not see
            raise ForbiddenMarkup
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """The inner arrows that leave `part` ("" is the package itself), by their key."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self.names:
            return {}
        found = {}
        for element in self.xml(name).iter(_RELATION):
            if element.get("TargetMode") != "External":
                target = element.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = element.get("Type", "").rsplit("/", 1)[-1]
                found[element.get("Id", "")] = Relation(element.get("Id", ""), kind, posixpath.normpath(path))
        return found

    @cached_property
    def main_part(self) -> str:
        """The part that is the text: usually ``word/document.xml``."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self.names:
                return relation.target
        raise NotCheckable(kind=".zip")

    def write(self, changed: dict[str, bytes]) -> bytes:
        """The package with some parts replaced; all others byte for byte, in the same order."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for member in self._zip.infolist():
                data = changed.get(member.filename)
                out.writestr(member, self._zip.read(member) if data is None else data, zipfile.ZIP_DEFLATED)
            for name in changed.keys() - set(self.names):
                out.writestr(name, changed[name])
        return target.getvalue()
