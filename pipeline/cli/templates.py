"""``vanthu template``: Word templates, checked before they are used."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import click

from pipeline.cli.doors import NEEDS_PERSON
from pipeline.messages import _


@click.group(help=_("Check Word templates."))
def template() -> None:
    """A clerk's own templates and the office's."""


@template.command(help=_("Say what is wrong with the template FILE, and how to mend it."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", help=_("The kind of document it is for; found by the file's name where it is left out."))
def check(file: Path, kind: str | None) -> int:
    """Exit 1 when something must be mended."""
    from pipeline.register import open_register

    open_register()

    from pipeline.templating import check as find_problems

    problems = find_problems(file, _sample(file, kind))
    for problem in problems:
        click.echo(f"- {problem.place}: {problem.message} {problem.remedy}")
    if not problems:
        click.echo(_("The template can be used."))
    return NEEDS_PERSON if problems else 0


def _sample(file: Path, kind: str | None) -> Mapping[str, Any] | Collection[str]:
    """Facts like those the template will be filled with; for a template of no known kind all names there are."""
    from pipeline.drafting.kinds import KINDS, find_kind
    from pipeline.drafting.samples import sample_facts

    if kind is not None:
        return sample_facts(find_kind(kind))
    for known in KINDS.values():
        if file.name in {Path(name).name for name in known.templates.values()}:
            return sample_facts(known)
    return {name for known in KINDS.values() for name in sample_facts(known)}
