"""From what was gathered on a form to its reading: fields, tables, cross-checks, findings."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.messages import _
from pipeline.reading import ticks
from pipeline.reading.completeness import INCOMPLETE, missing
from pipeline.reading.decide import decide
from pipeline.reading.fields import (
    COLLECTIVE_COLUMNS,
    COLLECTIVE_EXTRAS,
    KINDS,
    NOMINATION_EXTRAS,
    NOMINATION_FIELDS,
    PERSON_COLUMNS,
    PERSON_EXTRAS,
    REGISTRATION_EXTRAS,
    REGISTRATION_FIELDS,
)
from pipeline.reading.forms import NOMINATION, FormPart
from pipeline.reading.gather import Gathered, gather, parted
from pipeline.reading.grids import ListRow
from pipeline.reading.lines import is_unit
from pipeline.reading.lists import Lists
from pipeline.reading.model import Content, FormReading, Lexicon, ReadingFinding, Value
from pipeline.reading.raw import Evidence, Raw

#: A nomination signed this many days outside its quarter belongs to another one.
_EARLY_DAYS, _LATE_DAYS = 31, 183

#: Columns headed by what a tick in them means: "tick.Nam", "title.LĐTT".
_TICKED_COLUMNS = {"tick": "gioi_tinh", "title": "danh_hieu"}

_COUNT = re.compile(r"(\d{1,3})\s*(cá nhân|tập thể)", re.IGNORECASE)

Values = dict[str, Value]
Raws = dict[str, list[Raw]]
#: Makes a value of everything found for a field: `decide`, or what is stricter because of how it was found.
Settle = Callable[[str, Sequence[Raw], Lists], Value]


def forms_of(part: FormPart, content: Content, lexicon: Lexicon, settle: Settle = decide) -> list[FormReading]:
    """The readings of one part of a file: one, or one for each person where it is a list of nominees."""
    lists = Lists(lexicon)
    gathered = gather(part)
    pages = _pages(part)
    notes = tuple(ReadingFinding(rule="R-FORM-01", severity="info", message=note) for note in content.notes)
    if part.form != NOMINATION:
        return [_gathered_registration(gathered, lists, pages, notes, settle)]
    rows = gathered.rows
    if len(rows) > 1 or (rows and not gathered.raws.get("ho_ten") and not gathered.raws.get("thanh_tich")):
        return [nomination(_with_row(gathered, row), lists, pages, notes, settle) for row in rows]
    return [nomination(_with_row(gathered, rows[0]) if rows else gathered.raws, lists, pages, notes, settle)]


def _pages(part: FormPart) -> tuple[int, ...]:
    places = [block.place for block in part.blocks]
    return tuple(sorted({place.page for place in places if place.page is not None})) or (1,)


# TD-02


def nomination(
    raws: Raws,
    lists: Lists,
    pages: tuple[int, ...],
    notes: tuple[ReadingFinding, ...] = (),
    settle: Settle = decide,
) -> FormReading:
    """One TD-02 from everything found for its fields."""
    raws = _split_post(raws, lists)
    values = {key: settle(key, raws.get(key, ()), lists) for key in NOMINATION_FIELDS}
    values |= {key: settle(key, raws[key], lists) for key in NOMINATION_EXTRAS if key in raws}
    values = _checked_quarter(_checked_unit(values, raws))
    return FormReading(form=NOMINATION, pages=pages, fields=values, findings=(*notes, *_missing("TD-02", values)))


def _with_row(gathered: Gathered, row: ListRow) -> dict[str, list[Raw]]:
    """The fields of one person of a list: the row, and what heading and foot say for all."""
    raws = {key: list(found) for key, found in gathered.raws.items()}
    for raw in _person_raws(row):
        key = raw.key
        if key == "don_vi" and _is_filled(raws.get("don_vi", ())):
            key = "don_vi_cong_tac"
        raws.setdefault(key, []).append(replace(raw, key=key))
    return raws


def _is_filled(raws: Iterable[Raw]) -> bool:
    return any(raw.text for raw in raws)


def _person_raws(row: ListRow) -> list[Raw]:
    found: list[Raw] = []
    for column, raw in row.values.items():
        found += _column_raws(column, raw)
    return found


def _column_raws(column: str, raw: Raw) -> list[Raw]:
    """What a cell says, by the head of its column."""
    if column in ("nam_sinh_nam", "nam_sinh_nu"):
        return _birth_by_sex(raw, "Nam" if column == "nam_sinh_nam" else "Nữ")
    kind, _dot, text = column.partition(".")
    if kind in _TICKED_COLUMNS:
        is_marked = ticks.mark(raw.text) != ticks.OFF
        return [_implied(raw, _TICKED_COLUMNS[kind], text)] if raw.text and is_marked else []
    key = "ho_ten" if column == "ten_chung" else column
    return parted(replace(raw, key=key)) if key.partition("+")[0] in KINDS else []


def _birth_by_sex(raw: Raw, sex: str) -> list[Raw]:
    """The birth date under "Nam" or "Nữ" gives two fields, a cross there only the sex."""
    if not raw.text and not raw.uncomputed:
        return []
    marked = _implied(raw, "gioi_tinh", sex)
    return [marked] if ticks.mark(raw.text) == ticks.ON else [marked, replace(raw, key="ngay_sinh")]


def _implied(raw: Raw, key: str, text: str) -> Raw:
    return replace(raw, key=key, typed=None, fragments=tuple(replace(part, text=text) for part in raw.fragments[:1]))


def _split_post(raws: dict[str, list[Raw]], lists: Lists) -> dict[str, list[Raw]]:
    """ "Chuyên viên, Phòng Tổng hợp" in the place of the post: the post, and the unit where none is given."""
    posts = raws.get("chuc_vu", [])
    if len(posts) != 1 or "," not in posts[0].text:
        return raws
    head, _comma, tail = posts[0].text.rpartition(",")
    tail = tail.strip()
    if not (lists.knows_unit(tail) or is_unit(tail)):
        return raws
    post = replace(posts[0], fragments=(replace(posts[0].fragments[0], text=head.strip()),))
    unit = replace(posts[0], key="don_vi_cong_tac", fragments=(replace(posts[0].fragments[0], text=tail),))
    units = raws.get("don_vi_cong_tac", [])
    return raws | {"chuc_vu": [post], "don_vi_cong_tac": units if _is_filled(units) else [unit]}


def _checked_unit(values: Values, raws: dict[str, list[Raw]]) -> Values:
    found = raws.get("don_vi", ())
    blank = any(not raw.text and raw.evidence is not Evidence.LETTERHEAD for raw in found)
    from_letterhead = any(raw.evidence is Evidence.LETTERHEAD for raw in found)
    if (
        blank
        and from_letterhead
        and values["don_vi"].value is not None
        and not any(raw.text and raw.evidence is not Evidence.LETTERHEAD for raw in found)
    ):
        why = _("The place for the unit is empty; this is the unit of the letterhead.")
        return values | {"don_vi": _doubted(values["don_vi"], why)}
    return values


def _checked_quarter(values: Values) -> Values:
    quarter, year, signed = values["quy"].value, values["nam"].value, values["ngay_ky"].value
    if quarter is None or year is None or not isinstance(signed, str) or len(signed) != 10:
        return values
    day = datetime.date.fromisoformat(signed)
    first = datetime.date(year, 3 * quarter - 2, 1)
    last = datetime.date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    if first - datetime.timedelta(days=_EARLY_DAYS) <= day <= last + datetime.timedelta(days=_LATE_DAYS):
        return values
    why = _("The quarter of the title and the day of signing lie far apart.")
    return values | {key: _doubted(values[key], why) for key in ("quy", "nam", "ngay_ky")}


def _doubted(value: Value, why: str) -> Value:
    return replace(value, review=True, why=(*value.why, why), confidence=min(value.confidence, 0.6))


# TD-01


def registration(
    raws: Raws,
    people: Sequence[Sequence[Raw]],
    collectives: Sequence[Sequence[Raw]],
    lists: Lists,
    *,
    pages: tuple[int, ...],
    notes: tuple[ReadingFinding, ...] = (),
    settle: Settle = decide,
) -> FormReading:
    """One TD-01 from everything found for its fields and for each row of its two tables."""
    values = {key: settle(key, raws.get(key, ()), lists) for key in REGISTRATION_FIELDS}
    values |= {key: settle(key, raws[key], lists) for key in REGISTRATION_EXTRAS if key in raws}
    values = _checked_unit(values, raws)
    tables = {
        "ca_nhan": [_row(row, PERSON_COLUMNS, PERSON_EXTRAS, lists, settle) for row in people],
        "tap_the": [_row(row, COLLECTIVE_COLUMNS, COLLECTIVE_EXTRAS, lists, settle) for row in collectives],
    }
    findings = (*notes, *_missing("TD-01", values))
    return FormReading(form="TD-01", pages=pages, fields=values, tables=tables, findings=findings)


def _gathered_registration(
    gathered: Gathered, lists: Lists, pages: tuple[int, ...], notes: tuple[ReadingFinding, ...], settle: Settle
) -> FormReading:
    collectives = [row for row in gathered.rows if _is_collective(row, lists)]
    people = [_person_raws(row) for row in gathered.rows if row not in collectives]
    units = [_collective_raws(row) for row in collectives]
    form = registration(gathered.raws, people, units, lists, pages=pages, notes=notes, settle=settle)
    return replace(form, findings=(*form.findings, *_miscounted(gathered.totals, form.tables)))


def _miscounted(totals: Sequence[str], tables: dict[str, list[Values]]) -> list[ReadingFinding]:
    """A finding where the list's own count of its rows differs from the rows read (R-FORM-03)."""
    said = [match for total in totals for match in _COUNT.finditer(total)]
    names = {"cá nhân": "ca_nhan", "tập thể": "tap_the"}
    message = _("The list says {said}, but {counted} rows were read.")
    return [
        ReadingFinding(rule="R-FORM-03", severity="warn", message=message.format(said=match[0], counted=counted))
        for match in said
        if int(match[1]) != (counted := len(tables[names[match[2].lower()]]))
    ]


