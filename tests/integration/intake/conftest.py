"""An office with a marked inbox for each test."""

from __future__ import annotations

import pytest

from pipeline.home import Home


@pytest.fixture
def office(office_home: Home, db: None):
    from pipeline.intake import letter_box
    from tests.integration.intake.office import Office

    letter_box.mark_inbox()
    return Office(office_home)
