"""Numbers of a report that can be followed back: each fact, the cell of the tables it was taken from, and its query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.drafting.facts.letterhead import Facts

Tables = Mapping[str, Any]


def traced(tables: Tables, where: Mapping[str, str]) -> Facts:
    """For each fact named in `where`: its cell (``t1.total.introduced``), the value there, and the query behind it."""
    return {fact: _trace(tables, path) for fact, path in where.items()}


def _trace(tables: Tables, path: str) -> Facts:
    table = path.split(".", 1)[0]
    return {"o": path, "gia_tri": value_at(tables, path), **_in_vietnamese(tables["sources"][table])}


def _in_vietnamese(source: Mapping[str, str]) -> Facts:
    return {"truy_van": source["query"], "ky": source["period"], "dieu_kien": source["filters"]}


def value_at(tables: Tables, path: str) -> Any:  # noqa: ANN401 - a number or a list of the tables
    """What stands at ``t1.total.introduced``, ``t3.rows.-1.due`` or ``t5.rows.0.women`` of the tables."""
    found: Any = tables
    for step in path.split("."):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found
