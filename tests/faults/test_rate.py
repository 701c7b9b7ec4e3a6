"""How fast files are taken when every one of them is on the disk before the next."""

from __future__ import annotations

import time

import pytest

from tests.faults.trial import Trial


@pytest.mark.stress
@pytest.mark.timeout(600)
def test_ten_thousand_files_of_forty_kilobytes_are_accounted_for_in_two_minutes(trial: Trial) -> None:
    trial.drop_many(10_000, size=40_000)
    started = time.monotonic()

    trial.finish()

    assert time.monotonic() - started < 120
    trial.check_end()
