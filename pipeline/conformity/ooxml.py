"""Names and small readings of WordprocessingML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

VAL = f"{W}val"
_OFF = frozenset({"0", "false", "off"})
_BARE = frozenset({"nil", "none"})


def value(parent: _Element | None, name: str, attribute: str = "val") -> str | None:
    """The attribute of the child `name`, None where either is missing."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(W + attribute)


def is_on(element: _Element) -> bool:
    """Whether an on/off element says on; without a value it does."""
    return element.get(VAL, "1").lower() not in _OFF


def flag(parent: _Element, name: str) -> bool | None:
    """An on/off child, None where it is missing."""
    child = parent.find(W + name)
    return None if child is None else is_on(child)


def twips(text: str | None) -> float | None:
    """A measure in twentieths of a point, as points; also "12pt", "2cm" of strict files."""
    if text is None:
        return None
    units = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0, "pi": 12.0}
    try:
        if text[-2:] in units:
            return float(text[:-2]) * units[text[-2:]]
        return float(text) / 20
    except ValueError:
        return None


def half_points(text: str | None) -> float | None:
    """A size in half points, as points."""
    try:
        return None if text is None else float(text.removesuffix("pt")) / (1 if text.endswith("pt") else 2)
    except ValueError:
        return None


def has_border(parent: _Element | None, side: str) -> bool:
    """Whether the border element has a visible line on that side."""
    found = value(parent, side)
    return found is not None and found not in _BARE
