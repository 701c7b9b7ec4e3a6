"""``make demo``: a fictional office, its units' forms, and what the program makes of them, on one screen.

The demonstration lives in the checkout's own inbox/ and outbox/. Each folder of samples/ is named by the day its files
are handed in, and the office lives on that day while they are. Only samples whose bytes the register does not know yet
are dropped, so a second run is quick and changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.tree import Tree

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
NEEDS_PERSON = 1

console = Console()


def main() -> None:
    """Set up, drop, process, draft, show."""
    vanthu("init")
    for day in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        os.environ["VANTHU_TODAY"] = day.name
        drop_new_samples(day)
        vanthu("run", "--once")
    for kind in ("ke_hoach", "qd_ban_hanh"):
        vanthu("draft", kind)
    vanthu("draft", "ke_hoach", "--variant", "faithful")
    vanthu("status")
    show_outbox()


def vanthu(*arguments: str) -> None:
    """Run a command as a user would; stop where it fails (files returned or waiting are no failure)."""
    console.rule(f"vanthu {' '.join(arguments)}", align="left")
    done = subprocess.run([Path(sys.executable).with_name("vanthu"), *arguments], check=False)
    if done.returncode not in (0, NEEDS_PERSON):
        sys.exit(done.returncode)


def drop_new_samples(day: Path) -> None:
    """Copy the samples of a day that were never handed in into the inbox, unit folders and all."""
    known = {path.name for path in (home() / "var" / "store").rglob("*") if path.is_file()}
    for sample in sorted(path for path in day.rglob("*") if path.is_file()):
        if hashlib.sha256(sample.read_bytes()).hexdigest() not in known:
            target = home() / "inbox" / sample.relative_to(day)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(sample, target)


def show_outbox() -> None:
    """A tree of what a clerk finds, and where to click."""
    outbox = home() / "outbox"
    tree = Tree(f"[bold]{outbox}")
    for folder in sorted(path for path in outbox.iterdir() if path.is_dir()):
        files = sorted(folder.iterdir())
        branch = tree.add(f"{folder.name}/ ({len(files)} tệp)")
        for file in files[:12] if folder.name == "bien-nhan" else files:
            branch.add(file.name)
    console.print(tree)
    returned = sorted((home() / "inbox" / "_tra-lai").glob("*.txt"))
    console.print(f"Trả lại: {len(returned)} tệp, xem lý do trong {home() / 'inbox' / '_tra-lai'}")
    console.print(f"Bước tiếp theo: mở dự thảo trong {outbox / 'du-thao'} bằng Word, hoặc xem bản PDF bên cạnh.")


def home() -> Path:
    """The office's folder, as the program itself finds it."""
    return Path(os.environ.get("VANTHU_HOME") or ROOT)


if __name__ == "__main__":
    main()
