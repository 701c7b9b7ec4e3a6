"""``vanthu run`` and ``vanthu watch``: taking and processing what is dropped."""

from __future__ import annotations

import signal
from collections import Counter
from typing import TYPE_CHECKING

import click

from pipeline.cli.doors import NEEDS_PERSON, complain
from pipeline.cli.opening import open_office
from pipeline.home import home
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.intake.scanning import Left


@click.command(help=_("Take and process what lies in the inbox, then stop."))
@click.option("--once", is_flag=True, required=True, help=_("Do all that is there and stop."))
def run(once: bool) -> int:
    """Exit 1 when files were returned or wait for a person."""
    open_office()

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from pipeline.engine.service import open_service
    from pipeline.register.models import SubmissionState

    states: Counter[SubmissionState] = Counter()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(_("Processing"), total=None)

        def count(state: SubmissionState) -> None:
            states[state] += 1
            progress.update(bar, advance=1)

        # Nobody comes back in ten minutes to look again: what is incomplete and not being written is returned now.
        with open_service(home(), count, patience=0.0) as service:
            service.run_once()
            left, obstacles = list(service.inbox.left), list(service.obstacles)
        progress.update(bar, total=sum(states.values()))
    _tell_left(left)
    for obstacle in obstacles:
        complain(obstacle.message)
    if obstacles:
        return max(obstacle.exit_code for obstacle in obstacles)
    return NEEDS_PERSON if states[SubmissionState.RETURNED] or states[SubmissionState.REVIEW] else 0


def _tell_left(left: list[Left]) -> None:
    for item in left:
        complain(_("Left in the inbox: {name}. {reason}").format(name=item.place, reason=item.sentence))


@click.command(help=_("Keep watching the inbox and process what is dropped. Ctrl-C stops it."))
def watch() -> None:
    """Runs until SIGINT or SIGTERM; what runs then is finished first."""
    open_office()

    from pipeline.engine.service import open_service

    with open_service(home()) as service:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_signal: service.stop())
        complain(_("Watching {inbox}. Drop filled forms there; Ctrl-C stops.").format(inbox=home().inbox))
        service.run()
