"""Effective formatting: document defaults, table style, paragraph style chain, numbering, run style, direct settings.

Settings are kept as plain dictionaries, the nearer one wins. The toggles (bold, italic, capitals) of styles cancel
each other, as Word does it (ISO/IEC 29500-1, 17.7.3).
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.conformity.model import Align, Look, Shape
from pipeline.conformity.ooxml import VAL, A, W, half_points, has_border, is_on, twips, value

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.package import Package

Props = Mapping[str, Any]

_TOGGLES = {"b": "bold", "i": "italic", "caps": "caps", "smallCaps": "caps", "vanish": "hidden"}
_ALIGNS = {
    "left": Align.LEFT, "start": Align.LEFT, "center": Align.CENTER, "right": Align.RIGHT, "end": Align.RIGHT,
    "both": Align.BOTH, "distribute": Align.BOTH, "lowKashida": Align.BOTH, "mediumKashida": Align.BOTH,
}  # fmt: skip
_NOTHING: Props = {}
_ON_OFF = {
    "contextualSpacing": "contextual", "keepNext": "keep_next",
    "pageBreakBefore": "page_break_before",
}  # fmt: skip
#: what Word does where a file says nothing
_BARE_SPACING = {"line": 1.0, "line_rule": "auto"}


class Styles:
    """The styles of one document, resolved on demand and remembered."""

    def __init__(self, root: _Element | None, fonts: Mapping[str, str]) -> None:
        self._fonts = fonts
        self._elements = {} if root is None else {el.get(f"{W}styleId", ""): el for el in root.iter(f"{W}style")}
        self._defaults = (_NOTHING, _NOTHING)
        if root is not None:
            self._defaults = (self._default(root, "pPr"), self._default(root, "rPr"))
        self.normal = next((key for key, el in self._elements.items() if _is_default(el, "paragraph")), "")
        self.plain_table = next((key for key, el in self._elements.items() if _is_default(el, "table")), "")
        self._chains: dict[str, list[_Element]] = {}
        self._paragraphs: dict[tuple[str, str], tuple[Props, Props]] = {}
        self._runs: dict[str, Props] = {}
        self._looks: dict[tuple[Any, ...], tuple[Look, bool, bool]] = {}

    @classmethod
    def of(cls, package: Package) -> Styles:
        """The styles and theme fonts of a package; without the parts, Word's own defaults."""
        parts = {relation.kind: relation.target for relation in package.inner_relations(package.main_part)}
        styles = parts.get("styles")
        theme = parts.get("theme")
        root = package.xml(styles) if styles else None
        return cls(root, _theme_fonts(package.xml(theme)) if theme else {})

    def _default(self, root: _Element, kind: str) -> Props:
        found = root.find(f"{W}docDefaults/{W}{kind}Default/{W}{kind}")
        if found is None:
            return _NOTHING
        return self.run_props(found) if kind == "rPr" else paragraph_props(found)

    def chain(self, style: str) -> list[_Element]:
        """The style and those it is based on, the farthest first."""
        if style not in self._chains:
            found: list[_Element] = []
            name: str | None = style
            while name in self._elements and self._elements[name] not in found:
                found.insert(0, self._elements[name])
                name = value(self._elements[name], "basedOn")
            self._chains[style] = found
        return self._chains[style]

    def paragraph(self, style: str, table_style: str) -> tuple[Props, Props]:
        """Paragraph and run settings of a paragraph style inside a table style ("" outside tables)."""
        key = (style, table_style)
        if key not in self._paragraphs:
            layers_p, layers_r = [self._defaults[0]], [self._defaults[1]]
            for element in [*self.chain(table_style), *self.chain(style)]:
                settings = element.find(f"{W}pPr")
                if settings is not None:
                    layers_p.append(paragraph_props(settings))
                settings = element.find(f"{W}rPr")
                if settings is not None:
                    layers_r.append(self.run_props(settings))
            self._paragraphs[key] = _flatten(layers_p), _flatten(layers_r)
        return self._paragraphs[key]

    def character(self, style: str) -> Props:
        """Settings of a character style."""
        if style not in self._runs:
            found = [el.find(f"{W}rPr") for el in self.chain(style)]
            self._runs[style] = _flatten([self.run_props(el) for el in found if el is not None])
        return self._runs[style]

    def numbering_of(self, style: str) -> _Element | None:
        """The ``w:numPr`` a paragraph style brings along."""
        for element in reversed(self.chain(style)):
            found = element.find(f"{W}pPr/{W}numPr")
            if found is not None:
                return found
        return None

    def look(self, base: Props, direct: _Element | None) -> tuple[Look, bool, bool]:
        """Effective look of a run; whether it shows capitals; whether it is hidden."""
        own = _NOTHING if direct is None else self.run_props(direct)
        named = self.character(own["style"]) if "style" in own else _NOTHING
        key = (id(base), tuple(sorted(own.items())))
        if key not in self._looks:
            self._looks[key] = _look(base, named, own)
        return self._looks[key]

    def run_props(self, settings: _Element) -> dict[str, Any]:
        """The settings of one ``w:rPr``."""
        found: dict[str, Any] = {}
        for element in settings:
            tag = element.tag
            if not isinstance(tag, str):
                continue
            name = tag.removeprefix(W)
            if name in _TOGGLES:
                key = _TOGGLES[name]
                found[key] = is_on(element) or (name == "smallCaps" and found.get("caps", False))
            elif name == "rFonts":
                found.update(self._font_props(element))
            elif name == "sz":
                size = half_points(element.get(VAL))
                if size:
                    found["size"] = size
            elif name == "u":
                found["underline"] = element.get(VAL, "none") != "none"
            elif name == "color":
                found["color"] = _color(element)
            elif name == "vertAlign":
                found["raised"] = element.get(VAL) == "superscript"
            elif name == "rStyle":
                found["style"] = element.get(VAL, "")
        return found

    def _font_props(self, element: _Element) -> dict[str, Any]:
        found = {}
        for slot in ("ascii", "hAnsi"):
            theme = self._fonts.get(element.get(f"{W}{slot}Theme", ""))
            name = theme or element.get(f"{W}{slot}")
            if name:
                found[slot] = name
        return found


