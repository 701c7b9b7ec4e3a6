"""One part of a template, compiled, and the way from its values to the bytes of its XML."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from pipeline.templating.environment import environment
from pipeline.templating.parts import Part

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_LISTING = re.compile(r"[\t\n\a\f]")
_DRAWING = re.compile(r'(<\w+:docPr (?:[^>]*? )?id=")[^"]*')
#: docxtpl numbers drawings from here
_FIRST_DRAWING = 1001
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EMPTY_CELL = re.compile(r"(<w:tc(?: [^>]*)?>(?:<w:tcPr(?: [^>]*)?/>|<w:tcPr(?: [^>]*)?>(?:(?!</w:tc>).)*?</w:tcPr>)?)</w:tc>")
_EMPTY_TABLE = "</w:tblGrid></w:tbl>"


class BrokenOutput(ValueError):
    """The filled part is not the XML of a Word document; `xml` is what came out, `offset` where it breaks (-1: unknown)."""

    def __init__(self, reason: str, xml: str, offset: int = -1) -> None:
        super().__init__(reason)
        self.xml = xml
        self.offset = offset


class FillablePart:
    """A part whose tags are compiled. Raises `jinja2.TemplateSyntaxError` when they cannot be."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._template = environment().from_string(part.source)

    def fill(self, context: Mapping[str, Any]) -> bytes:
        """Return the part's XML with `context` filled in, well-formed for certain.

        Raises what the template's expressions raise, and `BrokenOutput`.
        """
        xml = self._template.render(context)
        if "\n" in xml or "\t" in xml or "\a" in xml or "\f" in xml:
            xml = resolve_listing(xml)
        if self.part.pictures:
            xml = _number_drawings(xml)
        return well_formed(xml)


def resolve_listing(xml: str) -> str:
    r"""Turn line breaks, tabs, ``\a`` (new paragraph) and ``\f`` (new page) into Word's, the way docxtpl does."""
    from docxtpl import DocxTemplate

    resolve = DocxTemplate("").resolve_listing
    xml = xml.replace("\r\n", "\n")

    def paragraph(match: re.Match[str]) -> str:
        text = match.group()
        # docxtpl takes every paragraph apart; only those with such a sign come out different.
        return str(resolve(text)) if _LISTING.search(text) else text

    return _PARAGRAPH.sub(paragraph, xml)


def _number_drawings(xml: str) -> str:
    numbers = itertools.count(_FIRST_DRAWING)
    return _DRAWING.sub(lambda match: f"{match.group(1)}{next(numbers)}", xml)


def well_formed(xml: str) -> bytes:
    """Return `xml` in UTF-8 with its declaration, less the characters XML forbids. Raises `BrokenOutput`."""
    try:
        return _parsed(xml)
    except (expat.ExpatError, UnicodeEncodeError):
        # Forbidden characters are rare: they are looked for only when the parser has stumbled.
        xml = _ILLEGAL.sub("", xml)
    try:
        return _parsed(xml)
    except expat.ExpatError as fault:
        raise BrokenOutput(str(fault), xml) from fault


def _parsed(xml: str) -> bytes:
    # Expat checks well-formedness without building a tree, in half of lxml's time. lxml would not do in its lenient
    # mode, which is docxtpl's: one control character there and every ``&`` of the document is gone without a word.
    data = _DECLARATION + xml.encode()
    expat.ParserCreate().Parse(data, True)
    return data
