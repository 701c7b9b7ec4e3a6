"""The tables T1 to T6 of a window (domain reference 8.6), counted in memory from one snapshot of the register.

Totals are counted on their own and never summed from rows: whoever has two fields stands in two rows of T1 and counts
once. `checking` proves that the tables agree all the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.law.statistics import layer_of
from pipeline.messages import _
from pipeline.programme.statistics.snapshot import Awarded, Chosen, Codes, Human, Snapshot
from pipeline.register.models import ExemplarStep, Round, Unit
from pipeline.vietnamese.names import sort_key

Table = dict[str, Any]

#: columns of T1 that count people and collectives, in the order of the table
COLUMNS = ("registered", "introduced", "people", "collectives", "commended", "certified", "replicated")
COMMENDED, CERTIFIED = frozenset({"GK"}), frozenset({"BK_TINH", "BK_TTG"})
#: the majority people of the country; everybody else belongs to an ethnic minority
MAJORITY = "Kinh"
WOMAN, MAN = "Nữ", "Nam"


def by_field(seen: Snapshot) -> Table:
    """T1: what became of each field; `none`: whoever has no field (all-round or not said); `overlap`: counted twice."""
    counted = {column: list(fields) for column, fields in _columns(seen)}
    per_field = {column: Counter(code for codes in found for code in codes) for column, found in counted.items()}
    return {
        "rows": [
            {"code": field.code, "label": field.label} | {column: per_field[column][field.code] for column in COLUMNS}
            for field in seen.fields
        ],
        "none": {column: sum(not codes for codes in counted[column]) for column in COLUMNS},
        "overlap": {column: sum(max(len(codes) - 1, 0) for codes in counted[column]) for column in COLUMNS},
        "total": {column: len(counted[column]) for column in COLUMNS},
    }


def _columns(seen: Snapshot) -> Iterable[tuple[str, Iterable[Codes]]]:
    """The fields of everybody each column counts; of registrations only those of exemplars, who have a field."""
    awards = [row for row in seen.awarded if _counted(seen, row)]
    chosen = [row for row in _exemplary(seen) if row.round is None or row.round in seen.counted]
    yield "registered", (row.fields for row in seen.registered if row.round in seen.counted and row.fields)
    yield "introduced", (row.fields for row in seen.introduced if row.round in seen.counted)
    yield "people", (row.fields for row in chosen if not row.collective)
    yield "collectives", (row.fields for row in chosen if row.collective)
    yield "commended", (row.fields for row in awards if row.title in COMMENDED)
    yield "certified", (row.fields for row in awards if row.title in CERTIFIED)
    replicated = (row for row in seen.stages if row.stage == ExemplarStep.REPLICATED)
    yield "replicated", (row.fields for row in replicated if seen.window.first <= row.day <= seen.window.last)


def _exemplary(seen: Snapshot) -> list[Chosen]:
    """Whom the Council chose as exemplars; titles of a year are no choice of exemplars."""
    return [row for row in seen.chosen if row.title in COMMENDED | CERTIFIED]


def _counted(seen: Snapshot, row: Awarded) -> bool:
    if row.round is None:
        return seen.window.first <= row.day <= seen.window.last
    return row.round in seen.counted


@dataclass(frozen=True, slots=True)
class Quarter:
    """Who had to hand in for a quarter, and the first day a form of each unit came in."""

    round: Round
    due: list[Unit]
    received: dict[int, Any]

    @property
    def handed_in(self) -> set[int]:
        """The units due that have handed in."""
        return {unit.pk for unit in self.due if unit.pk in self.received}

    @property
    def late(self) -> set[int]:
        """Those of them whose first form came after the due day."""
        return {unit for unit in self.handed_in if self.received[unit] > self.round.due}


def quarters_of(seen: Snapshot) -> list[Quarter]:
    """The quarters the tables show. Due are the units that exist on a quarter's last day and nominate."""
    body = seen.window.plan.body_id
    first: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in seen.introduced:
        days = first[row.round]
        days[row.unit] = min(row.received, days.get(row.unit, row.received))
    return [
        Quarter(each, [unit for unit in seen.units if _is_due(unit, each, body)], first[each.pk])
        for each in seen.quarters
    ]


