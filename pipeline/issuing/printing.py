"""The printed copy of a frozen document: a routing slip, then the document, each page with a mark in its bottom margin.

It is for paper only. The file bears nothing by which a program could take it for the document itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

from pipeline import clock
from pipeline.errors import NotWaitingForSignature
from pipeline.issuing.clerk import Clerk, bytes_of, frozen_revision
from pipeline.issuing.marks import SLIP, mark_of
from pipeline.issuing.paper import Paper, paper_of
from pipeline.messages import _
from pipeline.reading.blanks.fonts import Style, font
from pipeline.register.models import Document, DocumentState, Origin, Stage
from pipeline.vietnamese.dates import short_date

MM = 72 / 25.4
#: of the mark; smaller ones are lost on bad scanners (measured: 10 mm found in 1 to 5 of 6 scans, 14 mm in 5 to 6)
MARK_MM = 14.0
#: from the edges of the paper: what office printers leave blank, and the outer margin of the text
FROM_BOTTOM, FROM_RIGHT = 5 * MM, 15 * MM
LEFT, RIGHT = 30 * MM, 15 * MM
SIZE, LEADING = 13, 18


def print_copy(clerk: Clerk, document: Document) -> bytes:
    """The PDF to be printed and signed by hand; raises `NotWaitingForSignature`.

    The diary tells of it: while such a copy is about, scans without a readable mark wait for a person.
    """
    with clerk.telling_refusals("print", document):
        document.refresh_from_db(fields=["state"])
        if document.state != DocumentState.FROZEN:
            raise NotWaitingForSignature(document=document.slug)
        paper = paper_of(frozen_revision(document))
        pdf = _printable(paper, bytes_of(clerk, paper.revision, Stage.PREPARED))
    clerk.tell("printed", document, revision=paper.revision.number)
    return pdf


def _printable(paper: Paper, prepared: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(prepared)) as document:
        pages = len(document.pages)
        for entry in ("/AcroForm", "/Metadata", "/Dests", "/Names"):
            if entry in document.Root:
                del document.Root[entry]
        with pikepdf.open(io.BytesIO(_overlays(paper, document))) as overlays:
            for page, overlay in zip(document.pages, overlays.pages[1:], strict=True):
                if "/Annots" in page.obj:
                    del page.obj["/Annots"]
                page.add_overlay(overlay, None)
            document.pages.insert(0, overlays.pages[0])
            assert len(document.pages) == pages + 1
            stream = io.BytesIO()
            document.save(stream, deterministic_id=True)
    return stream.getvalue()


def _overlays(paper: Paper, document: pikepdf.Pdf) -> bytes:
    """The slip, and behind it a sheet with nothing but the mark for each page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1, lang="vi")
    _draw_slip(canvas, paper)
    _draw_mark(canvas, paper, SLIP, A4[0], len(document.pages))
    canvas.showPage()
    for number, page in enumerate(document.pages, start=1):
        x0, y0, x1, y1 = (float(edge) for edge in page.mediabox)
        canvas.setPageSize((x1 - x0, y1 - y0))
        _draw_mark(canvas, paper, number, x1 - x0, len(document.pages))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw_mark(canvas: Canvas, paper: Paper, page: int, width: float, pages: int) -> None:
    """The DataMatrix on a white ground, its lower right corner where every page has it, and the same in words."""
    modules = _modules(mark_of(paper.revision, page))
    side = MARK_MM * MM / len(modules)
    x, y = width - FROM_RIGHT - MARK_MM * MM, FROM_BOTTOM
    canvas.setFillColor(colors.white)
    canvas.rect(x - side, y - side, MARK_MM * MM + 2 * side, MARK_MM * MM + 2 * side, stroke=0, fill=1)
    canvas.setFillColor(colors.black)
    path = canvas.beginPath()
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                path.rect(x + column * side, y + (len(modules) - 1 - row) * side, side, side)
    canvas.drawPath(path, stroke=0, fill=1)
    where = _("routing slip") if page == SLIP else _("page {page} of {pages}").format(page=page, pages=pages)
    canvas.setFont(font(Style.REGULAR).fontName, 8)
    words = f"{paper.document.slug} – {_('revision {number}').format(number=paper.revision.number)} – {where}"
    canvas.drawRightString(x - 2 * MM, y, words)


def _modules(payload: str) -> list[list[bool]]:
    """The squares of the DataMatrix, row by row; True is dark."""
    import zxingcpp

    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    picture: Any = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    rows: Any = memoryview(picture).tolist()
    return [[shade == 0 for shade in row] for row in rows]


def _draw_slip(canvas: Canvas, paper: Paper) -> None:
    """What it is, who drafted it, which revision, and where everybody signs on the way to the chief."""
    width, height = A4
    body, title = _style(Style.REGULAR), _style(Style.BOLD)
    table = Table(
        [[Paragraph(escape(name), title), Paragraph(escape(value), body)] for name, value in _told(paper)],
        colWidths=[50 * MM, width - LEFT - RIGHT - 50 * MM],
        rowHeights=[None] * 5 + [28 * MM] * 3,
        style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]),
    )
    canvas.setFont(font(Style.BOLD).fontName, 16)
    canvas.drawCentredString((LEFT + width - RIGHT) / 2, height - 30 * MM, "PHIẾU TRÌNH VĂN BẢN")
    canvas.setFont(font(Style.REGULAR).fontName, SIZE)
    canvas.drawCentredString((LEFT + width - RIGHT) / 2, height - 38 * MM, paper.body.name)
    _width, high = table.wrapOn(canvas, width - LEFT - RIGHT, height)
    table.drawOn(canvas, LEFT, height - 48 * MM - high)


def _told(paper: Paper) -> Iterator[tuple[str, str]]:
    machine = paper.revision.origin == Origin.MACHINE
    yield _("Document"), paper.subject
    yield _("Draft"), f"{paper.document.slug}, {_('revision {number}').format(number=paper.revision.number)}"
    yield _("Drafted by"), _("Văn Thư, from the register") if machine else _("a person, in Word")
    yield _("Printed on"), short_date(clock.today())
    yield _("Signer"), paper.signer
    yield _("Drafter (signature, name, day)"), ""
    yield _("Reviewer (signature, name, day)"), ""
    yield _("Clerk (signature, name, day)"), ""


def _style(style: Style) -> ParagraphStyle:
    name = font(style).fontName
    return ParagraphStyle(name, fontName=name, fontSize=SIZE, leading=LEADING)
