"""The pieces every paper is made of: runs, paragraphs, ruled lines, places to fill in, tables (NĐ 30/2020, Phụ lục I).

Text is given with two marks, ``**bold**`` and ``*italic*``; placeholders are docxtpl's. All lengths are millimetres,
letter sizes points. What a clerk may want to change (sizes, spacing, slant) sits in named styles, not in paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tools.make_templates.styles import BOLD, ITALIC, twips

NBSP = "\N{NO-BREAK SPACE}"
TEXT_WIDTH = 160.0

#: the words of the papers, one file each, so that they can be read and mended without Python
WORDINGS = Path(__file__).with_name("wordings")

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


def wording(name: str, **blocks: str) -> str:
    """The paragraphs of ``wordings/<name>.txt``: a line is ``style | words``, a ``{%p … %}`` tag, or ``@block``, which
    stands for the block of that name."""
    lines = (WORDINGS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return "".join(_line(line, blocks) for line in lines if line)


def _line(line: str, blocks: Mapping[str, str]) -> str:
    if line.startswith("{%"):
        return tag(line)
    if line.startswith("@"):
        return blocks[line[1:]]
    style, words = (part.strip() for part in line.split("|", 1))
    match style:
        case "last":
            return last(words)
        case "leading":
            return leading(words)
        case _:
            return paragraph(style, words)


def loop(over: str, content: str) -> str:
    """`content` once for each turn of `over` ("x in xs")."""
    return tag(f"{{%p for {over} %}}") + content + tag("{%p endfor %}")


def when(condition: str, content: str, otherwise: str = "") -> str:
    """`content` where `condition` holds, else what is given for the other case."""
    other = tag("{%p else %}") + otherwise if otherwise else ""
    return tag(f"{{%p if {condition} %}}") + content + other + tag("{%p endif %}")


def chart(name: str) -> str:
    """The place of a chart of the facts, a paragraph that `pipeline.drafting.charting` draws it in."""
    return raw("OBangGiua", run(f"[[bieu_do.{name}]]"))


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


MIDDLE = '<w:vAlign w:val="center"/>'


def header_row(widths: Sequence[float], labels: Sequence[str]) -> str:
    """The head of a list."""
    cells = [
        cell(width, paragraph("OBangDau", label), properties=MIDDLE)
        for width, label in zip(widths, labels, strict=True)
    ]
    return row(cells, header=True)


def data_row(widths: Sequence[float], contents: Sequence[tuple[str, str]], *, whole: bool = False) -> str:
    """A row of a list: style and text of each cell; `whole` keeps it on the page of what follows."""
    keep = "<w:keepNext/>" if whole else ""
    return row(
        cell(width, raw(style, runs(text), keep), properties=MIDDLE)
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
