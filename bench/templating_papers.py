"""The papers `bench/templating.py` fills: a decision with an annex, a plan, and a long table.

Each is built with python-docx for two dialects of tags (docxtpl's and the braces of the Node engines), from the same
text, so that every engine has the same work. All people are invented.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

COLUMNS = [("STT", "stt", 11), ("Họ và tên", "ho_ten", 32), ("Chức vụ", "chuc_vu", 24), ("Đơn vị", "don_vi", 32)]
COLUMNS += [("Thành tích", "thanh_tich", 42), ("Mức thưởng", "muc", 24)]
FAMILY, MIDDLE = ["Giàng", "Lý", "Trần", "Vàng", "Nguyễn"], ["A", "Thị", "Văn", "Thử"]
GIVEN = ["Mẫu", "Ví Dụ", "Thử Nghiệm", "Thí Điểm", "Tham Khảo", "Giả Định", "Minh Hoạ"]
ARTICLE = (
    "Khen thưởng các tập thể, cá nhân có thành tích xuất sắc trong phong trào thi đua {} do Văn phòng phát động; "
    "danh sách, mức thưởng và nguồn kinh phí thực hiện theo phụ lục ban hành kèm theo Quyết định này."
)
SENTENCE = (
    "Tổ chức phát động, đăng ký, theo dõi và đánh giá kết quả thi đua bảo đảm thực chất, công khai, đúng đối tượng; "
    "kịp thời phát hiện, bồi dưỡng và nhân rộng điển hình tiên tiến ở từng phòng, ban, đơn vị trực thuộc. "
)


@dataclass(frozen=True)
class Dialect:
    """How an engine writes a value, and the two marks of a loop over paragraphs and over table rows."""

    value: Callable[[str, str], str]
    paragraphs: tuple[str, str]
    rows: tuple[str, str] | None


DOCXTPL = Dialect(
    lambda loop, name: "{{ %s }}" % (f"{loop}.{name}" if loop else name),
    ("{%%p for %s in %s %%}", "{%%p endfor %%}"),
    ("{%%tr for %s in %s %%}", "{%%tr endfor %%}"),
)
BRACES = Dialect(lambda _loop, name: "{" + name + "}", ("{#%s}", "{/%s}"), None)


@dataclass(frozen=True)
class Paper:
    """A template in both dialects, and the data it is filled with."""

    name: str
    docxtpl: bytes
    braces: bytes
    data: dict[str, Any]


def letter(*, fat: bool = False, rows: int = 20) -> Paper:
    """A decision of two pages with an annex of `rows` people."""
    data = {
        "so": "05",
        "ngay": "05",
        "thang": "10",
        "nam": "2022",
        "nguoi_ky": "Lý Thị Thử Nghiệm",
        "chuc_vu_ky": "CHÁNH VĂN PHÒNG",
    }
    data |= {
        "can_cu": [
            {"ten": f"Căn cứ Quy chế thi đua, khen thưởng số {n}/QC của Văn phòng & các đơn vị;"} for n in range(1, 7)
        ]
    }
    data |= {"dieu": [{"so": str(n), "noi_dung": ARTICLE.format(f"quý {n}")} for n in range(1, 8)]}
    data |= {"nhan": [{"ten": f"- Đơn vị số {n};"} for n in range(1, 6)], "ca_nhan": people(rows)}
    return _paper("fat letter" if fat else "letter", _letter, data, fat=fat)


def plan() -> Paper:
    """A plan of four pages: much text, few values."""
    data = {
        "so": "12",
        "ngay": "16",
        "thang": "9",
        "nam": "2022",
        "nguoi_ky": "Phan Quốc Nghĩa",
        "chuc_vu_ky": "CHÁNH VĂN PHÒNG",
    }
    data |= {"nhan": [{"ten": f"- Đơn vị số {n};"} for n in range(1, 6)]}
    data |= {"viec": [{"so": str(n), "noi_dung": SENTENCE} for n in range(1, 6)]}
    return _paper("plan", _plan, data, fat=False)


def table(rows: int) -> Paper:
    """A table of `rows` people and nothing else."""
    return _paper(f"{rows} rows", _table_only, {"ca_nhan": people(rows)}, fat=False)


def people(count: int) -> list[dict[str, str]]:
    """`count` invented people, all different."""
    return [
        {
            "stt": str(n + 1),
            "ho_ten": f"{FAMILY[n % 5]} {MIDDLE[n % 4]} {GIVEN[n % 7]} {n + 1}",
            "chuc_vu": ["Chuyên viên", "Phó Trưởng phòng", "Trưởng phòng"][n % 3],
            "don_vi": f"Phòng Tổng hợp số {n % 9 + 1}",
            "thanh_tich": f"Hoàn thành {n * 7 % 90 + 10} nhiệm vụ & {n % 5} sáng kiến",
            "muc": f"{(n * 37 % 50 + 10) * 10}.000 đ",
        }
        for n in range(count)
    ]


def _paper(name: str, build: Callable[[Document, Dialect], None], data: dict[str, Any], *, fat: bool) -> Paper:
    made = []
    for dialect in (DOCXTPL, BRACES):
        document = docx.Document()
        if not fat:
            _slim(document)
        _set_page(document)
        build(document, dialect)
        stream = io.BytesIO()
        document.save(stream)
        made.append(stream.getvalue())
    return Paper(name, made[0], made[1], data)


def _slim(document: Document) -> None:
    """Drop what a slim template does without: the styles of python-docx's default, its theme and its picture."""
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.styleId not in ("Normal", "DefaultParagraphFont", "TableNormal", "NoList"):
            styles.remove(style)
    for element in list(styles)[1:2]:
        styles.remove(element)
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _DROPPED:
                del owner.rels[key]


