"""Lines, boxes and pictures drawn at a paragraph, in DrawingML or in the older VML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.conformity.model import Drawn
from pipeline.conformity.ooxml import MC, WP, WPS, A, V, W, real

if TYPE_CHECKING:
    from lxml.etree import _Element

EMU = 12700
#: a shape lower than this is a line, whatever its geometry is called, in points
FLAT = 3.0
_LINES = {"line", "straightConnector1"}
_VML_LINE_TYPES = {"#_x0000_t32", "#_x0000_t20"}
_STYLE = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_MEASURE = re.compile(r"(-?[\d.]+)(pt|mm|cm|in|px)?")
_UNITS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "px": 0.75, None: 1.0}


def chosen(alternatives: _Element) -> _Element | None:
    """What Word shows of an ``mc:AlternateContent``: the first choice."""
    choice = alternatives.find(f"{MC}Choice")
    return choice if choice is not None and len(choice) else alternatives.find(f"{MC}Fallback")


def drawn_in(element: _Element) -> list[Drawn]:
    """Everything drawn by a ``w:drawing``, ``w:pict`` or ``w:object``."""
    return [*_drawing_ml(element), *_vml(element)]


def boxes_in(element: _Element) -> Iterator[_Element]:
    """The texts (``w:txbxContent``) of the boxes in it."""
    yield from element.iter(f"{W}txbxContent")


def _drawing_ml(element: _Element) -> Iterator[Drawn]:
    for frame in element.iter(f"{WP}anchor", f"{WP}inline"):
        extent = frame.find(f"{WP}extent")
        if extent is None:
            continue
        width, height = (real(extent.get("cx")) or 0.0) / EMU, (real(extent.get("cy")) or 0.0) / EMU
        x, x_from, centred = _position(frame, "H")
        y, _from, _centred = _position(frame, "V")
        kind = _kind(frame, height)
        yield Drawn(kind, width, height, x, y, x_from or "column", centred, _line_color(frame))


def _kind(frame: _Element, height: float) -> str:
    geometry = frame.find(f".//{A}prstGeom")
    name = "" if geometry is None else geometry.get("prst", "")
    if name in _LINES or (frame.find(f".//{WPS}cNvCnPr") is not None and height <= FLAT):
        return "line"
    if frame.find(f".//{WPS}txbx") is not None:
        return "box"
    if frame.find(f".//{WPS}wsp") is not None and height <= FLAT:
        return "line"
    return "picture"


def _position(frame: _Element, axis: str) -> tuple[float | None, str, bool]:
    found = frame.find(f"{WP}position{axis}")
    if found is None:
        return None, "", False
    offset, align = found.findtext(f"{WP}posOffset"), found.findtext(f"{WP}align")
    measure = real(offset)
    return (None if measure is None else measure / EMU), found.get("relativeFrom", ""), align == "center"


def _line_color(frame: _Element) -> str:
    line = frame.find(f".//{A}ln")
    if line is None:
        return "auto"
    if line.find(f"{A}noFill") is not None:
        return "none"
    color = line.find(f".//{A}srgbClr")
    return "auto" if color is None else color.get("val", "auto").upper()


def _vml(element: _Element) -> Iterator[Drawn]:
    for line in element.iter(f"{V}line"):
        start, end = _point(line.get("from", "0,0")), _point(line.get("to", "0,0"))
        yield Drawn("line", abs(end[0] - start[0]), abs(end[1] - start[1]), start[0], start[1])
    for shape in element.iter(f"{V}shape", f"{V}rect"):
        style = dict(_STYLE.findall(shape.get("style", "")))
        width, height = _measure(style.get("width", "0")), _measure(style.get("height", "0"))
        x, y = _measure(style.get("margin-left", "0")), _measure(style.get("margin-top", "0"))
        centred = style.get("mso-position-horizontal", "").strip() == "center"
        flat = shape.get("type") in _VML_LINE_TYPES or height <= FLAT
        box = shape.find(f"{V}textbox") is not None
        kind = "box" if box else "line" if flat and width else "picture"
        yield Drawn(kind, width, height, x, y, centred=centred)


def _point(text: str) -> tuple[float, float]:
    first, _comma, second = text.partition(",")
    return _measure(first), _measure(second)


def _measure(text: str) -> float:
    match = _MEASURE.match(text.strip())
    return (real(match[1]) or 0.0) * _UNITS[match[2]] if match else 0.0
