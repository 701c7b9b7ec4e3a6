"""Tesseract inside the process, and its command line where the library is missing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import MissingPart
from pipeline.reading.picture.page import engine
from tests.unit.reading.picture.pages import blank, write

TABLE = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "4\t1\t1\t1\t1\t0\t10\t10\t100\t20\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t10\t10\t40\t20\t96.5\tGiàng\n"
    "5\t1\t1\t1\t1\t2\t60\t10\t20\t20\t91.0\tA\n"
    "5\t1\t1\t1\t2\t1\t10\t40\t40\t20\t-1\tMẫu\n"
)


def _line(text: str) -> np.ndarray:
    return write(np.full((60, 700), 235, np.uint8), text, 4, 14)


def test_a_line_gives_its_words_with_places_and_confidences() -> None:
    words = engine.recogniser().line(_line("Phòng Tổng hợp"), 200)

    assert [word.text for word in words] == ["Phòng", "Tổng", "hợp"]
    assert all(0.5 < word.confidence <= 1 for word in words)
    assert words[0].box[2] < words[1].box[0]
    assert {word.line for word in words} == {0}


def test_there_is_one_recogniser_of_a_model_in_a_process() -> None:
    assert engine.recogniser() is engine.recogniser()


def test_of_an_empty_picture_no_word_is_sure() -> None:
    assert all(word.confidence == 0 for word in engine.recogniser().line(np.full((60, 300), 235, np.uint8)))


def test_tesseract_is_kept_to_one_thread() -> None:
    assert os.environ["OMP_THREAD_LIMIT"] == "1"


def test_a_missing_model_is_named_with_its_remedy() -> None:
    with pytest.raises(MissingPart, match="apt-get install"):
        engine.model_folder("klingon")


@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_page_is_told_by_its_letters(quarters: int) -> None:
    turned = np.ascontiguousarray(np.rot90(blank(), quarters))

    found = engine.orientation(turned)

    assert found is not None
    assert found.quarters == quarters


def test_the_command_line_gives_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0, TABLE.encode(), b"")

    monkeypatch.setattr(engine.shutil, "which", lambda _name: "/usr/bin/tesseract")
    monkeypatch.setattr(engine.subprocess, "run", run)

    words = engine.CommandLine(Path("/models"), "vie").line(_line("Giàng A Mẫu"), 300)

    assert [(word.text, word.box, word.confidence, word.line) for word in words] == [
        ("Giàng", (10, 10, 50, 30), 0.965, 0),
        ("A", (60, 10, 80, 30), 0.91, 0),
        ("Mẫu", (10, 40, 50, 60), 0.0, 1),
    ]
    assert asked[0][asked[0].index("--psm") + 1] == "7"


def test_without_the_program_the_command_line_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.shutil, "which", lambda _name: None)

    with pytest.raises(MissingPart):
        engine.CommandLine(Path("/models"), "vie")
