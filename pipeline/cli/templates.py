"""``vanthu template``: Word templates, copied to be edited, checked and looked at before they are used."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doors import NEEDS_PERSON
from pipeline.errors import FileInTheWay, TemplatePurposeUnknown
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.drafting.trials import Purpose

AN_OLD_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: dots an inch of the pictures of a preview
RESOLUTION = 100

_kind = click.option("--kind", help=_("The kind of document it is for; found by the file's name where it is left out."))
_variant = click.option("--variant", help=_("Which of the kind's wordings it is for."))


@click.group(help=_("Copy, check and preview Word templates."))
def template() -> None:
    """A clerk's own templates and the office's."""


@template.command(help=_("Copy the office's template of KIND, with sample facts beside it, to be edited in Word."))
@click.argument("kind")
@click.option("--variant", help=_("Which of the kind's wordings to copy."))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=_("Where to write the copy (.docx)."))
def new(kind: str, variant: str | None, out: Path | None) -> None:
    """The copy is named like the office's template unless `out` says otherwise; nothing is written over."""
    from pipeline.register import open_register

    open_register()

    from pipeline.drafting.kinds import find_kind
    from pipeline.drafting.samples import given_sample
    from pipeline.files import write_whole
    from pipeline.home import TEMPLATES

    wanted = find_kind(kind)
    chosen, standard = wanted.template(variant)
    copy = out or Path(Path(standard).name)
    facts = json.dumps(given_sample(wanted, chosen), ensure_ascii=False, indent=1) + "\n"
    for path in (copy, copy.with_suffix(".json")):
        if path.exists():
            raise FileInTheWay(file=path)
    write_whole(copy, (TEMPLATES / standard).read_bytes())
    write_whole(copy.with_suffix(".json"), facts.encode())
    click.echo(_("Written: {file}").format(file=copy))
    click.echo(_("Written: {file}").format(file=copy.with_suffix(".json")))


@template.command(help=_("Say what is wrong with the template FILE, and how to mend it."))
@click.argument("file", type=AN_OLD_FILE)
@_kind
@_variant
def check(file: Path, kind: str | None, variant: str | None) -> int:
    """Exit 1 when something must be mended."""
    from pipeline.register import open_register

    open_register()

    problems = list(_problems(file, _purpose(file, kind, variant)))
    for problem in problems:
        click.echo(f"- {problem}")
    if not problems:
        click.echo(_("The template can be used."))
    return NEEDS_PERSON if problems else 0


@template.command(help=_("Fill the template FILE with sample facts and write its PDF and a picture of each page."))
@click.argument("file", type=AN_OLD_FILE)
@_kind
@_variant
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help=_("The folder for them."))
def preview(file: Path, kind: str | None, variant: str | None, out: Path) -> None:
    """``<file>.pdf``, ``<file>-1.png`` …; an older preview is written over."""
    from pipeline.register import open_register

    open_register()

    from pipeline.drafting.trials import filled
    from pipeline.files import write_whole
    from pipeline.typeset import Typesetter

    purpose = _purpose(file, kind, variant)
    if purpose is None:
        raise TemplatePurposeUnknown(file=file.name)
    with Typesetter() as typesetter:
        pdf = typesetter.pdf(filled(file, purpose))
    out.mkdir(parents=True, exist_ok=True)
    for name, data in ((f"{file.stem}.pdf", pdf), *_pictures(file.stem, pdf)):
        write_whole(out / name, data)
        click.echo(_("Written: {file}").format(file=out / name))


def _purpose(file: Path, kind: str | None, variant: str | None) -> Purpose | None:
    """What a template is for, as the user says or by its name; None where neither tells."""
    from pipeline.drafting.kinds import find_kind
    from pipeline.drafting.trials import Purpose, purpose_of

    if kind is None:
        return purpose_of(file)
    wanted = find_kind(kind)
    return Purpose(kind=wanted, variant=wanted.template(variant)[0])


def _problems(file: Path, purpose: Purpose | None) -> Iterator[str]:
    """What is wrong with the tags; where nothing is, how the filled paper departs from the rules of presentation."""
    from pipeline.drafting.trials import departures
    from pipeline.templating import check as find_problems

    problems = find_problems(file, _sample(purpose))
    yield from (f"{problem.place}: {problem.message} {problem.remedy}" for problem in problems)
    if purpose is not None and not problems:
        yield from (f"{result.message} {result.rule.remedy}" for result in departures(file, purpose))


def _sample(purpose: Purpose | None) -> Mapping[str, Any] | Collection[str]:
    """Facts like those the template will be filled with; for a template of no known kind all names there are."""
    from pipeline.drafting.kinds import KINDS
    from pipeline.drafting.samples import sample_facts

    if purpose is not None:
        return sample_facts(purpose.kind, purpose.variant)
    return {name for kind in KINDS.values() for variant in kind.templates for name in sample_facts(kind, variant)}


def _pictures(stem: str, pdf: bytes) -> Iterator[tuple[str, bytes]]:
    import io

    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as pages:
        for number, page in enumerate(pages, start=1):
            picture = io.BytesIO()
            page.render(scale=RESOLUTION / 72).to_pil().save(picture, "PNG")
            yield f"{stem}-{number}.png", picture.getvalue()
