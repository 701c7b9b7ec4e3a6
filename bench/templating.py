"""Filling Word templates: ours beside docxtpl, two Node engines and bare Jinja.

    python bench/templating.py

Every engine fills the same papers with the same data, in interleaved rounds, each in its own best-known ordinary use:
docxtpl as its README shows (plus `autoescape`, without which it loses every "&"), the Node engines from a template in
memory in one long-lived process. CPU time is what counts (the machine may be shared); wall time stands beside it. The
texts of all outputs are compared before any figure is printed. The Node engines are installed by npm into
`bench/node_modules` (versions in `bench/package.json`); without Node or a registry they are left out and named as such.
"""

from __future__ import annotations

import functools
import io
import json
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import jinja2
from docxtpl import DocxTemplate
from lxml import etree
from rich.console import Console
from rich.table import Table
from templating_papers import Paper, letter, plan, table

from pipeline.templating import Template
from pipeline.templating.package import read_members
from pipeline.templating.parts import read_parts

HERE = Path(__file__).parent
ROUNDS = 9
#: how long an engine works in one round, in seconds
TURN = 0.15
#: turns before the first round; Node is still speeding up during its first seconds
WARM_UP = 40
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OURS, DOCXTPL, JINJA = "vanthu", "docxtpl", "jinja alone"
NODE = ("docxtemplater", "easy-template-x")


@dataclass
class Runs:
    """Milliseconds a document, one figure a round."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.cpu)

    @property
    def spread(self) -> float:
        """The interquartile range of the CPU times."""
        low, _, high = statistics.quantiles(self.cpu, n=4)
        return high - low


#: fills the paper so many times and returns (CPU, wall) in milliseconds a document
Engine = Callable[[int], tuple[float, float]]


def timed(fill: Callable[[], object]) -> Engine:
    """An engine of this process."""

    def run(times: int) -> tuple[float, float]:
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(times):
            fill()
        return (time.process_time() - cpu) * 1000 / times, (time.perf_counter() - wall) * 1000 / times

    return run


class Node:
    """The Node engines, in one process that lives as long as the bench."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            ["node", str(HERE / "peers.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE
        )

    def engine(self, name: str, paper: Paper) -> Engine:
        base = self._folder / f"{paper.name}-{name}"
        job = {"engine": name, "template": f"{base}.template", "data": f"{base}.json", "out": f"{base}.docx"}
        Path(job["template"]).write_bytes(paper.braces)
        Path(job["data"]).write_text(json.dumps(paper.data), encoding="utf-8")

        def run(times: int) -> tuple[float, float]:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            print(json.dumps(job | {"times": times}), file=self._process.stdin, flush=True)
            took = json.loads(self._process.stdout.readline())
            return took["cpu"], took["wall"]

        return run

    def made(self, name: str, paper: Paper) -> bytes:
        return (self._folder / f"{paper.name}-{name}.docx").read_bytes()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def install_node() -> bool:
    """Install the Node engines as `package.json` pins them; False if that cannot be done here."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    return subprocess.run(command, cwd=HERE, check=False).returncode == 0


def fill_by_docxtpl(path: Path, paper: Paper) -> bytes:
    document = DocxTemplate(path)
    document.render(paper.data, autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def bare_jinja(paper: Paper) -> Callable[[], object]:
    """Jinja's share: the same source, an environment as it comes, escaping on."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    source = read_parts(read_members(paper.docxtpl))[0].source
    return functools.partial(environment.from_string(source).render, paper.data)


