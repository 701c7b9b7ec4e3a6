"""Measure reading against the factory: ``python -m tests.factory.score --n 200 [--kind K] [--show 20] [--save DIR]``.

Definitions of reading.md §9: a silent error is a value accepted without review that is wrong, invented, or missing
although the form states it; the review rate counts fields sent to a person, rightly or not.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.factory import Sample, kinds, make
from tests.factory.lists import TITLES

_TONES = "\u0300\u0301\u0303\u0309\u0323"
#: a title in full, in whatever words; an abbreviation is no full title (contract §1)
_TITLE_CODES = {
    words.casefold(): code
    for code, (full, others) in TITLES.items()
    for words in (full, *others)
    if not re.search(r"[A-ZĐ]{2}", words.replace("UBND", ""))
}


@dataclass(frozen=True)
class Verdict:
    """What became of one field of one form."""

    kind: str
    sample: str
    place: str
    expected: Any
    got: Any
    review: bool
    why: tuple[str, ...]
    #: None where the reader says nothing at all, as of a row it did not find
    confidence: float | None = None

    @property
    def right(self) -> bool:
        return same(self.expected, self.got)

    @property
    def field(self) -> str:
        """The place without the numbers of form and row."""
        return re.sub(r"\[\d+\]", "", self.place).lstrip(".")

    @property
    def silent(self) -> bool:
        return not self.right and not self.review

    @property
    def outcome(self) -> str:
        if self.right:
            return "review" if self.review else "right"
        if self.review:
            return "wrong, caught"
        if self.got in (None, "", []):
            return "SILENT missing"
        return "SILENT invented" if self.expected in (None, "", []) else "SILENT wrong"


def level(text: str) -> str:
    """`text` without what does not count: case, spaces, punctuation, place of the tone mark in its word."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold().replace("ð", "đ"))
    out = []
    for word in words:
        letters = unicodedata.normalize("NFD", word)
        tone = "".join(mark for mark in letters if mark in _TONES)
        out.append("".join(mark for mark in letters if mark not in _TONES) + tone)
    return "".join(out)


def same(expected: Any, got: Any) -> bool:
    if expected in (None, "", []) or got in (None, "", []):
        return expected in (None, "", []) and got in (None, "", [])
    if isinstance(expected, list):
        if not isinstance(got, list):
            got = [got]
        return {_code(item) for item in expected} == {_code(item) for item in got}
    return level(str(expected)) == level(str(got))


def _code(item: Any) -> str:
    return _TITLE_CODES.get(str(item).casefold(), level(str(item)))


def judge(sample: Sample, forms: list[dict[str, Any]]) -> Iterator[Verdict]:
    """One verdict per field; `forms` as contract §1 prints them."""
    for at in range(max(len(sample.truth), len(forms))):
        truth = sample.truth[at] if at < len(sample.truth) else {"form": None, "fields": {}, "tables": {}}
        form = forms[at] if at < len(forms) else {"form": None, "fields": {}, "tables": {}}
        yield _verdict(sample, f"[{at}].form", truth["form"], {"value": form["form"]})
        yield from _judge_fields(sample, f"[{at}]", truth["fields"], form["fields"])
        for name in ("ca_nhan", "tap_the"):
            yield from _judge_rows(
                sample, f"[{at}].{name}", truth["tables"].get(name, []), form["tables"].get(name, [])
            )


def _judge_fields(sample: Sample, place: str, truth: dict[str, Any], fields: dict[str, Any]) -> Iterator[Verdict]:
    for key, expected in truth.items():
        yield _verdict(sample, f"{place}.{key}", expected, fields.get(key) or {"value": None})


