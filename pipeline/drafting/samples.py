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
    _variant, template = kind.template(None)
    facts: dict[str, Any] = json.loads((TEMPLATES / Path(template).with_suffix(".json")).read_text(encoding="utf-8"))
    return facts
