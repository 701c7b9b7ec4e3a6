"""Whether what the chief signed still holds on the day of issue: amounts and legal basis (R-MONEY-01, R-LAW-01).

Weeks may lie between drafting and issuing, and the law of the day of issue counts. Compared is what the law decides,
not what the register lists: a nomination that came in since does not undo what was signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pipeline.errors import LawMoved
from pipeline.issuing.paper import Facts
from pipeline.law.basis import legal_texts
from pipeline.messages import _
from pipeline.register.models import Title
from pipeline.vietnamese.money import figures


def check_holds(signed: Facts, current: Facts, day: dt.date) -> None:
    """Compare the facts that were `signed` with those gathered for `day`; raises `LawMoved` with every difference."""
    changes = [*_amounts(signed, current), *_basis(signed, current)]
    if changes:
        raise LawMoved(day=f"{day:%d/%m/%Y}", changes="; ".join(changes))


def _amounts(signed: Facts, current: Facts) -> Iterator[str]:
    printed, due = _by_award(signed), _by_award(current)
    for award in printed.keys() & due.keys():
        if printed[award] != due[award]:
            name = Title.objects.filter(code=award).values_list("name", flat=True).first() or award
            yield _("{award}: {old} đồng is printed, {new} đồng is due").format(
                award=name, old=figures(printed[award]), new=figures(due[award])
            )


def _by_award(facts: Facts) -> dict[str, int]:
    return {entry["khen_thuong"]: entry["muc_tien"] for entry in facts.get("cach_tinh_tien", ())}


def _basis(signed: Facts, current: Facts) -> Iterator[str]:
    """Lines of the law only; what a person added, like the decision on the office's own functions, stands."""
    printed, due = signed.get("can_cu", ()), current.get("can_cu", ())
    for line in printed:
        if line not in due and any(text.citation in line for text in legal_texts()):
            yield _("no longer in force: “{line}”").format(line=line)
    for line in due:
        if line not in printed:
            yield _("missing: “{line}”").format(line=line)