_DROPPED = {"stylesWithEffects", "theme", "webSettings", "numbering", "customXml", "thumbnail", "fontTable"}


def _set_page(document: Document) -> None:
    """A4, and the page number in the header from page 2."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        field = (
            f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'
            if kind
            else f"<w:instrText {nsdecls('w')}>{text}</w:instrText>"
        )
        paragraph.add_run()._r.append(parse_xml(field))


def _letter(document: Document, tag: Dialect) -> None:
    _head(document, tag, "QUYẾT ĐỊNH", "Về việc khen thưởng phong trào thi đua")
    _loop(document, tag, "c", "can_cu", ["ten"])
    for sentence in ("Theo đề nghị của Thường trực Hội đồng Thi đua - Khen thưởng,", "QUYẾT ĐỊNH:"):
        _line(document.add_paragraph(), sentence)
    _loop(document, tag, "d", "dieu", ["so", "noi_dung"], "Điều ")
    _foot(document, tag)
    document.add_page_break()
    _line(document.add_paragraph(), f"DANH SÁCH KÈM THEO QUYẾT ĐỊNH SỐ {tag.value('', 'so')}/QĐ-VPUBND", bold=True)
    _table_only(document, tag)


def _plan(document: Document, tag: Dialect) -> None:
    _head(document, tag, "KẾ HOẠCH", "Tổ chức các phong trào thi đua của Văn phòng")
    for section in ("I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. TIÊU CHÍ", "IV. TỔ CHỨC THỰC HIỆN"):
        _line(document.add_paragraph(), section, bold=True)
        for number in range(1, 8):
            _line(document.add_paragraph(), f"{number}. {SENTENCE}")
    _loop(document, tag, "v", "viec", ["so", "noi_dung"])
    _foot(document, tag)


def _head(document: Document, tag: Dialect, title: str, subject: str) -> None:
    grid = document.add_table(rows=2, cols=2)
    _line(grid.cell(0, 0).paragraphs[0], "VĂN PHÒNG UBND TỈNH", bold=True)
    _line(grid.cell(0, 1).paragraphs[0], "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    _line(grid.cell(1, 0).paragraphs[0], f"Số: {tag.value('', 'so')}/VPUBND")
    day = " ".join(
        f"{word} {tag.value('', name)}" for word, name in (("ngày", "ngay"), ("tháng", "thang"), ("năm", "nam"))
    )
    _line(grid.cell(1, 1).paragraphs[0], f"Lai Châu, {day}")
    _line(document.add_paragraph(), title, bold=True)
    _line(document.add_paragraph(), subject, bold=True)


def _foot(document: Document, tag: Dialect) -> None:
    grid = document.add_table(rows=1, cols=2)
    _line(grid.cell(0, 0).paragraphs[0], "Nơi nhận:", bold=True)
    _loop(grid.cell(0, 0), tag, "n", "nhan", ["ten"])
    _line(grid.cell(0, 1).paragraphs[0], tag.value("", "chuc_vu_ky"), bold=True)
    for _ in range(4):
        grid.cell(0, 1).add_paragraph()
    _line(grid.cell(0, 1).add_paragraph(), tag.value("", "nguoi_ky"), bold=True)
    if tag is BRACES:
        grid.cell(0, 0).add_paragraph()


def _table_only(document: Document, tag: Dialect) -> None:
    grid = document.add_table(rows=1, cols=len(COLUMNS))
    for (heading, _name, width), cell, column in zip(COLUMNS, grid.rows[0].cells, grid.columns, strict=True):
        column.width = Mm(width)
        _line(cell.paragraphs[0], heading, bold=True, points=11)
    if tag.rows:
        grid.add_row().cells[0].text = tag.rows[0] % ("r", "ca_nhan")
    cells = grid.add_row().cells
    for (_heading, name, _width), cell in zip(COLUMNS, cells, strict=True):
        text = tag.value("r", name)
        if not tag.rows:
            text = ("{#ca_nhan}" if name == "stt" else "") + text + ("{/ca_nhan}" if name == "muc" else "")
        _line(cell.paragraphs[0], text, points=11)
    cells[0]._tc.getparent().get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if tag.rows:
        grid.add_row().cells[0].text = tag.rows[1] % ()


def _loop(place: Any, tag: Dialect, item: str, name: str, fields: list[str], before: str = "") -> None:
    """One paragraph for each entry of the list `name`."""
    opens, closes = tag.paragraphs
    place.add_paragraph(opens % ((item, name) if tag.rows else name))
    _line(place.add_paragraph(), before + ". ".join(tag.value(item, field) for field in fields))
    place.add_paragraph(closes % (() if tag.rows else name))


def _line(paragraph: Paragraph, text: str, *, bold: bool = False, points: int = 14) -> None:
    """Write `text` the way Word's files look: font and size said in every run, spacing in every paragraph."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = "Times New Roman", Pt(points)
    run.bold = bold or None
    paragraph.paragraph_format.space_after = Pt(6 if points >= 14 else 1)
    paragraph.paragraph_format.first_line_indent = Mm(0 if bold or points < 14 else 12.7)
