"""Clerks who issue at the same time, and die on the way: numbers without a gap, and no file without its row."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
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


ROUTES = ["filled", "reserved", "paper"]


def race(environment: Mapping[str, str], **order: object) -> dict[str, Any]:
    command = [sys.executable, str(RACE), json.dumps(order)]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def expected(documents: int, found: Mapping[str, Any]) -> dict[str, Any]:
    """Every number once: for each document one, and those reserved for it and made void."""
    given = documents + found["void"]
    return {
        "killed": found["killed"],
        "numbers": list(range(1, given + 1)),
        "void": found["void"],
        "issued": documents,
        "counter": [given],
        "gaps": 0,
        "wrong_bytes": [],
        "stage_files": documents,
        "files_without_row": [],
        "rows_without_file": [],
        "laid_out": True,
        "to_be_signed": 0,
        "notes": 0,
        "audit_ok": True,
        "issued_rows": documents,
    }


def test_twelve_documents_by_all_routes_and_three_clerks_of_whom_some_are_killed(
    environment: Mapping[str, str],
) -> None:
    found = race(environment, documents=12, clerks=3, kills=4, seed=20220919, routes=ROUTES)

    assert found == expected(12, found)
    assert found["killed"] >= 4
    assert found["void"] >= 1


@pytest.mark.stress
@pytest.mark.parametrize("routes", [["filled"], ROUTES], ids=["one route", "all routes"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fifty_documents_by_eight_clerks_of_whom_many_are_killed(
    environment: Mapping[str, str], seed: int, routes: list[str]
) -> None:
    found = race(environment, documents=50, clerks=8, kills=20, seed=seed, routes=routes)

    assert found == expected(50, found)
    assert found["killed"] >= 20
