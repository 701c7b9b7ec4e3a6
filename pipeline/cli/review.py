"""``vanthu review``: what waits for a person, with its reasons, and a person's answer."""

from __future__ import annotations

import getpass

import click

from pipeline.cli.doors import NEEDS_PERSON
from pipeline.cli.opening import open_office
from pipeline.messages import _


@click.command(help=_("List what waits for a person; with RECEIPT, accept it as it was read or return it."))
@click.argument("receipt", required=False)
@click.option("--accept", "answer", flag_value="accept", help=_("Register it as it was read."))
@click.option("--return", "answer", flag_value="return", help=_("Return it to the sender."))
@click.option("--why", help=_("The reason, kept with the decision; the sender of a returned file reads it."))
@click.option("--who", default=getpass.getuser, help=_("Who decides; the user of this computer where it is left out."))
def review(receipt: str | None, answer: str | None, why: str | None, who: str) -> int:
    """Exit 1 while something waits."""
    open_office()
    if receipt is None:
        return _list()
    if answer is None or not why:
        raise click.UsageError(_("Say --accept or --return, and the reason with --why."))

    from pipeline import flow

    flow.settle(receipt, accept=answer == "accept", who=who, why=why)
    click.echo(_("Done: {receipt}.").format(receipt=receipt))
    return 0


def _list() -> int:
    from pipeline.register.models import Submission, SubmissionState

    waiting = list(Submission.objects.filter(state=SubmissionState.REVIEW))
    for submission in waiting:
        place = f"{submission.folder}/{submission.name}" if submission.folder else submission.name
        click.echo(f"{submission.receipt}  {place}")
        for reason in submission.reason.splitlines():
            click.echo(f"    - {reason}")
    if not waiting:
        click.echo(_("Nothing waits for a person."))
    return NEEDS_PERSON if waiting else 0
