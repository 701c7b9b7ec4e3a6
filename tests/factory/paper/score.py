"""Measure the reading of paper: ``python -m tests.factory.paper.score --kind own --damage skew --n 20 --log a.jsonl``.

Definitions of `tests.factory.score`. Each sample is made here and read in a process of its own kind, so that its
processor time and memory are the reader's alone. With ``--log`` every sample is noted in a file; those already noted
are not read again, so a long measurement may be broken off and gone on with, and ``--n 0`` prints what the log holds.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import resource
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.factory import Sample
from tests.factory.paper import KINDS, OFFICE_KINDS, make
from tests.factory.paper.damage import DAMAGES
from tests.factory.score import Verdict, judge

#: a class of the goals -> its kinds of paper, and its damages where not all belong to it
_UNHURT = ("clean", "skew", "rot180", "rot90")
CLASSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "own form, clean, skewed or turned": (("own", "own_td01"), _UNHURT),
    "own form, damaged": (("own", "own_td01"), tuple(name for name in DAMAGES if name not in _UNHURT)),
    "other layouts": (("free", "free_word", "own_word"), tuple(DAMAGES)),
    "yearly tables": (("tables", "tables_word"), tuple(DAMAGES)),
    "neat handwriting": (("hand", "hand_td01", "hand_free"), tuple(DAMAGES)),
    "feeds of several forms": (("feed", "feed_own"), tuple(DAMAGES)),
}


@dataclass(frozen=True)
class Result:
    """What became of one sample, as a line of the log holds it."""

    kind: str
    damage: str
    seed: int
    name: str
    pages: int
    forms: int
    cpu: float
    wall: float
    peak_mb: float
    crash: str = ""
    #: (place, outcome, confidence, whether no value was given) of every field; where it is not plainly right, also what
    #: was expected, what was got, and why a person is asked
    fields: list[list[Any]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kind, self.damage, self.seed

    @property
    def silent(self) -> int:
        return sum(outcome.startswith("SILENT") for _place, outcome, *_rest in self.fields)


def read(sample: Sample) -> tuple[list[dict[str, Any]], int, float, float, float, str]:
    """Forms, pages, processor and wall seconds, most memory so far in MB, and the trace of a crash."""
    from pipeline.reading import read as read_file
    from pipeline.reading.model import Lexicon

    lexicon = Lexicon(**{key: tuple(names) for key, names in sample.lexicon.items()})
    cpu, wall = _cpu(), time.perf_counter()
    try:
        reading = read_file(sample.data, lexicon=lexicon)
        forms, pages, crash = [form.as_json() for form in reading.forms], reading.pages, ""
    except Exception as error:
        forms, pages, crash = [], 1, "".join(traceback.format_exception(error)[-2:])
    cpu, wall = _cpu() - cpu, time.perf_counter() - wall
    return forms, pages, cpu, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, crash


def _cpu() -> float:
    """Processor seconds of this process and of programs it ran."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _gently() -> None:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    os.nice(10)


def measure(wanted: Iterable[tuple[str, str, int]], *, jobs: int = 1) -> Iterator[Result]:
    """Make and read the samples (kind, damage, seed), `jobs` at a time."""
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _gently) as readers:
        waiting = []
        for kind, damage, seed in wanted:
            sample = make(seed, kind, damage)
            waiting.append((kind, damage, seed, sample, readers.submit(read, sample)))
            if len(waiting) > jobs:
                yield _result(*waiting.pop(0))
        for entry in waiting:
            yield _result(*entry)


def _result(kind: str, damage: str, seed: int, sample: Sample, future: Any) -> Result:
    forms, pages, cpu, wall, peak, crash = future.result()
    verdicts = list(judge(sample, forms))
    numbers = {"pages": pages, "forms": len(sample.truth), "cpu": round(cpu, 3), "wall": round(wall, 3)}
    fields = [_noted(verdict) for verdict in verdicts]
    return Result(kind, damage, seed, sample.name, **numbers, peak_mb=round(peak), crash=crash, fields=fields)


def _noted(verdict: Verdict) -> list[Any]:
    brief = [verdict.place, verdict.outcome, verdict.confidence, verdict.got in (None, "", [])]
    return brief if verdict.outcome == "right" else [*brief, verdict.expected, verdict.got, list(verdict.why)]


@dataclass
class Total:
    """Counts over many results."""

    samples: int = 0
    pages: int = 0
    crashed: int = 0
    whole: int = 0
    cpu: float = 0.0
    peak_mb: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        self.samples += 1
        self.pages += result.pages
        self.crashed += bool(result.crash)
        self.whole += not result.silent
        self.cpu += result.cpu
        self.peak_mb = max(self.peak_mb, result.peak_mb)
        self.outcomes.update(outcome for _place, outcome, *_rest in result.fields)

    @property
    def fields(self) -> int:
        return sum(self.outcomes.values())

    @property
    def silent(self) -> int:
        return sum(count for outcome, count in self.outcomes.items() if outcome.startswith("SILENT"))

    @property
    def reviews(self) -> int:
        return self.outcomes["review"] + self.outcomes["wrong, caught"]

    @property
    def right(self) -> int:
        return self.outcomes["right"] + self.outcomes["review"]

    def numbers(self) -> dict[str, float]:
        """The figures of the goals; shares of fields, bounds at 95 %."""
        fields, pages = max(1, self.fields), max(1, self.pages)
        return {
            "samples": self.samples,
            "pages": self.pages,
            "fields": self.fields,
            "silent": self.silent,
            "silent_rate": self.silent / fields,
            "silent_at_most": upper_bound(self.silent, fields),
            "review_rate": self.reviews / fields,
            "review_at_most": upper_bound(self.reviews, fields),
            "right_before_review": self.right / fields,
            "whole_forms": self.whole / max(1, self.samples),
            "crashed": self.crashed,
            "cpu_per_page": self.cpu / pages,
            "peak_mb": self.peak_mb,
        }


