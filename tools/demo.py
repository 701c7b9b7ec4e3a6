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

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
VANTHU = Path(sys.executable).with_name("vanthu")
NEEDS_PERSON = 1
#: a form photographed with a telephone, which the reader gives to a person; who that is
PHOTO, CLERK = "anh chup phieu Q3.jpg", "Đặng Thị Ví Dụ"

console = Console()


def main() -> None:
    """Set up, drop, process, decide, draft, show."""
    vanthu("init")
    for day in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        os.environ["VANTHU_TODAY"] = day.name
        drop_new_samples(day)
        vanthu("run", "--once")
    if settle_photo():
        vanthu("run", "--once")
    for kind in ("ke_hoach", "qd_ban_hanh"):
        vanthu("draft", kind)
    vanthu("draft", "ke_hoach", "--variant", "faithful")
    vanthu("status")
    show_outbox()


def vanthu(*arguments: str) -> None:
    """Run a command as a user would; stop where it fails (files returned or waiting are no failure)."""
    console.rule(f"vanthu {' '.join(arguments)}", align="left")
    done = subprocess.run([VANTHU, *arguments], check=False, stdin=subprocess.DEVNULL)
    if done.returncode not in (0, NEEDS_PERSON):
        sys.exit(done.returncode)


def settle_photo() -> bool:
    """Decide about the photographed form as the clerk who has it on the desk; whether it waited."""
    receipt = next((row["receipt"] for row in asked("review")["waiting"] if row["file"] == PHOTO), None)
    if receipt is None:
        return False
    vanthu("review", receipt)
    paper = what_the_photo_says()
    doubts = [matter["address"] for matter in asked("review", receipt)["open"] if "value" in matter]
    corrections = (f"--set={address}={paper[address]}" for address in doubts)
    vanthu("review", receipt, *corrections, "--who", CLERK)
    findings = [f"--resolve={matter['address']}" for matter in asked("review", receipt)["open"]]
    if findings:
        vanthu("review", receipt, *findings, "--who", CLERK, "--why", "Đã đối chiếu với bản giấy và hỏi đơn vị")
    return True


def what_the_photo_says() -> dict[str, str]:
    """The fields of the photographed form, as the unit wrote them."""
    unit = tomllib.loads((ROOT / "tests" / "factory" / "samples.toml").read_text("utf-8"))["THCB"]
    people = tomllib.loads((SAMPLES / "nhan-su.toml").read_text("utf-8"))["people"]
    who = next(person for person in people if person["name"] == unit["nominee"])
    return {
        "don_vi": "THCB",
        "don_vi_cong_tac": "Trung tâm Tin học - Công báo",
        "quy": "III",
        "nam": "2022",
        "ho_ten": who["name"],
        "ngay_sinh": f"{who['birth']:%d/%m/%Y}",
        "gioi_tinh": who["sex"],
        "dan_toc": who["ethnic"],
        "chuc_vu": who["post"],
        "trinh_do": unit["education"],
        "linh_vuc": "; ".join(unit["fields"]),
        "danh_hieu": "; ".join(unit["titles"]),
        "thanh_tich": "\n".join(unit["achievements"]),
        "ky_luat": "Không",
        "ngay_ky": f"{unit['signed']:%d/%m/%Y}",
        "truong_don_vi": unit["head"],
    }


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
