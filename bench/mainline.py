"""The main line, measured from outside: many forms dropped at once, and single forms one after another.

    python bench/mainline.py [--forms 1000] [--singles 20]

Printed and written to bench/results/mainline.json: seconds until every file is registered or waits for a person, peak
memory of all processes, files a second; and for a single form on a local disk the seconds from the end of its drop to
its registered values, and to the round's draft in Word and PDF.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.factory import kinds, make
from tests.processes import descendants

VANTHU = Path(sys.executable).with_name("vanthu")
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
RESULTS = Path(__file__).parent / "results"
DAY = "2022-09-19"
FINAL = ("registered", "review", "duplicate", "returned")


class Office:
    """A fresh office in a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "VANTHU_HOME": str(home), "VANTHU_TODAY": DAY}
        subprocess.run([VANTHU, "init"], env=self.environment, check=True, capture_output=True)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        nowhere = subprocess.DEVNULL
        return subprocess.Popen([VANTHU, *arguments], env=self.environment, stdout=nowhere, stderr=nowhere)

    def states(self) -> dict[str, int]:
        with sqlite3.connect(f"file:{self.home}/var/register.sqlite3?mode=ro", uri=True) as register:
            return dict(register.execute("SELECT state, count(*) FROM register_submission GROUP BY state"))

    def done(self) -> int:
        return sum(count for state, count in self.states().items() if state in FINAL)


class Memory(threading.Thread):
    """Watches a process and all below it; `peak` in MB counts shared pages once (PSS)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak = pid, 0.0

    def run(self) -> None:
        while Path(f"/proc/{self.pid}").exists():
            self.peak = max(self.peak, sum(map(pss, [self.pid, *descendants(self.pid)])) / 1024)
            time.sleep(0.2)


def pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and its waited-for children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def many(count: int, folder: Path) -> dict[str, object]:
    """Drop `count` mixed digital forms at once and wait until the last has its answer."""
    office = Office(folder)
    names = [name for name in kinds() if name.split("_")[0] != "doc" and "rtf" not in name]
    for number in range(count):
        sample = make(number, names[number % len(names)])
        (office.home / "inbox" / f"{number:04d}-{sample.name}").write_bytes(sample.data)
    start = time.monotonic()
    service = office.start("watch")
    memory = Memory(service.pid)
    memory.start()
    while office.done() < count and time.monotonic() - start < 900:
        time.sleep(0.2)
    seconds = time.monotonic() - start
    service.terminate()
    service.wait()
    return {
        "forms": count,
        "seconds": round(seconds, 1),
        "files_per_second": round(count / seconds, 1),
        "peak_memory_mb": round(memory.peak),
        "states": office.states(),
    }


def singles(count: int, folder: Path) -> dict[str, object]:
    """Drop one form after another into a waiting service."""
    office = Office(folder)
    service = office.start("watch")
    time.sleep(5)
    seconds = []
    for number in range(count):
        sample = make(5000 + number, "docx_lines")
        before = office.done()
        target = office.home / "inbox" / f"don-{number}.docx"
        target.write_bytes(sample.data)
        dropped = time.monotonic()
        while office.done() == before and time.monotonic() - dropped < 30:
            time.sleep(0.01)
        seconds.append(time.monotonic() - dropped)
    service.terminate()
    service.wait()
    return {
        "drops": count,
        "registered_p50": round(statistics.median(seconds), 2),
        "registered_p95": round(sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1], 2),
        "registered_max": round(max(seconds), 2),
    }


def completed_round(folder: Path) -> dict[str, object]:
    """All units but one have handed in; seconds from the last form, which completes the round, to its drafts."""
    office = Office(folder)
    forms = sorted(
        path for path in SAMPLES.rglob("*") if path.is_file() and path.suffix != ".toml" and path.stat().st_size
    )
    last = next(path for path in forms if path.parent.name == "KT" and "TD-02" in path.name)
    for form in forms:
        if form != last:
            shutil.copy(form, office.home / "inbox")
    service = office.start("watch")
    while office.done() < len(forms) - 1:
        time.sleep(0.2)
    settle = [sys.executable, "-c", "from tools.demo import settle_papers; settle_papers()"]
    subprocess.run(settle, cwd=SAMPLES.parent, env=office.environment, check=True, capture_output=True)
    time.sleep(10)  # the yearly drafts of what is complete already
    shutil.copy(last, office.home / "inbox")
    dropped = time.monotonic()
    wanted = [
        office.home / "outbox" / "du-thao" / f"2022-q3-{name}"
        for name in ("bc-quy.docx", "bc-quy.pdf", "qd-giay-khen.pdf")
    ]
    while not all(path.exists() for path in wanted) and time.monotonic() - dropped < 60:
        time.sleep(0.02)
    seconds = time.monotonic() - dropped
    service.terminate()
    service.wait()
    return {"drafts_of_the_round": round(seconds, 2)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--singles", type=int, default=20)
    given = parser.parse_args()
    report: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    }
    with tempfile.TemporaryDirectory() as folder:
        report["singles"] = singles(given.singles, Path(folder) / "singles")
        report["completed_round"] = completed_round(Path(folder) / "round")
        report["many"] = many(given.forms, Path(folder) / "many")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "mainline.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
