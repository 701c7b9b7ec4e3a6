"""A disk that is full, a register that does not answer: nothing is deleted, and the next run finishes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.faults.trial import Trial, pdf


def test_the_store_cannot_grow_any_more(trial: Trial) -> None:
    trial.drop("nhỏ.pdf", pdf(1, 100))
    trial.drop("lớn.pdf", pdf(2, 4_000_000))

    assert trial.run(file_size_limit=3_000_000) == [5]
    trial.check_books()
    assert list(trial.home.store.rglob("*.tmp")) == []
    trial.finish()

    trial.check_end()


def test_the_register_cannot_grow_any_more(trial: Trial) -> None:
    trial.drop_many(40)

    assert trial.run(file_size_limit=300_000) == [5]
    trial.check_books()
    trial.finish()

    trial.check_end()


def test_the_register_is_locked_by_somebody_else(trial: Trial) -> None:
    trial.drop_many(3)
    with closing(sqlite3.connect(trial.home.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert trial.run(timeout=0.2) == [5]
        other.execute("ROLLBACK")
    trial.check_books()
    assert trial.account()["in_progress"] == 1

    trial.finish()
    trial.check_end()


def test_the_register_is_gone(trial: Trial) -> None:
    trial.drop_many(3)
    away = trial.home.root / "away.sqlite3"
    trial.home.database.rename(away)
    trial.home.var.joinpath("register.sqlite3").mkdir()  # nothing can be opened here

    assert trial.run() == [5]
    trial.home.database.rmdir()
    away.rename(trial.home.database)
    trial.check_books()
    trial.finish()

    trial.check_end()
