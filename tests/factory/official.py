"""Official documents built part by part, to be spoiled part by part: `Official` is a conforming plan until changed.

    official_docx(Official())                                    a Kế hoạch without a fault
    official_docx(replace(Official(), number=par("Số: 1/KH-VPUBND", size=13)))   one with one fault

Written as plain WordprocessingML, so that a test says exactly what stands in the file.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MM = 56.6929  # twips


@dataclass(frozen=True)
class Par:
    """A paragraph; ``**bold**`` and ``//italic//`` in the text, sizes and spaces in points, indents in millimetres."""

    text: str = ""
    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    font: str | None = None
    color: str | None = None
    align: str = "left"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    line: str = ""  # attributes of w:spacing, e.g. 'w:line="360"'
    rule: bool = False  # an empty paragraph whose upper border is a ruled line
    keep_next: bool = False
    page_break: bool = False
    style: str = ""
    extra: str = ""  # more run content, raw
    box: bool = False  # all four borders

    def xml(self) -> str:
        """The ``w:p``."""
        return f"<w:p><w:pPr>{self._shape()}</w:pPr>{self._runs()}{self.extra}</w:p>"

    def _shape(self) -> str:
        border = '<w:{} w:val="single" w:sz="4" w:space="1" w:color="000000"/>'
        sides = ("top", "left", "bottom", "right") if self.box else ("top",) if self.rule else ()
        spacing = f'<w:spacing w:before="{self.before * 20:.0f}" w:after="{self.after * 20:.0f}" {self.line}/>'
        indents = f'w:left="{self.left * MM:.0f}" w:right="{self.right * MM:.0f}" w:firstLine="{self.first * MM:.0f}"'
        return "".join(
            [
                f"<w:pStyle w:val={quoteattr(self.style)}/>" if self.style else "",
                "<w:keepNext/>" if self.keep_next else "",
                "<w:pageBreakBefore/>" if self.page_break else "",
                f"<w:pBdr>{''.join(border.format(side) for side in sides)}</w:pBdr>" if sides else "",
                spacing,
                f"<w:ind {indents}/>",
                f'<w:jc w:val="{self.align}"/>',
                f"<w:rPr>{self._look(self.bold, self.italic)}</w:rPr>",
            ]
        )

    def _runs(self) -> str:
        runs, bold, italic = [], self.bold, self.italic
        for piece in self.text.replace("**", "\0B\0").replace("//", "\0I\0").split("\0"):
            if piece == "B":
                bold = not bold
            elif piece == "I":
                italic = not italic
            elif piece:
                runs.append(f"<w:r><w:rPr>{self._look(bold, italic)}</w:rPr>{_characters(piece)}</w:r>")
        return "".join(runs)

    def _look(self, bold: bool, italic: bool) -> str:
        font = f"<w:rFonts w:ascii={quoteattr(self.font)} w:hAnsi={quoteattr(self.font)}/>" if self.font else ""
        marks = [f'<w:{tag} w:val="{int(on)}"/>' for tag, on in (("b", bold), ("i", italic))]
        color = f'<w:color w:val="{self.color}"/>' if self.color else ""
        underline = '<w:u w:val="single"/>' if self.underline else ""
        return f'{font}{"".join(marks)}{color}<w:sz w:val="{self.size * 2:.0f}"/>{underline}'


def _characters(text: str) -> str:
    parts = []
    for place, line in enumerate(text.split("\n")):
        parts.append("<w:br/>" if place else "")
        for at, piece in enumerate(line.split("\t")):
            parts.append("<w:tab/>" if at else "")
            parts.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "")
    return "".join(parts)


