"""Reading paper, class by class, and OCRmyPDF on the same files in the same run.

    python bench/paper.py [--files 16] [--peer 4]

Each class gets `--files` generated files, its damages in turn, from seeds no test uses; `--peer` of them go to OCRmyPDF
as well, class by class after ours. It turns, straightens and recognises pages and makes a PDF with text, and reads no
field. It is installed from PyPI into bench/work; where it cannot be had, its column stays empty and the report says so.
Processor seconds a page: median and quartiles over files. Results go to bench/results/paper.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import cycle, islice, product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.factory.paper import OFFICE_KINDS, make
from tests.factory.paper.score import CLASSES, Result, Total, measure, report

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "paper.json"
OCRMYPDF = "17.13.0"
FIRST_SEED = 5000
FEEDS = "feeds of several forms"
#: most silent errors and reviews, least right before review, most processor seconds a page
GOALS = {
    "own form, clean, skewed or turned": (0.0003, 0.04, 0.997, 1.0),
    "own form, damaged": (0.0005, 0.08, 0.99, 1.0),
    "other layouts": (0.001, 0.10, 0.98, 2.5),
    "yearly tables": (0.001, 0.12, 0.97, 2.5),
    "neat handwriting": (0.001, 0.40, 0.85, 2.5),
}


@dataclass
class Class:
    """One class of the goals: what was read, and the peer's seconds a page."""

    results: list[Result] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)

    def summary(self, name: str) -> dict[str, object]:
        total = Total()
        for result in self.results:
            total.add(result)
        figures: dict[str, object] = {key: round(value, 6) for key, value in total.numbers().items()}
        figures["cpu_s_per_page"] = _spread([result.cpu / result.pages for result in self.results])
        figures["ocrmypdf_cpu_s_per_page"] = _spread(self.peer)
        if name in GOALS:
            figures["goals"] = _goals(GOALS[name], total.numbers(), figures["cpu_s_per_page"])
        return figures


def _spread(values: list[float]) -> dict[str, float] | None:
    if len(values) < 2:
        return None
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return {"median": round(middle, 2), "q1": round(low, 2), "q3": round(high, 2)}


def _goals(goal: tuple[float, ...], numbers: dict[str, float], cpu: object) -> dict[str, bool]:
    silent, review, right, seconds = goal
    return {
        "silent": numbers["silent_rate"] <= silent,
        "review": numbers["review_rate"] <= review,
        "right before review": numbers["right_before_review"] >= right,
        "CPU": isinstance(cpu, dict) and cpu["median"] <= seconds,
    }


def files_of(name: str, count: int) -> list[tuple[str, str, int]]:
    """`count` files of a class as (kind, damage, seed), its kinds and damages in turn."""
    kinds, damages = CLASSES[name]
    pairs = cycle(product(damages, (kind for kind in kinds if kind not in OFFICE_KINDS)))
    return [(kind, damage, FIRST_SEED + at) for at, (damage, kind) in enumerate(islice(pairs, count))]


# The peer


def ocrmypdf() -> Path | None:
    """The program, installed where nothing else is; None where that cannot be done."""
    place = HERE / "work" / f"ocrmypdf-{OCRMYPDF}"
    program = place / "bin" / "ocrmypdf"
    if not program.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", place], check=True, capture_output=True)
            install = [place / "bin" / "pip", "install", "-q", f"ocrmypdf=={OCRMYPDF}"]
            subprocess.run(install, check=True, capture_output=True)
        except (subprocess.CalledProcessError, OSError):
            return None
    return program


def peer_seconds(
    program: Path, files: Iterable[tuple[str, str, int]], pages: dict[tuple[str, str, int], int]
) -> list[float]:
    """Processor seconds a page of OCRmyPDF with Vietnamese, turning and straightening, one thread as ours."""
    seconds = []
    for kind, damage, seed in files:
        sample = make(seed, kind, damage)
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / sample.name
            source.write_bytes(sample.data)
            command = [program, "-q", "-l", "vie", "--rotate-pages", "--deskew", "--output-type", "pdf", "--jobs", "1"]
            before = _children()
            done = subprocess.run(
                [*command, source, source.with_suffix(".out.pdf")],
                check=False,
                capture_output=True,
                env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            )
        if done.returncode == 0:
            seconds.append((_children() - before) / pages[kind, damage, seed])
        else:
            print(f"OCRmyPDF gave up on {sample.name}: {done.stderr.decode()[-200:].strip()}")
    return seconds


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# Telling


def table(classes: dict[str, Class]) -> str:
    """The table of the goals, with bounds at 95 %."""
    heads = ("silent", "≤ 95 %", "review", "≤ 95 %", "right", "CPU s/p")
    lines = [f"{'class':36}{'fields':>7}" + "".join(f"{head:>9}" for head in heads) + f"{'OCRmyPDF':>10}"]
    for name, one in classes.items():
        n = one.summary(name)
        ours, peer = n["cpu_s_per_page"], n["ocrmypdf_cpu_s_per_page"]
        line = f"{name:36}{n['fields']:7}{n['silent_rate']:9.3%}{n['silent_at_most']:9.3%}{n['review_rate']:9.2%}"
        line += f"{n['review_at_most']:9.2%}{n['right_before_review']:9.2%}"
        lines.append(
            line
            + "".join(f"{one['median'] if isinstance(one, dict) else '-':>{w}}" for one, w in ((ours, 9), (peer, 10)))
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, print, write; the exit code says whether a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=16, help="files of each class")
    parser.add_argument("--peer", type=int, default=4, help="of these, how many OCRmyPDF gets")
    chosen = parser.parse_args()
    load, program = os.getloadavg()[0], ocrmypdf()
    classes = {name: Class() for name in (*GOALS, FEEDS)}
    for name, one in classes.items():
        files = files_of(name, chosen.files)
        one.results = list(measure(files))
        if program:
            pages = {result.key: result.pages for result in one.results}
            one.peer = peer_seconds(program, files[:: max(1, chosen.files // chosen.peer)], pages)
    summaries = {name: one.summary(name) for name, one in classes.items()}
    results = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load_before": round(load, 2),
        "ocrmypdf": OCRMYPDF if program else None,
        "classes": summaries,
    }
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(report([result for one in classes.values() for result in one.results], show=3))
    print(table(classes))
    if program is None:
        print("OCRmyPDF could not be installed here and is left out.")
    missed = [f"{name}: {goal}" for name, n in summaries.items() for goal, met in n.get("goals", {}).items() if not met]  # type: ignore[attr-defined]
    print("Goals missed: " + ("; ".join(missed) or "none"))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
