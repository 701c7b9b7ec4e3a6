"""What a check says: one result for each rule and place (contract §3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pipeline.conformity.rulebook import Rule, Severity, Stage
from pipeline.messages import _


class Status(StrEnum):
    """The five verdicts; what could not be evaluated is never a pass."""

    PASS = "PASS"  # noqa: S105  a verdict, no password
    FAIL = "FAIL"
    REVIEW = "REVIEW"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_EVALUATED = "NOT_EVALUATED"


@dataclass(frozen=True)
class Result:
    """The verdict of one rule at one place, or on the whole file."""

    rule: Rule
    status: Status
    found: str
    #: {"section": 1}, {"paragraph": 14, "text": "…"}, {"table": 1, "row": 3, "column": 2} …, None for the whole file
    where: dict[str, Any] | None = None

    @property
    def message(self) -> str:
        """One Vietnamese sentence: what was found, what is allowed."""
        if self.status in {Status.FAIL, Status.REVIEW}:
            words = _("{title}: {found}; the rule: {allowed}")
            return words.format(title=self.rule.title, found=self.found, allowed=self.rule.allowed)
        return f"{self.rule.title}: {self.found}" if self.found else self.rule.title

    @property
    def is_error(self) -> bool:
        """Whether it breaks a rule of the decree."""
        return self.status is Status.FAIL and self.rule.severity is Severity.ERROR

    def as_json(self) -> dict[str, Any]:
        """The object of contract §3."""
        return {
            "rule": self.rule.id,
            "status": self.status.value,
            "severity": self.rule.severity.value,
            "found": self.found,
            "allowed": self.rule.allowed,
            "where": self.where,
            "message": self.message,
            "fix": self.rule.fix.value,
            "clause": self.rule.clause,
            "remedy": self.rule.remedy,
        }


@dataclass(frozen=True)
class FileReport:
    """Everything said about one file."""

    file: str
    stage: Stage
    #: abbreviation of the document's kind, None where it was not recognised
    kind: str | None
    pack: str
    results: tuple[Result, ...]
    #: sentences about the file as a whole: converted, scanned, not recognised …
    notes: tuple[str, ...] = ()
    pages: int | None = None

    @property
    def summary(self) -> dict[str, int]:
        """How many results of each status."""
        counts = Counter(result.status for result in self.results)
        return {status.value.lower(): counts[status] for status in Status}

    def of(self, *statuses: Status) -> list[Result]:
        """The results of these statuses, errors first."""
        order = list(Severity)
        chosen = [result for result in self.results if result.status in statuses]
        return sorted(chosen, key=lambda result: (result.status is Status.REVIEW, order.index(result.rule.severity)))

    @property
    def needs_person(self) -> bool:
        """Whether a rule is broken or doubtful, or the paper (a scan, another kind of document) was hardly judged."""
        unjudged = len(self.of(Status.NOT_EVALUATED)) > len(self.results) / 2
        return unjudged or bool(self.of(Status.FAIL, Status.REVIEW))

    @property
    def errors(self) -> list[Result]:
        """What contradicts the decree."""
        return [result for result in self.results if result.is_error]

    def as_json(self) -> dict[str, Any]:
        """The object of contract §3."""
        return {
            "file": self.file,
            "stage": self.stage.value,
            "type": self.kind,
            "rules": self.pack,
            "pages": self.pages,
            "summary": self.summary,
            "notes": list(self.notes),
            "results": [result.as_json() for result in self.results],
        }


@dataclass(frozen=True)
class Outcome:
    """What the function of a rule says; `places` are the paragraphs concerned, `where` another place."""

    status: Status
    found: str = ""
    places: tuple[Any, ...] = ()
    where: dict[str, Any] | None = field(default=None)
