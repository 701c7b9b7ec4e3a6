"""The books are right after any order of dropping, writing, renaming over, deleting, visiting, crashing, recovering."""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from pathlib import Path
from typing import IO, get_args

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pipeline.home import Home
from pipeline.intake import letter_box
from pipeline.intake.account import account
from pipeline.intake.claims import open_claims
from pipeline.intake.settling import PATIENCE, QUICK
from pipeline.register import points
from pipeline.register.models import Submission
from tests.integration.intake.office import Office, pdf

PLACES = st.sampled_from(["a.pdf", "b.pdf", "KT/a.pdf"])
TEXTS = st.sampled_from(["x", "y", "z"])  # few, so that the same content comes again


class Stopped(BaseException):
    """The process ends here."""


class LetterBoxMachine(RuleBasedStateMachine):
    """`waiting` is what lies in the inbox, `gone` what was taken; both must agree with the disk and the register."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        monkeypatch.setenv("VANTHU_HOME", str(root))
        self.patch = monkeypatch
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        home = Home(root)
        for folder in home.folders():
            folder.mkdir(parents=True, exist_ok=True)
        (home.inbox / "KT").mkdir(exist_ok=True)
        letter_box.mark_inbox()
        self.office = Office(home)
        self.waiting: dict[str, bytes] = {}
        self.unchanged_since: dict[str, float | None] = {}
        self.writers: dict[str, IO[bytes]] = {}
        self.gone: Counter[tuple[str, bytes]] = Counter()

    def teardown(self) -> None:
        for writer in self.writers.values():
            writer.close()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def _changed(self, place: str, data: bytes) -> None:
        self.waiting[place] = data
        self.unchanged_since[place] = None

    @initialize(text=TEXTS)
    def begin_with_a_file(self, text: str) -> None:
        self.drop("a.pdf", text)

    @rule(place=PLACES, text=TEXTS)
    def drop(self, place: str, text: str) -> None:
        if place not in self.writers:
            self.office.drop(place, pdf(text))
            self._changed(place, pdf(text))

    @rule(place=PLACES, text=TEXTS)
    def rename_over(self, place: str, text: str) -> None:
        if place not in self.writers:
            path = self.office.home.inbox / place
            path.parent.mkdir(exist_ok=True)  # an emptied folder may have been removed
            self.office.drop("~WRL0001.tmp", pdf(text)).rename(path)
            self._changed(place, pdf(text))

    @precondition(lambda self: self.waiting)
    @rule(choice=st.data(), text=TEXTS)
    def append(self, choice: st.DataObject, text: str) -> None:
        place = choice.draw(st.sampled_from(sorted(self.waiting)))
        with (self.office.home.inbox / place).open("ab") as writer:
            writer.write(pdf(text))
        self._changed(place, self.waiting[place] + pdf(text))

    @precondition(lambda self: set(self.waiting) - set(self.writers))
    @rule(choice=st.data())
    def delete(self, choice: st.DataObject) -> None:
        place = choice.draw(st.sampled_from(sorted(set(self.waiting) - set(self.writers))))
        (self.office.home.inbox / place).unlink()
        del self.waiting[place]

    @precondition(lambda self: set(self.waiting) - set(self.writers))
    @rule(choice=st.data())
    def begin_writing(self, choice: st.DataObject) -> None:
        place = choice.draw(st.sampled_from(sorted(set(self.waiting) - set(self.writers))))
        self.writers[place] = (self.office.home.inbox / place).open("ab", buffering=0)

    @precondition(lambda self: self.writers)
    @rule(choice=st.data(), text=TEXTS)
    def write_on(self, choice: st.DataObject, text: str) -> None:
        place = choice.draw(st.sampled_from(sorted(self.writers)))
        self.writers[place].write(pdf(text))
        self._changed(place, self.waiting[place] + pdf(text))

    @precondition(lambda self: self.writers)
    @rule(choice=st.data())
    def end_writing(self, choice: st.DataObject) -> None:
        self.writers.pop(choice.draw(st.sampled_from(sorted(self.writers)))).close()

    @rule(after=st.sampled_from([0.0, QUICK / 2, QUICK, 10.0, PATIENCE]))
    def visit(self, after: float) -> None:
        self.office.visit(after)
        self._note_what_went()

    @rule(after=st.sampled_from([QUICK, 10.0]), point=st.sampled_from(get_args(points.Point)))
    def crash(self, after: float, point: str) -> None:
        def stop(reached: str) -> None:
            if reached == point:
                raise Stopped

        self.patch.setattr(points, "hook", stop)
        with contextlib.suppress(Stopped):
            self.office.visit(after)
        self.patch.setattr(points, "hook", lambda _: None)
        self._note_what_went()
        self._restart()

    @rule()
    def recover(self) -> None:
        self._restart()
        self.office.box.recover()

    def _restart(self) -> None:
        self.office.restart()
        self.unchanged_since = dict.fromkeys(self.waiting)

    def _note_what_went(self) -> None:
        """What is no longer in the inbox was taken: whole, settled, and with nobody writing to it."""
        now = self.office.now
        for place in list(self.waiting):
            if (self.office.home.inbox / place).exists():
                if self.unchanged_since[place] is None:
                    self.unchanged_since[place] = now
                continue
            since = self.unchanged_since[place]
            assert since is not None
            assert now - since >= QUICK * 0.999
            assert place not in self.writers
            self.gone[place, self.waiting.pop(place)] += 1

    @invariant()
    def the_account_is_that_of_the_inbox(self) -> None:
        counted = account()
        assert counted.balanced
        assert counted.received == self.gone.total()

    @invariant()
    def every_byte_is_where_it_belongs(self) -> None:
        held: Counter[tuple[str, bytes]] = Counter()
        known = set()
        for row in Submission.objects.all():
            known.add(row.receipt)
            place = f"{row.folder}/{row.name}" if row.folder else row.name
            held[place, self.office.stored(row)] += 1
            assert hashlib.sha256(self.office.stored(row)).hexdigest() == row.file_id
        for claimed in open_claims(self.office.home):
            if claimed.receipt not in known:
                place = f"{claimed.folder}/{claimed.name}" if claimed.folder else claimed.name
                held[place, claimed.path.read_bytes()] += 1
        assert held == self.gone

    @invariant()
    def the_first_of_each_content_is_not_a_duplicate(self) -> None:
        firsts = Submission.objects.exclude(state="duplicate")
        assert firsts.count() == Submission.objects.values("file").distinct().count()

    @precondition(lambda self: not self.writers)
    @rule()
    def all_is_taken_in_the_end(self) -> None:
        self.recover()
        self.office.visit(1.0)
        self._note_what_went()
        self.office.visit(PATIENCE)
        self._note_what_went()
        assert self.waiting == {}
        assert self.office.leftovers() == []


@pytest.mark.timeout(300)
def test_the_books_are_right_whatever_happens(
    db: None, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_state_machine_as_test(
        lambda: LetterBoxMachine(tmp_path_factory.mktemp("office"), monkeypatch),
        settings=settings(
            max_examples=80,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
