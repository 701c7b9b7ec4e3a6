"""Clerks who issue at the same time, and die on the way: numbers without a gap, and no file without its row."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

RACE = Path(__file__).with_name("race.py")


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """An office of its own, on a database of its own, SQLite or the server of DATABASE_URL."""
    own = {**os.environ, "VANTHU_HOME": str(tmp_path), "VANTHU_TODAY": "2022-09-19"}
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield own
        return

    import psycopg

    name = f"race_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {**own, "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        server.execute(f"DROP DATABASE {name}")


def race(environment: Mapping[str, str], **order: int) -> dict[str, object]:
    command = [sys.executable, str(RACE), json.dumps(order)]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def expected(documents: int, killed: object) -> dict[str, object]:
    numbers = list(range(1, documents + 1))
    return {
        "killed": killed,
        "numbers": numbers,
        "counter": [documents],
        "gaps": 0,
        "wrong_bytes": [],
        "stage_files": documents,
        "files_without_row": [],
        "rows_without_file": [],
        "laid_out": [f"{number:02d}-QĐ-VPUBND.pdf" for number in numbers],
        "notes": 0,
        "audit_ok": True,
        "issued_rows": documents,
    }


def test_twelve_documents_by_three_clerks_of_whom_some_are_killed(environment: Mapping[str, str]) -> None:
    found = race(environment, documents=12, clerks=3, kills=4, seed=20220919)

    assert found == expected(12, found["killed"])
    assert int(str(found["killed"])) >= 4


@pytest.mark.stress
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fifty_documents_by_eight_clerks_of_whom_many_are_killed(environment: Mapping[str, str], seed: int) -> None:
    found = race(environment, documents=50, clerks=8, kills=20, seed=seed)

    assert found == expected(50, found["killed"])
    assert int(str(found["killed"])) >= 20
