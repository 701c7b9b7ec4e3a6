"""The outgoing book: its lines for programs (contract §5), and its volumes, one per series and year, for people."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.messages import _
from pipeline.register.models import Body, EntryStatus, OutgoingEntry
from pipeline.vietnamese.dates import short_date

#: the ten columns (NĐ 30/2020, Phụ lục IV, I)
COLUMNS = (
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
TITLE = "SỔ ĐĂNG KÝ VĂN BẢN ĐI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """The lines of one series and year, in order of number."""

    body: Body
    series: str
    year: int
    entries: Sequence[OutgoingEntry]

    @property
    def span(self) -> str:
        """From which day and number to which."""
        first, last = self.entries[0], self.entries[-1]
        return (
            f"Từ ngày {short_date(first.day)} đến ngày {short_date(last.day)}, "
            f"từ số {first.number:02d} đến số {last.number:02d}"
        )

    def rows(self) -> Iterator[tuple[str, ...]]:
        """What stands in the ten columns; how many copies went and who took them is written by hand."""
        for entry in self.entries:
            yield (
                entry.symbol,
                short_date(entry.day),
                entry.subject,
                entry.signer,
                "; ".join(entry.recipients),
                entry.kept_by,
                "",
                "",
                "",
                _note(entry),
            )


def _note(entry: OutgoingEntry) -> str:
    """What the last column says of a number that is not in force."""
    if entry.status == EntryStatus.RESERVED:
        return _("Number reserved, not issued yet")
    return _("Void: {why}").format(why=entry.reason) if entry.status == EntryStatus.VOID else ""


def reserved() -> list[OutgoingEntry]:
    """The numbers that are printed in documents not issued yet, oldest day first."""
    return list(
        OutgoingEntry.objects.filter(status=EntryStatus.RESERVED).select_related("document").order_by("day", "pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryHead:
    """The end of the audit chain on a day. On paper nobody can change it, so it vouches for the rows before it."""

    day: dt.date
    seq: int
    hash: str


def entries(*, year: int | None = None, series: str | None = None) -> list[OutgoingEntry]:
    """The lines of the book by year, series and number; all of them, or those of a year or a series."""
    lines = OutgoingEntry.objects.select_related("series__body").order_by("year", "series__key", "number")
    lines = lines.filter(year=year) if year is not None else lines
    return list(lines.filter(series__key=series) if series is not None else lines)


def volumes(lines: Sequence[OutgoingEntry]) -> list[Volume]:
    """The lines as they are bound."""
    bound = itertools.groupby(lines, key=lambda entry: (entry.series, entry.year))
    return [
        Volume(body=series.body, series=series.key, year=year, entries=list(group)) for (series, year), group in bound
    ]


def as_json(entry: OutgoingEntry) -> dict[str, Any]:
    """One line as contract §5 has it."""
    return {
        "series": entry.series.key,
        "year": entry.year,
        "number": entry.number,
        "symbol": entry.symbol,
        "date": f"{entry.day}",
        "type": _type(entry),
        "subject": entry.subject,
        "signer": entry.signer,
        "status": entry.status,
        "reason": entry.reason or None,
        "sha256": entry.file_id,
    }


def _type(entry: OutgoingEntry) -> str:
    """The abbreviation of its kind; a công văn has none, its symbol begins with the body (Phụ lục I, II.3b)."""
    first = entry.symbol.partition("/")[2].partition("-")[0]
    return "" if first == entry.series.body.abbreviation else first
