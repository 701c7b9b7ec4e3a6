"""Pages and files that are no good paper: refused with a sentence or left to a person, in little time and memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import VANTHU
from tests.factory import Sample
from tests.factory.dice import Dice
from tests.factory.paper import bad, filled_in
from tests.factory.score import judge

pytestmark = pytest.mark.office  # the letter among them is printed by LibreOffice

SECONDS, MEGABYTES = 60, 800
LIST_OF_NAMES: dict[str, list[str]] = {"units": [], "titles": [], "posts": [], "staff": []}


@dataclass(frozen=True)
class Outcome:
    code: int
    report: dict[str, Any]
    told: str
    seconds: float


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    folder = tmp_path_factory.mktemp("bad")
    return {name: _read(folder, name, make()) for name, make in bad.BAD.items()}


def _read(folder: Path, name: str, data: bytes) -> Outcome:
    path, lexicon = folder / name, folder / "lexicon.json"
    path.write_bytes(data)
    lexicon.write_text(json.dumps(LIST_OF_NAMES))
    start = time.monotonic()
    done = subprocess.run(
        [VANTHU, "read", path, "--lexicon", lexicon, "--json"],
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "VANTHU_HOME": str(folder), "OMP_THREAD_LIMIT": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20)),
    )
    return Outcome(done.returncode, json.loads(done.stdout or "{}"), done.stderr, time.monotonic() - start)


@pytest.mark.parametrize("name", ["empty page", "no form", "huge picture", "many pages", "corrupt TIFF"])
def test_what_cannot_be_taken_is_refused_with_a_sentence(outcomes: dict[str, Outcome], name: str) -> None:
    [file] = outcomes[name].report["files"]

    assert outcomes[name].code == 3
    assert file["verdict"] == "refused"
    assert len(file["reason"].split()) > 6


@pytest.mark.parametrize("name", ["foreign code", "unknown version", "unknown page", "endless TIFF"])
def test_a_page_under_a_wrong_code_gives_no_wrong_value_unasked(outcomes: dict[str, Outcome], name: str) -> None:
    [file] = outcomes[name].report["files"]
    paper = filled_in("own", Dice.of("bad 1", wide=False))
    sample = Sample(name, b"", paper.truth, "own", (), LIST_OF_NAMES)

    silent = [
        verdict for verdict in judge(sample, file["forms"]) if verdict.outcome in {"SILENT wrong", "SILENT invented"}
    ]

    assert file["reason"] or len(file["forms"]) == 1
    assert silent == []


def test_none_of_them_takes_long(outcomes: dict[str, Outcome]) -> None:
    assert max(outcome.seconds for outcome in outcomes.values()) < SECONDS / 2


def test_none_of_them_ends_in_a_bug(outcomes: dict[str, Outcome]) -> None:
    assert {name: outcome.told for name, outcome in outcomes.items() if outcome.code not in (0, 1, 3)} == {}
