"""The doctor says which part is missing and what brings it."""

from __future__ import annotations

import pytest

from pipeline.typeset import fonts, parts, probe


@pytest.mark.parametrize(
    ("place", "finder", "remedy"),
    [
        (parts, "find_office", "apt install libreoffice-writer-nogui"),
        (parts, "find_python", "apt install python3-uno"),
        (fonts, "find_family", "apt install fonts-liberation2"),
    ],
)
def test_one_missing_part_is_named_and_no_letter_is_tried(
    monkeypatch: pytest.MonkeyPatch, place: object, finder: str, remedy: str
):
    monkeypatch.setattr(place, finder, lambda *_arguments: None)

    looked_at = probe()

    assert [part.remedy for part in looked_at if part.found is None] == [remedy]
    assert len(looked_at) == 3
