"""Counts, sums and words of a document agree with its lists, or it is not made (R-SUM-01).

The facts are made from one list of recipients, so this finds what a person put in their place (``--data``), and our
own mistakes, before anything is printed and signed. What is left blank contradicts nothing; what a person's list
decides, and nobody has said, is counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

from pipeline.drafting.facts.letterhead import two_digits
from pipeline.drafting.facts.money import totals
from pipeline.errors import SumsDisagree
from pipeline.messages import _
from pipeline.vietnamese.money import figures, from_words, parse_figures

Facts = Mapping[str, Any]

#: what stands on the paper where a fact is missing; the conformity checker names it, too
BLANK = "……"

#: parts of a list are lettered as Vietnamese orders do, without the letters that carry a mark
LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"
#: list of recipients, the count printed for it, the amount each gets
_GROUPS = (("ca_nhan", "so_ca_nhan", "tien_ca_nhan"), ("tap_the", "so_tap_the", "tien_tap_the"))
#: number in a sentence of the report, the column of its table by quarter
_QUARTER = {
    "so_phai_nop": "phai_nop",
    "so_da_nop": "da_nop",
    "so_dung_han": "dung_han",
    "so_tre_han": "tre_han",
    "so_chua_nop": "khong_nop",
}


def check_sums(facts: Facts) -> None:
    """Raise `SumsDisagree` where a count, a sum or the words of a sum contradict the rows they stand for."""
    faults = [fault for look in _looks(facts) for fault in look(facts)]
    if faults:
        raise SumsDisagree(problem="; ".join(faults))


def with_sums(facts: Facts) -> dict[str, Any]:
    """`facts` with the amounts, counts and sums that its lists of awards decide, where they are not given."""
    if "muc_danh_hieu" in facts:
        return _with_sums_of_titles(facts)
    if "tien_ca_nhan" in facts and ("ca_nhan" in facts or "tap_the" in facts):
        return _with_sums_of_commendations(facts)
    return dict(facts)


def _with_sums_of_commendations(facts: Facts) -> dict[str, Any]:
    found = dict(facts)
    for group, count, amount in _GROUPS:
        found[group] = [{"tien": facts.get(amount, BLANK), **row} for row in _rows(facts, group)]
        found.setdefault(count, two_digits(len(found[group])))
    paid = [_amount(row, "tien") for group, _count_, _amount_ in _GROUPS for row in found[group]]
    return {**_total(paid), **found}


def _with_sums_of_titles(facts: Facts) -> dict[str, Any]:
    parts = []
    for letter, part in zip(chain(LETTERS, repeat("")), _rows(facts, "muc_danh_hieu"), strict=False):
        members, each = len(_rows(part, "danh_sach")), _amount(part, "tien")
        paid = {} if each is None else {"cong_tien": figures(members * each)}
        parts.append({"ky_hieu": letter, "tap_the": False, "so": two_digits(members), **paid, **part})
    counts: dict[bool, int] = {True: 0, False: 0}
    for part in parts:
        counts[bool(part["tap_the"])] += len(_rows(part, "danh_sach"))
    sums = {
        "co_tap_the": any(part["tap_the"] for part in parts),
        "co_ca_nhan": any(not part["tap_the"] for part in parts),
        "so_tap_the": two_digits(counts[True]),
        "so_ca_nhan": two_digits(counts[False]),
        **_total([_amount(part, "cong_tien") for part in parts]),
    }
    return {**sums, **facts, "muc_danh_hieu": parts}


def _total(amounts: Sequence[int | None]) -> dict[str, Any]:
    known = [amount for amount in amounts if amount is not None]
    return dict(totals(known)) if len(known) == len(amounts) else {}


def _looks(facts: Facts) -> list[Callable[[Facts], Iterator[str]]]:
    """What there is to compare in a document with these facts."""
    if "muc_danh_hieu" in facts:
        return [_faults_of_titles, _fault_of_words]
    if "tong_tien" in facts:
        return [_faults_of_commendations, _fault_of_words]
    if "t3_tong" in facts:
        return [_faults_of_period]
    return [_faults_of_report] if "t3" in facts else []


def _faults_of_period(facts: Facts) -> Iterator[str]:
    yield from _fault_of_count(facts, "so_dien_hinh", len(_rows(facts, "dien_hinh")))
    for sentence, column in _QUARTER.items():
        total = facts["t3_tong"].get(column) if isinstance(facts["t3_tong"], Mapping) else None
        if facts.get(sentence) != BLANK and _count(facts, sentence) != _count({column: total}, column):
            yield _differs(sentence, facts.get(sentence), total)


def _faults_of_report(facts: Facts) -> Iterator[str]:
    yield from _fault_of_count(facts, "so_ca_nhan", len(_rows(facts, "ca_nhan")))
    yield from _fault_of_count(facts, "so_chua_nop", _size(facts, "don_vi_chua_nop"))
    for this_quarter in _rows(facts, "t3")[-1:]:
        for sentence, column in _QUARTER.items():
            if facts.get(sentence) != BLANK and _count(facts, sentence) != _count(this_quarter, column):
                yield _differs(sentence, facts.get(sentence), this_quarter.get(column))


def _fault_of_words(facts: Facts) -> Iterator[str]:
    if facts.get("tong_tien_chu") == BLANK:
        return
    if from_words(str(facts.get("tong_tien_chu", ""))) != _amount(facts, "tong_tien"):
        yield _differs("tong_tien_chu", facts.get("tong_tien_chu"), facts.get("tong_tien"))


def _faults_of_commendations(facts: Facts) -> Iterator[str]:
    paid = 0
    for group, count, amount in _GROUPS:
        rows = _rows(facts, group)
        yield from _fault_of_count(facts, count, len(rows))
        for number, row in enumerate(rows, start=1):
            if row.get("tien") not in (facts.get(amount), BLANK):
                yield _differs(f"{group}.{number}.tien", row.get("tien"), facts.get(amount))
        paid += sum(_amount(row, "tien") or 0 for row in rows)
    yield from _fault_of_sum(facts, "tong_tien", paid)


def _faults_of_titles(facts: Facts) -> Iterator[str]:
    paid = 0
    counts = dict.fromkeys(("so_ca_nhan", "so_tap_the"), 0)
    for part in _rows(facts, "muc_danh_hieu"):
        members = len(_rows(part, "danh_sach"))
        counts["so_tap_the" if part.get("tap_the") else "so_ca_nhan"] += members
        owed = members * (_amount(part, "tien") or 0)
        yield from _fault_of_count(part, "so", members)
        yield from _fault_of_sum(part, "cong_tien", owed)
        paid += owed
    for key, members in counts.items():
        yield from _fault_of_count(facts, key, members)
    yield from _fault_of_sum(facts, "tong_tien", paid)


def _fault_of_count(facts: Facts, field: str, rows: int) -> Iterator[str]:
    if facts.get(field) != BLANK and _count(facts, field) != rows:
        yield _differs(_place(facts, field), facts.get(field), rows)


def _fault_of_sum(facts: Facts, field: str, total: int) -> Iterator[str]:
    if facts.get(field) != BLANK and _amount(facts, field) != total:
        yield _differs(_place(facts, field), facts.get(field), figures(total))


def _rows(facts: Facts, field: str) -> list[Facts]:
    """The rows of a list, as far as they are such: what else is wrong with given data the template says."""
    given = facts.get(field)
    return [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []


def _count(facts: Facts, field: str) -> int | None:
    printed = str(facts.get(field))
    return int(printed) if printed.isdecimal() else None


def _size(facts: Facts, field: str) -> int:
    given = facts.get(field)
    return len(given) if isinstance(given, list) else 0


def _amount(facts: Facts, field: str) -> int | None:
    # Named as đồng, because a lone "450.000" is ambiguous to a reader who knows nothing of its place.
    return parse_figures(f"{facts.get(field)} đồng")


def _place(facts: Facts, field: str) -> str:
    """A part of the titles is named by its title."""
    return f"{facts['ten']}.{field}" if "ten" in facts else field


def _differs(field: str, printed: object, right: object) -> str:
    return _("“{field}” says {printed}, the list gives {right}").format(field=field, printed=printed, right=right)
