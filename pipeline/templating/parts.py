"""The parts of a template that may hold placeholders, as the text Jinja compiles.

docxtpl's `patch_xml` does the cleaning: it joins tags that Word cut into runs, lifts ``{%p``, ``{%tr`` and ``{%r`` out
of the paragraph, row or run around them and undoes XML entities inside tags. We keep its result per template where
docxtpl computes it anew for every document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from docxtpl import DocxTemplate
from lxml import etree

from pipeline.templating.package import CONTENT_TYPES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_DOCUMENT = f"{_WORDPROCESSING}document.main+xml"
CORE_PROPERTIES = "application/vnd.openxmlformats-package.core-properties+xml"
HEADER, FOOTER = (f"{_WORDPROCESSING}{kind}+xml" for kind in ("header", "footer"))
NOTES = FOOTNOTES, ENDNOTES = tuple(f"{_WORDPROCESSING}{kind}+xml" for kind in ("footnotes", "endnotes"))
#: what docxtpl fills, and endnotes, which it forgets
_FILLED = {MAIN_DOCUMENT, CORE_PROPERTIES, HEADER, FOOTER, *NOTES}

_GAP = re.compile(r"(?:</w:tcPr>|<w:tcPr/>|<w:tc>|</w:tbl>|</w:tblGrid>)(?:\{[{%]|</w:tc>|</w:tbl>)")
#: text after one of these tags is not in a ``w:t``
_NOT_TEXT = (
    r"(?:</w:(?:r|p|tr|tc|tbl|pPr|rPr|tcPr|trPr|tblGrid|sectPr)>"
    r"|<w:(?:p|r|tr|tc|body|hdr|ftr|footnote|endnote)(?: [^>]*)?>|/>)"
)
LOOSE_VALUE = re.compile(_NOT_TEXT + r"\s*(\{\{.*?\}\})", re.DOTALL)
LOOSE_TEXT = re.compile(_NOT_TEXT + r"\s*[^<\s]")
_TAG = re.compile(r"\{[{%#]")
#: docxtpl prints these as literal braces after rendering; done before, no value of the data is touched
_LITERAL = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
_LITERALS = re.compile("|".join(map(re.escape, _LITERAL)))


@dataclass(frozen=True, slots=True)
class Part:
    """One XML part of a template.

    `name` is its member of the zip, `root` the XML as Word wrote it, `source` what Jinja compiles.
    """

    name: str
    kind: str
    root: etree._Element
    source: str

    @property
    def has_tags(self) -> bool:
        """Whether anything in it is filled."""
        return _TAG.search(self.source) is not None

    @property
    def gaps(self) -> bool:
        """Whether a condition or loop may leave a cell without its last paragraph, or a table without a row."""
        return _GAP.search(self.source) is not None

    @property
    def loose(self) -> bool:
        """Whether a value is printed between runs, paragraphs or rows: right for XML (RichText), lost if it is text."""
        return LOOSE_VALUE.search(self.source) is not None

    @property
    def pictures(self) -> bool:
        """Whether docxtpl would number its drawings anew (it does so in the body only)."""
        return self.kind == MAIN_DOCUMENT and ":docPr " in self.source


class NotADocument(ValueError):
    """The zip is not a Word document (.docx)."""


def read_parts(members: Mapping[str, bytes]) -> list[Part]:
    """Return the parts that docxtpl would fill, the main document first.

    Raises `NotADocument` where the content types name no Word document or any XML of the file is broken.
    """
    kinds = _content_types(members)
    names = [name for name in members if kinds.get(name) in _FILLED]
    names.sort(key=lambda name: (kinds[name] != MAIN_DOCUMENT, name))
    if not names or kinds[names[0]] != MAIN_DOCUMENT:
        raise NotADocument("no main document")
    for name in members.keys() - set(names):
        if name.endswith((".xml", ".rels")):
            parse(members[name])
    return [_part(name, kinds[name], members[name]) for name in names]


def _content_types(members: Mapping[str, bytes]) -> dict[str, str]:
    """The content type of each member that has one of its own, by name."""
    return {
        override.get("PartName", "").lstrip("/"): override.get("ContentType", "")
        for override in parse(members[CONTENT_TYPES]).iterfind("{*}Override")
    }


def _part(name: str, kind: str, data: bytes) -> Part:
    root = parse(data)
    return Part(name, kind, root, patch(etree.tostring(root, encoding="unicode")))


def parse(data: bytes) -> etree._Element:
    """Parse XML the way python-docx does: blanks between elements dropped, entities left. Raises `NotADocument`."""
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise NotADocument(str(fault)) from fault


def patch(xml: str) -> str:
    """Return `xml` as Jinja source, by docxtpl's own rules."""
    patched = cast(str, DocxTemplate("").patch_xml(xml))
    return _LITERALS.sub(lambda sign: "{{ '" + _LITERAL[sign.group()] + "' }}", patched)
