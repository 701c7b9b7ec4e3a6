"""Who exchanges documents: the codes of organisations, and the fonds of this office at the archive.

Codes are given by the authorities (QĐ 20/2020/QĐ-TTg) and change; they stand in a file of the office, never in code.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import OrgansFileWrong


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organ(_Strict):
    """An organisation that sends or receives."""

    #: code of the organisation, "H00.00.00.00"
    id: str
    name: str
    #: the body above it
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


class Organs(_Strict):
    """The file: this office, and the organisations it writes to."""

    #: code of the office's fonds at the archive
    fonds: str = ""
    sender: Organ
    receivers: list[Organ] = []


def load_organs(path: Path) -> Organs:
    """Read the TOML file at `path`; raises `OrgansFileWrong`."""
    try:
        return Organs.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise OrgansFileWrong(file=path.name, problem=place) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OrgansFileWrong(file=path.name, problem=str(error)) from error
