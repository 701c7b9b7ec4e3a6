"""Numbers: from 01 each year in every series, without a gap, never earlier in date than the one before (Đ15.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from pipeline.errors import DayBeforeLast
from pipeline.issuing.paper import Paper
from pipeline.register.models import EntryStatus, NumberCounter, NumberSeries, OutgoingEntry, StoredFile
from pipeline.signing.fields import number_text

# One statement, so that two clerks at once get two numbers; whoever comes second waits for the first's transaction.
TAKE = """
INSERT INTO register_numbercounter (series_id, year, last) VALUES (%s, %s, 1)
ON CONFLICT (series_id, year) DO UPDATE SET last = register_numbercounter.last + 1
RETURNING last
"""


def take_number(series: NumberSeries, day: dt.date) -> int:
    """The next number of `series` in the year of `day`; it is given back if the transaction around it fails.

    Raises `DayBeforeLast`.
    """
    assert transaction.get_connection().in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [series.pk, day.year])
        number = int(cursor.fetchone()[0])
    latest = OutgoingEntry.objects.filter(series=series, year=day.year).order_by("-number").first()
    if latest is not None and latest.day > day:
        raise DayBeforeLast(day=f"{day:%d/%m/%Y}", number=latest.number, last=f"{latest.day:%d/%m/%Y}")
    return number


def enter(
    paper: Paper,
    series: NumberSeries,
    number: int,
    day: dt.date,
    *,
    status: EntryStatus,
    file: StoredFile | None = None,
) -> OutgoingEntry:
    """Write the line of `paper` into the outgoing book, in the transaction that took its number."""
    return OutgoingEntry.objects.create(
        document=paper.document,
        series=series,
        year=day.year,
        number=number,
        symbol=f"{number_text(number)}/{series.symbol}",
        day=day,
        subject=paper.subject,
        signer=paper.signer,
        recipients=paper.recipients,
        kept_by=paper.kept_by,
        status=status,
        file=file,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Numbers of one series and year that are counted, but stand in no line of the book."""

    series: str
    year: int
    numbers: tuple[int, ...]


def gaps() -> list[Gap]:
    """Every hole in the outgoing book; there is none unless somebody changed the register by other means."""
    found = []
    for counter in NumberCounter.objects.select_related("series").order_by("year", "series__key"):
        entries = OutgoingEntry.objects.filter(series=counter.series, year=counter.year)
        there = set(entries.values_list("number", flat=True))
        missing = tuple(number for number in range(1, counter.last + 1) if number not in there)
        if missing:
            found.append(Gap(series=counter.series.key, year=counter.year, numbers=missing))
    return found
