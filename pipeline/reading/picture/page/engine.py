"""Tesseract, once a process: a line or a page of pixels in, words with their boxes and confidences out.

Through the library (tesserocr) a crop costs 0.01-0.03 s of CPU; the command line, a tenth as fast, is taken where the
library is missing (design/reading.md, 5). Neither confidence nor wording is judged here.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from pipeline.errors import MissingPart
from pipeline.reading.picture.page.sources import Pixels

#: More threads make Tesseract slower, not faster. Read when the library is loaded, so set before.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

#: models: of the language, and of the script (Debian's tesseract-ocr-script-viet), better in marks, worse in digits
VIETNAMESE, SCRIPT = "vie", "Vietnamese"
_REMEDY = "sudo apt-get install tesseract-ocr-vie tesseract-ocr-script-viet; pip install 'vanthu[scan]'"
_FOLDERS = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata")
#: psm (page segmentation modes) of Tesseract
COLUMN, BLOCK, LINE, SPARSE = 4, 6, 7, 11
#: seconds the command line may take for a page
PATIENCE = 60

PixelBox = tuple[int, int, int, int]  # x0, y0, x1, y1


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A recognised word, NFC; `box` in pixels of the picture given, `confidence` from 0 to 1."""

    text: str
    box: PixelBox
    confidence: float
    #: counted through the picture: words of one line share it
    line: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page lies: the quarter turns clockwise that put it upright, and how sure Tesseract is (1.5 is little)."""

    quarters: int
    confidence: float


class Recogniser(Protocol):
    """What reads pixels: grey pictures, height x width, dark on light."""

    def line(self, pixels: Pixels, dpi: float = 300) -> list[Word]:
        """The words of a picture of one line."""
        ...

    def page(self, pixels: Pixels, dpi: float = 300, mode: int = COLUMN) -> list[Word]:
        """The words of a page or part of one, in reading order; `mode` is one of COLUMN, BLOCK, SPARSE."""
        ...


@functools.cache
def recogniser(model: str = VIETNAMESE) -> Recogniser:
    """The one recogniser of this process for `model`; raises `MissingPart` where Tesseract or the model is missing."""
    folder = model_folder(model)
    try:
        import tesserocr
    except ImportError:
        return CommandLine(folder, model)
    return Library(tesserocr, folder, model)


def model_folder(model: str) -> Path:
    """The folder that holds `model`, searched where Tesseract's packages put it; raises `MissingPart`."""
    named = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(named)] if named else []
    for pattern in _FOLDERS:
        folders += sorted(Path("/").glob(pattern.removeprefix("/")), reverse=True)
    for folder in folders:
        if (folder / f"{model}.traineddata").is_file():
            return folder
    raise MissingPart(part=f"Tesseract ({model})", remedy=_REMEDY)


class Library:
    """Tesseract inside this process."""

    def __init__(self, tesserocr: Any, folder: Path, model: str) -> None:  # noqa: ANN401 - tesserocr has no types
        self._words = tesserocr.RIL.WORD
        self._line_start = tesserocr.RIL.TEXTLINE
        self._iterate = tesserocr.iterate_level
        self._api = tesserocr.PyTessBaseAPI(
            path=str(folder), lang=model, psm=LINE, oem=tesserocr.OEM.LSTM_ONLY, variables={"debug_file": "/dev/null"}
        )

    def line(self, pixels: Pixels, dpi: float = 300) -> list[Word]:
        return self._read(pixels, dpi, LINE)

    def page(self, pixels: Pixels, dpi: float = 300, mode: int = COLUMN) -> list[Word]:
        return self._read(pixels, dpi, mode)

    def _read(self, pixels: Pixels, dpi: float, mode: int) -> list[Word]:
        self._api.SetPageSegMode(mode)
        grey = np.ascontiguousarray(pixels)
        height, width = grey.shape
        # The library keeps a pointer to these bytes until recognition is done.
        raw = grey.tobytes()
        self._api.SetImageBytes(raw, width, height, 1, width)
        self._api.SetSourceResolution(round(dpi))
        self._api.Recognize()
        words = list(self._found())
        self._api.Clear()
        return words

    def _found(self) -> Iterator[Word]:
        found = self._api.GetIterator()
        if found is None:
            return
        line = -1
        for each in self._iterate(found, self._words):
            if each.Empty(self._words):
                continue
            line += each.IsAtBeginningOf(self._line_start)
            text = each.GetUTF8Text(self._words).strip()
            if text:
                yield _word(text, each.BoundingBox(self._words), each.Confidence(self._words), max(line, 0))


