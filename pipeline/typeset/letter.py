"""The smallest letter that shows whether typesetting works: all four faces, with letters only a right font has."""

from __future__ import annotations

import io
import zipfile

#: words to look for in the PDF
WORDS = ("VĂN PHÒNG ỦY BAN NHÂN DÂN", "Kế hoạch phát động phong trào thi đua", "người được khen thưởng", "Nơi nhận")

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FACE_MARKS = ("", "<w:b/>", "<w:i/>", "<w:b/><w:i/>")


def letter() -> bytes:
    """A .docx of four paragraphs, each of `WORDS` in a face of its own."""
    return package("".join(_paragraph(words, marks) for words, marks in zip(WORDS, FACE_MARKS, strict=True)))


def package(body: str) -> bytes:
    """A .docx whose body is the WordprocessingML `body` (prefix ``w``)."""
    document = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONSHIPS)
        archive.writestr("word/document.xml", document)
    return stream.getvalue()


def _paragraph(words: str, marks: str) -> str:
    face = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    return f'<w:p><w:r><w:rPr>{face}{marks}<w:sz w:val="28"/></w:rPr><w:t>{words}</w:t></w:r></w:p>'
