"""Kinds that LibreOffice makes from the Word ones: .doc, .rtf, and PDF as people export it."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.factory import Sample, media
from tests.factory.dice import Dice
from tests.factory.media import Maker


@functools.cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """A LibreOffice profile of this process alone: two that share one end each other's work."""
    return tempfile.TemporaryDirectory(prefix="vanthu-factory-")


def convert(data: bytes, to: str, suffix: str = ".docx") -> bytes:
    """`data`, a file of the kind `suffix`, as LibreOffice saves it in the format `to` ("doc", "rtf", "pdf", "docx")."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"form{suffix}"
        source.write_bytes(data)
        command = [
            "soffice",
            f"-env:UserInstallation=file://{_profile().name}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            folder,
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return source.with_suffix(f".{to}").read_bytes()


def _converted(rng: Dice, name: str, to: str, maker: Maker) -> Sample:
    sample = maker(rng, name)
    return replace(sample, name=f"{name}.{to}", data=convert(sample.data, to))


def nomination_doc(rng: Dice, name: str) -> Sample:
    return _converted(rng, name, "doc", without({"ticks in cells"}, media.lines, media.tables, media.tcvn3))


def nomination_rtf(rng: Dice, name: str) -> Sample:
    return _converted(rng, name, "rtf", without({"ticks in cells"}, media.lines, media.tables))


def nomination_pdf(rng: Dice, name: str) -> Sample:
    # A PDF would show what tracked changes deleted as if it were valid.
    return _converted(rng, name, "pdf", without({"dressed runs"}, media.lines, media.tables))


def without(unwanted: set[str], *makers: Maker) -> Maker:
    """A maker of forms by one of `makers` that have none of the `unwanted` traits.

    LibreOffice writes tables that touch, as "ticks in cells" has them, to .doc as one paragraph.
    """

    def maker(rng: Dice, name: str) -> Sample:
        sample = rng.choice(makers)(rng, name)
        while unwanted & set(sample.traits):
            sample = rng.choice(makers)(rng, name)
        return sample

    return maker


def registration_doc(rng: Dice, name: str) -> Sample:
    return _converted(rng, name, "doc", media.td01_docx)


def registration_pdf(rng: Dice, name: str) -> Sample:
    # Without the old fonts on this machine a PDF of TCVN3 text shows nobody any Vietnamese.
    return _converted(rng, name, "pdf", without({"tcvn3"}, media.td01_docx))
