"""``vanthu review``: what waits for a person, and what a person decides: on screens, or by options for programs."""

from __future__ import annotations

import getpass
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doors import NEEDS_PERSON
from pipeline.cli.opening import open_office
from pipeline.cli.words import printable
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.programme.review import Act
    from pipeline.register.models import Submission


@click.command(help=_("List what waits for a person; with RECEIPT, decide about it: on screens, or by the options."))
@click.argument("receipt", required=False)
@click.option("--accept", multiple=True, metavar="FIELD", help=_("Accept the value of FIELD as it was read."))
@click.option("--set", "corrections", multiple=True, metavar="FIELD=VALUE", help=_("What the paper says in FIELD."))
@click.option("--unreadable", multiple=True, metavar="FIELD", help=_("Nobody can read FIELD."))
@click.option("--resolve", multiple=True, metavar="RULE", help=_("What RULE found was looked into; say --why."))
@click.option("--return-form", multiple=True, metavar="NUMBER", help=_("Give one form of the file back; say --why."))
@click.option("--undo", multiple=True, metavar="FIELD|RULE|NUMBER", help=_("Take back what was decided about it."))
@click.option("--return", "give_back", is_flag=True, help=_("Return the whole file to the sender; say --why."))
@click.option(
    "--why", default="", help=_("The reason, kept with the decision; the sender of a returned file reads it.")
)
@click.option("--who", default=getpass.getuser, help=_("Who decides; the user of this computer where it is left out."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document for programs."))
def review(
    receipt: str | None,
    accept: tuple[str, ...],
    corrections: tuple[str, ...],
    unreadable: tuple[str, ...],
    resolve: tuple[str, ...],
    return_form: tuple[str, ...],
    undo: tuple[str, ...],
    give_back: bool,
    why: str,
    who: str,
    as_json: bool,
) -> int:
    """Exit 1 while something waits."""
    open_office()
    from pipeline.programme.review import Act, Kind

    acts = [
        *(Act(Kind.UNDONE, address, note=why) for address in undo),
        *(_correction(text, why) for text in corrections),
        *(Act(Kind.ACCEPTED, address, note=why) for address in accept),
        *(Act(Kind.UNREADABLE, address, note=why) for address in unreadable),
        *(Act(Kind.RESOLVED, address, note=why) for address in resolve),
        *(Act(Kind.RETURNED, address, note=why) for address in return_form),
    ]
    if receipt is None:
        if acts or give_back:
            raise click.UsageError(_("Say which file is meant, by the number of its receipt."))
        return _list(as_json)
    if give_back and acts:
        raise click.UsageError(_("--return stands alone: the whole file goes back."))
    return _one(receipt, acts, who=who, give_back=why if give_back else None, as_json=as_json)


def _correction(text: str, why: str) -> Act:
    from pipeline.programme.review import Act, Kind

    address, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(_("Write --set as FIELD=VALUE."))
    return Act(Kind.CORRECTED, address.strip(), text=value, note=why)


def _one(receipt: str, acts: list[Act], *, who: str, give_back: str | None, as_json: bool) -> int:
    from pipeline import flow
    from pipeline.cli import review_sheet
    from pipeline.cli.review_walk import Walk
    from pipeline.register.models import SubmissionState

    if give_back is not None:
        flow.give_back(receipt, who, give_back)
    elif acts:
        flow.decide(receipt, acts, who)
    submission = _submission(receipt)
    if not acts and give_back is None and not as_json and sys.stdin.isatty() and sys.stdout.isatty():
        Walk(submission, who).run()
        submission.refresh_from_db()
    elif as_json:
        click.echo(json.dumps(_as_json(submission), ensure_ascii=False))
    else:
        _print(submission, sheet=not acts)
    review_sheet.clear_away()
    return NEEDS_PERSON if submission.state == SubmissionState.REVIEW else 0


def _submission(receipt: str) -> Submission:
    from pipeline.errors import NotInReview
    from pipeline.register.models import Submission

    submission = Submission.objects.select_related("file", "first").filter(receipt=receipt).first()
    if submission is None:
        raise NotInReview(receipt=receipt)
    return submission


def _list(as_json: bool) -> int:
    from pipeline.cli import review_sheet
    from pipeline.register.models import Submission, SubmissionState

    review_sheet.clear_away()
    waiting = list(Submission.objects.filter(state=SubmissionState.REVIEW).order_by("received_at", "id"))
    if as_json:
        click.echo(json.dumps({"waiting": [_summary(submission) for submission in waiting]}, ensure_ascii=False))
    else:
        _print_list(waiting)
    return NEEDS_PERSON if waiting else 0


def _summary(submission: Submission) -> dict[str, Any]:
    from pipeline.clock import VIETNAM
    from pipeline.register.models import open_doubts, open_findings

    forms = submission.forms.all()
    return {
        "receipt": submission.receipt,
        "file": submission.name,
        "folder": submission.folder,
        "received": submission.received_at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "medium": submission.medium,
        "forms": len(forms),
        "values": open_doubts(forms).count(),
        "findings": open_findings(forms).count(),
    }


def _print_list(waiting: list[Submission]) -> None:
    if not waiting:
        click.echo(_("Nothing waits for a person."))
        return
    counted = [_summary(submission) for submission in waiting]
    for submission, row in zip(waiting, counted, strict=True):
        click.echo(f"{row['receipt']}  {printable('/'.join(filter(None, (row['folder'], row['file']))))}")
        for reason in submission.reason.splitlines():
            click.echo(f"    - {printable(reason)}")
    values, findings = (sum(row[key] for row in counted) for key in ("values", "findings"))
    message = _("{files} files wait: {values} values, {findings} findings. Open one with: vanthu review {receipt}")
    click.echo(message.format(files=len(waiting), values=values, findings=findings, receipt=waiting[0].receipt))


def _as_json(submission: Submission) -> dict[str, Any]:
    from pipeline.clock import VIETNAM
    from pipeline.programme.matters import about, open_matters
    from pipeline.register.models import Decision

    decisions = Decision.objects.filter(form__submission=submission).select_related("form", "reading", "finding")
    return {
        **_summary(submission),
        "state": submission.state,
        "open": [matter.as_json() for matter in open_matters(submission)],
        "decisions": [
            {
                "about": about(decision),
                "kind": decision.kind,
                "before": decision.before,
                "after": decision.after,
                "who": decision.who,
                "at": decision.at.astimezone(VIETNAM).isoformat(timespec="seconds"),
                "note": decision.note,
            }
            for decision in decisions
        ],
    }


def _print(submission: Submission, *, sheet: bool) -> None:
    """The state in a few lines; with what is open the page that shows it, for whoever only looks."""
    from pipeline.cli import review_sheet
    from pipeline.intake.receipts import outcome
    from pipeline.programme.matters import open_matters

    click.echo(f"{submission.receipt}  {outcome(submission)}")
    matters = open_matters(submission)
    for matter in matters:
        click.echo(f"    - [{matter.address}] {printable(matter.sentence)}")
    if matters and sheet:
        click.echo(_("The places on the paper: {file}").format(file=review_sheet.write(submission, matters)[0]))