def upper_bound(events: int, trials: int, level: float = 0.95) -> float:
    """The largest rate that `events` in `trials` do not contradict at `level`, one-sided (Clopper and Pearson)."""
    if events >= trials:
        return 1.0
    low, high = events / trials, 1.0
    for _ in range(60):
        rate = (low + high) / 2
        low, high = (rate, high) if _at_most(events, trials, rate) > 1 - level else (low, rate)
    return high


def _at_most(events: int, trials: int, rate: float) -> float:
    """The chance of no more than `events` in `trials`."""
    terms = (
        math.lgamma(trials + 1)
        - math.lgamma(k + 1)
        - math.lgamma(trials - k + 1)
        + k * math.log(rate)
        + (trials - k) * math.log1p(-rate)
        for k in range(events + 1)
    )
    return sum(map(math.exp, terms))


_HEAD = (
    f"{'':36}{'files':>6}{'pages':>6}{'fields':>8}{'silent':>8}{'rate':>9}{'≤ 95 %':>9}{'review':>8}{'≤ 95 %':>8}"
    f"{'right':>8}{'whole':>7}{'crash':>6}{'CPU s/p':>8}{'MB':>6}"
)


def _line(name: str, total: Total) -> str:
    n = total.numbers()
    return (
        f"{name:36}{n['samples']:6}{n['pages']:6}{n['fields']:8}{n['silent']:8}{n['silent_rate']:9.4%}"
        f"{n['silent_at_most']:9.4%}{n['review_rate']:8.2%}{n['review_at_most']:8.2%}{n['right_before_review']:8.2%}"
        f"{n['whole_forms']:7.2f}{n['crashed']:6}{n['cpu_per_page']:8.2f}{n['peak_mb']:6.0f}"
    )


def by_class(results: Iterable[Result]) -> dict[str, Total]:
    """Totals by the classes of the goals."""
    totals: dict[str, Total] = {}
    for result in results:
        for name, (kinds, damages) in CLASSES.items():
            if result.kind in kinds and result.damage in damages:
                totals.setdefault(name, Total()).add(result)
    return totals


def report(results: list[Result], show: int = 10) -> str:
    """Tables by class and by kind and damage, the fields that fail, and up to `show` examples of each outcome."""
    each: defaultdict[str, Total] = defaultdict(Total)
    for result in results:
        each[f"{result.kind}, {result.damage}"].add(result)
    lines = [_HEAD, *(_line(name, total) for name, total in by_class(results).items())]
    lines += ["", *(_line(name, total) for name, total in sorted(each.items())), ""]
    for word in ("SILENT", "review", "wrong"):
        counts = Counter(
            _field(place) for result in results for place, outcome, *_ in result.fields if outcome.startswith(word)
        )
        lines.append(f"{word}: {dict(counts.most_common())}")
    return "\n".join([*lines, *_examples(results, show)]) + "\n"


def _field(place: str) -> str:
    return place.rpartition("]")[2].lstrip(".") or place


def _examples(results: list[Result], show: int) -> Iterator[str]:
    for result in results:
        if result.crash:
            yield f"CRASH {result.name}: {result.crash[-300:]}"
    for word in ("SILENT invented", "SILENT wrong", "SILENT missing", "wrong, caught", "review"):
        shown: Counter[str] = Counter()
        for result in results:
            for place, outcome, *rest in result.fields:
                if outcome == word and shown["all"] < show and shown[_field(place)] < max(2, show // 5):
                    shown.update(("all", _field(place)))
                    confidence, _empty, expected, got, why = rest
                    yield f"{word:16} {result.name} {place} {confidence}"
                    yield f"     expected {str(expected)[:300]!r}"
                    yield f"     got      {str(got)[:300]!r} {why or ''}"


def logged(path: Path | None) -> list[Result]:
    """The results a log holds; a last line that was cut off does not count."""
    if path is None or not path.exists():
        return []
    lines = path.read_text("utf-8").split("\n")[:-1]
    return [Result(**json.loads(line)) for line in lines]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--kind", action="append", choices=(*KINDS, *OFFICE_KINDS))
    arguments.add_argument("--damage", action="append", choices=tuple(DAMAGES))
    arguments.add_argument("--n", type=int, default=5, help="samples of each kind with each damage")
    arguments.add_argument("--first", type=int, default=0, help="first seed")
    arguments.add_argument("--jobs", type=int, default=1)
    arguments.add_argument("--log", type=Path, help="file of results to go on with")
    arguments.add_argument("--show", type=int, default=10, help="examples of each outcome")
    arguments.add_argument("--save", type=Path, help="folder for the files with silent errors or a crash")
    chosen = arguments.parse_args()
    results = logged(chosen.log)
    done = {result.key for result in results}
    seeds = range(chosen.first, chosen.first + chosen.n)
    wanted = [
        (kind, damage, seed) for seed in seeds for kind in chosen.kind or KINDS for damage in chosen.damage or DAMAGES
    ]
    for result in measure((key for key in wanted if key not in done), jobs=chosen.jobs):
        results.append(result)
        if chosen.log:
            with chosen.log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
    sys.stdout.write(report(results, chosen.show))
    if chosen.save:
        _save(results, chosen.save)


def _save(results: list[Result], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for result in results:
        if result.silent or result.crash:
            (folder / result.name).write_bytes(make(result.seed, result.kind, result.damage).data)


if __name__ == "__main__":
    main()
