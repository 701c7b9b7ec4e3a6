"""Content controls of Word: what a person fills in on the screen (ECMA-376 part 1, 17.5.2; boxes: [MS-DOCX] 2.6).

The tag is the field's key, the title what a person calls it. A control can be filled in but not deleted.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.messages import _
from pipeline.reading.blanks.keys import Key

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NAMESPACES = {"w": W, "w14": W14}

#: the character style Word greys its placeholders with
PLACEHOLDER_STYLE = "PlaceholderText"
UNTICKED = "\N{BALLOT BOX}"
SYMBOLS = "MS Gothic"  # the font Word itself takes ballot boxes from


def text(key: Key, title: str, *, hint: str = "", lines: bool = False) -> _Element:
    """Plain text; with `lines` of several lines."""
    control, properties, content = _control(key, title)
    _add(properties, "text", **({"multiLine": "1"} if lines else {}))
    _placeholder(properties, content, hint)
    return control


def day(key: Key, title: str, *, hint: str = "") -> _Element:
    """A date picked from a calendar or typed, shown as 05/09/1988."""
    control, properties, content = _control(key, title)
    date = _add(properties, "date")
    _add(date, "dateFormat", val="dd/MM/yyyy")
    _add(date, "lid", val="vi-VN")
    _add(date, "storeMappedDataAs", val="dateTime")
    _add(date, "calendar", val="gregorian")
    _placeholder(properties, content, hint)
    return control


def choice(key: Key, title: str, suggestions: Sequence[str], *, hint: str = "") -> _Element:
    """A list that also takes other words."""
    control, properties, content = _control(key, title)
    box = _add(properties, "comboBox")
    for words in suggestions:
        _add(box, "listItem", displayText=words, value=words)
    _placeholder(properties, content, hint)
    return control


def check(key: Key, title: str, *, size: int = 12) -> _Element:
    """A box to tick, not ticked, `size` points large."""
    control, properties, content = _control(key, title)
    box = _add(properties, "checkbox", W14)
    _add(box, "checked", W14, val="0")
    _add(box, "checkedState", W14, val="2612", font=SYMBOLS)
    _add(box, "uncheckedState", W14, val="2610", font=SYMBOLS)
    run = _add(content, "r")
    fonts = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), SYMBOLS)
    style = _add(run, "rPr")
    _add(style, "rFonts", **fonts)
    _add(style, "sz", val=str(2 * size))
    _add(run, "t").text = UNTICKED
    return control


def _control(key: Key, title: str) -> tuple[_Element, _Element, _Element]:
    """An empty control with its properties and its content."""
    from lxml.etree import Element

    control = Element(f"{{{W}}}sdt", nsmap=NAMESPACES)
    properties = _add(control, "sdtPr")
    _add(properties, "alias", val=title)
    _add(properties, "tag", val=str(key))
    # Word wants a number of its own for each control; the key gives the same one every time.
    _add(properties, "id", val=str(zlib.crc32(str(key).encode()) >> 1))
    _add(properties, "lock", val="sdtLocked")
    return control, properties, _add(control, "sdtContent")


def _placeholder(properties: _Element, content: _Element, hint: str) -> None:
    """Show `hint` in grey until something is filled in."""
    # The schema wants the mark before the control's kind, which is the last property so far.
    mark = _add(properties, "showingPlcHdr")
    properties.insert(len(properties) - 2, mark)
    run = _add(content, "r")
    _add(_add(run, "rPr"), "rStyle", val=PLACEHOLDER_STYLE)
    _add(run, "t").text = hint or _("click here to fill in")


def _add(parent: _Element, name: str, namespace: str = W, **attributes: str) -> _Element:
    from lxml.etree import SubElement

    child = SubElement(parent, f"{{{namespace}}}{name}")
    for key, value in attributes.items():
        child.set(f"{{{namespace}}}{key}", value)
    return child
