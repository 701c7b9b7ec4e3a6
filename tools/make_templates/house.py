"""The house style of the office's papers: page, styles, letterhead, signature block, tables (NĐ 30/2020, Phụ lục I).

Text is given with two marks, ``**bold**`` and ``*italic*``; placeholders are docxtpl's. All lengths are millimetres,
letter sizes points. What a clerk may want to change (sizes, spacing, slant) sits in named styles, not in paragraphs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx.shared import Mm

NBSP = "\N{NO-BREAK SPACE}"
TEXT_WIDTH = 160.0
HEAD_LEFT, HEAD_RIGHT = 60.0, 100.0
SIGN_LEFT, SIGN_RIGHT = 75.0, 85.0
#: height left for signature and seal
SIGN_HEIGHT = 28.0
#: "Độc lập - Tự do - Hạnh phúc", 14 pt bold: the rule is exactly as long (II.1b)
MOTTO_RULE = 60.5
#: "VĂN PHÒNG", 13 pt bold, is 27.9 mm long: its rule is 0.41 of that (1/3 to 1/2, II.2b)
BODY_RULE = 11.5
#: 1/3 of a full line and 1/2 of a line of 108 mm, which every trích yếu of ours reaches: right for all of them (II.5b)
SUBJECT_RULE = 54.0
#: who issues, in the line below the title of an annex
BY_CHIEF, BY_OFFICE = "Chánh {{ ten_co_quan }}", "{{ ten_co_quan }}"

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARKED = re.compile(r"(\*\*.+?\*\*|\*.+?\*)")


def twips(millimetres: float) -> int:
    """Word's unit for lengths, a twentieth of a point."""
    return round(Mm(millimetres) / 635)


# Styles: id, name in Word's gallery, parent, paragraph and run properties

_CENTRED = '<w:jc w:val="center"/>'
_BOLD = "<w:b/><w:bCs/>"
_ITALIC = "<w:i/><w:iCs/>"


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _gap(before: float, after: float = 0) -> str:
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'


_BODY = f'{_gap(6)}<w:ind w:firstLine="{twips(10)}"/><w:jc w:val="both"/>'
_HEADING = f'<w:keepNext/>{_gap(6)}<w:ind w:firstLine="{twips(10)}"/>'
_STYLES = (
    ("ThanBai", "Thân bài", _BODY, ""),
    ("CanCu", "Căn cứ", _BODY, _ITALIC),
    ("MucLon", "Mục lớn", _HEADING, _BOLD),
    ("MucNho", "Mục nhỏ", _HEADING, _BOLD),
    ("TenBang", "Tên bảng", f'<w:keepNext/>{_gap(8, 4)}<w:ind w:firstLine="{twips(10)}"/>', _BOLD),
    ("TenLoai", "Tên loại văn bản", f"<w:keepNext/>{_gap(16)}{_CENTRED}", _BOLD),
    ("TrichYeu", "Trích yếu", f"<w:keepNext/>{_CENTRED}", _BOLD),
    ("KemTheo", "Kèm theo", f"<w:keepNext/>{_CENTRED}", _ITALIC),
    ("ThamQuyen", "Thẩm quyền, QUYẾT ĐỊNH", f"<w:keepNext/>{_gap(12, 6)}{_CENTRED}", _BOLD),
    (
        "KeNgang",
        "Kẻ ngang",
        '<w:keepNext/><w:spacing w:before="50" w:after="0" w:line="40" w:lineRule="exact"/>',
        _size(1),
    ),
    ("QuocHieu", "Quốc hiệu", _CENTRED, _BOLD + _size(13)),
    ("TieuNgu", "Tiêu ngữ", _CENTRED, _BOLD + _size(14)),
    ("CoQuanChuQuan", "Cơ quan chủ quản", _CENTRED, _size(13)),
    ("CoQuan", "Cơ quan ban hành", _CENTRED, _BOLD + _size(13)),
    ("SoKyHieu", "Số, ký hiệu", _gap(6) + _CENTRED, _size(13)),
    ("DiaDanh", "Địa danh, ngày tháng", _gap(6) + _CENTRED, _ITALIC + _size(14)),
    ("NoiNhan", "Nơi nhận", "<w:keepNext/>", _BOLD + _ITALIC + _size(12)),
    ("NoiNhanDong", "Nơi nhận, dòng", "<w:keepNext/>", _size(11)),
    ("NguoiKy", "Người ký", f"<w:keepNext/>{_CENTRED}", _BOLD),
    ("PhuLuc", "Phụ lục", f"<w:keepNext/>{_CENTRED}", _BOLD),
    ("OBang", "Ô bảng", _gap(1, 1), _size(12)),
    ("OBangGiua", "Ô bảng, giữa", _gap(1, 1) + _CENTRED, _size(12)),
    ("OBangSo", "Ô bảng, số", _gap(1, 1) + '<w:jc w:val="right"/>', _size(12)),
    ("OBangDau", "Ô bảng, đầu cột", f"<w:keepNext/>{_gap(1, 1)}{_CENTRED}", _BOLD + _size(12)),
    ("Nho", "Dòng nhỏ", '<w:spacing w:line="20" w:lineRule="exact"/>', _size(1)),
    ("SoTrang", "Số trang", _CENTRED, _size(14)),
)


