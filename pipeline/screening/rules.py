"""The rules themselves: each looks at one case and says what is wrong, or nothing.

Which rules hold, and how heavy they weigh, is dated data (`pipeline/law/data/screening.toml`). A rule asks the database
nothing: all it compares stands in the case (`pipeline.screening.cases`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.messages import _
from pipeline.register.models import Nomination
from pipeline.screening.cases import Case, Other, plain
from pipeline.vietnamese.dates import parse_date
from pipeline.vietnamese.text import fold

#: how long before and after its quarter a nomination is still signed without wonder (domain reference 10.3)
SIGNING_GRACE = dt.timedelta(days=45)

_WRITTEN_DAY = re.compile(
    r"\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\b|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
)
_COLLECTIVE = re.compile(r"(?:phong|ban|trung tam|tap the|van phong|to|doi|cong thong tin)\b")
_NO_HOLD = re.compile(r"khong(?: co)?(?: bi)?(?: ky luat.*| gi)?|chua co|/|-|0")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule found: a sentence for people and the values compared."""

    message: str
    evidence: dict[str, Any]


Rule = Callable[[Case], Iterator[Remark]]


def unknown_unit(case: Case) -> Iterator[Remark]:
    """R-UNIT-01: the form names no unit of the office, nor did the folder, or one that was no more."""
    unit = case.form.unit
    if unit is None:
        written = case.values.fields.get("don_vi") or case.form.submission.folder
        message = _("The unit “{unit}” is not on the office's list.") if written else _("The form names no unit.")
        yield Remark(message.format(unit=written), {"don_vi": written})
        return
    entry = case.nomination or case.registration
    if entry is not None and unit.valid_to is not None and unit.valid_to < entry.round.first_day:
        message = _("“{unit}” was no unit of the office any more in {round}; it became: {successors}.")
        successors = ", ".join(case.successors) or "…"
        facts = {"unit": unit.name, "round": entry.round.code, "successors": successors}
        yield Remark(message.format(**facts), {"valid_to": unit.valid_to.isoformat()})


def outside_rounds(case: Case) -> Iterator[Remark]:
    """R-ROUND-01: the quarter or year on the form is no round of a plan (REQ-030)."""
    if case.form.unit is None or case.nomination or case.registration:
        return
    quarter, year = case.values.fields.get("quy"), case.values.fields.get("nam")
    message = _("The period on the form (quarter {quarter}, year {year}) is no round of the plan.")
    yield Remark(message.format(quarter=quarter or "…", year=year or "…"), {"quy": quarter, "nam": year})


def second_nominee(case: Case) -> Iterator[Remark]:
    """R-ONE-01: the unit introduced somebody else in this quarter already; the unit must choose."""
    for other in case.siblings:
        if not _same_person(case.nomination, other):
            message = _("{unit} already introduced {name} in {round}; the unit must choose one person.")
            facts = {"unit": other.unit, "name": other.name, "round": other.round}
            yield Remark(message.format(**facts), {"other_receipt": other.receipt})


def two_units(case: Case) -> Iterator[Remark]:
    """R-ONE-02: another unit introduced the same person in this quarter (domain reference 10.1)."""
    if case.nomination is None:
        return
    mine = case.nomination
    for other in case.of_person:
        if other.round_id == mine.round_id and other.unit_id != mine.unit_id:
            message = _("{name} was also introduced by {unit} in {round}; {owner} employs the person at its end.")
            facts = {"name": mine.name, "unit": other.unit, "round": other.round, "owner": _owner(case, other)}
            yield Remark(message.format(**facts), {"other_receipt": other.receipt})


def _owner(case: Case, other: Other) -> str:
    assert case.nomination is not None
    day = case.nomination.round.last_day
    units = {post.unit_id for post in case.posts if post.held_on(day)}
    names = {case.nomination.unit_id: case.nomination.unit.name, other.unit_id: other.unit}
    return next((name for unit, name in names.items() if unit in units), "…")


def introduced_before(case: Case) -> Iterator[Remark]:
    """R-AGAIN-01: the person was introduced in an earlier quarter; allowed, and worth knowing."""
    if case.nomination is None:
        return
    earlier = [other.round for other in case.of_person if other.round_id != case.nomination.round_id]
    if earlier:
        message = _("{name} was introduced before: {rounds}.")
        yield Remark(message.format(name=case.nomination.name, rounds=", ".join(earlier)), {"rounds": earlier})


def newer_version(case: Case) -> Iterator[Remark]:
    """R-DUP-02: the same form came before with other bytes; the newer one counts when a person says so."""
    for other in case.siblings:
        if _same_person(case.nomination, other):
            yield _version_remark(other.receipt)
    for version in case.versions:
        yield _version_remark(version.receipt)


def _version_remark(receipt: str) -> Remark:
    message = _("This is a newer version of the form with receipt {receipt}; confirm which one counts.")
    return Remark(message.format(receipt=receipt), {"other_receipt": receipt})


def _same_person(one: Nomination | None, other: Other) -> bool:
    if one is None:
        return False
    if one.person_id and other.person_id:
        return one.person_id == other.person_id
    return one.name == other.name


def copied_text(case: Case) -> Iterator[Remark]:
    """R-DUP-03: the achievement is nearly word for word that of another person or quarter."""
    for like in case.like:
        message = _("The achievement is {percent}% the same as that of {name} ({unit}, {round}, receipt {receipt}).")
        facts = {"name": like.name, "unit": like.unit, "round": like.round, "receipt": like.receipt}
        remark = message.format(percent=like.percent, **facts)
        yield Remark(remark, {"other_receipt": like.receipt, "percent": like.percent, "other_text": like.text})


