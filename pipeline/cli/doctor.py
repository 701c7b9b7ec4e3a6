"""``vanthu doctor``: is every part of the system there, and does it work? What to do where it is not."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import click

from pipeline.cli.words import certificate_sentence
from pipeline.errors import NotSetUp, VanthuError
from pipeline.home import CHECKOUT, home
from pipeline.messages import _


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what it is, what was found, and the remedy where it is not as it must be."""

    name: str
    found: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        return not self.remedy


@click.command(help=_("Check that every part of the system is there and works."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document for programs."))
def doctor(as_json: bool) -> int:
    """Exit 4 when something is missing."""
    checks = list(_checks())
    healthy = all(check.ok for check in checks)
    if as_json:
        entries = [{"check": each.name, "ok": each.ok, "found": each.found, "remedy": each.remedy} for each in checks]
        click.echo(json.dumps({"ok": healthy, "checks": entries}, ensure_ascii=False))
    else:
        for each in checks:
            click.echo(f"{'✓' if each.ok else '✗'} {each.name}: {each.found or _('missing')}")
            if each.remedy:
                click.echo(f"    → {each.remedy}")
    return 0 if healthy else NotSetUp.exit_code


def _checks() -> Iterator[Check]:
    yield from _typesetting()
    yield _program("pdftotext", "poppler-utils")
    yield _program("tesseract", "tesseract-ocr-vie tesseract-ocr-script-viet tesseract-ocr-osd")
    yield from _folders()
    yield _disk()
    register = _register()
    yield register
    if register.ok:
        yield from _certificates()


def _typesetting() -> Iterator[Check]:
    from pipeline.typeset import probe

    for part in probe():
        yield Check(part.name, part.found or "", "" if part.found else part.remedy)


def _program(name: str, package: str) -> Check:
    path = shutil.which(name)
    return Check(name, path or "", "" if path else f"apt install {package}")


def _folders() -> Iterator[Check]:
    for folder in (home().inbox, home().outbox, home().var):
        writable = folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)
        remedy = (
            "" if writable else _('Run "vanthu init" as the user the program runs as, or give it the right to write.')
        )
        yield Check(_("folder {folder}").format(folder=folder), _("readable and writable") if writable else "", remedy)
    if home().root != CHECKOUT and home().inbox.is_relative_to(CHECKOUT):
        remedy = _("Put VANTHU_HOME outside the program's own folder.")
        yield Check(_("folder {folder}").format(folder=home().root), _("inside the program's folder"), remedy)


def _disk() -> Check:
    from pipeline.intake import floor

    try:
        floor.check(home())
    except VanthuError as trouble:
        return Check(_("free disk space"), "", trouble.message)
    except OSError as trouble:
        return Check(_("free disk space"), "", str(trouble.strerror))
    return Check(_("free disk space"), _("enough"))


def _register() -> Check:
    from pipeline.cli.opening import open_office

    try:
        open_office()
    except VanthuError as trouble:
        return Check(_("the office's register"), "", trouble.message)
    return Check(_("the office's register"), _("set up"))


def _certificates() -> Iterator[Check]:
    """One for each certificate that ends soon or has ended."""
    from pipeline import clock
    from pipeline.issuing.expiry import ending

    now = clock.now()
    try:
        found = ending(home(), at=now)
    except VanthuError as trouble:
        yield Check(_("certificates"), "", trouble.message)
        return
    for one in found:
        sentence = certificate_sentence(one.holder, one.place, one.until, one.has_ended(now))
        yield Check(_("certificates"), f"{one.until.astimezone(clock.VIETNAM):%d/%m/%Y}", sentence)
    if not found:
        yield Check(_("certificates"), _("none ends within a month"))
