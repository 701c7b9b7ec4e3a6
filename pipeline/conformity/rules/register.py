"""What the outgoing book says about an issued document (catalogue 6.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pipeline.conformity.case import Case, evaluates, failed, missing, needed, not_evaluated, quoted, verdicts
from pipeline.conformity.register import Entry, Register
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.conformity.rules.numbering import Symbol, symbol_of
from pipeline.messages import _
from pipeline.vietnamese.text import match_key

#: the rule that a document stands in the book
REGISTER = "ND30-Đ16-REGISTER"


def _book(case: Case) -> tuple[Register, Symbol, dt.date]:
    """The register, the document's number and day; ends the rule where they cannot be compared."""
    register = case.register if case.register and case.register.entries else None
    known = needed(register, not_evaluated(_("the outgoing book is not known here")))
    lacking = missing(_("number or date"))
    symbol = needed(symbol_of(needed(case.anatomy.letterhead.number, lacking)), lacking)
    return known, needed(symbol if symbol.number.isdigit() else None, lacking), needed(case.day, lacking)


def _own(register: Register, symbol: Symbol, day: dt.date) -> list[Entry]:
    """The lines of the book with this document's number and symbol: those of its year, else of a neighbouring one."""
    full = f"{int(symbol.number):02d}/{symbol.plain}"
    near = [entry for entry in register.entries if entry.symbol == full and abs(entry.day.year - day.year) <= 1]
    same_year = [entry for entry in near if entry.day.year == day.year]
    return same_year or near[-1:]


def _series(register: Register, own: Entry) -> list[Entry]:
    return [e for e in register.entries if e.series == own.series and e.day.year == own.day.year]


@evaluates(
    "ND30-Đ15.1-UNIQUE",
    "ND30-Đ15.1-GAPLESS",
    "ND30-Đ15.1-MONOTONE",
    "ND30-Đ15.1-YEAR",
    "ND30-Đ15.2-LATE",
    REGISTER,
)
def book(case: Case, rule: Rule) -> Iterator[Outcome]:
    found = _book(case)
    register, symbol, day = found
    own = _own(register, symbol, day)
    if not own:
        words = _("{symbol} is not in the book").format(symbol=quoted(symbol.line.text))
        yield failed(words, symbol.line) if rule.id == REGISTER else not_evaluated(words)
        return
    yield from verdicts(failed(fault, symbol.line) for fault in _JUDGES[rule.id](case, own, _series(register, own[0])))


def _unique(case: Case, own: list[Entry], series: list[Entry]) -> Iterator[str]:
    if len(own) > 1:
        yield _("{count} lines of the book have this number").format(count=len(own))


def _gapless(case: Case, own: list[Entry], series: list[Entry]) -> Iterator[str]:
    numbers = {entry.number for entry in series}
    holes = sorted(set(range(1, own[0].number)) - numbers)
    if holes:
        yield _("missing before it: {numbers}").format(numbers=", ".join(map(str, holes)))


def _monotone(case: Case, own: list[Entry], series: list[Entry]) -> Iterator[str]:
    for entry in series:
        if (entry.number - own[0].number) * (entry.day - own[0].day).days < 0:
            yield _("{symbol} is of {day}").format(symbol=entry.symbol, day=f"{entry.day:%d/%m/%Y}")


def _year(case: Case, own: list[Entry], series: list[Entry]) -> Iterator[str]:
    if case.day is not None and own[0].day.year != case.day.year:
        yield str(own[0].day.year)


def _late(case: Case, own: list[Entry], series: list[Entry]) -> Iterator[str]:
    entry = own[0]
    holidays = case.register.holidays if case.register else frozenset()
    if entry.signed is not None and entry.day > next_working_day(entry.signed, holidays):
        yield _("signed on {day}").format(day=f"{entry.signed:%d/%m/%Y}")


def next_working_day(day: dt.date, holidays: frozenset[dt.date]) -> dt.date:
    """The first working day behind `day`."""
    following = day + dt.timedelta(days=1)
    while following.weekday() > 4 or following in holidays:
        following += dt.timedelta(days=1)
    return following


def _same(case: Case, own: list[Entry], series: list[Entry]) -> Iterator[str]:
    entry, anatomy = own[0], case.anatomy
    subject = " ".join(line.text for line in (anatomy.heading.subject or anatomy.letterhead.about))
    subject = subject.removeprefix("V/v ")
    pairs = (
        (_("date"), f"{case.day:%d/%m/%Y}" if case.day else "", f"{entry.day:%d/%m/%Y}"),
        (_("type"), anatomy.kind.code if anatomy.kind else "", entry.kind),
        (_("subject"), subject, entry.subject),
        (_("signer"), anatomy.closing.name.text if anatomy.closing.name else "", entry.signer),
    )
    for part, here, there in pairs:
        if here and there and match_key(here) != match_key(there):
            yield _("{part}: {here} here, {there} in the book").format(
                part=part, here=quoted(here), there=quoted(there)
            )


_JUDGES = {
    "ND30-Đ15.1-UNIQUE": _unique,
    "ND30-Đ15.1-GAPLESS": _gapless,
    "ND30-Đ15.1-MONOTONE": _monotone,
    "ND30-Đ15.1-YEAR": _year,
    "ND30-Đ15.2-LATE": _late,
    REGISTER: _same,
}


@evaluates("ND30-PL6-LENGTHS")
def field_lengths(case: Case, rule: Rule) -> Iterator[Outcome]:
    anatomy = case.anatomy
    line = anatomy.letterhead.number
    symbol = None if line is None else symbol_of(line)
    fields = (
        ("subject", _("subject"), anatomy.heading.subject or anatomy.letterhead.about),
        ("title", _("title of the signer"), anatomy.closing.titles),
        ("name", _("name of the signer"), (anatomy.closing.name,) if anatomy.closing.name else ()),
    )
    lengths = [(key, word, len(" ".join(p.text for p in lines)), lines[0]) for key, word, lines in fields if lines]
    if symbol is not None:
        lengths.append(("symbol", _("symbol"), len(symbol.plain), symbol.line))
    if not lengths:
        yield missing(_("letterhead"))
        return
    words = _("{part}: {count} characters")
    yield from verdicts(
        failed(words.format(part=word, count=length), place)
        for key, word, length, place in lengths
        if length > rule.values[key]
    )
