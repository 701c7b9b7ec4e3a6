"""Write the sample facts beside the templates, from the register of a demonstration that has just been run.

    VANTHU_HOME=/tmp/demo python tools/demo.py && VANTHU_HOME=/tmp/demo python tools/sample_facts.py

The files are committed: ``vanthu template check`` fills a template with them, and a clerk sees which words there are.
"""

from __future__ import annotations

import json
import os

from pipeline.register import open_register

ROUNDS = {"quarterly": "Q3/2022", "annual": "2022", None: None}


def main() -> None:
    """One file for each kind, beside its default template."""
    os.environ["VANTHU_TODAY"] = "2022-09-19"
    open_register()

    from pipeline import flow
    from pipeline.drafting.kinds import KINDS, find_round
    from pipeline.drafting.samples import sample_file

    for kind in KINDS.values():
        facts = kind.facts(flow.occasion_of(kind, find_round(kind, ROUNDS[kind.rounds])))
        text = json.dumps(facts, ensure_ascii=False, indent=1)
        sample_file(kind).write_text(text + "\n", encoding="utf-8")
        print(sample_file(kind))


if __name__ == "__main__":
    main()
