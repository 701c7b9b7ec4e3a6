"""An office of its own for each test, worked on by real processes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.home import CHECKOUT, Home
from tests.faults.trial import Trial, Zygote


@pytest.fixture(scope="session")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    command = [sys.executable, str(Path(__file__).with_name("zygote.py"))]
    environment = {
        "PYTHONPATH": str(CHECKOUT),
        "VANTHU_HOME": str(tmp_path_factory.mktemp("none")),
        "PATH": "/usr/bin:/bin",
    }
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Zygote(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="session")
def prepared(zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("prepared")
    assert zygote.run(root, "prepare") == [0]
    return root


@pytest.fixture
def trial(zygote: Zygote, prepared: Path, tmp_path: Path) -> Trial:
    shutil.copytree(prepared, tmp_path / "office")
    return Trial(Home(tmp_path / "office"), zygote)
