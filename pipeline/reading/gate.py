"""What a file is, by its bytes, and whether it may be opened at all (design/intake.md §5).

Content decides, never the name. Every refusal is its own `FileRefused` with a remedy. `inspect` unpacks and parses no
more than it must; it is still called inside the limited child process, because the libraries behind it can be hurt.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

from pipeline.errors import (
    DamagedFile,
    EmbeddedObject,
    EmptyFile,
    ExternalLink,
    FileTooLarge,
    ForbiddenMarkup,
    MacroFile,
    MissingPart,
    OldExcel,
    PageTooLarge,
    PasswordProtected,
    TooManyPages,
    UnsupportedFile,
)
from pipeline.package import Package, has_doctype
from pipeline.reading.model import Medium

MAX_FILE_BYTES = 50 << 20
#: More pages than any form or yearly list has.
MAX_PAGES = 200
#: Longest edge of a page: A0 is 3,370 points.
MAX_PAGE_POINTS = 3_400.0
#: Signed PDFs of some programs begin with a few foreign bytes.
MAX_PDF_JUNK = 1_024
_PDF_END_WINDOW = 2_048

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM")
_NAMED = (
    (b"MZ", ".exe"),
    (b"\x7fELF", ".elf"),
    (b"GIF8", ".gif"),
    (b"Rar!", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b", ".gz"),
    (b"PK\x05\x06", ".zip"),
)
_LINKS_ALLOWED = frozenset({"hyperlink"})
_DDE = re.compile(rb"<w:instrText[^>]*>\s*DDE(?:AUTO)?\b|w:instr=\"\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_XML_PART = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_EMBEDDED = re.compile(r"(^|/)(embeddings|activeX)/", re.IGNORECASE)


def inspect(source: Path | bytes) -> Medium:
    """The medium of a file, or the `FileRefused` that says why it cannot be taken and what to do.

    For a PDF the medium is a first judgement (form or text); its reader has the last word.
    """
    return inspect_bytes(source if isinstance(source, bytes) else _load(source))


def inspect_bytes(data: bytes) -> Medium:
    """As `inspect`, for bytes already in memory."""
    _check_size(len(data))
    if data.startswith(b"PK\x03\x04"):
        return _inspect_package(data)
    if data.startswith(_OLE):
        return _inspect_ole(data)
    if data.startswith(b"{\\rtf"):
        return _inspect_rtf(data)
    if b"%PDF-" in data[: MAX_PDF_JUNK + 5]:
        return _inspect_pdf(data)
    if data.startswith(_IMAGES):
        return _inspect_picture(data)
    raise _refusal_by_magic(data)


def _load(path: Path) -> bytes:
    _check_size(path.stat().st_size)
    return path.read_bytes()


def _check_size(size: int) -> None:
    if size == 0:
        raise EmptyFile
    if size > MAX_FILE_BYTES:
        raise FileTooLarge(size=f"{size / (1 << 20):.0f}", limit=MAX_FILE_BYTES >> 20)


def _refusal_by_magic(data: bytes) -> UnsupportedFile | DamagedFile:
    if data[4:8] == b"ftyp":
        return UnsupportedFile(kind=".heic" if data[8:11] in (b"hei", b"mif", b"hev") else ".mp4")
    for magic, kind in _NAMED:
        if data.startswith(magic):
            return UnsupportedFile(kind=kind)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return UnsupportedFile(kind=".html")
    if not data.strip(b"\0"):
        return DamagedFile()
    return UnsupportedFile(kind=".txt" if b"\0" not in data[:4096] else "?")


# Word and Excel


def _inspect_package(data: bytes) -> Medium:
    package = Package(data)
    medium = _package_medium(package)
    _check_parts(package)
    _check_markup(package)
    return medium


def _package_medium(package: Package) -> Medium:
    if "[Content_Types].xml" not in package.names:
        raise UnsupportedFile(kind=".odt" if "mimetype" in package.names else ".zip")
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise MacroFile
    if b"wordprocessingml" in types:
        return Medium.DOCX
    if b"spreadsheetml" in types:
        return Medium.XLSX
    raise UnsupportedFile(kind=".pptx" if b"presentationml" in types else ".zip")


def _check_parts(package: Package) -> None:
    for name in package.names:
        if name.lower().endswith("vbaproject.bin"):
            raise MacroFile
        if _EMBEDDED.search(name):
            raise EmbeddedObject
        if name.startswith("xl/externalLinks/"):
            raise ExternalLink
        if name.lower().endswith((".zip", ".docx", ".xlsx")):
            raise EmbeddedObject


def _check_markup(package: Package) -> None:
    for name in package.names:
        if not _XML_PART.search(name):
            continue
        data = package.read(name)
        if has_doctype(data):
            raise ForbiddenMarkup
        if name.endswith(".rels"):
            _check_relations(package, name)
        elif b"instr" in data and b"DDE" in data and _DDE.search(data):
            raise ExternalLink
    # A document without its main part is not a document.
    _ = package.main_part


def _check_relations(package: Package, rels: str) -> None:
    folder, _slash, base = rels.rpartition("_rels/")
    for relation in package.relations(folder + base.removesuffix(".rels")):
        if relation.kind in ("oleObject", "control"):
            raise EmbeddedObject
        if relation.external and relation.kind not in _LINKS_ALLOWED:
            raise ExternalLink


# Word 97, Excel 97 and what else Microsoft kept in compound files


def _inspect_ole(data: bytes) -> Medium:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise PasswordProtected(kind="Word/Excel")
    if holds("__substg1.0"):
        raise UnsupportedFile(kind=".msg")
    if holds("_VBA_PROJECT"):
        raise MacroFile
    if holds("WordDocument"):
        if _word97_is_encrypted(data):
            raise PasswordProtected(kind="Word")
        return Medium.DOC
    if holds("Workbook") or holds("Book"):
        raise OldExcel
    raise UnsupportedFile(kind=".ppt" if holds("PowerPoint Document") else "OLE")


def _word97_is_encrypted(data: bytes) -> bool:
    # The file information block (magic A5EC) stands at the head of the stream, which starts on a sector boundary;
    # bit 8 of the flags at offset 10 is fEncrypted ([MS-DOC] 2.5.2).
    for start in range(512, min(len(data) - 12, 1 << 20), 512):
        if data[start : start + 2] == b"\xec\xa5":
            return bool(data[start + 11] & 0x01)
    return False


def _inspect_rtf(data: bytes) -> Medium:
    if b"\\objdata" in data or b"\\objocx" in data or b"\\objemb" in data:
        raise EmbeddedObject
    if b"\\objlink" in data or b"\\objautlink" in data or re.search(rb"\\fldinst[^}]{0,40}DDE", data):
        raise ExternalLink
    return Medium.DOC


# Pictures


def _inspect_picture(data: bytes) -> Medium:
    sources = picture_sources()
    sources.count_pages(data)
    return Medium.PHOTO if sources.is_photo(data) else Medium.SCAN


def picture_sources() -> ModuleType:
    """`picture.sources`; raises `MissingPart` where what reading pictures needs is not installed."""
    try:
        from pipeline.reading.picture.page import sources
    except ImportError as error:
        raise MissingPart(part=f"{error.name}", remedy="pip install 'vanthu[scan]'") from error
    return sources


# PDF


def _inspect_pdf(data: bytes) -> Medium:
    import pypdfium2

    if b"%%EOF" not in data[-_PDF_END_WINDOW:]:
        raise DamagedFile
    if has_doctype(data):
        raise ForbiddenMarkup
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _pdf_refusal(error) from error
    try:
        _check_pages(document)
        return _pdf_medium(document)
    except pypdfium2.PdfiumError as error:
        raise DamagedFile from error
    finally:
        document.close()


def _pdf_refusal(error: Exception) -> PasswordProtected | DamagedFile:
    return PasswordProtected(kind="PDF") if "password" in str(error).lower() else DamagedFile()


def _check_pages(document: object) -> None:
    pages = len(document)  # type: ignore[arg-type]
    if pages == 0:
        raise DamagedFile
    if pages > MAX_PAGES:
        raise TooManyPages(pages=pages, limit=MAX_PAGES)
    for number in range(pages):
        width, height = document.get_page_size(number)  # type: ignore[attr-defined]
        if max(width, height) > MAX_PAGE_POINTS:
            raise PageTooLarge(page=number + 1, width=round(width / 72 * 25.4), height=round(height / 72 * 25.4))


def _pdf_medium(document: object) -> Medium:
    import pypdfium2.raw as pdfium

    if document.get_formtype() != pdfium.FORMTYPE_NONE:  # type: ignore[attr-defined]
        return Medium.PDF_FORM
    for number in range(len(document)):  # type: ignore[arg-type]
        page = document[number]  # type: ignore[index]
        if page.get_textpage().get_text_range().strip():
            return Medium.PDF_TEXT
    return Medium.SCAN
