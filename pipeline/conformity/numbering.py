"""Automatic numbering: what Word writes before the paragraphs of a list."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.conformity.ooxml import VAL, W, value, whole
from pipeline.conformity.styles import paragraph_props

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.package import Package

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def roman(number: int) -> str:
    """4 -> "IV"."""
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (number // worth)
        number %= worth
    return written


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int
    indents: dict[str, Any]


class Numbering:
    """Counts the lists of one document; ask paragraph by paragraph, in order."""

    def __init__(self, root: _Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._abstract: dict[str, str] = {}
        if root is not None:
            self._read(root)

    @classmethod
    def of(cls, package: Package) -> Numbering:
        """The lists of a package."""
        for relation in package.inner_relations(package.main_part):
            if relation.kind == "numbering":
                return cls(package.xml(relation.target))
        return cls(None)

    def _read(self, root: _Element) -> None:
        abstract = {el.get(f"{W}abstractNumId", ""): el for el in root.iter(f"{W}abstractNum")}
        for number in root.iter(f"{W}num"):
            key = number.get(f"{W}numId", "")
            base = value(number, "abstractNumId") or ""
            if base in abstract:
                self._abstract[key] = base
                self._levels[key] = {_rank(el): _level(el) for el in abstract[base].iter(f"{W}lvl")}
                for el in number.iter(f"{W}lvl"):
                    self._levels[key][_rank(el)] = _level(el)

    def label(self, reference: _Element) -> tuple[str, dict[str, Any]]:
        """What is written before the next paragraph of the list, and the indents the list brings."""
        key = value(reference, "numId") or ""
        rank = whole(value(reference, "ilvl"))
        level = self._levels.get(key, {}).get(rank)
        if level is None:
            return "", {}
        counts = self._counts[self._abstract[key]]
        counts[rank] = counts.get(rank, level.start - 1) + 1
        for deeper in [other for other in counts if other > rank]:
            del counts[deeper]
        if level.format == "bullet":
            return ("- " if level.text in "-–—\uf02d" and level.text else "• "), level.indents
        return _PLACE.sub(lambda place: self._written(key, int(place[1]) - 1), level.text) + " ", level.indents

    def _written(self, key: str, rank: int) -> str:
        level = self._levels[key].get(rank)
        if level is None:
            return ""
        number = self._counts[self._abstract[key]].get(rank, level.start)
        if level.format in {"upperRoman", "lowerRoman"}:
            written = roman(number)
            return written if level.format == "upperRoman" else written.lower()
        if level.format in {"upperLetter", "lowerLetter"}:
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter.upper() if level.format == "upperLetter" else letter
        return f"{number:02d}" if level.format == "decimalZero" else str(number)


def _rank(element: _Element) -> int:
    return whole(element.get(f"{W}ilvl"))


def _level(element: _Element) -> _Level:
    settings = element.find(f"{W}pPr")
    start = value(element, "start")
    text = element.find(f"{W}lvlText")
    return _Level(
        format=value(element, "numFmt") or "decimal",
        text="" if text is None else text.get(VAL, ""),
        start=min(whole(start, 1), 9_999),
        indents={} if settings is None else paragraph_props(settings),
    )
