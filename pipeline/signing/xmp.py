"""Metadata of a document (XMP): its title, that it is PDF/A-2b, and number, day and draft in a namespace of our own.

PDF/A allows own properties only when the file describes them (the extension schema of ISO 19005-2, 6.6.2.3.3), which
must be there before the first signature. Before issue `soKyHieu` holds what is printed of the symbol ("/KH-VPUBND") and
`ngayBanHanh` as much of the date as is printed ("2022", "2022-09").
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pipeline.messages import _

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
PDFA_ID = "http://www.aiim.org/pdfa/ns/id/"
OWN = "urn:vanthu:van-ban:1.0#"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
META = "adobe:ns:meta/"
PREFIXES = {
    "x": META,
    "rdf": RDF,
    "dc": DC,
    "pdfaid": PDFA_ID,
    "vanthu": OWN,
    "pdfaExtension": EXTENSION,
    "pdfaSchema": SCHEMA,
    "pdfaProperty": PROPERTY,
}
SYMBOL, ISSUED, DRAFT = "soKyHieu", "ngayBanHanh", "maDuThao"
#: what each property is, in words for people; the file carries them
PROPERTIES = {
    SYMBOL: "Số và ký hiệu của văn bản",
    ISSUED: "Ngày, tháng, năm ban hành văn bản",
    DRAFT: "Mã dự thảo trong phần mềm Văn thư",
}
# pyHanko writes the packet anew when it fills it; so it finds the prefixes that PDF/A prescribes.
for _prefix, _namespace in PREFIXES.items():
    etree.register_namespace(_prefix, _namespace)
HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
FOOT = b'\n<?xpacket end="r"?>'


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the metadata say; "" for what they do not say."""

    title: str = ""
    #: "15/KH-VPUBND", before issue without the number
    symbol: str = ""
    #: "2022-09-21", before issue only what is printed
    issued: str = ""
    draft: str = ""
    #: part and level of PDF/A, "2B"
    pdfa: str = ""


def write(facts: Facts) -> bytes:
    """A whole XMP packet for a document that is prepared for signing."""
    root = etree.Element(_name(META, "xmpmeta"), nsmap={"x": META})
    rdf = etree.SubElement(root, _name(RDF, "RDF"), nsmap={key: PREFIXES[key] for key in PREFIXES if key != "x"})
    if facts.pdfa:
        _values(rdf, PDFA_ID, {"part": facts.pdfa[:1], "conformance": facts.pdfa[1:]})
    title = etree.SubElement(_values(rdf, DC, {}), _name(DC, "title"))
    entry = etree.SubElement(etree.SubElement(title, _name(RDF, "Alt")), _name(RDF, "li"))
    entry.set("{http://www.w3.org/XML/1998/namespace}lang", "x-default")
    entry.text = facts.title
    _describe_properties(rdf)
    _values(rdf, OWN, {SYMBOL: facts.symbol, ISSUED: facts.issued, DRAFT: facts.draft})
    return HEAD + etree.tostring(root, encoding="utf-8", pretty_print=True) + FOOT


def read(packet: bytes) -> Facts:
    """What `packet` says; raises `ValueError` where it is no XML."""
    try:
        root = _parse(packet)
    except etree.XMLSyntaxError as error:
        raise ValueError(_("the metadata of the file are damaged")) from error
    return Facts(
        title=_text(root, DC, "title"),
        symbol=_text(root, OWN, SYMBOL),
        issued=_text(root, OWN, ISSUED),
        draft=_text(root, OWN, DRAFT),
        pdfa=_text(root, PDFA_ID, "part") + _text(root, PDFA_ID, "conformance"),
    )


def _parse(packet: bytes) -> etree._Element:
    return etree.fromstring(packet.strip(b"\x00 \r\n\t"), etree.XMLParser(resolve_entities=False, no_network=True))


def _name(namespace: str, local: str) -> str:
    return f"{{{namespace}}}{local}"


def _text(root: etree._Element, namespace: str, local: str) -> str:
    """The value of a property, which may be written as an element or as an attribute of its description."""
    for element in root.iter(_name(namespace, local)):
        return "".join(str(part) for part in element.itertext()).strip()
    for description in root.iter(_name(RDF, "Description")):
        with contextlib.suppress(KeyError):
            return str(description.attrib[_name(namespace, local)])
    return ""


def _values(rdf: etree._Element, namespace: str, values: dict[str, str]) -> etree._Element:
    description = etree.SubElement(rdf, _name(RDF, "Description"))
    description.set(_name(RDF, "about"), "")
    for local, value in values.items():
        etree.SubElement(description, _name(namespace, local)).text = value
    return description


def _describe_properties(rdf: etree._Element) -> None:
    schemas = etree.SubElement(_values(rdf, EXTENSION, {}), _name(EXTENSION, "schemas"))
    schema = _resource(etree.SubElement(schemas, _name(RDF, "Bag")))
    for local, value in {"schema": "Văn bản hành chính", "namespaceURI": OWN, "prefix": "vanthu"}.items():
        etree.SubElement(schema, _name(SCHEMA, local)).text = value
    properties = etree.SubElement(etree.SubElement(schema, _name(SCHEMA, "property")), _name(RDF, "Seq"))
    for local, meaning in PROPERTIES.items():
        described: dict[str, Any] = {
            "name": local,
            "valueType": "Text",
            "category": "external",
            "description": meaning,
        }
        entry = _resource(properties)
        for key, value in described.items():
            etree.SubElement(entry, _name(PROPERTY, key)).text = value


def _resource(parent: etree._Element) -> etree._Element:
    entry = etree.SubElement(parent, _name(RDF, "li"))
    entry.set(_name(RDF, "parseType"), "Resource")
    return entry
