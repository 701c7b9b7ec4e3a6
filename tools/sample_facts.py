"""Write the sample facts beside the templates, from the register of a demonstration that has just been run.

    VANTHU_HOME=/tmp/demo python -m tools.demo && VANTHU_HOME=/tmp/demo python tools/sample_facts.py

The reports on a period (``so-ket``, ``tong-ket``) need the register of ``tools.replay`` to have something to tell.
What no register knows (the words of a letter, of minutes) stands in ``sample_words.json``. The files are committed:
``vanthu template check`` fills a template with them, and a clerk sees which words there are.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pipeline.home import TEMPLATES
from pipeline.register import open_register

ROUNDS = {"quarterly": "Q3/2022", "annual": "2022", None: None}
WORDS = Path(__file__).with_name("sample_words.json")


def main() -> None:
    """One file for each template that is not only another wording of its kind's default."""
    os.environ["VANTHU_TODAY"] = "2022-09-19"
    open_register()

    from pipeline.drafting.kinds import KINDS

    words = json.loads(WORDS.read_text(encoding="utf-8"))
    for kind in KINDS.values():
        for variant, template in kind.templates.items():
            own = words.pop(template.removesuffix(".docx"), None)
            if own is not None or variant == next(iter(kind.templates)):
                _write(TEMPLATES / template, _facts(kind.key, variant, own))
    assert not words, f"no template for {list(words)}"


def _facts(key: str, variant: str, words: dict[str, Any] | None) -> dict[str, Any]:
    """What the register knows of such a document, and the words given for it."""
    from pipeline import flow
    from pipeline.drafting.kinds import find_kind, find_round

    kind = find_kind(key)
    round_ = find_round(kind, ROUNDS[kind.rounds]) if words is None else None
    return {**kind.facts(flow.occasion_of(kind, round_), variant), **(words or {})}


def _write(template: Path, facts: dict[str, Any]) -> None:
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    template.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    print(template.with_suffix(".json"))


if __name__ == "__main__":
    main()
