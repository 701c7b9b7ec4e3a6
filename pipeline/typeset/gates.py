"""What a PDF must show before it leaves this room. LibreOffice reports success for blank and for mangled pages."""

from __future__ import annotations

import io
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from pipeline.errors import TypesetError
from pipeline.messages import _
from pipeline.typeset.fonts import Family
from pipeline.typeset.manuscript import Manuscript, letters, tree

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

#: share of the letters that may be missing: fields LibreOffice counts anew, such as page numbers and dates
LOSS = 0.01
NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"

_pdfium = threading.Lock()  # the library is not made for threads


def check(pdf: bytes, manuscript: Manuscript, expect: tuple[str, ...], family: Family) -> None:
    """Raise `TypesetError` unless `pdf` says what `manuscript` says and `expect` wants, in `family`, as PDF/A-2b.

    The last is a pre-check of the marks (ISO 19005-2: 6.2.3, 6.6.4), not a validation.
    """
    text = read_text(pdf)
    _check_words(text, expect or manuscript.ends)
    _check_letters(text, manuscript.letters)
    _check_structure(pdf, family)


def read_text(pdf: bytes) -> str:
    """The text of all pages; raises `TypesetError` for what is no PDF with pages."""
    import pypdfium2

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as broken:
            raise TypesetError(reason=_("LibreOffice wrote a damaged PDF")) from broken
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()


def _check_words(text: str, words: tuple[str, ...]) -> None:
    found = _levelled(text)
    for phrase in words:
        if any(_levelled(word) not in found for word in phrase.split()):
            raise TypesetError(reason=_('the PDF does not say "{words}"').format(words=phrase))


def _check_letters(text: str, wanted: Counter[str]) -> None:
    lost = (wanted - letters(text)).total()
    if lost > LOSS * wanted.total():
        raise TypesetError(
            reason=_("{lost} of {all} letters are missing in the PDF").format(lost=lost, all=wanted.total())
        )


def _levelled(text: str) -> str:
    return NEITHER_LETTER_NOR_DIGIT.sub("", unicodedata.normalize("NFC", text).casefold())


def _check_structure(pdf: bytes, family: Family) -> None:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf), strict=True)  # not strict, it reads every object to mend the file
        _check_fonts(reader, family)
        _check_marks(reader)
    except (PyPdfError, SyntaxError, KeyError, TypeError, ValueError) as broken:
        raise TypesetError(reason=_("LibreOffice wrote a damaged PDF")) from broken


def _check_fonts(reader: PdfReader, family: Family) -> None:
    for font in _fonts(reader):
        name = str(font["/BaseFont"]).lstrip("/").rpartition("+")[2]
        if name not in family.embedded_names:
            raise TypesetError(reason=_("the font {font} got into the PDF").format(font=name))
        if not _is_embedded(font):
            raise TypesetError(reason=_("the font {font} is not embedded in the PDF").format(font=name))


def _fonts(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every font dictionary the pages use, also through forms and patterns within them."""
    seen: set[int] = set()
    waiting: list[DictionaryObject] = list(reader.pages)
    while waiting:
        holder = waiting.pop()
        resources = cast("DictionaryObject", holder["/Resources"]) if "/Resources" in holder else None
        if resources is None or id(resources) in seen:
            continue
        seen.add(id(resources))
        yield from _entries(resources, "/Font")
        waiting += [*_entries(resources, "/XObject"), *_entries(resources, "/Pattern")]


def _entries(resources: DictionaryObject, kind: str) -> Iterator[DictionaryObject]:
    entries = cast("DictionaryObject", resources[kind]) if kind in resources else {}
    for entry in entries.values():
        yield cast("DictionaryObject", entry.get_object())


def _is_embedded(font: DictionaryObject) -> bool:
    descendants = cast("ArrayObject", font["/DescendantFonts"]) if "/DescendantFonts" in font else None
    holder = font if descendants is None else cast("DictionaryObject", descendants[0])
    descriptor = cast("DictionaryObject", holder["/FontDescriptor"]) if "/FontDescriptor" in holder else ()
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _check_marks(reader: PdfReader) -> None:
    intents = cast("ArrayObject", reader.root_object.get("/OutputIntents", ()))
    if not any(cast("DictionaryObject", intent.get_object()).get("/S") == "/GTS_PDFA1" for intent in intents):
        raise TypesetError(reason=_("the PDF has no output intent and so is not PDF/A"))
    if "/Metadata" not in reader.root_object or _pdfa_level(reader) != ("2", "B"):
        raise TypesetError(reason=_("the PDF does not declare itself PDF/A-2b"))


def _pdfa_level(reader: PdfReader) -> tuple[str | None, str | None]:
    xmp = tree(cast("StreamObject", reader.root_object["/Metadata"]).get_data())
    return xmp.findtext(f".//{PDFAID}part"), xmp.findtext(f".//{PDFAID}conformance")
