"""What kind of file it is, told by its first bytes, never by its name."""

from __future__ import annotations

from enum import StrEnum

from pipeline.errors import DamagedFile, EmptyFile, NotCheckable, PasswordProtected

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")


class Medium(StrEnum):
    """The kinds of files that can be checked."""

    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    PDF = "pdf"


def medium_of(data: bytes) -> Medium:
    """The kind of file; raises a `FileRefused` for any other, by name."""
    if not data:
        raise EmptyFile
    if data.startswith(OLE):
        return _ole(data)
    if data.lstrip()[:5] == b"{\\rtf":
        return Medium.RTF
    if b"%PDF-" in data[:1024]:
        return Medium.PDF
    if not data.startswith(b"PK"):
        raise NotCheckable(kind=_name(data))
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
        return Medium.ODT
    return Medium.DOCX


def _ole(data: bytes) -> Medium:
    if _ENCRYPTED_STREAM in data:
        raise PasswordProtected(kind="Word")
    if _WORD_STREAM not in data:
        raise NotCheckable(kind="OLE")
    return Medium.DOC


def _name(data: bytes) -> str:
    signs = {
        b"\x89PNG": "PNG",
        b"\xff\xd8\xff": "JPEG",
        b"II*\x00": "TIFF",
        b"MM\x00*": "TIFF",
        b"<htm": "HTML",
        b"<!DO": "HTML",
    }
    found = next((name for sign, name in signs.items() if data.startswith(sign)), None)
    if found is None and b"\0" not in data[:512]:
        found = ".txt"
    if found is None:
        raise DamagedFile
    return found
