"""A laid-out page: what is drawn on it and the zones to fill in. Points, origin top-left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.reading.blanks.fonts import Style, text_width
from pipeline.reading.blanks.keys import Key
from pipeline.reading.blanks.marks import Box, Mark


class ZoneKind(StrEnum):
    """How a zone is filled in (contract §2)."""

    LINE = "line"
    MULTI = "multi"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A place to fill in; `label` is what a person calls it."""

    key: Key
    label: str
    kind: ZoneKind
    box: Box
    #: what a list on the screen offers
    suggestions: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of print beginning at `x`, or with its middle there; `y` is its baseline, `grey` 0 is black, 1 white."""

    x: float
    y: float
    text: str
    style: Style = Style.REGULAR
    size: float = 11
    centred: bool = False
    grey: float = 0

    @property
    def width(self) -> float:
        return text_width(self.text, self.style, self.size)

    @property
    def left(self) -> float:
        return self.x - self.width / 2 if self.centred else self.x


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from (`x0`, `y0`) to (`x1`, `y1`)."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float = 0.5


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a box."""

    box: Box
    thickness: float = 0.6


Drawing = Text | Rule | Frame


@dataclass(slots=True)
class Sheet:
    """One page under construction: `y` is where the next block begins."""

    width: float
    height: float
    mark: Mark
    y: float
    drawings: list[Drawing] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)

    def draw(self, *drawings: Drawing) -> None:
        self.drawings.extend(drawings)

    def zone_map(self) -> Iterator[tuple[str, dict[str, float | int | str]]]:
        """The zones of this page as contract §2 writes them."""
        for zone in self.zones:
            x0, y0, x1, y1 = (round(edge, 2) for edge in zone.box)
            size = {"x": x0, "y": y0, "w": round(x1 - x0, 2), "h": round(y1 - y0, 2)}
            yield str(zone.key), {"page": self.mark.page, **size, "kind": zone.kind.value}
