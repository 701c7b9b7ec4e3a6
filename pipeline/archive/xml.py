"""Building XML from nested mappings, so that a builder reads like the format it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

#: text; a mapping of children; a list of either, for an element that is repeated; None for one that is left out
Content = str | int | None | Mapping[str, "Content"] | Sequence["Content"]


def root(namespace: str, name: str, prefixes: Mapping[str | None, str]) -> etree._Element:
    """An element to begin with; `prefixes` are declared on it, None for the default namespace."""
    declared: Any = dict(prefixes)  # lxml takes None, its stubs do not
    return etree.Element(qualified(namespace, name), nsmap=declared)


def fill(parent: etree._Element, namespace: str, content: Mapping[str, Content]) -> None:
    """Add `content` to `parent`, in order: "@key" is an attribute, "" the text beside attributes, others are children.

    A key may name another namespace, "{http://…}name".
    """
    for key, value in content.items():
        if key == "":
            parent.text = str(value)
        elif key.startswith("@"):
            parent.set(key[1:], str(value))
        else:
            _add(parent, namespace, key, value)


def document(element: etree._Element) -> bytes:
    """The whole document as a file."""
    return bytes(etree.tostring(element, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def fragment(element: etree._Element) -> bytes:
    """A part of a document, without the declaration."""
    return bytes(etree.tostring(element, encoding="UTF-8", xml_declaration=False, pretty_print=True))


def qualified(namespace: str, name: str) -> str:
    """`name` in `namespace`; a name that brings its own keeps it."""
    return name if not namespace or name.startswith("{") else f"{{{namespace}}}{name}"


def _add(parent: etree._Element, namespace: str, name: str, value: Content) -> None:
    if value is None:
        return
    if isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            _add(parent, namespace, name, one)
        return
    child = etree.SubElement(parent, qualified(namespace, name))
    if isinstance(value, Mapping):
        fill(child, namespace, value)
    else:
        child.text = str(value)
