"""Giving a document page numbers: a header with nothing but the field PAGE, hidden on the first page."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from lxml import etree

from pipeline.conformity.editing import set_section
from pipeline.conformity.ooxml import R, W

if TYPE_CHECKING:
    from pipeline.conformity.docx import Reader

TEN_MM = "567"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_TYPES = "[Content_Types].xml"
_LOOK = (
    '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:sz w:val="28"/></w:rPr>'
)
_HEADER = (
    f'<w:hdr xmlns:w="{W[1:-1]}"><w:p><w:pPr><w:jc w:val="center"/>{_LOOK}</w:pPr>'
    f'<w:r>{_LOOK}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{_LOOK}<w:instrText>PAGE</w:instrText></w:r>'
    f'<w:r>{_LOOK}<w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
)


def add_page_numbers(reader: Reader) -> dict[str, bytes]:
    """Add the header to the first section, from which the others take it; the parts that are new or changed beside
    the text. Nothing is done where the document has a header of its own."""
    section = next(reader.root.iter(f"{W}sectPr"), None)
    if section is None or any(el.get(f"{W}type") == "default" for el in section.iterfind(f"{W}headerReference")):
        return {}
    folder = posixpath.dirname(reader.main)
    name = _free_name(reader, folder)
    key = _add_relation(reader, f"{posixpath.basename(name)}")
    reference = etree.Element(f"{W}headerReference")
    reference.set(f"{W}type", "default")
    reference.set(f"{R}id", key)
    section.insert(0, reference)
    set_section(section, "titlePg")
    set_section(section, "pgMar", header=TEN_MM)  # without a header nobody saw how close to the edge it would be
    types = reader.parts[_TYPES] = reader.package.xml(_TYPES)
    override = etree.SubElement(types, f"{_space(types)}Override")
    override.set("PartName", f"/{name}")
    override.set("ContentType", _CONTENT)
    return {name: _HEADER.encode()}


def _free_name(reader: Reader, folder: str) -> str:
    names = (posixpath.join(folder, f"header-pages{number or ''}.xml") for number in range(1_000))
    return next(name for name in names if name not in reader.package.names)


def _add_relation(reader: Reader, target: str) -> str:
    folder, base = posixpath.split(reader.main)
    part = posixpath.join(folder, "_rels", f"{base}.rels")
    relations = reader.parts[part] = reader.package.xml(part)
    taken = {element.get("Id") for element in relations}
    key = next(key for number in range(1, 10_000) if (key := f"rIdPages{number}") not in taken)
    relation = etree.SubElement(relations, f"{_space(relations)}Relationship")
    for name, setting in (("Id", key), ("Type", _KIND), ("Target", target)):
        relation.set(name, setting)
    return key


def _space(element: Any) -> str:  # noqa: ANN401  an element of lxml
    """The namespace of an element, in braces."""
    return f"{{{etree.QName(element).namespace}}}"
