"""What all tests share: an office of its own for each test that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.home import Home


@pytest.fixture
def office_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A fresh home folder that this process works for; the test database is pytest-django's."""
    monkeypatch.setenv("VANTHU_HOME", str(tmp_path))
    home = Home(tmp_path)
    for folder in home.folders():
        folder.mkdir(parents=True, exist_ok=True)
    return home
