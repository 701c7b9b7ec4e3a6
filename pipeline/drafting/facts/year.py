"""Facts of the plan of one year (`ke_hoach_nam`): the days its rounds are due."""

from __future__ import annotations

from pipeline.drafting.facts.letterhead import Facts
from pipeline.register.models import Plan, RoundKind
from pipeline.vietnamese.dates import roman, short_date


def year_facts(plan: Plan, year: int) -> Facts:
    """What the register knows of the rounds of `year`; nothing where the plan has no round in it."""
    rounds = plan.rounds.filter(year=year).order_by("first_day")
    quarters = [round_ for round_ in rounds if round_.kind == RoundKind.QUARTERLY]
    due = [{"quy": roman(each.quarter or 1), "han": short_date(each.due)} for each in quarters]
    registered = [short_date(round_.due) for round_ in rounds if round_.kind == RoundKind.ANNUAL]
    return {
        "nam_ke_hoach": str(year),
        **({"han_dang_ky": registered[0]} if registered else {}),
        **({"han_gioi_thieu": due} if due else {}),
    }
