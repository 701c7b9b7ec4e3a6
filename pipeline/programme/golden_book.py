"""The golden book (sổ vàng): everybody our decisions reward, with a gapless number of its own in each year (8.13).

Its lines are written in the transaction that issues the decision, from what the decision itself prints; a decision made
void takes its awards with it, and their numbers stay used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from pipeline.errors import NotInGoldenBook
from pipeline.law.codes import titles
from pipeline.programme.people import find_person, find_unit
from pipeline.register import audit
from pipeline.register.models import Award, GoldenCounter, OutgoingEntry, SessionItem, Title
from pipeline.vietnamese.money import parse_figures
from pipeline.vietnamese.text import match_key

Facts = Mapping[str, Any]

#: what a decision on Giấy khen confers
COMMENDATION = "GK"


@dataclass(frozen=True, slots=True)
class _Line:
    """Somebody a decision rewards, as it prints it."""

    title: str
    name: str
    collective: bool
    unit: str
    reason: str
    money: int


def enter(entry: OutgoingEntry, facts: Facts) -> list[Award]:
    """Write the awards of a decision into the book, in the order it prints them; none for any other document.

    Call inside the transaction that issues it.
    """
    lines = list(_lines(facts))
    if not lines:
        return []
    known = {title.code: title for title in Title.objects.all()}
    first = _take(entry.year, len(lines))
    awards = [_award(entry, line, known[line.title], facts, number) for number, line in enumerate(lines, start=first)]
    return Award.objects.bulk_create(awards)


def revoke(entry: OutgoingEntry, why: str) -> None:
    """The decision is void: so are its awards. Call inside the transaction that makes it void."""
    Award.objects.filter(entry=entry, revoked_on=None).update(revoked_on=entry.day, revoked_why=why)


def take_back(golden_year: int, golden_number: int, *, why: str, who: str, entry: OutgoingEntry | None = None) -> Award:
    """Take one award back (R-REV-01): false declaration, unlawful appraisal, a later finding of fault.

    Its line stays, and the money is to be paid back. Raises `NotInGoldenBook`.
    """
    from pipeline import clock

    with transaction.atomic():
        award = (
            Award.objects.select_for_update(of=("self",))
            .filter(golden_year=golden_year, golden_number=golden_number, revoked_on=None)
            .first()
        )
        if award is None:
            raise NotInGoldenBook(number=f"{golden_number:02d}/{golden_year}")
        award.revoked_on, award.revoked_why = clock.today(), why
        award.save(update_fields=["revoked_on", "revoked_why"])
        audit.append(who, "award-revoked", f"award:{golden_number:02d}/{golden_year}", why=why, money=award.money)
    return award


def hand_over(golden_year: int, golden_number: int, *, who: str) -> Award:
    """Note that the certificate and the money were handed over today. Raises `NotInGoldenBook`."""
    from pipeline import clock

    with transaction.atomic():
        award = Award.objects.filter(golden_year=golden_year, golden_number=golden_number, revoked_on=None).first()
        if award is None:
            raise NotInGoldenBook(number=f"{golden_number:02d}/{golden_year}")
        award.handed_over = clock.today()
        award.save(update_fields=["handed_over"])
        audit.append(who, "award-handed-over", f"award:{golden_number:02d}/{golden_year}")
    return award


def _take(year: int, count: int) -> int:
    """The first of `count` numbers of the book that follow one another."""
    counter, _new = GoldenCounter.objects.select_for_update().get_or_create(year=year, defaults={"last": 0})
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return first


def _lines(facts: Facts) -> Iterator[_Line]:
    for row in facts.get("tap_the", ()):
        if "tien" in row:
            yield _line(COMMENDATION, row, row["tien"], collective=True)
    for row in facts.get("ca_nhan", ()):
        if "tien" in row:
            yield _line(COMMENDATION, row, row["tien"], collective=False)
    codes = {match_key(spelling): title.code for title in titles() for spelling in title.spellings}
    for part in facts.get("muc_danh_hieu", ()):
        code = codes.get(match_key(part["ten"]))
        if code is not None:
            yield from (_line(code, row, part["tien"], collective=part["tap_the"]) for row in part["danh_sach"])


def _line(title: str, row: Facts, money: str, *, collective: bool) -> _Line:
    return _Line(
        title=title,
        name=str(row.get("ten" if collective else "ho_ten", "")),
        collective=collective,
        unit=str(row.get("don_vi", "")),
        reason=str(row.get("thanh_tich") or row.get("sang_kien") or ""),
        money=parse_figures(f"{money} đồng") or 0,
    )


def _award(entry: OutgoingEntry, line: _Line, title: Title, facts: Facts, number: int) -> Award:
    unit = find_unit(line.name if line.collective else line.unit)
    person = None if line.collective else _person(entry, line, title)
    return Award(
        name=line.name,
        person=person,
        unit=unit if line.collective else None,
        of_unit=unit,
        title=title,
        year=int(facts.get("nam_xet") or entry.year),
        symbol=entry.symbol,
        day=entry.day,
        entry=entry,
        reason=line.reason,
        money=line.money,
        golden_year=entry.year,
        golden_number=number,
    )


def _person(entry: OutgoingEntry, line: _Line, title: Title) -> Any:  # noqa: ANN401 - a Person or None
    """Whom the Council meant by that name, else whom the staff list knows in the unit by it."""
    round_ = entry.document.round
    if round_ is not None:
        meant = SessionItem.objects.granted(round_).filter(title=title, name=line.name, collective=False)
        people = {item.person for item in meant if item.person and item.unit.name == line.unit}
        if len(people) == 1:
            return people.pop()
    return find_person(line.name, "", find_unit(line.unit), entry.day)