def paragraph_props(settings: _Element) -> dict[str, Any]:
    """The settings of one ``w:pPr``."""
    found: dict[str, Any] = {}
    for element in settings:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        name = tag.removeprefix(W)
        if name == "jc":
            found["align"] = _ALIGNS.get(element.get(VAL, ""), Align.LEFT)
        elif name == "ind":
            found.update(_indents(element))
        elif name == "spacing":
            found.update(_spacing(element))
        elif name == "pBdr":
            found.update(_borders(element))
        elif name == "tabs":
            found["tabs"] = _tab_stops(element)
        elif name in _ON_OFF:
            found[_ON_OFF[name]] = is_on(element)
    return found


def shape_of(layers: list[Props], style: str) -> Shape:
    """Effective shape; the nearest layer is the last."""
    found = {**_BARE_SPACING, **_flatten(layers)}
    found["style"] = style
    stops = {place: kind for layer in layers for place, kind in layer.get("tabs", {}).items()}
    found["tabs"] = tuple(sorted((place, kind) for place, kind in stops.items() if kind != "clear"))
    return Shape(**found)


def _tab_stops(element: _Element) -> dict[float, str]:
    """Tab stops by their place in points; "clear" takes one away that a style has."""
    stops = {twips(stop.get(f"{W}pos")): stop.get(VAL, "left") for stop in element.iterfind(f"{W}tab")}
    return {place: kind for place, kind in stops.items() if place is not None}


def _indents(element: _Element) -> dict[str, Any]:
    found = {}
    for key, names in (("left", ("start", "left")), ("right", ("end", "right"))):
        measure = next((twips(element.get(W + name)) for name in names if element.get(W + name)), None)
        if measure is not None:
            found[key] = measure
    hanging, first = twips(element.get(f"{W}hanging")), twips(element.get(f"{W}firstLine"))
    if hanging is not None:
        found["first"] = -hanging
    elif first is not None:
        found["first"] = first
    return found


def _spacing(element: _Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in ("before", "after"):
        measure = twips(element.get(W + key))
        if element.get(f"{W}{key}Autospacing", "0") in {"1", "true", "on"}:
            measure = 14.0  # what Word draws for the automatic space of web pages
        if measure is not None:
            found[key] = measure
    line = twips(element.get(f"{W}line"))
    if line is not None:
        rule = element.get(f"{W}lineRule", "auto")
        found["line_rule"] = rule
        found["line"] = line / 12 if rule == "auto" else line
    return found


def _borders(element: _Element) -> dict[str, Any]:
    sides = {side: has_border(element, side) for side in ("top", "bottom", "left", "right")}
    return {"border_above": sides["top"], "border_below": sides["bottom"], "boxed": all(sides.values())}


def _color(element: _Element) -> str:
    if element.get(f"{W}themeColor") in {"text1", "dark1"} and not element.get(f"{W}themeTint"):
        return "auto"
    found = element.get(VAL, "auto")
    return found if found == "auto" else found.upper()


def _flatten(layers: list[Props]) -> Props:
    """One dictionary of all layers."""
    return dict(ChainMap(*map(dict, reversed(layers))))


def _look(base: Props, named: Props, own: Props) -> tuple[Look, bool, bool]:
    def toggled(key: str) -> bool:
        if key in own:
            return bool(own[key])
        return bool(base.get(key, False)) != bool(named.get(key, False))

    def nearest(key: str, default: object = None) -> Any:  # noqa: ANN401  as mixed as the settings are
        return own.get(key, named.get(key, base.get(key, default)))

    look = Look(
        ascii_font=nearest("ascii"),
        high_font=nearest("hAnsi"),
        size=nearest("size", 10.0),
        bold=toggled("bold"),
        italic=toggled("italic"),
        underline=nearest("underline", False),
        color=nearest("color", "auto"),
        raised=nearest("raised", False),
    )
    return look, toggled("caps"), toggled("hidden")


def _is_default(element: _Element, kind: str) -> bool:
    return element.get(f"{W}type") == kind and element.get(f"{W}default") in {"1", "true", "on"}


def _theme_fonts(theme: _Element) -> dict[str, str]:
    """The names behind "minorHAnsi" and its kin."""
    found = {}
    for kind in ("minor", "major"):
        face = theme.find(f".//{A}{kind}Font/{A}latin")
        if face is not None and face.get("typeface"):
            for slot in ("HAnsi", "Ascii"):
                found[kind + slot] = face.get("typeface", "")
    return found
