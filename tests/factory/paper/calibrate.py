"""How far stated confidence can be trusted: ``python -m tests.factory.paper.calibrate LOG... [--fit] [--docs FOLDER]``.

From logs of `tests.factory.paper.score` it prints the figures by class and, by stated confidence, how many values were
right; with ``--docs`` it writes both into `do-tin-cay.md`, between its marks, and the curve beside it. With ``--fit``
it writes the shares of right values into the reader's table first; the logs that fit the table must not be those that
prove it.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.reading.fields import KINDS
from pipeline.reading.picture.calibration import TABLE, Judgement, Origin
from tests.factory.paper.score import Result, by_class, logged, upper_bound

#: lower edges of the bins; confidence crowds near 1, where a difference matters most
EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995)
#: kinds of paper whose values stand in zones
ON_OUR_BLANK = ("own", "own_td01", "hand", "hand_td01", "feed_own")
#: what stands round the figures in the document
MARKS = ("<!-- số đo: bắt đầu -->", "<!-- số đo: hết -->")
_IN_VIETNAMESE = {
    "own form, clean, skewed or turned": "biểu mẫu của Văn phòng: sạch, lệch, xoay",
    "own form, damaged": "biểu mẫu của Văn phòng: hỏng, ố, đóng dấu, fax, ảnh chụp",
    "other layouts": "phiếu giới thiệu theo mẫu khác",
    "yearly tables": "bản đăng ký năm theo mẫu khác",
    "neat handwriting": "viết tay rõ ràng",
    "feeds of several forms": "nhiều biểu mẫu trong một tệp",
}
#: and those where some do
MIXED = ("feed",)
#: values the share of all kinds is worth where a kind is seldom seen
LEAN = 20


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
            if not place.endswith(".form") and confidence is not None:
                at = sum(edge <= confidence for edge in EDGES) - 1
                found[at].add(confidence, right=outcome in {"right", "review"})
    return [one for one in found if one.fields]


def expected_error(found: list[Bin]) -> float:
    """The mean distance between stated and found, weighted by values."""
    fields = sum(one.fields for one in found)
    return sum(abs(one.mean - one.share) * one.fields for one in found) / max(1, fields)


# The table of the reader


def fit(results: Iterable[Result], version: int) -> str:
    """`pipeline/reading/picture/calibration.toml`: shares by origin, kind of value and judgement.

    A kind seldom seen leans on the share of all kinds, which `LEAN` values of it are worth.
    """
    counts: dict[tuple[str, str, str], Bin] = defaultdict(Bin)
    for result in (result for result in results if result.kind not in MIXED):
        origin = Origin.ZONE if result.kind in ON_OUR_BLANK else Origin.LABEL
        for place, outcome, confidence, empty, *_rest in result.fields:
            key = place.rpartition(".")[2]
            if key != "form" and confidence is not None:
                right = outcome in {"right", "review"}
                judgement = Judgement.of(empty=empty, review=outcome in {"review", "wrong, caught"})
                for kind in ("all", KINDS[key].name.lower()):
                    counts[origin.value, kind, judgement.value].add(0, right=right)
    fields = sum(one.fields for (_origin, kind, _judgement), one in counts.items() if kind == "all")
    lines = [
        "# Shares of right values, measured by tests/factory/paper/calibrate.py. Do not edit: measure anew.",
        f"version = {version}",
        f"fields = {fields}",
    ]
    for origin, kind in sorted({(origin, kind) for origin, kind, _judgement in counts}):
        lines.append(f"\n[{origin}.{kind}]")
        for judgement in Judgement:
            one, every = counts[origin, kind, judgement.value], counts[origin, "all", judgement.value]
            pooled = (every.right + 0.5) / (every.fields + 1)
            if one.fields or kind == "all":
                lines.append(f"{judgement.value} = {(one.right + LEAN * pooled) / (one.fields + LEAN):.4f}")
    return "\n".join(lines) + "\n"


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


def classes(results: Iterable[Result]) -> str:
    """The figures of the goals by class, as a table of Markdown."""
    lines = [
        "| loại | trang | giá trị | sai lọt (≤ 95 %) | phải xem lại | đúng trước khi xem | CPU giây/trang |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, total in by_class(results).items():
        n = total.numbers()
        silent = f"{n['silent_rate']:.2%} ({n['silent_at_most']:.2%})"
        shares = f"{n['review_rate']:.1%} | {n['right_before_review']:.1%}"
        lines.append(
            f"| {_IN_VIETNAMESE[name]} | {n['pages']} | {n['fields']} | {silent} | {shares} | {n['cpu_per_page']:.2f} |"
        )
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
    arguments.add_argument("--fit", type=int, metavar="VERSION", help="write the reader's table")
    arguments.add_argument("--docs", type=Path, help="folder for the curve")
    chosen = arguments.parse_args()
    results = [result for log in chosen.logs for result in logged(log) if not result.crash]
    if chosen.fit:
        TABLE.write_text(fit(results, chosen.fit), encoding="utf-8")
    found = bins(results)
    sys.stdout.write(f"{classes(results)}\n\n{table(found)}\n\nmean distance {expected_error(found):.4f}\n")
    if chosen.docs:
        (chosen.docs / "do-tin-cay.svg").write_text(curve(found), encoding="utf-8")
        _write_between_marks(chosen.docs / "do-tin-cay.md", f"{classes(results)}\n\n{table(found)}")


def _write_between_marks(path: Path, measured: str) -> None:
    head, _mark, rest = path.read_text("utf-8").partition(MARKS[0])
    tail = rest.partition(MARKS[1])[2]
    path.write_text(f"{head}{MARKS[0]}\n\n{measured}\n\n{MARKS[1]}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