def text_of(docx: bytes) -> str:
    """The words of the body, to compare documents by."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    paragraphs = ("".join(node.text or "" for node in paragraph.iter(f"{W}t")) for paragraph in body.iter(f"{W}p"))
    return "\n".join(filter(None, paragraphs))


def measure(engines: dict[str, Engine], rounds: int = ROUNDS) -> dict[str, Runs]:
    """Let the engines take turns, each as many documents a turn as fill it."""
    times = {}
    for name, engine in engines.items():
        engine(2)
        times[name] = max(1, round(TURN * 1000 / engine(1)[0]))
        for _ in range(WARM_UP if name in NODE else 1):
            engine(times[name])
    runs = {name: Runs() for name in engines}
    for _ in range(rounds):
        for name, engine in engines.items():
            cpu, wall = engine(times[name])
            runs[name].cpu.append(cpu)
            runs[name].wall.append(wall)
    return runs


def race(paper: Paper, folder: Path, node: Node | None, rounds: int = ROUNDS) -> dict[str, Runs]:
    """Measure every engine on a paper; end the bench if two of them do not say the same."""
    path = folder / f"{paper.name}.docx"
    path.write_bytes(paper.docxtpl)
    fill = {
        OURS: lambda: Template(path).render(paper.data),
        DOCXTPL: lambda: fill_by_docxtpl(path, paper),
    }
    engines = {name: timed(call) for name, call in fill.items()} | {JINJA: timed(bare_jinja(paper))}
    if node:
        engines |= {name: node.engine(name, paper) for name in NODE}
    runs = measure(engines, rounds)
    made = {name: call() for name, call in fill.items()}
    if node:
        made |= {name: node.made(name, paper) for name in NODE}
    for name, docx in made.items():
        if text_of(docx) != text_of(made[OURS]):
            sys.exit(f"{paper.name}: {name} does not say the same as {OURS}; no figure here is worth anything")
    return runs


def first_use(paper: Paper) -> float:
    """Milliseconds of CPU to compile a template never seen before (a comment in the zip makes it new)."""
    took = []
    for number in range(5):
        stream = io.BytesIO(paper.docxtpl)
        with zipfile.ZipFile(stream, "a") as archive:
            archive.comment = str((number, time.time_ns())).encode()
        before = time.process_time()
        Template(stream.getvalue())
        took.append((time.process_time() - before) * 1000)
    return statistics.median(took)


@dataclass(frozen=True)
class Goal:
    """A ratio of CPU medians with the least (or most) it must be, and the aim."""

    name: str
    measured: float
    must: float
    aim: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        return self.measured <= self.must if self.at_most else self.measured >= self.must


def goals(results: dict[str, dict[str, Runs]]) -> list[Goal]:
    """The goals of the design, as far as there are figures."""

    def ratio(paper: str, over: str, under: str = OURS) -> float:
        return results[paper][over].median / results[paper][under].median

    found = [
        Goal("docxtpl ÷ ours, letter", ratio("letter", DOCXTPL), 17, 20),
        Goal("docxtpl ÷ ours, plan", ratio("plan", DOCXTPL), 9, 13),
        Goal("docxtpl ÷ ours, fat letter", ratio("fat letter", DOCXTPL), 22, 30),
        Goal("docxtpl ÷ ours, 1,000 rows", ratio("1000 rows", DOCXTPL), 3, 5),
        Goal("ours ÷ Jinja alone, letter", ratio("letter", OURS, JINJA), 9, 5, at_most=True),
        Goal("ours a row, 5,000 ÷ 1,000 rows", ratio_of_rows(results), 1.3, 1.1, at_most=True),
    ]
    if NODE[0] in results["letter"]:
        fastest = min(NODE, key=lambda name: results["letter"][name].median)
        found.append(Goal(f"fastest Node engine ({fastest}) ÷ ours, letter", ratio("letter", fastest), 8, 12))
    return found


def ratio_of_rows(results: dict[str, dict[str, Runs]]) -> float:
    """How much more a row costs in a table of 5,000 than in one of 1,000; 1 is linear."""
    return results["5000 rows"][OURS].median / 5 / results["1000 rows"][OURS].median


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    model = next(
        (line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine()
    )
    names = ("docxtpl", "python-docx", "jinja2", "lxml")
    return {"cpu": model, "python": platform.python_version()} | {name: version(name) for name in names}


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def show(results: dict[str, dict[str, Runs]], reached: list[Goal], first: float) -> None:
    """Print the tables."""
    console = Console(width=110)
    console.print("  ".join(f"{key} {value}" for key, value in machine().items()))
    for paper, runs in results.items():
        grid = Table("engine", "CPU ms", "IQR", "wall ms", "docs/s (CPU)", "÷ ours (CPU)", title=paper)
        for name, run in runs.items():
            wall, ratio = statistics.median(run.wall), run.median / runs[OURS].median
            figures = (
                f"{run.median:.2f}",
                f"{run.spread:.2f}",
                f"{wall:.2f}",
                f"{1000 / run.median:,.0f}",
                f"{ratio:.1f}",
            )
            grid.add_row(name, *figures)
        console.print(grid)
    console.print(f"first use of a template (compiling the letter): {first:.1f} ms CPU")
    grid = Table("ratio of CPU medians", "measured", "must", "aim", "met", title="goals")
    for goal in reached:
        sign = "≤" if goal.at_most else "≥"
        grid.add_row(
            goal.name, f"{goal.measured:.1f}", f"{sign} {goal.must}", f"{sign} {goal.aim}", "yes" if goal.met else "NO"
        )
    console.print(grid)


def store(results: dict[str, dict[str, Runs]], reached: list[Goal], first: float) -> None:
    """Keep the figures in `bench/results/templating.json`."""
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    figures = {
        paper: {
            name: {"cpu_ms": run.median, "cpu_iqr_ms": run.spread, "wall_ms": statistics.median(run.wall)}
            for name, run in runs.items()
        }
        for paper, runs in results.items()
    }
    ratios = {goal.name: {"measured": round(goal.measured, 2), "must": goal.must, "aim": goal.aim} for goal in reached}
    whole = {"machine": machine(), "rounds": ROUNDS, "papers": figures, "first_use_ms": first, "ratios": ratios}
    text = json.dumps(whole, ensure_ascii=False, indent=1, default=float)
    (folder / "templating.json").write_text(text + "\n", encoding="utf-8")


def main() -> int:
    """Run the bench; 1 if a ratio is below what it must be."""
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        node = Node(folder) if install_node() else None
        for paper in (letter(), plan(), letter(fat=True)):
            results[paper.name] = race(paper, folder, node)
        if node:
            node.close()
        for rows in (10, 100, 1000, 5000):
            results[f"{rows} rows"] = race(table(rows), folder, None, rounds=3 if rows == 5000 else ROUNDS)
    reached, first = goals(results), first_use(letter())
    show(results, reached, first)
    store(results, reached, first)
    if node is None:
        print("The Node engines could not be installed here and are left out.")
    return 0 if all(goal.met for goal in reached) else 1


if __name__ == "__main__":
    sys.exit(main())
