"""Clerks who decide at the same time, and die on the way: each thing is decided once, and nothing is half done."""

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

CLERKS = Path(__file__).with_name("clerks.py")


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """An office of its own, on a database of its own, SQLite or the server of DATABASE_URL."""
    own = {**os.environ, "VANTHU_HOME": str(tmp_path), "VANTHU_TODAY": "2022-09-19"}
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield own
        return

    import psycopg

    name = f"clerks_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {**own, "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        server.execute(f"DROP DATABASE {name}")


def test_clerks_at_once_and_killed_decide_everything_once(environment: Mapping[str, str]) -> None:
    order = {"forms": 8, "clerks": 3, "kills": 5, "seed": 7}

    done = subprocess.run(
        [sys.executable, str(CLERKS), json.dumps(order)], check=False, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("killed") >= 5
    assert found == {
        "states": ["registered"],
        "decided_twice": 0,
        "decided": 8 * 4,
        "as_decided": True,
        "counting": 6,
        "counting_twice": 0,
        "told": True,
        "audit_ok": True,
        "receipts": 8,
    }
