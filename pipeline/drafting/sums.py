"""Counts, sums and words of a document agree with its lists, or it is not made (R-SUM-01).

The facts are made from one list of recipients, so this finds what a person put in their place (``--data``), and our
own mistakes, before anything is printed and signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.errors import SumsDisagree
from pipeline.messages import _
from pipeline.vietnamese.money import from_words, parse_figures

Facts = Mapping[str, Any]

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


def _looks(facts: Facts) -> list[Callable[[Facts], Iterator[str]]]:
    """What there is to compare in a document with these facts."""
    if "muc_danh_hieu" in facts:
        return [_faults_of_titles, _fault_of_words]
    if "tong_tien" in facts:
        return [_faults_of_commendations, _fault_of_words]
    return [_faults_of_report] if "t3" in facts else []


def _faults_of_report(facts: Facts) -> Iterator[str]:
    this_quarter = facts["t3"][-1]
    yield from _fault_of_count("so_ca_nhan", facts["so_ca_nhan"], len(facts["ca_nhan"]))
    yield from _fault_of_count("so_chua_nop", facts["so_chua_nop"], len(facts["don_vi_chua_nop"]))
    for sentence, column in _QUARTER.items():
        yield from _fault_of_count(sentence, facts[sentence], int(this_quarter[column]))


def _fault_of_words(facts: Facts) -> Iterator[str]:
    if from_words(str(facts["tong_tien_chu"])) != _amount(facts["tong_tien"]):
        yield _differs("tong_tien_chu", facts["tong_tien_chu"], facts["tong_tien"])


def _faults_of_commendations(facts: Facts) -> Iterator[str]:
    paid = 0
    for group, count, amount in _GROUPS:
        rows: Sequence[Facts] = facts[group]
        yield from _fault_of_count(count, facts[count], len(rows))
        for row in rows:
            if row["tien"] != facts[amount]:
                yield _differs(f"{group}.{row['stt']}.tien", row["tien"], facts[amount])
        paid += sum(_amount(row["tien"]) or 0 for row in rows)
    yield from _fault_of_sum("tong_tien", facts["tong_tien"], paid)


def _faults_of_titles(facts: Facts) -> Iterator[str]:
    paid = 0
    counts = dict.fromkeys(("so_ca_nhan", "so_tap_the"), 0)
    for part in facts["muc_danh_hieu"]:
        name, members = part["ten"], len(part["danh_sach"])
        counts["so_tap_the" if part["tap_the"] else "so_ca_nhan"] += members
        yield from _fault_of_count(f"{name}.so", part["so"], members)
        owed = members * (_amount(part["tien"]) or 0)
        yield from _fault_of_sum(f"{name}.cong_tien", part["cong_tien"], owed)
        paid += owed
    for key, members in counts.items():
        yield from _fault_of_count(key, facts[key], members)
    yield from _fault_of_sum("tong_tien", facts["tong_tien"], paid)


def _fault_of_count(field: str, printed: str, rows: int) -> Iterator[str]:
    if not printed.isdecimal() or int(printed) != rows:
        yield _differs(field, printed, rows)


def _fault_of_sum(field: str, printed: str, total: int) -> Iterator[str]:
    if _amount(printed) != total:
        yield _differs(field, printed, total)


def _amount(text: str) -> int | None:
    # Named as đồng, because a lone "450.000" is ambiguous to a reader who knows nothing of its place.
    return parse_figures(f"{text} đồng")


def _differs(field: str, printed: object, right: object) -> str:
    return _("“{field}” says {printed}, the list gives {right}").format(field=field, printed=printed, right=right)
