"""One builder for each kind of file that must be named, refused or taken (design/intake.md §5 and §10, rows 28-41)."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from openpyxl import Workbook
from pypdf import PdfWriter
from reportlab.pdfgen import canvas

from pipeline import errors, package
from pipeline.reading import gate
from pipeline.reading.model import Medium

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_docx() -> bytes:
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def an_xlsx() -> bytes:
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def a_pdf(*, width: float = 595, height: float = 842, text: str = "Phieu", pages: int = 1) -> bytes:
    stream = io.BytesIO()
    page = canvas.Canvas(stream, pagesize=(width, height))
    for _number in range(pages):
        page.drawString(72, 72, text)
        page.showPage()
    page.save()
    return stream.getvalue()


def encrypted(pdf: bytes, *, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(user, owner, algorithm="AES-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The package with one part replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return stream.getvalue()


def related(data: bytes, kind: str, target: str) -> bytes:
    """A .docx with one external relation of its main part more."""
    name = "word/_rels/document.xml.rels"
    rels = zipfile.ZipFile(io.BytesIO(data)).read(name).decode()
    arrow = f'<Relationship Id="rIdX" Type="{RELS}/{kind}" Target="{target}" TargetMode="External"/>'
    return with_part(data, name, rels.replace("</Relationships>", arrow + "</Relationships>").encode())


def ole(*names: str) -> bytes:
    return OLE + b"\0" * 600 + b"\0\0".join(name.encode("utf-16-le") for name in names)


def test_takes_word_excel_and_pdf_by_their_content() -> None:
    assert gate.inspect(a_docx()) is Medium.DOCX
    assert gate.inspect(an_xlsx()) is Medium.XLSX
    assert gate.inspect(a_pdf()) is Medium.PDF_TEXT
    assert gate.inspect(ole("WordDocument")) is Medium.DOC
    assert gate.inspect(b"{\\rtf1 Phieu}") is Medium.DOC


def test_takes_a_pdf_behind_a_few_foreign_bytes() -> None:
    assert gate.inspect(b"\0" * 300 + a_pdf()) is Medium.PDF_TEXT


def test_takes_a_pdf_that_only_its_owner_may_change() -> None:
    assert gate.inspect(encrypted(a_pdf(), user="", owner="secret")) is Medium.PDF_TEXT


def test_takes_a_hyperlink() -> None:
    assert gate.inspect(related(a_docx(), "hyperlink", "https://vidu.gov.vn")) is Medium.DOCX


REFUSED: dict[str, tuple[Callable[[], bytes], type[errors.FileRefused]]] = {
    "nothing": (lambda: b"", errors.EmptyFile),
    "zeros only": (lambda: b"\0" * 4096, errors.DamagedFile),
    "half a docx": (lambda: a_docx()[:9000], errors.DamagedFile),
    "half a pdf": (lambda: a_pdf()[:-300], errors.DamagedFile),
    "pdf without pages": (lambda: b"%PDF-1.7\n%%EOF", errors.DamagedFile),
    "pdf with a user password": (lambda: encrypted(a_pdf(), user="x", owner="y"), errors.PasswordProtected),
    "office file with a password": (lambda: ole("EncryptedPackage"), errors.PasswordProtected),
    "word 97 with a password": (
        lambda: ole("WordDocument").ljust(1024, b"\0") + b"\xec\xa5" + b"\0" * 9 + b"\x01" + b"\0" * 600,
        errors.PasswordProtected,
    ),
    "word 97 with macros": (lambda: ole("WordDocument", "_VBA_PROJECT"), errors.MacroFile),
    "old excel": (lambda: ole("Workbook"), errors.OldExcel),
    "outlook message": (lambda: ole("__substg1.0_0037001F"), errors.UnsupportedFile),
    "program": (lambda: b"MZ" + b"\0" * 100, errors.UnsupportedFile),
    "rar": (lambda: b"Rar!\x1a\x07\x00", errors.UnsupportedFile),
    "heic": (lambda: b"\0\0\0\x18ftypheic", errors.UnsupportedFile),
    "plain text": (lambda: b"Ho va ten", errors.UnsupportedFile),
    "half a picture": (lambda: b"\xff\xd8\xff\xe0", errors.DamagedFile),
    "zip of something": (lambda: with_part(_zip(), "a.txt", b"a"), errors.UnsupportedFile),
    "macros": (lambda: with_part(a_docx(), "word/vbaProject.bin", b"x"), errors.MacroFile),
    "embedded object": (lambda: with_part(a_docx(), "word/embeddings/oleObject1.bin", b"x"), errors.EmbeddedObject),
    "zip inside": (lambda: with_part(a_docx(), "word/media/more.zip", b"x"), errors.EmbeddedObject),
    "template from elsewhere": (lambda: related(a_docx(), "attachedTemplate", "http://x/t.dotm"), errors.ExternalLink),
    "doctype": (
        lambda: with_part(a_docx(), "word/extra.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        errors.ForbiddenMarkup,
    ),
    "doctype in utf-16": (
        lambda: with_part(a_docx(), "word/extra.xml", "<!DOCTYPE a><a/>".encode("utf-16")),
        errors.ForbiddenMarkup,
    ),
    "dde": (
        lambda: with_part(a_docx(), "word/extra.xml", b"<w:instrText>DDEAUTO excel</w:instrText>"),
        errors.ExternalLink,
    ),
    "bomb": (lambda: with_part(a_docx(), "word/extra.xml", b" " * (8 << 20)), errors.Swollen),
    "too wide a page": (lambda: a_pdf(width=9000), errors.PageTooLarge),
    "rtf with an object": (lambda: b"{\\rtf1 {\\object\\objemb{\\*\\objdata 01}}}", errors.EmbeddedObject),
}


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        new.writestr("b.txt", b"b")
    return stream.getvalue()


@pytest.mark.parametrize(("build", "error"), REFUSED.values(), ids=REFUSED)
def test_refuses_with_its_own_error(build: Callable[[], bytes], error: type[errors.FileRefused]) -> None:
    with pytest.raises(errors.FileRefused) as caught:
        gate.inspect(build())
    assert type(caught.value) is error


def test_refuses_more_bytes_than_a_form_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_FILE_BYTES", 1 << 20)
    with pytest.raises(errors.FileTooLarge):
        gate.inspect(b"x" * (2 << 20))


def test_refuses_more_pages_than_a_form_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_PAGES", 3)
    with pytest.raises(errors.TooManyPages):
        gate.inspect(a_pdf(pages=4))


def test_refuses_two_parts_of_one_name() -> None:
    stream = io.BytesIO(a_docx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as more:
        more.writestr("word/document.xml", b"<other/>")
    with pytest.raises(errors.DamagedFile):
        gate.inspect(stream.getvalue())


def test_stops_unpacking_at_the_cap_whatever_the_directory_says(monkeypatch: pytest.MonkeyPatch) -> None:
    data = with_part(a_docx(), "word/extra.xml", bytes(range(256)) * 100)
    opened = package.Package(data)
    monkeypatch.setattr(package, "MAX_PART_BYTES", 1000)
    with pytest.raises(errors.Swollen):
        opened.read("word/extra.xml")


@pytest.mark.parametrize("cut", range(0, 30_000, 1_999))
def test_says_nothing_but_verdicts_about_cut_and_flipped_files(cut: int) -> None:
    data = bytearray(a_docx())
    data[cut % len(data)] ^= 0x55
    for damaged in (bytes(data), a_docx()[:cut], a_pdf()[: cut // 20]):
        with contextlib.suppress(errors.FileRefused):
            assert gate.inspect(damaged) in Medium
