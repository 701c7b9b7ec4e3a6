"""The documents the office can draft: their templates, titles, file names and where their facts come from.

A new kind is one entry here, a function for its facts and a Word template.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.drafting.facts.awards import commendation_facts, title_facts
from pipeline.drafting.facts.plan import plan_facts, promulgation_facts
from pipeline.drafting.facts.report import quarter_facts
from pipeline.errors import RoundNeeded, UnknownKind, UnknownVariant
from pipeline.register.models import Plan, Round, RoundKind

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a document is drafted for."""

    plan: Plan
    round: Round | None
    #: the day the office lives on: its law, its signer, its money
    day: dt.date
    #: counted by the programme, for kinds that report
    tables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document."""

    key: str
    #: template below ``templates/`` by variant; the first is the default
    templates: Mapping[str, str]
    #: what the list of documents shows
    title: str
    facts: Callable[[Occasion], Facts]
    #: kind of round it is drafted for; None when it needs no round
    rounds: RoundKind | None = None
    #: whether its facts come from the programme's tables
    reports: bool = False

    def template(self, variant: str | None) -> tuple[str, str]:
        """The variant meant and its template; raises `UnknownVariant`."""
        chosen = variant or next(iter(self.templates))
        if chosen not in self.templates:
            raise UnknownVariant(variant=chosen, known=", ".join(self.templates))
        return chosen, self.templates[chosen]

    def slug(self, occasion: Occasion, variant: str) -> str:
        """Name of its files: sorts by year and round, readable in Explorer."""
        parts = [str(occasion.plan.period_from.year)]
        if occasion.round is not None:
            parts = [str(occasion.round.year), *([f"q{occasion.round.quarter}"] if occasion.round.quarter else [])]
        named = "" if variant == next(iter(self.templates)) else f"-{variant}"
        return "-".join([*parts, self.key.replace("_", "-")]) + named


def _round(occasion: Occasion) -> Round:
    assert occasion.round is not None
    return occasion.round


_KINDS = (
    Kind(
        key="ke_hoach",
        templates={"corrected": "kehoach/ke-hoach.docx", "faithful": "kehoach/ke-hoach-nguyen-van.docx"},
        title="Kế hoạch xây dựng và nhân rộng gương điển hình tiên tiến",
        facts=lambda occasion: plan_facts(occasion.plan),
    ),
    Kind(
        key="qd_ban_hanh",
        templates={"": "quyetdinh/ban-hanh.docx"},
        title="Quyết định ban hành kế hoạch",
        facts=lambda occasion: promulgation_facts(occasion.plan, day=occasion.day),
    ),
    Kind(
        key="qd_giay_khen",
        templates={"": "quyetdinh/giay-khen.docx"},
        title="Quyết định tặng Giấy khen",
        facts=lambda occasion: commendation_facts(_round(occasion), day=occasion.day),
        rounds=RoundKind.QUARTERLY,
    ),
    Kind(
        key="qd_danh_hieu",
        templates={"": "quyetdinh/danh-hieu.docx"},
        title="Quyết định công nhận danh hiệu thi đua",
        facts=lambda occasion: title_facts(_round(occasion), day=occasion.day),
        rounds=RoundKind.ANNUAL,
    ),
    Kind(
        key="bc_quy",
        templates={"": "baocao/quy.docx"},
        title="Báo cáo kết quả giới thiệu cá nhân điển hình tiêu biểu quý",
        facts=lambda occasion: quarter_facts(_round(occasion), occasion.tables, day=occasion.day),
        rounds=RoundKind.QUARTERLY,
        reports=True,
    ),
)

KINDS: Mapping[str, Kind] = {kind.key: kind for kind in _KINDS}


def find_kind(key: str) -> Kind:
    """The kind with this key; raises `UnknownKind`, which lists the known ones."""
    if key not in KINDS:
        raise UnknownKind(kind=key, known=", ".join(KINDS))
    return KINDS[key]


def find_round(kind: Kind, code: str | None) -> Round | None:
    """The round a document is for; raises `RoundNeeded` where the kind needs one and `code` names none that fits."""
    if kind.rounds is None:
        return None
    found = Round.objects.filter(code=code or "", kind=kind.rounds).select_related("plan__body", "plan__basis").first()
    if found is None:
        example = "Q3/2022" if kind.rounds == RoundKind.QUARTERLY else "2022"
        raise RoundNeeded(kind=kind.key, given=code or "-", example=example)
    return found
