"""Reading a PDF that carries its text: lines, ruled tables, boxed layouts, tick boxes, all with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reading.model import Block, Content, Control, Line, Medium, Table
from pipeline.reading.pdf_blocks import Laid, page_blocks
from pipeline.reading.pdf_marks import PageMarks
from pipeline.reading.pdf_page import opened, read_page
from pipeline.reading.pdf_pages import joined_pages

#: A text layer over a picture is trusted when more of its letters than this are letters only Vietnamese has. Good
#: layers have a fifth and more; recognition without a Vietnamese model leaves next to none (but many à, ô, ü).
TRUSTED_SHARE = 0.08
#: a page that one image covers this far is a picture of a page
PICTURE_SHARE = 0.5

_VIETNAMESE = re.compile("[ăđĩũơưạ-ỹ]")


def read_pdf_text(data: bytes) -> Content:
    """What the text PDF `data` shows."""
    with opened(data) as document:
        return content_of([read_page(document, index) for index in range(len(document))], Medium.PDF_TEXT)


def content_of(pages: Sequence[PageMarks], medium: Medium, controls: Sequence[Control] = ()) -> Content:
    """The blocks of all readable `pages` with their `controls`; pages that are only pictures are numbered."""
    laid = [(marks, page_blocks(marks)) for marks in pages]
    readable = [(marks, blocks) for marks, blocks in laid if not _is_picture(marks, blocks)]
    skipped = sorted({marks.number for marks in pages} - {marks.number for marks, _blocks in readable})
    blocks = joined_pages(readable, controls) if readable else ()
    return Content(medium=medium if readable else Medium.SCAN, pages=len(pages), blocks=blocks, pictures=tuple(skipped))


def _is_picture(marks: PageMarks, blocks: Sequence[Laid]) -> bool:
    """Whether the page has no text, but is drawn, or a picture covers it and its text layer cannot be trusted."""
    if marks.image_share < PICTURE_SHARE:
        return not blocks
    text = "".join(_text(laid.block) for laid in blocks).lower()
    return len(_VIETNAMESE.findall(text)) <= TRUSTED_SHARE * sum(map(str.isalpha, text))


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return "".join(cell.text for cell in block.cells)
    return block.text if isinstance(block, Line) else block.value or ""
