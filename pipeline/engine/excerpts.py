"""Excerpts of stored files for people who decide, made in a child process like every look at a file handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.engine import reading_process
from pipeline.engine.child import Child, ChildLost, UnforeseenError
from pipeline.errors import FileRefused
from pipeline.logs import log
from pipeline.reading.excerpt import NOTHING, Excerpt, excerpts
from pipeline.reading.model import Medium

#: seconds a file may take, and each of its pages more; a scanned page takes about one
FOR_A_FILE, FOR_A_PAGE = 30.0, 5.0


def excerpts_of(path: Path, medium: str, places: Sequence[Mapping[str, Any] | None]) -> list[Excerpt]:
    """What stands at `places` of the stored file at `path`; empty excerpts where that cannot be shown."""
    if not places or not medium:
        return [NOTHING for _place in places]
    pages = {place.get("page") for place in places if place}
    child = Child(reading_process.prepare)
    try:
        return child.call(_look, path, medium, places, seconds=FOR_A_FILE + FOR_A_PAGE * len(pages))
    except (ChildLost, UnforeseenError, FileRefused) as trouble:
        log().warning("no-excerpts", file=path.name, cause=type(trouble).__name__)
        return [NOTHING for _place in places]
    finally:
        child.stop()


def _look(path: Path, medium: str, places: Sequence[Mapping[str, Any] | None]) -> list[Excerpt]:
    return excerpts(path.read_bytes(), Medium(medium), places)
