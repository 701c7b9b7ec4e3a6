"""Which font a run of a Word file is really set in, because in old files the font says how the letters are encoded."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STYLE_DEPTH = 12


class Fonts:
    """Resolves the style chain: run, character style, paragraph style, document defaults, theme."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._by_style: dict[str, str | None] = {}

    def of_run(self, properties: _Element | None, paragraph_style: str | None) -> str | None:
        """The effective Latin font of a run, None where no font is named anywhere."""
        if properties is not None:
            own = self._named(properties.find(f"{W}rFonts"))
            style = properties.find(f"{W}rStyle")
            font = own or (self._of_style(style.get(f"{W}val")) if style is not None else None)
            if font:
                return font
        return self._of_style(paragraph_style) or self._default

    def is_hidden(self, style: str | None) -> bool:
        """Whether a character style hides its text."""
        return style is not None and style in self._hidden

    def _of_style(self, style: str | None) -> str | None:
        key = style or ""
        if key not in self._by_style:
            self._by_style[key] = self._walk_style(style)
        return self._by_style[key]

    def _walk_style(self, style: str | None) -> str | None:
        identifier = style or self._default_style
        for _step in range(_STYLE_DEPTH):
            element = self._styles.get(identifier or "")
            if element is None:
                return None
            font = self._named(element.find(f"{W}rPr/{W}rFonts"))
            if font:
                return font
            based_on = element.find(f"{W}basedOn")
            identifier = based_on.get(f"{W}val") if based_on is not None else None
        return None

    def _named(self, fonts: _Element | None) -> str | None:
        if fonts is None:
            return None
        theme = fonts.get(f"{W}asciiTheme") or fonts.get(f"{W}hAnsiTheme")
        if theme:
            return self._theme_fonts.get("major" if theme.startswith("major") else "minor")
        return fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")

    @cached_property
    def _root(self) -> _Element | None:
        part = self._part("styles")
        return self._package.xml(part) if part else None

    @cached_property
    def _styles(self) -> dict[str, _Element]:
        if self._root is None:
            return {}
        return {style.get(f"{W}styleId", ""): style for style in self._root.iter(f"{W}style")}

    @cached_property
    def _hidden(self) -> frozenset[str]:
        return frozenset(key for key, style in self._styles.items() if style.find(f"{W}rPr/{W}vanish") is not None)

    @cached_property
    def _default_style(self) -> str | None:
        for key, style in self._styles.items():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                return key
        return None

    @cached_property
    def _default(self) -> str | None:
        if self._root is None:
            return None
        return self._named(self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts"))

    @cached_property
    def _theme_fonts(self) -> dict[str, str]:
        part = self._part("theme")
        if part is None:
            return {}
        root = self._package.xml(part)
        found = {kind: root.find(f".//{_A}{kind}Font/{_A}latin") for kind in ("major", "minor")}
        return {kind: latin.get("typeface", "") for kind, latin in found.items() if latin is not None}

    def _part(self, kind: str) -> str | None:
        for relation in self._package.relations(self._package.main_part):
            if relation.kind == kind and relation.target in self._package.names:
                return relation.target
        return None
