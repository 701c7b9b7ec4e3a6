"""``vanthu verify``: is what was issued still what it was (contract §6)?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doors import NEEDS_PERSON, complain
from pipeline.cli.opening import open_office
from pipeline.errors import FileRefused, NothingToVerify, NotSetUp
from pipeline.home import home
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.archive.verification import Verified, VerifiedDiary, Verifier


@click.command(help=_("Verify the archive and the diary; or one DOCUMENT, or any signed PDF FILE."))
@click.argument("target", metavar="[DOCUMENT|FILE]", required=False)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document for programs."))
def verify(target: str | None, as_json: bool) -> int:
    """Exit 1 when something is not as it should be, 3 when the file is no PDF that can be judged."""
    from pipeline.register import open_register

    open_register()
    if target is not None and Path(target).is_file():
        return _verify_file(Path(target), as_json)
    if target is None:
        open_office()
        return _verify_all(as_json)
    try:
        open_office()
    except NotSetUp as missing:  # without an office there are only files
        raise NothingToVerify(name=target) from missing
    return _verify_document(target, as_json)


def _verify_file(path: Path, as_json: bool) -> int:
    from pipeline.archive.verification import verify_file

    verifier = _verifier()
    try:
        pdf = path.read_bytes()
    except OSError as trouble:
        complain(_("{file}: {reason}").format(file=path.name, reason=trouble.strerror))
        return FileRefused.exit_code
    try:
        open_office()
        verified = verifier.file(path.name, pdf)
    except NotSetUp:
        verified = verify_file(path.name, pdf, verifier.trust, at=verifier.at)
    _show([verified], None, {}, as_json)
    if verified.report is not None and verified.report.fault is not None:
        complain(_("{file}: {reason}").format(file=path.name, reason=verified.report.fault))
        return FileRefused.exit_code
    return 0 if verified.ok else NEEDS_PERSON


def _verify_document(slug: str, as_json: bool) -> int:
    from pipeline.register.models import Document

    document = Document.objects.filter(slug=slug).first()
    if document is None:
        raise NothingToVerify(name=slug)
    verifier = _verifier()
    verified, diary = verifier.document(document), verifier.diary()
    _show([verified], diary, {}, as_json)
    return 0 if verified.ok and diary.ok else NEEDS_PERSON


def _verify_all(as_json: bool) -> int:
    from pipeline.intake.account import account
    from pipeline.register.store import Store

    verifier = _verifier()
    documents, diary = _with_progress(verifier), verifier.diary()
    damaged = Store(home().store).damaged()
    rest: dict[str, Any] = {
        "account": account().as_json(),
        "store": {"ok": not damaged, "damaged": damaged},
    }
    _show(documents, diary, rest, as_json)
    return 0 if _is_well(documents, diary, rest) else NEEDS_PERSON


def _with_progress(verifier: Verifier) -> list[Verified]:
    """All documents, with a bar on a terminal: a large archive takes minutes."""
    from rich.console import Console
    from rich.progress import track

    from pipeline.register.models import OutgoingEntry

    console = Console(stderr=True)
    quiet = not console.is_terminal
    total = OutgoingEntry.objects.filter(file__isnull=False).count()
    return list(track(verifier.documents(), "", total, console=console, disable=quiet, transient=True))


def _verifier() -> Verifier:
    from pipeline.archive.verification import Verifier
    from pipeline.clock import now
    from pipeline.register.trusted import trust_of

    return Verifier(home=home(), trust=trust_of(home()), at=now())


def _is_well(documents: Sequence[Verified], diary: VerifiedDiary | None, rest: dict[str, Any]) -> bool:
    rest_is_well = not rest or (rest["store"]["ok"] and rest["account"]["balanced"])
    return all(one.ok for one in documents) and (diary is None or diary.ok) and rest_is_well


def _show(documents: Sequence[Verified], diary: VerifiedDiary | None, rest: dict[str, Any], as_json: bool) -> None:
    if as_json:
        report = {
            "ok": _is_well(documents, diary, rest),
            "documents": [one.as_json() for one in documents],
            "audit": diary.as_json() if diary else None,
            **rest,
        }
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    for one in documents:
        click.echo(_("{document}: {verdict}").format(document=one.id, verdict=_verdict(one.ok)))
        for check in one.checks:
            click.echo(f"  {'✓' if check.ok else '✗'} {check.detail}")
    if diary is not None:
        click.echo(_told_of_diary(diary))
    if rest:
        _tell_rest(rest)


def _verdict(ok: bool) -> str:
    return _("everything is as it should be") if ok else _("something is NOT as it should be")


def _told_of_diary(diary: VerifiedDiary) -> str:
    anchored = f"{diary.anchored:%d/%m/%Y}" if diary.anchored else _("never")
    sentence = _("Diary: {rows} rows, {verdict}; last anchored: {anchored}.")
    told = sentence.format(rows=diary.rows, verdict=_verdict(diary.ok), anchored=anchored)
    return f"{told} {diary.detail}".strip()


def _tell_rest(rest: dict[str, Any]) -> None:
    damaged = rest["store"]["damaged"]
    if damaged:
        click.echo(_("Missing or damaged in the store: {files}.").format(files=", ".join(damaged)))
    if not rest["account"]["balanced"]:
        click.echo(_("The account does NOT balance."))
