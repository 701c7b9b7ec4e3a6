"""The house style of the office's papers: page, styles, letterhead, signature block, tables (NĐ 30/2020, Phụ lục I).

Text is given with two marks, ``**bold**`` and ``*italic*``; placeholders are docxtpl's. All lengths are millimetres,
letter sizes points. What a clerk may want to change (sizes, spacing, slant) sits in named styles, not in paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from tools.make_templates.styles import BOLD, ITALIC, twips

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

_MARKED = re.compile(r"(\*\*.+?\*\*|\*.+?\*)")


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
        return run(piece[2:-2], BOLD)
    return run(piece[1:-1], ITALIC) if piece.startswith("*") else run(piece)


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


# Sections


def section() -> str:
    """The properties of a section: A4, margins of 20, 20, 30 and 20 mm, pages numbered from 1, the first not shown."""
    margins = {"top": 20, "right": 20, "bottom": 20, "left": 30, "header": 10, "footer": 10}
    measures = " ".join(f'w:{side}="{twips(length)}"' for side, length in margins.items())
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>'
        '<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar {measures} w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def end_of_section() -> str:
    """What follows begins on a new page, with page numbers of its own."""
    return raw("Nho", "", section())
