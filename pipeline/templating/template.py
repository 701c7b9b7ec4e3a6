"""A .docx template compiled once and filled many times.

What docxtpl does for every document (load, clean the XML, compile, render, save) is split here: everything that
depends on the template alone is done once per content and kept; a document costs the rendering, a strict parse and the
deflating of the parts that changed.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.templating.filling import FillablePart
from pipeline.templating.package import Package, read_members
from pipeline.templating.parts import read_parts


class Template:
    """A template as its file stood when the object was made; make a new one to see a later edit (it costs a hash)."""

    def __init__(self, source: str | os.PathLike[str] | bytes) -> None:
        """Read and compile the template at a path, or given as bytes. Raises `TemplateError`."""
        if isinstance(source, bytes):
            self.name, content = "docx", source
        else:
            self.name, content = Path(source).name, Path(source).read_bytes()
        self._compiled = _compiled(content)

    @property
    def sha256(self) -> str:
        """The hash of the template's content: with the data's, it names a document's bytes."""
        return self._compiled.sha256

    def render(self, context: Mapping[str, Any]) -> bytes:
        """Return the .docx of the template filled with `context`; the same input gives the same bytes.

        Line breaks and tabs in values become Word's; characters XML can not hold are left out; everything else is
        printed exactly as it is. Raises `TemplateError` where a name is unknown or the result would be broken.
        """
        return self._compiled.render(context)


class _Compiled:
    """What depends on the template's content alone."""

    def __init__(self, content: bytes) -> None:
        members = read_members(content)
        parts = [part for part in read_parts(members) if part.has_tags]
        self.sha256 = hashlib.sha256(content).hexdigest()
        self._fillable = [FillablePart(part) for part in parts]
        self._package = Package(members, [part.name for part in parts])

    def render(self, context: Mapping[str, Any]) -> bytes:
        return self._package.write({fillable.part.name: fillable.fill(context) for fillable in self._fillable})


@functools.lru_cache(maxsize=128)
def _compiled(content: bytes) -> _Compiled:
    return _Compiled(content)
