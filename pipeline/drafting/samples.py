"""Sample facts of each template: what it is checked and previewed with.

They lie beside the templates (``giay-khen.docx``, ``giay-khen.json``), fictional, and show a clerk which words a
template may use. A variant without a sample of its own has that of its kind's default template.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from pipeline.drafting.kind import Kind
from pipeline.drafting.wording import complete
from pipeline.home import TEMPLATES


def sample_facts(kind: Kind, variant: str | None = None) -> dict[str, Any]:
    """The facts of a document of this kind that never existed, as its template is filled with them."""
    sample = given_sample(kind, variant)
    return complete(sample, sample, kind.annexes)


def given_sample(kind: Kind, variant: str | None = None) -> dict[str, Any]:
    """The same as a person would give them."""
    facts: dict[str, Any] = json.loads(_text(sample_file(kind, variant)))
    return facts


def sample_file(kind: Kind, variant: str | None = None) -> Path:
    """Where the sample facts of a variant lie: beside its template, else beside the default one."""
    own, default = (TEMPLATES / kind.template(each)[1] for each in (variant, None))
    return own.with_suffix(".json") if own.with_suffix(".json").exists() else default.with_suffix(".json")


@functools.lru_cache(maxsize=64)
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
