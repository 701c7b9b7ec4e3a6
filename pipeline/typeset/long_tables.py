"""Long tables in pieces, for LibreOffice only: the .docx people see keeps them whole.

LibreOffice's time grows faster than the length of one table: 5,000 rows cost 113 s of processor time whole and 10.8 s
in tables of 100. Below some 500 rows cutting gains little, and the header row would repeat in the middle of pages for
nothing.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipeline.typeset.manuscript import Manuscript, W, parse, read_document

#: tables up to this many rows stay whole
LONGEST_WHOLE = 500
ROWS_A_PIECE = 100
#: between two pieces, as low as a paragraph gets: without one they would be read as one table again
SEPARATOR = (
    '<w:p xmlns:w="{w}"><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
).format(w=W.strip("{}"))


def cut(docx: bytes, known: Manuscript) -> bytes:
    """Return `docx` with every table of more than 500 rows cut into tables of 100, header rows repeated.

    The same bytes come back where there is none. Rows joined by a vertical merge are never parted.
    """
    if known.rows <= LONGEST_WHOLE:
        return docx
    name, xml = read_document(docx)
    root = parse(xml)
    long = [table for table in root.iter(W + "tbl") if len(table.findall(W + "tr")) > LONGEST_WHOLE]
    for table in long:
        _cut_table(table)
    return _replace(docx, name, etree.tostring(root, encoding="UTF-8", standalone=True)) if long else docx


def _cut_table(table: etree._Element) -> None:
    frame = [child for child in table if child.tag in (W + "tblPr", W + "tblGrid")]
    rows = [child for child in table if child not in frame]
    heading = _heading(rows)
    _first, *rest = list(_pieces(rows[len(heading) :]))
    for row in (row for piece in rest for row in piece):
        table.remove(row)
    after = table
    for piece in rest:
        gap = etree.fromstring(SEPARATOR)
        after.addnext(gap)
        after = etree.Element(W + "tbl")
        after.extend([*map(copy.deepcopy, frame), *map(_repeatable, heading), *piece])
        gap.addnext(after)


def _heading(rows: list[etree._Element]) -> list[etree._Element]:
    """The rows at the top that Word repeats on every page."""
    marked = [row.find(W + "trPr/" + W + "tblHeader") is not None for row in rows]
    return rows[: marked.index(False)] if False in marked else []


def _pieces(rows: list[etree._Element]) -> Iterator[list[etree._Element]]:
    piece: list[etree._Element] = []
    for row in rows:
        if len(piece) >= ROWS_A_PIECE and not _continues(row):
            yield piece
            piece = []
        piece.append(row)
    yield piece


def _continues(row: etree._Element) -> bool:
    """Whether a cell of `row` belongs to the cell above it."""
    merges = row.iter(W + "vMerge")
    return any(merge.get(W + "val", "continue") == "continue" for merge in merges)


def _repeatable(row: etree._Element) -> etree._Element:
    """A copy of `row` without what may stand in a document only once."""
    twin = copy.deepcopy(row)
    etree.strip_elements(twin, W + "bookmarkStart", W + "bookmarkEnd", with_tail=False)
    return twin


def _replace(docx: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, content if member.filename == name else old.read(member))
    return stream.getvalue()