class CommandLine:
    """The program `tesseract`, started for every picture."""

    def __init__(self, folder: Path, model: str) -> None:
        if shutil.which("tesseract") is None:
            raise MissingPart(part="Tesseract", remedy=_REMEDY)
        self._command = ["tesseract", "stdin", "stdout", "--tessdata-dir", str(folder), "-l", model, "--oem", "1"]

    def line(self, pixels: Pixels, dpi: float = 300) -> list[Word]:
        return self._read(pixels, dpi, LINE)

    def page(self, pixels: Pixels, dpi: float = 300, mode: int = COLUMN) -> list[Word]:
        return self._read(pixels, dpi, mode)

    def _read(self, pixels: Pixels, dpi: float, mode: int) -> list[Word]:
        _done, picture = cv2.imencode(".bmp", pixels)
        command = [*self._command, "--psm", str(mode), "--dpi", str(round(dpi)), "tsv"]
        answer = subprocess.run(command, input=picture.tobytes(), capture_output=True, check=True, timeout=PATIENCE)
        return list(_of_table(answer.stdout.decode("utf-8", "replace")))


def _of_table(table: str) -> Iterator[Word]:
    """The words of Tesseract's table.

    Its columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
    """
    lines: dict[tuple[str, ...], int] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            left, top, width, height = map(int, cells[6:10])
            line = lines.setdefault(tuple(cells[1:5]), len(lines))
            yield _word(cells[11].strip(), (left, top, left + width, top + height), float(cells[10]), line)


#: signs that are drawn like others, or are no letters of Vietnamese: the models know those of all languages
_SIGNS = str.maketrans({"⁄": "/", "∕": "/", "Ð": "Đ", "ð": "đ", "Ï": "I", "ï": "i", "†": "t"})


def _word(text: str, box: PixelBox, confidence: float, line: int) -> Word:
    spelt = unicodedata.normalize("NFC", text.translate(_SIGNS).replace("ĐĐ", "Đ").replace("tt", "t"))
    return Word(text=spelt, box=box, confidence=max(0.0, confidence) / 100, line=line)


def orientation(pixels: Pixels) -> Turn | None:
    """Which way up the page `pixels` lies, by its letters; None where there are too few of them."""
    try:
        import tesserocr
    except ImportError:
        return _orientation_by_command(pixels)
    found = _orientation_detector(tesserocr, str(model_folder("osd")))
    height, width = pixels.shape
    raw = np.ascontiguousarray(pixels).tobytes()
    found.SetImageBytes(raw, width, height, 1, width)
    told = found.DetectOrientationScript()
    found.Clear()
    return told and Turn(-round(told["orient_deg"] / 90) % 4, float(told["orient_conf"]))


@functools.cache
def _orientation_detector(tesserocr: Any, folder: str) -> Any:  # noqa: ANN401
    return tesserocr.PyTessBaseAPI(path=folder, lang="osd", psm=tesserocr.PSM.OSD_ONLY)


def _orientation_by_command(pixels: Pixels) -> Turn | None:
    _done, picture = cv2.imencode(".bmp", pixels)
    command = ["tesseract", "stdin", "stdout", "--tessdata-dir", str(model_folder("osd")), "--psm", "0"]
    answer = subprocess.run(command, input=picture.tobytes(), capture_output=True, check=False, timeout=PATIENCE)
    lines = (row.partition(":") for row in answer.stdout.decode("utf-8", "replace").splitlines())
    told = {name.strip(): value.strip() for name, _colon, value in lines}
    if "Rotate" not in told:
        return None
    return Turn(int(told["Rotate"]) // 90 % 4, float(told["Orientation confidence"]))
