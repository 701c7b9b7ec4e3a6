"""A paper as a .docx package: no theme, one small style sheet, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tools.make_templates.blocks import section
from tools.make_templates.house import raw
from tools.make_templates.styles import NAMESPACE, styles_part, twips

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = f'xmlns:w="{NAMESPACE}" xmlns:r="{_OFFICE}"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A template: its title for the file's properties, and its body."""

    title: str
    body: str
    #: the properties of its last section
    page: str = field(default_factory=section)

    def docx(self) -> bytes:
        """The package; the same bytes every time."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            for name, content in self._members().items():
                member = zipfile.ZipInfo(name, (2021, 9, 16, 0, 0, 0))
                member.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(member, content)
        return stream.getvalue()

    def _members(self) -> dict[str, str]:
        document = f"<w:document {_NAMESPACES}><w:body>{self.body}{raw('Nho', '')}{self.page}</w:body></w:document>"
        return {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}, core="docProps/core.xml"),
            "word/document.xml": _XML + document,
            "word/_rels/document.xml.rels": _relationships(
                {"styles": "styles.xml", "settings": "settings.xml"}, headers=("header1.xml", "header2.xml")
            ),
            "word/styles.xml": _XML + styles_part(),
            "word/settings.xml": _settings(),
            "word/header1.xml": _header('<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'),
            "word/header2.xml": _header(""),
            "docProps/core.xml": _properties(self.title),
        }


def _content_types() -> str:
    parts = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "header1": "header",
        "header2": "header",
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WML}.{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{overrides}<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relationships(targets: dict[str, str], *, headers: Sequence[str] = (), core: str = "") -> str:
    kinds = [(f"{_OFFICE}/{kind}", target) for kind, target in targets.items()]
    kinds += [(f"{_OFFICE}/header", target) for target in headers]
    kinds += [(f"{_PACKAGE}/relationships/metadata/core-properties", core)] if core else []
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _settings() -> str:
    mode = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    return (
        f'{_XML}<w:settings {_NAMESPACES}><w:defaultTabStop w:val="{twips(10)}"/><w:compat>{mode}</w:compat>'
        '<w:themeFontLang w:val="vi-VN"/></w:settings>'
    )


def _header(content: str) -> str:
    return f"{_XML}<w:hdr {_NAMESPACES}>{raw('SoTrang', content)}</w:hdr>"


def _properties(title_: str) -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>vi-VN</dc:language>'
        f"<dc:title>{escape(title_)}</dc:title></cp:coreProperties>"
    )
