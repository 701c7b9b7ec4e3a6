"""Two processes that take from one inbox at the same time, although they should not."""

from __future__ import annotations

import pytest

from tests.faults.trial import Trial


def test_two_claimers_take_each_file_exactly_once(trial: Trial) -> None:
    trial.drop_many(300)

    assert trial.run(workers=2) == [0, 0]
    trial.finish()

    trial.check_end()


@pytest.mark.stress
@pytest.mark.timeout(600)
def test_two_claimers_race_over_five_thousand_files(trial: Trial) -> None:
    trial.drop_many(5_000)

    assert trial.run(workers=2) == [0, 0]
    trial.finish()

    trial.check_end()


def test_two_claimers_killed_together_leave_nothing_behind(trial: Trial) -> None:
    trial.drop_many(100)
    for _ in range(5):
        trial.run(workers=2, kill_after=0.1)
        trial.check_books()

    trial.finish()
    trial.check_end()
