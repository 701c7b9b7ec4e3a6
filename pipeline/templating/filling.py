"""One part of a template, compiled, and the way from its values to the bytes of its XML."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from docxtpl import DocxTemplate

from pipeline.templating.environment import environment
from pipeline.templating.parts import LOOSE_TEXT, Part

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_LISTING = re.compile(r"[\t\n\a\f]")
_DRAWING = re.compile(r'(<\w+:docPr (?:[^>]*? )?id=")[^"]*')
_OPEN_CELL = re.compile(r"(</w:tcPr>|<w:tcPr/>|<w:tc>|</w:tbl>)\s*</w:tc>")
_EMPTY_TABLE = re.compile(r"</w:tblGrid>\s*</w:tbl>")
#: docxtpl numbers drawings from here
_FIRST_DRAWING = 1001
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BrokenOutput(ValueError):
    """The filled part is not the XML of a Word document; `xml` is what came out, `offset` where it breaks."""

    def __init__(self, xml: str, offset: int) -> None:
        super().__init__(xml, offset)
        self.xml = xml
        self.offset = offset


class EmptyTable(BrokenOutput):
    """A table was left without a row, which Word reports as a damaged file."""


class LooseText(BrokenOutput):
    """A value was printed between paragraphs or runs, where Word drops it without a word."""


class FillablePart:
    """A part whose tags are compiled. Raises `jinja2.TemplateSyntaxError` when they cannot be."""

    def __init__(self, part: Part, source: str | None = None) -> None:
        """Compile `part`, or `source` in its place: the same text broken into lines, to find a fault by its line."""
        self.part = part
        self._gaps, self._loose, self._pictures = part.gaps, part.loose, part.pictures
        self._template = environment().from_string(part.source if source is None else source)

    def fill(self, context: Mapping[str, Any]) -> bytes:
        """Return the part's XML with `context` filled in, well-formed for certain.

        Raises what the template's expressions raise, and `BrokenOutput`.
        """
        xml = self._template.render(context)
        if "\n" in xml or "\t" in xml or "\a" in xml or "\f" in xml:
            xml = resolve_listing(xml)
        if self._pictures:
            xml = _number_drawings(xml)
        if self._loose:
            refuse_loose_text(xml)
        return strict(close_gaps(xml) if self._gaps else xml)


def resolve_listing(xml: str) -> str:
    r"""Turn line breaks, tabs, ``\a`` (new paragraph) and ``\f`` (new page) into Word's, the way docxtpl does."""
    resolve = DocxTemplate("").resolve_listing

    def paragraph(match: re.Match[str]) -> str:
        text = match.group()
        # docxtpl takes every paragraph apart; only those with such a sign come out different.
        return str(resolve(text)) if _LISTING.search(text) else text

    return _PARAGRAPH.sub(paragraph, xml.replace("\r\n", "\n"))


def _number_drawings(xml: str) -> str:
    numbers = itertools.count(_FIRST_DRAWING)
    return _DRAWING.sub(lambda match: f"{match.group(1)}{next(numbers)}", xml)


def close_gaps(xml: str) -> str:
    """Give a last paragraph to the cells a condition or loop has left without; Word calls such a file damaged.

    Raises `EmptyTable`.
    """
    if empty := _EMPTY_TABLE.search(xml):
        raise EmptyTable(xml, empty.start())
    return _OPEN_CELL.sub(r"\1<w:p/></w:tc>", xml)


def refuse_loose_text(xml: str) -> None:
    """Raise `LooseText` if there is text outside of ``w:t`` (``{{r x}}`` with a plain value, ``{{p x}}``)."""
    if found := LOOSE_TEXT.search(xml):
        raise LooseText(xml, found.start())


def strict(xml: str) -> bytes:
    """Return filled XML as the bytes of a member, less the characters XML forbids. Raises `BrokenOutput`."""
    try:
        return _parsed(xml)
    except (BrokenOutput, UnicodeEncodeError):
        # Forbidden characters are rare: they are looked for only when the parser has stumbled.
        return _parsed(_ILLEGAL.sub("", xml))


def _parsed(xml: str) -> bytes:
    # Expat checks well-formedness without building a tree, in half of lxml's time. lxml's lenient mode, which is
    # docxtpl's, is no check: one control character and every ``&`` of the document is gone without a word.
    data = (DECLARATION + xml).encode()
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        offset = len(data[: parser.ErrorByteIndex].decode(errors="ignore")) - len(DECLARATION)
        raise BrokenOutput(xml, offset) from fault
    return data
