"""Typesetting side by side: cold `soffice`, unoserver and our warm workers on the same letters.

    python bench/typesetting.py            # speed and memory, some two minutes
    python bench/typesetting.py --long     # the 5,000-row table as well, whole and cut: minutes more

All convert the same letters to PDF/A-2b with the same fonts, from file to bytes; ours includes its checks of the PDF.
The rounds of the contestants are interleaved. Processor time is that of this process and everything below it: on a
busy machine wall time may be doubted, processor time less so. Results go to bench/results/typesetting.json.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import templating_papers

from pipeline.templating import Template
from pipeline.typeset import Typesetter, fonts, gates, long_tables, manuscript, typesetter
from pipeline.typeset.office import Office
from pipeline.typeset.parts import find_parts, office_version

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "typesetting.json"
UNOSERVER = "3.7"
LETTERS = 40
#: name -> (which side of the bound is good, bound)
GOALS = {
    "cold soffice : ours, CPU": (">=", 10.0),
    "unoserver in process : ours, CPU": (">=", 1.4),
    "unoconvert : ours, CPU": (">=", 1.4),
    "ours : inside the warm office, CPU": ("<=", 1.10),
    "two workers : one, documents a second": (">=", 1.4),
    "memory after 300 letters : after 100": ("<=", 1.15),
    "5,000 rows whole : cut, CPU": (">=", 8.0),
}

Convert = Callable[[list[bytes]], list[bytes]]


# The letters


def letters_of(count: int, rows: int = 20) -> list[bytes]:
    """Decisions of three pages with an annex of `rows` people, as the bench of filling templates has them."""
    paper = templating_papers.letter(rows=rows)
    template = Template(paper.docxtpl)
    return [template.render(paper.data | {"so": f"{number:02}"}) for number in range(1, count + 1)]


# The contestants


@contextlib.contextmanager
def cold(folder: Path, environment: dict[str, str]) -> Iterator[Convert]:
    """One `soffice --convert-to` a document, on a profile that exists already."""
    target = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
    profile = f"-env:UserInstallation={(folder / 'cold').as_uri()}"

    def convert(letters: list[bytes]) -> list[bytes]:
        return [one(data) for data in letters]

    def one(data: bytes) -> bytes:
        source = folder / "cold.docx"
        source.write_bytes(data)
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder, source]
        subprocess.run(command, check=True, capture_output=True, env=environment)
        return source.with_suffix(".pdf").read_bytes()

    yield convert


@contextlib.contextmanager
def unoserver(folder: Path, environment: dict[str, str], *, in_process: bool) -> Iterator[Convert]:
    """unoserver as installed from PyPI, its client in this process or its `unoconvert` as a program of its own."""
    place = _install_unoserver()
    port, uno_port = _free_port(), _free_port()
    environment = environment | {"PYTHONPATH": str(place)}
    profile = folder / f"uno{port}"
    command = [find_parts().python, place / "bin" / "unoserver", "--port", str(port), "--uno-port", str(uno_port)]
    command += ["--user-installation", profile]
    server = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    source, target = folder / f"uno{port}.docx", folder / f"uno{port}.pdf"
    options = ["SelectPdfVersion=2"]

    def by_client() -> None:
        from unoserver.client import UnoClient  # type: ignore[import-not-found]

        UnoClient(port=str(port)).convert(inpath=str(source), outpath=str(target), filter_options=options)

    def by_program() -> None:
        command = [sys.executable, place / "bin" / "unoconvert", "--port", str(port)]
        command += ["--filter-option", options[0], source, target]
        subprocess.run(command, check=True, capture_output=True, env=environment)

    def convert(letters: list[bytes]) -> list[bytes]:
        pdfs = []
        for data in letters:
            source.write_bytes(data)
            (by_client if in_process else by_program)()
            pdfs.append(target.read_bytes())
        return pdfs

    try:
        _wait_for(port)
        yield convert
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def ours(workers: int) -> Iterator[Convert]:
    """Our own, called by as many threads as it has workers."""
    with Typesetter(workers=workers) as typeset, ThreadPoolExecutor(workers) as threads:
        yield lambda letters: list(threads.map(typeset.pdf, letters))


def _install_unoserver() -> Path:
    place = HERE / "work" / f"unoserver-{UNOSERVER}"
    if not place.exists():
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--target",
            place,
            f"unoserver=={UNOSERVER}",
        ]
        subprocess.run(command, check=True)
    if str(place) not in sys.path:
        sys.path.append(str(place))
    return place


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _second in range(60):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(1)
    raise TimeoutError("unoserver did not come up")


# Measuring


def processor_seconds() -> float:
    """Time used so far by this process and all below it, those that ended included."""
    ticks = sum(int(field) for fields in _family().values() for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def office_memory() -> int:
    """Resident megabytes of the largest process below this one, which is the office."""
    pages = max(int(fields[21]) for pid, fields in _family().items() if pid != os.getpid())
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def _family() -> dict[int, list[str]]:
    """What /proc says of this process and all below it, behind their names."""
    stats = {pid: fields for pid in _pids() if (fields := _stat(pid))}
    below = {os.getpid()}
    while more := {pid for pid, fields in stats.items() if int(fields[1]) in below} - below:
        below |= more
    return {pid: stats[pid] for pid in below}


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str] | None:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return None


@dataclasses.dataclass
class Series:
    """What one contestant used in each round, in seconds a document."""

    wall: list[float] = dataclasses.field(default_factory=list)
    cpu: list[float] = dataclasses.field(default_factory=list)

    def run(self, convert: Convert, letters: list[bytes]) -> list[bytes]:
        """One round."""
        start, used = time.perf_counter(), processor_seconds()
        pdfs = convert(letters)
        self.wall.append((time.perf_counter() - start) / len(letters))
        self.cpu.append((processor_seconds() - used) / len(letters))
        return pdfs

    def summary(self) -> dict[str, float]:
        """Medians and interquartile ranges, in milliseconds a document."""
        figures = {}
        for name, values in (("wall", self.wall), ("cpu", self.cpu)):
            low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
            figures |= {f"{name}_ms": round(1000 * middle, 1), f"{name}_iqr_ms": round(1000 * (high - low), 1)}
        return figures | {"documents_a_second": round(1 / statistics.median(self.wall), 2)}


def speed(rounds: int, documents: int) -> dict[str, object]:
    """Interleaved rounds of all contestants; the cold one gets a fifth of the documents, being so slow."""
    letters = letters_of(documents)
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as stack:
        folder = Path(place)
        environment = _same_fonts(folder)
        contestants: dict[str, Convert] = {
            "cold soffice": stack.enter_context(cold(folder, environment)),
            "unoserver in process": stack.enter_context(unoserver(folder, environment, in_process=True)),
            "unoconvert": stack.enter_context(unoserver(folder, environment, in_process=False)),
            "inside the warm office": stack.enter_context(warm_office()),
            "ours": stack.enter_context(ours(1)),
            "ours, two workers": stack.enter_context(ours(2)),
        }
        texts = [gates.read_text(convert(letters[:4])[0]) for convert in contestants.values()]
        assert len(set(texts)) == 1, [len(text) for text in texts]
        series = {name: Series() for name in contestants}
        for _round in range(rounds):
            for contestant, convert in contestants.items():
                few = letters[: documents // 5]
                series[contestant].run(convert, few if contestant == "cold soffice" else letters)
    return {"rounds": rounds, "documents_a_round": documents} | {name: one.summary() for name, one in series.items()}


@contextlib.contextmanager
def warm_office() -> Iterator[Convert]:
    """The floor: LibreOffice alone, without our checks before and behind."""
    office = Office(find_parts())
    try:
        yield lambda letters: [office.convert(data, typesetter.TO_PDF, 60) for data in letters]
    finally:
        office.stop()


def _same_fonts(folder: Path) -> dict[str, str]:
    config = fonts.write_fontconfig(find_parts().family, folder)
    return os.environ | {"FONTCONFIG_FILE": str(config), "SAL_USE_VCLPLUGIN": "svp"}


def memory() -> dict[str, object]:
    """What one office holds after 100 and 300 letters without being replaced."""
    letters = letters_of(LETTERS)
    typesetter.DOCUMENTS_PER_OFFICE = 10_000
    after = {}
    with Typesetter() as typeset:
        for number in range(1, 301):
            typeset.pdf(letters[number % LETTERS])
            if number in (100, 300):
                after[f"after_{number}_mb"] = office_memory()
    return dict(after)


def long_table() -> dict[str, object]:
    """A table of 5,000 rows as it is and as we cut it."""
    [whole] = letters_of(1, rows=5000)
    cut = long_tables.cut(whole, manuscript.inspect(whole))
    seconds, texts = {}, []
    for name, data in (("cut", cut), ("whole", whole)):
        office = Office(find_parts())
        texts.append(gates.read_text(office.convert(data, typesetter.TO_PDF, 1200)))
        seconds[f"{name}_cpu_s"] = round(office.cpu, 1)
        office.stop()
    assert manuscript.letters(texts[0]) == manuscript.letters(texts[1])
    return dict(seconds)


# Telling


def ratios(results: dict[str, dict[str, float]]) -> dict[str, float]:
    """The figures the goals speak of, as far as they were measured."""
    found: dict[str, float] = {}
    if race := results.get("speed"):
        cpu = {name: race[name]["cpu_ms"] for name in race if isinstance(race[name], dict)}
        for name in ("cold soffice", "unoserver in process", "unoconvert"):
            found[f"{name} : ours, CPU"] = cpu[name] / cpu["ours"]
        found["ours : inside the warm office, CPU"] = cpu["ours"] / cpu["inside the warm office"]
        rate = {name: race[name]["documents_a_second"] for name in ("ours", "ours, two workers")}
        found["two workers : one, documents a second"] = rate["ours, two workers"] / rate["ours"]
    if held := results.get("memory"):
        found["memory after 300 letters : after 100"] = held["after_300_mb"] / held["after_100_mb"]
    if table := results.get("long_table"):
        found["5,000 rows whole : cut, CPU"] = table["whole_cpu_s"] / table["cut_cpu_s"]
    return {name: round(value, 2) for name, value in found.items()}


def machine() -> dict[str, object]:
    """Where this was measured."""
    cpu = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    return {
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "cpu": cpu[0] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "load_before": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
        "office": office_version(find_parts().office),
        "unoserver": UNOSERVER,
    }


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--documents", type=int, default=20, help="letters a round")
    parser.add_argument("--long", action="store_true", help="the table of 5,000 rows as well")
    chosen = parser.parse_args()
    results: dict[str, object] = {
        "machine": machine(),
        "speed": speed(chosen.rounds, chosen.documents),
        "memory": memory(),
    }
    if chosen.long:
        results["long_table"] = long_table()
    results["ratios"] = found = ratios(results)  # type: ignore[arg-type]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2, ensure_ascii=False))
    for name, value in found.items():
        sign, bound = GOALS[name]
        met = value >= bound if sign == ">=" else value <= bound
        print(f"{'met ' if met else 'MISSED'}  {name}: {value} (goal {sign} {bound})")


if __name__ == "__main__":
    main()
