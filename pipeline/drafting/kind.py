"""What a kind of document is: its templates, its file names, and where its facts come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.conformity.rulebook import packs
from pipeline.drafting.sums import BLANK
from pipeline.errors import UnknownVariant
from pipeline.law.statistics import Review
from pipeline.register.models import Plan, Round, RoundKind
from pipeline.vietnamese.text import fold

Facts = dict[str, Any]

#: facts that tell documents without a trích yếu apart, in the order they are named
TELLING = (
    "noi_dung_hop",
    "de_nghi",
    "noi_dung_de_nghi",
    "don_vi_nhan",
    "van_ban.so_ky_hieu",
    "nguoi_duoc_gioi_thieu.ho_ten",
    "nguoi_nghi.ho_ten",
    "dot",
    "nam_ke_hoach",
)
#: letters of a subject that go into a file name
LONGEST_SUBJECT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a document is drafted for."""

    plan: Plan
    round: Round | None
    #: the day the office lives on: its law, its signer, its money
    day: dt.date
    #: counted by the programme, for kinds that report
    tables: Mapping[str, Any] = field(default_factory=dict)
    #: the programme's table of a session of the Council; empty where the document is about none
    session: Mapping[str, Any] = field(default_factory=dict)
    #: whose decision a proposal asks for, an `Authority`; "" for whoever comes first
    authority: str = ""


#: what the programme's table of a session says of a document
Told = Callable[[Mapping[str, Any], Occasion], Facts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document."""

    key: str
    #: template below ``templates/`` by variant; the first is the default
    templates: Mapping[str, str]
    #: abbreviation of its tên loại, as the rules of presentation know it
    code: str
    #: what the list of documents shows, where the tên loại says too little
    title: str = ""
    #: what the register knows of every document of this kind, by occasion and variant
    known: Callable[[Occasion, str], Facts]
    #: what it knows beside that of a document for a round
    counted: Callable[[Occasion], Facts] | None = None
    #: kind of round that asks for it: it is drafted by itself once the round's forms are in
    rounds: RoundKind | None = None
    #: kind of round it may be about when somebody drafts it
    about: RoundKind | None = None
    #: whether it reminds the units that are late: it is drafted by itself when some are
    reminds: bool = False
    #: whether its facts come from the programme's tables
    reports: bool = False
    #: which review of a plan it reports on; None for other papers
    review: Review | None = None
    #: what the programme's table of a session of the Council says of it; None for papers about no session
    told: Told | None = None
    #: whether it confers titles or commendations
    confers: bool = False
    #: annexes its templates have already
    annexes: int = 0
    #: whether the office writes many of them, told apart by their subjects
    many: bool = False

    def template(self, variant: str | None) -> tuple[str, str]:
        """The variant meant and its template; raises `UnknownVariant`."""
        chosen = variant or next(iter(self.templates))
        if chosen not in self.templates:
            raise UnknownVariant(variant=chosen, known=", ".join(self.templates))
        return chosen, self.templates[chosen]

    def facts(self, occasion: Occasion, variant: str = "") -> Facts:
        """All the register knows; raises `DraftImpossible` where it does not know enough."""
        known = self.known(occasion, variant)
        if self.told and occasion.session:
            return {**known, **self.told(occasion.session, occasion)}
        return {**known, **self.counted(occasion)} if self.counted and occasion.round else known

    def name(self, facts: Mapping[str, Any]) -> str:
        """Its title in the list of documents: with its subject, where only that tells it from others."""
        subject = _subject(facts) if self.many else ""
        title = self.title or type_name(self.code)
        return f"{title} {_inside(subject)}".strip()[:500]

    def slug(self, occasion: Occasion, variant: str, facts: Mapping[str, Any] | None = None) -> str:
        """Name of its files: sorts by year and round, readable in Explorer."""
        parts = [str((occasion.day if self.many else occasion.plan.period_from).year)]
        if occasion.round is not None:
            parts = [str(occasion.round.year), *([f"q{occasion.round.quarter}"] if occasion.round.quarter else [])]
        named = [] if variant == next(iter(self.templates)) else [variant.replace("_", "-")]
        subject = _file_name(_subject(facts or {})) if self.many else ""
        return "-".join([*parts, self.key.replace("_", "-"), *named, *([subject] if subject else [])])


def type_name(code: str) -> str:
    """Tên loại of an abbreviation: "Kế hoạch" of "KH"."""
    kind = packs()[0].kind(code)
    return kind.name if kind else ""


def _subject(facts: Mapping[str, Any]) -> str:
    """What tells a document from others of its kind: its trích yếu, else whom and what it names."""
    told = [_at(facts, name) for name in TELLING]
    return _at(facts, "trich_yeu") or " ".join(word for word in told if word)


def _at(facts: Mapping[str, Any], name: str) -> str:
    value: Any = facts
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return "" if value in (None, BLANK) else str(value)


def _inside(subject: str) -> str:
    """As it stands inside a sentence; an abbreviation or a name keeps its capital."""
    first, _space, rest = subject.partition(" ")
    return f"{first.lower()} {rest}" if first.istitle() and rest[:1].islower() else subject


def _file_name(subject: str) -> str:
    """Small letters without marks, and hyphens: ``nghi-le-quoc-khanh``."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(subject))
    return "-".join(letters[:LONGEST_SUBJECT].split())
