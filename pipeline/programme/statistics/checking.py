"""The tables of a window agree with each other, or they are not shown: every cross-sum, worked out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.errors import StatisticsDisagree
from pipeline.programme.statistics.tables import CERTIFIED, COLUMNS, COMMENDED

Tables = Mapping[str, Any]
Sums = Iterator[tuple[str, int, int]]

_KINDS = (("women", "men", "gender_unknown"), ("minority", "majority", "ethnic_unknown"))
_POSTS = ("workers", "leaders", "post_unknown")


def check(tables: Tables) -> None:
    """Raise `StatisticsDisagree`, which names each sum that is wrong and both its numbers."""
    wrong = [f"{place}: {found} ≠ {right}" for place, found, right in cross_sums(tables) if found != right]
    if wrong:
        raise StatisticsDisagree(window=tables["window"]["name"], problem="; ".join(wrong))


def cross_sums(tables: Tables) -> Sums:
    """Every sum that two ways lead to: its place, and both numbers."""
    for part in (_of_fields, _of_units, _of_quarters, _of_years, _of_people, _between):
        yield from part(tables)


def _of_fields(tables: Tables) -> Sums:
    t1 = tables["t1"]
    for column in COLUMNS:
        listed = sum(row[column] for row in t1["rows"]) + t1["none"][column] - t1["overlap"][column]
        yield f"T1.{column}", t1["total"][column], listed


def _of_units(tables: Tables) -> Sums:
    t2 = tables["t2"]
    for column in ("people", "registered", "introduced", "due", "late", "missing"):
        yield f"T2.{column}", t2["total"][column], sum(row[column] for row in t2["rows"])
    awarded = sum(row["awarded"] for row in t2["rows"]) + t2["unknown"]["awarded"]
    yield "T2.awarded", t2["total"]["awarded"], awarded
    for code, total in t2["total"]["quarters"].items():
        yield f"T2.{code}", total, sum(row["quarters"][code] for row in t2["rows"])
    for row in t2["rows"]:
        yield f"T2.{row['code']}", row["introduced"], sum(row["quarters"].values())


def _of_quarters(tables: Tables) -> Sums:
    t3 = tables["t3"]
    for row in t3["rows"]:
        yield f"T3.{row['round']}.in", row["in"], row["on_time"] + row["late"]
        yield f"T3.{row['round']}.due", row["due"], row["in"] + row["missing"]
    for column in ("due", "in", "on_time", "late", "missing"):
        yield f"T3.{column}", t3["total"][column], sum(row[column] for row in t3["rows"])


def _of_years(tables: Tables) -> Sums:
    for name in ("t4", "t6"):
        table = tables[name]
        for row in table["rows"]:
            yield f"{name.upper()}.{row['code']}", row["total"], sum(row["years"].values())
        for year in table["years"]:
            listed = sum(row["years"][str(year)] for row in table["rows"])
            yield f"{name.upper()}.{year}", table["total"]["years"][str(year)], listed
        yield f"{name.upper()}.total", table["total"]["total"], sum(row["total"] for row in table["rows"])


def _of_people(tables: Tables) -> Sums:
    for row in tables["t5"]["rows"]:
        for parts in (*_KINDS, _POSTS):
            yield f"T5.{row['group']}.{parts[0]}", row["total"], sum(row[part] for part in parts)


def _between(tables: Tables) -> Sums:
    """What several tables count: introductions, late forms and awards."""
    t1, t2, t3, t4, t5 = (tables[name] for name in ("t1", "t2", "t3", "t4", "t5"))
    counted, shown = tables["window"]["rounds"], t2["total"]["quarters"]
    yield "T1/T2.introduced", t1["total"]["introduced"], sum(shown[code] for code in counted)
    for column in ("due", "late", "missing"):
        yield f"T2/T3.{column}", t2["total"][column], t3["total"][column]
    yield "T2/T5.introduced", t2["total"]["introduced"], t5["rows"][0]["total"]
    yield "T2/T4.awarded", t2["total"]["awarded"], t4["total"]["total"]
    if tables["window"]["first"] == tables["window"]["since"]:
        for column, codes in (("commended", COMMENDED), ("certified", CERTIFIED)):
            given = sum(row["total"] for row in t4["rows"] if row["code"] in codes)
            yield f"T1/T4.{column}", t1["total"][column], given
    yield "T1/nominees", t1["total"]["introduced"], len(tables["nominees"])