@dataclass(frozen=True)
class Table:
    """A table: rows of cells of paragraphs; widths in millimetres."""

    rows: tuple[tuple[tuple[Par, ...], ...], ...]
    widths: tuple[float, ...]
    bordered: bool = False
    splits: bool = False
    height: float | None = None  # exact height of each row in millimetres

    def xml(self) -> str:
        """The ``w:tbl``."""
        line = "single" if self.bordered else "nil"
        sides = "".join(
            f'<w:{s} w:val="{line}" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        grid = "".join(f'<w:gridCol w:w="{width * MM:.0f}"/>' for width in self.widths)
        margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        rows = "".join(self._row(row) for row in self.rows)
        settings = f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders>{margins}</w:tblPr>"
        return f"<w:tbl>{settings}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def _row(self, row: tuple[tuple[Par, ...], ...]) -> str:
        cells = "".join(f"<w:tc><w:tcPr/>{''.join(par.xml() for par in cell) or par_xml()}</w:tc>" for cell in row)
        height = f'<w:trHeight w:val="{self.height * MM:.0f}" w:hRule="exact"/>' if self.height else ""
        return f"<w:tr><w:trPr>{'' if self.splits else '<w:cantSplit/>'}{height}</w:trPr>{cells}</w:tr>"


def par_xml() -> str:
    """An empty paragraph."""
    return Par().xml()


Block = Par | Table


@dataclass(frozen=True)
class Page:
    """Page and page numbers of a section; millimetres."""

    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 20
    gutter: float = 0
    landscape: bool = False
    title_page: bool = True
    start: int | None = None
    format: str = ""
    header: Par | None = field(default_factory=lambda: page_number())  # noqa: PLW0108  written below
    first_header: Par | None = None
    footer: Par | None = None
    first_footer: Par | None = None

    def xml(self, key: str) -> str:
        """The ``w:sectPr``; its headers are parts named after `key`."""
        strips = "".join(
            f'<w:{name.rstrip("1")}Reference w:type="{_pages(name)}" r:id="{key}{name}"/>' for name in self.strips()
        )
        orient = ' w:orient="landscape"' if self.landscape else ""
        numbers = (f' w:start="{self.start}"' if self.start is not None else "") + (
            f' w:fmt="{self.format}"' if self.format else ""
        )
        sides = ("top", "bottom", "left", "right", "gutter")
        margins = " ".join(f'w:{side}="{getattr(self, side) * MM:.0f}"' for side in sides)
        return (
            f'<w:sectPr>{strips}<w:pgSz w:w="{self.width * MM:.0f}" w:h="{self.height * MM:.0f}"{orient}/>'
            f'<w:pgMar {margins} w:header="567" w:footer="567"/><w:pgNumType{numbers}/>'
            f"{'<w:titlePg/>' if self.title_page else ''}</w:sectPr>"
        )

    def strips(self) -> dict[str, Par]:
        """Headers and footers by name; a trailing 1 marks the first page's."""
        named = {"header": self.header, "header1": self.first_header or Par(), "footer": self.footer,
                 "footer1": self.first_footer}  # fmt: skip
        return {name: par for name, par in named.items() if par is not None}


def _pages(name: str) -> str:
    return "first" if name.endswith("1") else "default"


def page_number(align: str = "center", *, size: float = 14, behind: str = "", italic: bool = False) -> Par:
    """A paragraph with the field PAGE."""
    mark = f'<w:rPr><w:i w:val="{int(italic)}"/><w:sz w:val="{size * 2:.0f}"/></w:rPr>'
    code = (
        f'<w:r>{mark}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{mark}<w:instrText> PAGE </w:instrText></w:r>'
        f'<w:r>{mark}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{mark}<w:t>2</w:t></w:r>'
        f'<w:r>{mark}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    if behind:
        code += f"<w:r>{mark}{_characters(behind)}</w:r>"
    return Par(size=size, align=align, extra=code, italic=italic)


def centred(text: str, size: float = 13, **changes: object) -> Par:
    """A centred line."""
    return replace(Par(text, size=size, align="center"), **changes)


def ruled(width: float, column: float) -> Par:
    """A ruled line of `width` in the middle of a column of `column` millimetres."""
    side = (column - width) / 2
    return Par(size=2, left=side, right=side, rule=True, line='w:line="20" w:lineRule="exact"')


def text(content: str, **changes: object) -> Par:
    """A paragraph of the body."""
    return replace(Par(content, align="both", first=10, before=6), **changes)


def basis(content: str, **changes: object) -> Par:
    """A line of the bases."""
    return text(content, italic=True, **changes)


LONG = (
    "Các phòng, ban, đơn vị thuộc Văn phòng tổ chức triển khai thực hiện đầy đủ, kịp thời các nội dung, nhiệm vụ được "
    "giao tại Kế hoạch này, bảo đảm thiết thực, hiệu quả và phù hợp với điều kiện thực tế của từng đơn vị"
)


@dataclass(frozen=True)
class Official:
    """A conforming document in its parts: a draft Kế hoạch of a provincial office."""

    page: Page = Page()
    stamps: tuple[Block, ...] = ()
    parent: tuple[Par, ...] = (centred("UBND TỈNH LÀO CAI"),)
    body: tuple[Par, ...] = (centred("VĂN PHÒNG", bold=True),)
    body_rule: Par | None = field(default_factory=lambda: ruled(11.5, 60))
    motto: Par | None = field(default_factory=lambda: centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True))
    creed: Par | None = field(default_factory=lambda: centred("Độc lập - Tự do - Hạnh phúc", 14, bold=True))
    creed_rule: Par | None = field(default_factory=lambda: ruled(60.5, 100))
    number: Par | None = field(default_factory=lambda: centred("Số:        /KH-VPUBND"))
    about: tuple[Par, ...] = ()
    date: Par | None = field(default_factory=lambda: centred("Lào Cai, ngày      tháng 9 năm 2022", 14, italic=True))
    type: Par | None = field(default_factory=lambda: centred("KẾ HOẠCH", 14, bold=True, before=12))
    subject: tuple[Par, ...] = (centred("Triển khai công tác thi đua, khen thưởng năm 2023", 14, bold=True),)
    subject_rule: Par | None = field(default_factory=lambda: ruled(45, 160))
    authority: tuple[Par, ...] = ()
    greeting: tuple[Par, ...] = ()
    bases: tuple[Par, ...] = ()
    verb: Par | None = None
    content: tuple[Block, ...] = (
        text("Văn phòng Ủy ban nhân dân tỉnh ban hành Kế hoạch triển khai công tác thi đua như sau:"),
        text("I. MỤC ĐÍCH, YÊU CẦU", bold=True),
        text("1. Mục đích", bold=True),
        text(f"{LONG}."),
        text("2. Yêu cầu", bold=True),
        text(f"a) {LONG};"),
        text(f"b) {LONG};"),
        text(f"c) {LONG}."),
        text("II. TỔ CHỨC THỰC HIỆN", bold=True),
        text(f"- {LONG}."),
    )
    ending: Par = field(default_factory=lambda: text(f"Trên đây là Kế hoạch của Văn phòng. {LONG}./.", keep_next=True))
    label: Par | None = field(default_factory=lambda: Par("Nơi nhận:", size=12, bold=True, italic=True))
    recipients: tuple[Par, ...] = (
        Par("- Lãnh đạo Văn phòng;", size=11),
        Par("- Các phòng, ban, đơn vị;", size=11),
        Par("- Lưu: VT, TCHC.", size=11),
    )
    titles: tuple[Par, ...] = (centred("CHÁNH VĂN PHÒNG", 14, bold=True),)
    gap: tuple[Par, ...] = (Par(size=14),) * 5
    other_titles: tuple[Par, ...] = ()
    name: Par | None = field(default_factory=lambda: centred("Giàng A Mẫu", 14, bold=True))
    splits: bool = False  # whether the signature table may be split
    annexes: tuple[tuple[Page, tuple[Block, ...]], ...] = ()
    body_xml: str = ""  # raw, behind everything

    def blocks(self) -> list[Block]:
        """Everything of the main part, in order."""
        left = (*self.parent, *self.body, *_some(self.body_rule))
        right = (*_some(self.motto), *_some(self.creed), *_some(self.creed_rule))
        head = Table(((left, right), ((*_some(self.number), *self.about), _some(self.date))), (60, 100))
        signer = (*self.titles, *self.gap, *self.other_titles, *_some(self.name))
        foot = Table((((*_some(self.label), *self.recipients), signer),), (80, 80), splits=self.splits)
        opening = (*_some(self.type), *self.subject, *_some(self.subject_rule), *self.authority, *self.greeting)
        return [*self.stamps, head, *opening, *self.bases, *_some(self.verb), *self.content, self.ending, foot]


def _some(par: Par | None) -> tuple[Par, ...]:
    return () if par is None else (par,)


STYLES = (
    f"<w:styles {NS}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    '<w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
)


def official_docx(document: Official, *, styles: str = STYLES, settings: str = "") -> bytes:
    """The .docx of `document`."""
    sections = [document.page, *(page for page, _blocks in document.annexes)]
    body = "".join(block.xml() for block in document.blocks())
    for place, (_page, blocks) in enumerate(document.annexes):
        body += f"<w:p><w:pPr>{sections[place].xml(f's{place}')}</w:pPr></w:p>" + "".join(b.xml() for b in blocks)
    body += document.body_xml + sections[-1].xml(f"s{len(sections) - 1}")
    parts = {"word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>", "word/styles.xml": styles}
    relations = [_relation("styles", "styles", "styles.xml")]
    if settings:
        parts["word/settings.xml"] = settings
        relations.append(_relation("settings", "settings", "settings.xml"))
    for place, page in enumerate(sections):
        for name, par in page.strips().items():
            kind, part = name.rstrip("1"), f"s{place}{name}"
            tag = "hdr" if kind == "header" else "ftr"
            parts[f"word/{part}.xml"] = f"<w:{tag} {NS}>{par.xml()}</w:{tag}>"
            relations.append(_relation(part, kind, f"{part}.xml"))
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    return package(parts)


def package(parts: dict[str, str]) -> bytes:
    """A Word package of XML parts."""
    main = _relations([_relation("main", "officeDocument", "word/document.xml")])
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, xml in {"[Content_Types].xml": types, "_rels/.rels": main, **parts}.items():
            out.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return target.getvalue()


def _relation(key: str, kind: str, target: str) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="{key}" Type="{base}/{kind}" Target="{target}"/>'


def _relations(relations: list[str]) -> str:
    inner = "".join(relations)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


# Other kinds, each conforming


def decision() -> Official:
    """A Quyết định of three Điều."""
    return replace(
        Official(),
        number=centred("Số:        /QĐ-VPUBND"),
        type=centred("QUYẾT ĐỊNH", 14, bold=True, before=12),
        subject=(centred("Về việc tặng Giấy khen cho cá nhân điển hình", 14, bold=True),),
        subject_rule=ruled(45, 160),
        authority=(centred("CHÁNH VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH LÀO CAI", 14, bold=True, before=12),),
        bases=(
            basis("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"),
            basis(
                "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết thi hành "
                "một số điều của Luật Thi đua, khen thưởng;"
            ),
            basis("Theo đề nghị của Trưởng phòng Tổ chức - Hành chính."),
        ),
        verb=centred("QUYẾT ĐỊNH:", 14, bold=True, before=6),
        content=(
            text("**Điều 1.** Tặng Giấy khen của Chánh Văn phòng cho 01 cá nhân."),
            text("**Điều 2.** Quyết định này có hiệu lực từ ngày ký."),
        ),
        ending=text(
            "**Điều 3.** Các Trưởng phòng, ban, đơn vị và cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành "
            "Quyết định này./.",
            keep_next=True,
        ),
        recipients=(
            Par("- Như Điều 3;", size=11),
            Par("- Lãnh đạo Văn phòng;", size=11),
            Par("- Lưu: VT, TCHC.", size=11),
        ),
    )


def letter() -> Official:
    """A công văn to one addressee."""
    return replace(
        Official(),
        number=centred("Số:        /VPUBND-TCHC"),
        about=(centred("V/v đăng ký danh hiệu thi đua năm 2023", 12, before=6),),
        type=None,
        subject=(),
        subject_rule=None,
        greeting=(centred("Kính gửi: Sở Nội vụ tỉnh Lào Cai", 14, before=12),),
        content=(text(f"{LONG}."),),
        ending=text(
            f"Văn phòng Ủy ban nhân dân tỉnh trân trọng đề nghị quý cơ quan quan tâm. {LONG}./.", keep_next=True
        ),
        recipients=(Par("- Như trên;", size=11), Par("- Lưu: VT, TCHC.", size=11)),
    )


def annexed(*labels: str, mention: str = "Phụ lục") -> Official:
    """A plan with annexes, each on a section with its own page numbers."""
    first = Official()
    notes = tuple(
        (
            replace(Page(), start=1),
            (
                centred(label, 14, bold=True),
                centred("DANH SÁCH CÁC ĐƠN VỊ", 14, bold=True),
                centred(
                    "(Kèm theo Kế hoạch số     /KH-VPUBND ngày     tháng 9 năm 2022 của Văn phòng)", 14, italic=True
                ),
                text(f"{LONG}./."),
            ),
        )
        for label in labels
    )
    content = (*first.content, text(f"Danh sách các đơn vị tại {mention} kèm theo Kế hoạch này."))
    return replace(first, content=content, annexes=notes)
