# ruff: noqa: SIM905  the orders are read more easily as words
"""Setting direct formatting in WordprocessingML; the text is never touched.

Settings stand in the order of the schema (ISO/IEC 29500-1, 17.3): Word refuses files that have them otherwise.
"""

from __future__ import annotations

import copy
from typing import Any

from lxml import etree

from pipeline.conformity.ooxml import VAL, W

_PARAGRAPH_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
).split()
_RUN_ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath"
).split()
_ROW_ORDER = (
    "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden".split()
)
_SECTION_ORDER = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
).split()

Element = Any

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def child(parent: Element, name: str, order: list[str]) -> Element:
    """The child `name` of `parent`, made at its place where it is missing."""
    found = parent.find(W + name)
    if found is None:
        found = etree.SubElement(parent, W + name)
        rank = order.index(name)
        for place, other in enumerate(parent):
            local = etree.QName(other).localname
            if other is not found and local in order and order.index(local) > rank:
                parent.insert(place, found)
                break
    return found


def settings(element: Element, name: str) -> Element:
    """The ``w:pPr``, ``w:rPr`` or ``w:trPr`` of an element, made as its first child where it is missing."""
    found = element.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        element.insert(0, found)
    return found


def set_run(
    run: Element,
    *,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    underlined: bool | None = None,
    font: str | None = None,
    color: str | None = None,
) -> None:
    """Set what is not None; sizes in points."""
    look = settings(run, "rPr")
    if font is not None:
        fonts = child(look, "rFonts", _RUN_ORDER)
        fonts.attrib.clear()
        for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(W + slot, font)
    for name, on in (("b", bold), ("bCs", bold), ("i", italic), ("iCs", italic)):
        if on is not None:
            child(look, name, _RUN_ORDER).set(VAL, "1" if on else "0")
    if color is not None:
        element = child(look, "color", _RUN_ORDER)
        element.attrib.clear()
        element.set(VAL, color)
    if size is not None:
        for name in ("sz", "szCs"):
            child(look, name, _RUN_ORDER).set(VAL, f"{size * 2:.0f}")
    if underlined is not None:
        child(look, "u", _RUN_ORDER).set(VAL, "single" if underlined else "none")


def split_run(run: Element, place: int) -> bool:
    """Part a run of plain text behind `place` characters; False for runs that hold anything else."""
    texts = [part for part in run if part.tag != f"{W}rPr"]
    if len(texts) != 1 or texts[0].tag != f"{W}t" or not texts[0].text:
        return False
    rest = copy.deepcopy(run)
    for half, words in ((run, texts[0].text[:place]), (rest, texts[0].text[place:])):
        text = half.find(f"{W}t")
        text.text = words
        text.set(_SPACE, "preserve")
    run.addnext(rest)
    return True


def set_paragraph(paragraph: Element, **changes: Any) -> None:  # noqa: ANN401  one value for each setting
    """Set alignment (`align`), spaces and indents (`before`, `after`, `left`, `right`, `first`, in points), line
    spacing (`lines`, in multiples of one line), `keep_next`."""
    shape = settings(paragraph, "pPr")
    if "align" in changes:
        child(shape, "jc", _PARAGRAPH_ORDER).set(VAL, changes["align"])
    for name, key in (("before", "before"), ("after", "after")):
        if key in changes:
            spacing = child(shape, "spacing", _PARAGRAPH_ORDER)
            spacing.attrib.pop(f"{W}{name}Autospacing", None)
            spacing.attrib.pop(f"{W}{name}Lines", None)
            spacing.set(W + name, _twips(changes[key]))
    if "lines" in changes:
        spacing = child(shape, "spacing", _PARAGRAPH_ORDER)
        spacing.set(f"{W}line", f"{changes['lines'] * 240:.0f}")
        spacing.set(f"{W}lineRule", "auto")
    if changes.keys() & {"left", "right", "first"}:
        _set_indents(child(shape, "ind", _PARAGRAPH_ORDER), changes)
    if changes.get("keep_next"):
        child(shape, "keepNext", _PARAGRAPH_ORDER).attrib.pop(VAL, None)


def _set_indents(indents: Element, changes: dict[str, Any]) -> None:
    for key, names in (("left", ("left", "start")), ("right", ("right", "end")), ("first", ("firstLine", "hanging"))):
        if key in changes:
            for name in names:
                indents.attrib.pop(W + name, None)
                indents.attrib.pop(f"{W}{name}Chars", None)
            indents.set(W + names[0], _twips(changes[key]))


def _twips(points: float) -> str:
    return f"{points * 20:.0f}"


def set_row_unbreakable(row: Element) -> None:
    """Keep a table row on one page."""
    child(settings(row, "trPr"), "cantSplit", _ROW_ORDER).attrib.pop(VAL, None)


def set_section(section: Element, name: str, **measures: str) -> None:
    """Set attributes of a setting of a section, e.g. ``pgMar top="1134"``."""
    element = child(section, name, _SECTION_ORDER)
    for key, measure in measures.items():
        element.set(W + key, measure)


def ruled_paragraph(left: float, right: float) -> Element:
    """An empty paragraph whose upper border is a ruled line between two indents, in points."""
    paragraph = etree.Element(f"{W}p")
    shape = etree.SubElement(paragraph, f"{W}pPr")
    border = etree.SubElement(etree.SubElement(shape, f"{W}pBdr"), f"{W}top")
    for name, setting in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "000000")):
        border.set(W + name, setting)
    spacing = etree.SubElement(shape, f"{W}spacing")
    for name, setting in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(W + name, setting)
    set_paragraph(paragraph, left=left, right=right, first=0)
    return paragraph
