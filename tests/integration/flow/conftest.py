"""Submissions that wait for a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.reading.model import FileReading, Value
from pipeline.register.models import Submission
from tests.integration.conftest import nomination, reading_of

CLERK = "Lý Thị Thử Nghiệm"

Wait = Callable[..., Submission]


def doubt(value: object, why: str = "chữ số mờ", *candidates: str) -> Value:
    return Value(value=value, text=str(value), review=True, why=(why,), confidence=0.6, candidates=candidates)


@pytest.fixture
def wait(hand_in: Callable[..., Submission]) -> Wait:
    """Hand in a nomination with these values and have it read; a reading of one's own may be given instead."""

    def read(reading: FileReading | None = None, **changes: object) -> Submission:
        submission = hand_in()

        def reader(_path: Path) -> FileReading:
            return reading or nomination(**changes)

        flow.advance(submission.pk, reader)
        submission.refresh_from_db()
        return submission

    return read


@pytest.fixture
def doubtful(wait: Wait) -> Submission:
    """A nomination of a person on the staff list whose date of birth is in doubt."""
    return wait(ngay_sinh=doubt("1989-02-17", "chữ số mờ", "1989-02-11"))


def feed(*changes: dict[str, object]) -> FileReading:
    """One file with a nomination for each set of changes."""
    return reading_of(*(nomination(**change).forms[0] for change in changes))
