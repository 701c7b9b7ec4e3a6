"""The order of work: gate, reader of the medium, forms, values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import MissingPart, PartyDocument, SecretDocument, UnknownForm
from pipeline.messages import _
from pipeline.reading import gate
from pipeline.reading.compose import forms_of
from pipeline.reading.forms import all_lines, split_forms
from pipeline.reading.model import Content, FileReading, Lexicon, Medium

#: Turns a file of an old kind (".doc", ".rtf") into .docx.
Convert = Callable[[bytes, str], bytes]

_SECRECY = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


def read(source: Path | str | bytes, lexicon: Lexicon | None = None, *, convert: Convert | None = None) -> FileReading:
    """Read every form in a file (a path, or its bytes).

    Raises a `FileRefused` that says what is wrong and what to do, `UnknownForm` where there is no form in it, and
    `MissingPart` for .doc and .rtf without a `convert`.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    content = read_content(data, convert)
    refuse_restricted(content)
    parts = split_forms(content)
    if not parts:
        raise UnknownForm(expected=_("TD-02 (quarterly nomination of a person), TD-01 (yearly registration of a unit)"))
    forms = tuple(form for part in parts for form in forms_of(part, content, lexicon or Lexicon()))
    return FileReading(medium=content.medium, pages=content.pages, forms=forms)


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


def refuse_restricted(content: Content) -> None:
    """Refuse documents for which other rules hold: those of the Party, and those with a mark of secrecy."""
    for number, line in enumerate(all_lines(content.blocks)):
        text = line.text.strip()
        if text in _SECRECY:
            raise SecretDocument(mark=text)
        if number < 12 and text == _PARTY:
            raise PartyDocument
