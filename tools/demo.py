"""``make demo``: a fictional office, its units' forms, and what the program makes of them, on one screen.

The demonstration lives in the checkout's own inbox/ and outbox/. Each folder of samples/ is named by the day its files
are handed in, and the office lives on that day while they are. Only samples whose bytes the register does not know yet
are dropped, so a second run is quick and changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.tree import Tree

from tools.demo_keys import make_keys

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
VANTHU = Path(sys.executable).with_name("vanthu")
NEEDS_PERSON = 1
#: what a person reads on the samples that are scans and photos; who that is
PAPERS, CLERK = SAMPLES / "ban-giay.toml", "Đặng Thị Ví Dụ"

#: what is signed and issued at the end, and whose post signs it
PAPERS_OF_QUARTER, CHIEF = ("2022-q3-bc-quy", "2022-q3-qd-giay-khen"), "Chánh Văn phòng"

console = Console()


def main() -> None:
    """Set up, drop, process, decide, draft, sign, issue, show."""
    vanthu("init")
    for day in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        os.environ["VANTHU_TODAY"] = day.name
        drop_new_samples(day)
        vanthu("run", "--once")
    if settle_papers():
        vanthu("run", "--once")
    for kind in ("ke_hoach", "qd_ban_hanh"):
        vanthu("draft", kind)
    vanthu("draft", "ke_hoach", "--variant", "faithful")
    issue_papers()
    vanthu("status")
    show_outbox()


def vanthu(*arguments: str) -> None:
    """Run a command as a user would; stop where it fails (files returned or waiting are no failure)."""
    console.rule(f"vanthu {' '.join(arguments)}", align="left")
    done = subprocess.run([VANTHU, *arguments], check=False, stdin=subprocess.DEVNULL)
    if done.returncode not in (0, NEEDS_PERSON):
        sys.exit(done.returncode)


def settle_papers() -> bool:
    """Decide about the scans and photos that wait, as the clerk who has the paper on the desk; whether any did."""
    transcripts = {Path(name).name: said for name, said in tomllib.loads(PAPERS.read_text("utf-8")).items()}
    waiting = [row for row in asked("review")["waiting"] if row["file"] in transcripts]
    for row in waiting:
        settle(row["receipt"], transcripts[row["file"]])
    return bool(waiting)


def settle(receipt: str, paper: dict[str, str]) -> None:
    """Show what waits of one file, correct it by what the `paper` says, and look into what is left."""
    vanthu("review", receipt)
    doubts = [matter["address"] for matter in asked("review", receipt)["open"] if "value" in matter]
    corrections = [f"--set={address}={paper.get(address, '')}" for address in doubts]
    if corrections:
        vanthu("review", receipt, *corrections, "--who", CLERK)
    findings = [f"--resolve={matter['address']}" for matter in asked("review", receipt)["open"]]
    if findings:
        vanthu("review", receipt, *findings, "--who", CLERK, "--why", "Đã đối chiếu với bản giấy và hỏi đơn vị")


def issue_papers() -> None:
    """Sign and issue what the quarter asks for, with keys that say in every place that they are worth nothing."""
    office = tomllib.loads((SAMPLES / "office.toml").read_text("utf-8"))
    people = tomllib.loads((SAMPLES / office["people"]).read_text("utf-8"))["people"]
    chief = next(person["name"] for person in people if person["post"] == CHIEF)
    keys = make_keys(home(), chief, office["body"]["name"])
    waiting = {row["id"] for row in asked("documents")["documents"] if row["state"] == "draft"} & set(PAPERS_OF_QUARTER)
    if not waiting:
        return
    for name in sorted(waiting):
        vanthu("freeze", name)
    vanthu("sign", *sorted(waiting), "--key", str(keys.chief), "--pin-file", str(keys.pin))
    vanthu("issue", *sorted(waiting), "--pin-file", str(keys.pin))
    vanthu("verify")


def asked(*arguments: str) -> dict[str, Any]:
    """What a command answers programs."""
    done = subprocess.run([VANTHU, *arguments, "--json"], check=False, stdout=subprocess.PIPE)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


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
