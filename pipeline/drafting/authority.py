"""A decision holds only what its signer may confer (R-AUTH-01) and whom the Council has granted it (R-VOTE-01).

The lists come from the register; these checks find what a person put in their place (``--data``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.errors import NotGranted, NotYetGranted, TitleNotOurs
from pipeline.law.codes import Authority, titles
from pipeline.law.council import session_needed
from pipeline.law.screening import Severity
from pipeline.register.models import Round, SessionItem, was_held
from pipeline.vietnamese.text import match_key

Facts = Mapping[str, Any]


def check_titles(facts: Facts) -> None:
    """Raise `TitleNotOurs` where a part of the decision confers a title that the chief of office may not confer."""
    known = {match_key(spelling): title for title in titles() for spelling in title.spellings}
    for part in facts.get("muc_danh_hieu", ()):
        title = known.get(match_key(str(part.get("ten", ""))))
        if title is not None and title.decided_by is not Authority.CHIEF_OF_OFFICE:
            raise TitleNotOurs(title=title.name, law=title.source)


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


def _names(facts: Facts) -> Iterator[str]:
    """Everybody the decision names: in its lists of people and collectives, or part by part."""
    lists = [facts.get("ca_nhan", ()), facts.get("tap_the", ())]
    lists += [part.get("danh_sach", ()) for part in facts.get("muc_danh_hieu", ())]
    for rows in lists:
        for row in rows:
            name = row.get("ho_ten") or row.get("ten")
            if name:
                yield str(name)
