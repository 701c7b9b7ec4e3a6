"""An office in a folder of its own, driven by the real command in real processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

VANTHU = Path(sys.executable).with_name("vanthu")
#: a working day before the due day of quarter III/2022
DAY = "2022-09-19"


@dataclass(frozen=True)
class Office:
    """The home of one office and the command line working for it."""

    home: Path
    environment: Mapping[str, str]

    @property
    def inbox(self) -> Path:
        return self.home / "inbox"

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    def run(self, *arguments: str, timeout: float = 110) -> subprocess.CompletedProcess[str]:
        command = [str(VANTHU), *arguments]
        return subprocess.run(
            command, check=False, env=self.environment, capture_output=True, text=True, timeout=timeout
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command in the background; whoever starts it must end it."""
        nowhere = subprocess.DEVNULL
        return subprocess.Popen([str(VANTHU), *arguments], env=self.environment, stdout=nowhere, stderr=nowhere)

    def json(self, *arguments: str) -> dict[str, Any]:
        return json.loads(self.run(*arguments, "--json").stdout)

    def account(self) -> dict[str, Any]:
        return self.json("status")["account"]


def office_at(home: Path) -> Office:
    return Office(home, {**os.environ, "VANTHU_HOME": str(home), "VANTHU_TODAY": DAY})


@pytest.fixture(scope="session")
def set_up_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example office, set up once; tests work on copies."""
    home = tmp_path_factory.mktemp("office")
    done = office_at(home).run("init")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def office(set_up_office: Path, tmp_path: Path) -> Office:
    home = tmp_path / "home"
    shutil.copytree(set_up_office, home)
    return office_at(home)