def _is_due(unit: Unit, round_: Round, body: int) -> bool:
    return (
        unit.body_id == body
        and unit.nominates
        and unit.valid_from <= round_.last_day <= (unit.valid_to or round_.last_day)
    )


def by_unit(seen: Snapshot, quarters: Sequence[Quarter]) -> Table:
    """T2: what each unit did; the last row, without a code, holds awards whose unit the register does not know."""
    introduced = Counter((row.unit, row.round) for row in seen.introduced)
    registered, awarded = Counter(row.unit for row in seen.registered), Counter(row.unit for row in seen.awarded)
    due = Counter(unit.pk for quarter in quarters for unit in quarter.due)
    missing = Counter(unit.pk for quarter in quarters for unit in quarter.due if unit.pk not in quarter.received)
    active = set(due) | {unit for unit, _round in introduced} | set(registered) | {unit for unit in awarded if unit}
    late = Counter(unit for quarter in quarters for unit in quarter.late)

    def row(unit: Unit) -> Table:
        cells = {quarter.round.code: introduced[unit.pk, quarter.round.pk] for quarter in quarters}
        days = sorted(day for (_round, of), day in seen.registrations.items() if of == unit.pk)
        return {
            "code": unit.code,
            "name": unit.name,
            "people": seen.staff.get(unit.pk, 0),
            "registered_on": [day.isoformat() for day in days],
            "registered": registered[unit.pk],
            "quarters": cells,
            "introduced": sum(cells.values()),
            "due": due[unit.pk],
            "late": late[unit.pk],
            "missing": missing[unit.pk],
            "awarded": awarded[unit.pk],
        }

    rows = [row(unit) for unit in seen.units if unit.pk in active]
    return {
        "rows": rows,
        "unknown": {"awarded": awarded[None]},
        "total": {
            "people": sum(each["people"] for each in rows),
            "registered": len(seen.registered),
            "introduced": len(seen.introduced),
            "quarters": {each.round.code: _in_round(seen, each.round) for each in quarters},
            "due": sum(due.values()),
            "late": sum(late.values()),
            "missing": sum(missing.values()),
            "awarded": len(seen.awarded),
        },
    }


def _in_round(seen: Snapshot, round_: Round) -> int:
    return sum(row.round == round_.pk for row in seen.introduced)


def by_quarter(quarters: Sequence[Quarter]) -> Table:
    """T3: how punctual the units were; `rate` is in tenths of a percent, whole numbers only."""
    rows = [_quarter_row(quarter) for quarter in quarters]
    due, handed_in = sum(row["due"] for row in rows), sum(row["in"] for row in rows)
    sums = {column: sum(row[column] for row in rows) for column in ("due", "in", "on_time", "late", "missing")}
    return {"rows": rows, "total": {**sums, "rate": _tenths(handed_in, due)}}


def _quarter_row(quarter: Quarter) -> Table:
    late_units = quarter.late
    due, handed_in, late = len(quarter.due), len(quarter.handed_in), len(late_units)
    return {
        "round": quarter.round.code,
        "year": quarter.round.year,
        "quarter": quarter.round.quarter,
        "due": due,
        "in": handed_in,
        "on_time": handed_in - late,
        "late": late,
        "missing": due - handed_in,
        "rate": _tenths(handed_in, due),
        "missing_units": [unit.name for unit in quarter.due if unit.pk not in quarter.received],
        "late_units": [unit.name for unit in quarter.due if unit.pk in late_units],
    }


