"""The account of contract §4: every file received is registered, in review, duplicate, returned or in progress.

The claim folders are listed first, then one statement reads the register. A claim folder and the receipt of its number
are the same thing, so both sides of the equation come from one set, at any moment and after any crash.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db.models import Count, Q

from pipeline.home import home
from pipeline.intake.claims import open_claims
from pipeline.intake.recording import register_answers
from pipeline.register.models import Submission, SubmissionState

State = SubmissionState


@dataclass(frozen=True, slots=True)
class Account:
    """Counts of files. A file of several forms is in review until its last value is settled."""

    received: int
    registered: int
    review: int
    duplicate: int
    returned: int
    in_progress: int

    @property
    def balanced(self) -> bool:
        """Whether no file is missing from the account."""
        parts = self.registered + self.review + self.duplicate + self.returned + self.in_progress
        return self.received == parts

    def as_json(self) -> dict[str, int | bool]:
        """The object of contract §4."""
        return {**asdict(self), "balanced": self.balanced}


def account() -> Account:
    """The account at this moment."""
    claims = {claimed.receipt for claimed in open_claims(home())}
    finals = {state.value: Count("id", filter=Q(state=state)) for state in State.final()}
    with register_answers():
        counted = Submission.objects.aggregate(
            rows=Count("id"),
            running=Count("id", filter=Q(state__in=(State.RECEIVED, State.READING))),
            claimed=Count("id", filter=Q(receipt__in=claims)),
            **finals,
        )
    without_row = len(claims) - counted["claimed"]
    return Account(
        received=counted["rows"] + without_row,
        in_progress=counted["running"] + without_row,
        **{state.value: counted[state.value] for state in State.final()},
    )
