"""Clerks who decide at the same time, and die on the way: each thing is decided once, and nothing is half done."""

from __future__ import annotations

from tests.integration.conftest import Crowd


def test_clerks_at_once_and_killed_decide_everything_once(crowd: Crowd) -> None:
    found = crowd("flow.clerks", forms=8, clerks=3, kills=5, seed=7)

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
