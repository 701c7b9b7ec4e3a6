"""SIGKILL at every dangerous moment, again and again, and at random: no file lost, none taken twice."""

from __future__ import annotations

import random
from typing import get_args

import pytest

from pipeline.register.points import Point
from tests.faults.trial import Trial, pdf


@pytest.mark.parametrize("crashes", [1, 2, 3])
@pytest.mark.parametrize("point", get_args(Point))
def test_killed_at_a_named_point_and_again_while_recovering(trial: Trial, point: str, crashes: int) -> None:
    for number in range(5):
        trial.drop(f"{'KT/' * (number % 2)}phiếu {number}.pdf", pdf(number))
    trial.drop("bản sao.pdf", pdf(0))

    for _ in range(crashes):
        assert trial.run(point=point) == [-9]
        trial.check_books()
    trial.finish()

    trial.check_end()


@pytest.mark.parametrize("nth", [2, 5])
@pytest.mark.parametrize("point", get_args(Point))
def test_killed_in_the_middle_of_a_batch(trial: Trial, point: str, nth: int) -> None:
    trial.drop_many(10)

    assert trial.run(point=point, nth=nth) == [-9]
    trial.check_books()
    trial.finish()

    trial.check_end()


def test_killed_at_random_while_a_batch_is_taken(trial: Trial) -> None:
    assert survive_random_kills(trial, files=120, kills=20) == 20


@pytest.mark.stress
@pytest.mark.timeout(900)
def test_killed_two_hundred_times_at_random_while_four_hundred_files_are_taken(trial: Trial) -> None:
    assert survive_random_kills(trial, files=400, kills=200) == 200


def survive_random_kills(trial: Trial, files: int, kills: int) -> int:
    """Kill and restart until so many kills have met a living process; new files keep coming. Return the kills."""
    moments = random.Random(20220916)
    trial.drop_many(files // 2)
    met = 0
    while met < kills:
        met += trial.run(kill_after=moments.uniform(0.005, 0.12)) == [-9]
        trial.check_books()
        if len(trial.dropped) < files:
            number = len(trial.dropped)
            for extra in range(number, min(files, number + 10)):
                trial.drop(f"thêm {extra}.pdf", pdf(extra))
    trial.finish()
    trial.check_end()
    return met


@pytest.mark.stress
@pytest.mark.timeout(900)
def test_ten_thousand_files_with_two_rivals_killed_every_few_seconds(trial: Trial) -> None:
    moments = random.Random(1988)
    trial.drop_many(10_000)
    while len(trial.rows()) < 10_000:
        trial.run(workers=2, kill_after=moments.uniform(2.0, 20.0))
        trial.check_books()
    trial.finish()

    trial.check_end()
