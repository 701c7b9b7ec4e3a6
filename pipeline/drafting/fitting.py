"""A filled paper fitted to its words: broken titles, ruled lines, names on a Giấy khen, the offset of a printer.

A template cannot know how long a name or a subject will be. The line below the name of the office and below the subject
is a third to a half of the text above it (NĐ 30/2020, Phụ lục I, II.2b, II.5b): where the template's own line is not,
its indents are set anew. What the clerk then opens in Word is an ordinary paragraph with ordinary indents.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from docx.oxml.parser import parse_xml
from docx.oxml.text.paragraph import CT_P
from docx.shared import Pt, Twips
from lxml import etree

from pipeline.conformity.widths import text_width
from pipeline.errors import OffsetWrong

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS = 20
MM = 72 / 25.4
DOCUMENT = "word/document.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """The letters of a style: their size in points and their look."""

    size: float
    bold: bool = False
    italic: bool = False

    def width(self, text: str) -> float:
        """Of `text` on one line, in points."""
        wider = WIDER_BLANK * self.size * text.count(NBSP) if self.italic else 0.0
        return text_width(text, self.size, bold=self.bold, italic=self.italic) + wider

    def lines(self, text: str, free: float) -> list[str]:
        """The lines that `text` breaks into where `free` points are there."""
        return [line for piece in text.split("\n") for line in self._broken(piece, free)]

    def _broken(self, text: str, free: float) -> Iterator[str]:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip(" ")
            if line and self.width(longer) > free:
                yield line
                longer = word
            line = longer
        if line:
            yield line


#: centred styles whose lines are made about as long as each other
NAME = "CoQuan"
CENTRED = {
    "CoQuanChuQuan": Face(size=13),
    NAME: Face(size=13, bold=True),
    "TenLoai": Face(size=14, bold=True),
    "TrichYeu": Face(size=14, bold=True),
    "ThamQuyen": Face(size=14, bold=True),
    "KemTheo": Face(size=14, italic=True),
    "VeViec": Face(size=12),
}
#: of these, what a rule below belongs to: the last line of a name, the longest of a title
RULE, RULED, PASSED_OVER = "KeNgang", {NAME, "TrichYeu", "TenLoai"}, {"KemTheo"}
#: words that are not parted from the number they announce
ANNOUNCING = frozenset({"quý", "năm", "tháng", "ngày", "số"})
#: by how much a width is tried smaller, and what is left to spare for another program's measuring, in points
STEP, SPARE = 2.0, 1.5
#: LibreOffice 7.4 sets a slanted no-break space wider than its font does, by this share of the size
NBSP, WIDER_BLANK = "\N{NO-BREAK SPACE}", 0.095
SHORTEST, LONGEST, AIM = 0.34, 0.49, 0.42
#: styles of a Giấy khen whose one line is made smaller down to a size before it may wrap
SHRINKING = {"GkTen": (Face(size=28, bold=True), 18), "GkChucVu": (Face(size=18), 13)}


def fitted(docx: bytes, facts: Mapping[str, Any]) -> bytes:
    """The same paper with its measures set by its words; unchanged bytes where nothing is to be set.

    ``can_chinh`` among `facts`, such as ``{"ngang": 1.5, "doc": -2}``, moves everything right and down by millimetres.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = parse_xml(package.read(DOCUMENT))
        changed = [*_balance(root), *_fit_rules(root), *_shrink(root), *_move(root, facts.get("can_chinh"))]
        return _written(package, root) if changed else docx


def _written(package: zipfile.ZipFile, root: etree._Element) -> bytes:
    xml = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in package.infolist():
            copy.writestr(member, xml if member.filename == DOCUMENT else package.read(member), member.compress_type)
    return stream.getvalue()


# Lines of a name or a subject


def _balance(root: etree._Element) -> Iterator[etree._Element]:
    """Narrow what breaks into several lines, so that these are about as long as each other; yields what was changed."""
    for paragraph in _paragraphs(root, CENTRED):
        face = CENTRED[_style(paragraph)]
        text, free = _text(paragraph), _free_width(paragraph)
        lines = face.lines(text, free)
        if len(lines) > 1 and (narrow := _narrowest(face, text, free, len(lines))) < free:
            _set_indent(paragraph, round((free - narrow) / 2 * TWIPS))
            yield paragraph


def _narrowest(face: Face, text: str, free: float, count: int) -> float:
    """The least width at which `text` still has `count` lines, none of them broken in a name if that can be, with a
    little to spare."""
    ways = []
    width = free
    while width > 0 and len(lines := face.lines(text, width)) == count:
        ways.append(lines)
        width -= STEP
    best = next((lines for lines in reversed(ways) if not _breaks_a_name(lines)), ways[-1])
    return min(free, max(map(face.width, best)) + SPARE)


