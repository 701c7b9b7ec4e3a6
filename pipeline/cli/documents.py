"""``vanthu draft`` and ``vanthu documents``: what the office writes (contract §9)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doors import complain
from pipeline.cli.opening import open_office
from pipeline.cli.words import state_word
from pipeline.errors import DataFileWrong, NotSetUp
from pipeline.home import home
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.drafting.drafts import Changes
    from pipeline.drafting.kinds import Kind
    from pipeline.flow import Sitting
    from pipeline.register.models import Document, Revision

A_FILE = click.Path(dir_okay=False, path_type=Path)
AN_OLD_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(help=_("Draft the document KIND from the register; prints the draft's name."))
@click.argument("kind")
@click.option("--round", "round_code", help=_("The round it is for, like Q3/2022 or 2022."))
@click.option("--session", "session_code", help=_("The session of the Council it is about, like HD-2022-12-20."))
@click.option(
    "--authority", default="", help=_("Whose decision a proposal (to_trinh) asks for, like chu_tich_ubnd_tinh.")
)
@click.option("--variant", help=_("Another wording of the same document (ke_hoach: faithful or corrected)."))
@click.option("--template", type=AN_OLD_FILE, help=_("A Word template to use instead of the office's own."))
@click.option("--data", type=AN_OLD_FILE, help=_("Facts (JSON) that add to those of the register or replace them."))
@click.option("--out", type=A_FILE, help=_("Write the .docx here and register nothing."))
@click.option("--pdf", type=A_FILE, help=_("Write the PDF here, too."))
def draft(
    kind: str,
    round_code: str | None,
    session_code: str | None,
    authority: str,
    variant: str | None,
    template: Path | None,
    data: Path | None,
    out: Path | None,
    pdf: Path | None,
) -> None:
    """Without --out the draft is registered and lies in outbox/du-thao."""
    from pipeline.register import open_register

    open_register()

    from pipeline.drafting.drafts import Changes
    from pipeline.drafting.kinds import find_kind

    changes = Changes(variant=variant, template=template, data=_read_data(data))
    about = _About(round_code, session_code, authority)
    if out is None:
        _draft_registered(find_kind(kind), about, changes, pdf)
    else:
        _draft_aside(find_kind(kind), about, changes, out, pdf)


@dataclass(frozen=True, slots=True)
class _About:
    """What a document is about, as named on the command line."""

    round: str | None
    session: str | None
    authority: str

    def sitting(self) -> Sitting | None:
        """The session; raises `NoSuchSession`."""
        from pipeline.flow import Sitting
        from pipeline.programme.council import find_session

        return Sitting(find_session(self.session), self.authority) if self.session else None


def _draft_registered(kind: Kind, about: _About, changes: Changes, pdf: Path | None) -> None:
    open_office()

    from pipeline import flow
    from pipeline.drafting.kinds import find_round
    from pipeline.files import write_whole
    from pipeline.register.store import Store
    from pipeline.typeset import Typesetter

    with Typesetter() as typesetter:
        revision = flow.draft(home(), typesetter, kind, find_round(kind, about.round), changes, sitting=about.sitting())
    if pdf is not None:
        write_whole(pdf, Store(home().store).read(revision.pdf_sha256))
    _tell_notes(revision.facts)
    click.echo(revision.document.slug)


def _draft_aside(kind: Kind, about: _About, changes: Changes, out: Path, pdf: Path | None) -> None:
    """Render to a file of the user's choice; given data can stand in for a register that is not there."""
    from pipeline import flow
    from pipeline.drafting.drafts import order
    from pipeline.drafting.kinds import find_round
    from pipeline.files import write_whole
    from pipeline.typeset import Typesetter

    try:
        open_office()
    except NotSetUp:
        if not changes.data:
            raise
        occasion = None
    else:
        round_ = find_round(kind, about.round, needed=not changes.data)
        occasion = flow.occasion_of(kind, round_, sitting=about.sitting())
    wanted = order(kind, occasion, changes)
    docx = wanted.render()
    _tell_notes(wanted.facts)
    write_whole(out, docx)
    if pdf is not None:
        with Typesetter() as typesetter:
            write_whole(pdf, typesetter.pdf(docx))


def _tell_notes(facts: Mapping[str, Any]) -> None:
    """What the drafter should look at before the paper goes on; it is printed nowhere on the paper."""
    for note in facts.get("luu_y", ()):
        complain(_("Note: {note}").format(note=note))


def _read_data(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataFileWrong(file=path.name) from error
    if not isinstance(data, dict):
        raise DataFileWrong(file=path.name)
    return data


@click.command(help=_("List the office's documents."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document for programs."))
def documents(as_json: bool) -> None:
    """Newest revision of each; number and day are empty before issue, unless they are reserved."""
    open_office()

    from pipeline.register.models import Document

    found = Document.objects.prefetch_related("entries", "revisions__stages")
    entries = [_entry(document) for document in found]
    if as_json:
        click.echo(json.dumps({"documents": entries}, ensure_ascii=False))
        return

    from rich.console import Console
    from rich.table import Table

    table = Table()
    for heading in (_("Document"), _("Title"), _("State"), _("Revision"), _("Number")):
        table.add_column(heading, overflow="fold")
    for entry in entries:
        state, revision = state_word(entry["state"]), str(entry["revision"])
        table.add_row(entry["id"], entry["title"], state, revision, _number(entry))
    Console().print(table)
    for entry in entries:
        for note in entry["notes"]:
            click.echo(f"{entry['id']}: {note}")


def _number(entry: dict[str, Any]) -> str:
    """The number as the table shows it; one that is only reserved is not in force yet."""
    return f"{entry['symbol']} ({state_word('reserved')})" if entry["reserved"] else entry["symbol"] or ""


def _entry(document: Document) -> dict[str, Any]:
    revision = document.revisions.last()
    entry = document.entry
    return {
        "id": document.slug,
        "kind": document.kind,
        "title": document.title,
        "state": document.state,
        "revision": revision.number if revision else 0,
        "notes": list(revision.facts.get("luu_y", ())) if revision else [],
        "faults": revision.faults if revision else [],
        "symbol": entry.symbol if entry else None,
        "reserved": entry is not None and entry.status == "reserved",
        "date": f"{entry.day}" if entry else None,
        "files": {"draft": _draft_files(document, revision), **_stage_files(document)} if revision else {},
    }


def _draft_files(document: Document, revision: Revision) -> dict[str, Any]:
    hashes = {"docx": revision.docx_sha256, "pdf": revision.pdf_sha256}
    return {
        ending: {"path": str(home().drafts / f"{document.slug}.{ending}"), "sha256": sha256}
        for ending, sha256 in hashes.items()
    }


def _stage_files(document: Document) -> dict[str, Any]:
    """The PDF at every stage since the last freezing, where people find it, else in the store."""
    from pipeline.drafting.drafts import OPEN
    from pipeline.issuing import outbox
    from pipeline.register.store import Store

    frozen = [revision for revision in document.revisions.all() if revision.stages.all()]
    files = {}
    for stage in frozen[-1].stages.all() if frozen and document.state not in OPEN else ():
        shown = outbox.shown(home(), document, stage)
        path = shown if shown and shown.exists() else Store(home().store).path(stage.file_id)
        files[stage.stage] = {"pdf": {"path": str(path), "sha256": stage.file_id}}
    return files
