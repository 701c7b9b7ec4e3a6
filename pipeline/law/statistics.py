"""What statistics rest on: periods that are reported on, recipient classes, the ministry's forms (8.6, 8.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.errors import NoSuchPeriod
from pipeline.law import own
from pipeline.law.files import DATA, Entry


class Review(StrEnum):
    """What a plan is looked back on for."""

    HALFWAY = "so_ket"
    FINAL = "tong_ket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Entry):
    """A period of a plan that is reported on; its days are those of the entry."""

    code: str
    plan: str
    review: Review
    #: as reports name it
    name: str

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer(Entry):
    """A class of recipients (lớp đối tượng), by the beginning of their posts."""

    code: str
    name: str
    posts: tuple[str, ...]
    #: whether its posts are those of leaders and managers
    leads: bool

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnForm(Entry):
    """A statistical form the office hands in once a year."""

    code: str
    name: str
    #: last day, MM-DD
    due: str
    #: what of the register fills it: "awards", or "" where a person must
    answers: str

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class StatisticsRules:
    """The sections of ``statistics.toml``."""

    milestone: tuple[Milestone, ...]
    layer: tuple[Layer, ...]
    form: tuple[ReturnForm, ...]


@own.cached
def statistics_rules() -> StatisticsRules:
    """All that is known."""
    return own.read(DATA / "statistics.toml", StatisticsRules)


def milestone(code: str) -> Milestone:
    """The period called `code`; raises `NoSuchPeriod`, which lists the known ones."""
    known = {entry.code: entry for entry in statistics_rules().milestone}
    if code not in known:
        raise NoSuchPeriod(period=code, known=", ".join(known))
    return known[code]


def milestone_of(plan: str, review: Review) -> Milestone | None:
    """The period the plan called `plan` reports on; None where the plan has no such review."""
    return next((each for each in statistics_rules().milestone if (each.plan, each.review) == (plan, review)), None)


def layer_of(post: str, day: date) -> Layer | None:
    """The class of somebody with this post on `day`; None where nothing is known of the post."""
    layers = [entry for entry in statistics_rules().layer if day in entry.period]
    if not post:
        return None
    named = next((each for each in layers if any(post.startswith(name) for name in each.posts)), None)
    return named or next((each for each in layers if not each.posts), None)


def return_forms(day: date) -> list[ReturnForm]:
    """The forms asked for on `day`."""
    return [entry for entry in statistics_rules().form if day in entry.period]
