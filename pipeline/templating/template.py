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

from pipeline import errors
from pipeline.messages import _
from pipeline.templating import faults, plain
from pipeline.templating.filling import FillablePart
from pipeline.templating.package import NotAPackage, Package, read_members
from pipeline.templating.parts import CORE_PROPERTIES, NotADocument, Part, read_parts


class Template:
    """A template as its file stood when the object was made; make a new one to see a later edit (it costs a look)."""

    def __init__(self, source: str | os.PathLike[str] | bytes) -> None:
        """Read and compile the template at a path, or given as bytes. Raises `TemplateError`."""
        self.name, content = read(source)
        try:
            self._compiled = _compiled(content)
        except (NotAPackage, NotADocument) as fault:
            raise errors.TemplateUnreadable(template=self.name) from fault
        except _Uncompilable as fault:
            raise fault.problem.error(self.name) from fault

    @property
    def sha256(self) -> str:
        """The hash of the template's content: with the data's, it names a document's bytes."""
        return self._compiled.sha256

    def render(self, context: Mapping[str, Any]) -> bytes:
        """Return the .docx of the template filled with `context`; the same input gives the same bytes.

        Line breaks and tabs in values become Word's; characters XML cannot hold are left out; everything else is
        printed exactly as it is. Raises `TemplateFault` where a name is unknown or the result would be broken.
        """
        try:
            return self._compiled.render(context)
        except Exception as fault:
            if problem := faults.locate(self._compiled.parts, context):
                raise problem.error(self.name) from fault
            # No tag is to blame: python-docx, on the slow way, finds the file itself wanting.
            raise errors.TemplateUnreadable(template=self.name) from fault


def read(source: str | os.PathLike[str] | bytes) -> tuple[str, bytes]:
    """The name to call a template by, and its content. Raises `TemplateError`."""
    if isinstance(source, bytes):
        return _("(without a file name)"), source
    path = Path(source)
    try:
        return path.name, path.read_bytes()
    except OSError as fault:
        raise errors.TemplateMissing(template=path) from fault


class _Uncompilable(Exception):
    """A tag cannot be compiled."""

    def __init__(self, problem: faults.Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class _Compiled:
    """What depends on the template's content alone."""

    def __init__(self, content: bytes) -> None:
        members = read_members(content)
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.parts = [part for part in read_parts(members) if part.has_tags]
        self._content = content
        self._fillable = _compile(self.parts)
        self._package = Package(members, [part.name for part in self.parts])
        self._plain_only = any(plain.needs_docxtpl(part) for part in self.parts)

    def render(self, context: Mapping[str, Any]) -> bytes:
        if self._plain_only or plain.has_pictures(context):
            return self._render_plainly(context)
        return self._package.write({fillable.part.name: fillable.fill(context) for fillable in self._fillable})

    def _render_plainly(self, context: Mapping[str, Any]) -> bytes:
        members = plain.fill(self._content, context)
        properties = [fillable for fillable in self._fillable if fillable.part.kind == CORE_PROPERTIES]
        members |= {fillable.part.name: fillable.fill(context) for fillable in properties}
        # Written anew: python-docx puts the time of day into the zip.
        return Package(members, ()).write({})


def _compile(parts: list[Part]) -> list[FillablePart]:
    try:
        return [FillablePart(part) for part in parts]
    except Exception as fault:
        if problem := faults.locate(parts, None):
            raise _Uncompilable(problem) from fault
        raise


@functools.lru_cache(maxsize=128)
def _compiled(content: bytes) -> _Compiled:
    # The key is the content itself (its hash is compared first): an edited file is another template.
    return _Compiled(content)
