"""Sample facts of each kind of document: what a template is checked and previewed with.

They lie beside the templates (``giay-khen.docx``, ``giay-khen.json``), fictional, and show a clerk which words a
template may use.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.drafting.kinds import Kind
from pipeline.home import TEMPLATES


def sample_facts(kind: Kind) -> dict[str, Any]:
    """The facts of a document of this kind that never existed."""
    facts: dict[str, Any] = json.loads(sample_file(kind).read_text(encoding="utf-8"))
    return facts


def sample_file(kind: Kind) -> Path:
    """Where the sample facts of a kind lie: beside its default template."""
    _variant, template = kind.template(None)
    return (TEMPLATES / template).with_suffix(".json")
