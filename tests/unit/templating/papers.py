"""Small templates made with python-docx, and a look into what came out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def template(*paragraphs: str, build: Callable[[Document], object] | None = None) -> bytes:
    """A template with those paragraphs, and whatever `build` adds."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if build:
        build(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def table(*rows: tuple[str, ...]) -> Callable[[Document], None]:
    """What adds a table with those rows."""

    def build(document: Document) -> None:
        grid = document.add_table(rows=0, cols=max(map(len, rows)))
        for row in rows:
            for cell, text in zip(grid.add_row().cells, row, strict=False):
                cell.text = text

    return build


def opened(content: bytes) -> Document:
    """The document, read back."""
    return docx.Document(io.BytesIO(content))


def texts(content: bytes) -> list[str]:
    """The paragraphs of the body."""
    return [paragraph.text for paragraph in opened(content).paragraphs]


def cells(content: bytes, table: int = 0) -> list[list[str]]:
    """The rows of a table."""
    return [[cell.text for cell in row.cells] for row in opened(content).tables[table].rows]


def member(content: bytes, name: str) -> bytes:
    """One member of the zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def with_member(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same zip with one member changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry.filename == name else data)
    return stream.getvalue()


def canonical(xml: bytes) -> str:
    """The XML in one normal form, blanks between elements left out."""
    parser = etree.XMLParser(remove_blank_text=True)
    return etree.canonicalize(etree.tostring(etree.fromstring(xml, parser), encoding="unicode"))
