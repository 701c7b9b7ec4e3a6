"""A .docx before it goes to LibreOffice, which takes too much: what it would print as an empty page is refused here.

A file of no bytes gives LibreOffice's user a blank PDF and "success", a text file gives a PDF of its text. So the
package is opened and its document parsed first, and what it says is remembered for comparison with the PDF.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from pipeline.errors import UnfitDocument
from pipeline.messages import _

#: all members together, unpacked; a plan of 85 pages has some 6 MB
LARGEST_PACKAGE = 300 * 1024 * 1024

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OFFICE_DOCUMENT = "/relationships/officeDocument"
BROKEN_PACKAGE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError)


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """What is known of a document from its own file."""

    #: number of table rows, which decides how long LibreOffice may take
    rows: int
    #: every letter it shows outside header and footer, and how often
    letters: Counter[str]
    #: its first and its last line of text
    ends: tuple[str, ...]


def inspect(docx: bytes) -> Manuscript:
    """Look into `docx`; raises `UnfitDocument` for what is no whole Word document."""
    root = parse(read_document(docx)[1])
    rows = sum(1 for _row in root.iter(W + "tr"))
    lines = _lines(root)
    return Manuscript(rows=rows, letters=letters("".join(lines)), ends=tuple(dict.fromkeys([*lines[:1], *lines[-1:]])))


def read_document(docx: bytes) -> tuple[str, bytes]:
    """Name and content of the main part of the package `docx`; raises `UnfitDocument`."""
    if not docx:
        raise UnfitDocument(reason=_("the file is empty"))
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            if sum(member.file_size for member in package.infolist()) > LARGEST_PACKAGE:
                raise UnfitDocument(reason=_("unpacked, the file is too large"))
            name = _main_part(package)
            return name, package.read(name)
    except BROKEN_PACKAGE as broken:
        raise UnfitDocument(reason=_("it is not a whole .docx file")) from broken


def parse(xml: bytes) -> etree._Element:
    """The element tree of a part; raises `UnfitDocument`."""
    try:
        return tree(xml)
    except etree.XMLSyntaxError as broken:
        raise UnfitDocument(reason=_("the document inside the .docx file is damaged")) from broken


def tree(xml: bytes) -> etree._Element:
    """The element tree of `xml` from anybody: entities are left alone, nothing is fetched."""
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def letters(text: str) -> Counter[str]:
    """The letters of `text` and how often each occurs.

    Case is levelled since a style may print capitals; blanks, hyphens and marks are left out since line breaks,
    justified text and numbering change them.
    """
    signs = Counter(unicodedata.normalize("NFC", text).casefold())
    return Counter({sign: count for sign, count in signs.items() if sign.isalpha()})


def _main_part(package: zipfile.ZipFile) -> str:
    """The name of the document's part: ``word/document.xml``, or what Word Online calls it."""
    for relationship in parse(package.read("_rels/.rels")):
        if str(relationship.get("Type")).endswith(OFFICE_DOCUMENT):
            return str(relationship.get("Target")).lstrip("/")
    raise KeyError(OFFICE_DOCUMENT)


def _lines(root: etree._Element) -> list[str]:
    """The text of each paragraph that shows any; takes what is not shown out of `root`.

    What stands in a paragraph behind a text box counts as the box's: good enough to look for words.
    """
    for mark in list(root.iter(W + "vanish")):
        _clear_run(mark)
    etree.strip_elements(root, W + "moveFrom", MC + "Fallback", with_tail=False)
    lines = [""]
    for node in root.iter(W + "p", W + "t"):
        if node.tag == W + "p":
            lines.append("")
        else:
            lines[-1] += node.text or ""
    return [line for line in lines if line.strip()]


def _clear_run(mark: etree._Element) -> None:
    """Empty the run whose properties hold `mark`; properties of a paragraph's end are none of a run."""
    run = next(mark.iterancestors(W + "r", W + "pPr", W + "style"), None)
    if run is not None and run.tag == W + "r":
        run.clear()
