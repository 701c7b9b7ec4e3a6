"""A decision holds only what its signer may confer (R-AUTH-01) and whom the Council has granted it (R-VOTE-01).

The lists come from the register; these checks find what a person put in their place (``--data``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.errors import NotGranted, NotYetGranted, TitleNotOurs
from pipeline.law.codes import Authority, title, titles
from pipeline.law.conditions import Stage, most_allowed
from pipeline.law.council import session_needed
from pipeline.law.screening import Severity
from pipeline.messages import _
from pipeline.register.models import Round, SessionItem, was_held
from pipeline.vietnamese.text import match_key

Facts = Mapping[str, Any]

#: the title with a cap, and the one it is counted from
FIGHTER, WORKER = "CSTDCS", "LDTT"


def check_titles(facts: Facts) -> None:
    """Raise `TitleNotOurs` where a part of the decision confers a title that the chief of office may not confer."""
    known = {match_key(spelling): one for one in titles() for spelling in one.spellings}
    for part in facts.get("muc_danh_hieu", ()):
        meant = known.get(match_key(str(part.get("ten", ""))))
        if meant is not None and meant.decided_by is not Authority.CHIEF_OF_OFFICE:
            raise TitleNotOurs(title=meant.name, law=meant.source)


def check_granted(facts: Facts, round_: Round, day: dt.date) -> None:
    """Raise `NotGranted` for anybody the Council, which has met, did not grant an award.

    `NotYetGranted` where it has not met and the office has confirmed that nothing is decided without it.
    """
    if was_held(round_):
        granted = {match_key(item.name) for item in SessionItem.objects.granted(round_)}
        strangers = [name for name in _names(facts) if match_key(name) not in granted]
        if strangers:
            raise NotGranted(names=", ".join(strangers), round=round_.code)
    elif (rule := session_needed(day)).weight is Severity.ERROR:
        raise NotYetGranted(round=round_.code, law=rule.source)


def cap_faults(facts: Facts, day: dt.date) -> list[dict[str, Any]]:
    """More base-level fighters than the law of the day allows (R-CSTDCS-CAP), as a fault of the draft.

    Freezing it needs a person's reason then, like any fault.
    """
    named = {
        str(part["ten"]): {row.get("ho_ten") for row in part["danh_sach"]} for part in facts.get("muc_danh_hieu", ())
    }
    people = {code: named.get(title(code).name, set()) for code in (FIGHTER, WORKER)}
    good = len(people[FIGHTER] | people[WORKER])
    cap = most_allowed(FIGHTER, {WORKER: good}, on=day)
    if cap is None or len(people[FIGHTER]) <= cap[1]:
        return []
    rule, most = cap
    message = _("{count} {award} of {of} {base}; {percent}% allow {most} ({law})").format(
        count=len(people[FIGHTER]),
        award=FIGHTER,
        of=good,
        base=WORKER,
        percent=rule.percent,
        most=most,
        law=rule.source,
    )
    severity = "E" if rule.weight(Stage.DECISION) is Severity.ERROR else "W"
    remedy = _("Let the Council choose whom to leave out, or freeze it with the reason.")
    return [{"rule": rule.code, "severity": severity, "message": message, "remedy": remedy}]


def _names(facts: Facts) -> Iterator[str]:
    """Everybody the decision names: in its lists of people and collectives, or part by part."""
    lists = [facts.get("ca_nhan", ()), facts.get("tap_the", ())]
    lists += [part.get("danh_sach", ()) for part in facts.get("muc_danh_hieu", ())]
    for rows in lists:
        for row in rows:
            name = row.get("ho_ten") or row.get("ten")
            if name:
                yield str(name)