def _is_collective(row: ListRow, lists: Lists) -> bool:
    if row.section:
        return row.section == "collective"
    if "ten" in row.values and "ho_ten" not in row.values:
        return True
    name = next((row.values[key].text for key in ("ho_ten", "ten_chung", "ten") if key in row.values), "")
    return is_unit(name.strip()) or lists.knows_unit(name)


def _collective_raws(row: ListRow) -> list[Raw]:
    raws = _person_raws(row)
    name = next((row.values[key] for key in ("ten", "ten_chung", "ho_ten") if key in row.values), None)
    return [raw for raw in raws if raw.key not in ("ho_ten", "ten")] + ([replace(name, key="ten")] if name else [])


def _row(raws: Sequence[Raw], columns: Sequence[str], extras: Sequence[str], lists: Lists, settle: Settle) -> Values:
    by_key: dict[str, list[Raw]] = {}
    for raw in raws:
        by_key.setdefault(raw.key, []).append(raw)
    by_key = _joined_titles(by_key)
    values = {key: settle(key, by_key.get(key, ()), lists) for key in columns}
    return values | {key: settle(key, by_key[key], lists) for key in extras if key in by_key}


def _joined_titles(by_key: dict[str, list[Raw]]) -> dict[str, list[Raw]]:
    """Several ticked columns are several titles, not a contradiction."""
    titles = by_key.get("danh_hieu", [])
    if len(titles) < 2:
        return by_key
    fragments = tuple(part for raw in titles for part in raw.fragments)
    return by_key | {"danh_hieu": [replace(titles[0], fragments=fragments)]}


def with_fields(form: FormReading, values: Values) -> FormReading:
    """`form` with other values of its fields, and with what it lacks told anew."""
    kept = (finding for finding in form.findings if finding.rule != INCOMPLETE)
    return replace(form, fields=values, findings=(*kept, *_missing(form.form, values)))


def _missing(form: str, values: Values) -> list[ReadingFinding]:
    return missing(form, {key for key, value in values.items() if value.value is None and not value.review})
