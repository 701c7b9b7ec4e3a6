"""An office with a marked inbox for each test."""

from __future__ import annotations

import pytest

from pipeline.home import Home
from pipeline.intake import box, letter_box
from tests.integration.intake.office import Office


@pytest.fixture
def office(office_home: Home, db: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Visits end when all is taken, however slow the machine is."""
    monkeypatch.setattr(box, "LONGEST_VISIT", float("inf"))
    letter_box.mark_inbox()
    return Office(office_home)
