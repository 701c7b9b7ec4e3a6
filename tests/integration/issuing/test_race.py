"""Clerks who issue at the same time, and die on the way: numbers without a gap, and no file without its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.integration.conftest import Crowd

ROUTES = ["filled", "reserved", "paper"]


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


def test_twelve_documents_by_all_routes_and_three_clerks_of_whom_some_are_killed(crowd: Crowd) -> None:
    found = crowd("issuing.race", documents=12, clerks=3, kills=4, seed=20220919, routes=ROUTES)

    assert found == expected(12, found)
    assert found["killed"] >= 4
    assert found["void"] >= 1


@pytest.mark.stress
@pytest.mark.parametrize("routes", [["filled"], ROUTES], ids=["one route", "all routes"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fifty_documents_by_eight_clerks_of_whom_many_are_killed(crowd: Crowd, seed: int, routes: list[str]) -> None:
    found = crowd("issuing.race", documents=50, clerks=8, kills=20, seed=seed, routes=routes)

    assert found == expected(50, found)
    assert found["killed"] >= 20
