"""The order of work: gate, reader of the medium, forms, values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import EmptyPages, MissingPart, UnknownForm
from pipeline.reading import gate
from pipeline.reading.compose import forms_of
from pipeline.reading.forms import expected_forms, refuse_restricted, split_forms
from pipeline.reading.model import Content, FileReading, FormReading, Lexicon, Medium, Tell

#: Turns a file of an old kind (".doc", ".rtf") into .docx.
Convert = Callable[[bytes, str], bytes]


def read(
    source: Path | str | bytes,
    lexicon: Lexicon | None = None,
    *,
    convert: Convert | None = None,
    tell: Tell | None = None,
) -> FileReading:
    """Read every form in a file (a path, or its bytes); `tell` is told of every picture of a page that was read.

    Raises a `FileRefused` that says what is wrong and what to do, `UnknownForm` where there is no form in it, and
    `MissingPart` for .doc and .rtf without a `convert` and for pictures where Tesseract is missing.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    lexicon = lexicon or Lexicon()
    content = read_content(data, convert)
    refuse_restricted(content)
    forms = [form for part in split_forms(content) for form in forms_of(part, content, lexicon)]
    if content.pictures:
        return _with_pictures(data, content, forms, lexicon, tell)
    if not forms:
        raise UnknownForm(expected=expected_forms())
    return FileReading(medium=content.medium, pages=content.pages, forms=tuple(forms))


def _with_pictures(
    data: bytes, content: Content, forms: list[FormReading], lexicon: Lexicon, tell: Tell | None
) -> FileReading:
    """`forms` and those on the pages that are pictures, in the order of their pages."""
    gate.picture_sources()
    from pipeline.reading.picture.feed import read_pictures

    try:
        seen = read_pictures(data, lexicon, pages=content.pictures, tell=tell)
    except (EmptyPages, UnknownForm):
        if not forms:
            raise
        return FileReading(medium=content.medium, pages=content.pages, forms=tuple(forms))
    medium = content.medium if forms else seen.medium
    together = sorted((*forms, *seen.forms), key=lambda form: form.pages)
    return FileReading(medium=medium, pages=content.pages, forms=tuple(together))


def read_content(data: bytes, convert: Convert | None = None) -> Content:
    """The blocks of a file, by the reader of its medium."""
    medium = gate.inspect_bytes(data)
    if medium is Medium.DOCX:
        from pipeline.reading.docx import read_docx

        return read_docx(data)
    if medium is Medium.XLSX:
        from pipeline.reading.xlsx import read_xlsx

        return read_xlsx(data)
    if medium is Medium.DOC:
        return _read_converted(data, convert)
    if medium in (Medium.SCAN, Medium.PHOTO):
        pages = gate.picture_sources().count_pages(data)
        return Content(medium=medium, pages=pages, blocks=(), pictures=tuple(range(1, pages + 1)))
    if medium is Medium.PDF_FORM:
        from pipeline.reading.pdf_form import read_pdf_form

        return read_pdf_form(data)
    from pipeline.reading.pdf_text import read_pdf_text

    return read_pdf_text(data)


def _read_converted(data: bytes, convert: Convert | None) -> Content:
    from dataclasses import replace

    from pipeline.reading.docx import read_docx

    if convert is None:
        raise MissingPart(part="LibreOffice", remedy="sudo apt-get install libreoffice-writer-nogui")
    suffix = ".rtf" if data.startswith(b"{\\rtf") else ".doc"
    converted = convert(data, suffix)
    gate.inspect_bytes(converted)
    return replace(read_docx(converted), medium=Medium.DOC)