def _breaks_a_name(lines: Sequence[str]) -> bool:
    """Whether a line ends within a name or before the number it announces: "Lào | Cai", "Khen | thưởng", "quý | I"."""
    ends = ((above.split(" ")[-1], below.split(" ")[0]) for above, below in itertools.pairwise(lines))
    return any(
        last.istitle() or last in ANNOUNCING or "-" in (last, first) or first[:1].isdigit() for last, first in ends
    )


def _set_indent(paragraph: CT_P, side: int) -> None:
    """The same indent at both sides, in twentieths of a point."""
    indent = paragraph.get_or_add_pPr().get_or_add_ind()
    indent.left = indent.right = Twips(side)


# Ruled lines


def _fit_rules(root: etree._Element) -> Iterator[etree._Element]:
    """Set the indents of each rule that is not within its bounds; yields what was changed."""
    for rule in _paragraphs(root, {RULE}):
        above = _text_above(rule)
        if above is None:
            continue
        free, face = _free_width(rule), CENTRED[_style(above)]
        widths = [face.width(line) for line in face.lines(_text(above), _width_left(above))]
        line = (widths[-1] if _style(above) == NAME else max(widths)) if widths else 0.0
        if line and not SHORTEST <= (free - 2 * _indent(rule)) / line <= LONGEST:
            _set_indent(rule, round((free - AIM * line) / 2 * TWIPS))
            yield rule


def _text_above(rule: etree._Element) -> etree._Element | None:
    """The paragraph a rule belongs to; None for the motto, whose rule is exactly as long as it is."""
    above = rule.getprevious()
    while above is not None and _style(above) in PASSED_OVER:
        above = above.getprevious()
    return above if above is not None and _style(above) in RULED else None


def _width_left(paragraph: etree._Element) -> float:
    return _free_width(paragraph) - 2 * _indent(paragraph)


def _indent(paragraph: etree._Element) -> float:
    return _points(paragraph.find(f"{W}pPr/{W}ind"), "left")


# Giấy khen


def _shrink(root: etree._Element) -> Iterator[etree._Element]:
    """Make a long name smaller by steps of a point, until it stands on one line or is as small as it may be."""
    for paragraph in _paragraphs(root, SHRINKING):
        usual, smallest = SHRINKING[_style(paragraph)]
        face, text, free = usual, _text(paragraph), _free_width(paragraph)
        while face.size > smallest and face.width(text) > free:
            face = replace(face, size=face.size - 1)
        if face != usual:
            for run in paragraph.r_lst:
                run.get_or_add_rPr().sz_val = Pt(face.size)
            yield paragraph


def _move(root: etree._Element, offset: object) -> Iterator[etree._Element]:
    """Shift the page by the millimetres a printer is off. Raises `OffsetWrong`."""
    if not offset:
        return
    right, down = _millimetres(offset)
    for margins in root.iter(f"{W}pgMar"):
        for side, change in (("left", right), ("right", -right), ("top", down), ("bottom", -down)):
            margins.set(f"{W}{side}", str(max(0, int(margins.get(f"{W}{side}", "0")) + change)))
        yield margins


def _millimetres(offset: object) -> tuple[int, int]:
    """To the right and down, in twentieths of a point."""
    match offset:
        case {"ngang": int() | float() as right, "doc": int() | float() as down}:
            return round(right * MM * TWIPS), round(down * MM * TWIPS)
        case _:
            raise OffsetWrong(given=offset)


# Reading the XML


def _paragraphs(root: etree._Element, styles: Container[str]) -> Iterator[CT_P]:
    """The paragraphs in one of `styles`."""
    return (cast(CT_P, paragraph) for paragraph in root.iter(f"{W}p") if _style(paragraph) in styles)


def _style(element: etree._Element) -> str:
    style = element.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _text(paragraph: etree._Element) -> str:
    signs = {f"{W}br": "\n", f"{W}tab": " "}
    return "".join(signs.get(str(node.tag), node.text or "") for node in paragraph.iter(f"{W}t", *signs))


def _free_width(paragraph: etree._Element) -> float:
    """Width of the cell or of the page's text, in points."""
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    if cell is not None:
        return _points(cell.find(f"{W}tcPr/{W}tcW"), "w")
    sections: Any = paragraph.xpath("following::*[local-name()='sectPr'][1]")
    margins = sections[0].find(f"{W}pgMar")
    return _points(sections[0].find(f"{W}pgSz"), "w") - _points(margins, "left") - _points(margins, "right")


def _points(element: etree._Element | None, name: str) -> float:
    return int(element.get(f"{W}{name}", "0")) / TWIPS if element is not None else 0.0
