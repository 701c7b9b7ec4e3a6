"""How far stated confidence can be trusted: ``python -m tests.factory.paper.calibrate LOG... [--docs FOLDER]``.

From logs of `tests.factory.paper.score` it prints, by stated confidence, how many values were right, and writes the
same as a curve (`do-tin-cay.svg`) into the folder of documents.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.factory.paper.score import Result, logged, upper_bound

#: lower edges of the bins; confidence crowds near 1, where a difference matters most
EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995)


@dataclass
class Bin:
    """Values whose stated confidence lies between two edges."""

    fields: int = 0
    right: int = 0
    stated: float = 0.0

    def add(self, confidence: float, *, right: bool) -> None:
        self.fields += 1
        self.right += right
        self.stated += confidence

    @property
    def mean(self) -> float:
        return self.stated / self.fields

    @property
    def share(self) -> float:
        return self.right / self.fields

    @property
    def bounds(self) -> tuple[float, float]:
        """What the share may be at 95 % on either side."""
        wrong = self.fields - self.right
        return 1 - upper_bound(wrong, self.fields), upper_bound(self.right, self.fields)


def bins(results: Iterable[Result]) -> list[Bin]:
    """The bins that hold values, from low to high."""
    found = [Bin() for _ in EDGES]
    for result in results:
        for place, outcome, confidence, *_rest in result.fields:
            if not place.endswith(".form"):
                at = sum(edge <= confidence for edge in EDGES) - 1
                found[at].add(confidence, right=outcome in {"right", "review"})
    return [one for one in found if one.fields]


def expected_error(found: list[Bin]) -> float:
    """The mean distance between stated and found, weighted by values."""
    fields = sum(one.fields for one in found)
    return sum(abs(one.mean - one.share) * one.fields for one in found) / max(1, fields)


def table(found: list[Bin]) -> str:
    """The bins as a table of Markdown, in the language of the documents."""
    lines = [
        "| độ tin cậy nêu ra (trung bình) | số giá trị | thực tế đúng | khoảng 95 % |",
        "| ---: | ---: | ---: | :---: |",
    ]
    for one in found:
        low, high = one.bounds
        lines.append(f"| {one.mean:.4f} | {one.fields} | {one.share:.4f} | {low:.4f} – {high:.4f} |")
    return "\n".join(lines)


def curve(found: list[Bin], side: int = 460, edge: int = 60) -> str:
    """The bins as an SVG: stated confidence across, share of right values upwards, areas by number of values."""

    def at(x: float, y: float) -> tuple[float, float]:
        return edge + x * side, edge / 2 + (1 - y) * side

    shapes = []
    for tick in (0, 0.2, 0.4, 0.6, 0.8, 1):
        x, y = at(tick, tick)
        shapes += [
            f'<path d="M{x:.1f} {edge / 2} V{edge / 2 + side} M{edge} {y:.1f} H{edge + side}" stroke="#ddd"/>',
            f'<text x="{x:.1f}" y="{edge / 2 + side + 18}" text-anchor="middle">{tick:g}</text>',
            f'<text x="{edge - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>',
        ]
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    shapes.append(f'<path d="M{x0} {y0} L{x1} {y1}" stroke="#888" stroke-dasharray="5 4"/>')
    most = max(one.fields for one in found)
    for one in found:
        (x, y), (low, high) = at(one.mean, one.share), one.bounds
        shapes.append(
            f'<path d="M{x:.1f} {at(0, low)[1]:.1f} V{at(0, high)[1]:.1f}" stroke="#1f5fa8" stroke-width="1.5"/>'
        )
        radius = 3 + 9 * (one.fields / most) ** 0.5
        shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#1f5fa8" fill-opacity="0.55"/>')
    middle, level = edge + side / 2, edge / 2 + side / 2
    shapes += [
        f'<text x="{middle}" y="{edge / 2 + side + 42}" text-anchor="middle">độ tin cậy nêu ra</text>',
        f'<text transform="translate(16 {level}) rotate(-90)" text-anchor="middle">tỷ lệ thực tế đúng</text>',
    ]
    width, height = side + edge + 30, side + edge + 20
    body = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("logs", type=Path, nargs="+")
    arguments.add_argument("--docs", type=Path, help="folder for the curve")
    chosen = arguments.parse_args()
    found = bins(result for log in chosen.logs for result in logged(log))
    sys.stdout.write(f"{table(found)}\n\nmean distance {expected_error(found):.4f}\n")
    if chosen.docs:
        (chosen.docs / "do-tin-cay.svg").write_text(curve(found), encoding="utf-8")


if __name__ == "__main__":
    main()