def _judge_rows(
    sample: Sample, place: str, truth: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> Iterator[Verdict]:
    for at, (expected, row) in enumerate(_aligned(truth, rows)):
        nobody = {"ho_ten" if "ca_nhan" in place else "ten": None}
        yield from _judge_fields(sample, f"{place}[{at}]", expected or nobody, row)


def _aligned(truth: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Rows in order; where their numbers differ, paired so that most cells agree and one lost row is one error."""
    if len(truth) == len(rows):
        return list(zip(truth, rows, strict=True))
    best: list[list[tuple[float, list[tuple[int, int]]]]] = [[(0.0, [])] * (len(rows) + 1)]
    for i, expected in enumerate(truth):
        line = [best[i][0]]
        for j, row in enumerate(rows):
            alike, pairs = best[i][j]
            together = (alike + _likeness(expected, row), [*pairs, (i, j)])
            line.append(max(together, best[i][j + 1], line[j], key=lambda each: each[0]))
        best.append(line)
    pairs = dict(best[-1][-1][1])
    found = [(expected, rows[pairs[i]] if i in pairs else {}) for i, expected in enumerate(truth)]
    return found + [({}, row) for j, row in enumerate(rows) if j not in pairs.values()]


def _likeness(truth: dict[str, Any], row: dict[str, Any]) -> float:
    """How many cells of `row` say what `truth` says; a name counts twice."""
    stated = {key: expected for key, expected in truth.items() if expected not in (None, "", [])}
    return sum(
        (2.0 if key in {"ho_ten", "ten"} else 1.0) * same(expected, (row.get(key) or {}).get("value"))
        for key, expected in stated.items()
    )


def _verdict(sample: Sample, place: str, expected: Any, value: dict[str, Any]) -> Verdict:
    return Verdict(
        sample.kind,
        sample.name,
        place,
        expected,
        value.get("value"),
        bool(value.get("review")),
        tuple(value.get("why") or ()),
        value.get("confidence"),
    )


def read(sample: Sample) -> list[dict[str, Any]]:
    """The forms the product finds in `sample`, as contract §1 prints them."""
    from pipeline.reading import read as read_file
    from pipeline.reading.model import Lexicon

    lexicon = Lexicon(**{key: tuple(names) for key, names in sample.lexicon.items()})
    reading = read_file(sample.data, lexicon=lexicon, convert=_to_docx)
    return [form.as_json() for form in reading.forms]


def _to_docx(data: bytes, suffix: str) -> bytes:
    from tests.factory.office import convert

    return convert(data, "docx", suffix)


@dataclass
class Score:
    """Counts over many verdicts."""

    samples: int = 0
    perfect: int = 0
    crashed: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, verdicts: list[Verdict], seconds: float) -> None:
        self.samples += 1
        self.seconds += seconds
        self.perfect += not any(verdict.silent for verdict in verdicts)
        self.counts.update(verdict.outcome for verdict in verdicts)

    @property
    def fields(self) -> int:
        return sum(self.counts.values())

    @property
    def silent(self) -> int:
        return sum(count for outcome, count in self.counts.items() if outcome.startswith("SILENT"))

    @property
    def reviews(self) -> int:
        return self.counts["review"] + self.counts["wrong, caught"]

    def line(self, name: str) -> str:
        fields, samples, counts = self.fields or 1, self.samples or 1, self.counts
        right = (counts["right"] + counts["review"]) / fields
        errors = f"{counts['SILENT wrong']:7}{counts['SILENT invented']:9}{counts['SILENT missing']:8}"
        reviews = f"{self.reviews:8}{self.reviews / fields:8.4f}"
        rest = f"{self.perfect / samples:8.3f}{self.crashed:7}{1000 * self.seconds / samples:7.0f}"
        return f"{name:17}{self.samples:6}{self.fields:8}{right:9.4f}{self.silent:8}{errors}{reviews}{rest}"

    def __add__(self, other: Score) -> Score:
        return Score(
            self.samples + other.samples,
            self.perfect + other.perfect,
            self.crashed + other.crashed,
            self.seconds + other.seconds,
            self.counts + other.counts,
        )


HEAD = "kind              forms  fields    right  silent  wrong invented missing  review    rate   whole  crash     ms"


def measure(samples: Iterable[Sample]) -> tuple[dict[str, Score], list[Verdict]]:
    """Read every sample; the scores by kind and all verdicts that are not plainly right."""
    scores: dict[str, Score] = {}
    notable: list[Verdict] = []
    for sample in samples:
        score = scores.setdefault(sample.kind, Score())
        start = time.perf_counter()
        try:
            forms = read(sample)
        except Exception as error:
            score.crashed += 1
            forms = []
            trace = "".join(traceback.format_exception(error)[-3:])
            notable.append(Verdict(sample.kind, sample.name, "crash", "a reading", trace, False, ()))
        verdicts = list(judge(sample, forms))
        score.add(verdicts, time.perf_counter() - start)
        notable += [verdict for verdict in verdicts if verdict.outcome != "right"]
    return scores, notable


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--n", type=int, default=50, help="forms of each kind")
    arguments.add_argument("--first", type=int, default=0, help="first seed")
    arguments.add_argument("--kind", action="append", help="only this kind (may be repeated)")
    arguments.add_argument("--office", action="store_true", help="the kinds LibreOffice makes")
    arguments.add_argument("--show", type=int, default=10, help="examples of each outcome")
    arguments.add_argument("--save", type=Path, help="folder for the files with silent errors")
    chosen = arguments.parse_args()
    wanted = chosen.kind or kinds(office=chosen.office)
    samples = (make(seed, kind) for kind in wanted for seed in range(chosen.first, chosen.first + chosen.n))
    scores, notable = measure(samples)
    sys.stdout.write(report(scores, notable, chosen.show))
    if chosen.save:
        _save(notable, chosen.save)


def report(scores: dict[str, Score], notable: list[Verdict], show: int = 10) -> str:
    """The table by kind, the fields that fail, and up to `show` examples of each outcome."""
    lines = [HEAD, *(score.line(kind) for kind, score in scores.items()), sum(scores.values(), Score()).line("all")]
    lines.append(f"silent by field: {_by_field(verdict for verdict in notable if verdict.silent)}")
    lines.append(f"review by field: {_by_field(verdict for verdict in notable if verdict.review)}")
    for outcome in ("SILENT invented", "SILENT wrong", "SILENT missing", "wrong, caught", "review"):
        for verdict in _spread([verdict for verdict in notable if verdict.outcome == outcome], show):
            lines.append(f"{outcome:16} {verdict.sample} {verdict.place}")
            lines.append(f"     expected {str(verdict.expected)[:300]!r}")
            lines.append(f"     got      {str(verdict.got)[:300]!r} {verdict.why or ''}")
    return "\n".join(lines) + "\n"


def _by_field(verdicts: Iterable[Verdict]) -> dict[str, int]:
    return dict(Counter(verdict.field for verdict in verdicts).most_common())


def _spread(verdicts: list[Verdict], most: int) -> list[Verdict]:
    """Some of `verdicts`, of as many fields and kinds as there are."""
    seen: Counter[str] = Counter()
    ranked = []
    for verdict in verdicts:
        group = verdict.field + verdict.kind
        seen[group] += 1
        ranked.append((seen[group], verdict))
    return [verdict for _, verdict in sorted(ranked, key=lambda pair: pair[0])[:most]]


def _save(notable: list[Verdict], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in {verdict.sample for verdict in notable if verdict.silent}:
        stem, _, _ = name.rpartition(".")
        kind, _, seed = stem.rpartition("-")
        (folder / name).write_bytes(make(int(seed), kind).data)


if __name__ == "__main__":
    main()