def _style(key: str, name: str, paragraph: str, letters: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
    )


def _styles() -> str:
    face = " ".join(f'w:{slot}="Times New Roman"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    language = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
    single = '<w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {face}/>{_size(14)}{language}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{single}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    return f"{_XML}<w:styles {_NAMESPACES}>{defaults}{normal}{''.join(_style(*style) for style in _STYLES)}</w:styles>"


# Runs and paragraphs


def run(text: str, marks: str = "") -> str:
    """A run; `marks` are its own properties beside those of the style."""
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def runs(text: str) -> str:
    """Text with ``**bold**`` and ``*italic*`` as runs."""
    return "".join(_marked(piece) for piece in _MARKED.split(text) if piece)


def _marked(piece: str) -> str:
    if piece.startswith("**"):
        return run(piece[2:-2], _BOLD)
    return run(piece[1:-1], _ITALIC) if piece.startswith("*") else run(piece)


def paragraph(style: str, text: str) -> str:
    """A paragraph of marked text."""
    return raw(style, runs(text))


def raw(style: str, content: str, properties: str = "") -> str:
    """A paragraph of ready runs; `properties` go between style and numbering, where Word wants the keep marks."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def leading(text: str) -> str:
    """A body paragraph that announces what follows and is never parted from it."""
    return raw("ThanBai", runs(text), "<w:keepNext/>")


def last(text: str) -> str:
    """The last paragraph of a body: whole, and never parted from the signature block."""
    return raw("ThanBai", runs(text), "<w:keepNext/><w:keepLines/>")


def tag(text: str) -> str:
    """A docxtpl tag that takes the place of its whole paragraph, such as ``{%p if … %}``."""
    return f"<w:p>{run(text)}</w:p>"


def rule(length: float, width: float = TEXT_WIDTH, *, before: float = 2.5, after: float = 0) -> str:
    """A drawn line of this length in the middle of `width`: an empty paragraph with a border, which both Word and
    LibreOffice draw from indent to indent."""
    indent = twips((width - length) / 2)
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    spacing = (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="40" w:lineRule="exact"/>'
    )
    return raw("KeNgang", "", f'{border}{spacing}<w:ind w:left="{indent}" w:right="{indent}"/>')


def slot(name: str, content: str) -> str:
    """`content` between two bookmarks of no width: in the PDF they tell the signing room where number, day and
    signature go (no ``_`` in the names, LibreOffice escapes it)."""
    return _bookmark(f"slot{name}A") + content + _bookmark(f"slot{name}B")


_BOOKMARKS = [f"slot{name}{end}" for name in ("so", "ngay", "thang", "ky") for end in "AB"]


def _bookmark(name: str) -> str:
    number = _BOOKMARKS.index(name) + 1
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def blank(name: str, spaces: int) -> str:
    """The value of `name`, or a printed gap where it is still empty (REQ-001)."""
    return f'{{{{ {name} or "{NBSP * spaces}" }}}}'


# Tables


def table(widths: Sequence[float], rows: Iterable[str], *, bordered: bool) -> str:
    """A table of fixed columns; LibreOffice goes by the grid, Word by the cells, so both say the same."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    border = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if bordered else 'w:val="nil"'
    padding = twips(0.7) if bordered else 0
    borders = "".join(f"<w:{edge} {border}/>" for edge in edges)
    borders = "".join(f"<w:{edge} {border}/>" for edge in edges)
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{padding}" w:type="dxa"/><w:right w:w="{padding}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(cells: Iterable[str], *, header: bool = False, height: float | None = None) -> str:
    """A row that is never split; a header row is repeated on every page."""
    exact = f'<w:trHeight w:val="{twips(height)}" w:hRule="exact"/>' if height else ""
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{exact}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def cell(width: float, content: str, *, span: int = 1, properties: str = "") -> str:
    """A cell of ready paragraphs."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{spanned}{properties}</w:tcPr>{content}</w:tc>'


_MIDDLE = '<w:vAlign w:val="center"/>'


def header_row(widths: Sequence[float], labels: Sequence[str]) -> str:
    """The head of a list."""
    cells = [
        cell(width, paragraph("OBangDau", label), properties=_MIDDLE)
        for width, label in zip(widths, labels, strict=True)
    ]
    return row(cells, header=True)


def data_row(widths: Sequence[float], contents: Sequence[tuple[str, str]], *, whole: bool = False) -> str:
    """A row of a list: style and text of each cell; `whole` keeps it on the page of what follows."""
    keep = "<w:keepNext/>" if whole else ""
    return row(
        cell(width, raw(style, runs(text), keep), properties=_MIDDLE)
        for width, (style, text) in zip(widths, contents, strict=True)
    )


def closing_row(widths: Sequence[float], text: str) -> str:
    """The row that sums a list up, as wide as the list and never parted from the words below it."""
    return row([cell(sum(widths), paragraph("OBangDau", text), span=len(widths))])


def tag_row(widths: Sequence[float], text: str) -> str:
    """A ``{%tr … %}`` tag, which takes the place of its whole row."""
    return row([cell(sum(widths), paragraph("OBang", text), span=len(widths))])


def list_table(
    widths: Sequence[float],
    labels: Sequence[str],
    loop: str,
    contents: Sequence[tuple[str, str]],
    *more: str,
    whole: bool = False,
) -> str:
    """A bordered list: head, one row for each turn of `loop` ("x in xs"), then the rows of `more`; a short one may
    stay `whole` on one page."""
    rows = [
        header_row(widths, labels),
        tag_row(widths, f"{{%tr for {loop} %}}"),
        data_row(widths, contents, whole=whole),
        tag_row(widths, "{%tr endfor %}"),
        *more,
    ]
    return table(widths, rows, bordered=True)


# Blocks of a paper


def letterhead(*, numbered: bool = True) -> str:
    """Boxes 1 to 4; a text issued with a decision has neither number nor date (`numbered`)."""
    left = (
        paragraph("CoQuanChuQuan", "{{ co_quan_chu_quan }}")
        + paragraph("CoQuan", "{{ co_quan }}")
        + rule(BODY_RULE, HEAD_LEFT)
    )
    right = (
        paragraph("QuocHieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + paragraph("TieuNgu", "Độc lập - Tự do - Hạnh phúc")
        + rule(MOTTO_RULE, HEAD_RIGHT)
    )
    rows = [row([cell(HEAD_LEFT, left), cell(HEAD_RIGHT, right)])]
    if numbered:
        rows.append(row([cell(HEAD_LEFT, _number_line()), cell(HEAD_RIGHT, _date_line())]))
    return table((HEAD_LEFT, HEAD_RIGHT), rows, bordered=False)


def _number_line() -> str:
    return raw("SoKyHieu", run("Số: ") + slot("so", run(blank("so", 10))) + run("/{{ ky_hieu }}"))


def _date_line() -> str:
    return raw(
        "DiaDanh",
        run("{{ dia_danh }}, ngày ")
        + slot("ngay", run(blank("ngay", 6)))
        + run(" tháng ")
        + slot("thang", run(blank("thang", 6)))
        + run(" năm {{ nam }}"),
    )


def title(kind: str, subject: str) -> str:
    """Box 5a: the name of the kind, what it is about, and the rule below."""
    return paragraph("TenLoai", kind) + paragraph("TrichYeu", subject) + rule(SUBJECT_RULE, before=4, after=6)


def attached_title(kind: str, subject: str, issued_with: str) -> str:
    """Title of a text issued with a decision; the rule stands below the line that names the decision (Mẫu 1.3)."""
    return (
        paragraph("TenLoai", kind)
        + paragraph("TrichYeu", subject)
        + paragraph("KemTheo", issued_with)
        + rule(SUBJECT_RULE, before=4, after=6)
    )


def annex_title(number: str, title_: str, issued_with: str) -> str:
    """Title of a phụ lục (Mẫu 2.1)."""
    return (
        paragraph("PhuLuc", f"Phụ lục {number}".strip())
        + paragraph("TrichYeu", title_)
        + paragraph("KemTheo", issued_with)
        + rule(SUBJECT_RULE, before=4, after=6)
    )


def issued_with(kind: str, issuer: str, *, verb: str = "Kèm theo") -> str:
    """The line that names the paper an annex belongs to; number and day stay blank on electronic papers (III.1c)."""
    return (
        f"({verb} {kind} số {blank('so', 8)}/{{{{ ky_hieu }}}} ngày {blank('ngay', 6)} tháng {blank('thang', 6)} "
        f"năm {{{{ nam }}}} của {issuer})"
    )


def signature_block() -> str:
    """Boxes 7 to 9: Nơi nhận at the left, signer at the right, one block that is never parted."""
    recipients = (
        paragraph("NoiNhan", "Nơi nhận:")
        + tag("{%p for dong in noi_nhan %}")
        + paragraph("NoiNhanDong", '- {{ dong }}{{ "." if loop.last else ";" }}')
        + tag("{%p endfor %}")
    )
    titles = tag("{%p for dong in quyen_han_ky %}") + paragraph("NguoiKy", "{{ dong }}") + tag("{%p endfor %}")
    space = raw("NguoiKy", slot("ky", run(NBSP * 32)))
    name = raw("NguoiKy", run("{{ nguoi_ky }}"))
    gap = f'<w:tcMar><w:top w:w="{twips(4)}" w:type="dxa"/></w:tcMar>'
    begin, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        row([cell(SIGN_LEFT, recipients, properties=begin + gap), cell(SIGN_RIGHT, titles, properties=gap)]),
        row(
            [cell(SIGN_LEFT, raw("NoiNhanDong", ""), properties=on), cell(SIGN_RIGHT, space, properties=_MIDDLE)],
            height=SIGN_HEIGHT,
        ),
        row([cell(SIGN_LEFT, raw("NoiNhanDong", ""), properties=on), cell(SIGN_RIGHT, name)]),
    ]
    return table((SIGN_LEFT, SIGN_RIGHT), rows, bordered=False)


# Sections and the package


def _section() -> str:
    margins = {"top": 20, "right": 20, "bottom": 20, "left": 30, "header": 10, "footer": 10}
    measures = " ".join(f'w:{side}="{twips(length)}"' for side, length in margins.items())
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>'
        '<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar {measures} w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def end_of_section() -> str:
    """What follows begins on a new page, with page numbers of its own."""
    return raw("Nho", "", _section())


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A template: its title for the file's properties, and its body."""

    title: str
    body: str

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
        document = f"<w:document {_NAMESPACES}><w:body>{self.body}{raw('Nho', '')}{_section()}</w:body></w:document>"
        return {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}, core="docProps/core.xml"),
            "word/document.xml": _XML + document,
            "word/_rels/document.xml.rels": _relationships(
                {"styles": "styles.xml", "settings": "settings.xml"}, headers=("header1.xml", "header2.xml")
            ),
            "word/styles.xml": _styles(),
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
