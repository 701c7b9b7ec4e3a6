"""Reader of PDF files: forms by their fields, everything else by its text."""

from __future__ import annotations

import pypdfium2.raw as pdfium

from pipeline.reading.model import Content
from pipeline.reading.pdf_page import opened


def read_pdf(data: bytes) -> Content:
    """What a PDF shows; raises `XfaForm` for forms only Adobe opens."""
    with opened(data) as document:
        has_fields = pdfium.FPDF_GetFormType(document) != pdfium.FORMTYPE_NONE
    if has_fields:
        from pipeline.reading.pdf_form import read_pdf_form

        return read_pdf_form(data)
    from pipeline.reading.pdf_text import read_pdf_text

    return read_pdf_text(data)
