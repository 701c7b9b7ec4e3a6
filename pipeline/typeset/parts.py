"""What typesetting needs of the machine, found by looking, each with the package that brings it."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import MissingPart
from pipeline.messages import _
from pipeline.typeset import fonts

OFFICE_REMEDY = "apt install libreoffice-writer-nogui"
UNO_REMEDY = "apt install python3-uno"
FONTS_REMEDY = "apt install fonts-liberation2"
PROBE_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The parts one machine has."""

    #: `soffice.bin`, not the shell script around it: that one starts a splash process that outlives a kill
    office: Path
    #: a Python that can `import uno`
    python: Path
    family: fonts.Family


@functools.cache
def find_parts() -> Parts:
    """Return the parts of this machine; raises `MissingPart` naming the first one missing."""
    office = find_office()
    if office is None:
        raise MissingPart(part=office_name(), remedy=OFFICE_REMEDY)
    python = find_python(office)
    if python is None:
        raise MissingPart(part=uno_name(), remedy=UNO_REMEDY)
    family = fonts.find_family()
    if family is None:
        raise MissingPart(part=fonts_name(), remedy=FONTS_REMEDY)
    return Parts(office=office, python=python, family=family)


def office_name() -> str:
    """LibreOffice, as the user reads it."""
    return "LibreOffice Writer"


def uno_name() -> str:
    """The bridge to LibreOffice, as the user reads it."""
    return _("a Python that can talk to LibreOffice (uno)")


def fonts_name() -> str:
    """The fonts, as the user reads it."""
    return _("a font with all Vietnamese letters (Liberation Serif 2 or Tinos)")


def find_office() -> Path | None:
    """`soffice.bin` of the LibreOffice on the path, or of one installed below /opt."""
    named = [Path(found) for name in ("soffice", "libreoffice") if (found := shutil.which(name))]
    packaged = [
        Path("/usr/lib/libreoffice/program/soffice"),
        *sorted(Path("/opt").glob("libreoffice*/program/soffice")),
    ]
    programs = ((script.resolve().parent / "soffice.bin") for script in (*named, *packaged))
    return next((program for program in programs if program.is_file()), None)


def find_python(office: Path | None) -> Path | None:
    """A Python that can `import uno`: the system's, the one beside `office`, then any on the path."""
    beside = [office.parent / "python"] if office else []
    on_path = [Path(found)] if (found := shutil.which("python3")) else []
    candidates = [Path("/usr/bin/python3"), *beside, *on_path, Path(sys.executable)]
    return next((python for python in candidates if python.is_file() and _imports_uno(python)), None)


def office_version(office: Path) -> str:
    """What the office says of itself: "LibreOffice 7.4.7.2"."""
    answer = subprocess.run([office, "--version"], capture_output=True, text=True, timeout=PROBE_SECONDS, check=False)
    return " ".join(answer.stdout.split()[:2])


def _imports_uno(python: Path) -> bool:
    try:
        answer = subprocess.run(
            [python, "-I", "-c", "import uno"], capture_output=True, timeout=PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0
