"""What statistics are about: a period of a plan, seen from a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline.errors import NoSuchPeriod
from pipeline.law.statistics import Milestone
from pipeline.messages import _
from pipeline.register.models import Plan, Round, RoundKind
from pipeline.vietnamese.dates import roman, short_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A period, first and last day included; only what was in or decided by the day `on` is counted."""

    plan: Plan
    #: as tables and reports name it, "quý III năm 2022"
    name: str
    first: dt.date
    last: dt.date
    on: dt.date
    #: first day of what tables by unit, quarter and year show: of a quarter those before it in its year, too
    since: dt.date

    @property
    def years(self) -> list[int]:
        """The calendar years it has a day of, from `since` on."""
        return list(range(self.since.year, self.last.year + 1))

    def holds(self, round_: Round) -> bool:
        """Whether a round is counted in it: a quarter that ends in it, a registration of one of its years."""
        if round_.kind == RoundKind.QUARTERLY:
            return self.first <= round_.last_day <= self.last
        return self.first.year <= round_.year <= self.last.year

    def shows(self, round_: Round) -> bool:
        """Whether its tables by unit and by quarter show a round."""
        if round_.kind == RoundKind.QUARTERLY:
            return self.since <= round_.last_day <= self.last
        return round_.year in self.years


def quarter(round_: Round, on: dt.date) -> Window:
    """A quarter, with the earlier ones of its year beside it."""
    name = _("quarter {quarter} of {year}").format(quarter=roman(round_.quarter or 1), year=round_.year)
    first, last = round_.first_day, round_.last_day
    return Window(plan=round_.plan, name=name, first=first, last=last, on=on, since=dt.date(round_.year, 1, 1))


def between(plan: Plan, first: dt.date, last: dt.date, on: dt.date) -> Window:
    """Any period of a plan, such as half a year; raises `NoSuchPeriod` where it ends before it begins."""
    if last < first:
        raise NoSuchPeriod(period=f"{short_date(first)} - {short_date(last)}", known=plan.code)
    name = _("from {first} to {last}").format(first=short_date(first), last=short_date(last))
    return Window(plan=plan, name=name, first=first, last=last, on=on, since=first)


def whole(plan: Plan, on: dt.date) -> Window:
    """The plan from its first day to its last."""
    first, last = plan.period_from, plan.period_to
    return Window(plan=plan, name=plan.title, first=first, last=last, on=on, since=first)


def until(plan: Plan, reached: Milestone, on: dt.date) -> Window:
    """What is reported on at a milestone of the plan."""
    first, last = reached.period.start, reached.period.end or plan.period_to
    return Window(plan=plan, name=reached.name, first=first, last=last, on=on, since=first)