def _tenths(part: int, whole: int) -> int:
    """A share in tenths of a percent, rounded half up."""
    return (part * 1000 + whole // 2) // whole if whole else 0


def titles_by_year(seen: Snapshot) -> Table:
    """T4: awards by title and the year they are for."""
    return _by_year(seen, [(row.title, row.year, 1) for row in seen.awarded])


def money_by_year(seen: Snapshot) -> Table:
    """T6: reward money in đồng by award and the year of the decision."""
    return _by_year(seen, [(row.title, row.day.year, row.money) for row in seen.awarded])


def _by_year(seen: Snapshot, entries: Sequence[tuple[str, int, int]]) -> Table:
    years = sorted({*seen.window.years, *(year for _title, year, _amount in entries)})
    cells: Counter[tuple[str, int]] = Counter()
    for title, year, amount in entries:
        cells[title, year] += amount
    given = {title for title, _year, _amount in entries}
    rows = [
        {
            "code": title.code,
            "name": title.name,
            "years": {str(year): cells[title.code, year] for year in years},
            "total": sum(cells[title.code, year] for year in years),
        }
        for title in seen.titles
        if title.code in given
    ]
    return {
        "years": years,
        "rows": rows,
        "total": {
            "years": {str(year): sum(amount for _title, of, amount in entries if of == year) for year in years},
            "total": sum(amount for _title, _year, amount in entries),
        },
    }


def by_person(seen: Snapshot) -> Table:
    """T5: women, ethnic minorities and people without a leading post among those introduced, chosen and rewarded."""
    day = seen.window.last
    groups = (
        ("introduced", _("introduced"), [row.who for row in seen.introduced]),
        ("chosen", _("chosen by the Council"), [row.who for row in _exemplary(seen) if row.who]),
        ("awarded", _("rewarded"), [row.who for row in seen.awarded if row.who]),
    )

    def leads(who: Human) -> bool | None:
        layer = layer_of(who.post, day)
        return layer.leads if layer else None

    return {"rows": [_person_row(key, name, people, leads) for key, name, people in groups]}


def _person_row(key: str, name: str, people: Sequence[Human], leads: Callable[[Human], bool | None]) -> Table:
    gender = Counter(who.gender for who in people)
    ethnic = Counter(who.ethnic for who in people)
    posts = Counter(leads(who) for who in people)
    women, minority, workers = gender[WOMAN], len(people) - ethnic[MAJORITY] - ethnic[""], posts[False]
    return {
        "group": key,
        "name": name,
        "total": len(people),
        "women": women,
        "men": gender[MAN],
        "gender_unknown": len(people) - women - gender[MAN],
        "minority": minority,
        "majority": ethnic[MAJORITY],
        "ethnic_unknown": ethnic[""],
        "workers": workers,
        "leaders": posts[True],
        "post_unknown": posts[None],
        "women_rate": _tenths(women, len(people)),
        "minority_rate": _tenths(minority, len(people)),
        "workers_rate": _tenths(workers, len(people)),
    }


def by_stage(seen: Snapshot) -> Table:
    """How many exemplars have reached each of the four stages."""
    reached = Counter(row.stage for row in seen.stages)
    return {"rows": [{"stage": step.value, "count": reached[step]} for step in ExemplarStep]}


def nominees(seen: Snapshot) -> list[Table]:
    """Whom the units introduced in the window, in the order of the units."""
    labels = {field.code: field.label for field in seen.fields}
    units = {unit.pk: unit.name for unit in seen.units}
    return [
        {
            "name": row.name,
            "post": row.who.post,
            "unit": units[row.unit],
            "fields": [labels[code] for code in row.fields],
            "in_review": row.in_review,
        }
        for row in seen.introduced
        if row.round in seen.counted
    ]


def exemplars(seen: Snapshot) -> list[Table]:
    """Collectives and people the Council chose or a decision commended, collectives first, each once."""
    labels = {field.code: field.label for field in seen.fields}
    units = {unit.pk: unit.name for unit in seen.units}
    titles = {title.code: title.name for title in seen.titles}
    rows: list[Chosen | Awarded] = [*_exemplary(seen), *seen.awarded]
    found: dict[tuple[bool, str, int | None], Table] = {}
    for row in rows:
        if row.title not in COMMENDED | CERTIFIED:
            continue
        post = row.who.post if row.who else ""
        line = found.setdefault(
            (not row.collective, row.name, row.unit),
            {
                "name": row.name,
                "post": post,
                "unit": "" if row.collective else units.get(row.unit or 0, ""),
                "fields": [],
                "awards": [],
            },
        )
        line["fields"] = sorted({*line["fields"], *(labels[code] for code in row.fields)})
        line["awards"] = sorted({*line["awards"], titles[row.title]})
    return [found[key] for key in sorted(found, key=lambda key: (key[0], sort_key(key[1])))]


def activity(seen: Snapshot) -> Table:
    """How the plan was made known and its exemplars were looked after."""
    return {
        "units_told": len({row.unit for row in seen.told}),
        "attendance": sum(row.attendance for row in seen.told),
        "publications": seen.publications,
        "follow_ups": seen.follow_ups,
    }
