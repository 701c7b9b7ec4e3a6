"""Real LibreOffice: what comes out is PDF/A-2b in the right font and says what the document says."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile
from collections.abc import Iterator

import pypdf
import pypdfium2
import pytest
from PIL import Image

from pipeline.errors import TypesetError, UnfitDocument
from pipeline.typeset import Typesetter, gates, manuscript, probe
from pipeline.typeset.letter import WORDS, letter, package
from pipeline.typeset.typesetter import TO_PDF, Order

pytestmark = pytest.mark.office

LINE = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
TO_RTF = Order(
    import_filter="MS Word 2007 XML", export_filter="Rich Text Format", source_suffix=".docx", target_suffix=".rtf"
)
TO_DOC = Order(
    import_filter="MS Word 2007 XML", export_filter="MS Word 97", source_suffix=".docx", target_suffix=".doc"
)


def test_a_letter_becomes_pdfa_in_four_faces_of_one_family(typeset: Typesetter):
    pdf = pypdf.PdfReader(io.BytesIO(typeset.pdf(letter(), expect=WORDS)))

    fonts = {str(font.get_object()["/BaseFont"])[8:] for font in pdf.pages[0]["/Resources"]["/Font"].values()}
    assert fonts == {
        "LiberationSerif",
        "LiberationSerif-Bold",
        "LiberationSerif-Italic",
        "LiberationSerif-BoldItalic",
    }
    xmp = pdf.root_object["/Metadata"].get_data()
    assert b"<pdfaid:part>2<" in xmp
    assert b"<pdfaid:conformance>B<" in xmp
    assert pdf.root_object["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"


def test_bookmarks_become_named_destinations(typeset: Typesetter):
    slot = (
        '<w:p><w:r><w:t xml:space="preserve">Số: </w:t></w:r><w:bookmarkStart w:id="1" w:name="slotsoA"/>'
        '<w:bookmarkEnd w:id="1"/><w:r><w:t>\u00a0\u00a0\u00a0\u00a0</w:t></w:r><w:bookmarkStart w:id="2"'
        ' w:name="slotsoB"/><w:bookmarkEnd w:id="2"/><w:r><w:t>/KH-VPUBND</w:t></w:r></w:p>'
    )

    pdf = pypdf.PdfReader(io.BytesIO(typeset.pdf(package(slot))))

    left, right = (float(pdf.named_destinations[name]["/Left"]) for name in ("/slotsoA", "/slotsoB"))
    assert 5 < right - left < 40


def test_words_that_are_not_in_the_document_are_missed(typeset: Typesetter):
    with pytest.raises(TypesetError, match="Phan Quốc Nghĩa"):
        typeset.pdf(letter(), expect=("Phan Quốc Nghĩa",))


def test_tables_nested_too_deep_are_refused_and_not_printed_empty(typeset: Typesetter):
    nested = LINE.format("Giàng A Mẫu")
    for _level in range(60):
        nested = f"<w:tbl><w:tr><w:tc>{nested}<w:p/></w:tc></w:tr></w:tbl>"

    with pytest.raises(TypesetError):
        typeset.pdf(package(nested + "<w:p/>"))

    assert typeset.pdf(letter())


@pytest.mark.parametrize(
    "data", [b"", "Chỉ là chữ".encode(), letter()[:500], b"%PDF-1.7\n"], ids=["empty", "text", "half", "pdf"]
)
def test_files_that_are_no_docx_are_refused_and_the_worker_lives(typeset: Typesetter, data: bytes):
    with pytest.raises(UnfitDocument):
        typeset.pdf(data)

    assert typeset.pdf(letter())


def test_what_only_libreoffice_finds_wrong_is_refused_without_a_second_try(typeset: Typesetter):
    with pytest.raises(UnfitDocument, match="không chuyển đổi được"):
        typeset.docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, suffix=".doc")

    assert typeset.pdf(letter())


@pytest.mark.parametrize(("order", "suffix"), [(TO_DOC, ".doc"), (TO_RTF, ".rtf"), (TO_RTF, ".doc")])
def test_a_legacy_file_becomes_a_docx_of_the_same_text(typeset: Typesetter, order: Order, suffix: str):
    legacy = typeset._convert(letter(), order, 30)

    docx = typeset.docx(legacy, suffix=suffix)

    assert manuscript.inspect(docx).letters == manuscript.letters("".join(WORDS))


@pytest.mark.parametrize(("data", "suffix"), [(b"", ".doc"), (letter(), ".doc"), (b"hello", ".rtf")])
def test_a_legacy_file_that_is_something_else_is_refused(typeset: Typesetter, data: bytes, suffix: str):
    with pytest.raises(UnfitDocument, match=f"không phải là tệp {suffix}"):
        typeset.docx(data, suffix=suffix)


def test_a_long_table_is_printed_whole_and_in_order(typeset: Typesetter):
    names = [f"Giàng{number}Mẫu" for number in range(520)]
    rows = "".join(f"<w:tr><w:tc>{LINE.format(name)}</w:tc></w:tr>" for name in names)

    pdf = typeset.pdf(package(f'<w:tbl><w:tblGrid><w:gridCol w:w="6000"/></w:tblGrid>{rows}</w:tbl><w:p/>'))

    assert gates.read_text(pdf).split() == names


def test_the_doctor_finds_every_part_and_prints_a_letter():
    parts = probe()

    assert len(parts) == 4
    assert all(part.found for part in parts)


# Nothing a document names is fetched


@pytest.fixture
def fetched() -> Iterator[tuple[str, list[str]]]:
    """The address of a web server on this machine, and what was asked of it."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names http.server looks for

        def log_message(self, *_arguments: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", paths
        server.shutdown()
        thread.join()


def linking(address: str) -> bytes:
    """A .docx with a picture that lies elsewhere."""
    drawing = (
        '<w:p><w:r><w:t>Ảnh</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml'
        '/2006/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="a"/><a:graphic'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxml'
        'formats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/pic'
        'ture"><pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="ht'
        'tp://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="r1"/><a:stretch/></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    relationship = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" TargetMode="External"'
        f' Target="{address}"/></Relationships>'
    )
    stream = io.BytesIO(package(drawing))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/_rels/document.xml.rels", relationship)
    return stream.getvalue()


def test_a_linked_picture_is_not_asked_for_on_the_network(typeset: Typesetter, fetched: tuple[str, list[str]]):
    address, paths = fetched

    typeset.pdf(linking(address + "picture.png"))

    assert paths == []


def test_a_linked_picture_of_this_machine_is_not_taken_into_the_pdf(typeset: Typesetter, tmp_path):
    secret = tmp_path / "secret.png"
    Image.new("RGB", (50, 50), "red").save(secret)

    pdf = typeset._convert(linking(secret.as_uri()), TO_PDF, 30)

    page = pypdfium2.PdfDocument(pdf)[0]
    assert not [thing for thing in page.get_objects() if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
