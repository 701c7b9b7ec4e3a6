"""Excerpts come from a child process: a file that breaks it, or is gone, costs its pictures and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engine import excerpts
from pipeline.engine.excerpts import excerpts_of
from pipeline.home import Home
from pipeline.reading.excerpt import NOTHING
from tests.unit.reading.pdf_kit import written

PLACE = {"page": 1, "box": [100.0, 128.0, 180.0, 145.0]}


def test_a_sound_file_shows_its_place(tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(written((100, 700, "Giàng A Mẫu")))

    first, second = excerpts_of(path, "pdf_text", [PLACE, None])

    assert first.png is not None
    assert second == NOTHING


@pytest.mark.parametrize(
    ("data", "medium"), [(b"%PDF-1.7\nbroken", "pdf_text"), (b"PK\x03\x04", "docx"), (b"", "scan")]
)
def test_a_broken_file_shows_nothing(office_home: Home, tmp_path: Path, data: bytes, medium: str) -> None:
    path = tmp_path / "stored"
    path.write_bytes(data)

    assert excerpts_of(path, medium, [PLACE]) == [NOTHING]


def test_a_file_that_is_gone_or_takes_too_long_shows_nothing(
    office_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert excerpts_of(tmp_path / "gone", "pdf_text", [PLACE]) == [NOTHING]

    path = tmp_path / "stored"
    path.write_bytes(written((100, 700, "x")))
    monkeypatch.setattr(excerpts, "FOR_A_FILE", 0.0)
    monkeypatch.setattr(excerpts, "FOR_A_PAGE", 0.0)
    assert excerpts_of(path, "pdf_text", [PLACE]) == [NOTHING]


def test_without_a_medium_or_places_no_process_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excerpts, "Child", None)

    assert excerpts_of(tmp_path / "gone", "", [PLACE]) == [NOTHING]
    assert excerpts_of(tmp_path / "gone", "pdf_text", []) == []