def quarter_and_days(case: Case) -> Iterator[Remark]:
    """R-QUY-01: signed long before or after the quarter the form is for, or telling only of other days."""
    if case.nomination is None:
        return
    round_ = case.nomination.round
    signed = _whole_date(case.values.fields.get("ngay_ky"))
    if signed is not None and not round_.first_day <= signed <= round_.last_day + SIGNING_GRACE:
        message = _("The form is for {round} but was signed on {day}; check the quarter.")
        facts = {"round": round_.code, "day": signed.strftime("%d/%m/%Y")}
        yield Remark(message.format(**facts), {"ngay_ky": signed.isoformat()})
    told = _days_in(case.nomination.achievement)
    if told and not any(round_.first_day <= day <= round_.last_day for day in told):
        message = _("The form is for {round} but its achievement tells of {days} only; check the quarter.")
        days = ", ".join(day.strftime("%d/%m/%Y") for day in told)
        yield Remark(message.format(round=round_.code, days=days), {"days": [day.isoformat() for day in told]})


def _days_in(text: str) -> list[dt.date]:
    written = (parse_date(found[0]) for found in _WRITTEN_DAY.finditer(text))
    return [day for date in written if date is not None and (day := date.exact()) is not None]


def _whole_date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def late(case: Case) -> Iterator[Remark]:
    """R-LATE-01: received after the due day; accepted and marked."""
    entry = case.nomination or case.registration
    if entry is not None and case.received > entry.round.due:
        message = _("Received on {day}, after the due day {due}.")
        facts = {"day": case.received.strftime("%d/%m/%Y"), "due": entry.round.due.strftime("%d/%m/%Y")}
        yield Remark(message.format(**facts), {"due": entry.round.due.isoformat()})


def no_field(case: Case) -> Iterator[Remark]:
    """R-LV-01: no field of emulation, or one not valid in the quarter."""
    if case.nomination is None:
        return
    fields = list(case.nomination.fields.all())
    if not fields:
        yield Remark(_("The form names no field of emulation."), {})
    day = case.nomination.round.last_day
    for field in fields:
        if field.valid_from > day or (field.valid_to and field.valid_to < day):
            message = _("The field {code} is not valid in {round}.")
            yield Remark(message.format(code=field.code, round=case.nomination.round.code), {"code": field.code})


def office_leader(case: Case) -> Iterator[Remark]:
    """R-LEAD: leaders of the office are introduced by the Council, not by a unit (plan III, REQ-025)."""
    if case.nomination is None:
        return
    day = case.nomination.round.last_day
    if any(not post.nominates and post.held_on(day) for post in case.posts):
        message = _("{name} is a leader of the office; the Council introduces leaders.")
        yield Remark(message.format(name=case.nomination.name), {})


def collective(case: Case) -> Iterator[Remark]:
    """R-COLL: collectives are chosen as exemplars by the Council; units register titles for them only (REQ-025)."""
    message = _("{name} is a collective; the Council introduces collectives as exemplars.")
    name = plain(case.values.fields.get("ho_ten"))
    if case.form.kind == "TD-02" and _COLLECTIVE.match(fold(name)):
        yield Remark(message.format(name=name), {"ho_ten": name})
    for row in case.values.tables.get("tap_the", ()):
        if row.get("dien_hinh") == "Có":
            yield Remark(message.format(name=plain(row.get("ten"))), {"ten": row.get("ten")})


def held_up(case: Case) -> Iterator[Remark]:
    """R-HOLD: under discipline, investigation or a complaint, by the form or by the register."""
    said = plain(case.values.fields.get("ky_luat")).strip(" .")
    if said and not _NO_HOLD.fullmatch(fold(said)):
        message = _("The form speaks of discipline or complaints: “{words}”.")
        yield Remark(message.format(words=said), {"ky_luat": said})
    if case.nomination is None:
        return
    round_ = case.nomination.round
    for hold in case.holds:
        if hold.valid_from <= round_.last_day and (hold.valid_to is None or hold.valid_to >= round_.first_day):
            message = _("{name} is held up since {day}: {kind}.")
            facts = {"name": case.nomination.name, "day": hold.valid_from.strftime("%d/%m/%Y"), "kind": hold.kind}
            yield Remark(message.format(**facts), {"kind": hold.kind, "symbol": hold.symbol})


def not_on_staff_list(case: Case) -> Iterator[Remark]:
    """R-NAME-01: the name is not on the staff list letter for letter, or does not tell one person from another."""
    if case.nomination is not None and case.nomination.name and case.nomination.person is None:
        message = _("“{name}” is not on the staff list of the office, or fits more than one person; confirm who it is.")
        yield Remark(message.format(name=case.nomination.name), {"ho_ten": case.nomination.name})


RULES: dict[str, Rule] = {
    "R-UNIT-01": unknown_unit,
    "R-ROUND-01": outside_rounds,
    "R-ONE-01": second_nominee,
    "R-ONE-02": two_units,
    "R-AGAIN-01": introduced_before,
    "R-DUP-02": newer_version,
    "R-DUP-03": copied_text,
    "R-QUY-01": quarter_and_days,
    "R-LATE-01": late,
    "R-LV-01": no_field,
    "R-LEAD": office_leader,
    "R-COLL": collective,
    "R-HOLD": held_up,
    "R-NAME-01": not_on_staff_list,
}
