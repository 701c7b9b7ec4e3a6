"""A submission's steps: each leads where it should, twice is the same as once, and the later of two runs loses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from pipeline import flow
from pipeline.errors import EmptyFile, StorageTrouble
from pipeline.flow import ReaderLost
from pipeline.home import Home
from pipeline.reading.model import FileReading, Value
from pipeline.register import audit
from pipeline.register.models import AuditRow, Finding, Form, Nomination, Submission, SubmissionState
from tests.integration.conftest import nomination

State = SubmissionState
HandIn = Callable[..., Submission]


def reader(reading: FileReading) -> flow.Reader:
    return lambda _path: reading


def failing(error: Exception) -> flow.Reader:
    def read(_path: Path) -> FileReading:
        raise error

    return read


def state_of(submission: Submission) -> str:
    return Submission.objects.values_list("state", flat=True).get(pk=submission.pk)


def test_a_clean_form_is_registered(hand_in: HandIn, example_office: Home) -> None:
    submission = hand_in()

    assert flow.advance(submission.pk, reader(nomination())) == State.REGISTERED

    assert Nomination.objects.get().form.submission == submission
    receipt = (example_office.receipts / f"{submission.receipt}.txt").read_text(encoding="utf-8")
    assert "Đã vào sổ" in receipt
    assert AuditRow.objects.filter(subject=f"submission:{submission.receipt}", act="registered").count() == 1
    assert audit.verify().ok


def test_a_doubtful_value_sends_the_file_to_a_person_with_the_reason(hand_in: HandIn) -> None:
    submission = hand_in()
    doubt = Value(value="1989-02-17", review=True, why=("năm sinh có hai chữ số",))

    assert flow.advance(submission.pk, reader(nomination(ngay_sinh=doubt))) == State.REVIEW

    submission.refresh_from_db()
    assert "năm sinh có hai chữ số" in submission.reason


def test_a_refused_file_is_returned_with_a_copy_and_the_sentence(hand_in: HandIn, example_office: Home) -> None:
    submission = hand_in(b"bytes of the sender")

    assert flow.advance(submission.pk, failing(EmptyFile())) == State.RETURNED

    assert (example_office.returned / "phieu.docx").read_bytes() == b"bytes of the sender"
    assert EmptyFile().message in (example_office.returned / "phieu.docx.txt").read_text(encoding="utf-8")


def test_advancing_what_is_done_changes_nothing(hand_in: HandIn) -> None:
    submission = hand_in()
    flow.advance(submission.pk, reader(nomination()))
    rows = AuditRow.objects.count()

    assert flow.advance(submission.pk, failing(AssertionError())) == State.REGISTERED

    assert (Form.objects.count(), AuditRow.objects.count()) == (1, rows)


def test_two_runs_at_once_have_one_result(hand_in: HandIn) -> None:
    submission = hand_in()

    def slow_read(_path: Path) -> FileReading:
        # Meanwhile our lease runs out and somebody else does the whole step.
        Submission.objects.filter(pk=submission.pk).update(leased_until=timezone.now() - dt.timedelta(seconds=1))
        assert flow.advance(submission.pk, reader(nomination())) == State.REGISTERED
        return nomination(don_vi="KT")

    assert flow.advance(submission.pk, slow_read) == State.REGISTERED

    assert Form.objects.count() == 1
    assert Form.objects.get().unit.code == "TH"  # type: ignore[union-attr]
    assert AuditRow.objects.filter(act="registered").count() == 1


def test_storage_trouble_leaves_the_file_where_it_was(hand_in: HandIn) -> None:
    submission = hand_in()

    with pytest.raises(StorageTrouble):
        flow.advance(submission.pk, failing(StorageTrouble()))

    assert state_of(submission) == State.RECEIVED
    assert flow.waiting() == [submission.pk]


def test_a_file_that_crashes_its_reader_twice_is_returned(hand_in: HandIn) -> None:
    submission = hand_in()
    crash = failing(ReaderLost(killed=False))

    assert flow.advance(submission.pk, crash) == State.RECEIVED
    assert flow.advance(submission.pk, crash) == State.RETURNED

    submission.refresh_from_db()
    assert submission.reason_code == "ReaderKiller"


def test_a_reader_killed_by_somebody_is_not_the_files_fault(hand_in: HandIn) -> None:
    submission = hand_in()

    for _time in range(flow.KILLS_ALLOWED):
        assert flow.advance(submission.pk, failing(ReaderLost(killed=True))) == State.RECEIVED

    assert flow.advance(submission.pk, reader(nomination())) == State.REGISTERED


def test_a_lease_that_ran_out_is_taken_up_again(hand_in: HandIn) -> None:
    submission = hand_in()
    Submission.objects.filter(pk=submission.pk).update(
        state=State.READING, leased_until=timezone.now() - dt.timedelta(seconds=1)
    )

    assert flow.waiting() == [submission.pk]
    assert flow.advance(submission.pk, reader(nomination())) == State.REGISTERED


def test_a_starting_service_takes_up_what_its_predecessor_was_reading(hand_in: HandIn) -> None:
    submission = hand_in()
    Submission.objects.filter(pk=submission.pk).update(state=State.READING, leased_until=timezone.now() + flow.LEASE)
    assert flow.waiting() == []

    assert flow.release_all() == 1

    assert flow.waiting() == [submission.pk]


def test_a_failure_while_recording_records_nothing(hand_in: HandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = hand_in()

    def fail(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(flow, "screen", fail)
    with pytest.raises(RuntimeError):
        flow.advance(submission.pk, reader(nomination()))

    assert (Form.objects.count(), Finding.objects.count()) == (0, 0)
    assert AuditRow.objects.filter(act="registered").count() == 0
    assert flow.waiting() == [submission.pk]
