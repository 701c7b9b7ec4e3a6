"""Is this machine able to typeset? Looked at part by part, for `vanthu doctor`."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import VanthuError
from pipeline.messages import _
from pipeline.typeset import fonts, letter, parts
from pipeline.typeset.typesetter import Typesetter


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing typesetting needs."""

    #: in words for the user
    name: str
    #: what was found and which, in words for the user; None when it is missing
    found: str | None
    #: what to do when it is missing
    remedy: str


def probe() -> list[Part]:
    """Look for LibreOffice, `uno` and the fonts, and where all are there, typeset one letter (about 2 s)."""
    office = parts.find_office()
    python = parts.find_python(office)
    family = fonts.find_family()
    looked_at = [
        Part(
            name=parts.office_name(),
            found=f"{parts.office_version(office)} ({office})" if office else None,
            remedy=parts.OFFICE_REMEDY,
        ),
        Part(name=parts.uno_name(), found=str(python) if python else None, remedy=parts.UNO_REMEDY),
        Part(
            name=parts.fonts_name(),
            found=f"{family.name} ({family.files[0].parent})" if family else None,
            remedy=parts.FONTS_REMEDY,
        ),
    ]
    return [*looked_at, _typeset_letter()] if all(part.found for part in looked_at) else looked_at


def _typeset_letter() -> Part:
    name = _("a trial letter turned into PDF/A")
    try:
        with Typesetter() as typeset:
            typeset.pdf(letter.letter(), expect=letter.WORDS)
    except VanthuError as trouble:
        return Part(name=name, found=None, remedy=str(trouble.facts.get("reason", trouble.message)))
    return Part(name=name, found=_("done, with the right fonts"), remedy="")
