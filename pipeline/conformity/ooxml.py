"""Names and small readings of WordprocessingML."""

from __future__ import annotations

import math
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
#: numbers beyond this stand in broken files only
LARGEST = 1e9
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


def real(text: str | None) -> float | None:
    """A number that can be reckoned with; None for none, for words and for what only broken files hold."""
    try:
        number = float(text) if text else math.nan
    except ValueError:
        return None
    return number if abs(number) <= LARGEST else None


def whole(text: str | None, default: int = 0) -> int:
    """A whole number, `default` where there is none."""
    number = real(text)
    return default if number is None else int(number)


def twips(text: str | None) -> float | None:
    """A measure in twentieths of a point, as points; also "12pt", "2cm" of strict files."""
    if text is None:
        return None
    units = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0, "pi": 12.0}
    factor = units.get(text[-2:])
    number = real(text[:-2] if factor else text)
    return None if number is None else number * factor if factor else number / 20


def half_points(text: str | None) -> float | None:
    """A size in half points, as points."""
    if text is None:
        return None
    number = real(text.removesuffix("pt"))
    return None if number is None else number if text.endswith("pt") else number / 2


def has_border(parent: _Element | None, side: str) -> bool:
    """Whether the border element has a visible line on that side."""
    found = value(parent, side)
    return found is not None and found not in _BARE
